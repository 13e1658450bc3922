//! `dns lint`: mistakes in a zone.

use super::Zone;
use crate::cli::column::{Column, field, made, state};
use crate::cli::context::Context;
use crate::cli::failure::{Failure, Result};

const FINDINGS: &[Column] = &[
    state("Severity", "severity"),
    field("Rule", "rule"),
    made("Set", |entry| {
        format!("{} {}", entry.str("name"), entry.str("type"))
    }),
    field("Message", "message"),
    field("Advice", "advice"),
];

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
