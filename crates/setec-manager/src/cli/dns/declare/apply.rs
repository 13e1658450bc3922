//! `dns apply` of a folder.

use serde_json::{Value, json};
use setec_core::plan::Guard;

use super::super::counted;
use super::plan::{Planned, digest_of, plan_all, write};
use super::reviewed::Reviewed;
use super::show::rendered;
use super::{FolderFlags, each};
use crate::cli::answer::{Answer, object};
use crate::cli::column::printable;
use crate::cli::context::Context;
use crate::cli::failure::{Failure, Result};
use crate::output;

/// A guard that is overridden, everywhere or in one zone.
struct Override {
    zone: Option<String>,
    guard: String,
}

/// Plans again and applies, zone by zone.
pub(in crate::cli::dns) async fn apply(
    names: &[String],
    folder: &FolderFlags,
    plan: Option<&str>,
    overrides: &[String],
    context: &Context<'_>,
) -> Result<()> {
    let reviewed = plan.map(Reviewed::read).transpose()?;
    let overrides: Vec<Override> = overrides
        .iter()
        .map(|text| Override::read(text))
        .collect::<Result<_>>()?;
    let (zones, warnings) = folder.read(names, context)?;
    let planned = plan_all(&zones, folder, context).await?;
    let digest = digest_of(&planned);
    if let Some(reviewed) = &reviewed
        && Some(&reviewed.digest) != digest.as_ref()
    {
        write(&planned, &warnings, true, context)?;
        return Err(Failure::Conflict(reviewed.is_stale(&planned)));
    }
    let Some(digest) = digest else {
        write(&planned, &warnings, true, context)?;
        let has_failed = planned.iter().any(|zone| zone.outcome.is_err());
        return if has_failed {
            Err(Failure::Ended(1))
        } else {
            Ok(())
        };
    };
    if reviewed.is_none() {
        if !context.options.yes || context.printer.is_for_people() {
            context.note(&rendered(&planned, &context.printer));
        }
        let sets = planned.iter().map(|zone| zone.changes().len()).sum();
        let zones = planned.iter().filter(|zone| !zone.changes().is_empty());
        context.confirm(&format!(
            "Change {} in {}?",
            counted(sets, "record set"),
            counted(zones.count(), "zone")
        ))?;
    }
    let mut outcomes = each(planned, folder, context, "applying", |zone| {
        let overrides = &overrides;
        async move {
            let applied = send(&zone, overrides, context).await;
            (zone, applied)
        }
    })
    .await;
    for (zone, applied) in &mut outcomes {
        try_again(zone, applied, &overrides, context).await;
    }
    conclude(&outcomes, &digest, context)
}

/// Says what became of every zone.
fn conclude(
    outcomes: &[(Planned, Option<Result<Answer>>)],
    digest: &str,
    context: &Context<'_>,
) -> Result<()> {
    let mut lines = Vec::new();
    let mut zones = Vec::new();
    let mut failed = 0;
    for (zone, applied) in outcomes {
        let head = format!("{} at {}", zone.entry.zone, zone.entry.account);
        let failure = match applied {
            Some(Err(failure)) => Some(failure),
            Some(Ok(applied)) => {
                let count = applied.get("changes").entries().len();
                let visible = if applied.get("visible").is_true() {
                    ""
                } else {
                    "; the provider does not show it yet"
                };
                let count = counted(count, "record set");
                let done = if zone.creates_zone() {
                    format!("zone made with {count}")
                } else {
                    format!("{count} changed")
                };
                lines.push(format!("{head}: {done}{visible}"));
                None
            }
            None => zone.outcome.as_ref().err(),
        };
        if let Some(failure) = failure {
            failed += 1;
            lines.push(format!("{head}: error: {}", failure.words()));
        }
        let error = failure.map(Failure::words);
        zones.push(object([
            ("account", zone.entry.account.as_str().into()),
            ("zone", zone.entry.zone.as_str().into()),
            (
                "applied",
                applied
                    .as_ref()
                    .and_then(|applied| applied.as_ref().ok().cloned())
                    .into(),
            ),
            ("error", error.as_deref().into()),
        ]));
    }
    if context.printer.is_for_people() {
        for line in &lines {
            output::line(&printable(line))?;
        }
    } else {
        context.printer.plain(&object([
            ("digest", digest.into()),
            ("failed", failed.into()),
            ("zones", Answer::List(zones)),
        ]))?;
    }
    if failed > 0 {
        return Err(Failure::Failed(format!(
            "{failed} of {} failed; the next plan holds what is left",
            counted(outcomes.len(), "zone")
        )));
    }
    Ok(())
}

async fn send(
    zone: &Planned,
    overrides: &[Override],
    context: &Context<'_>,
) -> Option<Result<Answer>> {
    let plan = zone.outcome.as_ref().ok()?;
    if zone.changes().is_empty() {
        return None;
    }
    // Only what is tripped is overridden: the journal shall not name what nobody needed.
    let words: Vec<&str> = plan
        .get("guards")
        .entries()
        .iter()
        .map(|guard| guard.str("guard"))
        .filter(|guard| {
            let meant = |given: &Override| {
                let zones = given.zone.as_deref();
                given.guard == *guard && zones.is_none_or(|name| name == zone.entry.zone.as_str())
            };
            overrides.iter().any(meant)
        })
        .collect();
    let body = json!({ "digest": plan.str("digest"), "override": words });
    Some(
        context
            .client
            .post_body(zone.path().at("apply"), &body)
            .await,
    )
}

/// Sends once more, alone, what a provider has failed at.
///
/// PowerDNS over SQLite answers 500 where two zones are written at once. It is safe: the server
/// applies a plan only to a zone that is as it was reviewed, thus not twice.
async fn try_again(
    zone: &Planned,
    applied: &mut Option<Result<Answer>>,
    overrides: &[Override],
    context: &Context<'_>,
) {
    let is_providers = |status: u16| matches!(status, 500 | 502..=504);
    if matches!(applied, Some(Err(Failure::Refused { status, .. })) if is_providers(*status))
        && let Some(Ok(answer)) = send(zone, overrides, context).await
    {
        *applied = Some(Ok(answer));
    }
}

impl Override {
    /// Reads `GUARD` or `ZONE=GUARD`.
    fn read(text: &str) -> Result<Self> {
        let (zone, guard) = match text.split_once('=') {
            Some((zone, guard)) => (Some(zone.trim_end_matches('.').to_lowercase()), guard),
            None => (None, text),
        };
        if serde_json::from_value::<Guard>(Value::from(guard)).is_err() {
            return Err(Failure::Usage(format!("'{guard}' is no guard")));
        }
        Ok(Self {
            zone,
            guard: guard.to_owned(),
        })
    }
}
