//! Every state of every zone that was seen.

mod keep;
mod read;

use chrono::{DateTime, Utc};
use sea_orm::entity::prelude::*;
use sea_orm::{DeriveActiveEnum, EnumIter, FromQueryResult};
use serde::{Deserialize, Serialize};

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
    /// What gives the records: the first holds all of them as they once were, each further one what
    /// changed after that.
    pub parts: Vec<Part>,
}

/// A piece of a zone's state.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Part {
    /// As the app wrote it, a line for a record set.
    Lines(String),
    /// All record sets, as versions before the sixth step of the schema kept them.
    Json(Json),
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
    /// How many records it has, those that are not served included.
    pub records: u32,
    /// The version to which `lines` are what changed; `None` where they are the whole state.
    pub base: Option<Uuid>,
    /// The record sets, a line for each.
    pub lines: String,
}

/// What became of a state that was to be kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kept {
    /// It is the newest one's again.
    Known,
    /// It is a new version.
    New(Uuid),
    /// Nothing was kept: it must be given as a whole, for its base is not the newest version or
    /// stands on many others.
    NeedsWhole,
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
    /// How many records it has; `None` where it was last seen by a version that did not count.
    pub records: Option<u32>,
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
        /// All record sets, where there are no lines.
        #[sea_orm(column_type = "Json")]
        pub body: Json,
        pub lines: Option<String>,
        /// The version before, where the lines are what changed.
        pub base: Option<Uuid>,
        /// The whole state that it is built upon, where the lines are what changed.
        pub root: Option<Uuid>,
        /// How many versions lie between the root and this one.
        pub depth: i32,
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
        pub records: Option<i64>,
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
            records: row.records.and_then(|records| u32::try_from(records).ok()),
        }
    }
}

impl row::Model {
    fn split(self) -> (VersionHead, Part) {
        let head = VersionHead {
            id: self.id,
            at: self.at,
            origin: self.origin,
            actor: self.actor,
            entry_id: self.entry_id,
            digest: self.digest,
        };
        let part = match self.lines {
            Some(lines) => Part::Lines(lines),
            None => Part::Json(self.body),
        };
        (head, part)
    }
}
