//! Keeping states, and letting go of old ones.

use sea_orm::entity::prelude::*;
use sea_orm::sea_query::OnConflict;
use sea_orm::{ExprTrait, IntoActiveModel, QueryOrder, QuerySelect, Set};

use crate::error::Result;
use crate::storable;
use crate::store::{Store, WriteTx};
use crate::version::{Kept, NewVersion, Retention, head, row};

/// The most versions that are read to put one state together.
const LONGEST_CHAIN: i32 = 32;

/// Where a version stands among those it is built upon.
#[derive(Default)]
struct Standing {
    base: Option<Uuid>,
    root: Option<Uuid>,
    depth: i32,
}

impl Store {
    /// Keeps a state, unless it is the newest one's again; what the retention lets go goes.
    pub async fn keep_version(&self, version: NewVersion, retention: Retention) -> Result<Kept> {
        let (account, zone) = (
            storable::text(&version.account),
            storable::text(&version.zone),
        );
        let tx = self.write_tx().await?;
        let head = head::Entity::find_by_id((account.clone(), zone.clone()))
            .one(&*tx)
            .await?;
        let newest = head.as_ref().map(|head| head.version_id);
        if let Some(head) = head.filter(|head| head.digest == version.digest) {
            let (serial, records) = (version.serial.map(i64::from), Some(version.records.into()));
            if head.serial != serial || head.records != records {
                let mut head = head.into_active_model();
                head.serial = Set(serial);
                head.records = Set(records);
                head.update(&*tx).await?;
                tx.commit().await?;
            }
            return Ok(Kept::Known);
        }
        let id = Uuid::now_v7();
        let standing = match version.base {
            None => Standing::default(),
            // Ids grow along a chain; another node's clock may be ahead of ours.
            Some(base) if newest != Some(base) || base >= id => return Ok(Kept::NeedsWhole),
            Some(base) => match standing_upon(&tx, base).await? {
                Some(standing) => standing,
                None => return Ok(Kept::NeedsWhole),
            },
        };
        let row = row::ActiveModel {
            id: Set(id),
            account: Set(account.clone()),
            zone: Set(zone.clone()),
            at: Set(storable::now()),
            origin: Set(version.origin),
            actor: Set(version.actor.as_deref().map(storable::text)),
            entry_id: Set(version.entry_id),
            digest: Set(version.digest.clone()),
            body: Set(Json::Array(Vec::new())),
            lines: Set(Some(version.lines)),
            base: Set(standing.base),
            root: Set(standing.root),
            depth: Set(standing.depth),
        };
        row::Entity::insert(row)
            .exec_without_returning(&*tx)
            .await?;
        let head = head::ActiveModel {
            account: Set(account.clone()),
            zone: Set(zone.clone()),
            version_id: Set(id),
            digest: Set(version.digest),
            serial: Set(version.serial.map(i64::from)),
            records: Set(Some(version.records.into())),
        };
        let replaced = OnConflict::columns([head::Column::Account, head::Column::Zone])
            .update_columns([
                head::Column::VersionId,
                head::Column::Digest,
                head::Column::Serial,
                head::Column::Records,
            ])
            .to_owned();
        head::Entity::insert(head)
            .on_conflict(replaced)
            .exec_without_returning(&*tx)
            .await?;
        let_go(&tx, &account, &zone, retention).await?;
        tx.commit().await?;
        Ok(Kept::New(id))
    }

    /// Remembers under which serial a zone's newest state was seen again, and how many records it has.
    pub async fn see_again(
        &self,
        account: &str,
        zone: &str,
        digest: &str,
        serial: Option<u32>,
        records: u32,
    ) -> Result<()> {
        let tx = self.write_tx().await?;
        head::Entity::update_many()
            .col_expr(head::Column::Serial, Expr::value(serial.map(i64::from)))
            .col_expr(head::Column::Records, Expr::value(i64::from(records)))
            .filter(head::Column::Account.eq(storable::text(account)))
            .filter(head::Column::Zone.eq(storable::text(zone)))
            .filter(head::Column::Digest.eq(digest))
            .exec(&*tx)
            .await?;
        Ok(tx.commit().await?)
    }
}

async fn standing_upon(tx: &WriteTx, base: Uuid) -> Result<Option<Standing>> {
    let below: Option<(Option<Uuid>, i32)> = row::Entity::find_by_id(base)
        .select_only()
        .columns([row::Column::Root, row::Column::Depth])
        .into_tuple()
        .one(&**tx)
        .await?;
    let below = below.filter(|(_, depth)| *depth < LONGEST_CHAIN);
    Ok(below.map(|(root, depth)| Standing {
        base: Some(base),
        root: root.or(Some(base)),
        depth: depth + 1,
    }))
}

async fn let_go(tx: &WriteTx, account: &str, zone: &str, retention: Retention) -> Result<()> {
    let of_zone = || {
        row::Entity::find()
            .filter(row::Column::Account.eq(account))
            .filter(row::Column::Zone.eq(zone))
    };
    let newest_to_go: Option<Uuid> = of_zone()
        .order_by_desc(row::Column::Id)
        .select_only()
        .column(row::Column::Id)
        .offset(retention.count)
        .limit(1)
        .into_tuple()
        .one(&**tx)
        .await?;
    let Some(newest_to_go) = newest_to_go else {
        return Ok(());
    };
    let oldest_to_stay = storable::now() - retention.age;
    // What a state that stays is built upon stays with it.
    let built_upon: Option<Uuid> = of_zone()
        .filter(row::Column::Root.is_not_null())
        .filter(
            row::Column::Id
                .gt(newest_to_go)
                .or(row::Column::At.gte(oldest_to_stay)),
        )
        .order_by_asc(row::Column::Root)
        .select_only()
        .column(row::Column::Root)
        .limit(1)
        .into_tuple()
        .one(&**tx)
        .await?;
    let mut gone = row::Entity::delete_many()
        .filter(row::Column::Account.eq(account))
        .filter(row::Column::Zone.eq(zone))
        .filter(row::Column::Id.lte(newest_to_go))
        .filter(row::Column::At.lt(oldest_to_stay));
    if let Some(built_upon) = built_upon {
        gone = gone.filter(row::Column::Id.lt(built_upon));
    }
    gone.exec(&**tx).await?;
    Ok(())
}
