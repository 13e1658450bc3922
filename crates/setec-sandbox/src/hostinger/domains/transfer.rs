use chrono::{DateTime, Utc};
use serde::Serialize;

use super::Holding;
use super::holding::Change;
use super::purchase::{Wanted, tld};
use crate::hostinger::clock::stamped_option;
use crate::hostinger::estate::Estate;
use crate::hostinger::refusal::{Answer, Refusal, accepted, ok};
use crate::hostinger::routes::Ask;

/// A domain on its way from another registrar.
#[derive(Debug, Clone, Serialize)]
pub(in crate::hostinger) struct Transfer {
    pub(in crate::hostinger) domain: String,
    pub(in crate::hostinger) status: &'static str,
    #[serde(with = "stamped_option")]
    pub(in crate::hostinger) initiated_at: Option<DateTime<Utc>>,
    #[serde(with = "stamped_option")]
    pub(in crate::hostinger) completed_at: Option<DateTime<Utc>>,
}

/// `GET transfers`.
pub(super) fn list(estate: &mut Estate, _: &Ask) -> Answer {
    ok(&estate.transfers)
}

/// `GET transfers/{domain}`.
pub(super) fn show(estate: &mut Estate, ask: &Ask) -> Answer {
    let domain = ask.domain();
    let transfer = estate
        .transfers
        .iter()
        .find(|transfer| transfer.domain == domain)
        .ok_or_else(|| Refusal::not_found("Transfer"))?;
    ok(transfer)
}

/// `POST transfers/claim`: starts a transfer that has been paid for.
pub(super) fn claim(estate: &mut Estate, ask: &Ask) -> Answer {
    let domain = begin(estate, ask)?;
    let transfer = estate
        .transfers
        .iter()
        .find(|transfer| transfer.domain == domain);
    ok(transfer)
}

/// `POST transfers` of version 2.
pub(super) fn create(estate: &mut Estate, ask: &Ask) -> Answer {
    begin(estate, ask)?;
    accepted()
}

fn begin(estate: &mut Estate, ask: &Ask) -> Result<String, Refusal> {
    let mut form = ask.form();
    let domain = form.string("domain").to_ascii_lowercase();
    form.string("auth_code");
    form.boolean("should_keep_ns", true);
    let wanted = Wanted::read(&mut form);
    form.done()?;
    let contacts = wanted.resolve(estate, tld(&domain))?;
    let due = estate.registration_due(ask.now);
    let holding = estate
        .portfolio
        .iter_mut()
        .find(|holding| holding.is(&domain) && is_waiting(holding))
        .ok_or_else(|| Refusal::not_found("Domain transfer"))?;
    holding.status = "requested";
    holding.contacts = contacts;
    holding.enqueue(due, Change::Register);
    estate.transfers.retain(|other| other.domain != domain);
    estate.transfers.push(Transfer {
        domain: domain.clone(),
        status: "Initiated",
        initiated_at: Some(ask.now),
        completed_at: None,
    });
    Ok(domain)
}

fn is_waiting(holding: &Holding) -> bool {
    holding.kind.ends_with("domain_transfer") && holding.status == "pending_setup"
}

impl Estate {
    /// Completes the transfers whose domains have arrived.
    pub(in crate::hostinger) fn settle_transfers(&mut self) {
        for transfer in &mut self.transfers {
            let arrived = self
                .portfolio
                .iter()
                .find(|holding| holding.is(&transfer.domain))
                .and_then(|holding| holding.registered_at);
            if transfer.status == "Initiated" && arrived.is_some() {
                transfer.status = "Completed";
                transfer.completed_at = arrived;
            }
        }
    }
}
