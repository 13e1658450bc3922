//! `dns protect`: what nobody changes by accident.

use clap::{Args, Subcommand};
use serde_json::json;

use super::Zone;
use crate::cli::column::{Column, field, made};
use crate::cli::context::Context;
use crate::cli::failure::Result;

/// What to do with a zone's protection.
#[derive(Debug, Subcommand)]
pub(crate) enum ProtectCommand {
    /// Show what is protected in a zone
    Show(Zone),
    /// Say what is protected in a zone, in the place of what was
    Set(SetFlags),
}

/// What shall be protected.
#[derive(Debug, Args)]
#[group(id = "protected", required = true, multiple = true, args = ["all", "set", "none"])]
pub(crate) struct SetFlags {
    #[command(flatten)]
    zone: Zone,
    /// The whole zone
    #[arg(long = "zone")]
    all: bool,
    /// A record set, such as '@ MX'; may be given several times
    #[arg(long, value_name = "NAME TYPE", value_parser = set_key)]
    set: Vec<(String, String)>,
    /// Nothing: everything may be changed
    #[arg(long, conflicts_with_all = ["all", "set"])]
    none: bool,
}

const PROTECTION: &[Column] = &[
    field("Whole zone", "zone"),
    made("Record sets", |answer| {
        let sets = answer.get("sets").entries().iter();
        let sets: Vec<String> = sets
            .map(|set| format!("{} {}", set.str("name"), set.str("type")))
            .collect();
        sets.join(", ")
    }),
];

impl ProtectCommand {
    pub(crate) async fn run(self, context: &Context<'_>) -> Result<()> {
        match self {
            Self::Show(zone) => {
                let answer = context.client.get(zone.path().at("protection")).await?;
                context.printer.details(&answer, PROTECTION)
            }
            Self::Set(flags) => {
                let sets: Vec<_> = flags
                    .set
                    .iter()
                    .map(|(name, rtype)| json!({ "name": name, "type": rtype }))
                    .collect();
                let body = json!({ "zone": flags.all, "sets": sets });
                let path = flags.zone.path().at("protection");
                let answer = context.client.put(path, &body).await?;
                let words = format!("protection of {} updated", flags.zone.domain);
                context.done(&answer, &words)
            }
        }
    }
}

/// Reads `NAME TYPE`.
fn set_key(text: &str) -> Result<(String, String), String> {
    match text.split_whitespace().collect::<Vec<_>>()[..] {
        [name, rtype] => Ok((name.to_owned(), rtype.to_owned())),
        _ => Err("it is written 'NAME TYPE', such as '@ MX'".to_owned()),
    }
}
