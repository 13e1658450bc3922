//! `dns plan` and `dns apply`.

use std::path::PathBuf;

use clap::{Args, ValueEnum};
use serde_json::{Value, json};
use setec_core::plan::Policy;

use super::declare::{self, FolderFlags};
use super::diff::rendered;
use super::records::batch;
use super::{Zone, counted};
use crate::cli::answer::Answer;
use crate::cli::context::Context;
use crate::cli::failure::{Failure, Result};
use crate::cli::input;
use crate::declare::word;
use crate::output;

/// The two forms.
pub(super) const PLAN_USAGE: &str = "\
setec-manager dns plan [--dir DIR] [ZONE]...
       setec-manager dns plan <PROVIDER> <ZONE> <--file FILE|--zone-file FILE> [OPTIONS]";

/// How plans are used.
pub(super) const PLAN_HELP: &str = "\
A plan changes nothing. It is kept for an hour and applied by its digest, exactly as it was shown:
if the zone has changed since, applying it is refused (exit code 5).

With --file or --zone-file it is the plan of that one zone. Without, it is the plan of the zones that
setec.toml in the folder declares: exit code 0 without changes, 2 with changes, 1 after an error.";

/// The two forms.
pub(super) const APPLY_USAGE: &str = "\
setec-manager dns apply [--dir DIR] [--plan DIGEST] [ZONE]...
       setec-manager dns apply <PROVIDER> <ZONE> <DIGEST> [OPTIONS]";

/// How the forms are told apart.
pub(super) const APPLY_HELP: &str = "\
With a provider, a zone and a digest it is the plan of that one zone. Otherwise the zones that
setec.toml in the folder declares are planned again: with --plan they are changed if that is what was
reviewed (exit code 5 if it is not), without it after a question. A zone that fails stops no other.";

/// What a zone, or a folder, shall hold.
#[derive(Debug, Args)]
#[group(id = "wanted", args = ["file", "zone_file"])]
pub(crate) struct PlanFlags {
    /// Zones of the folder, all where none is named; with --file or --zone-file PROVIDER and ZONE
    #[arg(value_name = "ZONE")]
    names: Vec<String>,
    #[command(flatten)]
    folder: FolderFlags,
    /// Records in JSON or YAML, as for `dns update`; - for standard input
    #[arg(long, short, value_name = "FILE", conflicts_with = "dir")]
    file: Option<PathBuf>,
    /// A zone file (RFC 1035); - for standard input
    #[arg(long, value_name = "FILE", conflicts_with = "dir")]
    zone_file: Option<PathBuf>,
    /// What the plan of one zone may do; the folder's are in setec.toml
    #[arg(long, value_enum, default_value = "upsert", requires = "wanted")]
    policy: PolicyFlag,
    /// Records to leave alone: name=GLOB,type=TYPE,target=GLOB, each part optional; may be given
    /// several times
    #[arg(long, value_name = "RULE", value_parser = ignore_rule, requires = "wanted")]
    ignore: Vec<Value>,
    #[command(flatten)]
    guards: Overrides,
    /// Apply the plan of one zone after a question
    #[arg(long, requires = "wanted")]
    apply: bool,
}

/// What a plan may do.
#[derive(Debug, Clone, Copy, ValueEnum)]
pub(super) enum PolicyFlag {
    /// Only sets that are not there yet
    CreateOnly,
    /// Make and change what is declared; what is not declared stays
    Upsert,
    /// The zone becomes what is declared; everything else goes
    Sync,
}

impl From<PolicyFlag> for Policy {
    fn from(flag: PolicyFlag) -> Self {
        match flag {
            PolicyFlag::CreateOnly => Self::CreateOnly,
            PolicyFlag::Upsert => Self::Upsert,
            PolicyFlag::Sync => Self::Sync,
        }
    }
}

/// Guards that are overridden on purpose.
#[derive(Debug, Args)]
pub(crate) struct Overrides {
    /// A guard that the plan trips and that you override, such as mass-delete; may be given several times
    #[arg(long = "override", value_name = "GUARD")]
    overrides: Vec<String>,
}

impl Overrides {
    /// The words as they were given.
    pub(super) fn words(&self) -> &[String] {
        &self.overrides
    }

    /// Refuses words that would do nothing: a plan by itself shows the guards that it trips, and
    /// they are overridden where it is applied.
    pub(super) fn refuse_unless(&self, applies: bool) -> Result<()> {
        if applies || self.overrides.is_empty() {
            return Ok(());
        }
        Err(Failure::Usage(
            "--override is for applying: give it to `dns apply`, or together with --apply"
                .to_owned(),
        ))
    }
}

/// A plan that was reviewed.
#[derive(Debug, Args)]
pub(crate) struct ApplyFlags {
    /// Zones of the folder, all where none is named; or PROVIDER, ZONE and DIGEST
    #[arg(value_name = "ZONE")]
    names: Vec<String>,
    #[command(flatten)]
    folder: FolderFlags,
    /// The digest of the reviewed plan, or the file with what `dns plan --output json` has said
    #[arg(long, value_name = "DIGEST")]
    plan: Option<String>,
    /// A guard that the plan trips and that you override, such as mass-delete, or in one zone of the
    /// folder only, such as example.com=mass-delete; may be given several times
    #[arg(long = "override", value_name = "GUARD")]
    overrides: Vec<String>,
}

/// Plans, and applies where that is wanted.
pub(super) async fn plan(flags: PlanFlags, context: &Context<'_>) -> Result<()> {
    flags.guards.refuse_unless(flags.apply)?;
    if flags.file.is_none() && flags.zone_file.is_none() {
        return declare::plan(&flags.names, &flags.folder, context).await;
    }
    let [provider, domain] = flags.names.as_slice() else {
        return Err(Failure::Usage(
            "--file and --zone-file are for one zone: dns plan PROVIDER ZONE --file FILE"
                .to_owned(),
        ));
    };
    let zone = Zone {
        provider: provider.clone(),
        domain: domain.clone(),
    };
    let mut body = json!({
        "policy": word(flags.policy.into()),
        "ignore": flags.ignore,
    });
    if let Some(file) = &flags.zone_file {
        body["zone_file"] = Value::from(input::text(file)?);
    } else if let Some(file) = &flags.file {
        body["records"] = batch(input::value(file)?)?.0["records"].take();
    }
    let plan = context
        .client
        .post_body(zone.path().at("plan"), &body)
        .await?;
    if flags.apply {
        return review(&zone, &flags.guards, plan, context).await;
    }
    show(&plan, context)
}

/// Applies a plan that was reviewed before.
pub(super) async fn apply(flags: ApplyFlags, context: &Context<'_>) -> Result<()> {
    if let [provider, domain, digest] = flags.names.as_slice()
        && flags.folder.dir.is_none()
        && flags.plan.is_none()
        // Every zone of a folder has a dot in its name, and no digest has one.
        && !digest.contains('.')
    {
        let zone = Zone {
            provider: provider.clone(),
            domain: domain.clone(),
        };
        let guards = Overrides {
            overrides: flags.overrides,
        };
        return send(&zone, digest, &guards, context).await;
    }
    let plan = flags.plan.as_deref();
    declare::apply(&flags.names, &flags.folder, plan, &flags.overrides, context).await
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
