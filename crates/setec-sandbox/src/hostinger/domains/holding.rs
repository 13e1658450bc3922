use std::collections::BTreeMap;

use chrono::{DateTime, Months, TimeDelta, Utc};
use serde_json::{Value, json};

use crate::hostinger::clock::stamp;

/// An entry of the portfolio: a domain, or the right to a free one.
#[expect(
    clippy::struct_excessive_bools,
    reason = "they are the flags of the answer"
)]
#[derive(Debug, Clone)]
pub(in crate::hostinger) struct Holding {
    pub(in crate::hostinger) id: i64,
    pub(in crate::hostinger) domain: Option<String>,
    pub(in crate::hostinger) kind: &'static str,
    pub(in crate::hostinger) status: &'static str,
    pub(in crate::hostinger) message: Option<String>,
    pub(in crate::hostinger) created_at: DateTime<Utc>,
    pub(in crate::hostinger) updated_at: DateTime<Utc>,
    pub(in crate::hostinger) registered_at: Option<DateTime<Utc>>,
    pub(in crate::hostinger) expires_at: Option<DateTime<Utc>>,
    pub(in crate::hostinger) is_privacy_protection_allowed: bool,
    pub(in crate::hostinger) is_privacy_protected: bool,
    pub(in crate::hostinger) is_lockable: bool,
    pub(in crate::hostinger) is_locked: bool,
    pub(in crate::hostinger) name_servers: Vec<String>,
    pub(in crate::hostinger) child_name_servers: BTreeMap<String, Vec<String>>,
    pub(in crate::hostinger) contacts: Contacts,
    pub(in crate::hostinger) auth_code: Option<String>,
    pub(in crate::hostinger) is_premium_protected: bool,
    pub(in crate::hostinger) subscription_id: Option<String>,
    pub(in crate::hostinger) years: u32,
    pub(in crate::hostinger) queue: Vec<Queued>,
}

/// The profiles behind the four contacts of a domain.
#[derive(Debug, Clone, Copy, Default)]
pub(in crate::hostinger) struct Contacts {
    pub(in crate::hostinger) owner: i64,
    pub(in crate::hostinger) admin: i64,
    pub(in crate::hostinger) billing: i64,
    pub(in crate::hostinger) tech: i64,
}

/// A change on its way to the registry.
#[derive(Debug, Clone)]
pub(in crate::hostinger) struct Queued {
    pub(in crate::hostinger) due: DateTime<Utc>,
    pub(in crate::hostinger) change: Change,
}

#[derive(Debug, Clone)]
pub(in crate::hostinger) enum Change {
    Lock(bool),
    Privacy(bool),
    NameServers(Vec<String>),
    Contact { role: String, profile: i64 },
    Register,
    FailRegistration,
}

impl Holding {
    /// A domain of the vendor's usual kind, registered and active.
    pub(in crate::hostinger) fn registered(
        id: i64,
        domain: &str,
        registered_at: DateTime<Utc>,
        expires_at: DateTime<Utc>,
    ) -> Self {
        Self {
            status: "active",
            registered_at: Some(registered_at),
            expires_at: Some(expires_at),
            is_privacy_protected: true,
            is_locked: true,
            ..Self::requested(id, Some(domain), registered_at)
        }
    }

    /// An entry for which nothing is registered yet.
    pub(in crate::hostinger) fn requested(
        id: i64,
        domain: Option<&str>,
        now: DateTime<Utc>,
    ) -> Self {
        Self {
            id,
            domain: domain.map(str::to_owned),
            kind: "domain",
            status: "requested",
            message: None,
            created_at: now,
            updated_at: now,
            registered_at: None,
            expires_at: None,
            is_privacy_protection_allowed: true,
            is_privacy_protected: false,
            is_lockable: true,
            is_locked: false,
            name_servers: vec![
                "ns1.dns-parking.com".to_owned(),
                "ns2.dns-parking.com".to_owned(),
            ],
            child_name_servers: BTreeMap::new(),
            contacts: Contacts::default(),
            auth_code: None,
            is_premium_protected: false,
            subscription_id: None,
            years: 1,
            queue: Vec::new(),
        }
    }

    pub(super) fn is(&self, domain: &str) -> bool {
        self.domain.as_deref() == Some(domain)
    }

    pub(super) fn enqueue(&mut self, due: DateTime<Utc>, change: Change) {
        self.queue.push(Queued { due, change });
    }

    /// Carries out what is due; true if the domain has just been registered.
    pub(in crate::hostinger) fn settle(&mut self, now: DateTime<Utc>) -> bool {
        let mut is_new = false;
        let (due, later) = std::mem::take(&mut self.queue)
            .into_iter()
            .partition::<Vec<_>, _>(|queued| queued.due <= now);
        self.queue = later;
        for queued in due {
            self.updated_at = queued.due;
            match queued.change {
                Change::Lock(is_on) => self.is_locked = is_on,
                Change::Privacy(is_on) => self.is_privacy_protected = is_on,
                Change::NameServers(servers) => self.name_servers = servers,
                Change::Contact { role, profile } => self.contacts.set(&role, profile),
                Change::Register => {
                    self.status = "active";
                    self.registered_at = Some(queued.due);
                    self.expires_at = queued
                        .due
                        .checked_add_months(Months::new(12 * self.years.max(1)));
                    is_new = true;
                }
                Change::FailRegistration => {
                    self.status = "failed";
                    self.message = Some("Registration was refused by the registry".to_owned());
                }
            }
        }
        is_new
    }

    /// The row of `GET portfolio`.
    pub(in crate::hostinger) fn summary(&self) -> Value {
        json!({
            "id": self.id,
            "domain": self.domain,
            "type": self.kind,
            "status": self.status,
            "created_at": stamp(self.created_at),
            "expires_at": self.expires_at.map(stamp),
        })
    }

    /// `GET portfolio/{domain}`: no id, no type, no auto-renewal (spec 1.3).
    pub(super) fn details(&self) -> Value {
        let servers: serde_json::Map<String, Value> = self
            .name_servers
            .iter()
            .enumerate()
            .map(|(index, server)| (format!("ns{}", index + 1), json!(server)))
            .collect();
        // PHP writes an empty map as `[]`.
        let children = if self.child_name_servers.is_empty() {
            json!([])
        } else {
            json!(self.child_name_servers)
        };
        let lock_end = self.registered_at.map(|time| time + TimeDelta::days(60));
        json!({
            "domain": self.domain,
            "status": self.status,
            "message": self.message,
            "is_privacy_protection_allowed": self.is_privacy_protection_allowed,
            "is_privacy_protected": self.is_privacy_protected,
            "is_lockable": self.is_lockable,
            "is_locked": self.is_locked,
            "name_servers": servers,
            "child_name_servers": children,
            "domain_contacts": {
                "owner_id": self.contacts.owner,
                "admin_id": self.contacts.admin,
                "billing_id": self.contacts.billing,
                "tech_id": self.contacts.tech,
            },
            "created_at": stamp(self.created_at),
            "updated_at": stamp(self.updated_at),
            "60_days_lock_expires_at": lock_end.map(stamp),
            "registered_at": self.registered_at.map(stamp),
            "expires_at": self.expires_at.map(stamp),
        })
    }
}

impl Contacts {
    pub(in crate::hostinger) fn all(profile: i64) -> Self {
        Self {
            owner: profile,
            admin: profile,
            billing: profile,
            tech: profile,
        }
    }

    pub(super) fn contains(self, profile: i64) -> bool {
        [self.owner, self.admin, self.billing, self.tech].contains(&profile)
    }

    fn set(&mut self, role: &str, profile: i64) {
        match role {
            "owner" => self.owner = profile,
            "admin" => self.admin = profile,
            "billing" => self.billing = profile,
            _ => self.tech = profile,
        }
    }
}
