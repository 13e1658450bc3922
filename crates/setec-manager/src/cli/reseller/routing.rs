//! `reseller routes` and `reseller rates`.

use clap::Subcommand;
use serde_json::json;

use super::reseller;
use crate::cli::column::{Column, field, time};
use crate::cli::context::Context;
use crate::cli::failure::Result;

/// What to do with routes.
#[derive(Debug, Subcommand)]
pub(crate) enum RoutesCommand {
    /// List the routes
    List,
    /// Lead a TLD to accounts, the first first; '*' leads every TLD without a route of its own
    Set {
        /// The TLD, such as com or co.uk, or '*'
        tld: String,
        /// The accounts to try, the first first
        #[arg(required = true, value_name = "PROVIDER")]
        providers: Vec<String>,
    },
    /// Delete a route
    Delete {
        /// The TLD, or '*'
        tld: String,
    },
}

/// What to do with exchange rates.
#[derive(Debug, Subcommand)]
pub(crate) enum RatesCommand {
    /// List the exchange rates
    List,
    /// Say how much a unit of the cost's currency is in the currency of the sale
    Set {
        /// The currency of the cost
        from: String,
        /// The currency of the sale
        to: String,
        /// A decimal number such as 0.9215
        rate: String,
    },
    /// Delete a rate; what would need it is not sold
    Delete {
        /// The currency of the cost
        from: String,
        /// The currency of the sale
        to: String,
    },
}

const ROUTES: &[Column] = &[field("TLD", "tld"), field("Providers", "providers")];

const RATES: &[Column] = &[
    field("From", "from"),
    field("To", "to"),
    field("Rate", "rate"),
    time("Set", "set_at"),
];

impl RoutesCommand {
    pub(super) async fn run(self, context: &Context<'_>) -> Result<()> {
        let client = &context.client;
        let routes = || reseller("routes");
        match self {
            Self::List => {
                let answer = client.get(routes()).await?;
                context
                    .printer
                    .list(&answer, ROUTES, "no routes: nothing is sold")
            }
            Self::Set { tld, providers } => {
                let body = json!({ "providers": providers });
                let answer = client.put(routes().at(&tld), &body).await?;
                let words = format!("{tld} goes to {}", providers.join(", then "));
                context.done(&answer, &words)
            }
            Self::Delete { tld } => {
                context.confirm(&format!("Delete the route of {tld}?"))?;
                let answer = client.delete(routes().at(&tld)).await?;
                context.done(&answer, &format!("the route of {tld} is deleted"))
            }
        }
    }
}

impl RatesCommand {
    pub(super) async fn run(self, context: &Context<'_>) -> Result<()> {
        let client = &context.client;
        let pair = |from: &str, to: &str| reseller("rates").at(from).at(to);
        match self {
            Self::List => {
                let answer = client.get(reseller("rates")).await?;
                context.printer.list(&answer, RATES, "no exchange rates")
            }
            Self::Set { from, to, rate } => {
                let body = json!({ "rate": rate });
                let answer = client.put(pair(&from, &to), &body).await?;
                context.done(&answer, &format!("1 {from} is {rate} {to}"))
            }
            Self::Delete { from, to } => {
                context.confirm(&format!("Delete the rate from {from} to {to}?"))?;
                let answer = client.delete(pair(&from, &to)).await?;
                context.done(&answer, &format!("the rate from {from} to {to} is deleted"))
            }
        }
    }
}
