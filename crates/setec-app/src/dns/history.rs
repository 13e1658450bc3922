//! Every state of every zone that was seen, and the way back.

use std::sync::Arc;

use chrono::{DateTime, TimeDelta, Utc};
use setec_core::dns::{Name, RecordData, RecordType, Zone};
use setec_core::plan::diff;
use setec_store::{Kept, NewVersion, Origin, Retention, Version, VersionHead, ZoneHead};
use uuid::Uuid;

use crate::account::Account;
use crate::dns::document::ChangeDocument;
use crate::dns::read::zone_name;
use crate::dns::seen::Seen;
use crate::dns::state;
use crate::dns::{PlanView, RecordList};
use crate::{Actor, App, Error, Result};

/// The newest states of a zone stay for good, older ones for a year.
const RETENTION: Retention = Retention {
    count: 100,
    age: TimeDelta::days(365),
};

/// From this number of sets on, a version may be kept as what changed since the one before.
const LARGE: usize = 1_000;

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

/// A state that may be new.
struct State<'a> {
    zone: &'a Zone,
    digest: &'a str,
    serial: Option<u32>,
}

/// How a zone came to be in a state.
struct Cause {
    origin: Origin,
    actor: Option<String>,
    entry_id: Option<Uuid>,
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
    ///
    /// `before` is the zone as it was last seen, where that is held.
    pub(crate) async fn note_drift(
        &self,
        account: &Account,
        live: &Zone,
        digest: &str,
        before: Option<&Seen>,
    ) -> Result<()> {
        let head = self
            .store
            .zone_head(&account.name, live.name.as_str())
            .await?;
        let is_first = head.is_none();
        if head.as_ref().is_some_and(|head| head.digest != digest) {
            tracing::info!(account = %account.name, zone = %live.name, "the zone was changed outside");
        }
        let state = State {
            zone: live,
            digest,
            serial: serial_of(live),
        };
        let cause = Cause {
            origin: if is_first {
                Origin::First
            } else {
                Origin::Outside
            },
            actor: None,
            entry_id: None,
        };
        self.keep_state(account, head, &state, cause, before).await
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

    /// Writes down a state that was read.
    pub(crate) async fn note(
        &self,
        account: &Account,
        zone: &Zone,
        origin: Origin,
        actor: Option<String>,
        entry_id: Option<Uuid>,
    ) -> Result<()> {
        let cause = Cause {
            origin,
            actor,
            entry_id,
        };
        self.note_made(account, zone, serial_of(zone), cause).await
    }

    /// Writes down what a change made of a zone, without its serial, which nobody has read.
    pub(crate) async fn note_as_sent(
        &self,
        account: &Account,
        zone: &Zone,
        actor: Option<String>,
        entry_id: Option<Uuid>,
    ) -> Result<()> {
        let cause = Cause {
            origin: Origin::Change,
            actor,
            entry_id,
        };
        self.note_made(account, zone, None, cause).await
    }

    async fn note_made(
        &self,
        account: &Account,
        zone: &Zone,
        serial: Option<u32>,
        cause: Cause,
    ) -> Result<()> {
        let before = self.seen.get(account, &zone.name);
        let digest = self.digest_of(account, zone);
        let head = self
            .store
            .zone_head(&account.name, zone.name.as_str())
            .await?;
        let state = State {
            zone,
            digest: &digest,
            serial,
        };
        self.keep_state(account, head, &state, cause, before.as_deref())
            .await?;
        self.remember(account, zone, digest);
        Ok(())
    }

    /// Keeps a state that is new; one of a large zone as what changed since the newest version.
    async fn keep_state(
        &self,
        account: &Account,
        head: Option<ZoneHead>,
        state: &State<'_>,
        cause: Cause,
        before: Option<&Seen>,
    ) -> Result<()> {
        let (apex, digest) = (state.zone.name.as_str(), state.digest);
        let mut changed = None;
        match head {
            Some(head) if head.digest == digest => {
                if head.serial != state.serial {
                    self.store
                        .see_serial(&account.name, apex, digest, state.serial)
                        .await?;
                }
                return Ok(());
            }
            Some(head) if state.zone.len() >= LARGE => {
                let lines = self.changed_since(&head, state.zone, before).await?;
                changed = lines.map(|lines| (head.version_id, lines));
            }
            _ => {}
        }
        let version = |base, lines| NewVersion {
            account: account.name.clone(),
            zone: apex.to_owned(),
            origin: cause.origin,
            actor: cause.actor.clone(),
            entry_id: cause.entry_id,
            digest: digest.to_owned(),
            serial: state.serial,
            base,
            lines,
        };
        if let Some((base, lines)) = changed {
            let version = version(Some(base), lines);
            if self.store.keep_version(version, RETENTION).await? != Kept::NeedsWhole {
                return Ok(());
            }
        }
        let version = version(None, state::whole(state.zone));
        self.store.keep_version(version, RETENTION).await?;
        Ok(())
    }

    /// What turns the newest version into that state; `None` where a tenth of the zone differs.
    async fn changed_since(
        &self,
        head: &ZoneHead,
        zone: &Zone,
        before: Option<&Seen>,
    ) -> Result<Option<String>> {
        let most = zone.len() / 10;
        if let Some(before) = before.filter(|before| before.digest == head.digest) {
            return Ok(state::changes(&before.zone, zone, most));
        }
        let parts = self.store.version_parts(&[head.version_id]).await?;
        let Some(parts) = parts.get(&head.version_id) else {
            return Ok(None);
        };
        let before = state::zone_of(&zone.name, parts)?;
        Ok(state::changes(&before, zone, most))
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
