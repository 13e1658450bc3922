//! Snapshots that the provider keeps of its zones.

use std::sync::Arc;

use setec_provider::dns::ZoneSnapshot;

use crate::dns::RecordList;
use crate::dns::read::zone_name;
use crate::journal::Draft;
use crate::{Actor, App, Result};

const WHAT: &str = "snapshots of zones";

/// A snapshot with its records.
#[derive(Debug)]
pub struct SnapshotView {
    /// As in the list.
    pub snapshot: ZoneSnapshot,
    /// The zone as it was.
    pub records: RecordList,
}

impl App {
    /// All snapshots of a zone.
    pub async fn zone_snapshots(
        &self,
        actor: &Actor,
        provider: &str,
        domain: &str,
    ) -> Result<Vec<ZoneSnapshot>> {
        actor.may_read()?;
        let account = self.account(provider).await?;
        let snapshots = account.need(account.dns()?.snapshots(), WHAT)?;
        Ok(snapshots.list(&zone_name(domain)?).await?)
    }

    /// One snapshot.
    pub async fn zone_snapshot(
        &self,
        actor: &Actor,
        provider: &str,
        domain: &str,
        id: &str,
    ) -> Result<SnapshotView> {
        actor.may_read()?;
        let account = self.account(provider).await?;
        let snapshots = account.need(account.dns()?.snapshots(), WHAT)?;
        let (snapshot, zone) = snapshots.get(&zone_name(domain)?, id).await?;
        Ok(SnapshotView {
            snapshot,
            records: RecordList::of(&zone),
        })
    }

    /// Puts a zone back to a snapshot.
    pub async fn restore_zone_snapshot(
        self: &Arc<Self>,
        actor: &Actor,
        provider: &str,
        domain: &str,
        id: &str,
    ) -> Result<()> {
        actor.may_write()?;
        let account = self.account(provider).await?;
        let zone = zone_name(domain)?;
        account.need(account.dns()?.snapshots(), WHAT)?;
        let draft = Draft::of(&account.name, "dns.restore", zone.as_str())
            .to(serde_json::json!({"snapshot": id}));
        let (app, id, who) = (Arc::clone(self), id.to_owned(), actor.name.clone());
        self.protected(&account, &zone)
            .await?
            .allow_everything(&zone)?;
        self.look(&account, &zone).await?;
        self.change(actor, draft, async move {
            let _lock = app.zone_locks.lock(&account.name, zone.as_str()).await;
            let snapshots = account.need(account.dns()?.snapshots(), WHAT)?;
            let outcome = snapshots.restore(&zone, &id).await;
            app.note_result(&account, &zone, &who).await;
            Ok(outcome?)
        })
        .await
    }
}
