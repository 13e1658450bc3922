//! Which accounts a TLD's orders go to.

use sea_orm::IntoActiveModel;
use sea_orm::entity::prelude::*;
use sea_orm::sea_query::OnConflict;

use super::{from_json, to_json};
use crate::error::{Result, StoreError};
use crate::storable;
use crate::store::Store;

/// The accounts that are asked for a TLD.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Route {
    /// TLD without a dot in front; `*` is every other.
    pub tld: String,
    /// The accounts, the first first.
    pub accounts: Vec<String>,
}

mod row {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "routes")]
    pub(crate) struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub tld: String,
        #[sea_orm(column_type = "Json")]
        pub accounts: Json,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub(crate) enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

impl Store {
    /// Keeps a route, in place of the TLD's one before.
    pub async fn keep_route(&self, route: &Route) -> Result<()> {
        let row = row::Model {
            tld: storable::text(&route.tld),
            accounts: to_json(&route.accounts),
        };
        let upsert = OnConflict::column(row::Column::Tld)
            .update_column(row::Column::Accounts)
            .to_owned();
        let tx = self.write_tx().await?;
        row::Entity::insert(row.into_active_model())
            .on_conflict(upsert)
            .exec_without_returning(&*tx)
            .await?;
        Ok(tx.commit().await?)
    }

    /// Drops a route; `false` where there is none.
    pub async fn delete_route(&self, tld: &str) -> Result<bool> {
        let tx = self.write_tx().await?;
        let deleted = row::Entity::delete_by_id(storable::text(tld))
            .exec(&*tx)
            .await?;
        tx.commit().await?;
        Ok(deleted.rows_affected > 0)
    }

    /// All routes by TLD.
    pub async fn routes(&self) -> Result<Vec<Route>> {
        let rows = row::Entity::find().all(self.database()).await?;
        let routes: Result<Vec<Route>> = rows.into_iter().map(Route::try_from).collect();
        let mut routes = routes?;
        routes.sort_by(|a, b| a.tld.cmp(&b.tld));
        Ok(routes)
    }
}

impl TryFrom<row::Model> for Route {
    type Error = StoreError;

    fn try_from(row: row::Model) -> Result<Self> {
        Ok(Self {
            tld: row.tld,
            accounts: from_json(row.accounts)?,
        })
    }
}
