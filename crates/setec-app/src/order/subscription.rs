//! Subscriptions as evidence of an order: what nobody else accounts for may be paid for by it.

use std::collections::HashSet;

use serde_json::Value;
use setec_core::billing::Subscription;
use setec_core::order::OrderKind;
use setec_core::server::Server;
use setec_store::StoredOrder;

use crate::account::Account;
use crate::{App, Result};

impl App {
    /// New subscriptions of the order's kind that neither a server, nor a domain, nor another
    /// order accounts for.
    pub(super) async fn unexplained_subscriptions(
        &self,
        account: &Account,
        order: &StoredOrder,
        servers: &[Server],
    ) -> Result<Vec<Subscription>> {
        let Some(billing) = account.provider.billing() else {
            return Ok(Vec::new());
        };
        let Some(before) = ids(order.baseline.as_ref(), "subscriptions") else {
            return Ok(Vec::new());
        };
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
        let mut new = billing.subscriptions().await?;
        new.retain(|each| {
            each.plan.starts_with("domain") == is_for_domains
                && !before.contains(each.id.as_str())
                && !explained.contains(each.id.as_str())
        });
        let nameless = self.nameless_orders(order).await?;
        // Each order whose answer named no subscription accounts for one of them.
        new.truncate(new.len().saturating_sub(nameless));
        Ok(new)
    }

    async fn nameless_orders(&self, order: &StoredOrder) -> Result<usize> {
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
            result.is_some_and(|result| result["subscription_id"].is_string())
        };
        Ok(others.iter().filter(|other| !names_one(other)).count())
    }
}

/// The ids of a list in the baseline; `None` where it has no such list.
pub(super) fn ids<'a>(baseline: Option<&'a Value>, list: &str) -> Option<HashSet<&'a str>> {
    let list = baseline?.get(list)?.as_array()?;
    Some(list.iter().filter_map(Value::as_str).collect())
}
