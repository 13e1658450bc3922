//! `billing`: subscriptions, prices and payment methods.

use clap::{Args, Subcommand};
use serde_json::{Value, json};

use crate::cli::client::account;
use crate::cli::column::{Column, cents, cents_of, field, made, price, state, time};
use crate::cli::context::Context;
use crate::cli::failure::Result;
use crate::cli::orders::{self, Consent};

/// What to do about money.
#[derive(Debug, Subcommand)]
pub(crate) enum BillingCommand {
    /// List subscriptions
    Subscriptions {
        /// The account's name
        provider: String,
    },
    /// Whether a subscription renews by itself
    #[command(subcommand)]
    AutoRenewal(AutoRenewalCommand),
    /// Pay for the next term of a subscription now; the price is shown first
    Renew(RenewFlags),
    /// Show what the next term would cost, and pay nothing
    Quote(RenewFlags),
    /// List what can be bought, with prices
    Catalog {
        /// The account's name
        provider: String,
        /// Only this category, such as vps or domain
        #[arg(long)]
        category: Option<String>,
    },
    /// The means of payment that the provider holds
    #[command(subcommand)]
    PaymentMethods(PaymentMethodsCommand),
}

/// A subscription of an account.
#[derive(Debug, Args)]
pub(crate) struct Subscription {
    /// The account's name
    provider: String,
    /// The subscription's id
    id: String,
}

/// An order for the next term.
#[derive(Debug, Args)]
pub(crate) struct RenewFlags {
    #[command(flatten)]
    subscription: Subscription,
    /// The provider's payment method; its default one where absent
    #[arg(long, value_name = "ID")]
    payment_method: Option<String>,
    #[command(flatten)]
    consent: Consent,
}

impl RenewFlags {
    fn wish(&self) -> Value {
        json!({
            "kind": "renew_subscription",
            "subscription_id": self.subscription.id,
            "payment_method_id": self.payment_method,
        })
    }
}

/// Whether a subscription renews by itself.
#[derive(Debug, Subcommand)]
pub(crate) enum AutoRenewalCommand {
    /// Let it renew by itself
    Enable(Subscription),
    /// Let it end with its term
    Disable(Subscription),
}

/// What to do with payment methods.
#[derive(Debug, Subcommand)]
pub(crate) enum PaymentMethodsCommand {
    /// List payment methods
    List {
        /// The account's name
        provider: String,
    },
    /// Make a payment method the default one
    SetDefault {
        /// The account's name
        provider: String,
        /// The payment method's id
        id: String,
    },
    /// Delete a payment method
    Delete {
        /// The account's name
        provider: String,
        /// The payment method's id
        id: String,
    },
}

const SUBSCRIPTIONS: &[Column] = &[
    field("Id", "id"),
    field("Name", "name"),
    state("Status", "status"),
    price("Price", "price"),
    price("Next price", "renewal_price"),
    time("Renews", "renews_at"),
    field("By itself", "auto_renew"),
];

/// What is shown of the catalog.
const CATALOG: &[Column] = &[
    field("Id", "id"),
    field("Name", "name"),
    field("Category", "category"),
    cents("Price", "price_cents"),
    made("First period", |entry| {
        match entry.get("first_period_price_cents") {
            crate::cli::answer::Answer::Null => String::new(),
            amount => cents_of(entry, amount),
        }
    }),
    field("Period", "period"),
];

const PAYMENT_METHODS: &[Column] = &[
    field("Id", "id"),
    field("Name", "name"),
    field("Number", "identifier"),
    field("Default", "is_default"),
    field("Expired", "is_expired"),
    field("Suspended", "is_suspended"),
    time("Expires", "expires_at"),
];

impl BillingCommand {
    pub(crate) async fn run(self, context: &Context<'_>) -> Result<()> {
        let client = &context.client;
        match self {
            Self::Subscriptions { provider } => {
                let answer = client.get(account(&provider).at("subscriptions")).await?;
                context
                    .printer
                    .list(&answer, SUBSCRIPTIONS, "no subscriptions")
            }
            Self::AutoRenewal(command) => command.run(context).await,
            Self::Renew(flags) => {
                let provider = &flags.subscription.provider;
                orders::buy(context, provider, flags.wish(), &flags.consent).await
            }
            Self::Quote(flags) => {
                let provider = &flags.subscription.provider;
                orders::quote(context, provider, flags.wish(), &flags.consent).await
            }
            Self::Catalog { provider, category } => {
                let query: Vec<_> = category
                    .map(|name| ("category", name))
                    .into_iter()
                    .collect();
                let answer = client
                    .get_with(account(&provider).at("catalog"), &query)
                    .await?;
                context
                    .printer
                    .list(&answer, CATALOG, "nothing is on offer")
            }
            Self::PaymentMethods(command) => command.run(context).await,
        }
    }
}

impl AutoRenewalCommand {
    async fn run(self, context: &Context<'_>) -> Result<()> {
        let path = |subscription: &Subscription| {
            account(&subscription.provider)
                .at("subscriptions")
                .at(&subscription.id)
                .at("auto-renewal")
        };
        let answer = match self {
            Self::Enable(subscription) => context.client.post(path(&subscription)).await?,
            Self::Disable(subscription) => {
                context.confirm(&format!(
                    "Let subscription {} end with its term? What it pays for ends with it",
                    subscription.id
                ))?;
                context.client.delete(path(&subscription)).await?
            }
        };
        context.printer.details(&answer, SUBSCRIPTIONS)
    }
}

impl PaymentMethodsCommand {
    async fn run(self, context: &Context<'_>) -> Result<()> {
        let methods = |provider: &str| account(provider).at("payment-methods");
        match self {
            Self::List { provider } => {
                let answer = context.client.get(methods(&provider)).await?;
                context
                    .printer
                    .list(&answer, PAYMENT_METHODS, "no payment methods")
            }
            Self::SetDefault { provider, id } => {
                let answer = context
                    .client
                    .post(methods(&provider).at(&id).at("default"))
                    .await?;
                context.done(&answer, &format!("payment method {id} is the default one"))
            }
            Self::Delete { provider, id } => {
                context.confirm(&format!("Delete payment method {id} of {provider}?"))?;
                let answer = context.client.delete(methods(&provider).at(&id)).await?;
                context.done(&answer, &format!("payment method {id} deleted"))
            }
        }
    }
}
