//! One record as the API has it.

use serde_json::{Value, json};
use setec_core::dns::{Name, RecordData, RecordType, SetKey};

use super::RECORD_TYPES;
use crate::domains_reseller::value;

/// A record, with its texts as they came.
#[derive(Debug, Clone)]
pub(super) struct Row {
    pub(super) hostname: String,
    pub(super) rtype: String,
    address: String,
    priority: String,
    recid: String,
    /// What it says, where it is a record of a known type.
    pub(super) record: Option<(SetKey, RecordData)>,
}

impl Row {
    pub(super) fn read(entry: &Value, zone: &Name) -> Self {
        let text = |names: &[&str]| {
            // Not trimmed: what goes back must be what came.
            match value::field(entry, names) {
                Some(Value::String(text)) => text.clone(),
                Some(other) => value::text(other).unwrap_or_default(),
                None => String::new(),
            }
        };
        let mut row = Self {
            hostname: text(&["hostname", "name", "host"]),
            rtype: text(&["type"]),
            address: text(&["address", "value", "content"]),
            priority: text(&["priority"]),
            recid: text(&["recid"]),
            record: None,
        };
        row.record = row.parse(zone);
        if row.record.is_none() {
            tracing::debug!(%zone, hostname = row.hostname, rtype = row.rtype, "a row is left alone");
        }
        row
    }

    /// A new row; the vendor gives it an id.
    pub(super) fn new(hostname: String, data: &RecordData) -> Option<Self> {
        let host = |name: &Name| name.as_str().to_owned();
        let (address, priority) = match data {
            RecordData::A(address) => (address.to_string(), None),
            RecordData::Aaaa(address) => (address.to_string(), None),
            RecordData::Cname(name) | RecordData::Ns(name) => (host(name), None),
            RecordData::Mx(mx) => (host(&mx.exchange), Some(mx.preference)),
            RecordData::Srv(srv) => {
                let address = format!("{} {} {}", srv.weight, srv.port, srv.target);
                (address, Some(srv.priority))
            }
            RecordData::Caa(_) => (data.to_text(), None),
            RecordData::Txt(bytes) => (String::from_utf8(bytes.to_vec()).ok()?, None),
            _ => return None,
        };
        Some(Self {
            hostname,
            rtype: data.rtype().to_string(),
            address,
            priority: priority.map_or_else(|| "N/A".to_owned(), |priority| priority.to_string()),
            recid: String::new(),
            record: None,
        })
    }

    /// The row as a write takes it.
    pub(super) fn to_wire(&self) -> Value {
        json!({
            "hostname": self.hostname,
            "type": self.rtype,
            "address": self.address,
            "priority": self.priority,
            "recid": self.recid,
        })
    }

    fn parse(&self, zone: &Name) -> Option<(SetKey, RecordData)> {
        let rtype: RecordType = self.rtype.trim().parse().ok()?;
        if !RECORD_TYPES.contains(&rtype) {
            return None;
        }
        let name = owner(self.hostname.trim(), zone)?;
        let address = self.address.trim();
        let text = match rtype {
            RecordType::Txt => {
                let data = RecordData::Txt(unquoted(address).into_bytes().into());
                return Some((SetKey { name, rtype }, data));
            }
            // Without a number of its own, the address may begin with it.
            RecordType::Mx => match self.priority.trim().parse::<u16>() {
                Ok(priority) => format!("{priority} {address}"),
                Err(_) if address.contains(' ') => address.to_owned(),
                Err(_) => format!("0 {address}"),
            },
            RecordType::Srv if address.split(' ').count() == 3 => {
                format!("{} {address}", self.priority.trim())
            }
            _ => address.to_owned(),
        };
        let data = RecordData::parse(rtype, &text, &Name::root()).ok()?;
        Some((SetKey { name, rtype }, data))
    }
}

/// Hosts are relative, but some registrars' modules give them in full.
fn owner(text: &str, zone: &Name) -> Option<Name> {
    let text = text.trim_end_matches('.');
    if matches!(text, "" | "@") {
        return Some(zone.clone());
    }
    if let Ok(name) = text.parse::<Name>()
        && name.is_in(zone)
    {
        return Some(name);
    }
    format!("{text}.{zone}").parse().ok()
}

/// The text without quotes around it or around its parts.
fn unquoted(text: &str) -> String {
    let inner = text
        .strip_prefix('"')
        .and_then(|rest| rest.strip_suffix('"'));
    match inner {
        Some(inner) => inner
            .split("\" \"")
            .collect::<String>()
            .replace("\\\"", "\""),
        None => text.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;
    use setec_core::dns::Name;

    use super::Row;

    #[test]
    fn rows_are_read_as_registrars_write_them() {
        let zone: Name = "example.com".parse().expect("a name");
        for (hostname, rtype, address, priority, expected) in [
            (
                "www",
                "A",
                "192.0.2.1",
                "N/A",
                Some("www.example.com A 192.0.2.1"),
            ),
            (
                "@",
                "MX",
                "mail.example.com.",
                "10",
                Some("example.com MX 10 mail.example.com."),
            ),
            (
                "",
                "MX",
                "20 mail.example.com",
                "",
                Some("example.com MX 20 mail.example.com."),
            ),
            (
                "www.example.com.",
                "cname",
                "example.net",
                "",
                Some("www.example.com CNAME example.net."),
            ),
            (
                "example.com",
                "TXT",
                "\"v=spf1 \" \"-all\"",
                "0",
                Some("example.com TXT \"v=spf1 -all\""),
            ),
            (
                "t",
                "TXT",
                "say \"hi\"",
                "",
                Some(r#"t.example.com TXT "say \"hi\"""#),
            ),
            ("go", "URL", "https://example.net/", "N/A", None),
            ("f", "FRAME", "https://example.net/", "N/A", None),
            ("x", "A", "not an address", "N/A", None),
            (
                "_sip._tcp",
                "SRV",
                "5 5060 sip.example.com",
                "10",
                Some("_sip._tcp.example.com SRV 10 5 5060 sip.example.com."),
            ),
            (
                "_sip._tcp",
                "SRV",
                "10 5 5060 sip.example.com",
                "N/A",
                Some("_sip._tcp.example.com SRV 10 5 5060 sip.example.com."),
            ),
            (
                "@",
                "CAA",
                "0 issue \"ca.example\"",
                "N/A",
                Some("example.com CAA 0 issue \"ca.example\""),
            ),
            ("x", "SRV", "5 5060 sip.example.com", "N/A", None),
        ] {
            let entry = json!({"hostname": hostname, "type": rtype, "address": address,
                               "priority": priority, "recid": 7});
            let row = Row::read(&entry, &zone);
            let read = row
                .record
                .as_ref()
                .map(|(key, data)| format!("{} {} {}", key.name, key.rtype, data.to_text()));
            assert_eq!(read.as_deref(), expected, "{entry}");
            let back = row.to_wire();
            assert_eq!(back["address"], address);
            assert_eq!(back["recid"], "7");
        }
    }
}
