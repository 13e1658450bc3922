//! Orders as callers see them.

use std::sync::Arc;

use setec_core::order::OrderState;
use setec_store::{Outcome, StoredOrder};
use uuid::Uuid;

use super::send::action;
use crate::{Actor, App, Error, Event, EventKind, Result};

/// An order.
pub type Order = StoredOrder;

/// One step of an order.
pub type OrderStep = setec_store::OrderStep;

/// Which orders are wanted.
pub type OrderFilter = setec_store::OrderFilter;

/// An order with everything that happened to it.
#[derive(Debug, Clone)]
pub struct OrderDetails {
    /// The order as it stands.
    pub order: Order,
    /// Its steps, oldest first.
    pub steps: Vec<OrderStep>,
}

impl App {
    /// Orders, newest first.
    pub async fn orders(&self, actor: &Actor, filter: &OrderFilter) -> Result<Vec<Order>> {
        actor.may_read()?;
        Ok(self.store.orders(filter).await?)
    }

    /// One order with its steps.
    pub async fn order(&self, actor: &Actor, id: &str) -> Result<OrderDetails> {
        actor.may_read()?;
        self.order_details(self.stored_order(id).await?.id).await
    }

    /// Asks the provider now what became of an order whose answer was lost.
    pub async fn reconcile_order(
        self: &Arc<Self>,
        actor: &Actor,
        id: &str,
    ) -> Result<OrderDetails> {
        actor.may_write()?;
        let order = self.stored_order(id).await?;
        if order.state == OrderState::Unknown {
            self.look_after_unknown(&order).await?;
        }
        self.order_details(order.id).await
    }

    /// Tells the state that an order has come to, and how the journal entry of its sending has ended.
    pub(super) fn tell_order(&self, order: &Order) {
        let purchase = &order.purchase;
        let told = Event {
            action: Some(purchase.kind.as_str().to_owned()),
            reference: Some(order.id),
            ..Event::about(
                EventKind::Order,
                &purchase.account,
                Some(&purchase.target),
                order.state.as_str(),
            )
        };
        self.events.tell(told);
        let outcome = match order.state {
            OrderState::Completed => Outcome::Done,
            OrderState::Failed => Outcome::Failed,
            OrderState::Unknown => Outcome::Unknown,
            OrderState::Quoted | OrderState::Confirmed | OrderState::Sent => return,
        };
        // The store has finished the entry together with the order.
        if let Some(entry) = order.entry_id {
            let of_order = Event {
                account: Some(purchase.account.clone()),
                subject: Some(purchase.target.clone()),
                action: Some(action(purchase.kind).to_owned()),
                ..Event::of(EventKind::Journal)
            };
            self.events.ended_as(entry, outcome, of_order);
        }
    }

    pub(super) async fn stored_order(&self, id: &str) -> Result<Order> {
        let missing = || Error::not_found(format!("there is no order {id}"));
        let uuid: Uuid = id.parse().map_err(|_| missing())?;
        self.store.order(uuid).await?.ok_or_else(missing)
    }

    pub(super) async fn order_details(&self, id: Uuid) -> Result<OrderDetails> {
        let order = self.store.order(id).await?;
        Ok(OrderDetails {
            order: order.ok_or_else(|| Error::not_found(format!("there is no order {id}")))?,
            steps: self.store.order_steps(id).await?,
        })
    }
}
