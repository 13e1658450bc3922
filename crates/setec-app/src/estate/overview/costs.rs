//! What an account costs a month.

use std::collections::BTreeMap;

use chrono::{DateTime, Datelike, Months, NaiveDate, Utc};
use setec_core::Money;
use setec_core::billing::Subscription;

use super::Told;
use super::renewals::is_over;

/// Months that are looked back, the present one included.
const MONTHS: u32 = 6;

/// Cost of an account in one currency.
#[derive(Debug, Clone)]
pub struct AccountCost {
    /// The account.
    pub account: String,
    /// What everything that is paid for now costs a month, however it is paid.
    pub monthly: Money,
    /// The months up to now, oldest first.
    pub trend: Vec<MonthCost>,
}

/// Cost of a month.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MonthCost {
    /// Such as `2026-06`.
    pub month: String,
    /// What was paid for in it by then, in minor units.
    pub minor: i64,
}

/// Something that costs again and again.
struct Item {
    monthly: Money,
    since: Option<NaiveDate>,
}

/// The costs of an account: of its subscriptions, or of its domains where it has no others.
pub(super) fn of(told: &Told, now: DateTime<Utc>) -> Vec<AccountCost> {
    let items: Vec<Item> = match &told.subscriptions {
        Some(listing) => listing.items.iter().filter_map(subscribed).collect(),
        None => told
            .domains
            .iter()
            .flatten()
            .filter_map(registered)
            .collect(),
    };
    let mut by_currency: BTreeMap<String, Vec<Item>> = BTreeMap::new();
    for item in items {
        let code = item.monthly.currency.code().to_owned();
        by_currency.entry(code).or_default().push(item);
    }
    let cost = |items: Vec<Item>| {
        let currency = items.first()?.monthly.currency;
        let sum = |until: Option<NaiveDate>| {
            let is_paid = |item: &&Item| match (item.since, until) {
                (Some(since), Some(until)) => since < until,
                _ => true,
            };
            let paid = items.iter().filter(is_paid);
            paid.map(|item| item.monthly.minor).sum::<i64>()
        };
        let trend = (0..MONTHS).rev().filter_map(|back| {
            let first = now.date_naive().with_day(1)? - Months::new(back);
            Some(MonthCost {
                month: first.format("%Y-%m").to_string(),
                minor: sum(Some(first + Months::new(1))),
            })
        });
        Some(AccountCost {
            account: told.account.name.clone(),
            monthly: Money {
                minor: sum(None),
                currency,
            },
            trend: trend.collect(),
        })
    };
    by_currency.into_values().filter_map(cost).collect()
}

fn subscribed(subscription: &Subscription) -> Option<Item> {
    if is_over(subscription) {
        return None;
    }
    Some(Item {
        monthly: share(subscription.next_price()?, subscription.term_months()?),
        since: subscription.created_at.map(|at| at.date_naive()),
    })
}

/// The price is of one year, the term of nearly every registry.
fn registered(state: &setec_store::DomainState) -> Option<Item> {
    if state.status.is_over() {
        return None;
    }
    Some(Item {
        monthly: share(state.renewal_price?, 12.0),
        since: None,
    })
}

#[expect(
    clippy::cast_precision_loss,
    clippy::cast_possible_truncation,
    reason = "prices are far below 2^52 minor units, and a share of one is rounded"
)]
fn share(price: Money, months: f64) -> Money {
    Money {
        minor: (price.minor as f64 / months).round() as i64,
        ..price
    }
}
