//! What people decide about orders: to buy, to approve, to reject, to call off, to settle.

use std::sync::Arc;

use chrono::Utc;
use setec_core::Money;
use setec_core::order::{OrderState, Spending};
use setec_store::{Advance, Confirmed, NewOrder, NewSale, StoredOrder, StoredQuote};

use super::quote::require_within;
use super::{LEASE, OrderDetails};
use crate::{Actor, App, Error, ErrorKind, Result};

/// The agreement to a quote.
#[derive(Debug, Clone)]
pub struct Confirmation {
    /// The quote's id.
    pub quote_id: String,
    /// A word of the caller's own: the same request with the same key gives the same order.
    pub key: String,
    /// The most that may be spent, where the caller wants to be sure.
    pub max_price: Option<Money>,
}

/// What an agreement has led to.
pub(super) enum Agreed {
    /// A new order, to be sent now.
    ToSend(StoredOrder),
    /// A new order that waits for an approver.
    Waiting(StoredOrder),
    /// The order of the same request before.
    Before(StoredOrder),
}

/// What is bought for nobody is refused to nobody.
pub(super) const NOBODY_S: &str = "an order was refused to a customer that it was not made for";

impl App {
    /// Agrees to a quote and carries the order out, once. The answer is the order as it stands
    /// when the provider has answered; the same key gives the same order ever after.
    pub async fn confirm_quote(
        self: &Arc<Self>,
        actor: &Actor,
        confirmation: Confirmation,
    ) -> Result<OrderDetails> {
        actor.may_write()?;
        check_key(&confirmation.key)?;
        let quote = self.own_quote(actor, &confirmation.quote_id).await?;
        require_within(quote.purchase.price, confirmation.max_price)?;
        let order = match self.agree(actor, quote, confirmation.key).await? {
            Agreed::ToSend(order) => {
                // How it ended is written into the order.
                let id = order.id;
                drop(self.send_in_background(actor, order).await);
                return self.order_details(id).await;
            }
            Agreed::Waiting(order) | Agreed::Before(order) => order,
        };
        self.order_details(order.id).await
    }

    /// Makes an order of a quote, unless one stands in its way.
    pub(super) async fn agree(
        &self,
        actor: &Actor,
        quote: StoredQuote,
        key: String,
    ) -> Result<Agreed> {
        let expires_at = quote.expires_at;
        let is_late = || Utc::now() > expires_at;
        if is_late() {
            // The order of an agreement that came in time can still be asked for.
            let before = self.store.order_by_key(actor.user_id, &key).await?;
            return match before.filter(|order| order.quote_id == quote.id) {
                Some(order) => Ok(Agreed::Before(order)),
                None => Err(conflict(format!(
                    "the quote was good until {}; ask for another one",
                    expires_at.format("%Y-%m-%d %H:%M UTC")
                ))),
            };
        }
        match self.make_order(actor, quote, key).await? {
            Confirmed::New(order) if order.waits_because.is_some() => Ok(Agreed::Waiting(order)),
            Confirmed::New(order) => Ok(Agreed::ToSend(order)),
            Confirmed::Same(order) => Ok(Agreed::Before(order)),
            Confirmed::KeyTaken(order) => Err(conflict(format!(
                "the Idempotency-Key belongs to order {}, which is another request",
                order.id
            ))),
            Confirmed::QuoteTaken(order) => Err(conflict(format!(
                "the quote was agreed to already: it is order {} ({})",
                order.id, order.state
            ))),
            Confirmed::Busy(order) => Err(busy(&order)),
            Confirmed::NotSold(_) => Err(Error::internal(NOBODY_S)),
        }
    }

    /// Makes an order for a customer: its credit is taken with it, and nobody else has to agree.
    pub(crate) async fn make_sold_order(
        &self,
        actor: &Actor,
        quote: StoredQuote,
        sale: NewSale,
    ) -> Result<Confirmed> {
        let new = NewOrder {
            quote,
            user: actor.name.clone(),
            key: sale.id.to_string(),
            node: self.orders.node,
            lease: LEASE,
            sale: Some(sale),
        };
        Ok(self.store.confirm_order(new, |_| None).await?)
    }

    pub(super) async fn make_order(
        &self,
        actor: &Actor,
        quote: StoredQuote,
        key: String,
    ) -> Result<Confirmed> {
        let limits = self.store.spending_limits(actor.user_id).await?;
        let price = quote.purchase.price;
        let new = NewOrder {
            quote,
            user: actor.name.clone(),
            key,
            node: self.orders.node,
            lease: LEASE,
            sale: None,
        };
        let approval = |spent: &[_]| {
            let spending = Spending::until(Utc::now(), spent.iter().copied());
            limits.exceeded(&spending, price)
        };
        let confirmed = self.store.confirm_order(new, approval).await?;
        if let Confirmed::New(order) = &confirmed {
            self.tell_order(order);
        }
        Ok(confirmed)
    }

    /// Lets an order go on that is above its user's spending limits. Nobody approves their own.
    pub async fn approve_order(self: &Arc<Self>, actor: &Actor, id: &str) -> Result<OrderDetails> {
        actor.may_write()?;
        let order = self.stored_order(id).await?;
        if order.user_id == actor.user_id {
            return Err(Error::new(
                ErrorKind::Forbidden,
                "nobody approves their own order; ask another administrator",
            ));
        }
        let node = self.orders.node;
        let approved = self
            .store
            .approve_order(order.id, &actor.name, node, LEASE)
            .await?;
        let approved = approved.ok_or_else(|| does_not_wait(&order))?;
        self.tell_order(&approved);
        let id = approved.id;
        drop(self.send_in_background(actor, approved).await);
        self.order_details(id).await
    }

    /// Ends an order that waits for an approver.
    pub async fn reject_order(
        self: &Arc<Self>,
        actor: &Actor,
        id: &str,
        reason: Option<&str>,
    ) -> Result<OrderDetails> {
        actor.may_write()?;
        let order = self.stored_order(id).await?;
        if order.waits_because.is_none() {
            return Err(does_not_wait(&order));
        }
        let reason = reason.map_or_else(String::new, |reason| format!(": {reason}"));
        let words = format!("rejected by {}{reason}; nothing was sent", actor.name);
        self.end_unsent(actor, &order, words).await
    }

    /// Ends an order that has not been sent.
    pub async fn cancel_order(self: &Arc<Self>, actor: &Actor, id: &str) -> Result<OrderDetails> {
        actor.may_write()?;
        let order = self.stored_order(id).await?;
        let words = format!("cancelled by {}; nothing was sent", actor.name);
        self.end_unsent(actor, &order, words).await
    }

    /// Writes down what a person has found out about an order that the provider tells nothing of.
    pub async fn settle_order(
        self: &Arc<Self>,
        actor: &Actor,
        id: &str,
        state: OrderState,
        reason: &str,
    ) -> Result<OrderDetails> {
        actor.may_write()?;
        let mut violations = Vec::new();
        if !state.is_settled() {
            let rule = "completed or failed";
            violations.push(setec_core::Violation::new("state", rule));
        }
        let reason = reason.trim();
        if reason.is_empty() || reason.len() > 1000 {
            let rule = "1 to 1000 characters: how it was found out";
            violations.push(setec_core::Violation::new("reason", rule));
        }
        if !violations.is_empty() {
            return Err(Error::invalid(violations));
        }
        let order = self.stored_order(id).await?;
        let words = format!("settled by {}: {reason}", actor.name);
        let change = Advance {
            by: actor.name.clone(),
            ..Advance::default()
        };
        if !self
            .settle_order_as(&order, &[OrderState::Unknown], state, words, change)
            .await?
        {
            let now = self.stored_order(id).await?.state;
            return Err(conflict(format!(
                "only an unknown order is settled by hand; this one is {now}"
            )));
        }
        self.order_details(order.id).await
    }

    async fn end_unsent(
        &self,
        actor: &Actor,
        order: &StoredOrder,
        words: String,
    ) -> Result<OrderDetails> {
        let change = Advance {
            by: actor.name.clone(),
            detail: Some(words),
            ..Advance::default()
        };
        let from = [OrderState::Quoted, OrderState::Confirmed];
        let ended = self
            .store
            .advance_order(order.id, &from, OrderState::Failed, change)
            .await?;
        let Some(ended) = ended else {
            let now = self.order_details(order.id).await?.order.state;
            return Err(conflict(format!(
                "the order is {now}: only one that has not been sent can be ended"
            )));
        };
        self.tell_order(&ended);
        self.order_details(order.id).await
    }
}

/// Checks the caller's key for a request.
pub(super) fn check_key(key: &str) -> Result<()> {
    let is_good = (1..=255).contains(&key.len()) && key.bytes().all(|b| b.is_ascii_graphic());
    if is_good {
        return Ok(());
    }
    Err(Error::field(
        "Idempotency-Key",
        "a header of 1 to 255 visible ASCII characters is required, a new one for each order",
    ))
}

pub(super) fn conflict(message: String) -> Error {
    Error::new(ErrorKind::Conflict, message)
}

pub(super) fn busy(order: &StoredOrder) -> Error {
    let purchase = &order.purchase;
    conflict(format!(
        "order {} for {} ({}) is {} and not settled yet; nothing was ordered",
        order.id, purchase.target, purchase.kind, order.state
    ))
}

fn does_not_wait(order: &StoredOrder) -> Error {
    conflict(format!(
        "the order is {} and does not wait for an approver",
        order.state
    ))
}
