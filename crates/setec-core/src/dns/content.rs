//! The flat form of a record in the unified API: type, name, content, TTL and priority.
//!
//! Content has no trailing dots and a TXT no quotes, as people write them; MX and SRV carry their
//! first number as `priority`.

use crate::dns::{Name, RecordData, RecordSet, RecordType, Ttl};

/// One record as the unified API shows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FlatRecord {
    /// `name/type/priority`, with `#2`, `#3` and so on behind it where that is not unique.
    pub id: String,
    /// The type.
    pub rtype: RecordType,
    /// Owner relative to the zone, `@` for the apex.
    pub name: String,
    /// The data.
    pub content: String,
    /// Time to live.
    pub ttl: Ttl,
    /// Preference of MX, priority of SRV, otherwise 0.
    pub priority: u16,
    /// Whether the provider keeps it without serving it.
    pub disabled: bool,
}

/// Why a content is refused.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{reason}")]
pub struct InvalidContent {
    /// `content` or `priority`.
    pub field: &'static str,
    reason: String,
}

fn invalid(field: &'static str, reason: impl Into<String>) -> InvalidContent {
    InvalidContent {
        field,
        reason: reason.into(),
    }
}

impl RecordSet {
    /// Its records in flat form.
    pub fn to_flat(&self, zone: &Name) -> Vec<FlatRecord> {
        let name = self.key.name.relative_to(zone);
        let mut records: Vec<FlatRecord> = Vec::new();
        let served = self.values().iter().map(|value| (value, false));
        let kept = self.disabled().iter().map(|value| (value, true));
        for (value, disabled) in served.chain(kept) {
            let (content, priority) = value.to_content();
            let id = format!("{name}/{}/{priority}", self.key.rtype);
            let same = records.iter().filter(|record| record.priority == priority);
            let id = match same.count() {
                0 => id,
                before => format!("{id}#{}", before + 1),
            };
            records.push(FlatRecord {
                id,
                rtype: self.key.rtype,
                name: name.clone(),
                content,
                ttl: self.ttl,
                priority,
                disabled,
            });
        }
        records
    }
}

impl RecordData {
    /// Content and priority of the flat form.
    pub fn to_content(&self) -> (String, u16) {
        let host = |name: &Name| name.as_str().to_owned();
        match self {
            Self::Mx(mx) => (host(&mx.exchange), mx.preference),
            Self::Srv(srv) => {
                let content = format!("{} {} {}", srv.weight, srv.port, srv.target);
                (content, srv.priority)
            }
            Self::Cname(name) | Self::Alias(name) | Self::Ns(name) | Self::Ptr(name) => {
                (host(name), 0)
            }
            Self::Txt(bytes) => (txt_content(bytes).unwrap_or_else(|| self.to_text()), 0),
            other => (other.to_text(), 0),
        }
    }

    /// Reads the flat form; host names are absolute with or without a trailing dot, `@` is the zone.
    pub fn from_content(
        rtype: RecordType,
        content: &str,
        priority: Option<u16>,
        zone: &Name,
    ) -> Result<Self, InvalidContent> {
        let content = match rtype {
            RecordType::Txt => content,
            _ => content.trim(),
        };
        if content.is_empty() {
            return Err(invalid("content", "it is empty"));
        }
        if priority.is_some_and(|priority| priority != 0) && !rtype.has_priority() {
            return Err(invalid(
                "priority",
                format!("{rtype} records have no priority"),
            ));
        }
        match rtype {
            RecordType::Txt if !content.starts_with('"') => {
                Ok(Self::Txt(content.as_bytes().into()))
            }
            RecordType::Cname
            | RecordType::Alias
            | RecordType::Ns
            | RecordType::Ptr
            | RecordType::Mx
            | RecordType::Srv => Self::from_host_content(rtype, content, priority, zone),
            RecordType::Caa if !content.contains(' ') => {
                parse(rtype, &format!("0 issue \"{}\"", content.trim_matches('"')))
            }
            _ => parse(rtype, content),
        }
    }

    fn from_host_content(
        rtype: RecordType,
        content: &str,
        priority: Option<u16>,
        zone: &Name,
    ) -> Result<Self, InvalidContent> {
        let mut words: Vec<String> = content.split_whitespace().map(str::to_owned).collect();
        let host = words.pop().expect("the content is not empty");
        let numbers_wanted = match rtype {
            RecordType::Mx => 1,
            RecordType::Srv => 3,
            _ => 0,
        };
        // The vendor's form, with the priority in front, is understood as well.
        match (priority, numbers_wanted.cmp(&words.len())) {
            (_, std::cmp::Ordering::Equal) if numbers_wanted == 0 => {}
            (given, std::cmp::Ordering::Equal) => {
                if given.is_some_and(|given| given != 0 && given.to_string() != words[0]) {
                    return Err(invalid(
                        "priority",
                        "it differs from the priority inside the content",
                    ));
                }
            }
            (Some(priority), _) if numbers_wanted == words.len() + 1 => {
                words.insert(0, priority.to_string());
            }
            (None, _) if numbers_wanted == words.len() + 1 => {
                return Err(invalid(
                    "priority",
                    format!("{rtype} records need a priority"),
                ));
            }
            _ => return Err(invalid("content", form_of(rtype))),
        }
        let target = read_host(&host, zone)?;
        words.push(target.to_absolute());
        parse(rtype, &words.join(" ")).map_err(|error| invalid(error.field, form_of(rtype)))
    }
}

fn read_host(host: &str, zone: &Name) -> Result<Name, InvalidContent> {
    if host == "@" {
        return Ok(zone.clone());
    }
    let name: Name = host
        .parse()
        .map_err(|error: crate::dns::InvalidName| invalid("content", error.to_string()))?;
    if host.parse::<std::net::IpAddr>().is_ok() {
        return Err(invalid(
            "content",
            format!("'{host}' is an address; a host name is needed"),
        ));
    }
    if name.is_single_label() && !host.ends_with('.') {
        return Err(invalid(
            "content",
            format!("'{host}' is not a full host name; write {host}.{zone} or '{host}.'"),
        ));
    }
    Ok(name)
}

fn parse(rtype: RecordType, text: &str) -> Result<RecordData, InvalidContent> {
    RecordData::parse(rtype, text, &Name::root())
        .map_err(|error| invalid("content", error.to_string()))
}

fn form_of(rtype: RecordType) -> String {
    let form = match rtype {
        RecordType::Mx => "a host name such as mail.example.com, with the preference in `priority`",
        RecordType::Srv => {
            "`weight port target` such as `5 5060 sip.example.com`, with `priority` beside it"
        }
        _ => "one host name",
    };
    format!("the content of {rtype} is {form}")
}

/// The text itself, unless it would be misread: not UTF-8, with control characters, quote in front.
fn txt_content(bytes: &[u8]) -> Option<String> {
    let text = std::str::from_utf8(bytes).ok()?;
    let plain = !text.is_empty() && !text.starts_with('"') && !text.chars().any(char::is_control);
    plain.then(|| text.to_owned())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use crate::dns::{Name, RecordData, RecordSet, RecordType, SetKey, Ttl};

    fn zone() -> Name {
        "example.com".parse().expect("a name")
    }

    fn read(rtype: &str, content: &str, priority: Option<u16>) -> Result<RecordData, String> {
        let rtype = rtype.parse().expect("a type");
        RecordData::from_content(rtype, content, priority, &zone())
            .map_err(|error| format!("{}: {error}", error.field))
    }

    #[test]
    fn content_is_written_as_people_write_it() {
        for (rtype, content, priority) in [
            ("A", "93.184.216.34", 0),
            ("CNAME", "example.com", 0),
            ("MX", "mail.example.com", 10),
            ("SRV", "5 5060 sip.example.com", 10),
            ("TXT", "v=spf1 include:_spf.example.com ~all", 0),
            ("TXT", "semi;colon back\\slash mid\"dle\"quote", 0),
            ("CAA", "0 issue \"letsencrypt.org\"", 0),
        ] {
            let given = (priority != 0).then_some(priority);
            let data = read(rtype, content, given).unwrap();
            assert_eq!(data.to_content(), (content.to_owned(), priority));
        }
    }

    #[test]
    fn the_vendors_spelling_is_understood() {
        for (rtype, one, other, priority) in [
            ("MX", "10 mail.example.com.", "mail.example.com", 10),
            (
                "SRV",
                "1 5 5060 sip.example.com.",
                "5 5060 sip.example.com",
                1,
            ),
        ] {
            assert_eq!(read(rtype, one, None), read(rtype, other, Some(priority)));
        }
        assert_eq!(
            read("TXT", "\"v=spf1 \" \"-all\"", None),
            read("TXT", "v=spf1 -all", None)
        );
        assert_eq!(
            read("CNAME", "@", None),
            read("CNAME", "example.com.", Some(0))
        );
        assert_eq!(
            read("CAA", "letsencrypt.org", None),
            read("CAA", "0 issue letsencrypt.org", None)
        );
    }

    #[test]
    fn wrong_content_names_its_field() {
        for (rtype, content, priority, field) in [
            ("A", "nonsense", None, "content"),
            ("A", "192.0.2.1", Some(10), "priority"),
            ("MX", "mail.example.com", None, "priority"),
            ("MX", "20 mail.example.com", Some(10), "priority"),
            ("MX", "192.0.2.1", Some(10), "content"),
            ("CNAME", "www", None, "content"),
            ("CNAME", "a.example b.example", None, "content"),
            ("SRV", "sip.example.com", Some(1), "content"),
            ("SRV", "5 99999 sip.example.com", Some(1), "content"),
            ("TXT", "\"open", None, "content"),
            ("TXT", "", None, "content"),
        ] {
            let error = read(rtype, content, priority).unwrap_err();
            assert!(error.starts_with(field), "{rtype} {content}: {error}");
        }
    }

    #[test]
    fn ids_are_unique_within_a_set() {
        let key = SetKey {
            name: zone(),
            rtype: RecordType::Mx,
        };
        let values = ["10 a.example.", "10 b.example.", "20 c.example."]
            .map(|text| RecordData::parse(RecordType::Mx, text, &Name::root()).unwrap());
        let set = RecordSet::new(key, Ttl::from_secs(60).unwrap(), values);
        let ids: Vec<String> = set
            .to_flat(&zone())
            .into_iter()
            .map(|record| record.id)
            .collect();
        assert_eq!(ids, ["@/MX/10", "@/MX/10#2", "@/MX/20"]);
    }

    proptest! {
        #[test]
        fn txt_content_survives(bytes in proptest::collection::vec(any::<u8>(), 1..300)) {
            let data = RecordData::Txt(bytes.into());
            let (content, _) = data.to_content();
            prop_assert_eq!(read("TXT", &content, None), Ok(data));
        }

        #[test]
        fn txt_text_survives(text in "[^\\x00-\\x1f\"][^\\x00-\\x1f]{0,50}") {
            let data = read("TXT", &text, None).unwrap();
            prop_assert_eq!(read("TXT", &data.to_content().0, None), Ok(data));
        }
    }
}
