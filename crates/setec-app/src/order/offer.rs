//! What can be found out about an order before it is sent: whether it can be right, and its price.

use chrono::{DateTime, Utc};
use setec_core::Money;
use setec_core::billing::Offer;
use setec_core::dns::Name;
use setec_core::domain::{DomainOperation, DomainRenewal};
use setec_core::order::OrderKind;
use setec_provider::billing::SubscriptionRenewals;
use setec_provider::domains::{PriceProvider, RenewalProvider, RestoreProvider, TransferProvider};

use super::driver_order::{DriverOrder, driver_order};
use super::{OrderRequest, RenewalInput, RestoreInput};
use crate::account::Account;
use crate::{App, Error, ErrorKind, Result};

/// An order that was checked and priced.
#[derive(Debug)]
pub(super) struct Checked {
    /// With what only the provider knew, such as the end of the paid term.
    pub(super) request: OrderRequest,
    /// What there may be one live order for at a time.
    pub(super) target: String,
    pub(super) offer: Offer,
}

impl App {
    /// Checks everything that can be checked without spending anything.
    pub(super) async fn check_order(
        &self,
        account: &Account,
        mut request: OrderRequest,
    ) -> Result<Checked> {
        // What needs no call comes first.
        let wanted = driver_order(&request, None)?;
        match (&mut request, wanted) {
            (OrderRequest::RenewDomain(input), DriverOrder::Renew(order)) => {
                input.paying = self.paying_for(account, &order).await?;
                input.current_expiry = expiry(account, &order.domain).await?;
            }
            (OrderRequest::RestoreDomain(input), DriverOrder::Restore(order)) => {
                account.restores()?;
                input.current_expiry = expiry(account, &order.domain).await?;
            }
            (OrderRequest::RenewSubscription(input), DriverOrder::Subscription(order)) => {
                account.subscription_renewals()?;
                input.current_end = term_end(account, &order.id).await?;
            }
            _ => {}
        }
        let order = driver_order(&request, None)?;
        let offer = offer(account, &order).await?;
        let target = target(&request, &offer);
        Ok(Checked {
            request,
            target,
            offer,
        })
    }
}

/// The end of a domain's paid term, asked now.
async fn expiry(account: &Account, domain: &Name) -> Result<Option<DateTime<Utc>>> {
    Ok(account.domains()?.sync(domain).await?.expires_at)
}

/// The end of a subscription's paid term, asked now; one that is not there has none.
pub(super) async fn term_end(account: &Account, id: &str) -> Result<Option<DateTime<Utc>>> {
    let subscriptions = account.billing()?.subscriptions().await?;
    let found = subscriptions.iter().find(|each| each.id == id);
    Ok(found.and_then(|found| found.renews_at))
}

/// What the provider's pre-flight says.
pub(super) async fn offer(account: &Account, order: &DriverOrder) -> Result<Offer> {
    let domains = || account.domains();
    match order {
        DriverOrder::Register(order) => Ok(domains()?.check_purchase(order).await?),
        DriverOrder::Renew(order) => {
            let prices = account.prices()?;
            account.renewals()?.check_renewal(order).await?;
            let what = format!("renewal of {}", order.domain);
            let price = (DomainOperation::Renew, order.years);
            priced(prices, &order.domain, price, what).await
        }
        DriverOrder::Transfer(order) => {
            let prices = account.prices()?;
            account.transfers()?.check_transfer(order).await?;
            let what = format!("transfer of {}", order.domain);
            let price = (DomainOperation::Transfer, order.years);
            priced(prices, &order.domain, price, what).await
        }
        DriverOrder::Restore(order) => {
            let prices = account.prices()?;
            account.restores()?.check_restore(order).await?;
            let what = format!("restore of {}", order.domain);
            let price = (DomainOperation::Restore, 1);
            priced(prices, &order.domain, price, what).await
        }
        DriverOrder::Server(order) => Ok(account.servers()?.check_purchase(order).await?),
        DriverOrder::RenewPaid(order) => {
            let renewals = account.subscription_renewals()?;
            let offer = renewals.check_renewal(&order.subscription).await?;
            let DomainRenewal { domain, years, .. } = &order.domain;
            let what = format!("renewal of {domain}{}", for_years(*years));
            Ok(Offer {
                subject: Some(domain.to_string()),
                what: format!("{what} (subscription {})", order.subscription.id),
                ..offer
            })
        }
        DriverOrder::Subscription(order) => Ok(account
            .subscription_renewals()?
            .check_renewal(order)
            .await?),
    }
}

async fn priced(
    prices: &dyn PriceProvider,
    domain: &Name,
    (operation, years): (DomainOperation, u32),
    what: String,
) -> Result<Offer> {
    let offered = prices.prices_of(domain, operation).await?;
    let Some(found) = offered.iter().find(|price| price.years == years) else {
        let terms: Vec<String> = offered
            .iter()
            .map(|price| price.years.to_string())
            .collect();
        let rule = match terms.as_slice() {
            [] => format!("the provider does not sell this for {domain}"),
            terms => format!("not sold for {years} years; offered: {}", terms.join(", ")),
        };
        return Err(Error::field("years", rule));
    };
    let renewal_price = match operation {
        DomainOperation::Renew => Some(found.price),
        _ => yearly_renewal(prices, domain).await,
    };
    let premium = if found.is_premium {
        ", a premium name"
    } else {
        ""
    };
    Ok(Offer {
        subject: Some(domain.to_string()),
        what: match operation {
            DomainOperation::Restore => format!("{what}{premium}"),
            _ => format!("{what}{}{premium}", for_years(years)),
        },
        price: found.price,
        renewal_price,
        is_premium: found.is_premium,
    })
}

fn for_years(years: u32) -> String {
    match years {
        1 => " for 1 year".to_owned(),
        several => format!(" for {several} years"),
    }
}

/// What a further year costs; an order can do without knowing.
async fn yearly_renewal(prices: &dyn PriceProvider, domain: &Name) -> Option<Money> {
    match prices.prices_of(domain, DomainOperation::Renew).await {
        Ok(prices) => prices
            .into_iter()
            .find(|price| price.years == 1)
            .map(|price| price.price),
        Err(error) => {
            tracing::warn!(%domain, %error, "an order is quoted without the price of a renewal");
            None
        }
    }
}

fn target(request: &OrderRequest, offer: &Offer) -> String {
    let subject = offer.subject.clone().unwrap_or_default();
    let from = |expiry: &Option<DateTime<Utc>>| {
        expiry.map_or_else(String::new, |at| format!(" from {}", at.date_naive()))
    };
    match request {
        // The end of the term tells one renewal from the next.
        OrderRequest::RenewDomain(input) => format!("{subject}{}", from(&input.current_expiry)),
        OrderRequest::RestoreDomain(input) => format!("{subject}{}", from(&input.current_expiry)),
        OrderRequest::RenewSubscription(input) => {
            format!("subscription {subject}{}", from(&input.current_end))
        }
        _ if subject.is_empty() => format!("an unnamed {}", noun(request.kind())),
        _ => subject,
    }
}

fn noun(kind: OrderKind) -> &'static str {
    match kind {
        OrderKind::CreateServer => "server",
        _ => "domain",
    }
}

/// Refuses a price above the one that was agreed to.
pub(super) fn require_price(offer: &Offer, agreed: Money) -> Result<()> {
    match setec_core::order::above_ceiling(offer.price, agreed) {
        None => Ok(()),
        Some(words) => Err(Error::new(
            ErrorKind::Conflict,
            format!("{words}, the price that was agreed to; ask for another quote"),
        )),
    }
}

impl RenewalInput {
    /// Years of a domain by its name.
    pub fn of(domain: String, years: u32) -> Self {
        Self {
            domain,
            years,
            ..Self::default()
        }
    }
}

impl RestoreInput {
    /// A domain by its name.
    pub fn of(domain: String) -> Self {
        Self {
            domain,
            ..Self::default()
        }
    }
}

impl Account {
    pub(super) fn renewals(&self) -> Result<&dyn RenewalProvider> {
        self.need(self.domains()?.renewals(), "renewals of domains")
    }

    pub(super) fn transfers(&self) -> Result<&dyn TransferProvider> {
        self.need(self.domains()?.transfers(), "transfers of domains")
    }

    pub(super) fn restores(&self) -> Result<&dyn RestoreProvider> {
        self.need(self.domains()?.restores(), "restores of domains")
    }

    pub(super) fn subscription_renewals(&self) -> Result<&dyn SubscriptionRenewals> {
        self.need(self.billing()?.renewals(), "renewals of subscriptions")
    }

    pub(crate) fn prices(&self) -> Result<&dyn PriceProvider> {
        self.need(self.domains()?.prices(), "prices of domains")
    }
}
