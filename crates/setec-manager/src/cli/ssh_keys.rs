//! `ssh-keys`: SSH public keys.

use std::path::PathBuf;

use clap::{Args, Subcommand};
use serde_json::json;

use crate::cli::client::account;
use crate::cli::column::{Column, field};
use crate::cli::context::Context;
use crate::cli::failure::{Failure, Result};
use crate::cli::input;

/// What to do with keys.
#[derive(Debug, Subcommand)]
pub(crate) enum SshKeysCommand {
    /// List SSH keys
    List {
        /// The account's name
        provider: String,
    },
    /// Add an SSH key
    Add(AddFlags),
    /// Delete an SSH key; servers that have it keep it
    Delete {
        /// The account's name
        provider: String,
        /// The key's id
        id: String,
    },
}

/// A public key.
#[derive(Debug, Args)]
pub(crate) struct AddFlags {
    /// The account's name
    provider: String,
    /// A name for the key; its comment where absent
    #[arg(long, short)]
    name: Option<String>,
    /// The key's file, such as ~/.ssh/id_ed25519.pub; - for standard input
    #[arg(
        long,
        short,
        value_name = "FILE",
        required_unless_present = "public_key",
        conflicts_with = "public_key"
    )]
    file: Option<PathBuf>,
    /// The key itself
    #[arg(long, value_name = "KEY")]
    public_key: Option<String>,
}

const LIST: &[Column] = &[
    field("Id", "id"),
    field("Name", "name"),
    field("Fingerprint", "fingerprint"),
];

impl SshKeysCommand {
    pub(crate) async fn run(self, context: &Context<'_>) -> Result<()> {
        match self {
            Self::List { provider } => {
                let answer = context
                    .client
                    .get(account(&provider).at("ssh-keys"))
                    .await?;
                context.printer.list(&answer, LIST, "no SSH keys")
            }
            Self::Add(flags) => add(flags, context).await,
            Self::Delete { provider, id } => {
                context.confirm(&format!("Delete SSH key {id} of {provider}?"))?;
                let answer = context
                    .client
                    .delete(account(&provider).at("ssh-keys").at(&id))
                    .await?;
                context.done(&answer, &format!("SSH key {id} deleted"))
            }
        }
    }
}

async fn add(flags: AddFlags, context: &Context<'_>) -> Result<()> {
    let key = match (flags.public_key, flags.file) {
        (Some(key), _) => key,
        (None, Some(file)) => input::text(&file)?,
        (None, None) => String::new(),
    };
    let key = key.trim();
    if key.contains("PRIVATE KEY") {
        return Err(Failure::Usage(
            "that is a private key; the public one ends in .pub".to_owned(),
        ));
    }
    let comment = key.split_whitespace().nth(2).map(str::to_owned);
    let name = flags.name.or(comment).ok_or_else(|| {
        Failure::Usage("the key has no comment to be its name; give --name".to_owned())
    })?;
    let body = json!({ "name": name, "public_key": key });
    let answer = context
        .client
        .post_body(account(&flags.provider).at("ssh-keys"), &body)
        .await?;
    context.printer.details(&answer, LIST)
}
