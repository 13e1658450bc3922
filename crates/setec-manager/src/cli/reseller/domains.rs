//! `reseller domains`.

use clap::Subcommand;
use serde_json::json;

use super::customer;
use crate::cli::column::{Column, field, time};
use crate::cli::context::Context;
use crate::cli::failure::Result;

/// What to do with customers' domains.
#[derive(Debug, Subcommand)]
pub(crate) enum DomainsCommand {
    /// List the domains of a customer
    List {
        /// The customer's e-mail or id
        customer: String,
    },
    /// Give a domain of an account to a customer, who sees and changes it from then on
    Assign {
        /// The customer's e-mail or id
        customer: String,
        /// The domain
        domain: String,
        /// The account that holds it
        #[arg(long)]
        provider: String,
    },
    /// Take a domain from a customer; it stays in its account
    Take {
        /// The customer's e-mail or id
        customer: String,
        /// The domain
        domain: String,
    },
}

const LIST: &[Column] = &[
    field("Domain", "domain"),
    field("Provider", "provider"),
    time("Since", "since"),
];

impl DomainsCommand {
    pub(super) async fn run(self, context: &Context<'_>) -> Result<()> {
        let client = &context.client;
        let domains = |id: &str| customer(id).at("domains");
        match self {
            Self::List { customer } => {
                let answer = client.get(domains(&customer)).await?;
                context.printer.list(&answer, LIST, "no domains")
            }
            Self::Assign {
                customer,
                domain,
                provider,
            } => {
                let body = json!({ "provider": provider });
                let answer = client.put(domains(&customer).at(&domain), &body).await?;
                context.done(&answer, &format!("{domain} is {customer}'s"))
            }
            Self::Take { customer, domain } => {
                context.confirm(&format!("Take {domain} from {customer}?"))?;
                let answer = client.delete(domains(&customer).at(&domain)).await?;
                context.done(&answer, &format!("{domain} is not {customer}'s any more"))
            }
        }
    }
}
