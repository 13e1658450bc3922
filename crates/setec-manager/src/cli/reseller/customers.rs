//! `reseller customers`.

use clap::{Args, Subcommand};
use serde_json::{Map, Value, json};
use setec_core::Currency;

use super::settings::SettingsFlags;
use super::{customer, reseller};
use crate::cli::answer::Answer;
use crate::cli::column::{Column, cents_of, field, made, money_of, time};
use crate::cli::context::Context;
use crate::cli::failure::{Failure, Result};

/// What to do with customers.
#[derive(Debug, Subcommand)]
pub(crate) enum CustomersCommand {
    /// List customers with what they have left
    List {
        /// Only those whose name or e-mail contains this
        #[arg(long, value_name = "TEXT")]
        search: Option<String>,
        /// Only those who are served (true), or only those who are suspended (false)
        #[arg(long, value_name = "BOOL")]
        active: Option<bool>,
        /// Only those behind this e-mail: the next page
        #[arg(long, value_name = "E-MAIL")]
        after: Option<String>,
        /// How many at most
        #[arg(long, default_value_t = 100, value_parser = clap::value_parser!(u64).range(1..=500))]
        limit: u64,
    },
    /// Show a customer
    Show {
        /// The customer's e-mail or id
        customer: String,
    },
    /// Make a customer, without keys and credit yet
    Create(CreateFlags),
    /// Change the settings that are given, and leave the others
    Update(UpdateFlags),
    /// Refuse everything that a customer asks for
    Suspend {
        /// The customer's e-mail or id
        customer: String,
    },
    /// Serve a suspended customer again
    Resume {
        /// The customer's e-mail or id
        customer: String,
    },
}

/// A customer to be made.
#[derive(Debug, Args)]
pub(crate) struct CreateFlags {
    /// The e-mail that the customer's client sends as `username`
    email: String,
    /// Its name for people
    #[arg(long)]
    name: String,
    /// The currency of its credit and prices, for ever
    #[arg(long, value_name = "CODE")]
    currency: Currency,
    #[command(flatten)]
    settings: SettingsFlags,
}

/// What of a customer changes.
#[derive(Debug, Args)]
pub(crate) struct UpdateFlags {
    /// The customer's e-mail or id
    customer: String,
    /// Another e-mail; the tokens of its client are made of it
    #[arg(long)]
    email: Option<String>,
    /// Another name
    #[arg(long)]
    name: Option<String>,
    #[command(flatten)]
    settings: SettingsFlags,
}

const LIST: &[Column] = &[
    field("E-mail", "email"),
    field("Name", "name"),
    field("Active", "active"),
    made("Credit", |entry| money_of(entry.get("balance"))),
    made("Held", |entry| money_of(entry.get("held"))),
    field("Domains", "domains"),
    field("Id", "id"),
];

const DETAILS: &[Column] = &[
    field("E-mail", "email"),
    field("Name", "name"),
    field("Id", "id"),
    field("Active", "active"),
    made("Credit", |entry| money_of(entry.get("balance"))),
    made("Held by open orders", |entry| money_of(entry.get("held"))),
    made("Credit limit", |entry| {
        cents_of(entry, entry.get("credit_limit_minor"))
    }),
    field("Domains", "domains"),
    field("At most", "max_domains"),
    made("Most per order", |entry| {
        cents_of(entry, entry.get("max_order_minor"))
    }),
    made("Most per month", |entry| {
        cents_of(entry, entry.get("max_month_minor"))
    }),
    field("Reply", "reply"),
    field("Token mistakes put up with", "variants"),
    field("Comes from", "allowed"),
    field("Requests per minute", "per_minute"),
    field("At once", "burst"),
    field("Per day", "per_day"),
    field("Name servers", "nameservers"),
    time("Since", "created_at"),
];

/// The settings that a customer's answer has and its request takes.
const SETTINGS: [&str; 14] = [
    "email",
    "name",
    "currency",
    "reply",
    "variants",
    "allowed",
    "per_minute",
    "burst",
    "per_day",
    "max_domains",
    "max_order_minor",
    "max_month_minor",
    "credit_limit_minor",
    "nameservers",
];

impl CustomersCommand {
    pub(super) async fn run(self, context: &Context<'_>) -> Result<()> {
        let client = &context.client;
        match self {
            Self::List {
                search,
                active,
                after,
                limit,
            } => {
                let given = [
                    ("search", search),
                    ("active", active.map(|active| active.to_string())),
                    ("after", after),
                    ("limit", Some(limit.to_string())),
                ];
                let query: Vec<_> = given
                    .into_iter()
                    .filter_map(|(key, value)| Some((key, value?)))
                    .collect();
                let answer = client.get_with(reseller("customers"), &query).await?;
                context.printer.list(&answer, LIST, "no customers")
            }
            Self::Show { customer: id } => {
                let answer = client.get(customer(&id)).await?;
                context.printer.details(&answer, DETAILS)
            }
            Self::Create(flags) => {
                let mut body = Map::new();
                body.insert("email".to_owned(), flags.email.into());
                body.insert("name".to_owned(), flags.name.into());
                body.insert("currency".to_owned(), json!(flags.currency));
                flags.settings.put_into(&mut body, flags.currency)?;
                let body = Value::Object(body);
                let answer = client.post_body(reseller("customers"), &body).await?;
                context.printer.details(&answer, DETAILS)
            }
            Self::Update(flags) => update(flags, context).await,
            Self::Suspend { customer: id } => {
                context.confirm(&format!("Refuse everything that {id} asks for?"))?;
                let answer = client.post(customer(&id).at("suspend")).await?;
                context.done(&answer, &format!("{id} is suspended"))
            }
            Self::Resume { customer: id } => {
                let answer = client.post(customer(&id).at("resume")).await?;
                context.done(&answer, &format!("{id} is served again"))
            }
        }
    }
}

async fn update(flags: UpdateFlags, context: &Context<'_>) -> Result<()> {
    let path = customer(&flags.customer);
    let before = context.client.get(path.clone()).await?;
    let currency = before.str("currency").parse();
    let currency = currency
        .map_err(|_| Failure::Failed("the server named no currency of the customer".to_owned()))?;
    let mut body = settings(&before)?;
    for (key, text) in [("email", flags.email), ("name", flags.name)] {
        if let Some(text) = text {
            body.insert(key.to_owned(), text.into());
        }
    }
    flags.settings.put_into(&mut body, currency)?;
    let answer = context.client.put(path, &Value::Object(body)).await?;
    context.printer.details(&answer, DETAILS)
}

fn settings(customer: &Answer) -> Result<Map<String, Value>> {
    let mut body = Map::new();
    for key in SETTINGS {
        let value = serde_json::to_value(customer.get(key));
        let value = value.map_err(|error| Failure::Failed(error.to_string()))?;
        body.insert(key.to_owned(), value);
    }
    Ok(body)
}
