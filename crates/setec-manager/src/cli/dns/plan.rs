//! `dns plan`, `dns apply` and `dns lint`.

use std::path::PathBuf;

use clap::{Args, ValueEnum};
use serde_json::{Value, json};

use super::diff::rendered;
use super::records::batch;
use super::{Zone, counted};
use crate::cli::answer::Answer;
use crate::cli::column::{Column, field, made, state};
use crate::cli::context::Context;
use crate::cli::failure::{Failure, Result};
use crate::cli::input;
use crate::output;

/// How plans are used.
pub(super) const PLAN_HELP: &str = "\
A plan changes nothing. It is kept for an hour and applied by its digest, exactly as it was shown:
if the zone has changed since, applying it is refused (exit code 5).";

/// What a zone shall hold.
#[derive(Debug, Args)]
#[group(id = "wanted", required = true, args = ["file", "zone_file"])]
pub(crate) struct PlanFlags {
    #[command(flatten)]
    zone: Zone,
    /// Records in JSON or YAML, as for `dns update`; - for standard input
    #[arg(long, short, value_name = "FILE")]
    file: Option<PathBuf>,
    /// A zone file (RFC 1035); - for standard input
    #[arg(long, value_name = "FILE")]
    zone_file: Option<PathBuf>,
    /// What the plan may do
    #[arg(long, value_enum, default_value = "upsert")]
    policy: Policy,
    /// Records to leave alone: name=GLOB,type=TYPE,target=GLOB, each part optional; may be given
    /// several times
    #[arg(long, value_name = "RULE", value_parser = ignore_rule)]
    ignore: Vec<Value>,
    #[command(flatten)]
    guards: Overrides,
    /// Apply the plan after a question
    #[arg(long)]
    apply: bool,
}

/// What a plan may do.
#[derive(Debug, Clone, Copy, ValueEnum)]
enum Policy {
    /// Only sets that are not there yet
    CreateOnly,
    /// Make and change what is declared; what is not declared stays
    Upsert,
    /// The zone becomes what is declared; everything else goes
    Sync,
}

/// Guards that are overridden on purpose.
#[derive(Debug, Args)]
pub(crate) struct Overrides {
    /// A guard that the plan trips and that you override, such as mass-delete; may be given several times
    #[arg(long = "override", value_name = "GUARD")]
    overrides: Vec<String>,
}

/// A plan that was reviewed.
#[derive(Debug, Args)]
pub(crate) struct ApplyFlags {
    #[command(flatten)]
    zone: Zone,
    /// The plan's digest
    digest: String,
    #[command(flatten)]
    guards: Overrides,
}

const FINDINGS: &[Column] = &[
    state("Severity", "severity"),
    field("Rule", "rule"),
    made("Set", |entry| {
        format!("{} {}", entry.str("name"), entry.str("type"))
    }),
    field("Message", "message"),
    field("Advice", "advice"),
];

/// Plans, and applies where that is wanted.
pub(super) async fn plan(flags: PlanFlags, context: &Context<'_>) -> Result<()> {
    let policy = match flags.policy {
        Policy::CreateOnly => "create-only",
        Policy::Upsert => "upsert",
        Policy::Sync => "sync",
    };
    let mut body = json!({
        "policy": policy,
        "ignore": flags.ignore,
    });
    if let Some(file) = &flags.zone_file {
        body["zone_file"] = Value::from(input::text(file)?);
    } else if let Some(file) = &flags.file {
        body["records"] = batch(input::value(file)?)?.0["records"].take();
    }
    let plan = context
        .client
        .post_body(flags.zone.path().at("plan"), &body)
        .await?;
    if flags.apply {
        return review(&flags.zone, &flags.guards, plan, context).await;
    }
    show(&plan, context)
}

/// Applies a plan that was reviewed before.
pub(super) async fn apply(flags: ApplyFlags, context: &Context<'_>) -> Result<()> {
    send(&flags.zone, &flags.digest, &flags.guards, context).await
}

/// Looks for mistakes; a serious one is exit code 1.
pub(super) async fn lint(zone: Zone, context: &Context<'_>) -> Result<()> {
    let found = context.client.get(zone.path().at("lint")).await?;
    context
        .printer
        .list(&found, FINDINGS, "no mistakes found")?;
    let errors = found
        .entries()
        .iter()
        .filter(|finding| finding.str("severity") == "error")
        .count();
    if errors > 0 {
        let words = if errors == 1 {
            "one finding is an error".to_owned()
        } else {
            format!("{errors} findings are errors")
        };
        return Err(Failure::Failed(words));
    }
    Ok(())
}

/// Shows a plan.
pub(super) fn show(plan: &Answer, context: &Context<'_>) -> Result<()> {
    if context.printer.is_for_people() {
        return Ok(output::line(&rendered(plan))?);
    }
    context.printer.plain(plan)
}

/// Shows a plan, asks, and applies it.
pub(super) async fn review(
    zone: &Zone,
    guards: &Overrides,
    plan: Answer,
    context: &Context<'_>,
) -> Result<()> {
    let count = plan.get("changes").entries().len();
    if count == 0 {
        return context.done(&plan, "nothing to change");
    }
    context.note(&rendered(&plan));
    context.confirm(&format!(
        "Change {} of {}?",
        counted(count, "record set"),
        zone.domain
    ))?;
    send(zone, plan.str("digest"), guards, context).await
}

async fn send(zone: &Zone, digest: &str, guards: &Overrides, context: &Context<'_>) -> Result<()> {
    let body = json!({ "digest": digest, "override": guards.overrides });
    let answer = context
        .client
        .post_body(zone.path().at("apply"), &body)
        .await?;
    let count = answer.get("changes").entries().len();
    let visible = if answer.get("visible").is_true() {
        ""
    } else {
        "; the provider does not show it yet"
    };
    context.done(
        &answer,
        &format!(
            "{} of {} changed{visible}",
            counted(count, "record set"),
            zone.domain
        ),
    )
}

/// Reads `name=GLOB,type=TYPE,target=GLOB`.
fn ignore_rule(text: &str) -> Result<Value, String> {
    let mut rule = json!({ "types": [] });
    for part in text.split(',') {
        let (key, value) = input::pair(part)?;
        match key.as_str() {
            "name" | "target" => rule[key] = Value::from(value),
            "type" => {
                if let Some(types) = rule["types"].as_array_mut() {
                    types.push(Value::from(value));
                }
            }
            _ => return Err(format!("'{key}' is not one of name, type and target")),
        }
    }
    Ok(rule)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::ignore_rule;

    #[test]
    fn ignored_records_are_named_by_their_parts() {
        let rule = ignore_rule("name=_acme-challenge*,type=TXT,type=CNAME").unwrap();
        assert_eq!(
            rule,
            json!({"name": "_acme-challenge*", "types": ["TXT", "CNAME"]})
        );
        assert!(ignore_rule("nmae=x").is_err() && ignore_rule("x").is_err());
    }
}
