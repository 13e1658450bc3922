//! Zones that Setec Manager serves itself.

use sea_orm::entity::prelude::*;
use sea_orm::sea_query::OnConflict;
use sea_orm::{QueryOrder, Set};

use crate::error::{Result, StoreError};
use crate::storable;
use crate::store::{Store, WriteTx};

/// Rows that one statement takes: six values each, and SQLite binds at most 32,766.
const ROWS: usize = 5_000;

/// A zone in the list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HostedZone {
    /// Its apex.
    pub zone: String,
    /// The account that it belongs to.
    pub account: String,
    /// Its serial.
    pub serial: u32,
}

/// A record set as it is kept: every value in zone file form on a line of its own.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HostedSet {
    /// Its owner.
    pub name: String,
    /// Its type.
    pub rtype: String,
    /// Its time to live in seconds.
    pub ttl: u32,
    /// The values that are served.
    pub served: String,
    /// The values that are kept but not served.
    pub disabled: String,
}

/// A change of a zone from one serial to the next.
#[derive(Debug, Clone, Default)]
pub struct HostedChange {
    /// The serial that it must have.
    pub from_serial: u32,
    /// The serial that it then has.
    pub to_serial: u32,
    /// Owner and type of sets that go.
    pub gone: Vec<(String, String)>,
    /// Sets that come or are replaced.
    pub put: Vec<HostedSet>,
}

mod zone {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "hosted_zones")]
    pub(crate) struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub zone: String,
        pub account: String,
        pub serial: i64,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub(crate) enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

mod set {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "hosted_sets")]
    pub(crate) struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub zone: String,
        #[sea_orm(primary_key, auto_increment = false)]
        pub name: String,
        #[sea_orm(primary_key, auto_increment = false)]
        pub rtype: String,
        pub ttl: i64,
        pub served: String,
        pub disabled: String,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub(crate) enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

impl From<zone::Model> for HostedZone {
    fn from(row: zone::Model) -> Self {
        Self {
            zone: row.zone,
            account: row.account,
            serial: u32::try_from(row.serial).unwrap_or(0),
        }
    }
}

impl From<set::Model> for HostedSet {
    fn from(row: set::Model) -> Self {
        Self {
            name: row.name,
            rtype: row.rtype,
            ttl: u32::try_from(row.ttl).unwrap_or(0),
            served: row.served,
            disabled: row.disabled,
        }
    }
}

impl Store {
    /// All hosted zones of all accounts.
    pub async fn hosted_zones(&self) -> Result<Vec<HostedZone>> {
        let rows = zone::Entity::find()
            .order_by_asc(zone::Column::Zone)
            .all(self.database())
            .await?;
        Ok(rows.into_iter().map(HostedZone::from).collect())
    }

    /// One zone's place in the list.
    pub async fn hosted_zone(&self, name: &str) -> Result<Option<HostedZone>> {
        let row = zone::Entity::find_by_id(name.to_owned())
            .one(self.database())
            .await?;
        Ok(row.map(HostedZone::from))
    }

    /// A zone's sets as of one serial, all or those of some owners.
    pub async fn hosted_sets(
        &self,
        name: &str,
        owners: Option<&[String]>,
    ) -> Result<Option<(HostedZone, Vec<HostedSet>)>> {
        loop {
            let Some(before) = self.hosted_zone(name).await? else {
                return Ok(None);
            };
            let mut query = set::Entity::find().filter(set::Column::Zone.eq(name));
            let mut rows = Vec::new();
            match owners {
                None => rows = query.all(self.database()).await?,
                Some(owners) => {
                    for owners in owners.chunks(ROWS) {
                        query = set::Entity::find()
                            .filter(set::Column::Zone.eq(name))
                            .filter(set::Column::Name.is_in(owners.iter().cloned()));
                        rows.extend(query.all(self.database()).await?);
                    }
                }
            }
            // A change in between would give sets of two states.
            match self.hosted_zone(name).await? {
                Some(after) if after == before => {
                    return Ok(Some((
                        after,
                        rows.into_iter().map(HostedSet::from).collect(),
                    )));
                }
                Some(_) => {}
                None => return Ok(None),
            }
        }
    }

    /// Keeps a new zone; one of that name must not be there, in whatever account.
    pub async fn create_hosted_zone(&self, zone: &HostedZone, sets: Vec<HostedSet>) -> Result<()> {
        let tx = self.write_tx().await?;
        let row = zone::ActiveModel {
            zone: Set(zone.zone.clone()),
            account: Set(zone.account.clone()),
            serial: Set(i64::from(zone.serial)),
        };
        let inserted = zone::Entity::insert(row)
            .on_conflict_do_nothing_on([zone::Column::Zone])
            .exec_without_returning(&*tx)
            .await?;
        if !matches!(inserted, sea_orm::TryInsertResult::Inserted(count) if count > 0) {
            return Err(StoreError::Exists {
                what: format!("zone {}", zone.zone),
            });
        }
        put(&tx, &zone.zone, sets).await?;
        Ok(tx.commit().await?)
    }

    /// Changes an account's zone as a whole; `false` where its serial is another one.
    pub async fn change_hosted_zone(
        &self,
        account: &str,
        name: &str,
        change: HostedChange,
    ) -> Result<bool> {
        let tx = self.write_tx().await?;
        // The first statement takes the row, so that of two writers one finds the serial moved on.
        let moved = zone::Entity::update_many()
            .col_expr(
                zone::Column::Serial,
                Expr::value(i64::from(change.to_serial)),
            )
            .filter(zone::Column::Zone.eq(name))
            .filter(zone::Column::Account.eq(account))
            .filter(zone::Column::Serial.eq(i64::from(change.from_serial)))
            .exec(&*tx)
            .await?;
        if moved.rows_affected == 0 {
            return Ok(false);
        }
        for (owner, rtype) in change.gone {
            set::Entity::delete_by_id((name.to_owned(), owner, rtype))
                .exec(&*tx)
                .await?;
        }
        put(&tx, name, change.put).await?;
        tx.commit().await?;
        Ok(true)
    }

    /// Removes an account's zone with everything in it; `false` where there is none.
    pub async fn delete_hosted_zone(&self, account: &str, name: &str) -> Result<bool> {
        let tx = self.write_tx().await?;
        let deleted = zone::Entity::delete_many()
            .filter(zone::Column::Zone.eq(name))
            .filter(zone::Column::Account.eq(account))
            .exec(&*tx)
            .await?;
        tx.commit().await?;
        Ok(deleted.rows_affected > 0)
    }
}

async fn put(tx: &WriteTx, zone: &str, sets: Vec<HostedSet>) -> Result<()> {
    let mut sets = sets.into_iter().peekable();
    while sets.peek().is_some() {
        let rows = sets.by_ref().take(ROWS).map(|set| set::ActiveModel {
            zone: Set(zone.to_owned()),
            name: Set(storable::text(&set.name)),
            rtype: Set(set.rtype),
            ttl: Set(i64::from(set.ttl)),
            served: Set(storable::text(&set.served)),
            disabled: Set(storable::text(&set.disabled)),
        });
        let newest =
            OnConflict::columns([set::Column::Zone, set::Column::Name, set::Column::Rtype])
                .update_columns([set::Column::Ttl, set::Column::Served, set::Column::Disabled])
                .to_owned();
        set::Entity::insert_many(rows.collect::<Vec<_>>())
            .on_conflict(newest)
            .exec_without_returning(&**tx)
            .await?;
    }
    Ok(())
}
