//! `reseller prices`.

use clap::{Args, Subcommand, ValueEnum};
use serde_json::{Value, json};
use setec_core::domain::DomainOperation;
use setec_core::reseller::{PriceBasis, PriceRule, Rounding};
use setec_core::{Currency, Money};

use super::amount::{Percent, minor_of};
use super::reseller;
use crate::cli::answer::Answer;
use crate::cli::column::{Column, cents_of, field, made, money_of, printable, time};
use crate::cli::context::Context;
use crate::cli::failure::{Failure, Result};
use crate::output;

/// What to do with price rules.
#[derive(Debug, Subcommand)]
pub(crate) enum PricesCommand {
    /// List price rules, the newest last
    List {
        /// Only those for this customer, by e-mail or id, and those for all
        #[arg(long)]
        customer: Option<String>,
    },
    /// Make a price rule; what no rule is for is not sold
    Create(RuleFlags),
    /// Replace a price rule by another one
    Replace {
        /// The rule's id
        id: String,
        #[command(flatten)]
        rule: RuleFlags,
    },
    /// Delete a price rule
    Delete {
        /// The rule's id
        id: String,
    },
    /// Tell what a TLD or a domain would cost a customer, at which account and by which rule
    Preview(PreviewFlags),
}

/// A price rule.
#[derive(Debug, Args)]
pub(crate) struct RuleFlags {
    /// The currency that customers pay in
    #[arg(long, value_name = "CODE")]
    currency: Currency,
    /// So many percent on top of the cost, such as 15 or 12.5
    #[arg(
        long,
        required_unless_present = "per_year",
        conflicts_with = "per_year"
    )]
    percent: Option<Percent>,
    /// A price of its own for each year, such as '12 USD'
    #[arg(long, value_name = "AMOUNT")]
    per_year: Option<Money>,
    /// Only for this customer, by e-mail or id
    #[arg(long)]
    customer: Option<String>,
    /// Only for this TLD
    #[arg(long)]
    tld: Option<String>,
    /// Only for this operation
    #[arg(long, value_enum)]
    operation: Option<Operation>,
    /// Added to each order
    #[arg(long, value_name = "AMOUNT")]
    surcharge: Option<Money>,
    /// Round up to multiples of this, such as '1 USD'
    #[arg(long, value_name = "AMOUNT")]
    round_up_to: Option<Money>,
    /// What prices have above a multiple, such as '0.99 USD' for 12.99
    #[arg(long, value_name = "AMOUNT", requires = "round_up_to")]
    ending: Option<Money>,
    /// What each order brings at least above its cost
    #[arg(long, value_name = "AMOUNT")]
    min_margin: Option<Money>,
    /// What each order brings at least above its cost, in percent of the cost
    #[arg(long, value_name = "PERCENT")]
    min_margin_percent: Option<Percent>,
}

/// What is ordered.
#[derive(Debug, Clone, Copy, ValueEnum)]
enum Operation {
    Register,
    Renew,
    Transfer,
    Restore,
}

impl From<Operation> for DomainOperation {
    fn from(operation: Operation) -> Self {
        match operation {
            Operation::Register => Self::Register,
            Operation::Renew => Self::Renew,
            Operation::Transfer => Self::Transfer,
            Operation::Restore => Self::Restore,
        }
    }
}

/// What a price is wanted of.
#[derive(Debug, Args)]
pub(crate) struct PreviewFlags {
    /// The customer's e-mail or id
    customer: String,
    /// A TLD, by the accounts' price lists
    #[arg(long, required_unless_present = "domain", conflicts_with = "domain")]
    tld: Option<String>,
    /// A domain, whose price the accounts are asked for now
    #[arg(long)]
    domain: Option<String>,
    /// What would be ordered
    #[arg(long, value_enum, default_value = "register")]
    operation: Operation,
}

impl RuleFlags {
    fn body(self) -> Result<Value> {
        let currency = self.currency;
        let minor = |flag: &str, money: Option<Money>| {
            let minor = money.map(|money| minor_of(flag, money, currency));
            minor.transpose()
        };
        let basis = match (self.percent, minor("--per-year", self.per_year)?) {
            (Some(percent), _) => PriceBasis::Percent {
                basis_points: percent.0,
            },
            (None, Some(minor)) => PriceBasis::PerYear { minor },
            (None, None) => return Err(Failure::Usage("give --percent or --per-year".to_owned())),
        };
        let ending = minor("--ending", self.ending)?.unwrap_or_default();
        let step = minor("--round-up-to", self.round_up_to)?;
        let rule = PriceRule {
            customer: self.customer,
            tld: self.tld,
            operation: self.operation.map(DomainOperation::from),
            currency,
            basis,
            surcharge: minor("--surcharge", self.surcharge)?.unwrap_or_default(),
            rounding: step.map(|step| Rounding { step, ending }),
            min_margin: minor("--min-margin", self.min_margin)?.unwrap_or_default(),
            min_margin_basis_points: self.min_margin_percent.map_or(0, |percent| percent.0),
        };
        Ok(json!(rule))
    }
}

const LIST: &[Column] = &[
    field("Id", "id"),
    made("For", scope),
    made("Price", price),
    made("Besides", besides),
    time("Since", "created_at"),
];

const PRICES: &[Column] = &[
    field("Years", "years"),
    made("Cost", |entry| money_of(entry.get("cost"))),
    made("Price", |entry| money_of(entry.get("price"))),
    made("At least", |entry| money_of(entry.get("floor"))),
    field("Rule", "rule_id"),
    field("Problem", "problem"),
];

fn scope(rule: &Answer) -> String {
    let or_all = |key: &str, all: &str| match rule.get(key).text() {
        Some(text) => text.to_owned(),
        None => all.to_owned(),
    };
    let tld = rule.get("tld").text();
    let tld = tld.map_or_else(|| "all TLDs".to_owned(), |tld| format!(".{tld}"));
    format!(
        "{}, {tld}, {}",
        or_all("customer", "all customers"),
        or_all("operation", "everything")
    )
}

fn percent(points: &Answer) -> String {
    let points = points.number().unwrap_or_default();
    format!("{} %", points / 100.0)
}

fn price(rule: &Answer) -> String {
    let basis = rule.get("basis");
    let currency = rule.str("currency");
    match basis.str("kind") {
        "percent" => format!(
            "cost + {} in {currency}",
            percent(basis.get("basis_points"))
        ),
        _ => format!("{} per year", cents_of(rule, basis.get("minor"))),
    }
}

fn besides(rule: &Answer) -> String {
    let is_there = |key: &str| rule.get(key).number().is_some_and(|number| number > 0.0);
    let mut words = Vec::new();
    if is_there("surcharge") {
        words.push(format!("+ {}", cents_of(rule, rule.get("surcharge"))));
    }
    let rounding = rule.get("rounding");
    if *rounding != Answer::Null {
        let step = cents_of(rule, rounding.get("step"));
        let ending = cents_of(rule, rounding.get("ending"));
        words.push(format!("up to multiples of {step} and {ending}"));
    }
    if is_there("min_margin") {
        words.push(format!(
            "margin from {}",
            cents_of(rule, rule.get("min_margin"))
        ));
    }
    if is_there("min_margin_basis_points") {
        let points = rule.get("min_margin_basis_points");
        words.push(format!("margin from {}", percent(points)));
    }
    words.join("; ")
}

impl PricesCommand {
    pub(super) async fn run(self, context: &Context<'_>) -> Result<()> {
        let client = &context.client;
        let rules = || reseller("prices");
        match self {
            Self::List { customer } => {
                let query: Vec<_> = customer.map(|id| ("customer", id)).into_iter().collect();
                let answer = client.get_with(rules(), &query).await?;
                context
                    .printer
                    .list(&answer, LIST, "no price rules: nothing is sold")
            }
            Self::Create(flags) => {
                let answer = client.post_body(rules(), &flags.body()?).await?;
                context.printer.details(&answer, LIST)
            }
            Self::Replace { id, rule } => {
                let answer = client.put(rules().at(&id), &rule.body()?).await?;
                context.printer.details(&answer, LIST)
            }
            Self::Delete { id } => {
                context.confirm(&format!("Delete price rule {id}?"))?;
                let answer = client.delete(rules().at(&id)).await?;
                context.done(&answer, &format!("price rule {id} is deleted"))
            }
            Self::Preview(flags) => preview(flags, context).await,
        }
    }
}

async fn preview(flags: PreviewFlags, context: &Context<'_>) -> Result<()> {
    let operation = DomainOperation::from(flags.operation).word().to_owned();
    let given = [
        ("customer", Some(flags.customer)),
        ("tld", flags.tld),
        ("domain", flags.domain),
        ("operation", Some(operation)),
    ];
    let query: Vec<_> = given
        .into_iter()
        .filter_map(|(key, value)| Some((key, value?)))
        .collect();
    let path = reseller("prices").at("preview");
    let answer = context.client.get_with(path, &query).await?;
    if !context.printer.is_for_people() {
        return context.printer.plain(&answer);
    }
    let accounts = answer.get("accounts").entries();
    if accounts.is_empty() {
        return Ok(output::line("no route leads anywhere: it is not sold")?);
    }
    for account in accounts {
        output::line(&printable(account.str("provider")))?;
        let problem = account.get("problem").text().unwrap_or("no prices");
        context
            .printer
            .list(account.get("prices"), PRICES, &printable(problem))?;
    }
    Ok(())
}
