//! Snapshots, which the vendor makes before every update.

use async_trait::async_trait;
use chrono::{DateTime, Utc};
use serde::Deserialize;
use setec_core::dns::{Name, Zone};
use setec_provider::dns::{ZoneSnapshot, ZoneSnapshots};
use setec_provider::http::segment;
use setec_provider::{ErrorKind, ProviderError, Result};

use super::Dns;
use super::wire::{self, WireSet};
use crate::hostinger::client::Accepted;
use crate::hostinger::{date, ids, lenient};

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct WireSnapshot {
    #[serde(deserialize_with = "lenient::text")]
    id: Option<String>,
    #[serde(deserialize_with = "lenient::text")]
    reason: Option<String>,
    #[serde(deserialize_with = "date::optional")]
    created_at: Option<DateTime<Utc>>,
    #[serde(deserialize_with = "lenient::list")]
    snapshot: Vec<WireSet>,
}

impl From<WireSnapshot> for ZoneSnapshot {
    fn from(wire: WireSnapshot) -> Self {
        Self {
            id: wire.id.unwrap_or_default(),
            reason: wire.reason.unwrap_or_default(),
            created_at: wire.created_at,
        }
    }
}

#[async_trait]
impl ZoneSnapshots for Dns {
    async fn list(&self, zone: &Name) -> Result<Vec<ZoneSnapshot>> {
        let snapshots: Vec<WireSnapshot> = self
            .client
            .get("list DNS snapshots", &path(zone, ""))
            .await?;
        Ok(snapshots.into_iter().map(ZoneSnapshot::from).collect())
    }

    async fn get(&self, zone: &Name, id: &str) -> Result<(ZoneSnapshot, Zone)> {
        let operation = "read DNS snapshot";
        let number = ids::find(operation, "snapshot", id, "")?;
        let mut snapshot: WireSnapshot = self
            .client
            .get(operation, &path(zone, &format!("/{number}")))
            .await?;
        let sets = std::mem::take(&mut snapshot.snapshot);
        let content = wire::zone(zone, sets).map_err(|reason| {
            let message = format!("snapshot {id} of zone {zone}: {reason}");
            ProviderError::new(ErrorKind::Protocol, operation, message)
        })?;
        Ok((snapshot.into(), content))
    }

    async fn restore(&self, zone: &Name, id: &str) -> Result<()> {
        let operation = "restore DNS snapshot";
        let number = ids::find(operation, "snapshot", id, "")?;
        self.client
            .post::<Accepted>(operation, &path(zone, &format!("/{number}/restore")), None)
            .await?;
        Ok(())
    }
}

fn path(zone: &Name, rest: &str) -> String {
    format!("api/dns/v1/snapshots/{}{rest}", segment(zone.as_str()))
}
