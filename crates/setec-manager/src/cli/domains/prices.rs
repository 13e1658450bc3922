//! `domains tlds`, `prices` and `suggest`.

use clap::{Args, Subcommand, ValueEnum};

use crate::cli::answer::{Answer, object};
use crate::cli::client::account;
use crate::cli::column::{Column, field, made, money_of, state};
use crate::cli::context::Context;
use crate::cli::failure::Result;

/// What is on offer.
#[derive(Debug, Subcommand)]
pub(crate) enum OfferCommand {
    /// List the TLDs that can be registered
    Tlds {
        /// The account's name
        provider: String,
    },
    /// List what domains cost, by TLD or for one name
    Prices(PriceFlags),
    /// Suggest names to register
    Suggest(SuggestFlags),
}

/// Which prices.
#[derive(Debug, Args)]
pub(crate) struct PriceFlags {
    /// The account's name
    provider: String,
    /// Only of this TLD
    #[arg(long)]
    tld: Option<String>,
    /// Only of this very domain, asked now
    #[arg(long, conflicts_with = "tld", requires = "operation")]
    domain: Option<String>,
    /// Only for this operation
    #[arg(long, value_enum)]
    operation: Option<Operation>,
    /// Only for so many years
    #[arg(long, value_parser = clap::value_parser!(u32).range(1..=10))]
    years: Option<u32>,
    /// Only in this currency, such as EUR
    #[arg(long, value_name = "CODE")]
    currency: Option<String>,
}

/// What is ordered for a domain.
#[derive(Debug, Clone, Copy, ValueEnum)]
enum Operation {
    /// A new registration
    Register,
    /// More years
    Renew,
    /// Bringing it in
    Transfer,
    /// Fetching it back
    Restore,
}

impl Operation {
    fn word(self) -> &'static str {
        match self {
            Self::Register => "register",
            Self::Renew => "renew",
            Self::Transfer => "transfer",
            Self::Restore => "restore",
        }
    }
}

/// What the names shall be like.
#[derive(Debug, Args)]
pub(crate) struct SuggestFlags {
    /// The account's name
    provider: String,
    /// What the names shall be about
    #[arg(required = true)]
    words: Vec<String>,
    /// Only under this TLD; again for each one
    #[arg(long = "tld", value_name = "TLD")]
    tlds: Vec<String>,
    /// How many at most
    #[arg(long, default_value_t = 20, value_parser = clap::value_parser!(u32).range(1..=100))]
    limit: u32,
}

const PRICES: &[Column] = &[
    field("TLD", "tld"),
    field("For", "operation"),
    field("Years", "years"),
    made("Price", |entry| money_of(entry.get("price"))),
    field("Premium", "premium"),
];

const SUGGESTIONS: &[Column] = &[
    field("Domain", "domain"),
    state("Free", "available"),
    made("First year", |entry| money_of(entry.get("price"))),
];

impl OfferCommand {
    pub(crate) async fn run(self, context: &Context<'_>) -> Result<()> {
        let client = &context.client;
        match self {
            Self::Tlds { provider } => {
                let answer = client
                    .get(account(&provider).at("domains").at("tlds"))
                    .await?;
                let columns = [made("TLD", Answer::words)];
                context.printer.list(&answer, &columns, "no TLDs")
            }
            Self::Prices(flags) => {
                let path = account(&flags.provider).at("domains").at("prices");
                let answer = client.get_with(path, &flags.query()).await?;
                if !context.printer.is_for_people() {
                    return context.printer.plain(&answer);
                }
                let rows: Vec<Answer> = answer.entries().iter().flat_map(rows).collect();
                let rows = Answer::List(rows);
                context.printer.list(&rows, PRICES, "no such price")
            }
            Self::Suggest(flags) => {
                let mut query = vec![
                    ("words", flags.words.join(" ")),
                    ("limit", flags.limit.to_string()),
                ];
                if !flags.tlds.is_empty() {
                    query.push(("tlds", flags.tlds.join(",")));
                }
                let path = account(&flags.provider).at("domains").at("suggestions");
                let answer = client.get_with(path, &query).await?;
                context.printer.list(&answer, SUGGESTIONS, "no suggestions")
            }
        }
    }
}

impl PriceFlags {
    fn query(&self) -> Vec<(&'static str, String)> {
        let fields = [
            ("tld", self.tld.clone()),
            ("domain", self.domain.clone()),
            (
                "operation",
                self.operation.map(|operation| operation.word().to_owned()),
            ),
            ("years", self.years.map(|years| years.to_string())),
            ("currency", self.currency.clone()),
        ];
        fields
            .into_iter()
            .filter_map(|(name, value)| Some((name, value?)))
            .collect()
    }
}

/// A line for each price of a list.
fn rows(list: &Answer) -> Vec<Answer> {
    let line = |price: &Answer| {
        object([
            ("tld", list.get("tld").clone()),
            ("operation", price.get("operation").clone()),
            ("years", price.get("years").clone()),
            ("price", price.get("price").clone()),
            ("premium", price.get("premium").clone()),
        ])
    };
    list.get("prices").entries().iter().map(line).collect()
}
