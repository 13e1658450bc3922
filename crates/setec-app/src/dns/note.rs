//! Writing down what a zone looks like.

use chrono::TimeDelta;
use setec_core::dns::{Name, RecordData, RecordType, Zone};
use setec_store::{Kept, NewVersion, Origin, Retention, ZoneHead};
use uuid::Uuid;

use crate::account::Account;
use crate::dns::seen::Seen;
use crate::dns::state;
use crate::{App, Event, EventKind, Result};

/// The newest states of a zone stay for good, older ones for a year.
const RETENTION: Retention = Retention {
    count: 100,
    age: TimeDelta::days(365),
};

/// From this number of sets on, a version may be kept as what changed since the one before.
const LARGE: usize = 1_000;

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
        let is_drift = head.as_ref().is_some_and(|head| head.digest != digest);
        if is_drift {
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
        self.keep_state(account, head, &state, cause, before)
            .await?;
        if is_drift {
            self.tell_zone(account, &live.name, "drift");
        }
        Ok(())
    }

    /// Tells that a zone is not as it was.
    pub(crate) fn tell_zone(&self, account: &Account, zone: &Name, state: &'static str) {
        let zone = Some(zone.as_str());
        let told = Event::about(EventKind::Zone, &account.name, zone, state);
        self.events.tell(told);
    }

    /// Writes down what a change made of a zone that the provider itself carried out.
    pub(crate) async fn note_result(&self, account: &Account, zone: &Name, who: &str) {
        self.forget_zone(account, zone);
        let noted = async {
            let live = account.dns()?.zone(zone).await?;
            self.note(account, &live, Origin::Change, Some(who.to_owned()), None)
                .await
        };
        if let Err(error) = Box::pin(noted).await {
            tracing::warn!(%zone, %error, "the zone's new state cannot be written down");
        }
        self.tell_zone(account, zone, "changed");
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
                let records = count(state.zone);
                if head.serial != state.serial || head.records != Some(records) {
                    self.store
                        .see_again(&account.name, apex, digest, state.serial, records)
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
            records: count(state.zone),
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
}

/// Records of a zone, those that are not served included.
fn count(zone: &Zone) -> u32 {
    let records = zone
        .sets()
        .map(|set| set.values().len() + set.disabled().len());
    u32::try_from(records.sum::<usize>()).unwrap_or(u32::MAX)
}

/// The SOA's serial, where the provider shows one.
fn serial_of(zone: &Zone) -> Option<u32> {
    let soa = zone.sets().find(|set| set.key.rtype == RecordType::Soa)?;
    match soa.values().first()? {
        RecordData::Soa(soa) => Some(soa.serial),
        _ => None,
    }
}
