//! Record sets and zones that nobody changes by accident.

use sea_orm::Set;
use sea_orm::entity::prelude::*;

use crate::error::Result;
use crate::storable;
use crate::store::Store;

/// What is protected in a zone; both empty is the whole zone.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Protection {
    /// Owner, absolute, without a trailing dot.
    pub name: String,
    /// Type.
    pub rtype: String,
}

mod row {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "protections")]
    pub(crate) struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub account: String,
        #[sea_orm(primary_key, auto_increment = false)]
        pub zone: String,
        #[sea_orm(primary_key, auto_increment = false)]
        pub name: String,
        #[sea_orm(primary_key, auto_increment = false)]
        pub rtype: String,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub(crate) enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

impl Store {
    /// What is protected in a zone, sorted.
    pub async fn protections(&self, account: &str, zone: &str) -> Result<Vec<Protection>> {
        let rows = row::Entity::find()
            .filter(row::Column::Account.eq(storable::text(account)))
            .filter(row::Column::Zone.eq(storable::text(zone)))
            .all(self.database())
            .await?;
        let mut protections: Vec<Protection> = rows
            .into_iter()
            .map(|row| Protection {
                name: row.name,
                rtype: row.rtype,
            })
            .collect();
        protections.sort();
        Ok(protections)
    }

    /// Replaces what is protected in a zone.
    pub async fn set_protections(
        &self,
        account: &str,
        zone: &str,
        protections: &[Protection],
    ) -> Result<()> {
        let (account, zone) = (storable::text(account), storable::text(zone));
        let tx = self.write_tx().await?;
        row::Entity::delete_many()
            .filter(row::Column::Account.eq(account.as_str()))
            .filter(row::Column::Zone.eq(zone.as_str()))
            .exec(&*tx)
            .await?;
        for protection in protections {
            let row = row::ActiveModel {
                account: Set(account.clone()),
                zone: Set(zone.clone()),
                name: Set(storable::text(&protection.name)),
                rtype: Set(storable::text(&protection.rtype)),
            };
            row.insert(&*tx).await?;
        }
        Ok(tx.commit().await?)
    }
}
