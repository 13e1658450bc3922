//! Customers: who buys from the operator, with which credit, at which prices, and what they have
//! bought.
//!
//! Money moves in the transaction of the order that it is for: there is no order without its
//! entries, and no entry without its order.

mod customer;
mod customer_domain;
mod customer_key;
mod ledger;
mod price_rule;
mod rate;
mod route;
pub(crate) mod sale;

use std::str::FromStr;

use sea_orm::prelude::Json;
use serde::Serialize;
use serde::de::DeserializeOwned;
use setec_core::Money;

use crate::error::{Result, StoreError};
use crate::storable;

pub use customer::{Customer, CustomerFilter};
pub use customer_domain::CustomerDomain;
pub use customer_key::CustomerKey;
pub use ledger::{
    Balance, LedgerCheck, LedgerEntry, LedgerKind, LedgerRow, LedgerTransaction, Mismatch, Posted,
    Statement,
};
pub use price_rule::StoredPriceRule;
pub use rate::ExchangeRate;
pub use route::Route;
pub use sale::{NewSale, NotSold, Sale, SaleFilter, SaleState};

/// A word or form that a later version wrote.
#[derive(Debug, thiserror::Error)]
#[error("'{0}' is of a newer version")]
struct Newer(String);

fn word<T: FromStr>(word: &str) -> Result<T> {
    word.parse()
        .map_err(|_| StoreError::Database(Box::new(Newer(word.to_owned()))))
}

fn money(minor: i64, currency: &str) -> Result<Money> {
    Ok(Money {
        minor,
        currency: word(currency)?,
    })
}

fn to_json<T: Serialize>(value: &T) -> Json {
    storable::json(serde_json::to_value(value).expect("plain data serializes"))
}

fn from_json<T: DeserializeOwned>(json: Json) -> Result<T> {
    serde_json::from_value(json).map_err(|error| StoreError::Database(Box::new(error)))
}

/// A count of the API in the databases' own integers; both hold every value.
fn count(value: i64) -> u32 {
    u32::try_from(value).unwrap_or(u32::MAX)
}
