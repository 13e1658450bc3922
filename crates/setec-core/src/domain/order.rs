//! Orders of domains: whatever spends money.

use chrono::{DateTime, TimeDelta, Utc};
use serde::{Deserialize, Serialize};

use super::{Contacts, Domain, DomainStatus, DomainSync, TransferState};
use crate::dns::Name;
use crate::order::Finding;
use crate::{Money, Secret};

/// An order for a new domain.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct DomainPurchase {
    /// The name to register, in A-labels.
    pub domain: String,
    /// Years, from 1.
    pub period: u32,
    /// Whether it shall renew by itself.
    pub auto_renew: Option<bool>,
    /// Whether the registrant's data shall be hidden.
    pub privacy_protection: Option<bool>,
    /// The provider's payment method; its default one where absent.
    pub payment_method_id: Option<String>,
    /// Whose domain it becomes; the provider's stored profile where absent and it has one.
    pub contacts: Option<Contacts>,
    /// Its name servers; the provider's own where empty and it has some.
    pub nameservers: Vec<Name>,
    /// The most that may be charged: above it, nothing is ordered.
    pub price_limit: Option<Money>,
}

/// An order for more years of a domain.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DomainRenewal {
    /// The domain.
    pub domain: Name,
    /// Years, from 1.
    pub years: u32,
    /// End of the paid term when the order was made. It tells one renewal from the next.
    pub current_expiry: Option<DateTime<Utc>>,
    /// The subscription that pays for the domain, where the provider renews those.
    pub subscription_id: Option<String>,
    /// The provider's payment method; its default one where absent.
    pub payment_method_id: Option<String>,
    /// The most that may be charged: above it, nothing is ordered.
    pub price_limit: Option<Money>,
}

/// An order to bring a domain in from another registrar.
#[derive(Debug, Clone)]
pub struct DomainTransfer {
    /// The domain.
    pub domain: Name,
    /// The losing registrar's code (EPP `authInfo`); empty where the registry has none.
    pub auth_code: Secret,
    /// Whose domain it is from then on; the provider's stored profile where absent and it has one.
    pub contacts: Option<Contacts>,
    /// Its name servers afterwards; those it has where empty.
    pub nameservers: Vec<Name>,
    /// Years that come with the transfer, from 1.
    pub years: u32,
    /// Whether the registrant's data shall be hidden.
    pub privacy_protection: Option<bool>,
    /// The most that may be charged: above it, nothing is ordered.
    pub price_limit: Option<Money>,
}

/// An order to fetch a domain back out of redemption (RFC 3915).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DomainRestore {
    /// The domain.
    pub domain: Name,
    /// End of the paid term when the order was made.
    pub current_expiry: Option<DateTime<Utc>>,
    /// The most that may be charged: above it, nothing is ordered.
    pub price_limit: Option<Money>,
}

/// What became of an order for a domain.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PurchasedDomain {
    /// The domain as far as it is known.
    pub domain: Domain,
    /// The provider's id of the order.
    pub order_id: Option<String>,
    /// The subscription that pays for it from now on.
    pub subscription_id: Option<String>,
}

/// How far an accepted order is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum Stage {
    /// What was ordered is there.
    Done,
    /// Accepted; the provider or the registry is at work.
    UnderWay,
}

/// What a provider says of an order that it has accepted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OrderReceipt {
    /// How far it is.
    pub stage: Stage,
    /// The provider's id of the order, where it gives one.
    pub order_id: Option<String>,
    /// The subscription that pays from now on.
    pub subscription_id: Option<String>,
    /// The new end of the paid term, as far as it is known.
    pub expires_at: Option<DateTime<Utc>>,
    /// What was charged, where the provider says it.
    pub charged: Option<Money>,
    /// The provider's answer for the journal; without secrets.
    pub answer: String,
}

/// Registries count terms by their own calendars and leap days.
const EXPIRY_TOLERANCE: TimeDelta = TimeDelta::days(3);

impl DomainPurchase {
    /// What became of it, by what the account has under that name now.
    ///
    /// The name was free when the order was made, so whatever is there came from an order.
    pub fn settled_by(&self, seen: Option<&DomainSync>) -> Finding {
        let name = &self.domain;
        let Some(seen) = seen else {
            return Finding::NotThere(format!("{name} is not in the account"));
        };
        let words = format!("{name} is in the account: {}", seen.status.word());
        match seen.status {
            DomainStatus::Active => Finding::There(words),
            DomainStatus::Failed => Finding::Broken(words),
            _ => Finding::Unclear(words),
        }
    }
}

impl DomainRenewal {
    /// What became of it, by how far the end of the term has moved.
    pub fn settled_by(&self, seen: &DomainSync) -> Finding {
        let name = &self.domain;
        if seen.transferred_away {
            return Finding::Unclear(format!("{name} is at another registrar now"));
        }
        let (Some(before), Some(now)) = (self.current_expiry, seen.expires_at) else {
            return Finding::Unclear(format!("the end of {name}'s term is not known"));
        };
        let (old, new) = (before.date_naive(), now.date_naive());
        let moved = now - before;
        // 365 days and a quarter each.
        let term = TimeDelta::hours(i64::from(self.years) * 8766);
        if moved.abs() <= EXPIRY_TOLERANCE {
            Finding::NotThere(format!("{name} still expires on {new}"))
        } else if (moved - term).abs() <= EXPIRY_TOLERANCE {
            Finding::There(format!("{name} expires on {new} instead of {old}"))
        } else {
            Finding::Unclear(format!(
                "{name} expires on {new} instead of {old}, which {} years do not explain",
                self.years
            ))
        }
    }
}

impl DomainRestore {
    /// What became of it: a restored domain is active again.
    pub fn settled_by(&self, seen: &DomainSync) -> Finding {
        let words = format!("{} is {}", self.domain, seen.status.word());
        match seen.status {
            DomainStatus::Active => Finding::There(words),
            DomainStatus::Redemption | DomainStatus::Expired => Finding::NotThere(words),
            _ => Finding::Unclear(words),
        }
    }
}

impl DomainTransfer {
    /// What became of it; `None` is a transfer that the provider does not know.
    pub fn settled_by(&self, seen: Option<&TransferState>) -> Finding {
        let name = &self.domain;
        match seen {
            None => Finding::NotThere(format!("the provider knows of no transfer of {name}")),
            Some(TransferState::Pending { .. }) => {
                Finding::Unclear(format!("the transfer of {name} is under way"))
            }
            Some(TransferState::Completed { .. }) => Finding::There(format!("{name} has arrived")),
            Some(TransferState::Failed { reason }) => {
                Finding::Broken(format!("the transfer of {name} has failed: {reason}"))
            }
            Some(TransferState::Cancelled) => {
                Finding::Broken(format!("the transfer of {name} was called off"))
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use chrono::{DateTime, Utc};

    use super::{DomainRenewal, DomainSync, Finding};
    use crate::domain::DomainStatus;

    fn day(text: &str) -> DateTime<Utc> {
        format!("{text}T00:00:00Z").parse().expect("a date")
    }

    fn word(finding: &Finding) -> &'static str {
        match finding {
            Finding::There(_) => "there",
            Finding::Broken(_) => "broken",
            Finding::NotThere(_) => "not there",
            Finding::Unclear(_) => "unclear",
        }
    }

    #[test]
    fn a_renewal_is_seen_by_the_end_of_the_term() {
        let order = |years| DomainRenewal {
            domain: "example.com".parse().expect("a name"),
            years,
            current_expiry: Some(day("2027-01-31")),
            subscription_id: None,
            payment_method_id: None,
            price_limit: None,
        };
        let seen = |expiry: Option<&str>| DomainSync {
            status: DomainStatus::Active,
            expires_at: expiry.map(day),
            transferred_away: false,
        };
        for (years, expiry, expected) in [
            (1, Some("2027-01-31"), "not there"),
            (1, Some("2027-02-01"), "not there"),
            (1, Some("2028-01-31"), "there"),
            (1, Some("2029-01-31"), "unclear"),
            (2, Some("2028-01-31"), "unclear"),
            (10, Some("2037-01-30"), "there"),
            (1, None, "unclear"),
        ] {
            let found = order(years).settled_by(&seen(expiry));
            assert_eq!(word(&found), expected, "{years} years: {expiry:?}");
        }
        let mut unknown = order(1);
        unknown.current_expiry = None;
        let found = unknown.settled_by(&seen(Some("2028-01-31")));
        assert_eq!(word(&found), "unclear");
        let mut gone = seen(Some("2028-01-31"));
        gone.transferred_away = true;
        assert_eq!(word(&order(1).settled_by(&gone)), "unclear");
    }
}
