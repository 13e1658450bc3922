//! `dns snapshots`: what the provider keeps of a zone.

use clap::Subcommand;

use super::records::RECORDS;
use crate::cli::client::account;
use crate::cli::column::{Column, field, made, time};
use crate::cli::context::Context;
use crate::cli::failure::Result;

/// What to do with a zone's snapshots.
#[derive(Debug, Subcommand)]
pub(crate) enum SnapshotsCommand {
    /// List the snapshots that the provider keeps of a zone
    List {
        /// The account's name
        provider: String,
        /// The zone
        domain: String,
    },
    /// Show a snapshot's records
    Show {
        /// The account's name
        provider: String,
        /// The zone
        domain: String,
        /// The snapshot's id
        id: String,
    },
    /// Put a zone back to a snapshot
    Restore {
        /// The account's name
        provider: String,
        /// The zone
        domain: String,
        /// The snapshot's id
        id: String,
    },
}

const SNAPSHOTS: &[Column] = &[
    field("Id", "id"),
    time("Created", "created_at"),
    field("Reason", "reason"),
];

const SNAPSHOT: &[Column] = &[
    field("Id", "id"),
    time("Created", "created_at"),
    field("Reason", "reason"),
    made("Records", |entry| {
        entry.get("records").entries().len().to_string()
    }),
];

impl SnapshotsCommand {
    pub(crate) async fn run(self, context: &Context<'_>) -> Result<()> {
        let snapshots =
            |provider: &str, domain: &str| account(provider).at("dns").at(domain).at("snapshots");
        match self {
            Self::List { provider, domain } => {
                let answer = context.client.get(snapshots(&provider, &domain)).await?;
                context
                    .printer
                    .list(&answer, SNAPSHOTS, &format!("no snapshots of {domain}"))
            }
            Self::Show {
                provider,
                domain,
                id,
            } => {
                let answer = context
                    .client
                    .get(snapshots(&provider, &domain).at(&id))
                    .await?;
                context.printer.details(&answer, SNAPSHOT)?;
                if context.printer.is_for_people() {
                    let records = answer.get("records");
                    context.printer.list(records, RECORDS, "no records")?;
                }
                Ok(())
            }
            Self::Restore {
                provider,
                domain,
                id,
            } => {
                context.confirm(&format!(
                    "Put {domain} back to snapshot {id}? Records that are not in it are lost"
                ))?;
                let path = snapshots(&provider, &domain).at(&id).at("restore");
                let answer = context.client.post(path).await?;
                context.done(&answer, &format!("{domain} is back at snapshot {id}"))
            }
        }
    }
}
