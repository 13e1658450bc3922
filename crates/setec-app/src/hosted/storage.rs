//! The database as the `local` driver sees it.

use std::sync::Arc;

use async_trait::async_trait;
use setec_core::dns::{Name, RecordSet, Zone};
use setec_provider::dns::ZoneInfo;
use setec_provider::storage::{StoredChange, ZoneStorage};
use setec_provider::{ErrorKind, ProviderError, Result};
use setec_store::{HostedChange, HostedZone, StoreError};

use crate::hosted::{Hosted, HostedEvent, row};

/// What the driver calls a zone that it keeps.
const KIND: &str = "Primary";

/// The hosted zones of one account.
#[derive(Debug)]
pub(crate) struct AccountZones {
    pub(super) account: String,
    pub(super) hosted: Arc<Hosted>,
}

fn failed(operation: &'static str, error: StoreError) -> ProviderError {
    match error {
        StoreError::Exists { .. } => {
            ProviderError::new(ErrorKind::Exists, operation, error.to_string())
        }
        other => {
            let message = "Setec Manager's own database failed";
            ProviderError::new(ErrorKind::Unavailable, operation, message).with_source(other)
        }
    }
}

fn unreadable(operation: &'static str, error: row::BrokenRow) -> ProviderError {
    ProviderError::new(ErrorKind::Protocol, operation, error.to_string()).with_source(error)
}

impl AccountZones {
    async fn rows(
        &self,
        zone: &Name,
        names: Option<&[String]>,
    ) -> Result<Option<(u32, Vec<RecordSet>)>> {
        const READ: &str = "read zone";
        let stored = self.hosted.store.hosted_sets(zone.as_str(), names).await;
        let stored = stored.map_err(|error| failed(READ, error))?;
        let Some((place, rows)) = stored.filter(|(place, _)| place.account == self.account) else {
            return Ok(None);
        };
        let sets: std::result::Result<Vec<_>, _> = rows.iter().map(row::read).collect();
        let sets = sets.map_err(|error| unreadable(READ, error))?;
        Ok(Some((place.serial, sets)))
    }
}

#[async_trait]
impl ZoneStorage for AccountZones {
    async fn zones(&self) -> Result<Vec<ZoneInfo>> {
        let rows = self.hosted.store.hosted_zones().await;
        let rows = rows.map_err(|error| failed("list zones", error))?;
        let own = rows.into_iter().filter(|row| row.account == self.account);
        let zones = own.filter_map(|row| {
            Some(ZoneInfo {
                name: row.zone.parse().ok()?,
                serial: Some(row.serial),
                kind: Some(KIND.to_owned()),
            })
        });
        Ok(zones.collect())
    }

    async fn zone(&self, name: &Name) -> Result<Option<Zone>> {
        let sets = self.rows(name, None).await?;
        Ok(sets.map(|(_, sets)| Zone::from_sets(name.clone(), sets)))
    }

    async fn sets_at(&self, zone: &Name, names: &[Name]) -> Result<Option<(u32, Vec<RecordSet>)>> {
        let names: Vec<String> = names.iter().map(|name| name.as_str().to_owned()).collect();
        self.rows(zone, Some(&names)).await
    }

    async fn create(&self, zone: &Zone, serial: u32) -> Result<()> {
        let place = HostedZone {
            zone: zone.name.as_str().to_owned(),
            account: self.account.clone(),
            serial,
        };
        let sets = zone.sets().map(row::write).collect();
        let created = self.hosted.store.create_hosted_zone(&place, sets).await;
        created.map_err(|error| failed("create zone", error))?;
        self.hosted.tell(HostedEvent::Listed(zone.name.clone()));
        Ok(())
    }

    async fn change(&self, zone: &Name, change: StoredChange) -> Result<bool> {
        let rows = HostedChange {
            from_serial: change.from_serial,
            to_serial: change.to_serial,
            gone: change
                .gone
                .iter()
                .map(|key| (key.name.as_str().to_owned(), key.rtype.to_string()))
                .collect(),
            put: change.put.iter().map(row::write).collect(),
        };
        let store = &self.hosted.store;
        let changed = store
            .change_hosted_zone(&self.account, zone.as_str(), rows)
            .await;
        let changed = changed.map_err(|error| failed("write records", error))?;
        if changed {
            self.hosted.tell(HostedEvent::Changed {
                zone: zone.clone(),
                from_serial: change.from_serial,
                gone: change.gone,
                put: change.put,
            });
        }
        Ok(changed)
    }

    async fn remove(&self, zone: &Name) -> Result<bool> {
        let store = &self.hosted.store;
        let removed = store.delete_hosted_zone(&self.account, zone.as_str()).await;
        let removed = removed.map_err(|error| failed("delete zone", error))?;
        if removed {
            self.hosted.tell(HostedEvent::Listed(zone.clone()));
        }
        Ok(removed)
    }

    async fn notify(&self, zone: &Name) -> Result<bool> {
        let place = self.hosted.store.hosted_zone(zone.as_str()).await;
        let place = place.map_err(|error| failed("notify secondaries", error))?;
        let is_own = place.is_some_and(|place| place.account == self.account);
        if is_own {
            self.hosted.tell(HostedEvent::Notify(zone.clone()));
        }
        Ok(is_own)
    }
}
