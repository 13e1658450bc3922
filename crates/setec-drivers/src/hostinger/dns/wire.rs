//! Record sets as the API writes them.

use serde::Deserialize;
use serde_json::{Value, json};
use setec_core::dns::{Name, RecordData, RecordSet, RecordType, SetKey, Ttl, Zone};

use super::DEFAULT_TTL_SECS;
use crate::hostinger::lenient;

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct WireSet {
    #[serde(deserialize_with = "lenient::text")]
    name: Option<String>,
    #[serde(rename = "type", deserialize_with = "lenient::text")]
    rtype: Option<String>,
    #[serde(deserialize_with = "lenient::number")]
    ttl: Option<i64>,
    #[serde(deserialize_with = "lenient::list")]
    records: Vec<WireRecord>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct WireRecord {
    #[serde(deserialize_with = "lenient::text")]
    content: Option<String>,
    #[serde(deserialize_with = "lenient::flag")]
    is_disabled: Option<bool>,
}

/// Builds the zone; the error names the record that cannot be read.
pub(super) fn zone(name: &Name, sets: Vec<WireSet>) -> Result<Zone, String> {
    let mut zone = Zone::empty(name.clone());
    for wire in sets {
        let (shown, kind) = (
            wire.name.as_deref().unwrap_or("@"),
            wire.rtype.as_deref().unwrap_or_default(),
        );
        let wrong = |reason: String| format!("the record {shown} {kind} cannot be read: {reason}");
        let key = SetKey {
            name: owner(shown, name).map_err(wrong)?,
            rtype: kind
                .parse()
                .map_err(|error: setec_core::dns::InvalidRecordType| wrong(error.to_string()))?,
        };
        let given = match wire.ttl {
            Some(given) => {
                u64::try_from(given).map_err(|_| wrong(format!("its TTL is {given}")))?
            }
            None => DEFAULT_TTL_SECS,
        };
        let ttl = Ttl::from_secs(given).map_err(|error| wrong(error.to_string()))?;
        let mut set = zone
            .remove(&key)
            .unwrap_or_else(|| RecordSet::new(key.clone(), ttl, []));
        for record in wire.records {
            let content = record.content.unwrap_or_default();
            let value = data(key.rtype, &content).map_err(wrong)?;
            if record.is_disabled == Some(true) {
                set.insert_disabled(value);
            } else {
                set.insert(value);
            }
        }
        zone.put(set);
    }
    Ok(zone)
}

/// Names are always relative, so one that ends in the zone's own name is not guessed at.
fn owner(text: &str, zone: &Name) -> Result<Name, String> {
    let full = match text {
        "" | "@" => return Ok(zone.clone()),
        absolute if absolute.ends_with('.') => absolute.to_owned(),
        relative => format!("{relative}.{zone}"),
    };
    full.parse()
        .map_err(|error: setec_core::dns::InvalidName| error.to_string())
}

fn data(rtype: RecordType, content: &str) -> Result<RecordData, String> {
    if rtype != RecordType::Txt {
        return RecordData::parse(rtype, content, &Name::root()).map_err(|error| error.to_string());
    }
    let text = content.trim();
    let Some(inner) = text.strip_prefix('"') else {
        return Ok(RecordData::Txt(content.as_bytes().into()));
    };
    // What is not ASCII comes as it is, and quotes inside are not always escaped.
    let bare = || Some(inner.strip_suffix('"')?.as_bytes().to_vec());
    let bytes = unquote(text).or_else(bare);
    bytes
        .map(|bytes| RecordData::Txt(bytes.into()))
        .ok_or_else(|| "a quote is not closed".to_owned())
}

/// The bytes of quoted strings, with the escapes of RFC 1035 section 5.1 taken out.
fn unquote(text: &str) -> Option<Vec<u8>> {
    let mut bytes = Vec::new();
    let mut is_inside = false;
    let mut rest = text.as_bytes();
    while let [byte, tail @ ..] = rest {
        rest = tail;
        match (byte, is_inside) {
            (b'"', _) => is_inside = !is_inside,
            (b'\\', true) => {
                let digits = tail
                    .get(..3)
                    .filter(|three| three.iter().all(u8::is_ascii_digit))
                    .and_then(|three| std::str::from_utf8(three).ok());
                if let Some(value) = digits.and_then(|digits| digits.parse().ok()) {
                    bytes.push(value);
                    rest = &tail[3..];
                } else {
                    bytes.push(*tail.first()?);
                    rest = &tail[1..];
                }
            }
            (byte, true) => bytes.push(*byte),
            (byte, false) if byte.is_ascii_whitespace() => {}
            _ => return None,
        }
    }
    (!is_inside).then_some(bytes)
}

/// A set with those values as a request names it.
pub(super) fn set<'a>(
    zone: &Name,
    key: &SetKey,
    ttl: Ttl,
    values: impl IntoIterator<Item = &'a RecordData>,
) -> Value {
    let records: Vec<Value> = values
        .into_iter()
        .map(|value| json!({"content": value.to_text()}))
        .collect();
    json!({
        "name": key.name.relative_to(zone),
        "type": key.rtype.to_string(),
        "ttl": ttl.secs(),
        "records": records,
    })
}

#[cfg(test)]
mod tests {
    use setec_core::dns::RecordType;

    #[test]
    fn txt_is_read_quoted_bare_and_badly_quoted() {
        for (content, bytes) in [
            (r#""v=spf1 -all""#, "v=spf1 -all"),
            ("v=spf1 -all", "v=spf1 -all"),
            (r#""a" "b""#, "ab"),
            (r#""say \"hi\"""#, r#"say "hi""#),
            ("\"grüß\"", "grüß"),
            (r#""grüß \"dich\"" "!""#, r#"grüß "dich"!"#),
            (r#""gr\195\188n""#, "grün"),
            (r#""say "hi" now""#, r#"say "hi" now"#),
            (r#""a; b\\c""#, r"a; b\c"),
        ] {
            let data = super::data(RecordType::Txt, content).unwrap();
            assert_eq!(
                data,
                setec_core::dns::RecordData::Txt(bytes.as_bytes().into()),
                "{content}"
            );
        }
    }
}
