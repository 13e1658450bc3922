//! Which subscription pays for a domain: some vendors say so only in the answer to the order, and
//! of what was bought elsewhere a person has to say it.

use std::collections::HashMap;

use sea_orm::Set;
use sea_orm::entity::prelude::*;
use sea_orm::sea_query::OnConflict;

use crate::error::Result;
use crate::storable;
use crate::store::{Lock, Store, WriteTx};

mod row {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "subscriptions")]
    pub(crate) struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub account: String,
        #[sea_orm(primary_key, auto_increment = false)]
        pub domain: String,
        pub subscription_id: String,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub(crate) enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

impl Store {
    /// Keeps a domain's subscription, in place of an earlier one.
    pub async fn remember_subscription(
        &self,
        account: &str,
        domain: &str,
        subscription_id: &str,
    ) -> Result<()> {
        let tx = self.write_tx().await?;
        tx.lock(Lock::Subscriptions).await?;
        keep(&tx, account, domain, subscription_id).await?;
        tx.commit().await?;
        Ok(())
    }

    /// The same, unless another domain has the subscription: then that one is the answer.
    pub async fn link_subscription(
        &self,
        account: &str,
        domain: &str,
        subscription_id: &str,
    ) -> Result<Option<String>> {
        let tx = self.write_tx().await?;
        tx.lock(Lock::Subscriptions).await?;
        let other = row::Entity::find()
            .filter(row::Column::Account.eq(storable::text(account)))
            .filter(row::Column::SubscriptionId.eq(storable::text(subscription_id)))
            .filter(row::Column::Domain.ne(storable::text(domain)))
            .one(&*tx)
            .await?;
        if let Some(other) = other {
            return Ok(Some(other.domain));
        }
        keep(&tx, account, domain, subscription_id).await?;
        tx.commit().await?;
        Ok(None)
    }

    /// Forgets a domain's subscription; `false` where none is known.
    pub async fn forget_subscription(&self, account: &str, domain: &str) -> Result<bool> {
        let tx = self.write_tx().await?;
        let gone = row::Entity::delete_by_id((storable::text(account), storable::text(domain)))
            .exec(&*tx)
            .await?;
        tx.commit().await?;
        Ok(gone.rows_affected > 0)
    }

    /// The account's known subscriptions by domain.
    pub async fn subscriptions_of(&self, account: &str) -> Result<HashMap<String, String>> {
        let rows = row::Entity::find()
            .filter(row::Column::Account.eq(storable::text(account)))
            .all(self.database())
            .await?;
        Ok(rows
            .into_iter()
            .map(|row| (row.domain, row.subscription_id))
            .collect())
    }
}

async fn keep(tx: &WriteTx, account: &str, domain: &str, subscription_id: &str) -> Result<()> {
    let row = row::ActiveModel {
        account: Set(storable::text(account)),
        domain: Set(storable::text(domain)),
        subscription_id: Set(storable::text(subscription_id)),
    };
    let upsert = OnConflict::columns([row::Column::Account, row::Column::Domain])
        .update_column(row::Column::SubscriptionId)
        .to_owned();
    row::Entity::insert(row)
        .on_conflict(upsert)
        .exec_without_returning(&**tx)
        .await?;
    Ok(())
}
