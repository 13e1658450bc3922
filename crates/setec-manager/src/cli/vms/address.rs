//! `vms ptr`: the reverse names of a server's addresses.

use clap::{Args, Subcommand};
use serde_json::json;

use super::Operation;
use crate::cli::client::Path;
use crate::cli::context::Context;
use crate::cli::failure::{Failure, Result};

/// What to do with a reverse name.
#[derive(Debug, Subcommand)]
pub(crate) enum PtrCommand {
    /// Set the reverse name of an address
    Set {
        #[command(flatten)]
        address: Address,
        /// The reverse name, such as mail.example.com
        name: String,
    },
    /// Put the provider's own reverse name back
    Reset(Address),
}

/// An address of a server.
#[derive(Debug, Args)]
pub(crate) struct Address {
    #[command(flatten)]
    operation: Operation,
    /// The address, or its id
    address: String,
}

impl PtrCommand {
    pub(super) async fn run(self, context: &Context<'_>) -> Result<()> {
        match self {
            Self::Set { address, name } => {
                let path = address.path(context).await?;
                let begun = context.client.put(path, &json!({ "name": name })).await?;
                address.operation.finish(context, begun).await
            }
            Self::Reset(address) => {
                let path = address.path(context).await?;
                let begun = context.client.delete(path).await?;
                address.operation.finish(context, begun).await
            }
        }
    }
}

impl Address {
    async fn path(&self, context: &Context<'_>) -> Result<Path> {
        let machine = &self.operation.machine;
        let id = if self.address.contains(['.', ':']) {
            let server = context.client.get(machine.path()).await?;
            let mut known = server.get("addresses").entries().iter();
            let found =
                known.find(|entry| entry.str("address").eq_ignore_ascii_case(&self.address));
            let missing = || {
                Failure::not_found(&format!(
                    "server {} has no address {}",
                    machine.id, self.address
                ))
            };
            found.ok_or_else(missing)?.str("id").to_owned()
        } else {
            self.address.clone()
        };
        Ok(machine.path().at("addresses").at(&id).at("ptr"))
    }
}
