use std::net::{Ipv4Addr, Ipv6Addr};

use serde_json::json;

use crate::reseller::estate::{Holding, Record};
use crate::reseller::fault::Effect;
use crate::reseller::form::{Input, Table};
use crate::reseller::refusal::{Answer, Refusal, ok};
use crate::reseller::routes::Ask;

const TYPES: [&str; 11] = [
    "A", "AAAA", "CAA", "CNAME", "FRAME", "MX", "MXE", "NS", "SRV", "TXT", "URL",
];

/// `GET dns`.
pub(in crate::reseller) fn dns(holding: &mut Holding, ask: &Ask) -> Answer {
    let rows = holding.records.iter().map(|record| {
        let host = match record.host.as_str() {
            host if !ask.has(&Effect::FullHostnames) => host.to_owned(),
            "@" => holding.name.clone(),
            host => format!("{host}.{}", holding.name),
        };
        let priority = match record.priority {
            Some(priority) => priority.to_string(),
            None => "N/A".to_owned(),
        };
        json!({
            "hostname": host,
            "type": record.kind,
            "address": record.address,
            "priority": priority,
            "recid": record.id.to_string(),
        })
    });
    ok(rows.collect())
}

/// `POST dns`: the records sent are all that there are, unless a registrar merges them.
pub(in crate::reseller) fn set_dns(holding: &mut Holding, ask: &Ask) -> Answer {
    let rows = ask.params.required_table("dnsrecords")?;
    let mut sent = Vec::new();
    for (index, row) in rows.rows() {
        let Input::Table(row) = row else {
            let text = format!("The dnsrecords[{index}] field must be an array");
            return Err(Refusal::invalid(text));
        };
        sent.push(read(holding, index, row)?);
    }
    let mut records: Vec<Record> = if ask.has(&Effect::MergingDns) {
        holding
            .records
            .iter()
            .filter(|old| !sent.iter().any(|new| new.id == old.id || same(new, old)))
            .cloned()
            .collect()
    } else {
        Vec::new()
    };
    records.extend(sent);
    for (index, record) in records.iter().enumerate() {
        let others = || records[..index].iter();
        if others().any(|other| same(other, record)) {
            let text = format!("Duplicate host record: {}", record.host);
            return Err(Refusal::business(text));
        }
        let shares_name = |other: &&Record| other.host == record.host;
        let is_alias = |record: &Record| record.kind == "CNAME";
        if let Some(other) = others().find(shares_name)
            && (is_alias(record) || is_alias(other))
        {
            let text = format!("A CNAME record shares the name {}", record.host);
            return Err(Refusal::business(text));
        }
    }
    for record in &mut records {
        if record.id == 0 {
            record.id = holding.next_record_id();
        }
    }
    holding.records = records;
    ok(json!({}))
}

/// A row of `dnsrecords`; one of no known `recid` has the id 0.
fn read(holding: &Holding, index: &str, row: &Table) -> Result<Record, Refusal> {
    let field = |name: &str| {
        row.text(name)
            .ok_or_else(|| Refusal::missing(&format!("dnsrecords[{index}][{name}]")))
    };
    let host = relative(&field("hostname")?.to_ascii_lowercase(), &holding.name);
    let kind = field("type")?.to_ascii_uppercase();
    let address = field("address")?.to_owned();
    let is_type = TYPES.contains(&kind.as_str());
    let is_address = match kind.as_str() {
        "A" => address.parse::<Ipv4Addr>().is_ok(),
        "AAAA" => address.parse::<Ipv6Addr>().is_ok(),
        _ => true,
    };
    if !is_type || !is_address {
        let text = format!("Invalid {kind} record: {address}");
        return Err(Refusal::business(text));
    }
    let priority = match row.text("priority").unwrap_or("N/A") {
        "N/A" if kind == "MX" => Some(10),
        "N/A" => None,
        text => Some(text.parse().map_err(|_| {
            Refusal::invalid(format!(
                "The dnsrecords[{index}][priority] field must be a number"
            ))
        })?),
    };
    let id = row
        .text("recid")
        .and_then(|text| text.parse().ok())
        .filter(|id| holding.records.iter().any(|record| record.id == *id));
    Ok(Record {
        id: id.unwrap_or(0),
        host,
        // What is no MX or SRV has no use for a priority that some clients send.
        priority: priority.filter(|_| ["MX", "SRV"].contains(&kind.as_str())),
        kind,
        address,
    })
}

/// `www` of `www.example.com`, and `@` of the domain itself.
fn relative(host: &str, domain: &str) -> String {
    let host = host.trim_end_matches('.');
    if host == domain {
        return "@".to_owned();
    }
    host.strip_suffix(domain)
        .and_then(|host| host.strip_suffix('.'))
        .unwrap_or(host)
        .to_owned()
}

fn same(one: &Record, other: &Record) -> bool {
    one.host == other.host
        && one.kind == other.kind
        && one.address == other.address
        && one.priority == other.priority
}
