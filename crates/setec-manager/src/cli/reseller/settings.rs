//! The settings of a customer, as flags.

use clap::{Args, ValueEnum};
use serde_json::{Map, Value, json};
use setec_core::reseller::TokenVariant;
use setec_core::{Currency, Money};

use super::amount::{Limit, minor_of};
use crate::cli::failure::Result;

/// What may be set of a customer.
#[derive(Debug, Default, Args)]
pub(crate) struct SettingsFlags {
    /// How orders are answered
    #[arg(long, value_enum)]
    reply: Option<Reply>,
    /// A known mistake in tokens that is put up with: raw_digest, swapped, swapped_raw,
    /// swapped_raw_iso_stamp or four_digit_year; again for each, 'none' for none
    #[arg(long = "variant", value_name = "VARIANT")]
    variants: Vec<Limit<Variant>>,
    /// An address or network that requests may come from; again for each, 'any' for any
    #[arg(long = "allow", value_name = "NETWORK")]
    allowed: Vec<String>,
    /// Requests per minute
    #[arg(long, value_name = "COUNT")]
    per_minute: Option<u32>,
    /// Requests that may come at once
    #[arg(long, value_name = "COUNT")]
    burst: Option<u32>,
    /// Requests per day of UTC
    #[arg(long, value_name = "COUNT")]
    per_day: Option<u32>,
    /// The most domains that it may have, or 'none'
    #[arg(long, value_name = "COUNT")]
    max_domains: Option<Limit<u32>>,
    /// The most that one order may cost, such as '50 USD', or 'none'
    #[arg(long, value_name = "AMOUNT")]
    max_order: Option<Limit<Money>>,
    /// The most that orders may cost in a month of UTC, or 'none'
    #[arg(long, value_name = "AMOUNT")]
    max_month: Option<Limit<Money>>,
    /// How far below zero its credit may go
    #[arg(long, value_name = "AMOUNT")]
    credit_limit: Option<Money>,
    /// A name server of orders that name none; again for each, 'none' for none
    #[arg(long = "nameserver", value_name = "HOST")]
    nameservers: Vec<String>,
}

/// How orders are answered.
#[derive(Debug, Clone, Copy, ValueEnum)]
enum Reply {
    /// "success", as the vendor's server does
    Bare,
    /// An object that says success in every way that clients look for
    Object,
}

/// A mistake in tokens.
#[derive(Debug, Clone, Copy)]
struct Variant(TokenVariant);

impl std::str::FromStr for Variant {
    type Err = String;

    fn from_str(word: &str) -> std::result::Result<Self, String> {
        let known = TokenVariant::ALL.map(TokenVariant::as_str).join(", ");
        let variant = word.replace('-', "_").parse();
        variant.map(Self).map_err(|_| format!("one of {known}"))
    }
}

impl SettingsFlags {
    /// Writes what was given into a customer's settings.
    pub(super) fn put_into(
        self,
        settings: &mut Map<String, Value>,
        currency: Currency,
    ) -> Result<()> {
        let mut set = |key: &str, value: Value| {
            settings.insert(key.to_owned(), value);
        };
        if let Some(reply) = self.reply {
            let word = match reply {
                Reply::Bare => "bare",
                Reply::Object => "object",
            };
            set("reply", word.into());
        }
        if !self.variants.is_empty() {
            let variants = self.variants.into_iter().filter_map(Limit::value);
            let words: Vec<&str> = variants.map(|variant| variant.0.as_str()).collect();
            set("variants", json!(words));
        }
        for (key, list, nothing) in [
            ("allowed", self.allowed, "any"),
            ("nameservers", self.nameservers, "none"),
        ] {
            if !list.is_empty() {
                let mut list = list;
                list.retain(|text| text != nothing);
                set(key, json!(list));
            }
        }
        for (key, count) in [
            ("per_minute", self.per_minute),
            ("burst", self.burst),
            ("per_day", self.per_day),
        ] {
            if let Some(count) = count {
                set(key, count.into());
            }
        }
        if let Some(limit) = self.max_domains {
            set("max_domains", json!(limit.value()));
        }
        for (key, flag, limit) in [
            ("max_order_minor", "--max-order", self.max_order),
            ("max_month_minor", "--max-month", self.max_month),
        ] {
            if let Some(limit) = limit {
                let minor = limit.value().map(|money| minor_of(flag, money, currency));
                set(key, json!(minor.transpose()?));
            }
        }
        if let Some(limit) = self.credit_limit {
            let minor = minor_of("--credit-limit", limit, currency)?;
            set("credit_limit_minor", minor.into());
        }
        Ok(())
    }
}
