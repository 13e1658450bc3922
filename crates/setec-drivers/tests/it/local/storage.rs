//! Zones in memory, told to a name server as the app tells it.

use std::collections::BTreeMap;
use std::sync::{Mutex, MutexGuard};

use async_trait::async_trait;
use setec_core::dns::{Name, RecordSet, SetKey, Zone};
use setec_nameserver::{ServedZone, Zones};
use setec_provider::dns::ZoneInfo;
use setec_provider::storage::{StoredChange, ZoneStorage};
use setec_provider::{ErrorKind, ProviderError, Result};

pub(super) struct Memory {
    pub(super) served: Zones,
    zones: Mutex<BTreeMap<Name, (u32, Zone)>>,
}

impl std::fmt::Debug for Memory {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Memory")
    }
}

impl Memory {
    pub(super) fn new() -> Self {
        Self {
            served: Zones::new(),
            zones: Mutex::default(),
        }
    }

    /// A set as it is kept.
    pub(super) fn stored(&self, zone: &Name, key: &SetKey) -> Option<RecordSet> {
        self.zones().get(zone)?.1.get(key).cloned()
    }

    fn zones(&self) -> MutexGuard<'_, BTreeMap<Name, (u32, Zone)>> {
        self.zones.lock().expect("no test panics here")
    }
}

#[async_trait]
impl ZoneStorage for Memory {
    async fn zones(&self) -> Result<Vec<ZoneInfo>> {
        let zones = self.zones();
        let infos = zones.iter().map(|(name, (serial, _))| ZoneInfo {
            name: name.clone(),
            serial: Some(*serial),
            kind: None,
        });
        Ok(infos.collect())
    }

    async fn zone(&self, name: &Name) -> Result<Option<Zone>> {
        Ok(self.zones().get(name).map(|(_, zone)| zone.clone()))
    }

    async fn sets_at(&self, zone: &Name, names: &[Name]) -> Result<Option<(u32, Vec<RecordSet>)>> {
        let zones = self.zones();
        let Some((serial, zone)) = zones.get(zone) else {
            return Ok(None);
        };
        let sets = zone.sets().filter(|set| names.contains(&set.key.name));
        Ok(Some((*serial, sets.cloned().collect())))
    }

    async fn create(&self, zone: &Zone, serial: u32) -> Result<()> {
        let mut zones = self.zones();
        if zones.contains_key(&zone.name) {
            let message = format!("zone {} exists already", zone.name);
            return Err(ProviderError::new(
                ErrorKind::Exists,
                "create zone",
                message,
            ));
        }
        zones.insert(zone.name.clone(), (serial, zone.clone()));
        self.served
            .set(ServedZone::new(zone).expect("it can be served"));
        Ok(())
    }

    async fn change(&self, name: &Name, change: StoredChange) -> Result<bool> {
        let mut zones = self.zones();
        let Some((serial, zone)) = zones.get_mut(name) else {
            return Ok(false);
        };
        if *serial != change.from_serial {
            return Ok(false);
        }
        *serial = change.to_serial;
        for key in &change.gone {
            zone.remove(key);
        }
        for set in &change.put {
            zone.put(set.clone());
        }
        let changed = self.served.change(name, &change.gone, &change.put);
        changed.expect("it can be served");
        Ok(true)
    }

    async fn remove(&self, zone: &Name) -> Result<bool> {
        self.served.remove(zone);
        Ok(self.zones().remove(zone).is_some())
    }

    async fn notify(&self, zone: &Name) -> Result<bool> {
        Ok(self.served.notify(zone))
    }
}
