use std::collections::BTreeMap;

use chrono::{DateTime, Datelike, NaiveTime, Utc};
use serde::{Deserialize, Serialize};

use crate::{Currency, Money, Violation};

/// How much may be spent in one currency.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct CurrencyLimit {
    /// ISO 4217 code of the currency.
    pub currency: Currency,
    /// Minor units per day of UTC; `null` is no limit.
    pub day: Option<i64>,
    /// Minor units per month of UTC; `null` is no limit.
    pub month: Option<i64>,
}

/// How much somebody may spend without being asked; empty is no limit at all.
///
/// Whoever has a limit in one currency has one in all: what is not named may not be spent.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SpendingLimits(pub Vec<CurrencyLimit>);

/// What was spent today and this month, currency by currency.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Spending(BTreeMap<Currency, Sums>);

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
struct Sums {
    day: i64,
    month: i64,
}

/// When the month of UTC began that a time is in.
pub fn month_begin(now: DateTime<Utc>) -> DateTime<Utc> {
    let first = now.date_naive().with_day(1).expect("every month has one");
    first.and_time(NaiveTime::MIN).and_utc()
}

impl Spending {
    /// Sums what was spent at which time, as far as it was in the month of `now`.
    pub fn until(
        now: DateTime<Utc>,
        spent: impl IntoIterator<Item = (DateTime<Utc>, Money)>,
    ) -> Self {
        let (today, month) = (now.date_naive(), month_begin(now));
        let mut sums: BTreeMap<Currency, Sums> = BTreeMap::new();
        for (at, money) in spent {
            if at < month || at > now {
                continue;
            }
            let sum = sums.entry(money.currency).or_default();
            // A sum that does not fit is above any limit.
            sum.month = sum.month.saturating_add(money.minor);
            if at.date_naive() == today {
                sum.day = sum.day.saturating_add(money.minor);
            }
        }
        Self(sums)
    }

    /// What was spent today in a currency.
    pub fn day(&self, currency: Currency) -> Money {
        self.money(currency, |sums| sums.day)
    }

    /// What was spent this month in a currency.
    pub fn month(&self, currency: Currency) -> Money {
        self.money(currency, |sums| sums.month)
    }

    /// The currencies in which anything was spent this month.
    pub fn currencies(&self) -> impl Iterator<Item = Currency> {
        self.0.keys().copied()
    }

    fn money(&self, currency: Currency, which: fn(&Sums) -> i64) -> Money {
        Money {
            minor: self.0.get(&currency).map_or(0, which),
            currency,
        }
    }
}

impl SpendingLimits {
    /// Why a price needs an approver after what was spent already, if it does.
    pub fn exceeded(&self, spending: &Spending, price: Money) -> Option<String> {
        if self.0.is_empty() {
            return None;
        }
        let currency = price.currency;
        let Some(limit) = self.0.iter().find(|limit| limit.currency == currency) else {
            return Some(format!("no spending limit allows {currency}"));
        };
        let windows = [
            ("day", limit.day, spending.day(currency)),
            ("month", limit.month, spending.month(currency)),
        ];
        windows.into_iter().find_map(|(window, limit, spent)| {
            let minor = limit?;
            let is_within = spent
                .checked_add(price)
                .is_some_and(|sum| sum.minor <= minor);
            let limit = Money { minor, currency };
            (!is_within).then(|| {
                format!("{price} after {spent} is above the limit of {limit} per {window}")
            })
        })
    }

    /// Whether whoever has these may spend nothing that the others forbid.
    pub fn is_within(&self, others: &Self) -> bool {
        let below = |own: Option<i64>, other: Option<i64>| match (own, other) {
            (_, None) => true,
            (None, Some(_)) => false,
            (Some(own), Some(other)) => own <= other,
        };
        if others.0.is_empty() {
            return true;
        }
        !self.0.is_empty()
            && self.0.iter().all(|own| {
                let mut same = others
                    .0
                    .iter()
                    .filter(|other| other.currency == own.currency);
                same.next()
                    .is_some_and(|other| below(own.day, other.day) && below(own.month, other.month))
            })
    }

    /// Every rule that the limits break as input.
    pub fn violations(&self) -> Vec<Violation> {
        let mut violations = Vec::new();
        for (at, limit) in self.0.iter().enumerate() {
            let field = |name: &str| format!("limits[{at}].{name}");
            for (name, amount) in [("day", limit.day), ("month", limit.month)] {
                if amount.is_some_and(|minor| minor < 0) {
                    violations.push(Violation::new(field(name), "not below 0"));
                }
            }
            let earlier = &self.0[..at];
            if earlier.iter().any(|other| other.currency == limit.currency) {
                violations.push(Violation::new(field("currency"), "each currency once"));
            }
        }
        violations
    }
}

#[cfg(test)]
mod tests {
    use chrono::{DateTime, Utc};

    use super::{CurrencyLimit, Spending, SpendingLimits, month_begin};
    use crate::Money;

    fn at(text: &str) -> DateTime<Utc> {
        text.parse().expect("a time")
    }

    fn money(minor: i64, code: &str) -> Money {
        let currency = code.parse().expect("a code");
        Money { minor, currency }
    }

    fn limits(all: &[(&str, Option<i64>, Option<i64>)]) -> SpendingLimits {
        let each = all.iter().map(|(code, day, month)| CurrencyLimit {
            currency: code.parse().expect("a code"),
            day: *day,
            month: *month,
        });
        SpendingLimits(each.collect())
    }

    #[test]
    fn sums_know_days_months_and_currencies() {
        let now = at("2026-03-31T23:59:59Z");
        let spending = Spending::until(
            now,
            [
                (at("2026-02-28T23:59:59Z"), money(1, "USD")),
                (at("2026-03-01T00:00:00Z"), money(10, "USD")),
                (at("2026-03-31T00:00:00Z"), money(100, "USD")),
                (at("2026-03-31T12:00:00Z"), money(1000, "JPY")),
            ],
        );
        let [dollar, yen] = ["USD", "JPY"].map(|code| code.parse().expect("a code"));
        assert_eq!(spending.day(dollar), money(100, "USD"));
        assert_eq!(spending.month(dollar), money(110, "USD"));
        assert_eq!(spending.day(yen), money(1000, "JPY"));
        assert_eq!(month_begin(now), at("2026-03-01T00:00:00Z"));
    }

    #[test]
    fn what_is_above_a_limit_says_so() {
        let now = at("2026-03-31T12:00:00Z");
        let spending = Spending::until(now, [(now, money(900, "USD"))]);
        let none = SpendingLimits::default();
        assert_eq!(none.exceeded(&spending, money(i64::MAX, "USD")), None);
        let limits = limits(&[("USD", Some(1000), Some(2000)), ("EUR", None, None)]);
        assert_eq!(limits.exceeded(&spending, money(100, "USD")), None);
        let words = limits
            .exceeded(&spending, money(101, "USD"))
            .expect("above");
        assert!(words.contains("10.00 USD per day"), "{words}");
        assert!(limits.exceeded(&spending, money(i64::MAX, "USD")).is_some());
        assert_eq!(limits.exceeded(&spending, money(i64::MAX, "EUR")), None);
        assert!(limits.exceeded(&spending, money(1, "JPY")).is_some());
    }

    #[test]
    fn tighter_limits_are_within_looser_ones() {
        let loose = limits(&[("USD", Some(1000), None)]);
        let none = SpendingLimits::default();
        assert!(limits(&[("USD", Some(999), Some(1))]).is_within(&loose));
        assert!(loose.is_within(&loose) && loose.is_within(&none) && none.is_within(&none));
        assert!(!limits(&[("USD", None, Some(1))]).is_within(&loose));
        assert!(!limits(&[("USD", Some(1), None), ("EUR", Some(1), None)]).is_within(&loose));
        assert!(!none.is_within(&loose));
    }

    #[test]
    fn wrong_limits_are_named_all_at_once() {
        let wrong = limits(&[("USD", Some(-1), None), ("USD", None, Some(-1))]);
        let fields: Vec<String> = wrong.violations().into_iter().map(|v| v.field).collect();
        assert_eq!(
            fields,
            ["limits[0].day", "limits[1].month", "limits[1].currency"]
        );
    }
}
