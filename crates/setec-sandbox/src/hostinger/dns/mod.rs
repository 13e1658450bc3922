mod content;
mod name;
mod reset;
mod snapshots;
mod write;
mod zone;

use super::refusal::{Answer, Refusal, ok};
use super::routes::{Ask, Routes};
use crate::hostinger::estate::Estate;
use http::StatusCode;

pub(super) use content::is_host_name;
pub(super) use zone::Zone;

pub(super) const TYPES: [&str; 10] = [
    "A", "AAAA", "CNAME", "ALIAS", "MX", "TXT", "NS", "SOA", "SRV", "CAA",
];

pub(super) fn routes() -> Routes {
    Routes::new("/api/dns/v1")
        .get("/zones/{domain}", show)
        .put("/zones/{domain}", write::update)
        .delete("/zones/{domain}", write::destroy)
        .post("/zones/{domain}/validate", write::validate)
        .post("/zones/{domain}/reset", reset::reset)
        .get("/snapshots/{domain}", snapshots::list)
        .get("/snapshots/{domain}/{snapshotId}", snapshots::show)
        .post(
            "/snapshots/{domain}/{snapshotId}/restore",
            snapshots::restore,
        )
}

fn show(estate: &mut Estate, ask: &Ask) -> Answer {
    let domain = ask.domain();
    refuse_foreign(estate, &domain)?;
    // A domain that the account does not manage is `200 []`, not a 404 (spec 1.2).
    ok(estate
        .zones
        .get(&domain)
        .map_or(&[][..], |zone| zone.shown(ask.now)))
}

/// The zone to change, or the errors that all changing calls share.
fn owned<'a>(estate: &'a mut Estate, domain: &str) -> Result<&'a mut Zone, Refusal> {
    refuse_foreign(estate, domain)?;
    estate
        .zones
        .get_mut(domain)
        .ok_or_else(|| Refusal::coded(StatusCode::NOT_FOUND, "DNS:4009", "Domain not found"))
}

fn refuse_foreign(estate: &Estate, domain: &str) -> Result<(), Refusal> {
    if estate.foreign.iter().any(|foreign| foreign == domain) {
        let text = format!("Customer does not own {domain}");
        return Err(Refusal::coded(StatusCode::FORBIDDEN, "DNS:4002", &text));
    }
    Ok(())
}
