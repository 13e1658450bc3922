//! What somebody should look at.

use std::sync::Arc;

use chrono::{DateTime, TimeDelta, Utc};
use setec_core::billing::Subscription;
use setec_core::domain::DomainStatus;
use setec_core::order::OrderState;
use setec_core::server::ServerStatus;
use setec_provider::http::segment;
use setec_store::{AccountFault, DomainState, OrderFilter, Origin};

use super::Told;
use super::renewals::is_over;
use crate::estate::known::KnownZone;
use crate::{App, Result};

/// An expiry is spoken of this long before.
const SOON: TimeDelta = TimeDelta::days(30);

/// And is urgent this long before.
const URGENT: TimeDelta = TimeDelta::days(7);

/// How long a change that was made elsewhere is spoken of.
const DRIFT: TimeDelta = TimeDelta::days(7);

/// Orders of one kind that are spoken of at most.
const ORDERS: u64 = 50;

/// Words of vendors for what is not paid.
const UNPAID: [&str; 6] = [
    "past_due",
    "unpaid",
    "overdue",
    "payment_failed",
    "suspended",
    "paused",
];

/// What it is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AttentionKind {
    /// A term ends soon and is not renewed by itself.
    Expiring,
    /// A term has ended.
    Expired,
    /// A domain is suspended, or waits for somebody.
    DomainState,
    /// An account does not answer, or refuses its key.
    AccountFailing,
    /// A zone was changed elsewhere.
    Drift,
    /// Records lead nowhere.
    Dangling,
    /// An order waits for an approver.
    OrderWaiting,
    /// What became of an order is not known.
    OrderUnknown,
    /// Something is not paid.
    Unpaid,
    /// A server is broken or held by the provider.
    ServerState,
}

/// How urgent it is; the worst comes first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum AttentionSeverity {
    /// Something is lost or broken, or will be within days.
    Error,
    /// Something should be done.
    Warning,
    /// Somebody should know.
    Notice,
}

/// Something that somebody should look at.
#[derive(Debug, Clone)]
pub struct Attention {
    /// What it is about.
    pub kind: AttentionKind,
    /// How urgent it is.
    pub severity: AttentionSeverity,
    /// The account.
    pub account: String,
    /// The domain, zone, server, order or account.
    pub subject: String,
    /// What is the matter, in words.
    pub message: String,
    /// The page of the web UI where it is dealt with.
    pub link: String,
    /// When it happens or was noticed.
    pub at: Option<DateTime<Utc>>,
}

impl App {
    pub(super) async fn attention(
        &self,
        told: &[Told],
        faults: &[AccountFault],
        known: &[Arc<KnownZone>],
        now: DateTime<Utc>,
    ) -> Result<Vec<Attention>> {
        let mut found: Vec<Attention> = faults.iter().map(broken_file).collect();
        for told in told {
            found.extend(failing(told));
            let states = told.domains.iter().flatten();
            found.extend(states.filter_map(|state| of_domain(state, now)));
            found.extend(drift(told, now));
            found.extend(of_servers(told));
            found.extend(of_subscriptions(told, now));
        }
        found.extend(known.iter().filter_map(|zone| dangling(zone)));
        found.extend(self.orders_to_look_at().await?);
        Ok(found)
    }

    async fn orders_to_look_at(&self) -> Result<Vec<Attention>> {
        let mut found = Vec::new();
        let unknown = OrderFilter {
            state: Some(OrderState::Unknown),
            limit: ORDERS,
            ..OrderFilter::default()
        };
        let waiting = OrderFilter {
            state: Some(OrderState::Confirmed),
            waiting: true,
            limit: ORDERS,
            ..OrderFilter::default()
        };
        for filter in [unknown, waiting] {
            for order in self.store.orders(&filter).await? {
                let what = &order.purchase.what;
                let (kind, severity, message) = match order.waits_because {
                    Some(reason) => (
                        AttentionKind::OrderWaiting,
                        AttentionSeverity::Warning,
                        format!("the order for {what} waits for an approver: {reason}"),
                    ),
                    None => (
                        AttentionKind::OrderUnknown,
                        AttentionSeverity::Error,
                        format!(
                            "it is not known whether the provider has carried out the order for {what}"
                        ),
                    ),
                };
                found.push(Attention {
                    kind,
                    severity,
                    account: order.purchase.account.clone(),
                    subject: order.purchase.target.clone(),
                    message,
                    link: format!("/orders/{}", order.id),
                    at: Some(order.updated_at),
                });
            }
        }
        Ok(found)
    }
}

fn broken_file(fault: &AccountFault) -> Attention {
    let account = fault.file.trim_end_matches(".json");
    Attention {
        kind: AttentionKind::AccountFailing,
        severity: AttentionSeverity::Error,
        account: account.to_owned(),
        subject: account.to_owned(),
        message: format!("the account's file cannot be used: {}", fault.message),
        link: format!("/providers/{}", segment(account)),
        at: None,
    }
}

fn failing(told: &Told) -> Option<Attention> {
    let account = &told.account;
    let refused = || "the provider has refused the account's key".to_owned();
    let message = match told.problems.first() {
        Some(problem) => problem.clone(),
        None if !account.connected => refused(),
        None => return None,
    };
    Some(Attention {
        kind: AttentionKind::AccountFailing,
        severity: AttentionSeverity::Error,
        account: account.name.clone(),
        subject: account.name.clone(),
        message,
        link: format!("/providers/{}", segment(&account.name)),
        at: None,
    })
}

fn of_domain(state: &DomainState, now: DateTime<Utc>) -> Option<Attention> {
    use AttentionSeverity::{Error, Warning};
    let name = &state.domain;
    let day = |at: DateTime<Utc>| at.date_naive();
    let (kind, severity, message) = match (state.status, state.expires_at) {
        (status, _) if status.is_over() => return None,
        (DomainStatus::Redemption, _) => {
            let words = format!("{name} has expired and can only be restored, which costs more");
            (AttentionKind::Expired, Error, words)
        }
        (DomainStatus::Expired, at) => {
            let when = at.map_or_else(String::new, |at| format!(" on {}", day(at)));
            let words = format!("{name} has expired{when}; renew it before it is given up");
            (AttentionKind::Expired, Error, words)
        }
        (DomainStatus::Suspended, _) => {
            let words = format!("{name} is suspended by its registrar");
            (AttentionKind::DomainState, Error, words)
        }
        (DomainStatus::PendingVerification, _) => {
            let words = format!("{name} waits for its owner to confirm the e-mail address");
            (AttentionKind::DomainState, Warning, words)
        }
        (DomainStatus::Active, Some(at)) if at < now => {
            let words = format!("the term of {name} has ended on {}", day(at));
            (AttentionKind::Expired, Error, words)
        }
        (_, Some(at)) if at < now + SOON && state.auto_renew != Some(true) => {
            let severity = if at < now + URGENT { Error } else { Warning };
            let renews = match state.auto_renew {
                Some(_) => "does not renew by itself",
                None => "is not known to renew by itself",
            };
            let words = format!("{name} expires on {} and {renews}", day(at));
            (AttentionKind::Expiring, severity, words)
        }
        _ => return None,
    };
    Some(Attention {
        kind,
        severity,
        account: state.account.clone(),
        subject: name.clone(),
        message,
        link: format!("/domains/{}/{}", segment(&state.account), segment(name)),
        at: state.expires_at,
    })
}

fn drift(told: &Told, now: DateTime<Utc>) -> impl Iterator<Item = Attention> + '_ {
    told.rows.iter().filter_map(move |row| {
        let change = row.last_change.as_ref()?;
        let is_drift = change.origin == Origin::Outside && change.at > now - DRIFT;
        is_drift.then(|| Attention {
            kind: AttentionKind::Drift,
            severity: AttentionSeverity::Warning,
            account: row.account.clone(),
            subject: row.name.clone(),
            message: format!("{} was changed elsewhere", row.name),
            link: zone_link(&row.account, &row.name, "history"),
            at: Some(change.at),
        })
    })
}

fn dangling(zone: &KnownZone) -> Option<Attention> {
    let first = zone.dangling.first()?;
    let message = match zone.dangling.len() - 1 {
        0 => first.clone(),
        others => format!("{first}, and {others} more"),
    };
    let name = zone.zone.as_str();
    Some(Attention {
        kind: AttentionKind::Dangling,
        severity: AttentionSeverity::Warning,
        account: zone.account.clone(),
        subject: name.to_owned(),
        message,
        link: zone_link(&zone.account, name, "health"),
        at: None,
    })
}

fn zone_link(account: &str, zone: &str, tab: &str) -> String {
    format!("/dns/{}/{}?tab={tab}", segment(account), segment(zone))
}

fn of_servers(told: &Told) -> impl Iterator<Item = Attention> + '_ {
    let servers = told.servers.iter().flat_map(|list| list.items.iter());
    servers.filter_map(|server| {
        let name = &server.name;
        let message = match server.status {
            ServerStatus::Suspended => format!("{name} is suspended by the provider"),
            ServerStatus::Error => format!("{name} is in trouble ({})", server.state),
            _ => return None,
        };
        let account = &told.account.name;
        Some(Attention {
            kind: AttentionKind::ServerState,
            severity: AttentionSeverity::Error,
            account: account.clone(),
            subject: name.clone(),
            message,
            link: format!("/servers/{}/{}", segment(account), segment(&server.id)),
            at: None,
        })
    })
}

/// Whether its end is nothing to speak of: it has ended, or the domain that it pays for says so.
fn is_silent(told: &Told, subscription: &Subscription) -> bool {
    is_over(subscription) || told.paying.contains(&subscription.id)
}

fn of_subscriptions(told: &Told, now: DateTime<Utc>) -> impl Iterator<Item = Attention> + '_ {
    let listed = told.subscriptions.iter().flat_map(|list| list.items.iter());
    listed.filter_map(move |subscription| {
        let name = &subscription.name;
        let status = subscription.status.to_ascii_lowercase();
        let ends = subscription.renews_at;
        let soon = ends.filter(|at| *at > now && *at < now + SOON);
        let (kind, severity, message) = if UNPAID.contains(&status.as_str()) {
            let words = format!(
                "{name} is {}; see whether it is paid",
                status.replace('_', " ")
            );
            (AttentionKind::Unpaid, AttentionSeverity::Error, words)
        } else if let (Some(at), Some(false), false) =
            (soon, subscription.auto_renew, is_silent(told, subscription))
        {
            let words = format!(
                "{name} ends on {} and does not renew by itself",
                at.date_naive()
            );
            (AttentionKind::Expiring, AttentionSeverity::Warning, words)
        } else {
            return None;
        };
        Some(Attention {
            kind,
            severity,
            account: told.account.name.clone(),
            subject: name.clone(),
            message,
            link: "/billing".to_owned(),
            at: ends,
        })
    })
}
