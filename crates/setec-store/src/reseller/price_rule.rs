//! The operator's price rules.

use chrono::{DateTime, Utc};
use sea_orm::entity::prelude::*;
use sea_orm::{IntoActiveModel, QueryOrder};
use setec_core::reseller::PriceRule;

use super::{from_json, to_json};
use crate::error::{Result, StoreError};
use crate::storable;
use crate::store::Store;

/// A price rule with its id.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoredPriceRule {
    /// Its id for ever.
    pub id: Uuid,
    /// The rule.
    pub rule: PriceRule,
    /// When it was made or replaced.
    pub created_at: DateTime<Utc>,
}

impl AsRef<PriceRule> for StoredPriceRule {
    fn as_ref(&self) -> &PriceRule {
        &self.rule
    }
}

mod row {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "price_rules")]
    pub(crate) struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        pub customer_id: Option<Uuid>,
        #[sea_orm(column_type = "Json")]
        pub rule: Json,
        pub created_at: DateTimeUtc,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub(crate) enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

impl Store {
    /// Keeps a rule, in place of the one of the same id where there is one.
    pub async fn keep_price_rule(&self, rule: &StoredPriceRule) -> Result<StoredPriceRule> {
        let customer = rule.rule.customer.as_deref();
        let row = row::Model {
            id: rule.id,
            customer_id: customer.and_then(|id| id.parse().ok()),
            rule: to_json(&rule.rule),
            created_at: storable::moment(rule.created_at),
        };
        let tx = self.write_tx().await?;
        row::Entity::delete_by_id(rule.id).exec(&*tx).await?;
        let row = row.into_active_model().insert(&*tx).await?;
        tx.commit().await?;
        row.try_into()
    }

    /// Drops a rule; `false` where there is none.
    pub async fn delete_price_rule(&self, id: Uuid) -> Result<bool> {
        let tx = self.write_tx().await?;
        let deleted = row::Entity::delete_by_id(id).exec(&*tx).await?;
        tx.commit().await?;
        Ok(deleted.rows_affected > 0)
    }

    /// The rule of that id.
    pub async fn price_rule(&self, id: Uuid) -> Result<Option<StoredPriceRule>> {
        let row = row::Entity::find_by_id(id).one(self.database()).await?;
        row.map(StoredPriceRule::try_from).transpose()
    }

    /// All rules, the newest last.
    pub async fn price_rules(&self) -> Result<Vec<StoredPriceRule>> {
        let rows = row::Entity::find()
            .order_by_asc(row::Column::CreatedAt)
            .order_by_asc(row::Column::Id)
            .all(self.database())
            .await?;
        rows.into_iter().map(StoredPriceRule::try_from).collect()
    }
}

impl TryFrom<row::Model> for StoredPriceRule {
    type Error = StoreError;

    fn try_from(row: row::Model) -> Result<Self> {
        Ok(Self {
            id: row.id,
            rule: from_json(row.rule)?,
            created_at: row.created_at,
        })
    }
}
