//! How much users may spend without being asked.

use sea_orm::entity::prelude::*;
use sea_orm::{QueryOrder, Set};
use setec_core::order::{CurrencyLimit, SpendingLimits};

use crate::error::{Result, StoreError};
use crate::store::Store;

mod row {
    use sea_orm::entity::prelude::*;

    // The holder is a user's id; a token's would do as well.
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "spending_limits")]
    pub(crate) struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub holder: Uuid,
        #[sea_orm(primary_key, auto_increment = false)]
        pub currency: String,
        pub day: Option<i64>,
        pub month: Option<i64>,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub(crate) enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

impl Store {
    /// The limits of a holder.
    pub async fn spending_limits(&self, holder: Uuid) -> Result<SpendingLimits> {
        let rows = row::Entity::find()
            .filter(row::Column::Holder.eq(holder))
            .order_by_asc(row::Column::Currency)
            .all(self.database())
            .await?;
        let limits: Result<Vec<CurrencyLimit>> = rows
            .into_iter()
            .map(|row| {
                let currency = row.currency.parse();
                Ok(CurrencyLimit {
                    currency: currency.map_err(|error| StoreError::Database(Box::new(error)))?,
                    day: row.day,
                    month: row.month,
                })
            })
            .collect();
        Ok(SpendingLimits(limits?))
    }

    /// Replaces the limits of a holder.
    pub async fn set_spending_limits(&self, holder: Uuid, limits: &SpendingLimits) -> Result<()> {
        let tx = self.write_tx().await?;
        row::Entity::delete_many()
            .filter(row::Column::Holder.eq(holder))
            .exec(&*tx)
            .await?;
        for limit in &limits.0 {
            let row = row::ActiveModel {
                holder: Set(holder),
                currency: Set(limit.currency.to_string()),
                day: Set(limit.day),
                month: Set(limit.month),
            };
            row.insert(&*tx).await?;
        }
        Ok(tx.commit().await?)
    }
}
