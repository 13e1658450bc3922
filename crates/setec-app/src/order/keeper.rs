//! Looks after orders that nobody is at: what a crash left behind, and what the provider has not
//! answered. Runs at the start, when woken, and every few seconds.

use std::sync::Arc;
use std::time::Duration;

use chrono::{TimeDelta, Utc};
use futures::StreamExt;
use setec_core::order::{OrderState, Verdict, judge};
use setec_store::{Advance, StoredOrder};

use super::{LEASE, QUOTE_VALID};
use crate::{App, Result};

const PERIOD: Duration = Duration::from_secs(3);

/// Looks at providers that go on at the same time.
const AT_ONCE: usize = 8;

/// One look's limit: a provider that hangs must not keep the others waiting for long.
const LOOK_LIMIT: Duration = Duration::from_mins(1);

const FIRST_PAUSE: TimeDelta = TimeDelta::seconds(2);
const LONGEST_PAUSE: TimeDelta = TimeDelta::hours(1);

impl App {
    /// Starts to look after orders; it ends with the app.
    pub(crate) fn keep_orders(self: &Arc<Self>) {
        let app = Arc::downgrade(self);
        let wake = Arc::clone(&self.orders.wake);
        tokio::spawn(async move {
            loop {
                let Some(app) = app.upgrade() else {
                    return;
                };
                if let Err(error) = app.look_after_orders().await {
                    tracing::error!(%error, "orders cannot be looked after");
                }
                drop(app);
                tokio::select! {
                    () = wake.notified() => {}
                    () = tokio::time::sleep(PERIOD) => {}
                }
            }
        });
    }

    async fn look_after_orders(self: &Arc<Self>) -> Result<()> {
        let orders = self.store.orders_to_look_after().await?;
        futures::stream::iter(orders)
            .for_each_concurrent(AT_ONCE, |order| async move {
                let looked = match order.state {
                    OrderState::Confirmed => self.take_over(&order).await,
                    OrderState::Sent => self.give_up_waiting(&order).await,
                    _ => self.look_after_unknown(&order).await,
                };
                if let Err(error) = looked {
                    tracing::error!(%error, order = %order.id, "an order cannot be looked after");
                }
            })
            .await;
        Ok(())
    }

    /// An order that was agreed to and never sent, by a process that is gone: it is sent now, as
    /// long as the price holds.
    async fn take_over(self: &Arc<Self>, order: &StoredOrder) -> Result<()> {
        let held = self
            .store
            .hold_order(order.id, self.orders.node, LEASE)
            .await?;
        if !held {
            return Ok(());
        }
        if Utc::now() - order.updated_at > QUOTE_VALID {
            let words = "the program stopped before the order was sent, and the price holds no longer; nothing was sent";
            let change = Advance {
                by: "system".to_owned(),
                node: Some(self.orders.node),
                ..Advance::default()
            };
            let from = [OrderState::Confirmed];
            self.settle_order_as(order, &from, OrderState::Failed, words.to_owned(), change)
                .await?;
            return Ok(());
        }
        tracing::warn!(order = %order.id, "an order that was left unsent is sent now");
        let (app, order) = (Arc::clone(self), order.clone());
        tokio::spawn(async move {
            // How it ends is written into the order.
            if let Err(error) = app.send_deserted(order).await {
                tracing::warn!(%error, "an order that was left unsent has not succeeded");
            }
        });
        Ok(())
    }

    /// An order whose sender is gone: whether it has left is for the provider to say.
    async fn give_up_waiting(&self, order: &StoredOrder) -> Result<()> {
        let words = "the program stopped before the provider's answer was written down; the provider is asked what became of the order";
        let change = Advance {
            by: "system".to_owned(),
            ..Advance::default()
        };
        let from = [OrderState::Sent];
        self.settle_order_as(order, &from, OrderState::Unknown, words.to_owned(), change)
            .await?;
        Ok(())
    }

    /// Asks the provider what became of an order, and settles it where that is certain.
    pub(super) async fn look_after_unknown(&self, order: &StoredOrder) -> Result<()> {
        let next = self.next_look(order);
        if !self.store.book_look(order, next).await? {
            return Ok(());
        }
        let look = match tokio::time::timeout(LOOK_LIMIT, self.look_for_order(order)).await {
            Ok(Ok(look)) => look,
            Ok(Err(error)) => {
                let words = format!("the provider cannot be asked: {}", error.message);
                return Ok(self.store.note_order(order.id, "system", &words).await?);
            }
            Err(_) => {
                let words = "the provider cannot be asked: it does not answer in time";
                return Ok(self.store.note_order(order.id, "system", words).await?);
            }
        };
        let sent_at = order.sent_at.unwrap_or(order.created_at);
        let change = Advance {
            by: "system".to_owned(),
            reference: look.reference.clone(),
            ..Advance::default()
        };
        let from = [OrderState::Unknown];
        match judge(look.finding, Utc::now() - sent_at, self.orders.patience) {
            Verdict::Completed(words) => {
                self.find_payer(order).await;
                self.settle_order_as(order, &from, OrderState::Completed, words, change)
                    .await?;
                if let Ok(account) = self.account(&order.purchase.account).await {
                    self.forget_domains(&account);
                }
            }
            Verdict::Failed(words) => {
                let change = Advance {
                    reference: None,
                    ..change
                };
                self.settle_order_as(order, &from, OrderState::Failed, words, change)
                    .await?;
            }
            Verdict::Open(words) => self.store.note_order(order.id, "system", &words).await?,
        }
        Ok(())
    }

    fn next_look(&self, order: &StoredOrder) -> chrono::DateTime<Utc> {
        let doublings = u32::try_from(order.looks).unwrap_or(0).min(16);
        let pause = (FIRST_PAUSE * 2_i32.pow(doublings)).min(LONGEST_PAUSE);
        let (now, next) = (Utc::now(), Utc::now() + pause);
        // Right after the patience ends, absence decides.
        let decisive = order
            .sent_at
            .and_then(|sent| sent.checked_add_signed(self.orders.patience));
        match decisive {
            Some(decisive) if decisive > now => next.min(decisive),
            _ => next,
        }
    }
}
