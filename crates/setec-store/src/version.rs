//! Every state of every zone that was seen.

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use sea_orm::entity::prelude::*;
use sea_orm::sea_query::OnConflict;
use sea_orm::{
    DeriveActiveEnum, EnumIter, FromQueryResult, IntoActiveModel, QueryOrder, QuerySelect, Set,
};
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
    /// The SOA's serial in that state, where the zone shows one.
    pub serial: Option<u32>,
    /// The record sets.
    pub body: Json,
}

/// The newest known state of a zone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ZoneHead {
    /// The zone's apex.
    pub zone: String,
    /// Its newest version.
    pub version_id: Uuid,
    /// That version's digest.
    pub digest: String,
    /// The serial under which it was last seen.
    pub serial: Option<u32>,
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

mod head {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "zone_heads")]
    pub(crate) struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub account: String,
        #[sea_orm(primary_key, auto_increment = false)]
        pub zone: String,
        pub version_id: Uuid,
        pub digest: String,
        pub serial: Option<i64>,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub(crate) enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

impl From<head::Model> for ZoneHead {
    fn from(row: head::Model) -> Self {
        Self {
            zone: row.zone,
            version_id: row.version_id,
            digest: row.digest,
            serial: row.serial.and_then(|serial| u32::try_from(serial).ok()),
        }
    }
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
        let head = head::Entity::find_by_id((account.clone(), zone.clone()))
            .one(&*tx)
            .await?;
        if let Some(head) = head.filter(|head| head.digest == version.digest) {
            if head.serial != version.serial.map(i64::from) {
                let mut head = head.into_active_model();
                head.serial = Set(version.serial.map(i64::from));
                head.update(&*tx).await?;
                tx.commit().await?;
            }
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
            digest: Set(version.digest.clone()),
            body: Set(storable::json(version.body)),
        };
        row.insert(&*tx).await?;
        let head = head::ActiveModel {
            account: Set(account.clone()),
            zone: Set(zone.clone()),
            version_id: Set(id),
            digest: Set(version.digest),
            serial: Set(version.serial.map(i64::from)),
        };
        let newest = OnConflict::columns([head::Column::Account, head::Column::Zone])
            .update_columns([
                head::Column::VersionId,
                head::Column::Digest,
                head::Column::Serial,
            ])
            .to_owned();
        head::Entity::insert(head)
            .on_conflict(newest)
            .exec_without_returning(&*tx)
            .await?;
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

    /// The newest known states of an account's zones.
    pub async fn zone_heads(&self, account: &str) -> Result<Vec<ZoneHead>> {
        let rows = head::Entity::find()
            .filter(head::Column::Account.eq(storable::text(account)))
            .all(self.database())
            .await?;
        Ok(rows.into_iter().map(ZoneHead::from).collect())
    }

    /// The newest known state of one zone.
    pub async fn zone_head(&self, account: &str, zone: &str) -> Result<Option<ZoneHead>> {
        let row = head::Entity::find_by_id((storable::text(account), storable::text(zone)))
            .one(self.database())
            .await?;
        Ok(row.map(ZoneHead::from))
    }

    /// The records of several states, by id.
    pub async fn version_bodies(&self, ids: &[Uuid]) -> Result<HashMap<Uuid, Json>> {
        let mut bodies = HashMap::with_capacity(ids.len());
        // SQLite takes 32,766 parameters at once, PostgreSQL 65,535.
        for ids in ids.chunks(1_000) {
            let rows: Vec<(Uuid, Json)> = row::Entity::find()
                .select_only()
                .columns([row::Column::Id, row::Column::Body])
                .filter(row::Column::Id.is_in(ids.iter().copied()))
                .into_tuple()
                .all(self.database())
                .await?;
            bodies.extend(rows);
        }
        Ok(bodies)
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
