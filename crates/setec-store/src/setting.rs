//! Single values that all nodes must agree on.

use sea_orm::Set;
use sea_orm::entity::prelude::*;
use sea_orm::sea_query::OnConflict;

use crate::error::{Result, StoreError};
use crate::store::Store;

mod row {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "settings")]
    pub(crate) struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub key: String,
        pub value: String,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub(crate) enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

impl Store {
    /// The value that stands: the given one when there was none before.
    pub async fn setting_or_insert(&self, key: &str, value: &str) -> Result<String> {
        if let Some(row) = row::Entity::find_by_id(key).one(self.database()).await? {
            return Ok(row.value);
        }
        let row = row::ActiveModel {
            key: Set(key.to_owned()),
            value: Set(value.to_owned()),
        };
        let keep_the_first = OnConflict::column(row::Column::Key).do_nothing().to_owned();
        let tx = self.write_tx().await?;
        row::Entity::insert(row)
            .on_conflict(keep_the_first)
            .exec_without_returning(&*tx)
            .await?;
        // Read after the insert has waited for a rival's: each statement sees what stands by then.
        let row = row::Entity::find_by_id(key).one(&*tx).await?;
        tx.commit().await?;
        row.map(|row| row.value).ok_or(StoreError::NotFound {
            what: format!("setting {key}"),
        })
    }
}
