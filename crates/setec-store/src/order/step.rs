//! The journal of an order.

use chrono::{DateTime, Utc};
use sea_orm::entity::prelude::*;
use sea_orm::{QueryOrder, Set};
use setec_core::order::OrderState;

use super::row::{self, step};
use crate::error::Result;
use crate::storable;
use crate::store::{Store, WriteTx};

/// One step of an order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OrderStep {
    /// When.
    pub at: DateTime<Utc>,
    /// The state from then on.
    pub state: OrderState,
    /// Who or what brought it about.
    pub by: String,
    /// What a person should know of it.
    pub detail: Option<String>,
}

/// A step to be written down.
pub(super) type NewStep = OrderStep;

pub(super) async fn write(tx: &WriteTx, order_id: Uuid, new: NewStep) -> Result<()> {
    let row = step::ActiveModel {
        id: Set(Uuid::now_v7()),
        order_id: Set(order_id),
        at: Set(storable::moment(new.at)),
        state: Set(new.state.as_str().to_owned()),
        by: Set(storable::text(&new.by)),
        detail: Set(new.detail.as_deref().map(storable::text)),
    };
    row.insert(&**tx).await?;
    Ok(())
}

impl Store {
    /// The steps of an order, oldest first.
    pub async fn order_steps(&self, order_id: Uuid) -> Result<Vec<OrderStep>> {
        let rows = step::Entity::find()
            .filter(step::Column::OrderId.eq(order_id))
            .order_by_asc(step::Column::Id)
            .all(self.database())
            .await?;
        rows.into_iter()
            .map(|row| {
                Ok(OrderStep {
                    at: row.at,
                    state: row::state(&row.state)?,
                    by: row.by,
                    detail: row.detail,
                })
            })
            .collect()
    }
}
