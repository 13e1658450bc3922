//! The one writer of a zone: edits that arrive while it is at work are joined into its next plan.
//!
//! N callers cost the provider one read, one write and one look at the result, and each gets its own
//! answer: an edit that is refused does not stop the others.

use std::collections::BTreeSet;
use std::sync::Arc;
use std::time::Duration;

use serde_json::{Value, json};
use setec_core::dns::{Name, RecordSet, Zone};
use setec_core::plan::{Change, Guard, diff, guards};
use setec_provider::dns::DnsFacts;
use setec_store::{Origin, Outcome};
use tokio::sync::oneshot;
use uuid::Uuid;

use crate::account::Account;
use crate::dns::document::ChangeDocument;
use crate::dns::plan::{faults, require_overrides};
use crate::dns::protection::Protected;
use crate::journal::Draft;
use crate::{Actor, App, Error, ErrorKind, Result};

/// Milliseconds before each look at a changed zone; drivers of slow vendors have waited before.
const SETTLE_PAUSES: [u64; 4] = [0, 200, 500, 1_000];

/// From the zone as it is to the zone as it shall be.
type Desire = Box<dyn Fn(&Zone) -> Result<Zone> + Send + Sync>;

/// What kind of edit it is.
pub(crate) struct Edit {
    /// The journal's word.
    pub(crate) action: &'static str,
    /// Guards that are overridden; `None` where the request itself names what shall go.
    pub(crate) overrides: Option<BTreeSet<Guard>>,
}

impl Edit {
    pub(crate) fn direct(action: &'static str) -> Self {
        Self {
            action,
            overrides: None,
        }
    }
}

/// What became of an edit.
#[derive(Debug, Clone, Default)]
pub struct Applied {
    /// The changes that were made.
    pub changes: Vec<ChangeDocument>,
    /// Whether the provider shows them already.
    pub visible: bool,
}

/// An edit that waits for its turn.
pub(crate) struct Pending {
    desire: Desire,
    edit: Edit,
    actor: Actor,
    answer: oneshot::Sender<Result<Applied>>,
}

/// A joined edit with its own share of the plan.
struct Share {
    pending: Pending,
    changes: Vec<Change>,
    entry_id: Uuid,
}

impl App {
    /// Joins an edit to the zone's next plan and waits for its own answer.
    ///
    /// The edit is carried out even if the caller goes away. One that changes nothing costs no write
    /// and leaves no journal entry.
    pub(crate) async fn edit_zone<F>(
        self: &Arc<Self>,
        actor: &Actor,
        account: Arc<Account>,
        zone: Name,
        edit: Edit,
        desire: F,
    ) -> Result<Applied>
    where
        F: Fn(&Zone) -> Result<Zone> + Send + Sync + 'static,
    {
        let (answer, answered) = oneshot::channel();
        let pending = Pending {
            desire: Box::new(desire),
            edit,
            actor: actor.clone(),
            answer,
        };
        let queue = self.zone_locks.queue(&account.name, zone.as_str());
        queue.push(pending);
        let app = Arc::clone(self);
        tokio::spawn(async move {
            let _lock = queue.lock().await;
            let batch = queue.take();
            if !batch.is_empty() {
                app.write_batch(&account, &zone, batch).await;
            }
        });
        answered.await.map_err(Error::internal)?
    }

    async fn write_batch(self: &Arc<Self>, account: &Account, zone: &Name, batch: Vec<Pending>) {
        let live = match self.look(account, zone).await {
            Ok(live) => live,
            Err(error) => {
                for pending in batch {
                    let _ = pending.answer.send(Err(error.share()));
                }
                return;
            }
        };
        let (shares, target) = self.share_out(account, &live, batch).await;
        if shares.is_empty() {
            return;
        }
        let changes = diff(&live, &target);
        let outcome = self.write(account, zone, &changes).await;
        match outcome {
            Ok(()) => {
                let visible = self.settle(account, zone, &changes, &shares).await;
                for share in shares {
                    self.finish(share, Ok(visible)).await;
                }
            }
            // Nobody knows what stands, or there is nobody else to blame. A conflict is somebody
            // else's doing: the edit is made once more, of the zone as it is now.
            Err(error)
                if error.outcome_is_unknown()
                    || (shares.len() == 1 && error.kind != ErrorKind::Conflict) =>
            {
                self.forget_zone(account, zone);
                for share in shares {
                    self.finish(share, Err(error.share())).await;
                }
            }
            Err(_) => self.write_one_by_one(account, zone, shares).await,
        }
    }

    /// Lets each edit work on what the ones before it want; a refused one is answered at once.
    async fn share_out(
        &self,
        account: &Account,
        live: &Zone,
        batch: Vec<Pending>,
    ) -> (Vec<Share>, Zone) {
        let mut target = live.clone();
        let mut shares = Vec::new();
        let surroundings = self.surroundings(account, &live.name).await;
        for pending in batch {
            let planned = match &surroundings {
                Ok((facts, protected)) => plan_share(&pending, &target, facts, protected),
                Err(error) => Err(error.share()),
            };
            let (next, changes) = match planned {
                Ok((_, changes)) if changes.is_empty() => {
                    let _ = pending.answer.send(Ok(Applied {
                        changes: Vec::new(),
                        visible: true,
                    }));
                    continue;
                }
                Ok(planned) => planned,
                Err(error) => {
                    let _ = pending.answer.send(Err(error));
                    continue;
                }
            };
            let draft = draft(account, live, &pending.edit, &changes);
            match self.store.begin_entry(draft.by(&pending.actor)).await {
                Ok(entry_id) => {
                    target = next;
                    shares.push(Share {
                        pending,
                        changes,
                        entry_id,
                    });
                }
                // What cannot be journaled is not done.
                Err(error) => {
                    let _ = pending.answer.send(Err(error.into()));
                }
            }
        }
        (shares, target)
    }

    /// After a refused batch: each edit alone, so that only the bad one is refused.
    async fn write_one_by_one(&self, account: &Account, zone: &Name, shares: Vec<Share>) {
        for share in shares {
            let outcome = async {
                let dns = account.dns()?;
                let live = dns.zone(zone).await?;
                let (facts, protected) = self.surroundings(account, zone).await?;
                let (_, changes) = plan_share(&share.pending, &live, &facts, &protected)?;
                self.write(account, zone, &changes).await?;
                Ok::<_, Error>(changes)
            };
            let outcome = match outcome.await {
                Ok(changes) => Ok(self
                    .settle(account, zone, &changes, std::slice::from_ref(&share))
                    .await),
                Err(error) => {
                    self.forget_zone(account, zone);
                    Err(error)
                }
            };
            self.finish(share, outcome).await;
        }
    }

    async fn surroundings(&self, account: &Account, zone: &Name) -> Result<(DnsFacts, Protected)> {
        Ok((account.dns()?.facts(), self.protected(account, zone).await?))
    }

    async fn write(&self, account: &Account, zone: &Name, changes: &[Change]) -> Result<()> {
        account.dns()?.apply(zone, changes).await?;
        Ok(())
    }

    async fn finish(&self, share: Share, outcome: Result<bool>) {
        let (ending, detail) = match &outcome {
            Ok(_) => (Outcome::Done, None),
            Err(error) if error.outcome_is_unknown() => {
                (Outcome::Unknown, Some(error.message.clone()))
            }
            Err(error) => (Outcome::Failed, Some(error.message.clone())),
        };
        if let Err(error) = self
            .store
            .finish_entry(share.entry_id, ending, detail)
            .await
        {
            tracing::error!(%error, entry = %share.entry_id, "the journal entry cannot be finished");
        }
        let applied = outcome.map(|visible| Applied {
            changes: share.changes.iter().map(ChangeDocument::from).collect(),
            visible,
        });
        // The caller may have gone away; the change stands all the same.
        let _ = share.pending.answer.send(applied);
    }

    /// Re-reads a zone after a write until its changes are seen, and writes its new state down.
    ///
    /// The write stands whatever happens here, so failures are only logged.
    async fn settle(
        &self,
        account: &Account,
        zone: &Name,
        changes: &[Change],
        shares: &[Share],
    ) -> bool {
        for pause in SETTLE_PAUSES {
            tokio::time::sleep(Duration::from_millis(pause)).await;
            self.forget_zone(account, zone);
            let live = match account.dns() {
                Ok(dns) => dns.zone(zone).await.map_err(Error::from),
                Err(error) => Err(error),
            };
            let live = match live {
                Ok(live) => live,
                Err(error) => {
                    tracing::warn!(%zone, %error, "the zone cannot be read after its change");
                    return false;
                }
            };
            if changes
                .iter()
                .all(|change| live.get(change.key()) == change.after())
            {
                let last = shares.last();
                let mut actors: Vec<&str> = shares
                    .iter()
                    .map(|share| share.pending.actor.name.as_str())
                    .collect();
                actors.dedup();
                let noted = self
                    .note(
                        account,
                        &live,
                        Origin::Change,
                        Some(actors.join(", ")),
                        last.map(|share| share.entry_id),
                    )
                    .await;
                if let Err(error) = noted {
                    tracing::error!(%zone, %error, "the zone's new state cannot be written down");
                }
                self.fill_zone(account, &live).await;
                return true;
            }
        }
        tracing::warn!(%zone, "the provider took the change but does not show all of it yet");
        false
    }
}

fn plan_share(
    pending: &Pending,
    now: &Zone,
    facts: &DnsFacts,
    protected: &Protected,
) -> Result<(Zone, Vec<Change>)> {
    let next = (pending.desire)(now)?;
    let changes = diff(now, &next);
    let violations = faults(&changes, &next, facts);
    if !violations.is_empty() {
        return Err(Error::invalid(violations));
    }
    protected.allow(&now.name, &changes)?;
    if let Some(overrides) = &pending.edit.overrides {
        require_overrides(&guards(now, &next, &changes), overrides)?;
    }
    Ok((next, changes))
}

fn draft(account: &Account, live: &Zone, edit: &Edit, changes: &[Change]) -> Draft {
    let mut draft = Draft::of(&account.name, edit.action, live.name.as_str());
    draft.before = Some(sets_text(changes.iter().filter_map(Change::before)));
    let mut after = sets_text(changes.iter().filter_map(Change::after));
    let overrides = edit.overrides.as_ref().filter(|given| !given.is_empty());
    if let (Some(given), Some(list)) = (overrides, after.as_array_mut()) {
        list.push(json!({"override": given}));
    }
    draft.after = Some(after);
    draft
}

/// Record sets as the journal keeps them.
pub(crate) fn sets_text<'a>(sets: impl Iterator<Item = &'a RecordSet>) -> Value {
    sets.map(|set| {
        let values: Vec<String> = set.values().iter().map(ToString::to_string).collect();
        json!({"name": set.key.name.as_str(), "type": set.key.rtype.to_string(), "ttl": set.ttl.secs(), "values": values})
    })
    .collect()
}
