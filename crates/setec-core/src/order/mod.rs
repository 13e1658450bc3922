//! Orders: everything that spends money, whatever it buys.

mod limits;
mod state;
mod verdict;

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use crate::Money;

pub use limits::{CurrencyLimit, Spending, SpendingLimits, month_begin};
pub use state::OrderState;
pub use verdict::{Finding, Verdict, judge};

/// What an order buys.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum OrderKind {
    /// A new domain.
    RegisterDomain,
    /// Further years of a domain.
    RenewDomain,
    /// A domain that comes from another registrar.
    TransferDomain,
    /// A domain out of its redemption period.
    RestoreDomain,
    /// A new virtual server.
    CreateServer,
    /// The next term of a subscription.
    RenewSubscription,
}

impl OrderKind {
    /// Every kind there is.
    pub const ALL: [Self; 6] = [
        Self::RegisterDomain,
        Self::RenewDomain,
        Self::TransferDomain,
        Self::RestoreDomain,
        Self::CreateServer,
        Self::RenewSubscription,
    ];

    /// The word for programs.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::RegisterDomain => "register_domain",
            Self::RenewDomain => "renew_domain",
            Self::TransferDomain => "transfer_domain",
            Self::RestoreDomain => "restore_domain",
            Self::CreateServer => "create_server",
            Self::RenewSubscription => "renew_subscription",
        }
    }
}

impl fmt::Display for OrderKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// The word is not one of those that are known.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("the word is not known")]
pub struct UnknownWord;

impl FromStr for OrderKind {
    type Err = UnknownWord;

    fn from_str(word: &str) -> Result<Self, Self::Err> {
        let mut all = Self::ALL.into_iter();
        all.find(|kind| kind.as_str() == word).ok_or(UnknownWord)
    }
}

/// Why a price is above what may be spent at most, if it is; another currency always is.
pub fn above_ceiling(price: Money, ceiling: Money) -> Option<String> {
    if price.currency != ceiling.currency {
        return Some(format!(
            "the price is {price}, which cannot be compared with {ceiling}"
        ));
    }
    (price.minor > ceiling.minor).then(|| format!("the price is {price}, more than {ceiling}"))
}

#[cfg(test)]
mod tests {
    use super::{OrderKind, above_ceiling};
    use crate::Money;

    #[test]
    fn words_read_back() {
        for kind in OrderKind::ALL {
            assert_eq!(kind.as_str().parse(), Ok(kind));
            let json = serde_json::to_value(kind).expect("it serializes");
            assert_eq!(json, kind.as_str());
        }
        assert!("buy".parse::<OrderKind>().is_err());
    }

    #[test]
    fn a_ceiling_in_another_currency_is_no_ceiling_at_all() {
        let money = |minor, code: &str| Money {
            minor,
            currency: code.parse().expect("a code"),
        };
        assert_eq!(above_ceiling(money(999, "USD"), money(999, "USD")), None);
        assert!(above_ceiling(money(1000, "USD"), money(999, "USD")).is_some());
        assert!(above_ceiling(money(1, "JPY"), money(999, "USD")).is_some());
    }
}
