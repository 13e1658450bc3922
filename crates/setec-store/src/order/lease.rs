//! Which process is at an order, and when the provider is asked about it next.
//!
//! A process that is at an order says so again and again. One that stopped doing that is gone, and
//! what it had confirmed or sent is for any other process to look after.

use chrono::{DateTime, TimeDelta, Utc};
use sea_orm::entity::prelude::*;
use sea_orm::{Condition, QueryOrder, QuerySelect};
use setec_core::order::OrderState;

use super::StoredOrder;
use super::row::order::{self, Column};
use crate::error::Result;
use crate::storable;
use crate::store::Store;

/// Orders that one pass looks after at most.
const AT_ONCE: u64 = 100;

impl Store {
    /// Holds an order for a while, if this process or nobody holds it.
    pub async fn hold_order(&self, id: Uuid, node: Uuid, lease: TimeDelta) -> Result<bool> {
        let now = storable::now();
        let free = Condition::any()
            .add(Column::Node.eq(node))
            .add(Column::LeaseUntil.is_null())
            .add(Column::LeaseUntil.lt(now));
        let update = order::Entity::update_many()
            .col_expr(Column::Node, Expr::value(node))
            .col_expr(Column::LeaseUntil, Expr::value(now + lease))
            .filter(Column::Id.eq(id))
            .filter(
                Column::State.is_in([OrderState::Confirmed.as_str(), OrderState::Sent.as_str()]),
            )
            .filter(free);
        let tx = self.write_tx().await?;
        let held = update.exec(&*tx).await?.rows_affected > 0;
        tx.commit().await?;
        Ok(held)
    }

    /// Orders that nobody is at although somebody should: confirmed or sent by a process that is
    /// gone, or unknown and due for a look.
    pub async fn orders_to_look_after(&self) -> Result<Vec<StoredOrder>> {
        let now = storable::now();
        let deserted = Condition::any()
            .add(Column::LeaseUntil.is_null())
            .add(Column::LeaseUntil.lt(now));
        let confirmed = Condition::all()
            .add(Column::State.eq(OrderState::Confirmed.as_str()))
            .add(Column::WaitsBecause.is_null())
            .add(deserted.clone());
        let sent = Condition::all()
            .add(Column::State.eq(OrderState::Sent.as_str()))
            .add(deserted);
        let unknown = Condition::all()
            .add(Column::State.eq(OrderState::Unknown.as_str()))
            .add(Column::NextLookAt.lte(now));
        let rows = order::Entity::find()
            .filter(Column::SettledAt.is_null())
            .filter(Condition::any().add(confirmed).add(sent).add(unknown))
            .order_by_asc(Column::Id)
            .limit(AT_ONCE)
            .all(self.database())
            .await?;
        rows.into_iter().map(StoredOrder::try_from).collect()
    }

    /// Takes one look on; `false` where another process has taken it.
    pub async fn book_look(&self, order: &StoredOrder, next: DateTime<Utc>) -> Result<bool> {
        let update = order::Entity::update_many()
            .col_expr(Column::Looks, Expr::value(order.looks.saturating_add(1)))
            .col_expr(Column::NextLookAt, Expr::value(storable::moment(next)))
            .filter(Column::Id.eq(order.id))
            .filter(Column::State.eq(OrderState::Unknown.as_str()))
            .filter(Column::Looks.eq(order.looks));
        let tx = self.write_tx().await?;
        let taken = update.exec(&*tx).await?.rows_affected > 0;
        tx.commit().await?;
        Ok(taken)
    }
}
