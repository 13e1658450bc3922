//! The last look before an order leaves.

use std::sync::Arc;

use chrono::{DateTime, TimeDelta, Utc};
use serde_json::{Value, json};
use setec_core::billing::SubscriptionRenewal;
use setec_core::dns::Name;
use setec_core::order::OrderKind;
use setec_store::StoredOrder;

use super::driver_order::{DriverOrder, driver_order};
use super::offer::{offer, require_price, term_end};
use crate::account::Account;
use crate::server::require_new_name;
use crate::{App, Error, ErrorKind, Result};

/// A quote so young needs no second look at the price.
const FRESH: TimeDelta = TimeDelta::seconds(20);

/// An order that may leave now.
pub(super) struct Prepared {
    pub(super) account: Arc<Account>,
    pub(super) order: DriverOrder,
    pub(super) baseline: Value,
}

impl App {
    pub(super) async fn prepare(&self, order: &StoredOrder) -> Result<Prepared> {
        let purchase = &order.purchase;
        let request = self.order_request(order)?;
        let account = self.account(&purchase.account).await?;
        let driver_order = driver_order(&request, Some(purchase.price))?;
        // Drivers check an order once more when they send it; the price is ours to compare.
        let quote = self.store.quote(order.quote_id).await?;
        let is_fresh = quote.is_some_and(|quote| Utc::now() - quote.created_at < FRESH);
        if !is_fresh {
            require_price(&offer(&account, &driver_order).await?, purchase.price)?;
        }
        let baseline = self.baseline(&account, &driver_order, order).await?;
        Ok(Prepared {
            account,
            order: driver_order,
            baseline,
        })
    }

    /// How things stand right before the order leaves: against it, what it has brought is told.
    async fn baseline(
        &self,
        account: &Account,
        order: &DriverOrder,
        stored: &StoredOrder,
    ) -> Result<Value> {
        let mut baseline = json!({});
        match order {
            DriverOrder::Server(order) => {
                let servers = account.servers()?.list().await?;
                require_new_name(&servers, order.hostname.as_deref())?;
                let ids: Vec<&str> = servers.iter().map(|server| server.id.as_str()).collect();
                baseline["servers"] = json!(ids);
            }
            DriverOrder::Renew(order) => {
                require_expiry(account, &order.domain, order.current_expiry).await?;
            }
            DriverOrder::RenewPaid(order) => {
                self.require_still_paying(stored, &order.subscription.id)
                    .await?;
                self.require_sole_payer(stored, &order.subscription.id)
                    .await?;
                let domain = &order.domain;
                require_expiry(account, &domain.domain, domain.current_expiry).await?;
                require_end(account, &order.subscription).await?;
            }
            DriverOrder::Subscription(order) => {
                self.require_sole_payer(stored, &order.id).await?;
                require_end(account, order).await?;
            }
            DriverOrder::Restore(_) | DriverOrder::Register(_) | DriverOrder::Transfer(_) => {}
        }
        let kind = stored.purchase.kind;
        let is_subscribed = matches!(kind, OrderKind::CreateServer | OrderKind::RegisterDomain);
        if let Some(billing) = account.provider.billing().filter(|_| is_subscribed) {
            let subscriptions = billing.subscriptions().await?;
            let ids: Vec<&str> = subscriptions.iter().map(|each| each.id.as_str()).collect();
            baseline["subscriptions"] = json!(ids);
        }
        Ok(baseline)
    }
}

/// A term that has moved since the quote was paid for by somebody else.
async fn require_expiry(
    account: &Account,
    domain: &Name,
    agreed: Option<DateTime<Utc>>,
) -> Result<()> {
    let now = account.domains()?.sync(domain).await?.expires_at;
    if now == agreed {
        return Ok(());
    }
    Err(moved(domain.as_str()))
}

async fn require_end(account: &Account, order: &SubscriptionRenewal) -> Result<()> {
    if term_end(account, &order.id).await? == order.current_end {
        return Ok(());
    }
    Err(moved(&format!("subscription {}", order.id)))
}

fn moved(what: &str) -> Error {
    Error::new(
        ErrorKind::Conflict,
        format!("the paid term of {what} has changed since the quote; ask for another one"),
    )
}
