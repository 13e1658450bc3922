//! Writing: the rows as they are now, with the sets of the changes exchanged, all in one call.

use async_trait::async_trait;
use serde_json::{Value, json};
use setec_core::Violation;
use setec_core::dns::{Name, RecordData, RecordSet, RecordType, SetKey};
use setec_core::plan::Change;
use setec_provider::dns::{Answer, ApplyError, Written, ZoneWriter};
use setec_provider::{ErrorKind, ProviderError, Result};

use super::row::Row;
use super::{RECORD_TYPES, ttl};
use crate::domains_reseller::account::Reseller;
use crate::domains_reseller::client::path;

const WRITE: &str = "write zone";

/// PHP silently drops the variables of a form after the thousandth (`max_input_vars`): the domain
/// is one, each row is five. A longer list would cost the zone its last records.
const MOST_ROWS: usize = (1000 - 1) / 5;

/// Everything about the changes that the API cannot hold.
fn faults(changes: &[Change], zone: &Name) -> Vec<Violation> {
    let mut violations = Vec::new();
    for set in changes.iter().filter_map(Change::after) {
        let place = format!("{} {}", set.key.name.relative_to(zone), set.key.rtype);
        let mut fault = |rule: &str| violations.push(Violation::new(place.clone(), rule));
        if !RECORD_TYPES.contains(&set.key.rtype) {
            fault("this provider has no records of that type");
        }
        if set.ttl != ttl() {
            let rule = format!(
                "records have no TTL of their own at this provider; leave it out or give {}",
                ttl()
            );
            fault(&rule);
        }
        if !set.disabled().is_empty() {
            fault("records cannot be disabled at this provider");
        }
        let is_text = |data: &RecordData| match data {
            // Forms are trimmed by the framework that reads them.
            RecordData::Txt(bytes) => std::str::from_utf8(bytes).is_ok_and(|text| {
                !text.chars().any(char::is_control) && !text.starts_with('"') && text.trim() == text
            }),
            _ => true,
        };
        if !set.values().iter().all(is_text) {
            fault(
                "a text that a form can hold: no control characters, no quote in front, no space around it",
            );
        }
    }
    violations
}

fn values(rows: &[Row], key: &SetKey) -> Vec<RecordData> {
    let own = rows.iter().filter_map(|row| row.record.as_ref());
    let mut values: Vec<RecordData> = own
        .filter(|(other, _)| other == key)
        .map(|(_, data)| data.clone())
        .collect();
    values.sort();
    values.dedup();
    values
}

/// The rows with the changes made. A value that stays keeps its row and so its id.
fn changed(zone: &Name, mut rows: Vec<Row>, changes: &[Change]) -> Result<Vec<Row>> {
    for change in changes {
        let key = change.key();
        let now = values(&rows, key);
        let before = change.before().map(RecordSet::values).unwrap_or_default();
        if now != before {
            let message = format!(
                "{} {} has changed since the plan was made; nothing was written",
                key.name.relative_to(zone),
                key.rtype
            );
            return Err(ProviderError::new(ErrorKind::Conflict, WRITE, message));
        }
        let wanted = change.after().map(RecordSet::values).unwrap_or_default();
        rows.retain(|row| match &row.record {
            Some((other, data)) => other != key || wanted.contains(data),
            None => true,
        });
        // As the neighbours write it, else relative.
        let hostname = rows
            .iter()
            .find(|row| {
                row.record
                    .as_ref()
                    .is_some_and(|(other, _)| other.name == key.name)
            })
            .map_or_else(|| key.name.relative_to(zone), |row| row.hostname.clone());
        for data in wanted.iter().filter(|data| !now.contains(data)) {
            rows.extend(Row::new(hostname.clone(), data));
        }
    }
    Ok(rows)
}

/// Names of the changes at which a CNAME would not stand alone (RFC 1034 section 3.6.2). Operators
/// answer that as a failure of theirs.
fn crowded(rows: &[Row], changes: &[Change], zone: &Name) -> Vec<Violation> {
    let mut violations = Vec::new();
    for set in changes.iter().filter_map(Change::after) {
        let name = &set.key.name;
        let records = rows.iter().filter_map(|row| row.record.as_ref());
        let mut there: Vec<&RecordData> = records
            .filter(|(key, _)| key.name == *name)
            .map(|(_, data)| data)
            .chain(set.values())
            .collect();
        there.sort();
        there.dedup();
        if there.len() > 1 && there.iter().any(|data| data.rtype() == RecordType::Cname) {
            let place = format!("{} {}", name.relative_to(zone), set.key.rtype);
            let rule = "a CNAME is the only record of its name";
            violations.push(Violation::new(place, rule));
        }
    }
    violations
}

#[async_trait]
impl ZoneWriter for Reseller {
    async fn apply(
        &self,
        zone: &Name,
        changes: &[Change],
    ) -> std::result::Result<Written, ApplyError> {
        if changes.is_empty() {
            return Ok(Written::default());
        }
        let violations = faults(changes, zone);
        if !violations.is_empty() {
            return Err(ProviderError::invalid(WRITE, violations).into());
        }
        let rows = changed(zone, self.rows(WRITE, zone).await?, changes)?;
        let violations = crowded(&rows, changes, zone);
        if !violations.is_empty() {
            return Err(ProviderError::invalid(WRITE, violations).into());
        }
        if rows.is_empty() {
            // A form has no empty list, and what operators make of none at all is not known.
            let rule = "this provider's API takes no empty list: one record has to stay";
            let violation = Violation::new("records", rule);
            return Err(ProviderError::invalid(WRITE, vec![violation]).into());
        }
        if rows.len() > MOST_ROWS {
            let rule = format!(
                "{} records; this provider's API drops what comes after {MOST_ROWS} in one write",
                rows.len()
            );
            let violation = Violation::new("records", rule);
            return Err(ProviderError::invalid(WRITE, vec![violation]).into());
        }
        let records: Vec<Value> = rows.iter().map(Row::to_wire).collect();
        let body = json!({"domain": zone.as_str(), "dnsrecords": records});
        let path = path(zone, "dns");
        let reply = self.client.set(WRITE, &path, &body).await?;
        let answer = Answer {
            call: format!("POST /{path}"),
            text: reply.summary(),
        };
        Ok(Written {
            answers: vec![answer],
            seen: None,
        })
    }

    /// The rows as they are, and all of them anew.
    fn calls(&self, changes: &[Change]) -> u32 {
        if changes.is_empty() { 0 } else { 2 }
    }
}
