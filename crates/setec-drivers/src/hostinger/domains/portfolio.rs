//! Domains as the API shows them: short in the list, longer one by one.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use serde::Deserialize;
use serde_json::Value;
use setec_core::dns::Name;
use setec_core::domain::{Domain, DomainStatus};

use crate::hostinger::{date, lenient};

const REGISTRAR: &str = "Hostinger";

/// An entry of the list.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Holding {
    // `null` for a free domain that is not claimed yet.
    #[serde(deserialize_with = "lenient::text")]
    domain: Option<String>,
    #[serde(rename = "type", deserialize_with = "lenient::text")]
    kind: Option<String>,
    #[serde(deserialize_with = "lenient::text")]
    status: Option<String>,
    #[serde(deserialize_with = "date::optional")]
    expires_at: Option<DateTime<Utc>>,
}

/// One domain.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Details {
    #[serde(deserialize_with = "lenient::text")]
    status: Option<String>,
    #[serde(deserialize_with = "lenient::text")]
    message: Option<String>,
    #[serde(deserialize_with = "lenient::flag")]
    pub(super) is_privacy_protection_allowed: Option<bool>,
    #[serde(deserialize_with = "lenient::flag")]
    pub(super) is_privacy_protected: Option<bool>,
    #[serde(deserialize_with = "lenient::flag")]
    pub(super) is_lockable: Option<bool>,
    #[serde(deserialize_with = "lenient::flag")]
    pub(super) is_locked: Option<bool>,
    #[serde(deserialize_with = "lenient::texts")]
    pub(super) name_servers: BTreeMap<String, String>,
    /// Hosts and their addresses; `[]` where there are none.
    #[serde(deserialize_with = "lenient::object")]
    pub(super) child_name_servers: BTreeMap<String, Value>,
    /// Ids of WHOIS profiles by `owner_id` and so on.
    #[serde(deserialize_with = "lenient::texts")]
    pub(super) domain_contacts: BTreeMap<String, String>,
    #[serde(deserialize_with = "date::optional")]
    registered_at: Option<DateTime<Utc>>,
    #[serde(deserialize_with = "date::optional")]
    expires_at: Option<DateTime<Utc>>,
}

impl Holding {
    /// The name in A-labels.
    pub(super) fn name(&self) -> Option<String> {
        let text = self.domain.as_deref()?;
        Some(match text.parse::<Name>() {
            Ok(name) => name.as_str().to_owned(),
            Err(_) => text.to_owned(),
        })
    }

    pub(super) fn is(&self, domain: &str) -> bool {
        self.name().is_some_and(|name| name == domain)
    }

    /// Whether it is a transfer that is paid for, of that domain or of none yet.
    pub(super) fn takes_transfer_of(&self, domain: &Name) -> bool {
        let kind = self.kind.as_deref().unwrap_or_default();
        let is_of_it = self.name().is_none_or(|name| name == domain.as_str());
        kind.ends_with("domain_transfer") && self.status() == DomainStatus::PendingSetup && is_of_it
    }

    pub(super) fn status(&self) -> DomainStatus {
        status(self.status.as_deref())
    }

    pub(super) fn into_domain(self) -> Option<Domain> {
        let mut domain = bare(&self.name()?, self.status());
        domain.expires_at = self.expires_at;
        Some(domain)
    }
}

impl Details {
    pub(super) fn into_domain(self, name: &str) -> Domain {
        let servers = self.name_servers.into_values();
        Domain {
            registered_at: self.registered_at,
            expires_at: self.expires_at,
            locked: self.is_locked,
            privacy_protection: self.is_privacy_protected,
            nameservers: servers
                .map(|server| server.trim_end_matches('.').to_lowercase())
                .filter(|server| !server.is_empty())
                .collect(),
            message: self.message.filter(|message| !message.is_empty()),
            ..bare(name, status(self.status.as_deref()))
        }
    }
}

/// A domain of which only name and status are known. Whether it renews is said of subscriptions,
/// and those name no domain.
pub(super) fn bare(name: &str, status: DomainStatus) -> Domain {
    Domain {
        name: name.to_owned(),
        registrar: REGISTRAR.to_owned(),
        status,
        registered_at: None,
        expires_at: None,
        auto_renew: None,
        locked: None,
        privacy_protection: None,
        nameservers: Vec::new(),
        message: None,
        incomplete: false,
    }
}

fn status(word: Option<&str>) -> DomainStatus {
    match word.unwrap_or_default() {
        "active" => DomainStatus::Active,
        "pending_setup" => DomainStatus::PendingSetup,
        "pending_verification" => DomainStatus::PendingVerification,
        "requested" => DomainStatus::Requested,
        "expired" => DomainStatus::Expired,
        "suspended" => DomainStatus::Suspended,
        "deleted" => DomainStatus::Deleted,
        "failed" => DomainStatus::Failed,
        _ => DomainStatus::Unknown,
    }
}
