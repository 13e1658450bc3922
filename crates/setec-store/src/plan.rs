//! Plans that wait to be applied.

use chrono::{DateTime, Utc};
use sea_orm::Set;
use sea_orm::entity::prelude::*;

use crate::error::Result;
use crate::storable;
use crate::store::Store;

/// A reviewed plan of one zone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoredPlan {
    /// Its id.
    pub id: Uuid,
    /// Digest over the zone it was made for and its changes.
    pub digest: String,
    /// The account.
    pub account: String,
    /// The zone's apex.
    pub zone: String,
    /// Everything else, as the planner wrote it.
    pub body: Json,
    /// When it was made.
    pub created_at: DateTime<Utc>,
    /// When it may no longer be applied.
    pub expires_at: DateTime<Utc>,
    /// When it was applied.
    pub applied_at: Option<DateTime<Utc>>,
}

mod row {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "plans")]
    pub(crate) struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        pub digest: String,
        pub account: String,
        pub zone: String,
        #[sea_orm(column_type = "Json")]
        pub body: Json,
        pub created_at: DateTimeUtc,
        pub expires_at: DateTimeUtc,
        pub applied_at: Option<DateTimeUtc>,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub(crate) enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

impl Store {
    /// Keeps a plan, and drops those that expired a day ago.
    pub async fn keep_plan(&self, plan: StoredPlan) -> Result<()> {
        let row = row::ActiveModel {
            id: Set(plan.id),
            digest: Set(storable::text(&plan.digest)),
            account: Set(storable::text(&plan.account)),
            zone: Set(storable::text(&plan.zone)),
            body: Set(storable::json(plan.body)),
            created_at: Set(storable::moment(plan.created_at)),
            expires_at: Set(storable::moment(plan.expires_at)),
            applied_at: Set(plan.applied_at.map(storable::moment)),
        };
        let long_gone = storable::now() - chrono::TimeDelta::days(1);
        let tx = self.write_tx().await?;
        row::Entity::delete_many()
            .filter(row::Column::ExpiresAt.lt(long_gone))
            .exec(&*tx)
            .await?;
        row.insert(&*tx).await?;
        Ok(tx.commit().await?)
    }

    /// The newest plan of that digest.
    pub async fn plan(&self, digest: &str) -> Result<Option<StoredPlan>> {
        use sea_orm::QueryOrder;
        let row = row::Entity::find()
            .filter(row::Column::Digest.eq(storable::text(digest)))
            .order_by_desc(row::Column::Id)
            .one(self.database())
            .await?;
        Ok(row.map(|row| StoredPlan {
            id: row.id,
            digest: row.digest,
            account: row.account,
            zone: row.zone,
            body: row.body,
            created_at: row.created_at,
            expires_at: row.expires_at,
            applied_at: row.applied_at,
        }))
    }

    /// Marks a plan as applied.
    pub async fn mark_applied(&self, id: Uuid) -> Result<()> {
        let tx = self.write_tx().await?;
        row::Entity::update_many()
            .col_expr(row::Column::AppliedAt, Expr::value(storable::now()))
            .filter(row::Column::Id.eq(id))
            .exec(&*tx)
            .await?;
        Ok(tx.commit().await?)
    }
}
