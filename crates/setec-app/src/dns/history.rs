//! Every state of every zone that was seen, and the way back.

use std::sync::Arc;

use chrono::{DateTime, Utc};
use setec_core::dns::{Name, RecordType, Zone};
use setec_core::plan::diff;
use setec_store::{Origin, Version, VersionHead};
use uuid::Uuid;

use crate::account::Account;
use crate::dns::document::ChangeDocument;
use crate::dns::read::zone_name;
use crate::dns::state;
use crate::dns::{PlanView, RecordList};
use crate::{Actor, App, Error, Result};

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
        state::zone_of(zone, &version.parts).map(Some)
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
        let zone = state::zone_of(&zone, &version.parts)?;
        Ok((version, zone))
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
