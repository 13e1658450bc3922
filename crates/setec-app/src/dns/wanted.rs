//! What a zone shall hold, as callers say it.

use std::collections::BTreeSet;

use setec_core::Violation;
use setec_core::dns::{Name, RecordSet, RecordType, SetKey, Zone};
use setec_core::plan::{IgnoreRule, Policy, desired};
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

/// What callers say of a zone, read.
pub(crate) struct Declared {
    /// The declared sets.
    pub(crate) zone: Zone,
    /// The sets that go.
    pub(crate) gone: BTreeSet<SetKey>,
    /// Sets of which is said what is served and what is not: no other disabled value stays.
    exact: BTreeSet<SetKey>,
}

impl Declared {
    fn of(zone: Zone) -> Self {
        Self {
            zone,
            gone: BTreeSet::new(),
            exact: BTreeSet::new(),
        }
    }

    /// What `live` becomes by it.
    pub(crate) fn desired(
        &self,
        live: &Zone,
        policy: Policy,
        ignore: &[IgnoreRule],
    ) -> Result<Zone> {
        let mut target = desired(live, &self.zone, policy, ignore).map_err(Error::invalid)?;
        for key in &self.exact {
            let stays = policy == Policy::CreateOnly && live.get(key).is_some();
            let (false, Some(given), Some(set)) = (stays, self.zone.get(key), target.get(key))
            else {
                continue;
            };
            let mut exact = RecordSet::new(key.clone(), set.ttl, set.values().iter().cloned());
            let unserved = given.disabled().iter();
            for value in unserved.filter(|value| !set.values().contains(value)) {
                exact.insert_disabled(value.clone());
            }
            target.put(exact);
        }
        for key in &self.gone {
            target.remove(key);
        }
        Ok(target)
    }
}

/// What is declared and what goes; every fault of both is reported at once.
pub(crate) fn read_wanted(wanted: &Wanted, zone: &Name, facts: &DnsFacts) -> Result<Declared> {
    let (records, delete) = match wanted {
        Wanted::Records(records) => (records, &[][..]),
        Wanted::Edits { records, delete } => (records, &delete[..]),
        Wanted::ZoneFile(text) => {
            let mut no_include = |_: &str| Err("$INCLUDE has no meaning in an upload".to_owned());
            let source = upload("zone file", text, zone, facts);
            let declared = parse(&source, &mut no_include).map_err(faulty)?;
            return Ok(Declared::of(declared));
        }
        Wanted::Yaml(text) => {
            let source = upload("YAML", text, zone, facts);
            let declared = octodns::parse(&source).map_err(faulty)?;
            return Ok(Declared::of(declared));
        }
    };
    let mut violations = Vec::new();
    let mut declared = match read_declared(records, zone, facts) {
        Ok(declared) => declared,
        Err(error) => {
            violations.extend(error.violations);
            Declared::of(Zone::empty(zone.clone()))
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
                if declared.zone.get(&key).is_some() {
                    fault("name", "there are records of this set as well".to_owned());
                }
                declared.gone.insert(key);
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
        Ok(declared)
    } else {
        Err(Error::invalid(violations))
    }
}

fn read_declared(records: &[RecordInput], zone: &Name, facts: &DnsFacts) -> Result<Declared> {
    let sets = read_records(records, zone, facts, |at| format!("records[{at}]."))?;
    let mut declared = Declared::of(Zone::empty(zone.clone()));
    for (key, given) in sets {
        let ttl = given.ttl.unwrap_or(facts.default_ttl);
        if given.is_exact {
            declared.exact.insert(key.clone());
        }
        let mut set = RecordSet::new(key, ttl, given.values);
        for value in given.disabled {
            if !set.values().contains(&value) {
                set.insert_disabled(value);
            }
        }
        declared.zone.put(set);
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
