//! What a customer pays: the provider's cost, and a rule of the operator's.

use serde::{Deserialize, Serialize};

use super::Rate;
use super::rate::divide_up;
use crate::domain::DomainOperation;
use crate::{Currency, Money, Violation};

/// Ten thousand basis points are the whole.
const WHOLE: i128 = 10_000;

/// A mark-up above a hundredfold is a slip of the pen.
const MOST_BASIS_POINTS: u32 = 1_000_000;

/// Amounts beyond this are a slip of the pen as well.
const MOST_MINOR: i64 = 100_000_000_000;

/// No price is above this: sums of prices always fit.
const MOST_PRICE: i128 = 1_000_000_000_000_000;

/// From what a price is made.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case", deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum PriceBasis {
    /// The provider's cost and so much of it on top.
    Percent {
        /// Hundredths of a percent: 1500 is 15 %.
        #[cfg_attr(feature = "openapi", schema(example = 1500))]
        basis_points: u32,
    },
    /// An amount of its own for each year, whatever the cost.
    PerYear {
        /// Minor units of the rule's currency.
        minor: i64,
    },
}

/// To which amounts a price is rounded up.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Rounding {
    /// Distance between two of those amounts in minor units: 100 for whole dollars.
    #[cfg_attr(feature = "openapi", schema(example = 100))]
    pub step: i64,
    /// What each of them has above a multiple of the step: 99 for prices such as 12.99.
    #[serde(default)]
    #[cfg_attr(feature = "openapi", schema(example = 99))]
    pub ending: i64,
}

/// A rule by which a price is made.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PriceRule {
    /// The customer's id; all where absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub customer: Option<String>,
    /// TLD without a dot in front, everything behind a domain's first label; all where absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(example = "co.uk"))]
    pub tld: Option<String>,
    /// What is ordered; everything where absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub operation: Option<DomainOperation>,
    /// The currency of the sale: the rule is for customers who pay in it.
    pub currency: Currency,
    /// From what the price is made.
    pub basis: PriceBasis,
    /// Added to each order, minor units.
    #[serde(default)]
    pub surcharge: i64,
    /// Rounding up; none where absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rounding: Option<Rounding>,
    /// What each order brings at least above its cost, minor units.
    #[serde(default)]
    pub min_margin: i64,
    /// What each order brings at least above its cost, hundredths of a percent of the cost.
    #[serde(default)]
    pub min_margin_basis_points: u32,
}

/// What a price is wanted for.
#[derive(Debug, Clone, Copy)]
pub struct Wanted<'a> {
    /// The customer's id.
    pub customer: &'a str,
    /// TLD without a dot in front.
    pub tld: &'a str,
    /// What is ordered.
    pub operation: DomainOperation,
    /// The currency that the customer pays in.
    pub currency: Currency,
}

/// A price, and what it was made from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Priced {
    /// What the customer pays.
    pub price: Money,
    /// The cost in the currency of the sale.
    pub cost: Money,
    /// The least that the rule lets the price be.
    pub floor: Money,
}

/// Why something has no price, and is not sold.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum NotPriced {
    /// The operator has not said at what price.
    #[error("no price rule sells {operation} of .{tld} in {currency}")]
    NoRule {
        /// What was wanted.
        operation: &'static str,
        /// Under which TLD.
        tld: String,
        /// In which currency.
        currency: Currency,
    },
    /// The cost is in a currency that cannot be compared.
    #[error("there is no exchange rate from {from} to {to}")]
    NoRate {
        /// The currency of the cost.
        from: Currency,
        /// The currency of the sale.
        to: Currency,
    },
    /// The sum does not fit into an amount.
    #[error("the price is beyond any amount")]
    TooMuch,
}

/// The rule that decides: the customer's own before one for all, then one for the TLD, then one
/// for the operation; among equals the last of the list.
pub fn best_rule<'a, R: AsRef<PriceRule>>(
    rules: &'a [R],
    wanted: &Wanted<'_>,
) -> Result<&'a R, NotPriced> {
    let fits = |rule: &&'a R| {
        let rule = AsRef::<PriceRule>::as_ref(*rule);
        rule.currency == wanted.currency
            && rule
                .customer
                .as_ref()
                .is_none_or(|id| id == wanted.customer)
            && rule.tld.as_ref().is_none_or(|tld| tld == wanted.tld)
            && rule.operation.is_none_or(|each| each == wanted.operation)
    };
    let rank = |rule: &&'a R| {
        let rule = AsRef::<PriceRule>::as_ref(*rule);
        (
            rule.customer.is_some(),
            rule.tld.is_some(),
            rule.operation.is_some(),
        )
    };
    let best = rules.iter().filter(fits).max_by_key(rank);
    best.ok_or_else(|| NotPriced::NoRule {
        operation: wanted.operation.word(),
        tld: wanted.tld.to_owned(),
        currency: wanted.currency,
    })
}

/// The price of something that costs so much for so many years, never below its floor.
///
/// `rate` leads from the cost's currency to the rule's; it is not looked at where they are one.
pub fn sale_price(
    rule: &PriceRule,
    cost: Money,
    years: u32,
    rate: Option<Rate>,
) -> Result<Priced, NotPriced> {
    let currency = rule.currency;
    let rate = if cost.currency == currency {
        Rate::PAR
    } else {
        rate.ok_or(NotPriced::NoRate {
            from: cost.currency,
            to: currency,
        })?
    };
    let cost = rate.convert(cost, currency).ok_or(NotPriced::TooMuch)?;
    let base = i128::from(cost.minor);
    let share = |points: u32| divide_up(base * i128::from(points), WHOLE);
    let basis = match rule.basis {
        PriceBasis::Percent { basis_points } => base + share(basis_points),
        PriceBasis::PerYear { minor } => i128::from(minor) * i128::from(years),
    };
    let margin = i128::from(rule.min_margin).max(share(rule.min_margin_basis_points));
    let floor = base + margin;
    let price = (basis + i128::from(rule.surcharge)).max(floor);
    let price = rule.rounding.map_or(price, |rounding| rounding.up(price));
    if price > MOST_PRICE {
        return Err(NotPriced::TooMuch);
    }
    let money = |minor: i128| {
        let minor = i64::try_from(minor).map_err(|_| NotPriced::TooMuch)?;
        Ok(Money { minor, currency })
    };
    Ok(Priced {
        price: money(price)?,
        cost,
        floor: money(floor)?,
    })
}

impl Rounding {
    fn up(self, amount: i128) -> i128 {
        let (step, ending) = (i128::from(self.step.max(1)), i128::from(self.ending));
        divide_up(amount - ending, step) * step + ending
    }
}

impl AsRef<PriceRule> for PriceRule {
    fn as_ref(&self) -> &PriceRule {
        self
    }
}

impl PriceRule {
    /// Every way in which the rule cannot be meant.
    pub fn violations(&self) -> Vec<Violation> {
        let mut violations = Vec::new();
        let mut amount = |field: &str, minor: i64| {
            if !(0..=MOST_MINOR).contains(&minor) {
                let rule = format!("0 to {MOST_MINOR} minor units");
                violations.push(Violation::new(field, rule));
            }
        };
        amount("surcharge", self.surcharge);
        amount("min_margin", self.min_margin);
        if let PriceBasis::PerYear { minor } = self.basis {
            amount("basis.minor", minor);
        }
        let mut points = |field: &str, points: u32| {
            if points > MOST_BASIS_POINTS {
                let rule = format!("0 to {MOST_BASIS_POINTS} basis points");
                violations.push(Violation::new(field, rule));
            }
        };
        points("min_margin_basis_points", self.min_margin_basis_points);
        if let PriceBasis::Percent { basis_points } = self.basis {
            points("basis.basis_points", basis_points);
        }
        if let Some(Rounding { step, ending }) = self.rounding {
            if !(1..=MOST_MINOR).contains(&step) {
                let rule = format!("1 to {MOST_MINOR} minor units");
                violations.push(Violation::new("rounding.step", rule));
            }
            if !(0..step.max(1)).contains(&ending) {
                let rule = "0 up to below the step";
                violations.push(Violation::new("rounding.ending", rule));
            }
        }
        violations
    }
}

#[cfg(test)]
mod tests;
