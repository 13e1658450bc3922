//! `dns plan` and `dns diff` of a folder.

use setec_core::plan::Policy;

use super::request::{batches, plan_batch, plan_one, zone_path};
use super::show::{rendered, summary};
use super::{DiffFlags, FolderFlags, each, progress};
use crate::cli::answer::{Answer, object};
use crate::cli::client::Path;
use crate::cli::context::Context;
use crate::cli::failure::{Failure, Result};
use crate::declare::{Declared, ZoneEntry, sha256, word};
use crate::output;

/// What a zone needs to become what its file says.
pub(super) struct Planned {
    pub(super) entry: ZoneEntry,
    pub(super) file: String,
    pub(super) outcome: Result<Answer>,
}

impl Planned {
    /// What came of planning a zone.
    pub(super) fn of(zone: &Declared, outcome: Result<Answer>) -> Self {
        Self {
            entry: zone.entry.clone(),
            file: zone.file.clone(),
            outcome,
        }
    }

    /// The changes.
    pub(super) fn changes(&self) -> &[Answer] {
        match &self.outcome {
            Ok(plan) => plan.get("changes").entries(),
            Err(_) => &[],
        }
    }

    /// Whether the zone is not there yet.
    pub(super) fn creates_zone(&self) -> bool {
        let plan = self.outcome.as_ref();
        plan.is_ok_and(|plan| plan.get("creates_zone").is_true())
    }

    /// The zone's path.
    pub(super) fn path(&self) -> Path {
        zone_path(&self.entry)
    }
}

/// Plans a folder; changes are exit code 2.
pub(in crate::cli::dns) async fn plan(
    names: &[String],
    folder: &FolderFlags,
    context: &Context<'_>,
) -> Result<()> {
    let (zones, warnings) = folder.read(names, context)?;
    let planned = plan_all(&zones, folder, context).await?;
    write(&planned, &warnings, true, context)?;
    if planned.iter().any(|zone| zone.outcome.is_err()) {
        return Err(Failure::Ended(1));
    }
    if planned.iter().any(|zone| !zone.changes().is_empty()) {
        return Err(Failure::Ended(2));
    }
    Ok(())
}

/// Shows the difference between a folder and what is live.
pub(in crate::cli::dns) async fn diff(flags: DiffFlags, context: &Context<'_>) -> Result<()> {
    let (zones, warnings) = flags.folder.read(&flags.names, context)?;
    let planned = plan_all(&zones, &flags.folder, context).await?;
    write(&planned, &warnings, false, context)?;
    if planned.iter().any(|zone| zone.outcome.is_err()) {
        return Err(Failure::Ended(1));
    }
    Ok(())
}

/// Plans every zone, a batch at once: where a provider's list has serials, that is one call for all.
pub(super) async fn plan_all(
    zones: &[Declared],
    folder: &FolderFlags,
    context: &Context<'_>,
) -> Result<Vec<Planned>> {
    let bar = progress(zones.len(), context, "planning");
    let mut planned = Vec::with_capacity(zones.len());
    for batch in batches(zones) {
        match plan_batch(batch, context).await {
            Ok(plans) => planned.extend(plans),
            // It is too much at once; each by itself it may be done.
            Err(Failure::Refused {
                status: 413 | 504, ..
            }) => planned.extend(plan_each(batch, None, folder, context).await?),
            Err(failure) => return Err(failure),
        }
        bar.inc(batch.len() as u64);
    }
    bar.finish_and_clear();
    Ok(planned)
}

/// Plans every zone by itself, which reads it as it is now.
pub(super) async fn plan_each(
    zones: &[Declared],
    policy: Option<Policy>,
    folder: &FolderFlags,
    context: &Context<'_>,
) -> Result<Vec<Planned>> {
    let mut planned = each(zones, folder, context, "planning", |zone| async move {
        let policy = policy.unwrap_or(zone.entry.policy);
        Planned::of(zone, plan_one(zone, policy, context).await)
    })
    .await;
    let is_for_all = |failure: &Failure| {
        matches!(
            failure,
            Failure::Unreachable(_) | Failure::Refused { status: 401, .. }
        )
    };
    let is_lost = |zone: &Planned| zone.outcome.as_ref().is_err_and(is_for_all);
    match planned.iter().position(is_lost) {
        Some(at) => planned.swap_remove(at).outcome.map(|_| Vec::new()),
        None => Ok(planned),
    }
}

/// What all plans with changes are known by together; `None` where nothing changes.
///
/// It is made over the zones that change only: what happens elsewhere does not make a review void.
pub(super) fn digest_of(planned: &[Planned]) -> Option<String> {
    let mut lines: Vec<String> = planned
        .iter()
        .filter(|zone| !zone.changes().is_empty())
        .filter_map(|zone| {
            let plan = zone.outcome.as_ref().ok()?;
            let ZoneEntry { account, zone, .. } = &zone.entry;
            Some(format!("{account} {zone} {}\n", plan.str("digest")))
        })
        .collect();
    if lines.is_empty() {
        return None;
    }
    lines.sort();
    Some(sha256(&lines.concat()))
}

/// Everything as one object.
pub(super) fn document(planned: &[Planned], warnings: &[String]) -> Answer {
    let zones: Answer = planned
        .iter()
        .map(|zone| {
            let error = zone.outcome.as_ref().err().map(Failure::words);
            object([
                ("account", zone.entry.account.as_str().into()),
                ("zone", zone.entry.zone.as_str().into()),
                ("policy", word(zone.entry.policy).into()),
                ("file", zone.file.as_str().into()),
                ("plan", zone.outcome.as_ref().ok().cloned().into()),
                ("error", error.as_deref().into()),
            ])
        })
        .collect();
    object([
        ("digest", digest_of(planned).as_deref().into()),
        ("summary", summary(planned)),
        ("warnings", warnings.iter().map(String::as_str).collect()),
        ("zones", zones),
    ])
}

/// Shows plans: in words for people, otherwise everything.
pub(super) fn write(
    planned: &[Planned],
    warnings: &[String],
    has_digest: bool,
    context: &Context<'_>,
) -> Result<()> {
    if !context.printer.is_for_people() {
        return context.printer.plain(&document(planned, warnings));
    }
    let mut lines = vec![rendered(planned, &context.printer)];
    if let Some(digest) = digest_of(planned).filter(|_| has_digest) {
        lines.push(format!("digest {digest}"));
        lines.push(format!(
            "apply exactly this with `setec-manager dns apply --plan {digest}`"
        ));
    }
    Ok(output::line(&lines.join("\n"))?)
}
