use std::collections::BTreeMap;
use std::net::IpAddr;

use chrono::{DateTime, SecondsFormat, TimeDelta, Utc};
use serde_json::{Value, json};

use super::{LATE_DAYS, REDEMPTION_DAYS, Tld};
use crate::reseller::contact::Contacts;

/// A domain of a reseller.
#[derive(Debug, Clone)]
pub(in crate::reseller) struct Holding {
    pub(in crate::reseller) name: String,
    pub(in crate::reseller) tld: Tld,
    pub(in crate::reseller) state: State,
    pub(in crate::reseller) expires: DateTime<Utc>,
    pub(in crate::reseller) is_locked: bool,
    pub(in crate::reseller) addons: Addons,
    pub(in crate::reseller) nameservers: Vec<String>,
    /// Name servers below the domain, with their addresses.
    pub(in crate::reseller) glue: BTreeMap<String, IpAddr>,
    pub(in crate::reseller) contacts: Contacts,
    pub(in crate::reseller) is_contact_change_pending: bool,
    pub(in crate::reseller) eppcode: String,
    pub(in crate::reseller) records: Vec<Record>,
    pub(in crate::reseller) last_record_id: u64,
    /// Prefixes and where their mail goes.
    pub(in crate::reseller) forwarders: Vec<(String, String)>,
    pub(in crate::reseller) queue: Vec<Due>,
}

/// What is bought besides a domain.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(in crate::reseller) struct Addons {
    pub(in crate::reseller) dns: bool,
    pub(in crate::reseller) email: bool,
    pub(in crate::reseller) privacy: bool,
}

/// Where a domain stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::reseller) enum State {
    Pending,
    PendingTransfer,
    TransferFailed(String),
    Active,
    TransferredAway,
    Cancelled,
}

/// A DNS record; the API has no TTL.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::reseller) struct Record {
    pub(in crate::reseller) id: u64,
    pub(in crate::reseller) host: String,
    pub(in crate::reseller) kind: String,
    pub(in crate::reseller) address: String,
    pub(in crate::reseller) priority: Option<u16>,
}

/// What is still to become of an order.
#[derive(Debug, Clone)]
pub(in crate::reseller) struct Due {
    pub(in crate::reseller) order_id: u64,
    /// `None` is never.
    pub(in crate::reseller) at: Option<DateTime<Utc>>,
    pub(in crate::reseller) outcome: Outcome,
}

#[derive(Debug, Clone)]
pub(in crate::reseller) enum Outcome {
    /// A registration or a transfer comes to a good end.
    Activate {
        expires: DateTime<Utc>,
    },
    Renew {
        years: u32,
    },
    Fail {
        reason: String,
        is_refunded: bool,
    },
}

impl State {
    pub(in crate::reseller) fn is_registered(&self) -> bool {
        matches!(self, Self::Active | Self::TransferredAway)
    }
}

impl Holding {
    /// A domain as an order makes it, with the contacts and nothing else.
    pub(in crate::reseller) fn new(
        name: &str,
        tld: Tld,
        expires: DateTime<Utc>,
        contacts: Contacts,
        serial: u64,
    ) -> Self {
        Self {
            name: name.to_owned(),
            tld,
            state: State::Active,
            expires,
            is_locked: tld.has_lock,
            addons: Addons::default(),
            nameservers: Vec::new(),
            glue: BTreeMap::new(),
            contacts,
            is_contact_change_pending: false,
            // Registries' codes have such characters, and HTML escapes them.
            eppcode: format!("Ep&{serial}<x\"7>!"),
            records: Vec::new(),
            last_record_id: 0,
            forwarders: Vec::new(),
            queue: Vec::new(),
        }
    }

    /// The word of `registrationStatus`.
    pub(in crate::reseller) fn status(&self, now: DateTime<Utc>) -> &'static str {
        match &self.state {
            State::Pending => "Pending",
            State::PendingTransfer => "Pending Transfer",
            State::TransferFailed(_) | State::Cancelled => "Cancelled",
            State::TransferredAway => "Transferred Away",
            State::Active if self.expires <= now => "Expired",
            State::Active => "Active",
        }
    }

    /// Whether it has gone past the days in which the usual price renews it.
    pub(in crate::reseller) fn is_restorable(&self, now: DateTime<Utc>) -> bool {
        let late = self.expires + TimeDelta::days(LATE_DAYS);
        let end = late + TimeDelta::days(REDEMPTION_DAYS);
        self.state == State::Active && self.tld.has_redemption() && late < now && now <= end
    }

    pub(in crate::reseller) fn next_record_id(&mut self) -> u64 {
        self.last_record_id += 1;
        self.last_record_id
    }

    /// Everything that is known of it, for tests.
    pub(in crate::reseller) fn inspect(&self, now: DateTime<Utc>) -> Value {
        json!({
            "domain": self.name,
            "status": self.status(now),
            "expires": self.expires.to_rfc3339_opts(SecondsFormat::Secs, true),
            "locked": self.is_locked,
            "private": self.addons.privacy,
            "dns": self.addons.dns,
            "email": self.addons.email,
            "nameservers": self.nameservers,
            "glue": self.glue,
            "contacts": self.contacts.to_json("Tech", " "),
            "eppcode": self.eppcode,
            "records": self.records.iter().map(Record::inspect).collect::<Vec<_>>(),
            "forwarders": self.forwarders,
            "pending_orders": self.queue.iter().map(|due| due.order_id).collect::<Vec<_>>(),
        })
    }
}

impl Record {
    fn inspect(&self) -> Value {
        json!({
            "id": self.id,
            "host": self.host,
            "type": self.kind,
            "address": self.address,
            "priority": self.priority,
        })
    }
}
