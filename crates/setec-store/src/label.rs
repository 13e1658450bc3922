//! Labels that users put on servers, for vendors that keep none.

use std::collections::{BTreeMap, HashMap};

use sea_orm::entity::prelude::*;
use sea_orm::sea_query::OnConflict;
use sea_orm::{FromJsonQueryResult, Set};
use serde::{Deserialize, Serialize};

use crate::error::Result;
use crate::storable;
use crate::store::Store;

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, FromJsonQueryResult)]
#[serde(transparent)]
pub(crate) struct Labels(BTreeMap<String, String>);

mod row {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "server_labels")]
    pub(crate) struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub account: String,
        #[sea_orm(primary_key, auto_increment = false)]
        pub server_id: String,
        #[sea_orm(column_type = "Json")]
        pub labels: super::Labels,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub(crate) enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

impl Store {
    /// The labels of an account's servers by server id; servers without labels are absent.
    pub async fn labels(&self, account: &str) -> Result<HashMap<String, BTreeMap<String, String>>> {
        let rows = row::Entity::find()
            .filter(row::Column::Account.eq(storable::text(account)))
            .all(self.database())
            .await?;
        Ok(rows
            .into_iter()
            .map(|row| (row.server_id, row.labels.0))
            .collect())
    }

    /// Replaces a server's labels.
    pub async fn set_labels(
        &self,
        account: &str,
        server_id: &str,
        labels: &BTreeMap<String, String>,
    ) -> Result<()> {
        let tx = self.write_tx().await?;
        if labels.is_empty() {
            row::Entity::delete_by_id((storable::text(account), storable::text(server_id)))
                .exec(&*tx)
                .await?;
        } else {
            let row = row::ActiveModel {
                account: Set(storable::text(account)),
                server_id: Set(storable::text(server_id)),
                labels: Set(Labels(storable::text_map(labels))),
            };
            let upsert = OnConflict::columns([row::Column::Account, row::Column::ServerId])
                .update_column(row::Column::Labels)
                .to_owned();
            row::Entity::insert(row)
                .on_conflict(upsert)
                .exec_without_returning(&*tx)
                .await?;
        }
        tx.commit().await?;
        Ok(())
    }
}
