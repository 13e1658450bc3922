//! DNS records: the whole list is read, and the whole list is written back.

use ring::digest::{SHA256, digest};
use serde_json::{Value, json};
use setec_app::RecordInput;
use setec_core::dns::FlatRecord;
use setec_core::plan::Guard;

use super::fields::Fields;
use super::form::{Input, Table};
use super::receive::Ask;
use super::reply::{Answer, REQUIRED, Refusal};

/// What WHMCS's form stands for where a mail exchanger has no priority.
const MX_PRIORITY: u64 = 10;

/// `GET dns`.
pub(super) async fn records(ask: &Ask) -> Answer {
    let domain = ask.domain()?;
    let records = ask.app.reseller_records(&ask.caller, &domain).await?;
    Ok(records.iter().map(row).collect())
}

fn row(record: &FlatRecord) -> Value {
    let priority = if record.rtype.has_priority() {
        record.priority.to_string()
    } else {
        "N/A".to_owned()
    };
    json!({
        "hostname": record.name,
        "type": record.rtype.to_string(),
        "address": record.content,
        "priority": priority,
        "recid": id(record),
    })
}

/// The same record has the same id, whenever it is asked for.
fn id(record: &FlatRecord) -> String {
    let text = format!(
        "{} {} {} {}",
        record.name, record.rtype, record.priority, record.content
    );
    let hash = digest(&SHA256, text.as_bytes());
    let (first, _) = hash.as_ref().split_first_chunk().expect("32 bytes");
    format!("{:016x}", u64::from_be_bytes(*first))
}

/// `POST dns`: what is sent is all that the domain shall have.
pub(super) async fn set_records(ask: &Ask) -> Answer {
    let domain = ask.domain()?;
    let mut fields = Fields::new(&ask.table);
    let Some(rows) = ask.table.table("dnsrecords") else {
        return Err(Refusal::field("dnsrecords", REQUIRED));
    };
    let mut records = Vec::new();
    for (key, value) in rows.rows() {
        match value {
            Input::Table(row) => records.extend(read(row, key, &domain, &mut fields)),
            Input::Text(text) if text.trim().is_empty() => {}
            Input::Text(_) => match rows.table(key) {
                Some(row) => records.extend(read(&row, key, &domain, &mut fields)),
                None => fields.fault(&format!("dnsrecords.{key}"), "it must be an array"),
            },
        }
    }
    let overrides = overrides(&ask.table, &mut fields);
    fields.finish()?;
    ask.app
        .reseller_set_records(&ask.caller, &domain, records, &overrides)
        .await?;
    Ok(json!({"success": "success"}))
}

/// A row; one without an address is a record that was taken out, or WHMCS's empty last line.
fn read(row: &Table, key: &str, domain: &str, fields: &mut Fields<'_>) -> Option<RecordInput> {
    row.text("address")?;
    let Some(Input::Text(address)) = row.get("address") else {
        return None;
    };
    let Some(kind) = row.text("type") else {
        fields.fault(&format!("dnsrecords.{key}.type"), REQUIRED);
        return None;
    };
    let kind = kind.to_ascii_uppercase();
    if matches!(kind.as_str(), "URL" | "FRAME" | "MXE") {
        let rule = format!("{kind} is a redirection of WHMCS, not a DNS record; it is not served");
        fields.fault(&format!("dnsrecords.{key}.type"), rule);
        return None;
    }
    let takes_priority = matches!(kind.as_str(), "MX" | "SRV");
    let priority = match row.text("priority").filter(|_| takes_priority) {
        None => None,
        Some(text) if text.eq_ignore_ascii_case("n/a") => None,
        Some(text) => {
            let number = text.parse::<u64>().ok();
            if number.is_none() {
                let field = format!("dnsrecords.{key}.priority");
                fields.fault(&field, "a number from 0 to 65535");
            }
            number
        }
    };
    let is_bare = address.split_whitespace().count() == 1;
    Some(RecordInput {
        name: relative(
            row.text_of(&["hostname", "name", "host"]).unwrap_or("@"),
            domain,
        ),
        content: if kind == "TXT" {
            address.clone()
        } else {
            address.trim().to_owned()
        },
        priority: priority.or((kind == "MX" && is_bare).then_some(MX_PRIORITY)),
        rtype: kind,
        ttl: None,
        disabled: None,
    })
}

/// `www` of `www.example.com`, and `@` of the domain itself.
fn relative(host: &str, domain: &str) -> String {
    let host = host.trim_end_matches('.').to_ascii_lowercase();
    if host == domain || host.is_empty() {
        return "@".to_owned();
    }
    let below = host
        .strip_suffix(domain)
        .and_then(|host| host.strip_suffix('.'));
    below.unwrap_or(&host).to_owned()
}

/// Guards that are overridden on purpose, as a list or as words with commas.
fn overrides(table: &Table, fields: &mut Fields<'_>) -> Vec<Guard> {
    let mut words: Vec<String> = Vec::new();
    if let Some(list) = table.table("override") {
        for (_, value) in list.rows() {
            if let Input::Text(text) = value {
                words.push(text.clone());
            }
        }
    } else if let Some(text) = table.text("override") {
        words.extend(text.split(',').map(str::to_owned));
    }
    let mut guards = Vec::new();
    for word in words
        .iter()
        .map(|word| word.trim())
        .filter(|word| !word.is_empty())
    {
        match serde_json::from_value(Value::from(word)) {
            Ok(guard) => guards.push(guard),
            Err(_) => fields.fault(
                "override",
                format!("'{word}' is no guard, such as mass-delete"),
            ),
        }
    }
    guards
}

#[cfg(test)]
mod tests {
    use super::relative;

    #[test]
    fn host_names_are_relative_or_whole() {
        for (host, expected) in [
            ("www", "www"),
            ("WWW.Example.com.", "www"),
            ("example.com", "@"),
            ("@", "@"),
            ("", "@"),
            ("notexample.com", "notexample.com"),
            ("*.dev", "*.dev"),
        ] {
            assert_eq!(relative(host, "example.com"), expected, "{host}");
        }
    }
}
