//! Domains at a vendor that renews not them but the subscriptions that pay for them.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use setec_core::Money;
use setec_core::billing::{Subscription, SubscriptionRenewal};
use setec_core::dns::Name;
use setec_core::domain::{DomainRenewal, DomainSync};
use setec_core::order::{Finding, OrderState};
use setec_store::StoredOrder;

use super::confirm::busy;
use super::look::gone;
use super::{OrderFilter, OrderRequest};
use crate::account::Account;
use crate::{App, Error, ErrorKind, Result};

/// The subscription that pays for a domain, as it stood when the renewal was quoted.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PayingSubscription {
    /// The provider's id of it.
    pub id: String,
    /// End of its paid term.
    pub current_end: Option<DateTime<Utc>>,
}

/// A renewal of a domain that is ordered as its subscription's.
#[derive(Debug, Clone)]
pub(super) struct PaidRenewal {
    pub(super) domain: DomainRenewal,
    pub(super) subscription: SubscriptionRenewal,
}

impl PaidRenewal {
    /// What became of it: either term that has moved was paid for, and only if both stand where
    /// they were, nothing was.
    pub(super) fn settled_by(
        &self,
        subscription: Option<&Subscription>,
        domain: Option<&DomainSync>,
    ) -> Finding {
        let of_domain = match domain {
            Some(seen) => self.domain.settled_by(seen),
            None => gone(&self.domain.domain),
        };
        match (self.subscription.settled_by(subscription), of_domain) {
            (Finding::There(paid), Finding::There(words)) => {
                Finding::There(format!("{words}; {paid}"))
            }
            (Finding::There(words), _) | (_, Finding::There(words)) => Finding::There(words),
            (Finding::NotThere(paid), Finding::NotThere(words)) => {
                Finding::NotThere(format!("{words}, and {paid}"))
            }
            (Finding::Unclear(words) | Finding::Broken(words), _)
            | (_, Finding::Unclear(words) | Finding::Broken(words)) => Finding::Unclear(words),
        }
    }
}

impl App {
    /// The subscription that is to be renewed in a domain's place; `None` where the account renews
    /// domains themselves.
    pub(super) async fn paying_for(
        &self,
        account: &Account,
        order: &DomainRenewal,
    ) -> Result<Option<PayingSubscription>> {
        if !account.renews_by_subscription() {
            account.renewals()?;
            return Ok(None);
        }
        let domain = &order.domain;
        let found = self.subscription_of(account, domain).await?;
        let Some(found) = found else {
            return Err(cannot_renew(&format!(
                "provider '{name}' renews subscriptions, and does not say which one pays for {domain}. \
                 Say it first: on the domain's page, or with 'setec-manager domains subscription set \
                 {name} {domain} <id>'",
                name = account.name
            )));
        };
        if found.term_years() != Some(order.years) {
            let rule = match (found.term_years(), &found.period) {
                (Some(1), _) => format!("{domain} is renewed for 1 year at a time"),
                (Some(years), _) => format!("{domain} is renewed for {years} years at a time"),
                (None, Some(period)) => {
                    format!("{domain} is paid for by terms of {period}, which are no whole years")
                }
                (None, None) => format!("the provider does not say how long {domain} is paid for"),
            };
            return Err(Error::field("years", rule));
        }
        Ok(Some(PayingSubscription {
            id: found.id,
            current_end: found.renews_at,
        }))
    }

    /// The years and the price of the next term of a domain whose subscription is what is renewed;
    /// `None` where that is not known.
    pub(crate) async fn paid_term(
        &self,
        account: &Account,
        domain: &Name,
    ) -> Result<Option<(u32, Money)>> {
        let found = self.subscription_of(account, domain).await?;
        Ok(found.and_then(|found| found.term_years().zip(found.next_price())))
    }

    /// The subscription that is known to pay for a domain; `None` where none is.
    async fn subscription_of(
        &self,
        account: &Account,
        domain: &Name,
    ) -> Result<Option<Subscription>> {
        let known = self.store.subscriptions_of(&account.name).await?;
        let Some(id) = known.get(domain.as_str()) else {
            return Ok(None);
        };
        let subscriptions = account.billing()?.subscriptions().await?;
        let found = subscriptions.into_iter().find(|each| each.id == *id);
        let missing = || {
            cannot_renew(&format!(
                "subscription {id}, which paid for {domain}, is not in the account '{}' any more",
                account.name
            ))
        };
        found.map(Some).ok_or_else(missing)
    }

    /// A link that was corrected since the quote is another subscription's money.
    pub(super) async fn require_still_paying(&self, order: &StoredOrder, id: &str) -> Result<()> {
        let purchase = &order.purchase;
        let known = self.store.subscriptions_of(&purchase.account).await?;
        if known.get(purchase.subject()).is_some_and(|now| now == id) {
            return Ok(());
        }
        Err(Error::new(
            ErrorKind::Conflict,
            format!(
                "subscription {id} is not what pays for {} any more; ask for another quote",
                purchase.subject()
            ),
        ))
    }

    /// Refuses an order while another one for the same subscription is not settled: a domain's
    /// renewal and its subscription's have different targets and pay for the same term. Both are
    /// written down before they look for each other, so at most one leaves.
    pub(super) async fn require_sole_payer(&self, order: &StoredOrder, id: &str) -> Result<()> {
        for state in [OrderState::Confirmed, OrderState::Sent, OrderState::Unknown] {
            let filter = OrderFilter {
                account: Some(order.purchase.account.clone()),
                state: Some(state),
                limit: 500,
                ..OrderFilter::default()
            };
            for other in self.store.orders(&filter).await? {
                if other.id == order.id {
                    continue;
                }
                let request =
                    OrderRequest::open(&self.orders.sealer, &other.request, other.quote_id)?;
                if request.subscription() == Some(id) {
                    return Err(busy(&other));
                }
            }
        }
        Ok(())
    }
}

impl OrderRequest {
    /// The subscription whose next term it pays for.
    fn subscription(&self) -> Option<&str> {
        match self {
            Self::RenewSubscription(input) => Some(&input.subscription_id),
            Self::RenewDomain(input) => input.paying.as_ref().map(|paying| paying.id.as_str()),
            _ => None,
        }
    }
}

impl Account {
    /// Whether a domain is renewed by paying for its subscription.
    pub(crate) fn renews_by_subscription(&self) -> bool {
        let provider = &self.provider;
        let domains = provider
            .domains()
            .is_some_and(|domains| domains.renewals().is_none());
        let billing = provider.billing();
        domains && billing.is_some_and(|billing| billing.renewals().is_some())
    }
}

fn cannot_renew(words: &str) -> Error {
    Error::new(
        ErrorKind::NotSupported,
        format!("operation not supported: {words}"),
    )
}

#[cfg(test)]
mod tests {
    use chrono::{DateTime, Utc};
    use setec_core::billing::{Subscription, SubscriptionRenewal};
    use setec_core::domain::{DomainRenewal, DomainStatus, DomainSync};
    use setec_core::order::Finding;

    use super::PaidRenewal;

    fn day(text: &str) -> DateTime<Utc> {
        let time = DateTime::parse_from_rfc3339(&format!("{text}T00:00:00Z"));
        time.expect("a date").to_utc()
    }

    fn subscription(end: &str) -> Subscription {
        Subscription {
            id: "s1".to_owned(),
            name: ".COM Domain".to_owned(),
            status: "active".to_owned(),
            plan: "domain".to_owned(),
            period: Some("yearly".to_owned()),
            price: 9.99,
            renewal_price: None,
            currency: "USD".to_owned(),
            renews_at: Some(day(end)),
            created_at: None,
            auto_renew: None,
        }
    }

    /// Vendors move one date before the other.
    #[test]
    fn either_date_that_has_moved_was_paid_for() {
        let order = PaidRenewal {
            domain: DomainRenewal {
                domain: "example.com".parse().expect("a name"),
                years: 1,
                current_expiry: Some(day("2027-03-10")),
                subscription_id: Some("s1".to_owned()),
                payment_method_id: None,
                price_limit: None,
            },
            subscription: SubscriptionRenewal {
                id: "s1".to_owned(),
                current_end: Some(day("2027-02-20")),
                payment_method_id: None,
                price_limit: None,
            },
        };
        let seen = |expiry: &str| DomainSync {
            status: DomainStatus::Active,
            expires_at: Some(day(expiry)),
            transferred_away: false,
        };
        let settled = |end: Option<&str>, expiry: Option<&str>| {
            let (paid, domain) = (end.map(subscription), expiry.map(seen));
            order.settled_by(paid.as_ref(), domain.as_ref())
        };
        for (end, expiry) in [
            (Some("2028-02-20"), Some("2028-03-10")),
            (Some("2028-02-20"), Some("2027-03-10")),
            (Some("2028-02-20"), None),
            (Some("2027-02-20"), Some("2028-03-10")),
            (None, Some("2028-03-10")),
        ] {
            let found = settled(end, expiry);
            assert!(
                matches!(found, Finding::There(_)),
                "{end:?} {expiry:?}: {found:?}"
            );
        }
        let found = settled(Some("2027-02-20"), Some("2027-03-10"));
        assert!(matches!(found, Finding::NotThere(_)), "{found:?}");
        for (end, expiry) in [
            (Some("2027-02-20"), None),
            (None, Some("2027-03-10")),
            (None, None),
            (Some("2027-02-20"), Some("2027-09-01")),
        ] {
            let found = settled(end, expiry);
            assert!(
                matches!(found, Finding::Unclear(_)),
                "{end:?} {expiry:?}: {found:?}"
            );
        }
    }
}
