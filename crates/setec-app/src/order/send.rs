//! The one place that makes orders leave.

use std::sync::Arc;
use std::time::Duration;

use serde_json::json;
use setec_core::order::{OrderKind, OrderState};
use setec_store::{Advance, NewEntry, Outcome, StoredOrder};
use tokio::task::JoinSet;
use uuid::Uuid;

use super::answer::{Bought, buy, told};
use super::{HEARTBEAT, LEASE};
use crate::{Actor, App, Error, ErrorKind, Result};

/// The longest that an order may take to be sent and answered. A process that is held up for
/// longer must not send any more: by then the order may count as failed.
const SEND_LIMIT: Duration = Duration::from_mins(4);

/// What is written into the journal of everything about a sending.
#[derive(Debug, Clone)]
struct Sender {
    name: String,
    door: &'static str,
    request_id: Option<String>,
}

impl App {
    /// Sends a customer's order; what it brought is written into the order.
    pub(crate) async fn send_sold_order(
        self: &Arc<Self>,
        actor: &Actor,
        order: StoredOrder,
    ) -> Result<()> {
        self.send_in_background(actor, order).await.map(drop)
    }

    /// Sends an order in a task of its own, which ends it even if the caller goes away.
    pub(super) async fn send_in_background(
        self: &Arc<Self>,
        actor: &Actor,
        order: StoredOrder,
    ) -> Result<Bought> {
        let sender = Sender {
            name: actor.name.clone(),
            door: actor.door.as_str(),
            request_id: actor.request_id.clone(),
        };
        self.send_by(sender, order).await
    }

    /// Sends an order that a process left behind which is gone.
    pub(super) async fn send_deserted(self: &Arc<Self>, order: StoredOrder) -> Result<Bought> {
        let sender = Sender {
            name: order.user.clone(),
            door: crate::Door::System.as_str(),
            request_id: None,
        };
        self.send_by(sender, order).await
    }

    async fn send_by(self: &Arc<Self>, sender: Sender, order: StoredOrder) -> Result<Bought> {
        let app = Arc::clone(self);
        let task = tokio::spawn(async move {
            // A task of its own: the sending may hold the database's one writer while it waits.
            // It is dropped with this one, however this one ends.
            let mut heart = JoinSet::new();
            heart.spawn(Arc::clone(&app).stay_at(order.id));
            app.send(sender, order).await
        });
        task.await.map_err(Error::internal)?
    }

    /// Says again and again that this process is at an order.
    async fn stay_at(self: Arc<Self>, id: Uuid) {
        loop {
            tokio::time::sleep(HEARTBEAT).await;
            if let Err(error) = self.store.hold_order(id, self.orders.node, LEASE).await {
                tracing::warn!(%error, order = %id, "the order cannot be held; another node may look after it");
            }
        }
    }

    async fn send(self: &Arc<Self>, sender: Sender, order: StoredOrder) -> Result<Bought> {
        let prepared = match self.prepare(&order).await {
            Ok(prepared) => prepared,
            Err(error) => {
                let words = format!("nothing was sent: {}", error.message);
                self.end_order(&order, &[OrderState::Confirmed], OrderState::Failed, &words)
                    .await;
                return Err(error);
            }
        };
        let entry = self.begin_entry(entry(&sender, &order)).await?;
        let claim = Advance {
            by: sender.name.clone(),
            baseline: Some(prepared.baseline),
            entry_id: Some(entry),
            node: Some(self.orders.node),
            ..Advance::default()
        };
        let claimed = self
            .store
            .advance_order(order.id, &[OrderState::Confirmed], OrderState::Sent, claim)
            .await;
        let order = match claimed {
            Ok(Some(order)) => {
                self.tell_order(&order);
                order
            }
            Ok(None) => {
                let words = "the order was not sent from here: it is another process's, or ended";
                self.finish_entry(entry, Outcome::Failed, Some(words.to_owned()))
                    .await;
                return Err(Error::new(ErrorKind::Conflict, words));
            }
            Err(error) => {
                let words = "the order was not sent: its state could not be written down";
                self.finish_entry(entry, Outcome::Failed, Some(words.to_owned()))
                    .await;
                return Err(error.into());
            }
        };
        let bought =
            tokio::time::timeout(SEND_LIMIT, buy(&prepared.account, &prepared.order)).await;
        let bought = bought.unwrap_or_else(|_| {
            Err(Error::new(
                ErrorKind::ProviderTimeout,
                "the provider did not answer the order in time",
            ))
        });
        self.forget_domains(&prepared.account);
        self.write_down(&order, bought).await
    }

    /// The state that an answer means, written into the order and the journal.
    async fn write_down(&self, order: &StoredOrder, bought: Result<Bought>) -> Result<Bought> {
        let from = [OrderState::Sent, OrderState::Unknown];
        let mut bought = match bought {
            Ok(bought) => bought,
            Err(mut error) => {
                let state = if error.outcome_is_unknown() {
                    error.message = format!(
                        "{} (order {}: the provider is asked until it is certain)",
                        error.message, order.id
                    );
                    OrderState::Unknown
                } else {
                    OrderState::Failed
                };
                self.end_order(order, &from, state, &error.message).await;
                return Err(error);
            }
        };
        let told = told(&bought);
        let change = Advance {
            by: "system".to_owned(),
            result: Some(told.result),
            reference: told.reference,
            ..Advance::default()
        };
        self.remember_bought(order, &mut bought).await;
        // What was bought stands whatever becomes of its record; the keeper finds it again.
        if let Err(error) = self
            .settle_order_as(order, &from, told.state, told.words, change)
            .await
        {
            tracing::error!(%error, order = %order.id, "the answer to an order cannot be written down");
        }
        Ok(bought)
    }

    /// Some vendors say only here which subscription pays for a domain.
    async fn remember_bought(&self, order: &StoredOrder, bought: &mut Bought) {
        let account = &order.purchase.account;
        let (domain, subscription) = match bought {
            Bought::Domain(bought) => (bought.domain.name.as_str(), &bought.subscription_id),
            Bought::Receipt(_) | Bought::Server(_) => return,
        };
        let Some(subscription) = subscription else {
            return self.find_payer(order).await;
        };
        let kept = self
            .store
            .remember_subscription(account, domain, subscription)
            .await;
        // The domain is bought: failing now would look as if it were not.
        if let Err(error) = kept {
            tracing::error!(%error, domain, "the domain's subscription cannot be remembered");
        }
    }

    async fn end_order(
        &self,
        order: &StoredOrder,
        from: &[OrderState],
        to: OrderState,
        words: &str,
    ) {
        let change = Advance {
            by: "system".to_owned(),
            ..Advance::default()
        };
        if let Err(error) = self
            .settle_order_as(order, from, to, words.to_owned(), change)
            .await
        {
            tracing::error!(%error, order = %order.id, state = %to, "the end of an order cannot be written down");
        }
    }

    /// Moves an order on; `false` where it had come to another state before.
    pub(super) async fn settle_order_as(
        &self,
        order: &StoredOrder,
        from: &[OrderState],
        to: OrderState,
        words: String,
        change: Advance,
    ) -> Result<bool> {
        let change = Advance {
            detail: Some(words.clone()),
            ..change
        };
        let moved = self.store.advance_order(order.id, from, to, change).await?;
        let Some(moved) = moved else {
            tracing::warn!(order = %order.id, state = %to, "an order had come to another end before: {words}");
            return Ok(false);
        };
        self.tell_order(&moved);
        tracing::info!(order = %order.id, kind = %order.purchase.kind, target = %order.purchase.target, state = %to, "an order: {words}");
        if to == OrderState::Unknown {
            self.orders.wake.notify_one();
        }
        Ok(true)
    }
}

fn entry(sender: &Sender, order: &StoredOrder) -> NewEntry {
    let purchase = &order.purchase;
    NewEntry {
        actor: sender.name.clone(),
        door: sender.door.to_owned(),
        account: Some(purchase.account.clone()),
        action: action(purchase.kind).to_owned(),
        subject: Some(purchase.target.clone()),
        request_id: sender.request_id.clone(),
        before: None,
        after: Some(json!({
            "order_id": order.id,
            "what": purchase.what,
            "price": purchase.price,
        })),
    }
}

/// The journal's word for a kind of order.
pub(super) fn action(kind: OrderKind) -> &'static str {
    match kind {
        OrderKind::RegisterDomain => "domain.purchase",
        OrderKind::RenewDomain => "domain.renew",
        OrderKind::TransferDomain => "domain.transfer",
        OrderKind::RestoreDomain => "domain.restore",
        OrderKind::CreateServer => "server.purchase",
        OrderKind::RenewSubscription => "subscription.renew",
    }
}
