//! `dns history`: the states of a zone that were seen, and the way back.

use clap::{Args, Subcommand};

use super::Zone;
use super::diff::change_lines;
use super::plan::{Overrides, review, show};
use super::records::RECORDS;
use crate::cli::client::Path;
use crate::cli::column::{Column, field, time};
use crate::cli::context::Context;
use crate::cli::failure::Result;
use crate::output;

/// What to do with the states of a zone.
#[derive(Debug, Subcommand)]
pub(crate) enum HistoryCommand {
    /// List the states that were seen, newest first; what changed outside is marked
    List(Zone),
    /// Show a state's records
    Show(Version),
    /// Show what lies between two states
    Diff {
        #[command(flatten)]
        version: Version,
        /// The state to compare with
        to: String,
    },
    /// Put the zone back to a state, after a look at what that changes
    Restore {
        #[command(flatten)]
        version: Version,
        #[command(flatten)]
        guards: Overrides,
        /// Only show what would be changed
        #[arg(long)]
        plan_only: bool,
    },
}

/// A state of a zone.
#[derive(Debug, Args)]
pub(crate) struct Version {
    #[command(flatten)]
    zone: Zone,
    /// The state's id
    id: String,
}

impl Version {
    fn path(&self) -> Path {
        self.zone.path().at("history").at(&self.id)
    }
}

const HISTORY: &[Column] = &[
    field("Id", "id"),
    time("At", "at"),
    field("Origin", "origin"),
    field("By", "actor"),
];

impl HistoryCommand {
    pub(crate) async fn run(self, context: &Context<'_>) -> Result<()> {
        let client = &context.client;
        let printer = &context.printer;
        match self {
            Self::List(zone) => {
                let answer = client.get(zone.path().at("history")).await?;
                printer.list(&answer, HISTORY, "no states were seen so far")
            }
            Self::Show(version) => {
                let answer = client.get(version.path()).await?;
                printer.details(&answer, HISTORY)?;
                if printer.is_for_people() {
                    printer.list(answer.get("records"), RECORDS, "no records")?;
                }
                Ok(())
            }
            Self::Diff { version, to } => {
                let path = version.path().at("diff");
                let answer = client.get_with(path, &[("to", to)]).await?;
                if !printer.is_for_people() {
                    return printer.plain(&answer);
                }
                let lines = change_lines(&answer);
                let text = if lines.is_empty() {
                    "no difference".to_owned()
                } else {
                    lines.join("\n")
                };
                Ok(output::line(&text)?)
            }
            Self::Restore {
                version,
                guards,
                plan_only,
            } => {
                guards.refuse_unless(!plan_only)?;
                let plan = client.post(version.path().at("restore")).await?;
                if plan_only {
                    return show(&plan, context);
                }
                review(&version.zone, &guards, plan, context).await
            }
        }
    }
}
