//! `orders`: quotes and orders, everything that spends money.

use clap::{Args, Subcommand, ValueEnum};
use serde_json::{Value, json};
use setec_core::Money;
use uuid::Uuid;

use crate::cli::answer::Answer;
use crate::cli::client::{Path, account};
use crate::cli::column::{Column, field, made, money_of, printable, state, time};
use crate::cli::context::Context;
use crate::cli::failure::{Failure, Result};
use crate::cli::input;

/// What to do with quotes and orders.
#[derive(Debug, Subcommand)]
pub(crate) enum OrdersCommand {
    /// List orders, newest first
    List(ListFlags),
    /// Show an order and every step that it has taken
    Show {
        /// The order's id
        id: String,
    },
    /// Show a quote of your own
    Quote {
        /// The quote's id
        id: String,
    },
    /// Buy what was quoted
    Confirm(ConfirmFlags),
    /// Let somebody else's order go on that is above their spending limits
    Approve {
        /// The order's id
        id: String,
    },
    /// End an order that waits for an approver
    Reject {
        /// The order's id
        id: String,
        /// Why; it is kept with the order
        #[arg(long)]
        reason: Option<String>,
    },
    /// End an order that has not been sent
    Cancel {
        /// The order's id
        id: String,
    },
    /// Ask the provider now what became of an unknown order
    Reconcile {
        /// The order's id
        id: String,
    },
    /// Settle an unknown order by hand, when the provider's support has told what became of it
    Settle {
        /// The order's id
        id: String,
        /// What became of it
        #[arg(long, value_enum)]
        state: Settled,
        /// How it was found out; it is kept with the order
        #[arg(long)]
        reason: String,
    },
}

/// Which orders.
#[derive(Debug, Args)]
pub(crate) struct ListFlags {
    /// Only of this account
    #[arg(long)]
    provider: Option<String>,
    /// Only in this state
    #[arg(long, value_enum)]
    state: Option<State>,
    /// Only those that wait for an approver
    #[arg(long)]
    waiting: bool,
    /// Only for this domain, server and so on
    #[arg(long)]
    target: Option<String>,
    /// Only orders older than the one with this id
    #[arg(long, value_name = "ID")]
    before: Option<String>,
    /// How many at most
    #[arg(long, default_value_t = 50, value_parser = clap::value_parser!(u64).range(1..=500))]
    limit: u64,
}

/// The agreement to a quote.
#[derive(Debug, Args)]
pub(crate) struct ConfirmFlags {
    /// The quote's id
    id: String,
    /// The key of a confirmation whose answer was lost: the same key gives the same order
    #[arg(long)]
    key: Option<String>,
    #[command(flatten)]
    consent: Consent,
}

/// What somebody agrees to beforehand.
#[derive(Debug, Clone, Args)]
pub(crate) struct Consent {
    /// The most that may be spent, such as '12.50 USD'; up to it nothing is asked
    #[arg(long, value_name = "AMOUNT")]
    pub(crate) max_price: Option<Money>,
}

/// How far an order has got.
#[derive(Debug, Clone, Copy, ValueEnum)]
enum State {
    Confirmed,
    Sent,
    Completed,
    Failed,
    Unknown,
}

/// How an order can end.
#[derive(Debug, Clone, Copy, ValueEnum)]
pub(crate) enum Settled {
    /// The provider has carried it out
    Completed,
    /// The provider has not carried it out
    Failed,
}

const LIST: &[Column] = &[
    time("At", "created_at"),
    field("Account", "provider"),
    field("What", "what"),
    made("Price", |order| money_of(order.get("price"))),
    made("State", state_of),
    field("By", "user"),
    field("Id", "id"),
];

const DETAILS: &[Column] = &[
    field("Id", "id"),
    field("Account", "provider"),
    field("What", "what"),
    made("Price", |order| money_of(order.get("price"))),
    made("Then", |order| money_of(order.get("renewal_price"))),
    state("State", "state"),
    made("Waits", |order| order.str("approval_reason").to_owned()),
    made("Detail", |order| order.str("detail").to_owned()),
    made("Bought", |order| order.str("reference").to_owned()),
    field("By", "user"),
    made("Approved by", |order| order.str("approved_by").to_owned()),
];

const STEPS: &[Column] = &[
    time("At", "at"),
    state("State", "state"),
    field("By", "by"),
    made("Detail", |step| step.str("detail").to_owned()),
];

const QUOTE: &[Column] = &[
    field("What", "what"),
    field("Account", "provider"),
    made("Price", |quote| money_of(quote.get("price"))),
    made("Then", |quote| money_of(quote.get("renewal_price"))),
    time("Valid until", "valid_until"),
    field("Id", "id"),
];

impl OrdersCommand {
    pub(crate) async fn run(self, context: &Context<'_>) -> Result<()> {
        let client = &context.client;
        let order = |id: &str| Path::of(&["api", "hosting", "orders", id]);
        match self {
            Self::List(flags) => {
                let path = Path::of(&["api", "hosting", "orders"]);
                let answer = client.get_with(path, &flags.query()).await?;
                context.printer.list(&answer, LIST, "no orders so far")
            }
            Self::Show { id } => show(context, &client.get(order(&id)).await?),
            Self::Quote { id } => {
                let path = Path::of(&["api", "hosting", "quotes", &id]);
                context.printer.details(&client.get(path).await?, QUOTE)
            }
            Self::Confirm(flags) => {
                let path = Path::of(&["api", "hosting", "quotes", &flags.id]);
                let quote = client.get(path).await?;
                agree(context, &quote, &flags.consent)?;
                confirm(context, &flags.id, flags.key, &flags.consent).await
            }
            Self::Approve { id } => {
                let waiting = client.get(order(&id)).await?;
                context.confirm(&printable(&format!(
                    "Approve {} for {} ({}: {})?",
                    waiting.str("what"),
                    money_of(waiting.get("price")),
                    waiting.str("user"),
                    waiting.str("approval_reason"),
                )))?;
                show(context, &client.post(order(&id).at("approve")).await?)
            }
            Self::Reject { id, reason } => {
                let body = input::without_nulls(json!({ "reason": reason }));
                let path = order(&id).at("reject");
                show(context, &client.post_body(path, &body).await?)
            }
            Self::Cancel { id } => show(context, &client.post(order(&id).at("cancel")).await?),
            Self::Reconcile { id } => {
                show(context, &client.post(order(&id).at("reconcile")).await?)
            }
            Self::Settle { id, state, reason } => {
                let word = match state {
                    Settled::Completed => "completed",
                    Settled::Failed => "failed",
                };
                context.confirm(&format!(
                    "Write down that order {id} is {word}? The provider is not asked about it again"
                ))?;
                let body = json!({ "state": word, "reason": reason });
                let path = order(&id).at("settle");
                show(context, &client.post_body(path, &body).await?)
            }
        }
    }
}

impl ListFlags {
    fn query(self) -> Vec<(&'static str, String)> {
        let mut query = vec![("limit", self.limit.to_string())];
        let state = self.state.and_then(|state| state.to_possible_value());
        query.extend(self.provider.map(|provider| ("provider", provider)));
        query.extend(state.map(|state| ("state", state.get_name().to_owned())));
        query.extend(
            self.waiting
                .then(|| ("waiting_for_approval", "true".to_owned())),
        );
        query.extend(self.target.map(|target| ("target", target)));
        query.extend(self.before.map(|before| ("before", before)));
        query
    }
}

/// Asks for a quote and shows it; nothing is bought.
pub(crate) async fn quote(
    context: &Context<'_>,
    provider: &str,
    wish: Value,
    consent: &Consent,
) -> Result<()> {
    let quote = ask(context, provider, wish, consent).await?;
    context.printer.details(&quote, QUOTE)
}

/// Asks for a quote, shows it, and buys once somebody agrees.
pub(crate) async fn buy(
    context: &Context<'_>,
    provider: &str,
    wish: Value,
    consent: &Consent,
) -> Result<()> {
    let quote = ask(context, provider, wish, consent).await?;
    agree(context, &quote, consent)?;
    confirm(context, quote.str("id"), None, consent).await
}

async fn ask(
    context: &Context<'_>,
    provider: &str,
    mut wish: Value,
    consent: &Consent,
) -> Result<Answer> {
    if let Some(max_price) = consent.max_price {
        wish["max_price"] = json!(max_price);
    }
    let wish = input::without_nulls(wish);
    let path = account(provider).at("quotes");
    context.client.post_body(path, &wish).await
}

fn agree(context: &Context<'_>, quote: &Answer, consent: &Consent) -> Result<()> {
    let price = money_of(quote.get("price"));
    let then = match quote.get("renewal_price") {
        Answer::Null => String::new(),
        renewal => format!(", then {}", money_of(renewal)),
    };
    let (what, provider) = (quote.str("what"), quote.str("provider"));
    context.note(&printable(&format!("{what} at {provider}: {price}{then}")));
    if consent.max_price.is_some() {
        return Ok(());
    }
    context.confirm(&printable(&format!("Buy {what} for {price}?")))
}

async fn confirm(
    context: &Context<'_>,
    quote: &str,
    key: Option<String>,
    consent: &Consent,
) -> Result<()> {
    let key = key.unwrap_or_else(|| Uuid::now_v7().to_string());
    let path = Path::of(&["api", "hosting", "quotes", quote, "confirm"]);
    let body = input::without_nulls(json!({ "max_price": consent.max_price }));
    let order = context.client.post_once(path, &body, &key).await;
    if let Err(Failure::Unreachable(_)) = &order {
        context.note(&format!(
            "It is not known whether the order was taken. The same order, not a second one:\n  \
             setec-manager orders confirm {quote} --key {key}"
        ));
    }
    let order = order?;
    show(context, &order)?;
    match (order.str("state"), order.get("waiting_for_approval")) {
        ("completed", _) => Ok(()),
        ("failed", _) => Err(Failure::Failed(printable(order.str("detail")))),
        (_, waiting) if waiting.is_true() => {
            context.note("Another administrator must approve it: setec-manager orders approve");
            Ok(())
        }
        _ => {
            context.note(&format!(
                "It is not settled yet; follow it with: setec-manager orders show {}",
                order.str("id")
            ));
            Ok(())
        }
    }
}

fn show(context: &Context<'_>, order: &Answer) -> Result<()> {
    context.printer.details(order, DETAILS)?;
    if context.printer.is_for_people() {
        context
            .printer
            .list(order.get("steps"), STEPS, "no steps")?;
    }
    Ok(())
}

fn state_of(order: &Answer) -> String {
    if order.get("waiting_for_approval").is_true() {
        return "waits for approval".to_owned();
    }
    order.str("state").to_owned()
}
