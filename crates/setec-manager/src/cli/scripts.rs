//! `vms scripts`: scripts that run after an installation.

use std::path::PathBuf;

use clap::{Args, Subcommand};
use serde_json::json;

use crate::cli::client::{Path, account};
use crate::cli::column::{Column, field, made, time};
use crate::cli::context::Context;
use crate::cli::failure::Result;
use crate::cli::input;
use crate::output;

/// A script of an account.
#[derive(Debug, Args)]
pub(crate) struct Script {
    /// The account's name
    provider: String,
    /// The script's id
    id: String,
}

impl Script {
    fn path(&self) -> Path {
        account(&self.provider)
            .at("post-install-scripts")
            .at(&self.id)
    }
}

/// What to do with scripts.
#[derive(Debug, Subcommand)]
pub(crate) enum ScriptsCommand {
    /// List scripts
    List {
        /// The account's name
        provider: String,
    },
    /// Print a script
    Show(Script),
    /// Add a script
    Create {
        /// The account's name
        provider: String,
        /// A name for it
        #[arg(long, short)]
        name: String,
        /// The script; - for standard input
        #[arg(long, short, value_name = "FILE")]
        file: PathBuf,
    },
    /// Replace a script
    Update {
        #[command(flatten)]
        script: Script,
        /// A name for it
        #[arg(long, short)]
        name: String,
        /// The script; - for standard input
        #[arg(long, short, value_name = "FILE")]
        file: PathBuf,
    },
    /// Delete a script
    Delete(Script),
}

const LIST: &[Column] = &[
    field("Id", "id"),
    field("Name", "name"),
    made("Bytes", |entry| entry.str("content").len().to_string()),
    time("Created", "created_at"),
    time("Updated", "updated_at"),
];

impl ScriptsCommand {
    pub(crate) async fn run(self, context: &Context<'_>) -> Result<()> {
        let client = &context.client;
        match self {
            Self::List { provider } => {
                let answer = client
                    .get(account(&provider).at("post-install-scripts"))
                    .await?;
                context.printer.list(&answer, LIST, "no scripts")
            }
            Self::Show(script) => {
                let answer = client.get(script.path()).await?;
                if context.printer.is_for_people() {
                    return Ok(output::raw(answer.str("content"))?);
                }
                context.printer.plain(&answer)
            }
            Self::Create {
                provider,
                name,
                file,
            } => {
                let body = json!({ "name": name, "content": input::text(&file)? });
                let path = account(&provider).at("post-install-scripts");
                context
                    .printer
                    .details(&client.post_body(path, &body).await?, LIST)
            }
            Self::Update { script, name, file } => {
                let body = json!({ "name": name, "content": input::text(&file)? });
                context
                    .printer
                    .details(&client.put(script.path(), &body).await?, LIST)
            }
            Self::Delete(script) => {
                context.confirm(&format!("Delete script {}?", script.id))?;
                let answer = client.delete(script.path()).await?;
                context.done(&answer, &format!("script {} deleted", script.id))
            }
        }
    }
}
