//! What is due in the next months.

use chrono::{DateTime, TimeDelta, Utc};
use setec_core::Money;
use setec_core::billing::Subscription;

use super::Told;

/// How far ahead it is looked.
const AHEAD: TimeDelta = TimeDelta::days(90);

/// Words of vendors for what is over.
const OVER: [&str; 5] = ["cancelled", "canceled", "expired", "transferred", "deleted"];

/// What is renewed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RenewalKind {
    /// A registered domain.
    Domain,
    /// A subscription.
    Subscription,
}

/// Something whose term ends.
#[derive(Debug, Clone)]
pub struct Renewal {
    /// The account.
    pub account: String,
    /// What it is.
    pub kind: RenewalKind,
    /// The domain, or the subscription's product.
    pub name: String,
    /// The provider's id of the subscription.
    pub id: Option<String>,
    /// When the term ends.
    pub at: DateTime<Utc>,
    /// What the next term costs.
    pub price: Option<Money>,
    /// Whether the provider renews it by itself.
    pub auto_renew: Option<bool>,
}

/// What is due at an account.
pub(super) fn of(told: &Told, now: DateTime<Utc>) -> Vec<Renewal> {
    let is_due = |at: DateTime<Utc>| at <= now + AHEAD && at >= now;
    let domains = told.domains.iter().flatten().filter_map(|state| {
        let at = state.expires_at.filter(|at| is_due(*at))?;
        (!state.status.is_over()).then(|| Renewal {
            account: state.account.clone(),
            kind: RenewalKind::Domain,
            name: state.domain.clone(),
            id: None,
            at,
            price: state.renewal_price,
            auto_renew: state.auto_renew,
        })
    });
    let mut renewals: Vec<Renewal> = domains.collect();
    let listed = told.subscriptions.iter();
    for subscription in listed.flat_map(|list| list.items.iter()) {
        // What pays for a domain is not due twice.
        let is_domain = told.paying.contains(&subscription.id);
        let Some(at) = subscription.renews_at.filter(|at| is_due(*at)) else {
            continue;
        };
        if is_over(subscription) || is_domain {
            continue;
        }
        renewals.push(Renewal {
            account: told.account.name.clone(),
            kind: RenewalKind::Subscription,
            name: subscription.name.clone(),
            id: Some(subscription.id.clone()),
            at,
            price: subscription.next_price(),
            auto_renew: subscription.auto_renew,
        });
    }
    renewals
}

pub(super) fn is_over(subscription: &Subscription) -> bool {
    OVER.contains(&subscription.status.to_ascii_lowercase().as_str())
}
