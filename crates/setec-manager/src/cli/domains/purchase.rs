//! `domains purchase`.

use clap::Args;
use serde_json::json;

use super::{DETAILS, Holding, check};
use crate::cli::answer::Answer;
use crate::cli::client::account;
use crate::cli::column::{money, printable};
use crate::cli::context::Context;
use crate::cli::failure::{Failure, Result};
use crate::cli::input;
use crate::cli::orders::Consent;

/// An order for a domain.
#[derive(Debug, Args)]
pub(crate) struct PurchaseFlags {
    #[command(flatten)]
    holding: Holding,
    /// Years
    #[arg(long, default_value_t = 1, value_parser = clap::value_parser!(u32).range(1..=10))]
    period: u32,
    /// Whether it shall renew by itself; the provider's default where absent
    #[arg(long, value_name = "true|false")]
    auto_renew: Option<bool>,
    /// Whether the registrant shall be hidden; the provider's default where absent
    #[arg(long, value_name = "true|false")]
    privacy: Option<bool>,
    /// The provider's payment method; its default one where absent
    #[arg(long, value_name = "ID")]
    payment_method: Option<String>,
    #[command(flatten)]
    consent: Consent,
}

/// Shows the price, asks, and buys.
pub(super) async fn purchase(flags: PurchaseFlags, context: &Context<'_>) -> Result<()> {
    let Holding { provider, domain } = &flags.holding;
    let found = check(context, provider, std::slice::from_ref(domain)).await?;
    let offer = found.entries().first().unwrap_or(&Answer::Null);
    if !offer.get("available").is_true() {
        return Err(Failure::Failed(format!("{domain} is taken")));
    }
    let first = money(offer, offer.get("price"));
    let then = match offer.get("renewal_price") {
        Answer::Null => String::new(),
        amount => format!(", then {} a year", money(offer, amount)),
    };
    let years = match flags.period {
        1 => "1 year".to_owned(),
        years => format!("{years} years"),
    };
    context.note(&format!(
        "{domain} at {provider} for {years}: {first} for the first year{then}"
    ));
    if let Some(restriction) = offer.get("restriction").text() {
        context.note(&printable(&format!("The registry demands: {restriction}")));
    }
    if flags.consent.max_price.is_none() {
        context.confirm(&format!("Buy {domain}?"))?;
    }
    let body = input::without_nulls(json!({
        "domain": domain,
        "period": flags.period,
        "auto_renew": flags.auto_renew,
        "privacy_protection": flags.privacy,
        "payment_method_id": flags.payment_method,
        "max_price": flags.consent.max_price,
    }));
    let answer = context
        .client
        .post_body(account(provider).at("domains").at("purchase"), &body)
        .await?;
    context.printer.details(&answer, DETAILS)
}
