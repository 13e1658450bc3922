use chrono::{DateTime, TimeDelta, Utc};
use serde_json::json;

use super::Holding;
use crate::hostinger::dns::Zone;
use crate::hostinger::estate::Estate;
use crate::hostinger::fault::Effect;
use crate::hostinger::refusal::{Answer, Refusal, ok};
use crate::hostinger::routes::Ask;

/// `GET portfolio`.
pub(super) fn list(estate: &mut Estate, _: &Ask) -> Answer {
    ok(estate
        .portfolio
        .iter()
        .map(Holding::summary)
        .collect::<Vec<_>>())
}

/// `GET portfolio/{domain}`; there are details only of what is registered.
pub(super) fn show(estate: &mut Estate, ask: &Ask) -> Answer {
    let mut details = registered(estate, &ask.domain())?.details();
    if ask.has(&Effect::NotLockable) {
        details["is_lockable"] = json!(false);
        details["is_locked"] = json!(false);
    }
    if ask.has(&Effect::NoPrivacy) {
        details["is_privacy_protection_allowed"] = json!(false);
        details["is_privacy_protected"] = json!(false);
    }
    ok(details)
}

/// `GET portfolio/{domain}/renewal`.
pub(super) fn renewal(estate: &mut Estate, ask: &Ask) -> Answer {
    let domain = ask.domain();
    let holding = registered(estate, &domain)?;
    let status = if holding.status == "active" {
        "Active"
    } else {
        "Expired"
    };
    // The document's own example has a space and no zone, while the schema says date-time.
    let expires_at = holding
        .expires_at
        .map(|time| time.format("%Y-%m-%d %H:%M:%S").to_string());
    ok(json!({"domain": domain, "status": status, "expires_at": expires_at}))
}

/// A registered domain of the account, or the 404 that the details give.
pub(super) fn registered<'a>(
    estate: &'a mut Estate,
    domain: &str,
) -> Result<&'a mut Holding, Refusal> {
    estate
        .portfolio
        .iter_mut()
        .find(|holding| holding.is(domain) && holding.registered_at.is_some())
        .ok_or_else(|| Refusal::not_found("Domain"))
}

impl Estate {
    /// Carries out the changes of domains that are due.
    pub(in crate::hostinger) fn settle_portfolio(&mut self, now: DateTime<Utc>) {
        let mut fresh = Vec::new();
        for holding in &mut self.portfolio {
            if holding.settle(now) {
                fresh.extend(holding.domain.clone());
            }
        }
        for domain in fresh {
            let zone = Zone::parked(&domain);
            self.zones.entry(domain).or_insert(zone);
        }
    }

    /// When something queued now is carried out at the registry.
    pub(super) fn queue_due(&self, now: DateTime<Utc>) -> DateTime<Utc> {
        now + TimeDelta::from_std(self.pace.queue).unwrap_or(TimeDelta::MAX)
    }

    /// When a registration ordered now is done.
    pub(super) fn registration_due(&self, now: DateTime<Utc>) -> DateTime<Utc> {
        now + TimeDelta::from_std(self.pace.registration).unwrap_or(TimeDelta::MAX)
    }
}
