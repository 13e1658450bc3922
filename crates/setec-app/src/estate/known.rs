//! The records of all zones as they were last seen, ready to be looked through.
//!
//! It follows the newest states in the database, so it survives a restart and knows what other nodes
//! have seen. No provider is asked for it.

use std::collections::{HashMap, HashSet};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use setec_core::dns::{Name, Zone};
use setec_core::lint::{Surroundings, lint};
use setec_store::ZoneHead;
use uuid::Uuid;

use crate::account::Account;
use crate::dns::zone_of;
use crate::{App, Error, Result};

/// Bytes of text that are held over all zones; a record takes about 60.
const MOST_BYTES: usize = 64 << 20;

/// Zones that are read from the database at once.
const AT_ONCE: usize = 200;

/// A zone as it was last seen.
#[derive(Debug)]
pub(crate) struct KnownZone {
    /// The account.
    pub(crate) account: String,
    /// The apex.
    pub(crate) zone: Name,
    /// A line for each record: owner relative to the zone, type and content, with tabs between.
    pub(crate) text: String,
    /// The same in lower case, byte for byte at the same places.
    pub(crate) lower: String,
    /// What lint says of aliases and targets that lead nowhere.
    pub(crate) dangling: Vec<String>,
    digest: String,
}

/// Zones by account and name.
#[derive(Debug, Default)]
pub(crate) struct KnownZones {
    held: Mutex<HashMap<(String, String), Arc<KnownZone>>>,
    /// One caller at a time reads what is new.
    reading: tokio::sync::Mutex<()>,
}

impl KnownZones {
    fn lock(&self) -> MutexGuard<'_, HashMap<(String, String), Arc<KnownZone>>> {
        self.held.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl App {
    /// All zones that are known, as they were last seen.
    pub(crate) async fn zones_as_seen(&self) -> Result<Vec<Arc<KnownZone>>> {
        let _reading = self.estate.known.reading.lock().await;
        let (accounts, _) = self.accounts.all().await?;
        let mut known = HashMap::new();
        let mut bytes = 0;
        for account in accounts {
            if account.provider.dns().is_none() {
                continue;
            }
            for zone in self.zones_as_seen_of(&account).await? {
                bytes += 2 * zone.text.len();
                if bytes > MOST_BYTES {
                    tracing::warn!("there are too many records to search them all");
                    break;
                }
                let key = (zone.account.clone(), zone.zone.to_string());
                known.insert(key, zone);
            }
        }
        let mut zones: Vec<Arc<KnownZone>> = known.values().cloned().collect();
        zones.sort_by(|a, b| (&a.zone, &a.account).cmp(&(&b.zone, &b.account)));
        *self.estate.known.lock() = known;
        Ok(zones)
    }

    /// The zones of an account: those that are held and have not moved, and the others from the
    /// database.
    async fn zones_as_seen_of(&self, account: &Account) -> Result<Vec<Arc<KnownZone>>> {
        let mut heads = self.store.zone_heads(&account.name).await?;
        // The states of a zone stay when it goes; what is gone is not to be found.
        if let Some(listing) = self.estate.zones.peek(account) {
            let names: HashSet<&str> = listing
                .items
                .iter()
                .map(|zone| zone.name.as_str())
                .collect();
            heads.retain(|head| names.contains(head.zone.as_str()));
        }
        let mut zones = Vec::with_capacity(heads.len());
        let mut moved = Vec::new();
        {
            let held = self.estate.known.lock();
            for head in heads {
                let key = (account.name.clone(), head.zone.clone());
                match held.get(&key).filter(|zone| zone.digest == head.digest) {
                    Some(zone) => zones.push(Arc::clone(zone)),
                    None => moved.push(head),
                }
            }
        }
        for heads in moved.chunks(AT_ONCE) {
            zones.extend(self.read_known(account, heads).await?);
        }
        Ok(zones)
    }

    async fn read_known(
        &self,
        account: &Account,
        heads: &[ZoneHead],
    ) -> Result<Vec<Arc<KnownZone>>> {
        let ids: Vec<Uuid> = heads.iter().map(|head| head.version_id).collect();
        let mut states = self.store.version_parts(&ids).await?;
        let (account, heads) = (account.name.clone(), heads.to_vec());
        // Reading and judging a large zone takes its time, which no other request is to wait for.
        let read = tokio::task::spawn_blocking(move || {
            let mut zones = Vec::with_capacity(heads.len());
            for head in heads {
                let Some(parts) = states.remove(&head.version_id) else {
                    continue;
                };
                let name: Name = head.zone.parse().map_err(Error::internal)?;
                let zone = zone_of(&name, &parts)?;
                zones.push(Arc::new(known(account.clone(), &zone, head.digest)));
            }
            Ok(zones)
        });
        read.await.map_err(Error::internal)?
    }
}

fn known(account: String, zone: &Zone, digest: String) -> KnownZone {
    let mut text = String::new();
    for set in zone.sets() {
        for record in set.to_flat(&zone.name) {
            let parts = [&record.name, "\t", &record.rtype.to_string(), "\t"];
            text.extend(parts);
            // A line is a record, whatever stands in it.
            let content = record.content.chars();
            text.extend(content.map(|c| if c.is_control() { ' ' } else { c }));
            text.push('\n');
        }
    }
    let findings = lint(zone, &Surroundings::default()).into_iter();
    let dangling = findings
        .filter(|finding| matches!(finding.rule, "cname-dangling" | "target-dangling"))
        .map(|finding| finding.message);
    KnownZone {
        account,
        zone: zone.name.clone(),
        lower: text.to_ascii_lowercase(),
        text,
        dangling: dangling.collect(),
        digest,
    }
}
