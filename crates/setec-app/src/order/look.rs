//! Looks at the provider for what an order has brought, when its answer does not say.

use setec_core::dns::Name;
use setec_core::domain::DomainSync;
use setec_core::order::Finding;
use setec_core::server::{NewServer, Server};
use setec_provider::ErrorKind as ProviderErrorKind;
use setec_store::StoredOrder;

use super::OrderFilter;
use super::driver_order::{DriverOrder, driver_order};
use super::subscription::ids;
use crate::account::Account;
use crate::{App, Result};

/// The state of a server that was made and not set up, in Hostinger's word.
const NOT_SET_UP: &str = "initial";

/// What was found, and the provider's id of it.
pub(super) struct Look {
    pub(super) finding: Finding,
    pub(super) reference: Option<String>,
}

impl From<Finding> for Look {
    fn from(finding: Finding) -> Self {
        Self {
            finding,
            reference: None,
        }
    }
}

impl App {
    /// Asks the provider what became of an order.
    pub(super) async fn look_for_order(&self, order: &StoredOrder) -> Result<Look> {
        let purchase = &order.purchase;
        let request = self.order_request(order)?;
        let account = self.account(&purchase.account).await?;
        let sent = driver_order(&request, None)?;
        let finding = match sent {
            DriverOrder::Register(sent) => {
                let name: Name = sent.domain.parse().map_err(crate::Error::internal)?;
                match sent.settled_by(sync(&account, &name).await?.as_ref()) {
                    Finding::NotThere(words) => self.unless_paid(&account, order, words).await?,
                    finding => finding,
                }
            }
            DriverOrder::Renew(sent) => match sync(&account, &sent.domain).await? {
                Some(seen) => sent.settled_by(&seen),
                None => gone(&sent.domain),
            },
            DriverOrder::RenewPaid(sent) => {
                let id = &sent.subscription.id;
                let subscriptions = account.billing()?.subscriptions().await?;
                let paid = subscriptions.iter().find(|each| each.id == *id);
                sent.settled_by(paid, sync(&account, &sent.domain.domain).await?.as_ref())
            }
            DriverOrder::Restore(sent) => match sync(&account, &sent.domain).await? {
                Some(seen) => sent.settled_by(&seen),
                None => gone(&sent.domain),
            },
            DriverOrder::Transfer(sent) => {
                let seen = match account.transfers()?.state(&sent.domain).await {
                    Ok(state) => Some(state),
                    Err(error) if error.kind == ProviderErrorKind::NotFound => None,
                    Err(error) => return Err(error.into()),
                };
                sent.settled_by(seen.as_ref())
            }
            DriverOrder::Subscription(sent) => {
                let subscriptions = account.billing()?.subscriptions().await?;
                sent.settled_by(subscriptions.iter().find(|each| each.id == sent.id))
            }
            DriverOrder::Server(sent) => {
                return self.look_for_server(&account, order, &sent).await;
            }
        };
        Ok(finding.into())
    }

    async fn unless_paid(
        &self,
        account: &Account,
        order: &StoredOrder,
        words: String,
    ) -> Result<Finding> {
        let paid = self.unexplained_subscriptions(account, order, &[]).await?;
        Ok(match paid.first() {
            Some(subscription) => Finding::Unclear(format!(
                "{words}, but the new subscription {} ({}) may pay for it",
                subscription.id, subscription.name
            )),
            None => Finding::NotThere(words),
        })
    }

    async fn look_for_server(
        &self,
        account: &Account,
        order: &StoredOrder,
        sent: &NewServer,
    ) -> Result<Look> {
        let servers = account.servers()?.list().await?;
        let before = ids(order.baseline.as_ref(), "servers").unwrap_or_default();
        let taken = self.store.bought_by_orders(&account.name).await?;
        let mut new: Vec<&Server> = servers
            .iter()
            .filter(|server| !before.contains(server.id.as_str()) && !taken.contains(&server.id))
            .collect();
        let bare: Vec<String> = new
            .iter()
            .filter(|server| server.state == NOT_SET_UP)
            .map(|server| server.id.clone())
            .collect();
        new.retain(|server| server.state != NOT_SET_UP);
        if sent.hostname.is_some() {
            let wanted = &order.purchase.target;
            new.retain(|server| server.name.eq_ignore_ascii_case(wanted));
        } else {
            // What another order has asked for by name is that order's.
            let filter = OrderFilter {
                account: Some(account.name.clone()),
                limit: 500,
                ..OrderFilter::default()
            };
            let others = self.store.orders(&filter).await?;
            new.retain(|server| {
                let mut targets = others.iter().map(|other| &other.purchase.target);
                !targets.any(|target| target.eq_ignore_ascii_case(&server.name))
            });
        }
        if let [server] = new.as_slice() {
            return Ok(Look {
                finding: Finding::There(format!(
                    "the new server {} ({}) is {}",
                    server.id, server.name, server.state
                )),
                reference: Some(server.id.clone()),
            });
        }
        if !new.is_empty() {
            let ids: Vec<&str> = new.iter().map(|server| server.id.as_str()).collect();
            let words = format!("any of these new servers may be it: {}", ids.join(", "));
            return Ok(Finding::Unclear(words).into());
        }
        if !bare.is_empty() {
            return Ok(Finding::Unclear(format!(
                "server {} was made and not set up, which may be this order's and may be paid for: \
                 finish it at the provider, or settle the order by hand",
                bare.join(", ")
            ))
            .into());
        }
        let paid = self
            .unexplained_subscriptions(account, order, &servers)
            .await?;
        Ok(match paid.first() {
            Some(subscription) => Finding::Unclear(format!(
                "no new server is at the provider, but the new subscription {} ({}) may pay for one",
                subscription.id, subscription.name
            )),
            None => Finding::NotThere("no new server is at the provider".to_owned()),
        }
        .into())
    }
}

async fn sync(account: &Account, domain: &Name) -> Result<Option<DomainSync>> {
    match account.domains()?.sync(domain).await {
        Ok(seen) => Ok(Some(seen)),
        Err(error) if error.kind == ProviderErrorKind::NotFound => Ok(None),
        Err(error) => Err(error.into()),
    }
}

pub(super) fn gone(domain: &Name) -> Finding {
    Finding::Unclear(format!("{domain} is not in the account any more"))
}
