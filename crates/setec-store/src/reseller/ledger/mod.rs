//! The ledger: double entries, in whole minor units.
//!
//! The entries of a transaction sum to zero in each currency. A customer's ledger account is above
//! zero where the operator owes it something; `cash` goes below zero by what has come in.

mod check;
mod post;
mod statement;

use std::fmt;
use std::str::FromStr;

use chrono::{DateTime, Utc};
use sea_orm::prelude::Uuid;
use setec_core::Money;
use setec_core::order::UnknownWord;

pub use check::{LedgerCheck, Mismatch};
pub use post::Posted;
pub(super) use post::{NewTransaction, balance_of, post};
pub use statement::{LedgerRow, Statement};

/// Where money comes from that is paid in, and goes to that is paid out.
const CASH: &str = "cash";

/// What corrections are balanced by.
const CORRECTIONS: &str = "corrections";

/// What orders have brought.
pub(super) const REVENUE: &str = "revenue";

/// What a customer has left to spend.
pub(super) fn of_customer(id: Uuid) -> String {
    format!("customer:{id}")
}

/// What a customer's open orders may cost.
pub(super) fn held_of(id: Uuid) -> String {
    format!("held:{id}")
}

/// Why money moves.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum LedgerKind {
    /// The customer has paid in.
    Deposit,
    /// The customer was paid out.
    Withdrawal,
    /// An order was made: its price is held.
    Charge,
    /// The order is completed: what was held is earned.
    Capture,
    /// The order has failed: what was held is the customer's again.
    Refund,
    /// The operator puts something right.
    Correction,
}

impl LedgerKind {
    /// Every kind there is.
    pub const ALL: [Self; 6] = [
        Self::Deposit,
        Self::Withdrawal,
        Self::Charge,
        Self::Capture,
        Self::Refund,
        Self::Correction,
    ];

    /// The word for programs.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Deposit => "deposit",
            Self::Withdrawal => "withdrawal",
            Self::Charge => "charge",
            Self::Capture => "capture",
            Self::Refund => "refund",
            Self::Correction => "correction",
        }
    }
}

impl fmt::Display for LedgerKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl FromStr for LedgerKind {
    type Err = UnknownWord;

    fn from_str(word: &str) -> Result<Self, Self::Err> {
        let mut all = Self::ALL.into_iter();
        all.find(|kind| kind.as_str() == word).ok_or(UnknownWord)
    }
}

/// One movement of money.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LedgerTransaction {
    /// Its id for ever.
    pub id: Uuid,
    /// When.
    pub at: DateTime<Utc>,
    /// Why.
    pub kind: LedgerKind,
    /// The customer whose money it is about.
    pub customer_id: Uuid,
    /// The customer's order that it belongs to.
    pub sale_id: Option<Uuid>,
    /// What a person should know of it.
    pub memo: String,
    /// Who brought it about.
    pub by: String,
}

/// One side of a movement.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LedgerEntry {
    /// The movement.
    pub transaction_id: Uuid,
    /// The ledger account, such as `revenue` or `customer:<id>`.
    pub ledger_account: String,
    /// How much, with its sign.
    pub amount: Money,
}

/// What a ledger account holds of a currency.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Balance {
    /// The ledger account.
    pub ledger_account: String,
    /// How much.
    pub amount: Money,
}

pub(super) mod transaction {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "ledger_transactions")]
    pub(crate) struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        pub at: DateTimeUtc,
        pub kind: String,
        pub customer_id: Uuid,
        pub sale_id: Option<Uuid>,
        pub key: Option<String>,
        pub memo: String,
        pub by: String,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub(crate) enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

pub(super) mod entry {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "ledger_entries")]
    pub(crate) struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        pub transaction_id: Uuid,
        pub ledger_account: String,
        pub currency: String,
        pub minor: i64,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub(crate) enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

pub(super) mod balance {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "balances")]
    pub(crate) struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub ledger_account: String,
        #[sea_orm(primary_key, auto_increment = false)]
        pub currency: String,
        pub minor: i64,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub(crate) enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

impl TryFrom<transaction::Model> for LedgerTransaction {
    type Error = crate::StoreError;

    fn try_from(row: transaction::Model) -> crate::Result<Self> {
        Ok(Self {
            id: row.id,
            at: row.at,
            kind: super::word(&row.kind)?,
            customer_id: row.customer_id,
            sale_id: row.sale_id,
            memo: row.memo,
            by: row.by,
        })
    }
}
