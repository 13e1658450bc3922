//! Every state of every zone that was seen, and the way back.

use std::sync::Arc;

use chrono::{DateTime, TimeDelta, Utc};
use setec_core::dns::{Name, RecordData, RecordType, Zone};
use setec_core::plan::diff;
use setec_store::{NewVersion, Origin, Retention, Version, VersionHead};
use uuid::Uuid;

use crate::account::Account;
use crate::dns::document::{self, ChangeDocument, SetDocument};
use crate::dns::read::zone_name;
use crate::dns::{PlanView, RecordList};
use crate::{Actor, App, Error, Result};

/// The newest states of a zone stay for good, older ones for a year.
const RETENTION: Retention = Retention {
    count: 100,
    age: TimeDelta::days(365),
};

/// Versions that one list shows.
const LISTED: u64 = 200;

/// A state of a zone in the list.
#[derive(Debug, Clone)]
pub struct VersionView {
    /// Its id.
    pub id: Uuid,
    /// When it was seen.
    pub at: DateTime<Utc>,
    /// How it came to be.
    pub origin: Origin,
    /// Who changed it, where we did.
    pub actor: Option<String>,
    /// The journal's entry of the change.
    pub entry_id: Option<Uuid>,
}

impl From<&VersionHead> for VersionView {
    fn from(version: &VersionHead) -> Self {
        Self {
            id: version.id,
            at: version.at,
            origin: version.origin,
            actor: version.actor.clone(),
            entry_id: version.entry_id,
        }
    }
}

impl App {
    /// The states of a zone, newest first; the live one is looked at first, so that drift shows.
    pub async fn zone_history(
        &self,
        actor: &Actor,
        provider: &str,
        domain: &str,
    ) -> Result<Vec<VersionView>> {
        actor.may_read()?;
        let account = self.account(provider).await?;
        let zone = zone_name(domain)?;
        self.look(&account, &zone).await?;
        let versions = self
            .store
            .versions(&account.name, zone.as_str(), LISTED)
            .await?;
        Ok(versions.iter().map(VersionView::from).collect())
    }

    /// One state with its records.
    pub async fn zone_version(
        &self,
        actor: &Actor,
        provider: &str,
        domain: &str,
        id: &str,
    ) -> Result<(VersionView, RecordList)> {
        actor.may_read()?;
        let account = self.account(provider).await?;
        let (version, zone) = self.stored_zone(&account, domain, id).await?;
        Ok((VersionView::from(&version.head), RecordList::of(&zone)))
    }

    /// What lies between two states.
    pub async fn diff_versions(
        &self,
        actor: &Actor,
        provider: &str,
        domain: &str,
        from: &str,
        to: &str,
    ) -> Result<Vec<ChangeDocument>> {
        actor.may_read()?;
        let account = self.account(provider).await?;
        let (_, from) = self.stored_zone(&account, domain, from).await?;
        let (_, to) = self.stored_zone(&account, domain, to).await?;
        let changes = diff(&without_soa(from), &without_soa(to));
        Ok(changes.iter().map(ChangeDocument::from).collect())
    }

    /// Plans the way back to a state; applying it is the undo.
    pub async fn plan_restore(
        self: &Arc<Self>,
        actor: &Actor,
        provider: &str,
        domain: &str,
        id: &str,
    ) -> Result<PlanView> {
        actor.may_read()?;
        let account = self.account(provider).await?;
        let (_, then) = self.stored_zone(&account, domain, id).await?;
        let facts = account.dns()?.facts();
        let live = self.look(&account, &then.name).await?;
        let mut target = without_soa(then);
        for set in live.sets().filter(|set| set.key.rtype == RecordType::Soa) {
            target.put(set.clone());
        }
        self.keep_plan(&account, &facts, live, &target).await
    }

    /// Writes down a state that is not the newest known one: somebody else made it.
    pub(crate) async fn note_drift(&self, account: &Account, live: &Zone) -> Result<()> {
        let head = self
            .store
            .zone_head(&account.name, live.name.as_str())
            .await?;
        let digest = document::zone_digest(live);
        let origin = match head {
            None => Origin::First,
            Some(head) if head.digest == digest && head.serial == serial_of(live) => return Ok(()),
            // Only the serial has moved on; the store keeps no new state for that.
            Some(head) if head.digest == digest => Origin::Outside,
            Some(_) => {
                tracing::info!(account = %account.name, zone = %live.name, "the zone was changed outside");
                Origin::Outside
            }
        };
        self.note(account, live, origin, None, None).await
    }

    /// Writes down what a change made of a zone that the provider itself carried out.
    pub(crate) async fn note_result(&self, account: &Account, zone: &Name, who: &str) {
        self.forget_zone(account, zone);
        let noted = async {
            let live = account.dns()?.zone(zone).await?;
            self.note(account, &live, Origin::Change, Some(who.to_owned()), None)
                .await
        };
        if let Err(error) = noted.await {
            tracing::warn!(%zone, %error, "the zone's new state cannot be written down");
        }
    }

    /// Writes down a state.
    pub(crate) async fn note(
        &self,
        account: &Account,
        zone: &Zone,
        origin: Origin,
        actor: Option<String>,
        entry_id: Option<Uuid>,
    ) -> Result<()> {
        let version = NewVersion {
            account: account.name.clone(),
            zone: zone.name.to_string(),
            origin,
            actor,
            entry_id,
            digest: document::zone_digest(zone),
            serial: serial_of(zone),
            body: serde_json::to_value(document::of_zone(zone)).map_err(Error::internal)?,
        };
        self.store.keep_version(version, RETENTION).await?;
        Ok(())
    }

    /// The state of that digest, where it is still kept.
    pub(crate) async fn zone_of_digest(
        &self,
        account: &Account,
        zone: &Name,
        digest: &str,
    ) -> Result<Option<Zone>> {
        let versions = self
            .store
            .versions(&account.name, zone.as_str(), LISTED)
            .await?;
        let Some(head) = versions.iter().find(|head| head.digest == digest) else {
            return Ok(None);
        };
        let Some(version) = self
            .store
            .version(&account.name, zone.as_str(), head.id)
            .await?
        else {
            return Ok(None);
        };
        let sets: Vec<SetDocument> =
            serde_json::from_value(version.body).map_err(Error::internal)?;
        document::to_zone(zone, &sets).map(Some)
    }

    async fn stored_zone(
        &self,
        account: &Account,
        domain: &str,
        id: &str,
    ) -> Result<(Version, Zone)> {
        account.dns()?;
        let zone = zone_name(domain)?;
        let id: Uuid = id
            .parse()
            .map_err(|_| Error::field("id", "the id of a version"))?;
        let version = self.store.version(&account.name, zone.as_str(), id).await?;
        let version = version.ok_or_else(|| Error::not_found("no such version of this zone"))?;
        let sets: Vec<SetDocument> =
            serde_json::from_value(version.body.clone()).map_err(Error::internal)?;
        let zone = document::to_zone(&zone, &sets)?;
        Ok((version, zone))
    }
}

/// The SOA's serial, where the provider shows one.
fn serial_of(zone: &Zone) -> Option<u32> {
    let soa = zone.sets().find(|set| set.key.rtype == RecordType::Soa)?;
    match soa.values().first()? {
        RecordData::Soa(soa) => Some(soa.serial),
        _ => None,
    }
}

fn without_soa(mut zone: Zone) -> Zone {
    let soa: Vec<_> = zone
        .sets()
        .map(|set| set.key.clone())
        .filter(|key| key.rtype == RecordType::Soa)
        .collect();
    for key in soa {
        zone.remove(&key);
    }
    zone
}
