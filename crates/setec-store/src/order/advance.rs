//! Changes of an order's state: each is one statement that compares and swaps, and its step.

use sea_orm::Condition;
use sea_orm::entity::prelude::*;
use setec_core::order::OrderState;

use super::row::order::{self, Column};
use super::step::{self, NewStep};
use super::{Advance, StoredOrder};
use crate::error::Result;
use crate::journal::Outcome;
use crate::reseller::sale;
use crate::storable;
use crate::store::{Store, WriteTx};

impl Store {
    /// Moves an order on from one of some states; `None` where it is in another one by now, or
    /// where another process holds it.
    ///
    /// Of all nodes together one at most gets an order to `sent`, and only one that waits for
    /// nobody's approval. The journal's entry of the sending is finished with the order, and so is
    /// the customer's order that it was bought for.
    pub async fn advance_order(
        &self,
        id: Uuid,
        from: &[OrderState],
        to: OrderState,
        change: Advance,
    ) -> Result<Option<StoredOrder>> {
        let now = storable::now();
        let allowed = from.iter().filter(|from| from.may_become(to));
        let mut update = order::Entity::update_many()
            .col_expr(Column::State, Expr::value(to.as_str()))
            .col_expr(Column::UpdatedAt, Expr::value(now))
            .filter(Column::Id.eq(id))
            .filter(Column::State.is_in(allowed.map(|state| state.as_str())));
        let detail = change.detail.as_deref().map(storable::text);
        update = update.col_expr(Column::Detail, Expr::value(detail.clone()));
        if to == OrderState::Sent {
            update = update
                .col_expr(Column::SentAt, Expr::value(now))
                .filter(Column::WaitsBecause.is_null());
        } else {
            update = update
                .col_expr(Column::Node, Expr::value(None::<Uuid>))
                .col_expr(Column::LeaseUntil, Expr::value(None::<DateTimeUtc>));
        }
        if to.is_settled() {
            update = update
                .col_expr(Column::SettledAt, Expr::value(now))
                .col_expr(Column::WaitsBecause, Expr::value(None::<String>))
                .col_expr(Column::NextLookAt, Expr::value(None::<DateTimeUtc>));
        }
        if to == OrderState::Unknown {
            update = update.col_expr(Column::NextLookAt, Expr::value(now));
        }
        if let Some(node) = change.node {
            update = update.filter(Column::Node.eq(node));
        }
        for (column, json) in [
            (Column::Baseline, change.baseline),
            (Column::Result, change.result),
        ] {
            if let Some(json) = json {
                update = update.col_expr(column, Expr::value(storable::json(json)));
            }
        }
        if let Some(reference) = &change.reference {
            let reference = storable::text(reference);
            update = update.col_expr(Column::Reference, Expr::value(reference));
        }
        if let Some(entry_id) = change.entry_id {
            update = update.col_expr(Column::EntryId, Expr::value(entry_id));
        }
        let tx = self.write_tx().await?;
        if update.exec(&*tx).await?.rows_affected == 0 {
            return Ok(None);
        }
        // Whatever ends an order ends the customer's with it: there is no moment in between.
        let words = detail.as_deref();
        sale::settle(&tx, id, to, (&change.by, words), now).await?;
        let step = NewStep {
            at: now,
            state: to,
            by: change.by,
            detail,
        };
        step::write(&tx, id, step).await?;
        let row = order::Entity::find_by_id(id).one(&*tx).await?;
        if let Some(row) = &row {
            finish_entry(&tx, row, to).await?;
        }
        tx.commit().await?;
        row.map(StoredOrder::try_from).transpose()
    }

    /// Lets an order go on that waited for somebody's approval; `None` where it does not wait.
    pub async fn approve_order(
        &self,
        id: Uuid,
        by: &str,
        node: Uuid,
        lease: chrono::TimeDelta,
    ) -> Result<Option<StoredOrder>> {
        let now = storable::now();
        let by = storable::text(by);
        let update = order::Entity::update_many()
            .col_expr(Column::WaitsBecause, Expr::value(None::<String>))
            .col_expr(Column::ApprovedBy, Expr::value(by.clone()))
            .col_expr(Column::UpdatedAt, Expr::value(now))
            .col_expr(Column::Node, Expr::value(node))
            .col_expr(Column::LeaseUntil, Expr::value(now + lease))
            .filter(Column::Id.eq(id))
            .filter(Column::State.eq(OrderState::Confirmed.as_str()))
            .filter(Column::WaitsBecause.is_not_null());
        let tx = self.write_tx().await?;
        if update.exec(&*tx).await?.rows_affected == 0 {
            return Ok(None);
        }
        let step = NewStep {
            at: now,
            state: OrderState::Confirmed,
            by,
            detail: Some("approved".to_owned()),
        };
        step::write(&tx, id, step).await?;
        let row = order::Entity::find_by_id(id).one(&*tx).await?;
        tx.commit().await?;
        row.map(StoredOrder::try_from).transpose()
    }

    /// Writes down what is known so far of an order that stays `unknown`; a step only where that
    /// is news.
    pub async fn note_order(&self, id: Uuid, by: &str, detail: &str) -> Result<()> {
        let now = storable::now();
        let detail = storable::text(detail);
        let update = order::Entity::update_many()
            .col_expr(Column::Detail, Expr::value(detail.clone()))
            .col_expr(Column::UpdatedAt, Expr::value(now))
            .filter(Column::Id.eq(id))
            .filter(Column::State.eq(OrderState::Unknown.as_str()))
            .filter(
                Condition::any()
                    .add(Column::Detail.is_null())
                    .add(Column::Detail.ne(detail.clone())),
            );
        let tx = self.write_tx().await?;
        if update.exec(&*tx).await?.rows_affected > 0 {
            let step = NewStep {
                at: now,
                state: OrderState::Unknown,
                by: by.to_owned(),
                detail: Some(detail),
            };
            step::write(&tx, id, step).await?;
        }
        Ok(tx.commit().await?)
    }
}

/// The journal's entry of a sending ends as its order does, at the same moment.
async fn finish_entry(tx: &WriteTx, order: &order::Model, state: OrderState) -> Result<()> {
    use crate::journal::row::{Column, Entity};
    let outcome = match state {
        OrderState::Completed => Outcome::Done,
        OrderState::Failed => Outcome::Failed,
        OrderState::Unknown => Outcome::Unknown,
        OrderState::Quoted | OrderState::Confirmed | OrderState::Sent => return Ok(()),
    };
    if let Some(entry_id) = order.entry_id {
        Entity::update_many()
            .col_expr(Column::FinishedAt, Expr::value(order.updated_at))
            .col_expr(Column::Outcome, Expr::value(outcome))
            .col_expr(Column::Detail, Expr::value(order.detail.clone()))
            .filter(Column::Id.eq(entry_id))
            .exec(&**tx)
            .await?;
    }
    Ok(())
}
