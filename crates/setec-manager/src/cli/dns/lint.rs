//! `dns lint`: mistakes in a zone.

use clap::Args;

use super::Zone;
use crate::cli::column::{Column, field, made, state};
use crate::cli::context::Context;
use crate::cli::failure::{Failure, Result};

/// A zone to be looked at.
#[derive(Debug, Args)]
pub(crate) struct LintFlags {
    #[command(flatten)]
    zone: Zone,
    /// The certificate authority in use, as CAA records name it: is it locked out?
    #[arg(long, value_name = "DOMAIN")]
    issuer: Option<String>,
}

const FINDINGS: &[Column] = &[
    state("Severity", "severity"),
    field("Rule", "rule"),
    made("Set", |entry| {
        format!("{} {}", entry.str("name"), entry.str("type"))
    }),
    field("Message", "message"),
    field("Advice", "advice"),
    made("Fix", |entry| entry.get("fix").str("label").to_owned()),
];

/// Looks for mistakes; a serious one is exit code 1.
pub(super) async fn lint(flags: LintFlags, context: &Context<'_>) -> Result<()> {
    let query: Vec<(&str, String)> = flags
        .issuer
        .map(|name| ("issuer", name))
        .into_iter()
        .collect();
    let path = flags.zone.path().at("lint");
    let found = context.client.get_with(path, &query).await?;
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
