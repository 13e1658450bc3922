use chrono::{DateTime, TimeDelta, Utc};
use http::StatusCode;
use serde::Serialize;

use super::portfolio::registered;
use super::{Contacts, Holding};
use crate::hostinger::clock::stamped;
use crate::hostinger::dns::Zone;
use crate::hostinger::estate::Estate;
use crate::hostinger::refusal::{Answer, Refusal, accepted, ok};
use crate::hostinger::routes::Ask;

/// A domain on its way between two customers of the vendor.
#[derive(Debug, Clone, Serialize)]
pub(in crate::hostinger) struct Move {
    pub(in crate::hostinger) domain: String,
    pub(in crate::hostinger) status: &'static str,
    #[serde(with = "stamped")]
    pub(in crate::hostinger) created_at: DateTime<Utc>,
    #[serde(with = "stamped")]
    pub(in crate::hostinger) updated_at: DateTime<Utc>,
    #[serde(skip)]
    pub(in crate::hostinger) accepted: Option<(DateTime<Utc>, Contacts)>,
}

/// `GET move/incoming`.
pub(super) fn list_incoming(estate: &mut Estate, _: &Ask) -> Answer {
    ok(&estate.incoming)
}

/// `GET move/outgoing`.
pub(super) fn list_outgoing(estate: &mut Estate, _: &Ask) -> Answer {
    ok(&estate.outgoing)
}

/// `GET move/incoming/{domain}`.
pub(super) fn show_incoming(estate: &mut Estate, ask: &Ask) -> Answer {
    ok(find(&mut estate.incoming, ask)?)
}

/// `GET move/outgoing/{domain}`.
pub(super) fn show_outgoing(estate: &mut Estate, ask: &Ask) -> Answer {
    ok(find(&mut estate.outgoing, ask)?)
}

/// `PUT move/incoming/{domain}`; all four contacts are needed.
pub(super) fn accept(estate: &mut Estate, ask: &Ask) -> Answer {
    let mut form = ask.form();
    let contacts = Contacts {
        owner: form.integer("domain_contacts.owner_id"),
        admin: form.integer("domain_contacts.admin_id"),
        billing: form.integer("domain_contacts.billing_id"),
        tech: form.integer("domain_contacts.tech_id"),
    };
    form.done()?;
    let due = estate.registration_due(ask.now);
    let entry = find(&mut estate.incoming, ask)?;
    entry.status = "activating";
    entry.updated_at = ask.now;
    entry.accepted = Some((due, contacts));
    accepted()
}

/// `DELETE move/incoming/{domain}`.
pub(super) fn refuse(estate: &mut Estate, ask: &Ask) -> Answer {
    let domain = find(&mut estate.incoming, ask)?.domain.clone();
    estate.incoming.retain(|entry| entry.domain != domain);
    accepted()
}

/// `POST move/outgoing/{domain}`.
pub(super) fn start(estate: &mut Estate, ask: &Ask) -> Answer {
    let mut form = ask.form();
    let email = form.string("new_customer_email");
    if !email.is_empty() && !email.contains('@') {
        let text = "The new customer email field must be a valid email address.";
        form.reject("new_customer_email", text);
    }
    form.done()?;
    let domain = ask.domain();
    if registered(estate, &domain)?.is_premium_protected {
        return Err(Refusal::new(
            StatusCode::PRECONDITION_REQUIRED,
            "Domain has premium protection, which must be disabled first",
        ));
    }
    if find(&mut estate.outgoing, ask).is_ok() {
        let text = "Domain move is already initiated.";
        return Err(Refusal::field("domain", text));
    }
    estate.outgoing.push(Move {
        domain,
        status: "initiated",
        created_at: ask.now,
        updated_at: ask.now,
        accepted: None,
    });
    accepted()
}

/// `DELETE move/outgoing/{domain}`.
pub(super) fn cancel(estate: &mut Estate, ask: &Ask) -> Answer {
    let domain = find(&mut estate.outgoing, ask)?.domain.clone();
    estate.outgoing.retain(|entry| entry.domain != domain);
    accepted()
}

fn find<'a>(moves: &'a mut [Move], ask: &Ask) -> Result<&'a mut Move, Refusal> {
    let domain = ask.domain();
    moves
        .iter_mut()
        .find(|entry| entry.domain == domain)
        .ok_or_else(|| Refusal::not_found("Domain move"))
}

impl Estate {
    /// Takes over the accepted domains that are due.
    pub(in crate::hostinger) fn settle_moves(&mut self, now: DateTime<Utc>) {
        let mut arrived = Vec::new();
        for entry in &mut self.incoming {
            if let Some((due, contacts)) = entry.accepted.filter(|(due, _)| *due <= now) {
                entry.accepted = None;
                entry.status = "completed";
                entry.updated_at = due;
                arrived.push((entry.domain.clone(), due, contacts));
            }
        }
        for (domain, due, contacts) in arrived {
            let expires_at = due + TimeDelta::days(200);
            let mut holding = Holding::registered(self.next_id(), &domain, due, expires_at);
            holding.contacts = contacts;
            self.portfolio.push(holding);
            self.foreign.retain(|foreign| *foreign != domain);
            let zone = Zone::parked(&domain);
            self.zones.entry(domain).or_insert(zone);
        }
    }
}
