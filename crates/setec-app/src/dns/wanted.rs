//! What a zone shall hold, as callers say it.

use std::collections::BTreeSet;

use setec_core::Violation;
use setec_core::dns::{Name, RecordSet, RecordType, SetKey, Zone};
use setec_core::plan::IgnoreRule;
use setec_core::zone_file::{Fault, Source, octodns, parse};
use setec_provider::dns::DnsFacts;

use crate::dns::RecordInput;
use crate::dns::input::read_records;
use crate::{Error, Result};

/// What a zone shall hold.
#[derive(Debug)]
pub enum Wanted {
    /// These records.
    Records(Vec<RecordInput>),
    /// The records of a zone file (RFC 1035).
    ZoneFile(String),
    /// The records of a zone as octoDNS keeps it in YAML.
    Yaml(String),
    /// Edits of sets: these records, and none in those sets.
    Edits {
        /// All records of the sets that are made or changed.
        records: Vec<RecordInput>,
        /// The sets that go.
        delete: Vec<SetInput>,
    },
}

/// A record set by name and type.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SetInput {
    /// Owner relative to the zone.
    pub name: String,
    /// The type.
    pub rtype: String,
}

/// A rule for records that a plan leaves alone.
#[derive(Debug, Clone)]
pub struct IgnoreInput {
    /// Glob over the name relative to the zone.
    pub name: Option<String>,
    /// Types; all where empty.
    pub types: Vec<String>,
    /// Glob over the content.
    pub target: Option<String>,
}

/// The zone that is declared, and the sets that go; every fault of both is reported at once.
pub(crate) fn read_wanted(
    wanted: &Wanted,
    zone: &Name,
    facts: &DnsFacts,
) -> Result<(Zone, BTreeSet<SetKey>)> {
    let (records, delete) = match wanted {
        Wanted::Records(records) => (records, &[][..]),
        Wanted::Edits { records, delete } => (records, &delete[..]),
        Wanted::ZoneFile(text) => {
            let mut no_include = |_: &str| Err("$INCLUDE has no meaning in an upload".to_owned());
            let source = upload("zone file", text, zone, facts);
            let declared = parse(&source, &mut no_include).map_err(faulty)?;
            return Ok((declared, BTreeSet::new()));
        }
        Wanted::Yaml(text) => {
            let source = upload("YAML", text, zone, facts);
            let declared = octodns::parse(&source).map_err(faulty)?;
            return Ok((declared, BTreeSet::new()));
        }
    };
    let mut gone = BTreeSet::new();
    let mut violations = Vec::new();
    let declared = match read_declared(records, zone, facts) {
        Ok(declared) => declared,
        Err(error) => {
            violations.extend(error.violations);
            Zone::empty(zone.clone())
        }
    };
    for (at, set) in delete.iter().enumerate() {
        let mut fault = |field: &str, rule: String| {
            violations.push(Violation::new(format!("delete[{at}].{field}"), rule));
        };
        let name = Name::in_zone(&set.name, zone);
        let rtype = set.rtype.parse::<RecordType>();
        match (name, rtype) {
            (Ok(_), Ok(RecordType::Soa)) => {
                fault("type", "a zone cannot be without its SOA".to_owned());
            }
            (Ok(name), Ok(rtype)) => {
                let key = SetKey { name, rtype };
                if declared.get(&key).is_some() {
                    fault("name", "there are records of this set as well".to_owned());
                }
                gone.insert(key);
            }
            (name, rtype) => {
                if let Err(error) = name {
                    fault("name", error.to_string());
                }
                if let Err(error) = rtype {
                    fault("type", error.to_string());
                }
            }
        }
    }
    if violations.is_empty() {
        Ok((declared, gone))
    } else {
        Err(Error::invalid(violations))
    }
}

fn read_declared(records: &[RecordInput], zone: &Name, facts: &DnsFacts) -> Result<Zone> {
    let sets = read_records(records, zone, facts, |at| format!("records[{at}]."))?;
    let mut declared = Zone::empty(zone.clone());
    for (key, given) in sets {
        let ttl = given.ttl.unwrap_or(facts.default_ttl);
        declared.put(RecordSet::new(key, ttl, given.values));
    }
    Ok(declared)
}

fn upload<'a>(file: &'a str, text: &'a str, zone: &'a Name, facts: &DnsFacts) -> Source<'a> {
    Source {
        file,
        text,
        origin: zone,
        default_ttl: facts.default_ttl,
    }
}

/// All faults of an upload, each with its place.
fn faulty(faults: Vec<Fault>) -> Error {
    let violation = |fault: Fault| {
        let place = format!("line {} column {}", fault.line, fault.column);
        Violation::new(place, fault.message)
    };
    Error::invalid(faults.into_iter().map(violation).collect())
}

/// The rules for what a plan leaves alone, all faults at once.
pub(crate) fn read_ignore(rules: &[IgnoreInput]) -> Result<Vec<IgnoreRule>> {
    let mut violations = Vec::new();
    let mut read = Vec::new();
    for (at, rule) in rules.iter().enumerate() {
        let types: std::result::Result<Vec<RecordType>, _> =
            rule.types.iter().map(|text| text.parse()).collect();
        match types {
            Ok(types) if types.is_empty() && rule.name.is_none() && rule.target.is_none() => {
                violations.push(Violation::new(
                    format!("ignore[{at}]"),
                    "a rule needs a name, types or a target",
                ));
            }
            Ok(types) => read.push(IgnoreRule::new(
                rule.name.as_deref(),
                &types,
                rule.target.as_deref(),
            )),
            Err(error) => violations.push(Violation::new(
                format!("ignore[{at}].types"),
                error.to_string(),
            )),
        }
    }
    if violations.is_empty() {
        Ok(read)
    } else {
        Err(Error::invalid(violations))
    }
}
