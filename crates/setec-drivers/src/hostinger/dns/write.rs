//! Writing zones: validate, write, look.

use std::time::Duration;

use async_trait::async_trait;
use http::Method;
use serde_json::{Value, json};
use setec_core::dns::{Name, RecordSet, RecordType, SetKey, Zone};
use setec_core::plan::Change;
use setec_provider::dns::{
    Answer, ApplyError, Written, ZoneReader, ZoneValidator, ZoneWriter, set_field,
};
use setec_provider::http::Repeat;
use setec_provider::{ErrorKind, Result};
use tokio::time::{Instant, sleep};

use super::batch::{self, Kind, Sight, Step};
use super::{Dns, wire, zone_path};
use crate::hostinger::client::Accepted;
use crate::hostinger::errors;

const WRITE: &str = "write DNS records";

/// How long a write takes at most until reads show it; the vendor's own tools wait as long.
const PATIENCE: Duration = Duration::from_secs(30);

const FIRST_PAUSE: Duration = Duration::from_millis(50);
const LONGEST_PAUSE: Duration = Duration::from_secs(3);

#[async_trait]
impl ZoneWriter for Dns {
    async fn apply(
        &self,
        zone: &Name,
        changes: &[Change],
    ) -> std::result::Result<Written, ApplyError> {
        let steps = batch::steps(zone, changes)?;
        let mut answers = Vec::new();
        if steps.is_empty() {
            return Ok(Written::default());
        }
        self.validate(zone, changes).await?;
        let mut applied: Vec<SetKey> = Vec::new();
        for batch in batch::batches(&steps) {
            match self.write(zone, &batch).await {
                Ok(answer) => answers.extend(answer),
                Err(source) => {
                    self.put_back(zone, changes, &mut applied).await;
                    return Err(ApplyError {
                        applied,
                        answers,
                        source,
                    });
                }
            }
            applied.extend(batch.iter().map(|step| step.key().clone()));
        }
        let seen = self.wait_until_seen(zone, &steps).await;
        if !seen.as_ref().is_some_and(|live| all_done(&steps, live)) {
            tracing::warn!(%zone, "the zone does not show what was written to it");
        }
        Ok(Written { answers, seen })
    }

    /// The validation, and a call a batch.
    fn calls(&self, changes: &[Change]) -> u32 {
        let validated = u32::from(validated(changes).next().is_some());
        // The zone's name matters only for what is refused, and that costs no call.
        let batches =
            batch::steps(&Name::root(), changes).map_or(0, |steps| batch::batches(&steps).len());
        validated + u32::try_from(batches).unwrap_or(u32::MAX)
    }
}

#[async_trait]
impl ZoneValidator for Dns {
    /// One call about every set that will be written.
    async fn validate(&self, zone: &Name, changes: &[Change]) -> Result<()> {
        let written: Vec<&RecordSet> = validated(changes).collect();
        if written.is_empty() {
            return Ok(());
        }
        let sets: Vec<Value> = written
            .iter()
            .map(|set| wire::set(zone, &set.key, set.ttl, set.values()))
            .collect();
        let body = json!({"overwrite": true, "zone": sets});
        let path = format!("{}/validate", zone_path(zone));
        self.client
            .ask::<Accepted>("validate DNS records", &path, &body)
            .await
            .map(drop)
            .map_err(|error| {
                let mut error = error.context("validate DNS records");
                for violation in &mut error.violations {
                    if let Some(set) = set_at(&violation.field, &written) {
                        violation.field = set_field(zone, &set.key);
                    }
                }
                error
            })
    }
}

/// The set that a field of the request such as `zone.3.ttl` is of.
fn set_at<'a>(field: &str, sets: &[&'a RecordSet]) -> Option<&'a RecordSet> {
    let place = field.strip_prefix("zone.")?.split('.').next()?;
    sets.get(place.parse::<usize>().ok()?).copied()
}

impl Dns {
    /// What the vendor said; nothing where the answer was lost and the zone shows the write.
    async fn write(&self, zone: &Name, batch: &[Step<'_>]) -> Result<Option<Answer>> {
        match batch.first().map(|step| step.kind) {
            None => Ok(None),
            Some(Kind::Append) => self.append(zone, batch).await,
            Some(Kind::Overwrite) => {
                let body = batch::put_body(zone, batch, Kind::Overwrite);
                let outcome = self
                    .send(zone, Method::PUT, &body, Repeat::Idempotent)
                    .await;
                self.settle(zone, batch, outcome).await
            }
            Some(Kind::Delete) => {
                let body = batch::delete_body(zone, batch);
                let outcome = self
                    .send(zone, Method::DELETE, &body, Repeat::Idempotent)
                    .await;
                self.settle(zone, batch, outcome).await
            }
        }
    }

    /// Appending is not idempotent: what is there already makes the whole call fail. So after a
    /// lost answer the zone is asked what happened, and the call repeated only if nothing did.
    async fn append(&self, zone: &Name, batch: &[Step<'_>]) -> Result<Option<Answer>> {
        let body = batch::put_body(zone, batch, Kind::Append);
        let attempt = || self.send(zone, Method::PUT, &body, Repeat::WhenLimited);
        let first = match attempt().await {
            Ok(answer) => return Ok(Some(answer)),
            Err(first) => first,
        };
        let is_lost = first.kind.outcome_is_unknown();
        if !is_lost && !errors::has_code(&first, errors::CONFLICTING_RECORD) {
            return Err(first);
        }
        let Ok(live) = self.zone(zone).await else {
            return Err(first);
        };
        if all_done(batch, &live) {
            return Ok(None);
        }
        let in_part: Vec<&Step<'_>> = batch
            .iter()
            .filter(|step| step.stands_in_part(&live))
            .collect();
        if let Some(step) = in_part.first() {
            let key = step.key();
            let words = format!(
                "{} {} exists already",
                key.name.relative_to(zone),
                key.rtype
            );
            let mut error = first.context(&words);
            error.kind = ErrorKind::Exists;
            return Err(error);
        }
        if !is_lost {
            return Err(first);
        }
        match attempt().await {
            Ok(answer) => Ok(Some(answer)),
            // The first attempt did it after all, and reads are behind.
            Err(error) if errors::has_code(&error, errors::CONFLICTING_RECORD) => {
                match self.wait_until_seen(zone, batch).await {
                    Some(live) if all_done(batch, &live) => Ok(None),
                    _ => Err(error),
                }
            }
            Err(error) => Err(error),
        }
    }

    async fn send(
        &self,
        zone: &Name,
        method: Method,
        body: &Value,
        repeat: Repeat,
    ) -> Result<Answer> {
        let path = zone_path(zone);
        let call = format!("{method} /{}", path.trim_start_matches('/'));
        let reply = self
            .client
            .send(WRITE, method, &path, Some(body), repeat)
            .await?;
        errors::read::<Accepted>(&reply)?;
        let text = reply.summary();
        Ok(Answer { call, text })
    }

    /// A failure of which nobody knows what it did is no failure if the zone shows that it is done.
    async fn settle(
        &self,
        zone: &Name,
        batch: &[Step<'_>],
        outcome: Result<Answer>,
    ) -> Result<Option<Answer>> {
        let error = match outcome {
            Ok(answer) => return Ok(Some(answer)),
            Err(error) => error,
        };
        // A repeated delete may find nothing left to delete.
        if !error.kind.outcome_is_unknown() && error.kind != ErrorKind::NotFound {
            return Err(error);
        }
        match self.zone(zone).await {
            Ok(live) if all_done(batch, &live) => Ok(None),
            _ => Err(error),
        }
    }

    /// After a failure, restores sets that were deleted for the sake of one that did not come.
    async fn put_back(&self, zone: &Name, changes: &[Change], applied: &mut Vec<SetKey>) {
        let is_missing = |name: &Name| {
            let mut writes = changes.iter().filter(|change| change.after().is_some());
            writes.any(|change| change.key().name == *name && !applied.contains(change.key()))
        };
        let orphans: Vec<&RecordSet> = changes
            .iter()
            .filter_map(|change| match change {
                Change::Delete(set) if applied.contains(&set.key) => Some(set),
                _ => None,
            })
            .filter(|set| !set.values().is_empty() && is_missing(&set.key.name))
            .collect();
        if orphans.is_empty() {
            return;
        }
        let sets: Vec<Value> = orphans
            .iter()
            .map(|set| wire::set(zone, &set.key, set.ttl, set.values()))
            .collect();
        let body = json!({"overwrite": true, "zone": sets});
        match self
            .send(zone, Method::PUT, &body, Repeat::Idempotent)
            .await
        {
            Ok(_) => applied.retain(|key| !orphans.iter().any(|set| set.key == *key)),
            Err(error) => {
                tracing::error!(%zone, %error, "deleted records could not be put back");
            }
        }
    }

    /// Reads are behind writes for up to half a minute. Stops as soon as no set is as it was, and
    /// gives the zone as it was read last.
    async fn wait_until_seen(&self, zone: &Name, steps: &[Step<'_>]) -> Option<Zone> {
        let deadline = Instant::now() + PATIENCE;
        let mut pause = FIRST_PAUSE;
        loop {
            let live = match self.zone(zone).await {
                Ok(live) => live,
                Err(error) => {
                    tracing::warn!(%zone, %error, "the zone cannot be read after the write");
                    return None;
                }
            };
            let is_pending = steps.iter().any(|step| step.sight(&live) == Sight::NotYet);
            if !is_pending || Instant::now() + pause > deadline {
                return Some(live);
            }
            sleep(pause).await;
            pause = (pause * 2).min(LONGEST_PAUSE);
        }
    }
}

fn all_done(steps: &[Step<'_>], live: &Zone) -> bool {
    steps.iter().all(|step| step.sight(live) == Sight::Done)
}

/// The sets that the vendor can look at before they are written.
///
/// Sets that take a deleted one's place are left out: beside the old one they are a conflict.
fn validated(changes: &[Change]) -> impl Iterator<Item = &RecordSet> {
    let written = changes.iter().filter_map(Change::after);
    written.filter(|set| !takes_a_place(changes, &set.key))
}

/// Whether the set is a CNAME, or follows one, where another set is deleted in the same plan.
fn takes_a_place(changes: &[Change], key: &SetKey) -> bool {
    changes.iter().any(|change| match change {
        Change::Delete(set) if set.key.name == key.name => {
            [set.key.rtype, key.rtype].contains(&RecordType::Cname)
        }
        _ => false,
    })
}
