//! `reseller`: customers who buy from you, their keys, credit, prices and routes.

mod amount;
mod credit;
mod customers;
mod domains;
mod keys;
mod orders;
mod prices;
mod routing;
mod settings;
mod statement;

use clap::Subcommand;

use crate::cli::client::Path;
use crate::cli::context::Context;
use crate::cli::failure::Result;

/// What to do as one who sells.
#[derive(Debug, Subcommand)]
pub(crate) enum ResellerCommand {
    /// Customers and their settings
    #[command(subcommand)]
    Customers(customers::CustomersCommand),
    /// Keys of customers
    #[command(subcommand)]
    Keys(keys::KeysCommand),
    /// Customers' credit
    #[command(subcommand)]
    Credit(credit::CreditCommand),
    /// What became of a customer's credit in a period
    Statement(statement::StatementFlags),
    /// What a customer has ordered, newest first
    Orders(orders::OrdersFlags),
    /// Which domains are a customer's
    #[command(subcommand)]
    Domains(domains::DomainsCommand),
    /// Price rules, and what they come to
    #[command(subcommand)]
    Prices(prices::PricesCommand),
    /// Which accounts the orders of a TLD go to
    #[command(subcommand)]
    Routes(routing::RoutesCommand),
    /// The exchange rates that prices are made with
    #[command(subcommand)]
    Rates(routing::RatesCommand),
}

impl ResellerCommand {
    pub(crate) async fn run(self, context: &Context<'_>) -> Result<()> {
        match self {
            Self::Customers(command) => command.run(context).await,
            Self::Keys(command) => command.run(context).await,
            Self::Credit(command) => command.run(context).await,
            Self::Statement(flags) => flags.run(context).await,
            Self::Orders(flags) => flags.run(context).await,
            Self::Domains(command) => command.run(context).await,
            Self::Prices(command) => command.run(context).await,
            Self::Routes(command) => command.run(context).await,
            Self::Rates(command) => command.run(context).await,
        }
    }
}

/// A path below the part of the API that is about selling.
fn reseller(segment: &str) -> Path {
    Path::of(&["api", "reseller", segment])
}

/// The path of a customer, by e-mail or id.
fn customer(customer: &str) -> Path {
    reseller("customers").at(customer)
}
