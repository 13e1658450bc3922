//! Subscriptions as evidence of an order: what nobody else accounts for may be paid for by it.

use std::collections::{HashMap, HashSet};

use serde_json::Value;
use setec_core::billing::Subscription;
use setec_core::dns::Name;
use setec_core::order::{OrderKind, OrderState};
use setec_core::server::Server;
use setec_store::StoredOrder;

use super::OrderFilter;
use crate::account::Account;
use crate::{App, Error, Result};

impl App {
    /// New subscriptions of the order's kind that neither a server, nor a domain, nor another
    /// order accounts for.
    pub(super) async fn unexplained_subscriptions(
        &self,
        account: &Account,
        order: &StoredOrder,
        servers: &[Server],
    ) -> Result<Vec<Subscription>> {
        let (mut new, nameless) = self.new_subscriptions(account, order, servers).await?;
        // Each order whose answer named no subscription accounts for one of them.
        new.truncate(new.len().saturating_sub(nameless));
        Ok(new)
    }

    /// Keeps which subscription pays for a domain that an order has brought though its answer named
    /// none, where the account's list leaves no doubt.
    pub(super) async fn find_payer(&self, order: &StoredOrder) {
        let purchase = &order.purchase;
        if purchase.kind != OrderKind::RegisterDomain {
            return;
        }
        let domain = &purchase.target;
        match self.only_payer(order).await {
            Ok(Some(id)) => {
                tracing::info!(order = %order.id, domain, "subscription {id} pays for it");
            }
            Ok(None) => {
                tracing::info!(order = %order.id, domain, "which subscription pays for it is not certain");
            }
            // The order has succeeded; a person can still enter it.
            Err(error) => {
                tracing::warn!(%error, order = %order.id, domain, "the domain's subscription cannot be looked for");
            }
        }
    }

    async fn only_payer(&self, order: &StoredOrder) -> Result<Option<String>> {
        let purchase = &order.purchase;
        let account = self.account(&purchase.account).await?;
        if !account.renews_by_subscription() {
            return Ok(None);
        }
        let domain: Name = purchase.target.parse().map_err(Error::internal)?;
        let (mut new, nameless) = self.new_subscriptions(&account, order, &[]).await?;
        new.retain(|each| each.may_pay_for(&domain));
        let [only] = new.as_slice() else {
            return Ok(None);
        };
        // Looked at after the list: what is in it may be what another order has brought.
        if nameless > 0 || self.another_registers(order).await? {
            return Ok(None);
        }
        let taken = self
            .store
            .link_subscription(&account.name, domain.as_str(), &only.id)
            .await?;
        Ok(taken.is_none().then(|| only.id.clone()))
    }

    /// Whether the outcome of another registration in the account is open.
    async fn another_registers(&self, order: &StoredOrder) -> Result<bool> {
        for state in [OrderState::Sent, OrderState::Unknown] {
            let filter = OrderFilter {
                account: Some(order.purchase.account.clone()),
                state: Some(state),
                limit: 500,
                ..OrderFilter::default()
            };
            let open = self.store.orders(&filter).await?;
            let is_other = |other: &StoredOrder| {
                other.id != order.id && other.purchase.kind == OrderKind::RegisterDomain
            };
            if open.iter().any(is_other) {
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// Subscriptions of the order's kind that are not in its baseline and known to pay for nothing,
    /// with how many orders may account for one of them each.
    async fn new_subscriptions(
        &self,
        account: &Account,
        order: &StoredOrder,
        servers: &[Server],
    ) -> Result<(Vec<Subscription>, usize)> {
        let Some(billing) = account.provider.billing() else {
            return Ok((Vec::new(), 0));
        };
        let Some(before) = ids(order.baseline.as_ref(), "subscriptions") else {
            return Ok((Vec::new(), 0));
        };
        let mut new = billing.subscriptions().await?;
        let of_domains = self.store.subscriptions_of(&account.name).await?;
        let explained: HashSet<&str> = of_domains
            .values()
            .map(String::as_str)
            .chain(
                servers
                    .iter()
                    .filter_map(|server| server.subscription_id.as_deref()),
            )
            .collect();
        let is_for_domains = order.purchase.kind == OrderKind::RegisterDomain;
        new.retain(|each| {
            each.is_for_domains() == is_for_domains
                && !before.contains(each.id.as_str())
                && !explained.contains(each.id.as_str())
        });
        let nameless = self.nameless_orders(order, &of_domains).await?;
        Ok((new, nameless))
    }

    /// Completed orders of the kind since this one, of whose domains no subscription is known.
    async fn nameless_orders(
        &self,
        order: &StoredOrder,
        of_domains: &HashMap<String, String>,
    ) -> Result<usize> {
        let Some(sent_at) = order.sent_at else {
            return Ok(0);
        };
        let purchase = &order.purchase;
        if purchase.kind != OrderKind::RegisterDomain {
            // A server names its subscription itself.
            return Ok(0);
        }
        let others = self
            .store
            .orders_completed_since(&purchase.account, purchase.kind, sent_at)
            .await?;
        let names_one = |order: &StoredOrder| {
            let result = order.result.as_ref();
            of_domains.contains_key(&order.purchase.target)
                || result.is_some_and(|result| result["subscription_id"].is_string())
        };
        Ok(others.iter().filter(|other| !names_one(other)).count())
    }
}

/// The ids of a list in the baseline; `None` where it has no such list.
pub(super) fn ids<'a>(baseline: Option<&'a Value>, list: &str) -> Option<HashSet<&'a str>> {
    let list = baseline?.get(list)?.as_array()?;
    Some(list.iter().filter_map(Value::as_str).collect())
}
