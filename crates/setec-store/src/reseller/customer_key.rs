//! The keys of customers. They are sealed and not hashed: tokens are made of them.

use chrono::{DateTime, TimeDelta, Utc};
use sea_orm::entity::prelude::*;
use sea_orm::{Condition, IntoActiveModel, QueryOrder};

use crate::error::Result;
use crate::storable;
use crate::store::{Store, WriteTx};

/// A key of a customer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CustomerKey {
    /// Its id for ever.
    pub id: Uuid,
    /// Whose it is.
    pub customer_id: Uuid,
    /// What the operator calls it.
    pub label: String,
    /// The key, sealed for `customer_key:<id>`.
    pub sealed: String,
    /// When it was made.
    pub created_at: DateTime<Utc>,
    /// When it ends by itself.
    pub expires_at: Option<DateTime<Utc>>,
    /// When it was ended.
    pub revoked_at: Option<DateTime<Utc>>,
    /// When it was last used, to the minute.
    pub last_used_at: Option<DateTime<Utc>>,
}

impl CustomerKey {
    /// The place that a key is sealed for.
    pub fn place(id: Uuid) -> String {
        format!("customer_key:{id}")
    }

    /// Whether it opens anything at a time.
    pub fn is_live(&self, at: DateTime<Utc>) -> bool {
        self.revoked_at.is_none() && self.expires_at.is_none_or(|end| end > at)
    }
}

/// The last use is written down so often at most.
const COARSE: TimeDelta = TimeDelta::minutes(1);

mod row {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "customer_keys")]
    pub(crate) struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        pub customer_id: Uuid,
        pub label: String,
        pub sealed: String,
        pub created_at: DateTimeUtc,
        pub expires_at: Option<DateTimeUtc>,
        pub revoked_at: Option<DateTimeUtc>,
        pub last_used_at: Option<DateTimeUtc>,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub(crate) enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

use row::Column;

impl Store {
    /// Keeps a new key; those that it replaces end at a time, if they do not end before.
    pub async fn add_customer_key(
        &self,
        key: &CustomerKey,
        replaced: Option<(&[Uuid], DateTime<Utc>)>,
    ) -> Result<CustomerKey> {
        let row = row::Model {
            id: key.id,
            customer_id: key.customer_id,
            label: storable::text(&key.label),
            sealed: key.sealed.clone(),
            created_at: storable::moment(key.created_at),
            expires_at: key.expires_at.map(storable::moment),
            revoked_at: key.revoked_at.map(storable::moment),
            last_used_at: key.last_used_at.map(storable::moment),
        };
        let tx = self.write_tx().await?;
        if let Some((ids, end)) = replaced {
            expire(&tx, ids, storable::moment(end)).await?;
        }
        let row = row.into_active_model().insert(&*tx).await?;
        tx.commit().await?;
        Ok(row.into())
    }

    /// Ends a key at once; `false` where the customer has no such key that was not ended.
    pub async fn revoke_customer_key(&self, customer_id: Uuid, id: Uuid) -> Result<bool> {
        let update = row::Entity::update_many()
            .col_expr(Column::RevokedAt, Expr::value(storable::now()))
            .filter(Column::Id.eq(id))
            .filter(Column::CustomerId.eq(customer_id))
            .filter(Column::RevokedAt.is_null());
        let tx = self.write_tx().await?;
        let revoked = update.exec(&*tx).await?.rows_affected > 0;
        tx.commit().await?;
        Ok(revoked)
    }

    /// All keys of a customer, oldest first; also those that ended.
    pub async fn customer_keys(&self, customer_id: Uuid) -> Result<Vec<CustomerKey>> {
        let rows = row::Entity::find()
            .filter(Column::CustomerId.eq(customer_id))
            .order_by_asc(Column::Id)
            .all(self.database())
            .await?;
        Ok(rows.into_iter().map(CustomerKey::from).collect())
    }

    /// The keys of a customer that open something at a time, oldest first.
    pub async fn live_keys(
        &self,
        customer_id: Uuid,
        at: DateTime<Utc>,
    ) -> Result<Vec<CustomerKey>> {
        let mut keys = self.customer_keys(customer_id).await?;
        keys.retain(|key| key.is_live(at));
        Ok(keys)
    }

    /// Writes down that a key was used, once a minute at most.
    pub async fn touch_key(&self, key: &CustomerKey, at: DateTime<Utc>) -> Result<()> {
        let at = storable::moment(at);
        // What was just read tells: no further look, and no turn of the one writer.
        if key.last_used_at.is_some_and(|last| last >= at - COARSE) {
            return Ok(());
        }
        let due = Condition::any()
            .add(Column::LastUsedAt.is_null())
            .add(Column::LastUsedAt.lt(at - COARSE));
        let update = row::Entity::update_many()
            .col_expr(Column::LastUsedAt, Expr::value(at))
            .filter(Column::Id.eq(key.id))
            .filter(due);
        let tx = self.write_tx().await?;
        update.exec(&*tx).await?;
        Ok(tx.commit().await?)
    }
}

async fn expire(tx: &WriteTx, ids: &[Uuid], end: DateTime<Utc>) -> Result<()> {
    row::Entity::update_many()
        .col_expr(Column::ExpiresAt, Expr::value(end))
        .filter(Column::Id.is_in(ids.iter().copied()))
        .filter(
            Condition::any()
                .add(Column::ExpiresAt.is_null())
                .add(Column::ExpiresAt.gt(end)),
        )
        .exec(&**tx)
        .await?;
    Ok(())
}

impl From<row::Model> for CustomerKey {
    fn from(row: row::Model) -> Self {
        Self {
            id: row.id,
            customer_id: row.customer_id,
            label: row.label,
            sealed: row.sealed,
            created_at: row.created_at,
            expires_at: row.expires_at,
            revoked_at: row.revoked_at,
            last_used_at: row.last_used_at,
        }
    }
}
