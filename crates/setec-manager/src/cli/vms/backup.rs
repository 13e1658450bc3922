//! `vms snapshot` and `vms backups`.

use clap::Subcommand;

use super::show::{BACKUPS, SNAPSHOT};
use super::{Machine, Operation, has_snapshot};
use crate::cli::context::Context;
use crate::cli::failure::Result;

/// What to do with a server's snapshot.
#[derive(Debug, Subcommand)]
pub(crate) enum SnapshotCommand {
    /// Show the snapshot
    Show(Machine),
    /// Make a snapshot; the one before is lost
    Create(Operation),
    /// Delete the snapshot
    Delete(Operation),
    /// Put the server back to its snapshot
    Restore(Operation),
}

/// What to do with a server's backups.
#[derive(Debug, Subcommand)]
pub(crate) enum BackupsCommand {
    /// List the backups
    List(Machine),
    /// Put the server back to a backup
    Restore {
        #[command(flatten)]
        operation: Operation,
        /// The backup's id
        backup: String,
    },
}

impl SnapshotCommand {
    pub(super) async fn run(self, context: &Context<'_>) -> Result<()> {
        match self {
            Self::Show(machine) => {
                let answer = context.client.get(machine.path().at("snapshot")).await?;
                context.printer.details(&answer, SNAPSHOT)
            }
            Self::Create(operation) => {
                let id = &operation.machine.id;
                if !context.options.yes && has_snapshot(context, &operation.machine).await? {
                    context.confirm(&format!("Replace the snapshot of {id}?"))?;
                }
                operation.post(context, "snapshot").await
            }
            Self::Delete(operation) => {
                context.confirm(&format!("Delete the snapshot of {}?", operation.machine.id))?;
                let begun = context
                    .client
                    .delete(operation.machine.path().at("snapshot"))
                    .await?;
                operation.finish(context, begun).await
            }
            Self::Restore(operation) => {
                let id = &operation.machine.id;
                context.confirm(&format!(
                    "Put {id} back to its snapshot? Everything since is lost"
                ))?;
                let path = operation.machine.path().at("snapshot").at("restore");
                let begun = context.client.post(path).await?;
                operation.finish(context, begun).await
            }
        }
    }
}

impl BackupsCommand {
    pub(super) async fn run(self, context: &Context<'_>) -> Result<()> {
        match self {
            Self::List(machine) => {
                let answer = context.client.get(machine.path().at("backups")).await?;
                context.printer.list(&answer, BACKUPS, "no backups")
            }
            Self::Restore { operation, backup } => {
                let id = &operation.machine.id;
                context.confirm(&format!(
                    "Put {id} back to backup {backup}? Everything since is lost"
                ))?;
                let path = operation
                    .machine
                    .path()
                    .at("backups")
                    .at(&backup)
                    .at("restore");
                let begun = context.client.post(path).await?;
                operation.finish(context, begun).await
            }
        }
    }
}
