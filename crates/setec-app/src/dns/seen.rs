//! Zones as they were last seen, so that an answer which says the same is not read again.
//!
//! Nothing here is ever taken for the present state of a zone by itself: the provider is asked
//! each time, and what is held only saves the work on an answer that is known.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use setec_core::dns::{Name, RecordSet, Zone};
use setec_core::plan::Change;
use setec_provider::dns::{Look, Mark, ZoneReader};

use crate::account::Account;
use crate::dns::document;
use crate::{App, Error, Result};

/// Record sets that are held over all zones; a hundred thousand take about 12 MB.
const MOST_SETS: usize = 300_000;

/// How long a zone is held that nobody looks at; a plan lives as long.
const IDLE: Duration = Duration::from_hours(1);

/// A zone as it was seen.
#[derive(Debug)]
pub(crate) struct Seen {
    pub(crate) zone: Zone,
    /// Of the zone.
    pub(crate) digest: String,
    /// Of the answer that showed it; none where we have changed it since.
    mark: Option<Mark>,
}

/// Zones by account, its generation, and name.
#[derive(Debug, Default)]
pub(crate) struct SeenZones {
    held: Mutex<HashMap<Key, Held>>,
}

type Key = (String, u64, String);

#[derive(Debug)]
struct Held {
    seen: Arc<Seen>,
    used: Instant,
}

impl SeenZones {
    pub(crate) fn get(&self, account: &Account, zone: &Name) -> Option<Arc<Seen>> {
        let mut held = self.held.lock().unwrap_or_else(PoisonError::into_inner);
        let found = held.get_mut(&key(account, zone))?;
        found.used = Instant::now();
        Some(Arc::clone(&found.seen))
    }

    fn put(&self, account: &Account, seen: Arc<Seen>) {
        let mut held = self.held.lock().unwrap_or_else(PoisonError::into_inner);
        let (key, used) = (key(account, &seen.zone.name), Instant::now());
        held.insert(key, Held { seen, used });
        held.retain(|_, held| used.duration_since(held.used) < IDLE);
        let mut sets: usize = held.values().map(|held| held.seen.zone.len()).sum();
        while sets > MOST_SETS {
            let oldest = held.iter().min_by_key(|(_, held)| held.used);
            let Some(oldest) = oldest.map(|(key, _)| key.clone()) else {
                return;
            };
            sets -= held.remove(&oldest).map_or(0, |held| held.seen.zone.len());
        }
    }
}

fn key(account: &Account, zone: &Name) -> Key {
    (account.name.clone(), account.generation, zone.to_string())
}

impl App {
    /// Reads a zone, and writes down a state that we did not make.
    pub(crate) async fn look(&self, account: &Account, zone: &Name) -> Result<Zone> {
        let reader: &dyn ZoneReader = account.dns()?;
        let known = self.seen.get(account, zone);
        let mark = known.as_ref().and_then(|known| known.mark);
        let (zone, digest, mark) = match (reader.look(zone, mark).await?, &known) {
            (Look::Known, Some(known)) => (known.zone.clone(), known.digest.clone(), known.mark),
            (Look::Known, None) => {
                return Err(Error::internal("a mark is known that was not given"));
            }
            (Look::Zone { zone, mark }, known) => {
                let same = known.as_ref().filter(|known| known.zone == zone);
                let digest = match same {
                    Some(known) => known.digest.clone(),
                    None => document::zone_digest(&zone),
                };
                (zone, digest, mark)
            }
        };
        self.note_drift(account, &zone, &digest, known.as_deref())
            .await?;
        let seen = Seen {
            zone: zone.clone(),
            digest,
            mark,
        };
        self.seen.put(account, Arc::new(seen));
        Ok(zone)
    }

    /// The digest of a zone, which is known where it was just seen.
    pub(crate) fn digest_of(&self, account: &Account, zone: &Zone) -> String {
        match self.seen.get(account, &zone.name) {
            Some(seen) if seen.zone == *zone => seen.digest.clone(),
            _ => document::zone_digest(zone),
        }
    }

    /// Remembers a state that we made.
    pub(crate) fn remember(&self, account: &Account, zone: &Zone, digest: String) {
        let seen = Seen {
            zone: zone.clone(),
            digest,
            mark: None,
        };
        self.seen.put(account, Arc::new(seen));
    }

    /// What a write has made of the zone that was looked at for it; `None` where somebody must look
    /// again to know.
    pub(crate) fn as_sent(
        &self,
        account: &Account,
        zone: &Name,
        changes: &[Change],
    ) -> Option<Zone> {
        if !account.dns().ok()?.stands_as_sent() {
            return None;
        }
        let mut after = self.seen.get(account, zone)?.zone.clone();
        for change in changes {
            match change.after() {
                Some(set) => after.put(served_once(set)),
                None => drop(after.remove(change.key())),
            }
        }
        Some(after)
    }
}

/// The set as a provider keeps it that holds each value once: what is served is not disabled.
fn served_once(set: &RecordSet) -> RecordSet {
    let served = set.values().iter().cloned();
    let mut once = RecordSet::new(set.key.clone(), set.ttl, served);
    for value in set.disabled() {
        if !set.values().contains(value) {
            once.insert_disabled(value.clone());
        }
    }
    once
}
