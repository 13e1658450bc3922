//! Changing zones: what was reviewed must be what is there.

use std::collections::BTreeSet;

use async_trait::async_trait;
use chrono::Utc;
use setec_core::Violation;
use setec_core::dns::{Name, RecordSet, RecordType, SetKey, Zone};
use setec_core::plan::Change;
use setec_provider::dns::{Answer, ApplyError, Written, ZoneWriter};
use setec_provider::storage::StoredChange;
use setec_provider::{ErrorKind, ProviderError, Result};

use super::{Local, no_zone, soa};

const WRITE: &str = "write records";

/// How often a change is tried beside others of other nodes before it gives up.
const ATTEMPTS: u32 = 5;

#[async_trait]
impl ZoneWriter for Local {
    async fn apply(
        &self,
        zone: &Name,
        changes: &[Change],
    ) -> std::result::Result<Written, ApplyError> {
        if changes.is_empty() {
            return Ok(Written::default());
        }
        let names: BTreeSet<&Name> = changes
            .iter()
            .map(|change| &change.key().name)
            .chain([zone])
            .collect();
        let names: Vec<Name> = names.into_iter().cloned().collect();
        for _ in 0..ATTEMPTS {
            let stored = self.storage.sets_at(zone, &names).await?;
            let (serial, sets) = stored.ok_or_else(|| no_zone(WRITE, zone))?;
            let change = stored_change(zone, serial, &sets, changes)?;
            let to_serial = change.to_serial;
            if self.storage.change(zone, change).await? {
                let answer = Answer {
                    call: format!("change {zone}"),
                    text: format!("serial {serial} -> {to_serial}"),
                };
                return Ok(Written {
                    answers: vec![answer],
                    seen: None,
                });
            }
        }
        let message = format!("zone {zone} is changed by others all the time; try again");
        Err(ProviderError::new(ErrorKind::Conflict, WRITE, message).into())
    }

    /// All changes are one transaction of our own database.
    fn calls(&self, changes: &[Change]) -> u32 {
        u32::from(!changes.is_empty())
    }

    /// It is one transaction, and what is kept reads back as it was written.
    fn stands_as_sent(&self) -> bool {
        true
    }
}

/// What the changes make of the zone, or why they cannot be.
fn stored_change(
    zone: &Name,
    serial: u32,
    live: &[RecordSet],
    changes: &[Change],
) -> Result<StoredChange> {
    let find = |key: &SetKey| live.iter().find(|set| set.key == *key);
    refuse(zone, serial, live, changes)?;
    let soa_key = soa::key(zone);
    let mut to_serial = soa::next_serial(serial, Utc::now().date_naive());
    let (mut gone, mut put) = (Vec::new(), Vec::new());
    for change in changes {
        let key = change.key();
        if find(key) != change.before() {
            let shown = key.name.relative_to(zone);
            let message = format!(
                "{shown} {} has been changed by somebody else meanwhile",
                key.rtype
            );
            return Err(ProviderError::new(ErrorKind::Conflict, WRITE, message));
        }
        match change.after() {
            Some(set) => {
                to_serial = given_serial(set).unwrap_or(to_serial);
                put.push(set.clone());
            }
            None => gone.push(key.clone()),
        }
    }
    if !put.iter().any(|set| set.key == soa_key)
        && let Some(set) = find(&soa_key)
    {
        put.push(soa::with_serial(set, to_serial));
    }
    Ok(StoredChange {
        from_serial: serial,
        to_serial,
        gone,
        put,
    })
}

fn given_serial(set: &RecordSet) -> Option<u32> {
    soa::of(set).map(|soa| soa.serial)
}

/// Changes that would leave no zone that can be served, all at once.
fn refuse(zone: &Name, serial: u32, live: &[RecordSet], changes: &[Change]) -> Result<()> {
    let mut touched = Zone::from_sets(zone.clone(), live.iter().cloned());
    for change in changes {
        match change.after() {
            Some(set) => touched.put(set.clone()),
            None => drop(touched.remove(change.key())),
        }
    }
    let mut violations = touched.check(changes.iter().map(Change::key));
    for change in changes {
        let key = change.key();
        let shown = format!("{}/{}", key.name.relative_to(zone), key.rtype);
        let is_apex = key.name == *zone;
        if !key.name.is_in(zone) {
            violations.push(Violation::new(shown, format!("it is not in zone {zone}")));
            continue;
        }
        match (key.rtype, change.after()) {
            (RecordType::Soa, None) => {
                violations.push(Violation::new(shown, "a zone cannot be without its SOA"));
            }
            (RecordType::Soa, Some(_)) if !is_apex => {
                violations.push(Violation::new(shown, "only the apex of a zone has an SOA"));
            }
            (RecordType::Soa, Some(set)) => {
                if let Some(given) = given_serial(set)
                    && !soa::is_after(given, serial)
                {
                    let rule = format!("the serial must come after {serial}, not be {given}");
                    violations.push(Violation::new(shown, rule));
                }
            }
            (RecordType::Ns, None) if is_apex => {
                let rule = "a zone cannot be without the name servers of its apex";
                violations.push(Violation::new(shown, rule));
            }
            _ => {}
        }
    }
    if violations.is_empty() {
        Ok(())
    } else {
        Err(ProviderError::invalid(WRITE, violations))
    }
}
