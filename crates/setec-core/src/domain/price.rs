//! What domains cost.

use serde::{Deserialize, Serialize};

use crate::Money;
use crate::billing::Currency;

/// What is ordered for a domain.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum DomainOperation {
    /// A new registration.
    Register,
    /// More years.
    Renew,
    /// Bringing it in from another registrar.
    Transfer,
    /// Fetching it back out of redemption (RFC 3915).
    Restore,
}

impl DomainOperation {
    /// The word of the API, such as `register`.
    pub fn word(self) -> &'static str {
        match self {
            Self::Register => "register",
            Self::Renew => "renew",
            Self::Transfer => "transfer",
            Self::Restore => "restore",
        }
    }
}

/// One price of a list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct TldPrice {
    /// What is bought.
    pub operation: DomainOperation,
    /// The years that it buys, from 1.
    pub years: u32,
    /// What the whole of it costs, fees included.
    pub price: Money,
}

/// The time after a domain's expiry in which it can still be had, for a fee.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct LatePeriod {
    /// How long it lasts.
    pub days: Option<u32>,
    /// What is charged besides the renewal.
    pub fee: Option<Money>,
}

/// A TLD's prices. Several currencies may be among them; they are never compared or added.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct TldPrices {
    /// TLD without a dot in front, such as `co.uk`.
    pub tld: String,
    /// Every price; what is not sold has none.
    pub prices: Vec<TldPrice>,
    /// Years that can be registered, also those whose price the list does not tell; empty where the
    /// vendor names none.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub years: Vec<u32>,
    /// After the expiry, the domain still being the owner's.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub grace: Option<LatePeriod>,
    /// After that, the domain being restored out of redemption.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub redemption: Option<LatePeriod>,
}

impl TldPrices {
    /// The price of so many years in that currency.
    pub fn find(
        &self,
        operation: DomainOperation,
        years: u32,
        currency: Currency,
    ) -> Option<Money> {
        let fits = |price: &&TldPrice| {
            price.operation == operation && price.years == years && price.price.currency == currency
        };
        self.prices.iter().find(fits).map(|price| price.price)
    }
}

/// What an operation on one particular domain costs now.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct DomainPrice {
    /// The years that it buys, from 1.
    pub years: u32,
    /// What the whole of it costs, fees included.
    pub price: Money,
    /// Whether the registry asks a price of its own for this name.
    pub is_premium: bool,
}

/// What is left on an account that orders are paid from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Credit {
    /// The balance; below zero where the provider lends.
    pub balance: Money,
}
