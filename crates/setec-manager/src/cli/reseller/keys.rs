//! `reseller keys`.

use clap::Subcommand;
use serde_json::{Value, json};

use super::customer;
use crate::cli::client::Path;
use crate::cli::column::{Column, field, time};
use crate::cli::context::Context;
use crate::cli::failure::Result;
use crate::output;

/// What to do with keys of customers.
#[derive(Debug, Subcommand)]
pub(crate) enum KeysCommand {
    /// List a customer's keys, without their secrets
    List {
        /// The customer's e-mail or id
        customer: String,
    },
    /// Make a further key and print it, this once
    Create {
        /// The customer's e-mail or id
        customer: String,
        /// What you call it
        #[arg(long, default_value = "")]
        label: String,
    },
    /// Make a key in place of all others and print it, this once; the others end after some hours
    Rotate {
        /// The customer's e-mail or id
        customer: String,
        /// What you call it
        #[arg(long, default_value = "")]
        label: String,
        /// For how many hours the others still open the door
        #[arg(long, default_value_t = 72, value_name = "HOURS")]
        overlap_hours: u32,
    },
    /// End a key at once
    Revoke {
        /// The customer's e-mail or id
        customer: String,
        /// The key's id
        key: String,
    },
}

const LIST: &[Column] = &[
    field("Id", "id"),
    field("Label", "label"),
    field("Live", "live"),
    time("Made", "created_at"),
    time("Ends", "expires_at"),
    time("Revoked", "revoked_at"),
    time("Last used", "last_used_at"),
];

fn keys(id: &str) -> Path {
    customer(id).at("keys")
}

impl KeysCommand {
    pub(super) async fn run(self, context: &Context<'_>) -> Result<()> {
        let client = &context.client;
        match self {
            Self::List { customer } => {
                let answer = client.get(keys(&customer)).await?;
                context.printer.list(&answer, LIST, "no keys")
            }
            Self::Create { customer, label } => {
                let body = json!({ "label": label });
                show(context, keys(&customer), &body).await
            }
            Self::Rotate {
                customer,
                label,
                overlap_hours,
            } => {
                context.confirm(&format!(
                    "End all keys of {customer} in {overlap_hours} hours?"
                ))?;
                let body = json!({"label": label, "overlap_hours": overlap_hours});
                show(context, keys(&customer).at("rotate"), &body).await
            }
            Self::Revoke { customer, key } => {
                context.confirm(&format!("End key {key} of {customer} now?"))?;
                let answer = client.delete(keys(&customer).at(&key)).await?;
                context.done(&answer, &format!("key {key} is revoked"))
            }
        }
    }
}

/// Makes a key and prints it alone, so that it can be taken over as it is.
async fn show(context: &Context<'_>, path: Path, body: &Value) -> Result<()> {
    let answer = context.client.post_body(path, body).await?;
    if !context.printer.is_for_people() {
        return context.printer.plain(&answer);
    }
    output::line(answer.str("api_key"))?;
    context.note("It is shown this once: give it to the customer now.");
    Ok(())
}
