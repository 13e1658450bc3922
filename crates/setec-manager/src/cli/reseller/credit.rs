//! `reseller credit`.

use clap::{Args, Subcommand};
use serde_json::json;
use setec_core::Money;
use uuid::Uuid;

use super::amount::Signed;
use super::{customer, reseller};
use crate::cli::column::{Column, field, made, money_of, time};
use crate::cli::context::Context;
use crate::cli::failure::{Failure, Result};
use crate::output;

/// What to do with customers' credit.
#[derive(Debug, Subcommand)]
pub(crate) enum CreditCommand {
    /// Write down what a customer has paid in
    Deposit(MoveFlags),
    /// Write down what a customer is paid out
    Withdraw(MoveFlags),
    /// Put something right; the amount may be below zero
    Correct(CorrectFlags),
    /// Reckon the whole ledger anew and tell everything that is not as it must be
    Check,
}

/// A movement of credit.
#[derive(Debug, Args)]
pub(crate) struct MoveFlags {
    /// The customer's e-mail or id
    customer: String,
    /// How much, such as '100 USD'
    amount: Money,
    #[command(flatten)]
    why: WhyFlags,
}

/// A movement of credit that may be below zero.
#[derive(Debug, Args)]
pub(crate) struct CorrectFlags {
    /// The customer's e-mail or id
    customer: String,
    /// How much, such as '-5 USD'
    #[arg(allow_hyphen_values = true)]
    amount: Signed,
    #[command(flatten)]
    why: WhyFlags,
}

/// Why, and under which key.
#[derive(Debug, Args)]
struct WhyFlags {
    /// Why; the customer's statement shows it
    #[arg(long)]
    reason: String,
    /// The key of a movement whose answer was lost: the same key moves once
    #[arg(long)]
    key: Option<String>,
}

const MOVED: &[Column] = &[
    field("Kind", "kind"),
    made("Amount", |entry| money_of(entry.get("amount"))),
    made("Credit", |entry| money_of(entry.get("balance"))),
    time("At", "at"),
    field("Id", "id"),
];

const TOTALS: &[Column] = &[
    field("Account", "account"),
    made("Holds", |entry| money_of(entry.get("amount"))),
];

const MISMATCHES: &[Column] = &[field("Subject", "subject"), field("Problem", "problem")];

impl CreditCommand {
    pub(super) async fn run(self, context: &Context<'_>) -> Result<()> {
        let (kind, id, amount, why) = match self {
            Self::Deposit(flags) => ("deposit", flags.customer, flags.amount, flags.why),
            Self::Withdraw(flags) => ("withdrawal", flags.customer, flags.amount, flags.why),
            Self::Correct(flags) => ("correction", flags.customer, flags.amount.0, flags.why),
            Self::Check => return check(context).await,
        };
        let body = json!({"kind": kind, "amount": amount, "reason": why.reason});
        let key = why.key.unwrap_or_else(|| Uuid::now_v7().to_string());
        let moved = context
            .client
            .post_once(customer(&id).at("credit"), &body, &key)
            .await;
        match moved {
            Ok(answer) => context.printer.details(&answer, MOVED),
            Err(Failure::Unreachable(words)) => Err(Failure::Unreachable(format!(
                "{words}\n  The credit may have been moved; the same command with --key {key} moves it once"
            ))),
            Err(failure) => Err(failure),
        }
    }
}

async fn check(context: &Context<'_>) -> Result<()> {
    let answer = context.client.get(reseller("ledger").at("check")).await?;
    if context.printer.is_for_people() {
        let words = format!(
            "{} transactions, {} entries, {} orders",
            answer.get("transactions").words(),
            answer.get("entries").words(),
            answer.get("orders").words()
        );
        output::line(&words)?;
        context
            .printer
            .list(answer.get("totals"), TOTALS, "nothing was moved yet")?;
        context
            .printer
            .list(answer.get("mismatches"), MISMATCHES, "the ledger is right")?;
    } else {
        context.printer.plain(&answer)?;
    }
    if answer.get("right").is_true() {
        return Ok(());
    }
    Err(Failure::Failed("the ledger is not right".to_owned()))
}
