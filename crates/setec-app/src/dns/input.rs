//! Records as callers give them, and how they become record sets.

use std::collections::BTreeMap;

use setec_core::Violation;
use setec_core::dns::{Name, RecordData, RecordType, SetKey, Ttl};
use setec_provider::dns::DnsFacts;

use crate::{Error, Result};

/// One record to be written.
#[derive(Debug, Clone, Default)]
pub struct RecordInput {
    /// The type.
    pub rtype: String,
    /// Owner relative to the zone.
    pub name: String,
    /// The data without trailing dots and quotes.
    pub content: String,
    /// Seconds; the set's own or the provider's default where absent.
    pub ttl: Option<u64>,
    /// Preference of MX, priority of SRV.
    pub priority: Option<u64>,
    /// Whether it is kept without being served; only plans take `true`. A set of which any record
    /// says it becomes exactly what is given; otherwise its disabled values stay.
    pub disabled: Option<bool>,
}

/// Which records shall go.
#[derive(Debug, Clone, Default)]
pub struct DeleteRecords {
    /// Owner; all owners where absent.
    pub name: Option<String>,
    /// Type; all types where absent.
    pub rtype: Option<String>,
    /// One value; all values where absent.
    pub content: Option<String>,
    /// Priority of that value, for MX and SRV.
    pub priority: Option<u64>,
}

/// The given values of one set.
#[derive(Debug, Clone)]
pub(crate) struct GivenSet {
    pub(crate) ttl: Option<Ttl>,
    pub(crate) values: Vec<RecordData>,
    /// Values that are kept without being served.
    pub(crate) disabled: Vec<RecordData>,
    /// Whether any record said of itself that it is served or not.
    pub(crate) is_exact: bool,
}

/// Reads all records; every fault of every record is reported at once.
///
/// `prefix` is put in front of the field names, such as `records[2].`.
pub(crate) fn read_records(
    records: &[RecordInput],
    zone: &Name,
    facts: &DnsFacts,
    prefix: impl Fn(usize) -> String,
) -> Result<BTreeMap<SetKey, GivenSet>> {
    let mut violations = Vec::new();
    let mut sets: BTreeMap<SetKey, GivenSet> = BTreeMap::new();
    for (at, record) in records.iter().enumerate() {
        let prefix = prefix(at);
        let mut read = RecordReader {
            zone,
            facts,
            prefix: &prefix,
            violations: &mut violations,
        };
        let Some((key, value, ttl)) = read.record(record) else {
            continue;
        };
        let set = sets.entry(key.clone()).or_insert(GivenSet {
            ttl: None,
            values: Vec::new(),
            disabled: Vec::new(),
            is_exact: false,
        });
        match (set.ttl, ttl) {
            (Some(one), Some(other)) if one != other => violations.push(Violation::new(
                format!("{prefix}ttl"),
                format!(
                    "all {} records of {} share one TTL (RFC 2181 section 5.2); {one} and {other} were given",
                    key.rtype,
                    key.name.relative_to(zone)
                ),
            )),
            (None, Some(_)) => set.ttl = ttl,
            _ => {}
        }
        set.is_exact |= record.disabled.is_some();
        match record.disabled {
            Some(true) => set.disabled.push(value),
            _ => set.values.push(value),
        }
    }
    if violations.is_empty() {
        Ok(sets)
    } else {
        Err(Error::invalid(violations))
    }
}

struct RecordReader<'a> {
    zone: &'a Name,
    facts: &'a DnsFacts,
    prefix: &'a str,
    violations: &'a mut Vec<Violation>,
}

impl RecordReader<'_> {
    fn record(&mut self, record: &RecordInput) -> Option<(SetKey, RecordData, Option<Ttl>)> {
        let before = self.violations.len();
        let name = Name::in_zone(&record.name, self.zone);
        let name = self.keep("name", name);
        let rtype = self.keep("type", record.rtype.parse::<RecordType>());
        let rtype = rtype.filter(|rtype| self.writable(*rtype));
        let ttl = self.ttl(record.ttl);
        let priority = match record.priority.map(u16::try_from) {
            Some(Ok(priority)) => Some(priority),
            Some(Err(_)) => {
                self.fault("priority", "a number from 0 to 65535");
                None
            }
            None => None,
        };
        let value = rtype.and_then(|rtype| {
            match RecordData::from_content(rtype, &record.content, priority, self.zone) {
                Ok(value) => Some(value),
                Err(error) => {
                    self.fault(error.field, &error.to_string());
                    None
                }
            }
        });
        if self.violations.len() > before {
            return None;
        }
        Some((
            SetKey {
                name: name?,
                rtype: rtype?,
            },
            value?,
            ttl,
        ))
    }

    fn writable(&mut self, rtype: RecordType) -> bool {
        let known = self.facts.record_types.contains(&rtype);
        let unknown = matches!(rtype, RecordType::Unknown(_)) && self.facts.unknown_types;
        if known || unknown {
            return true;
        }
        let types: Vec<String> = self
            .facts
            .record_types
            .iter()
            .map(ToString::to_string)
            .collect();
        self.fault(
            "type",
            &format!(
                "{rtype} records cannot be written at this provider; it takes {}",
                types.join(", ")
            ),
        );
        false
    }

    fn ttl(&mut self, secs: Option<u64>) -> Option<Ttl> {
        let ttl = self.keep("ttl", Ttl::from_secs(secs?))?;
        if ttl < self.facts.min_ttl {
            self.fault(
                "ttl",
                &format!("at least {} seconds at this provider", self.facts.min_ttl),
            );
            return None;
        }
        if let Some(most) = self.facts.max_ttl.filter(|most| ttl > *most) {
            self.fault("ttl", &format!("at most {most} seconds at this provider"));
            return None;
        }
        Some(ttl)
    }

    fn keep<T, E: ToString>(&mut self, field: &str, read: std::result::Result<T, E>) -> Option<T> {
        match read {
            Ok(value) => Some(value),
            Err(error) => {
                self.fault(field, &error.to_string());
                None
            }
        }
    }

    fn fault(&mut self, field: &str, rule: &str) {
        self.violations
            .push(Violation::new(format!("{}{field}", self.prefix), rule));
    }
}
