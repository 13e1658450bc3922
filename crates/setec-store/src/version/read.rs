//! Reading states.

use std::collections::HashMap;

use sea_orm::entity::prelude::*;
use sea_orm::{QueryOrder, QuerySelect, Select};

use crate::error::{Result, StoreError};
use crate::storable;
use crate::store::Store;
use crate::version::{Part, Version, VersionHead, ZoneHead, head, row};

/// A version that another one is built upon is not there.
#[derive(Debug, thiserror::Error)]
#[error("version {0} cannot be put together: what it is built upon is missing")]
struct BrokenChain(Uuid);

impl Store {
    /// States of a zone, newest first.
    pub async fn versions(
        &self,
        account: &str,
        zone: &str,
        limit: u64,
    ) -> Result<Vec<VersionHead>> {
        use row::Column;
        // Records of large zones are large: only one state's are ever read at once.
        Ok(head_columns()
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

    /// States by their ids, without their records.
    pub async fn version_heads(&self, ids: &[Uuid]) -> Result<Vec<VersionHead>> {
        let mut heads = Vec::with_capacity(ids.len());
        // As for their parts.
        for ids in ids.chunks(1_000) {
            let found = head_columns()
                .filter(row::Column::Id.is_in(ids.iter().copied()))
                .into_model::<VersionHead>()
                .all(self.database());
            heads.extend(found.await?);
        }
        Ok(heads)
    }

    /// The newest known state of one zone.
    pub async fn zone_head(&self, account: &str, zone: &str) -> Result<Option<ZoneHead>> {
        let row = head::Entity::find_by_id((storable::text(account), storable::text(zone)))
            .one(self.database())
            .await?;
        Ok(row.map(ZoneHead::from))
    }

    /// The parts of several states, by id.
    pub async fn version_parts(&self, ids: &[Uuid]) -> Result<HashMap<Uuid, Vec<Part>>> {
        let mut states = HashMap::with_capacity(ids.len());
        // SQLite takes 32,766 parameters at once, PostgreSQL 65,535.
        for ids in ids.chunks(1_000) {
            let rows = row::Entity::find()
                .filter(row::Column::Id.is_in(ids.iter().copied()))
                .all(self.database())
                .await?;
            for row in rows {
                let id = row.id;
                states.insert(id, self.whole(row).await?.parts);
            }
        }
        Ok(states)
    }

    /// One state of a zone.
    pub async fn version(&self, account: &str, zone: &str, id: Uuid) -> Result<Option<Version>> {
        let row = row::Entity::find_by_id(id)
            .filter(row::Column::Account.eq(storable::text(account)))
            .filter(row::Column::Zone.eq(storable::text(zone)))
            .one(self.database())
            .await?;
        match row {
            Some(row) => Ok(Some(self.whole(row).await?)),
            None => Ok(None),
        }
    }

    /// The state of a row with what it is built upon.
    async fn whole(&self, row: row::Model) -> Result<Version> {
        let (id, mut base) = (row.id, row.base);
        let below = match row.root {
            None => Vec::new(),
            Some(root) => {
                row::Entity::find()
                    .filter(row::Column::Account.eq(row.account.as_str()))
                    .filter(row::Column::Zone.eq(row.zone.as_str()))
                    .filter(row::Column::Id.gte(root))
                    .filter(row::Column::Id.lt(id))
                    .order_by_desc(row::Column::Id)
                    .all(self.database())
                    .await?
            }
        };
        let (head, part) = row.split();
        let mut parts = vec![part];
        for row in below {
            if base == Some(row.id) {
                base = row.base;
                parts.push(row.split().1);
            }
        }
        if base.is_some() {
            return Err(StoreError::Database(Box::new(BrokenChain(id))));
        }
        parts.reverse();
        Ok(Version { head, parts })
    }
}

/// Everything of a state but its records.
fn head_columns() -> Select<row::Entity> {
    use row::Column;
    row::Entity::find().select_only().columns([
        Column::Id,
        Column::At,
        Column::Origin,
        Column::Actor,
        Column::EntryId,
        Column::Digest,
    ])
}
