//! The one writer of a zone: edits that arrive while it is at work are joined into its next plan.
//!
//! N callers cost the provider one read, one write and one look at the result, and each gets its own
//! answer: an edit that is refused does not stop the others.

use std::collections::BTreeSet;
use std::sync::Arc;
use std::time::Duration;

use setec_core::dns::{Name, Zone};
use setec_core::plan::{Change, Guard, diff};
use setec_provider::ErrorKind;
use setec_provider::dns::{Answer, ApplyError, DnsFacts, Written};
use setec_store::{Ending, Origin, Outcome};
use tokio::sync::oneshot;

use crate::account::Account;
use crate::dns::blame::{blame, is_about_content, is_named};
use crate::dns::document::ChangeDocument;
use crate::dns::locks::ZoneQueue;
use crate::dns::protection::Protected;
use crate::dns::share::{Share, answers_text, draft, plan_share};
use crate::{Actor, App, Error, Result};

/// Milliseconds before each look at a changed zone; drivers of slow vendors have waited before.
const SETTLE_PAUSES: [u64; 4] = [0, 200, 500, 1_000];

/// From the zone as it is to the zone as it shall be.
pub(crate) type Desire = Box<dyn Fn(&Zone) -> Result<Zone> + Send + Sync>;

/// Which guards hold for an edit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Guards {
    /// None: the request itself names what shall go.
    None,
    /// One: the request names a part of the zone, and that part may be most of it.
    Only(Guard),
    /// All: what goes is computed from what shall be there.
    All,
}

impl Guards {
    pub(crate) fn is_empty(self) -> bool {
        self == Self::None
    }

    pub(crate) fn hold(self, guard: Guard) -> bool {
        match self {
            Self::None => false,
            Self::Only(one) => one == guard,
            Self::All => true,
        }
    }
}

/// What kind of edit it is.
pub(crate) struct Edit {
    /// The journal's word.
    pub(crate) action: &'static str,
    /// What it must not trip over by accident.
    pub(crate) guards: Guards,
    /// Guards that are overridden on purpose.
    pub(crate) overrides: BTreeSet<Guard>,
}

impl Edit {
    /// An edit whose request names what shall go.
    pub(crate) fn direct(action: &'static str) -> Self {
        Self::guarded(action, Guards::None, &[])
    }

    pub(crate) fn guarded(action: &'static str, guards: Guards, overrides: &[Guard]) -> Self {
        Self {
            action,
            guards,
            overrides: overrides.iter().copied().collect(),
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
    pub(crate) desire: Desire,
    pub(crate) edit: Edit,
    actor: Actor,
    answer: oneshot::Sender<Result<Applied>>,
}

impl Pending {
    /// The caller may have gone away; what was done stands all the same.
    fn answer(self, outcome: Result<Applied>) {
        let _ = self.answer.send(outcome);
    }
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
            if !queue.is_empty() {
                app.write_batch(&account, &zone, &queue).await;
            }
        });
        answered.await.map_err(Error::internal)?
    }

    async fn write_batch(self: &Arc<Self>, account: &Account, zone: &Name, queue: &ZoneQueue) {
        let live = self.look(account, zone).await;
        // Edits that came while the zone was read join: nobody has written since.
        let batch = queue.take();
        let live = match live {
            Ok(live) => live,
            Err(error) => {
                for pending in batch {
                    pending.answer(Err(error.share()));
                }
                return;
            }
        };
        let (shares, target) = self.share_out(account, &live, batch).await;
        // What is still to be tried, the next one last.
        let mut groups = self
            .write_group(account, zone, shares, &diff(&live, &target))
            .await;
        while let Some(group) = groups.pop() {
            let (group, changes) = self.plan_again(account, zone, group).await;
            groups.extend(self.write_group(account, zone, group, &changes).await);
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
        let mut planned = Vec::new();
        let surroundings = self.surroundings(account, &live.name).await;
        for pending in batch {
            let outcome = match &surroundings {
                Ok((facts, protected)) => plan_share(&pending, &target, facts, protected),
                Err(error) => Err(error.share()),
            };
            match outcome {
                Ok((_, changes)) if changes.is_empty() => pending.answer(Ok(Applied {
                    changes: Vec::new(),
                    visible: true,
                })),
                Ok((next, changes)) => {
                    target = next;
                    planned.push((pending, changes));
                }
                Err(error) => pending.answer(Err(error)),
            }
        }
        let drafts = planned.iter().map(|(pending, changes)| {
            draft(account, &live.name, &pending.edit, changes).by(&pending.actor)
        });
        match self.begin_entries(drafts.collect()).await {
            Ok(ids) => {
                let shares = planned.into_iter().zip(ids);
                let share = |((pending, changes), entry_id)| Share {
                    pending,
                    changes,
                    entry_id,
                    is_repeated: false,
                };
                (shares.map(share).collect(), target)
            }
            // What cannot be journaled is not done.
            Err(error) => {
                for (pending, _) in planned {
                    pending.answer(Err(error.share()));
                }
                (Vec::new(), target)
            }
        }
    }

    /// The same for edits that are tried again, on the zone as it is now.
    async fn plan_again(
        &self,
        account: &Account,
        zone: &Name,
        group: Vec<Share>,
    ) -> (Vec<Share>, Vec<Change>) {
        let read = async {
            let live = self.look(account, zone).await?;
            Ok::<_, Error>((live, self.surroundings(account, zone).await?))
        };
        let (live, (facts, protected)) = match read.await {
            Ok(read) => read,
            Err(error) => {
                let outcomes = group.into_iter().map(|share| (share, Err(error.share())));
                self.finish(outcomes.collect(), None).await;
                return (Vec::new(), Vec::new());
            }
        };
        let mut target = live.clone();
        let (mut shares, mut answered) = (Vec::new(), Vec::new());
        for mut share in group {
            match plan_share(&share.pending, &target, &facts, &protected) {
                Ok((next, changes)) => {
                    share.changes = changes;
                    if share.changes.is_empty() {
                        answered.push((share, Ok(true)));
                    } else {
                        target = next;
                        shares.push(share);
                    }
                }
                Err(error) => answered.push((share, Err(error))),
            }
        }
        self.finish(answered, None).await;
        let changes = diff(&live, &target);
        (shares, changes)
    }

    /// Writes a joined plan; what is returned is to be tried again in smaller groups, last one first.
    async fn write_group(
        &self,
        account: &Account,
        zone: &Name,
        shares: Vec<Share>,
        changes: &[Change],
    ) -> Vec<Vec<Share>> {
        if shares.is_empty() {
            return Vec::new();
        }
        let written = match account.dns() {
            Ok(dns) => dns.apply(zone, changes).await,
            Err(error) => {
                let outcomes = shares.into_iter().map(|share| (share, Err(error.share())));
                self.finish(outcomes.collect(), None).await;
                return Vec::new();
            }
        };
        match written {
            Ok(Written { answers, seen }) => {
                let visible = self.settle(account, zone, changes, &shares, seen).await;
                let outcomes = shares.into_iter().map(|share| (share, Ok(visible)));
                self.finish(outcomes.collect(), Some(&answers)).await;
                Vec::new()
            }
            Err(failed) => self.divide(account, zone, shares, changes, failed).await,
        }
    }

    /// After a failed write: answers those whose fate is known, and divides the others so that only
    /// those at fault are refused in the end.
    ///
    /// One refused edit of n costs about log n writes, and one more where the vendor has named the
    /// set. Writing a part is nothing half done here: every edit is a request of its own.
    async fn divide(
        &self,
        account: &Account,
        zone: &Name,
        shares: Vec<Share>,
        changes: &[Change],
        failed: ApplyError,
    ) -> Vec<Vec<Share>> {
        let ApplyError {
            applied,
            answers,
            source,
        } = failed;
        let stands = |change: &Change| applied.contains(change.key());
        let (done, open): (Vec<Share>, Vec<Share>) = shares
            .into_iter()
            .partition(|share| share.changes.iter().all(stands));
        let standing: Vec<Change> = changes
            .iter()
            .filter(|change| stands(change))
            .cloned()
            .collect();
        let visible = if standing.is_empty() {
            self.forget_zone(account, zone);
            true
        } else {
            let mut causes: Vec<&Share> = done.iter().collect();
            causes.extend(open.iter().filter(|share| !share.own(&applied).is_empty()));
            self.settle(account, zone, &standing, causes, None).await
        };
        let done = done.into_iter().map(|share| (share, Ok(visible)));
        self.finish(done.collect(), Some(&answers)).await;

        let is_refusal = is_about_content(&source);
        let validator = account.dns().ok().and_then(|dns| dns.validator());
        let source = if is_refusal {
            let left: Vec<Change> = changes
                .iter()
                .filter(|change| !stands(change))
                .cloned()
                .collect();
            blame(validator, zone, &left, source).await
        } else {
            source
        };
        let is_bad = |share: &Share| {
            let mut changes = share.changes.iter();
            changes.any(|change| is_named(&source, zone, change))
        };
        // Part of such an edit stands: what it would be on top of that, nobody has asked for.
        let (partial, mut whole): (Vec<Share>, Vec<Share>) = open
            .into_iter()
            .partition(|share| !share.own(&applied).is_empty());
        // A conflict that names nothing is somebody else's doing: the edit is made once more, of
        // the zone as it is now.
        if let (true, [only]) = (partial.is_empty(), &mut whole[..])
            && source.kind == ErrorKind::Conflict
            && !only.is_repeated
            && !is_bad(only)
        {
            only.is_repeated = true;
            return vec![whole];
        }
        let is_last = !is_refusal || partial.len() + whole.len() == 1;
        let (again, refused) = if is_last {
            let refused = partial.into_iter().chain(whole).collect();
            (Vec::new(), refused)
        } else {
            let (bad, good): (Vec<Share>, Vec<Share>) = whole.drain(..).partition(is_bad);
            let again = match (bad.len(), good.len()) {
                (0, 0) => Vec::new(),
                (0, _) => halves(good),
                (_, 0) => halves(bad),
                // The bad ones once more, by themselves: it may be another edit that spoils the set.
                _ => vec![bad, good],
            };
            (again, partial)
        };
        let error = Error::from(source);
        let outcomes = refused.into_iter().map(|share: Share| {
            let own = share.own(&applied);
            let error = error.share().with_standing(&own);
            (share, Err(error))
        });
        self.finish(outcomes.collect(), Some(&answers)).await;
        again
    }

    async fn surroundings(&self, account: &Account, zone: &Name) -> Result<(DnsFacts, Protected)> {
        Ok((account.dns()?.facts(), self.protected(account, zone).await?))
    }

    /// Journals how edits ended and answers their callers; `Ok` says whether the provider shows it.
    async fn finish(&self, outcomes: Vec<(Share, Result<bool>)>, answers: Option<&[Answer]>) {
        let answers = answers.and_then(answers_text);
        let ending = |(share, outcome): &(Share, Result<bool>)| {
            let (ending, detail) = match outcome {
                Ok(_) => (Outcome::Done, None),
                Err(error) if error.outcome_is_unknown() => {
                    (Outcome::Unknown, Some(error.message.clone()))
                }
                Err(error) => (Outcome::Failed, Some(error.message.clone())),
            };
            Ending {
                id: share.entry_id,
                outcome: ending,
                detail,
                answers: answers.clone(),
            }
        };
        let endings = outcomes.iter().map(ending).collect();
        self.finish_entries(endings).await;
        for (share, outcome) in outcomes {
            let changes = share.changes.iter().map(ChangeDocument::from).collect();
            let applied = outcome.map(|visible| Applied { changes, visible });
            share.pending.answer(applied);
        }
    }

    /// Waits until a write is seen, and tells it.
    async fn settle(
        &self,
        account: &Account,
        zone: &Name,
        changes: &[Change],
        shares: impl IntoIterator<Item = &Share>,
        seen: Option<Zone>,
    ) -> bool {
        let visible = self.look_after(account, zone, changes, shares, seen).await;
        self.tell_zone(account, zone, "changed");
        visible
    }

    /// Re-reads a zone after a write until its changes are seen, and writes its new state down.
    /// Where a write stands as it was sent, or the driver has waited and `seen` it, nothing is read.
    ///
    /// The write stands whatever happens here, so failures are only logged.
    async fn look_after(
        &self,
        account: &Account,
        zone: &Name,
        changes: &[Change],
        shares: impl IntoIterator<Item = &Share>,
        mut seen: Option<Zone>,
    ) -> bool {
        let mut actors: Vec<&str> = Vec::new();
        let mut last = None;
        for share in shares {
            actors.push(share.pending.actor.name.as_str());
            last = Some(share.entry_id);
        }
        actors.dedup();
        if let Some(after) = self.as_sent(account, zone, changes) {
            self.forget_zone(account, zone);
            let noted = self.note_as_sent(account, &after, Some(actors.join(", ")), last);
            if let Err(error) = noted.await {
                tracing::error!(%zone, %error, "the zone's new state cannot be written down");
            }
            return true;
        }
        for pause in SETTLE_PAUSES {
            tokio::time::sleep(Duration::from_millis(pause)).await;
            self.forget_zone(account, zone);
            let is_final = seen.is_some();
            let live = match (seen.take(), account.dns()) {
                (Some(live), _) => Ok(live),
                (None, Ok(dns)) => dns.zone(zone).await.map_err(Error::from),
                (None, Err(error)) => Err(error),
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
                let noted = self
                    .note(
                        account,
                        &live,
                        Origin::Change,
                        Some(actors.join(", ")),
                        last,
                    )
                    .await;
                if let Err(error) = noted {
                    tracing::error!(%zone, %error, "the zone's new state cannot be written down");
                }
                self.fill_zone(account, &live).await;
                return true;
            }
            if is_final {
                break;
            }
        }
        tracing::warn!(%zone, "the provider took the change but does not show all of it yet");
        false
    }
}

fn halves(mut shares: Vec<Share>) -> Vec<Vec<Share>> {
    let second = shares.split_off(shares.len() / 2);
    [second, shares]
        .into_iter()
        .filter(|half| !half.is_empty())
        .collect()
}
