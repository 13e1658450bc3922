//! `reseller orders`.

use clap::{Args, ValueEnum};

use super::customer;
use crate::cli::column::{Column, field, made, money_of, state, time};
use crate::cli::context::Context;
use crate::cli::failure::Result;

/// Which orders.
#[derive(Debug, Args)]
pub(crate) struct OrdersFlags {
    /// The customer's e-mail or id
    customer: String,
    /// Only in this state
    #[arg(long, value_enum)]
    state: Option<State>,
    /// Only for this domain
    #[arg(long)]
    domain: Option<String>,
    /// Only orders older than the one with this id
    #[arg(long, value_name = "ID")]
    before: Option<String>,
    /// How many at most
    #[arg(long, default_value_t = 50, value_parser = clap::value_parser!(u64).range(1..=500))]
    limit: u64,
}

/// What became of a customer's order.
#[derive(Debug, Clone, Copy, ValueEnum)]
enum State {
    /// Its price is held until it is known what became of it
    Held,
    /// Bought, and paid for
    Completed,
    /// Not bought; its price was given back
    Refunded,
}

const LIST: &[Column] = &[
    time("Made", "created_at"),
    field("Operation", "operation"),
    field("Domain", "domain"),
    field("Years", "years"),
    state("State", "state"),
    made("Price", |entry| money_of(entry.get("price"))),
    made("Cost", |entry| money_of(entry.get("cost"))),
    field("Provider", "provider"),
    field("Id", "id"),
];

impl OrdersFlags {
    pub(super) async fn run(self, context: &Context<'_>) -> Result<()> {
        let state = self.state.map(|state| match state {
            State::Held => "held".to_owned(),
            State::Completed => "completed".to_owned(),
            State::Refunded => "refunded".to_owned(),
        });
        let given = [
            ("state", state),
            ("domain", self.domain),
            ("before", self.before),
            ("limit", Some(self.limit.to_string())),
        ];
        let query: Vec<_> = given
            .into_iter()
            .filter_map(|(key, value)| Some((key, value?)))
            .collect();
        let path = customer(&self.customer).at("orders");
        let answer = context.client.get_with(path, &query).await?;
        context.printer.list(&answer, LIST, "no orders")
    }
}
