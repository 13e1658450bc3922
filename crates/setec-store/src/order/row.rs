//! The tables' rows.

use setec_core::Money;
use setec_core::order::{OrderKind, OrderState};

use super::{Purchase, StoredOrder};
use crate::error::{Result, StoreError};
use crate::storable;

pub(super) mod quote {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "quotes")]
    pub(crate) struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        pub user_id: Uuid,
        pub account: String,
        pub kind: String,
        pub target: String,
        pub what: String,
        pub years: Option<i32>,
        pub price: i64,
        pub currency: String,
        pub renewal_price: Option<i64>,
        pub request: String,
        pub created_at: DateTimeUtc,
        pub expires_at: DateTimeUtc,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub(crate) enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

pub(super) mod order {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "orders")]
    pub(crate) struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        pub quote_id: Uuid,
        pub user_id: Uuid,
        pub user_name: String,
        pub idempotency_key: String,
        pub account: String,
        pub kind: String,
        pub target: String,
        pub what: String,
        pub years: Option<i32>,
        pub price: i64,
        pub currency: String,
        pub renewal_price: Option<i64>,
        pub request: String,
        pub state: String,
        pub waits_because: Option<String>,
        pub approved_by: Option<String>,
        pub detail: Option<String>,
        pub created_at: DateTimeUtc,
        pub updated_at: DateTimeUtc,
        pub sent_at: Option<DateTimeUtc>,
        pub settled_at: Option<DateTimeUtc>,
        pub node: Option<Uuid>,
        pub lease_until: Option<DateTimeUtc>,
        pub looks: i32,
        pub next_look_at: Option<DateTimeUtc>,
        #[sea_orm(column_type = "Json", nullable)]
        pub baseline: Option<Json>,
        #[sea_orm(column_type = "Json", nullable)]
        pub result: Option<Json>,
        pub reference: Option<String>,
        pub entry_id: Option<Uuid>,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub(crate) enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

pub(super) mod step {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "order_steps")]
    pub(crate) struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        pub order_id: Uuid,
        pub at: DateTimeUtc,
        pub state: String,
        pub by: String,
        pub detail: Option<String>,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub(crate) enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

/// A word that a later version wrote.
#[derive(Debug, thiserror::Error)]
#[error("'{0}' is a word of a newer version")]
struct NewerWord(String);

pub(super) fn state(word: &str) -> Result<OrderState> {
    word.parse()
        .map_err(|_| StoreError::Database(Box::new(NewerWord(word.to_owned()))))
}

pub(super) fn kind(word: &str) -> Result<OrderKind> {
    word.parse()
        .map_err(|_| StoreError::Database(Box::new(NewerWord(word.to_owned()))))
}

pub(super) fn money(minor: i64, currency: &str) -> Result<Money> {
    let currency = currency
        .parse()
        .map_err(|_| StoreError::Database(Box::new(NewerWord(currency.to_owned()))))?;
    Ok(Money { minor, currency })
}

/// The columns that quotes and orders have in common.
pub(super) struct Columns {
    pub(super) account: String,
    pub(super) kind: String,
    pub(super) target: String,
    pub(super) what: String,
    pub(super) years: Option<i32>,
    pub(super) price: i64,
    pub(super) currency: String,
    pub(super) renewal_price: Option<i64>,
}

impl From<&Purchase> for Columns {
    fn from(purchase: &Purchase) -> Self {
        let price = purchase.price;
        Self {
            account: storable::text(&purchase.account),
            kind: purchase.kind.as_str().to_owned(),
            target: storable::text(&purchase.target),
            what: storable::text(&purchase.what),
            years: purchase.years.and_then(|years| years.try_into().ok()),
            price: price.minor,
            currency: price.currency.to_string(),
            renewal_price: purchase
                .renewal_price
                .filter(|renewal| renewal.currency == price.currency)
                .map(|renewal| renewal.minor),
        }
    }
}

impl Columns {
    pub(super) fn purchase(self) -> Result<Purchase> {
        let renewal = self.renewal_price;
        let renewal = renewal.map(|minor| money(minor, &self.currency));
        Ok(Purchase {
            account: self.account,
            kind: kind(&self.kind)?,
            target: self.target,
            what: self.what,
            years: self.years.and_then(|years| years.try_into().ok()),
            price: money(self.price, &self.currency)?,
            renewal_price: renewal.transpose()?,
        })
    }
}

impl TryFrom<order::Model> for StoredOrder {
    type Error = StoreError;

    fn try_from(row: order::Model) -> Result<Self> {
        let columns = Columns {
            account: row.account,
            kind: row.kind,
            target: row.target,
            what: row.what,
            years: row.years,
            price: row.price,
            currency: row.currency,
            renewal_price: row.renewal_price,
        };
        Ok(Self {
            id: row.id,
            quote_id: row.quote_id,
            user_id: row.user_id,
            user: row.user_name,
            purchase: columns.purchase()?,
            request: row.request,
            state: state(&row.state)?,
            waits_because: row.waits_because,
            approved_by: row.approved_by,
            detail: row.detail,
            created_at: row.created_at,
            updated_at: row.updated_at,
            sent_at: row.sent_at,
            settled_at: row.settled_at,
            looks: row.looks,
            next_look_at: row.next_look_at,
            baseline: row.baseline,
            result: row.result,
            reference: row.reference,
            entry_id: row.entry_id,
        })
    }
}
