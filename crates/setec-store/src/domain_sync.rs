//! When the domains of each account are synchronised, and by which node.
//!
//! A node that synchronises holds a lease and renews it; one whose lease ran out is gone.

use std::collections::BTreeMap;

use chrono::{DateTime, TimeDelta, Utc};
use sea_orm::entity::prelude::*;
use sea_orm::sea_query::OnConflict;
use sea_orm::{Condition, FromJsonQueryResult, Set};
use serde::{Deserialize, Serialize};
use setec_core::Money;

use crate::error::Result;
use crate::storable;
use crate::store::{Store, WriteTx};

/// What a further year costs, by TLD without a dot in front.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, FromJsonQueryResult)]
#[serde(transparent)]
pub struct TldPriceList(pub BTreeMap<String, Money>);

/// How far the synchronisation of an account is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoredSync {
    /// The account.
    pub account: String,
    /// When it is due by the schedule.
    pub next_at: Option<DateTime<Utc>>,
    /// Whether a node is at it.
    pub is_running: bool,
    /// When the last one ended.
    pub finished_at: Option<DateTime<Utc>>,
    /// The domains that the last one has found.
    pub domains: u32,
    /// Those of them that could not be read.
    pub problems: u32,
    /// What was wrong with the account as a whole.
    pub problem: Option<String>,
    /// The prices as they were last read.
    pub prices: Option<TldPriceList>,
    /// When the prices were last asked for.
    pub priced_at: Option<DateTime<Utc>>,
}

/// How a synchronisation ended.
#[derive(Debug, Clone, Default)]
pub struct SyncResult {
    /// The domains that it has found; those of the last one where it found nothing out.
    pub domains: Option<u32>,
    /// Those of them that could not be read.
    pub problems: u32,
    /// What was wrong with the account as a whole.
    pub problem: Option<String>,
}

mod row {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "domain_syncs")]
    pub(crate) struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub account: String,
        pub next_at: Option<DateTimeUtc>,
        pub node: Option<Uuid>,
        pub lease_until: Option<DateTimeUtc>,
        pub finished_at: Option<DateTimeUtc>,
        pub domains: i32,
        pub problems: i32,
        pub problem: Option<String>,
        #[sea_orm(column_type = "Json", nullable)]
        pub prices: Option<super::TldPriceList>,
        pub priced_at: Option<DateTimeUtc>,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub(crate) enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

use row::Column;

/// Forgets an account within a larger change.
pub(crate) async fn forget(tx: &WriteTx, account: &str) -> Result<()> {
    row::Entity::delete_by_id(storable::text(account))
        .exec(&**tx)
        .await?;
    Ok(())
}

impl Store {
    /// Puts an account on the schedule; one that is on it stays as it is.
    pub async fn schedule_domain_sync(&self, account: &str, first: DateTime<Utc>) -> Result<()> {
        let row = row::ActiveModel {
            account: Set(storable::text(account)),
            next_at: Set(Some(storable::moment(first))),
            node: Set(None),
            lease_until: Set(None),
            finished_at: Set(None),
            domains: Set(0),
            problems: Set(0),
            problem: Set(None),
            prices: Set(None),
            priced_at: Set(None),
        };
        let keep = OnConflict::column(Column::Account).do_nothing().to_owned();
        let tx = self.write_tx().await?;
        row::Entity::insert(row)
            .on_conflict(keep)
            .exec_without_returning(&*tx)
            .await?;
        Ok(tx.commit().await?)
    }

    /// Every account's synchronisation.
    pub async fn domain_syncs(&self) -> Result<Vec<StoredSync>> {
        let rows = row::Entity::find().all(self.database()).await?;
        Ok(rows.into_iter().map(StoredSync::from).collect())
    }

    /// One account's synchronisation.
    pub async fn domain_sync(&self, account: &str) -> Result<Option<StoredSync>> {
        let found = row::Entity::find_by_id(storable::text(account));
        let row = found.one(self.database()).await?;
        Ok(row.map(StoredSync::from))
    }

    /// Takes an account's synchronisation on; `false` where a node is at it. With `due_by`, only
    /// if it is due by then: of several nodes that look at the schedule, one gets it.
    pub async fn claim_domain_sync(
        &self,
        account: &str,
        node: Uuid,
        lease: TimeDelta,
        due_by: Option<DateTime<Utc>>,
    ) -> Result<bool> {
        let now = storable::now();
        let free = Condition::any()
            .add(Column::LeaseUntil.is_null())
            .add(Column::LeaseUntil.lt(now));
        let mut update = row::Entity::update_many()
            .col_expr(Column::Node, Expr::value(node))
            .col_expr(Column::LeaseUntil, Expr::value(now + lease))
            .filter(Column::Account.eq(storable::text(account)))
            .filter(free);
        if let Some(due_by) = due_by {
            update = update.filter(Column::NextAt.lte(storable::moment(due_by)));
        }
        self.changes_one(update).await
    }

    /// Says that the node is still at it; `false` where it lost the account to another one.
    pub async fn hold_domain_sync(
        &self,
        account: &str,
        node: Uuid,
        lease: TimeDelta,
    ) -> Result<bool> {
        let until = storable::now() + lease;
        let update = row::Entity::update_many()
            .col_expr(Column::LeaseUntil, Expr::value(until))
            .filter(Column::Account.eq(storable::text(account)))
            .filter(Column::Node.eq(node));
        self.changes_one(update).await
    }

    /// Keeps the prices of an account as they were read just now.
    pub async fn keep_domain_prices(&self, account: &str, prices: TldPriceList) -> Result<()> {
        let update = row::Entity::update_many()
            .col_expr(Column::Prices, Expr::value(Some(serde_json::json!(prices))))
            .col_expr(Column::PricedAt, Expr::value(storable::now()))
            .filter(Column::Account.eq(storable::text(account)));
        self.changes_one(update).await?;
        Ok(())
    }

    /// Ends the node's synchronisation of an account; the next one by the schedule is then.
    pub async fn finish_domain_sync(
        &self,
        account: &str,
        node: Uuid,
        result: SyncResult,
        next: DateTime<Utc>,
    ) -> Result<()> {
        let count = |number: u32| i32::try_from(number).unwrap_or(i32::MAX);
        let problem = result.problem.as_deref().map(storable::text);
        let mut update = row::Entity::update_many()
            .col_expr(Column::Node, Expr::value(None::<Uuid>))
            .col_expr(Column::LeaseUntil, Expr::value(None::<DateTimeUtc>))
            .col_expr(Column::FinishedAt, Expr::value(storable::now()))
            .col_expr(Column::NextAt, Expr::value(storable::moment(next)))
            .col_expr(Column::Problems, Expr::value(count(result.problems)))
            .col_expr(Column::Problem, Expr::value(problem))
            .filter(Column::Account.eq(storable::text(account)))
            .filter(Column::Node.eq(node));
        if let Some(domains) = result.domains {
            update = update.col_expr(Column::Domains, Expr::value(count(domains)));
        }
        self.changes_one(update).await?;
        Ok(())
    }

    async fn changes_one(&self, update: sea_orm::UpdateMany<row::Entity>) -> Result<bool> {
        let tx = self.write_tx().await?;
        let is_changed = update.exec(&*tx).await?.rows_affected > 0;
        tx.commit().await?;
        Ok(is_changed)
    }
}

impl From<row::Model> for StoredSync {
    fn from(row: row::Model) -> Self {
        let is_running = row.lease_until.is_some_and(|until| until > Utc::now());
        Self {
            account: row.account,
            next_at: row.next_at,
            is_running,
            finished_at: row.finished_at,
            domains: row.domains.try_into().unwrap_or(0),
            problems: row.problems.try_into().unwrap_or(0),
            problem: row.problem,
            prices: row.prices,
            priced_at: row.priced_at,
        }
    }
}
