//! The exchange rates that the operator reckons with.

use chrono::{DateTime, Utc};
use sea_orm::IntoActiveModel;
use sea_orm::entity::prelude::*;
use sea_orm::sea_query::OnConflict;
use setec_core::Currency;
use setec_core::reseller::Rate;

use super::word;
use crate::error::{Result, StoreError};
use crate::storable;
use crate::store::Store;

/// What one unit of a currency is in another.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ExchangeRate {
    /// The currency of the cost.
    pub from: Currency,
    /// The currency of the sale.
    pub to: Currency,
    /// How much of the second one a unit of the first one is.
    pub rate: Rate,
    /// When the operator said so.
    pub set_at: DateTime<Utc>,
}

mod row {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "exchange_rates")]
    pub(crate) struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub base: String,
        #[sea_orm(primary_key, auto_increment = false)]
        pub quote: String,
        pub rate: String,
        pub set_at: DateTimeUtc,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub(crate) enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

impl Store {
    /// Keeps a rate, in place of the one before.
    pub async fn keep_exchange_rate(&self, rate: &ExchangeRate) -> Result<()> {
        let row = row::Model {
            base: rate.from.to_string(),
            quote: rate.to.to_string(),
            rate: rate.rate.to_string(),
            set_at: storable::moment(rate.set_at),
        };
        let upsert = OnConflict::columns([row::Column::Base, row::Column::Quote])
            .update_columns([row::Column::Rate, row::Column::SetAt])
            .to_owned();
        let tx = self.write_tx().await?;
        row::Entity::insert(row.into_active_model())
            .on_conflict(upsert)
            .exec_without_returning(&*tx)
            .await?;
        Ok(tx.commit().await?)
    }

    /// Drops a rate; `false` where there is none.
    pub async fn delete_exchange_rate(&self, from: Currency, to: Currency) -> Result<bool> {
        let key = (from.to_string(), to.to_string());
        let tx = self.write_tx().await?;
        let deleted = row::Entity::delete_by_id(key).exec(&*tx).await?;
        tx.commit().await?;
        Ok(deleted.rows_affected > 0)
    }

    /// All rates by their currencies.
    pub async fn exchange_rates(&self) -> Result<Vec<ExchangeRate>> {
        let rows = row::Entity::find().all(self.database()).await?;
        let rates: Result<Vec<ExchangeRate>> =
            rows.into_iter().map(ExchangeRate::try_from).collect();
        let mut rates = rates?;
        rates.sort_by_key(|rate| (rate.from, rate.to));
        Ok(rates)
    }
}

impl TryFrom<row::Model> for ExchangeRate {
    type Error = StoreError;

    fn try_from(row: row::Model) -> Result<Self> {
        Ok(Self {
            from: word(&row.base)?,
            to: word(&row.quote)?,
            rate: word(&row.rate)?,
            set_at: row.set_at,
        })
    }
}
