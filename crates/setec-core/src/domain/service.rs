//! What goes with a domain, and where it stands on its way.

use std::net::IpAddr;

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use super::DomainStatus;
use super::contact::email_fault;
use crate::dns::Name;
use crate::{Money, Violation};

/// A name server below the domain itself, with its glue (RFC 5732 host object).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ChildNameserver {
    /// Its name, below the domain.
    #[cfg_attr(feature = "openapi", schema(value_type = String))]
    pub host: Name,
    /// Its addresses; one at least.
    #[cfg_attr(feature = "openapi", schema(value_type = Vec<String>))]
    pub addresses: Vec<IpAddr>,
}

impl ChildNameserver {
    /// Every rule that it breaks; `path` stands before the fields' names.
    pub fn check(&self, domain: &Name, path: &str) -> Vec<Violation> {
        let mut violations = Vec::new();
        if self.host == *domain || !self.host.is_in(domain) {
            let rule = format!("a name below {domain}");
            violations.push(Violation::new(format!("{path}host"), rule));
        }
        if self.addresses.is_empty() {
            violations.push(Violation::new(
                format!("{path}addresses"),
                "one address at least",
            ));
        }
        for (at, address) in self.addresses.iter().enumerate() {
            let repeated = self.addresses[..at].contains(address);
            if repeated || address.is_unspecified() || address.is_multicast() {
                let rule = if repeated {
                    "given twice"
                } else {
                    "the address of a host"
                };
                violations.push(Violation::new(format!("{path}addresses[{at}]"), rule));
            }
        }
        violations
    }
}

/// Mail to one address of the domain that goes on to another one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct EmailForward {
    /// What stands before the `@`; `*` is everything else.
    pub prefix: String,
    /// The address that it goes to.
    pub target: String,
}

impl EmailForward {
    /// Every rule that a list breaks; `path` is the list's name.
    pub fn check_all(forwards: &[Self], path: &str) -> Vec<Violation> {
        let mut violations = Vec::new();
        for (at, forward) in forwards.iter().enumerate() {
            let prefix = &forward.prefix;
            let is_word = |c: char| c.is_ascii_alphanumeric() || "!#$%&'*+-/=?^_`{|}~.".contains(c);
            if prefix.is_empty() || prefix.len() > 64 || !prefix.chars().all(is_word) {
                violations.push(Violation::new(
                    format!("{path}[{at}].prefix"),
                    "what stands before the @ of an address, or *",
                ));
            }
            let same = |other: &Self| {
                other.prefix.eq_ignore_ascii_case(prefix)
                    && other.target.eq_ignore_ascii_case(&forward.target)
            };
            if forwards[..at].iter().any(same) {
                violations.push(Violation::new(format!("{path}[{at}]"), "given twice"));
            }
            if let Some(rule) = email_fault(&forward.target) {
                violations.push(Violation::new(format!("{path}[{at}].target"), rule));
            }
        }
        violations
    }
}

/// Where a transfer to the account stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "state", rename_all = "snake_case")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum TransferState {
    /// Asked for; the losing registrar or the owner has to act.
    Pending {
        /// The provider's words.
        #[serde(skip_serializing_if = "Option::is_none")]
        message: Option<String>,
    },
    /// The domain is in the account.
    Completed {
        /// End of the paid term.
        expires_at: Option<DateTime<Utc>>,
    },
    /// It was refused.
    Failed {
        /// Why, in the provider's words.
        reason: String,
    },
    /// It was called off.
    Cancelled,
}

/// What the provider says of a domain when asked now: state and expiry, nothing from a cache.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct DomainSync {
    /// Where it stands.
    pub status: DomainStatus,
    /// End of the paid term.
    pub expires_at: Option<DateTime<Utc>>,
    /// Whether another registrar has it now.
    pub transferred_away: bool,
}

/// A name that could be had in place of another.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Suggestion {
    /// The name in A-labels.
    pub domain: String,
    /// Whether it is free; `null` where the provider did not look.
    pub available: Option<bool>,
    /// What the first year costs, where the provider says it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub price: Option<Money>,
}

#[cfg(test)]
mod tests {
    use super::{ChildNameserver, EmailForward};

    #[test]
    fn glue_belongs_below_the_domain() {
        let domain = "example.com".parse().expect("a name");
        let server = |host: &str, addresses: &[&str]| ChildNameserver {
            host: host.parse().expect("a name"),
            addresses: addresses.iter().map(|a| a.parse().expect("one")).collect(),
        };
        assert_eq!(
            server("ns1.example.com", &["192.0.2.1", "2001:db8::1"]).check(&domain, ""),
            []
        );
        let bad = server("ns1.example.net", &["0.0.0.0", "192.0.2.1", "192.0.2.1"]);
        let fields: Vec<String> = bad
            .check(&domain, "glue.")
            .into_iter()
            .map(|violation| violation.field)
            .collect();
        assert_eq!(
            fields,
            ["glue.host", "glue.addresses[0]", "glue.addresses[2]"]
        );
        assert_eq!(server("example.com", &[]).check(&domain, "").len(), 2);
    }

    #[test]
    fn forwards_are_checked_one_by_one() {
        let forward = |prefix: &str, target: &str| EmailForward {
            prefix: prefix.to_owned(),
            target: target.to_owned(),
        };
        let list = [
            forward("info", "a@example.net"),
            forward("*", "a@example.net"),
            forward("in fo", "nobody"),
            forward("Info", "A@example.net"),
        ];
        let fields: Vec<String> = EmailForward::check_all(&list, "forwards")
            .into_iter()
            .map(|violation| violation.field)
            .collect();
        assert_eq!(
            fields,
            ["forwards[2].prefix", "forwards[2].target", "forwards[3]"]
        );
    }
}
