//! Customers' orders: what each pays for a purchase of the operator's, and what became of it.

mod admit;
mod read;
mod settle;

use std::fmt;
use std::str::FromStr;

use chrono::{DateTime, Utc};
use sea_orm::prelude::Uuid;
use setec_core::Money;
use setec_core::domain::DomainOperation;
use setec_core::order::UnknownWord;

use super::{count, money, word};
use crate::error::{Result, StoreError};

pub use admit::NotSold;
pub(crate) use admit::{admit, charge};
pub use read::SaleFilter;
pub(super) use read::by_ids;
pub(crate) use settle::settle;

/// What became of a customer's order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum SaleState {
    /// Its price is held until it is known what became of the purchase.
    Held,
    /// Bought, and paid for.
    Completed,
    /// Not bought; its price was given back.
    Refunded,
}

impl SaleState {
    /// Every state there is.
    pub const ALL: [Self; 3] = [Self::Held, Self::Completed, Self::Refunded];

    /// The word for programs.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Held => "held",
            Self::Completed => "completed",
            Self::Refunded => "refunded",
        }
    }
}

impl fmt::Display for SaleState {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl FromStr for SaleState {
    type Err = UnknownWord;

    fn from_str(word: &str) -> Result<Self, Self::Err> {
        let mut all = Self::ALL.into_iter();
        all.find(|state| state.as_str() == word).ok_or(UnknownWord)
    }
}

/// A customer's order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sale {
    /// Its id; later ones have greater ones.
    pub id: Uuid,
    /// The customer's request, which several accounts may have been tried for.
    pub request_id: Uuid,
    /// Who orders.
    pub customer_id: Uuid,
    /// The operator's purchase.
    pub order_id: Uuid,
    /// The word of the customer's own that came with the request.
    pub key: Option<String>,
    /// What is ordered.
    pub operation: DomainOperation,
    /// The domain in A-labels.
    pub domain: String,
    /// For how many years.
    pub years: u32,
    /// The account that it is bought with.
    pub account: String,
    /// What the operator pays.
    pub cost: Money,
    /// What the customer pays.
    pub price: Money,
    /// What became of it.
    pub state: SaleState,
    /// When it was made.
    pub created_at: DateTime<Utc>,
    /// When it was completed or refunded.
    pub settled_at: Option<DateTime<Utc>>,
}

/// A customer's order to be made together with the purchase.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewSale {
    /// Its id.
    pub id: Uuid,
    /// The customer's request.
    pub request_id: Uuid,
    /// Who orders.
    pub customer_id: Uuid,
    /// The word of the customer's own that came with the request.
    pub key: Option<String>,
    /// What is ordered.
    pub operation: DomainOperation,
    /// The domain in A-labels.
    pub domain: String,
    /// For how many years.
    pub years: u32,
    /// What the customer pays.
    pub price: Money,
}

pub(crate) mod row {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "sales")]
    pub(crate) struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        pub request_id: Uuid,
        pub customer_id: Uuid,
        pub order_id: Uuid,
        pub key: Option<String>,
        pub operation: String,
        pub domain: String,
        pub years: i32,
        pub account: String,
        pub cost: i64,
        pub cost_currency: String,
        pub price: i64,
        pub currency: String,
        pub state: String,
        pub created_at: DateTimeUtc,
        pub settled_at: Option<DateTimeUtc>,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub(crate) enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

fn operation(text: &str) -> Result<DomainOperation> {
    let known = [
        DomainOperation::Register,
        DomainOperation::Renew,
        DomainOperation::Transfer,
        DomainOperation::Restore,
    ];
    let found = known.into_iter().find(|each| each.word() == text);
    found.ok_or_else(|| StoreError::Database(Box::new(super::Newer(text.to_owned()))))
}

impl TryFrom<row::Model> for Sale {
    type Error = StoreError;

    fn try_from(row: row::Model) -> Result<Self> {
        Ok(Self {
            id: row.id,
            request_id: row.request_id,
            customer_id: row.customer_id,
            order_id: row.order_id,
            key: row.key,
            operation: operation(&row.operation)?,
            domain: row.domain,
            years: count(row.years.into()),
            account: row.account,
            cost: money(row.cost, &row.cost_currency)?,
            price: money(row.price, &row.currency)?,
            state: word(&row.state)?,
            created_at: row.created_at,
            settled_at: row.settled_at,
        })
    }
}
