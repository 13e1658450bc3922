use http::StatusCode;
use serde_json::json;

use super::availability;
use super::holding::Change;
use super::purchase::{Wanted, tld};
use crate::hostinger::clock::stamp;
use crate::hostinger::dns::is_host_name;
use crate::hostinger::estate::Estate;
use crate::hostinger::refusal::{Answer, Refusal, accepted, ok};
use crate::hostinger::routes::Ask;

/// `POST portfolio/claim`: uses up a free domain.
pub(super) fn claim(estate: &mut Estate, ask: &Ask) -> Answer {
    let mut form = ask.form();
    let domain = form.string("domain").to_ascii_lowercase();
    let wanted = Wanted::read(&mut form);
    if !domain.is_empty() && !is_host_name(&domain) {
        form.reject("domain", "The domain field format is invalid.");
    }
    form.done()?;
    if availability::is_taken(estate, &domain) {
        let text = format!("Domain {domain} is not available for registration.");
        return Err(Refusal::field("domain", text));
    }
    let contacts = wanted.resolve(estate, tld(&domain))?;
    let due = estate.registration_due(ask.now);
    let holding = estate
        .portfolio
        .iter_mut()
        .find(|holding| holding.domain.is_none())
        .ok_or_else(|| {
            Refusal::coded(
                StatusCode::UNPROCESSABLE_ENTITY,
                "2037",
                "No free domain available",
            )
        })?;
    holding.domain = Some(domain.clone());
    holding.status = "requested";
    holding.contacts = contacts;
    holding.enqueue(due, Change::Register);
    ok(json!({
        "domain": domain,
        "status": holding.status,
        "created_at": stamp(holding.created_at),
    }))
}

/// `POST portfolio/{domain}/setup` of version 2: registers what is paid but not registered.
pub(super) fn setup(estate: &mut Estate, ask: &Ask) -> Answer {
    let mut form = ask.form();
    let wanted = Wanted::read(&mut form);
    form.done()?;
    let domain = ask.domain();
    let due = estate.registration_due(ask.now);
    let is_waiting = |status: &str| status == "pending_setup" || status == "failed";
    if !estate
        .portfolio
        .iter()
        .any(|holding| holding.is(&domain) && is_waiting(holding.status))
    {
        return Err(Refusal::not_found("Domain"));
    }
    let contacts = wanted.resolve(estate, tld(&domain))?;
    for holding in estate
        .portfolio
        .iter_mut()
        .filter(|holding| holding.is(&domain))
    {
        holding.status = "requested";
        holding.message = None;
        holding.contacts = contacts;
        holding.enqueue(due, Change::Register);
    }
    accepted()
}
