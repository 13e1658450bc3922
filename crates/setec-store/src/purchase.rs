//! Which subscription pays for a domain: some vendors say so only in the answer to the order.

use std::collections::HashMap;

use sea_orm::Set;
use sea_orm::entity::prelude::*;
use sea_orm::sea_query::OnConflict;

use crate::error::Result;
use crate::storable;
use crate::store::Store;

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
        let row = row::ActiveModel {
            account: Set(storable::text(account)),
            domain: Set(storable::text(domain)),
            subscription_id: Set(storable::text(subscription_id)),
        };
        let upsert = OnConflict::columns([row::Column::Account, row::Column::Domain])
            .update_column(row::Column::SubscriptionId)
            .to_owned();
        let tx = self.write_tx().await?;
        row::Entity::insert(row)
            .on_conflict(upsert)
            .exec_without_returning(&*tx)
            .await?;
        tx.commit().await?;
        Ok(())
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
