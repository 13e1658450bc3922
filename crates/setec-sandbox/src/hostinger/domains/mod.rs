mod availability;
mod claim;
mod forwarding;
mod holding;
mod irtp;
mod moves;
mod portfolio;
mod purchase;
mod settings;
mod transfer;
mod whois;
mod whois_change;

use super::routes::Routes;

pub(super) use availability::Throttle;
pub(super) use forwarding::Forwarding;
pub(super) use holding::{Contacts, Holding};
pub(super) use irtp::Verification;
pub(super) use moves::Move;
pub(super) use transfer::Transfer;
pub(super) use whois::Profile;

pub(super) fn routes() -> Routes {
    Routes::new("/api/domains/v1")
        .get("/portfolio", portfolio::list)
        .post("/portfolio", purchase::create)
        .post("/portfolio/claim", claim::claim)
        .get("/portfolio/{domain}", portfolio::show)
        .post("/portfolio/{domain}/setup", claim::setup)
        .get("/portfolio/{domain}/renewal", portfolio::renewal)
        .get("/portfolio/{domain}/auth-code", settings::auth_code)
        .put("/portfolio/{domain}/domain-lock", settings::lock)
        .delete("/portfolio/{domain}/domain-lock", settings::unlock)
        .put("/portfolio/{domain}/privacy-protection", settings::hide)
        .delete("/portfolio/{domain}/privacy-protection", settings::reveal)
        .put("/portfolio/{domain}/nameservers", settings::nameservers)
        .post("/availability", availability::check)
        .post(
            "/availability/alternatives-from-description",
            availability::from_description,
        )
        .post(
            "/availability/alternatives-from-domain",
            availability::from_domain,
        )
        .post("/forwarding", forwarding::create)
        .get("/forwarding/{domain}", forwarding::show)
        .put("/forwarding/{domain}", forwarding::update)
        .delete("/forwarding/{domain}", forwarding::remove)
        .get("/whois", whois::list)
        .post("/whois", whois::create)
        .put("/whois/change", whois_change::change)
        .get("/whois/{whoisId}", whois::show)
        .delete("/whois/{whoisId}", whois::remove)
        .get("/whois/{whoisId}/usage", whois::usage)
        .put("/whois/default/{whoisId}", whois::set_default)
        .delete("/whois/default/{whoisId}", whois::unset_default)
        .get("/irtp/{domain}", irtp::show)
        .delete("/irtp/{domain}", irtp::cancel)
        .get("/transfers", transfer::list)
        .post("/transfers", transfer::create)
        .post("/transfers/claim", transfer::claim)
        .get("/transfers/{domain}", transfer::show)
        .get("/move/incoming", moves::list_incoming)
        .get("/move/incoming/{domain}", moves::show_incoming)
        .put("/move/incoming/{domain}", moves::accept)
        .delete("/move/incoming/{domain}", moves::refuse)
        .get("/move/outgoing", moves::list_outgoing)
        .get("/move/outgoing/{domain}", moves::show_outgoing)
        .post("/move/outgoing/{domain}", moves::start)
        .delete("/move/outgoing/{domain}", moves::cancel)
}
