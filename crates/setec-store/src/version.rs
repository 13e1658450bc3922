//! Every state of every zone that was seen.

use chrono::{DateTime, Utc};
use sea_orm::entity::prelude::*;
use sea_orm::{DeriveActiveEnum, EnumIter, FromQueryResult, QueryOrder, QuerySelect, Set};
use serde::{Deserialize, Serialize};

use crate::error::Result;
use crate::storable;
use crate::store::Store;

/// How a zone came to be in a state.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, EnumIter, DeriveActiveEnum,
)]
#[serde(rename_all = "lowercase")]
#[sea_orm(rs_type = "String", db_type = "Text")]
pub enum Origin {
    /// It was so when it was first seen.
    #[sea_orm(string_value = "first")]
    First,
    /// We changed it.
    #[sea_orm(string_value = "change")]
    Change,
    /// Somebody changed it without us: drift.
    #[sea_orm(string_value = "outside")]
    Outside,
}

/// A state of a zone without its records: what lists need.
#[derive(Debug, Clone, PartialEq, Eq, FromQueryResult)]
pub struct VersionHead {
    /// Its id; later ones have greater ones.
    pub id: Uuid,
    /// When it was seen.
    pub at: DateTime<Utc>,
    /// How it came to be.
    pub origin: Origin,
    /// Who changed it, where we did.
    pub actor: Option<String>,
    /// The journal's entry of the change.
    pub entry_id: Option<Uuid>,
    /// Digest of the body.
    pub digest: String,
}

/// A state of a zone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Version {
    /// Everything but the records.
    pub head: VersionHead,
    /// The record sets, as the app wrote them.
    pub body: Json,
}

/// A state to be kept.
#[derive(Debug, Clone)]
pub struct NewVersion {
    /// The account.
    pub account: String,
    /// The zone's apex.
    pub zone: String,
    /// How it came to be.
    pub origin: Origin,
    /// Who changed it.
    pub actor: Option<String>,
    /// The journal's entry of the change.
    pub entry_id: Option<Uuid>,
    /// Digest of the body.
    pub digest: String,
    /// The record sets.
    pub body: Json,
}

/// How many states of one zone are kept, and for how long.
#[derive(Debug, Clone, Copy)]
pub struct Retention {
    /// The newest so many always stay.
    pub count: u64,
    /// Older ones go when they are older than this.
    pub age: chrono::TimeDelta,
}

mod row {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "zone_versions")]
    pub(crate) struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        pub account: String,
        pub zone: String,
        pub at: DateTimeUtc,
        pub origin: super::Origin,
        pub actor: Option<String>,
        pub entry_id: Option<Uuid>,
        pub digest: String,
        #[sea_orm(column_type = "Json")]
        pub body: Json,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub(crate) enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

impl From<row::Model> for Version {
    fn from(row: row::Model) -> Self {
        Self {
            head: VersionHead {
                id: row.id,
                at: row.at,
                origin: row.origin,
                actor: row.actor,
                entry_id: row.entry_id,
                digest: row.digest,
            },
            body: row.body,
        }
    }
}

impl Store {
    /// Keeps a state, unless it is the newest one's again; what the retention lets go goes.
    pub async fn keep_version(
        &self,
        version: NewVersion,
        retention: Retention,
    ) -> Result<Option<Uuid>> {
        let (account, zone) = (
            storable::text(&version.account),
            storable::text(&version.zone),
        );
        let of_zone = |query: Select<row::Entity>| {
            query
                .filter(row::Column::Account.eq(account.as_str()))
                .filter(row::Column::Zone.eq(zone.as_str()))
                .order_by_desc(row::Column::Id)
        };
        let tx = self.write_tx().await?;
        let newest: Option<String> = of_zone(row::Entity::find())
            .select_only()
            .column(row::Column::Digest)
            .into_tuple()
            .one(&*tx)
            .await?;
        if newest.is_some_and(|newest| newest == version.digest) {
            return Ok(None);
        }
        let id = Uuid::now_v7();
        let row = row::ActiveModel {
            id: Set(id),
            account: Set(account.clone()),
            zone: Set(zone.clone()),
            at: Set(storable::now()),
            origin: Set(version.origin),
            actor: Set(version.actor.as_deref().map(storable::text)),
            entry_id: Set(version.entry_id),
            digest: Set(version.digest),
            body: Set(storable::json(version.body)),
        };
        row.insert(&*tx).await?;
        let last_kept: Option<Uuid> = of_zone(row::Entity::find())
            .select_only()
            .column(row::Column::Id)
            .offset(retention.count)
            .limit(1)
            .into_tuple()
            .one(&*tx)
            .await?;
        if let Some(last_kept) = last_kept {
            row::Entity::delete_many()
                .filter(row::Column::Account.eq(account.as_str()))
                .filter(row::Column::Zone.eq(zone.as_str()))
                .filter(row::Column::Id.lte(last_kept))
                .filter(row::Column::At.lt(storable::now() - retention.age))
                .exec(&*tx)
                .await?;
        }
        tx.commit().await?;
        Ok(Some(id))
    }

    /// States of a zone, newest first.
    pub async fn versions(
        &self,
        account: &str,
        zone: &str,
        limit: u64,
    ) -> Result<Vec<VersionHead>> {
        use row::Column;
        // Records of large zones are large: only one state's are ever read at once.
        Ok(row::Entity::find()
            .select_only()
            .columns([
                Column::Id,
                Column::At,
                Column::Origin,
                Column::Actor,
                Column::EntryId,
                Column::Digest,
            ])
            .filter(Column::Account.eq(storable::text(account)))
            .filter(Column::Zone.eq(storable::text(zone)))
            .order_by_desc(Column::Id)
            .limit(limit)
            .into_model::<VersionHead>()
            .all(self.database())
            .await?)
    }

    /// One state of a zone.
    pub async fn version(&self, account: &str, zone: &str, id: Uuid) -> Result<Option<Version>> {
        let row = row::Entity::find_by_id(id)
            .filter(row::Column::Account.eq(storable::text(account)))
            .filter(row::Column::Zone.eq(storable::text(zone)))
            .one(self.database())
            .await?;
        Ok(row.map(Version::from))
    }
}
