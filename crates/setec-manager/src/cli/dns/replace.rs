//! `dns replace`: search and replace over all zones.

use clap::Args;
use serde_json::json;

use super::counted;
use super::declare::plan_lines;
use super::plan::Overrides;
use crate::cli::answer::Answer;
use crate::cli::client::Path;
use crate::cli::column::printable;
use crate::cli::context::Context;
use crate::cli::failure::{Failure, Result};
use crate::output;

/// What shall be replaced by what.
#[derive(Debug, Args)]
pub(crate) struct ReplaceFlags {
    /// A content, such as an address or a host name
    #[arg(long)]
    search: String,
    /// The content in its place
    #[arg(long)]
    replace: String,
    /// Only records of this type; may be given several times
    #[arg(long = "type", short = 't', value_name = "TYPE")]
    types: Vec<String>,
    /// Only zones of this account; may be given several times
    #[arg(long, value_name = "PROVIDER")]
    provider: Vec<String>,
    /// Apply the plan after a question
    #[arg(long)]
    apply: bool,
    #[command(flatten)]
    guards: Overrides,
}

/// Plans a replacement in every zone, and applies it where that is wanted.
pub(super) async fn replace(flags: ReplaceFlags, context: &Context<'_>) -> Result<()> {
    flags.guards.refuse_unless(flags.apply)?;
    let body = json!({
        "search": flags.search,
        "replace": flags.replace,
        "types": flags.types,
        "providers": flags.provider,
    });
    let path = Path::of(&["api", "dns", "replace"]);
    let plan = context.client.post_body(path, &body).await?;
    let failed = plan.get("failed").entries().len();
    let Some(digest) = plan.get("digest").text().filter(|_| flags.apply) else {
        show(&plan, context)?;
        return if failed > 0 {
            Err(Failure::Ended(1))
        } else {
            Ok(())
        };
    };
    context.note(&rendered(&plan, context));
    let zones = counted(plan.get("plans").entries().len(), "zone");
    context.confirm(&format!("Change the records of {zones}?"))?;
    let body = json!({ "digest": digest, "override": flags.guards.words() });
    let path = Path::of(&["api", "dns", "apply"]);
    let outcomes = context.client.post_body(path, &body).await?;
    conclude(&outcomes, failed, context)
}

fn show(plan: &Answer, context: &Context<'_>) -> Result<()> {
    if !context.printer.is_for_people() {
        return context.printer.plain(plan);
    }
    Ok(output::line(&rendered(plan, context))?)
}

fn rendered(plan: &Answer, context: &Context<'_>) -> String {
    let mut lines = Vec::new();
    for zone in plan.get("plans").entries() {
        lines.extend(plan_lines(&head(zone), zone, &context.printer));
    }
    for zone in plan.get("failed").entries() {
        let line = format!("{}: error: {}", head(zone), zone.str("error"));
        lines.push(printable(&line));
    }
    let plans = plan.get("plans").entries().len();
    lines.push(match plan.get("digest").text() {
        Some(digest) => format!("{} to change, digest {digest}", counted(plans, "zone")),
        None => "nothing to change".to_owned(),
    });
    lines.join("\n")
}

fn conclude(outcomes: &Answer, unplanned: usize, context: &Context<'_>) -> Result<()> {
    let zones = outcomes.entries();
    let failed = zones
        .iter()
        .filter(|zone| zone.get("error").text().is_some());
    let failed = failed.count() + unplanned;
    if context.printer.is_for_people() {
        for zone in zones {
            let count = zone.get("applied").get("changes").entries().len();
            let words = match zone.get("error").text() {
                Some(error) => format!("error: {error}"),
                None => format!("{} changed", counted(count, "record set")),
            };
            output::line(&printable(&format!("{}: {words}", head(zone))))?;
        }
    } else {
        context.printer.plain(outcomes)?;
    }
    if failed > 0 {
        return Err(Failure::Failed(format!(
            "{} failed",
            counted(failed, "zone")
        )));
    }
    Ok(())
}

fn head(zone: &Answer) -> String {
    format!("{} at {}", zone.str("zone"), zone.str("account"))
}
