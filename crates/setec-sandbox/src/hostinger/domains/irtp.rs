use chrono::{DateTime, Utc};
use serde::Serialize;

use crate::hostinger::clock::{stamped, stamped_option};
use crate::hostinger::estate::Estate;
use crate::hostinger::refusal::{Answer, Refusal, accepted, ok};
use crate::hostinger::routes::Ask;

/// A change of registrant that both sides have to confirm within five days.
#[derive(Debug, Clone, Serialize)]
pub(in crate::hostinger) struct Verification {
    pub(in crate::hostinger) domain: String,
    pub(in crate::hostinger) status: &'static str,
    #[serde(with = "stamped_option")]
    pub(in crate::hostinger) old_confirmed_at: Option<DateTime<Utc>>,
    #[serde(with = "stamped_option")]
    pub(in crate::hostinger) new_confirmed_at: Option<DateTime<Utc>>,
    pub(in crate::hostinger) old_whois_profile_email: String,
    pub(in crate::hostinger) new_whois_profile_email: String,
    #[serde(with = "stamped")]
    pub(in crate::hostinger) expires_at: DateTime<Utc>,
}

/// `GET irtp/{domain}`.
pub(super) fn show(estate: &mut Estate, ask: &Ask) -> Answer {
    ok(find(estate, ask)?)
}

/// `DELETE irtp/{domain}`.
pub(super) fn cancel(estate: &mut Estate, ask: &Ask) -> Answer {
    find(estate, ask)?.status = "canceled";
    accepted()
}

fn find<'a>(estate: &'a mut Estate, ask: &Ask) -> Result<&'a mut Verification, Refusal> {
    let domain = ask.domain();
    estate
        .verifications
        .iter_mut()
        .find(|verification| verification.domain == domain)
        .ok_or_else(|| Refusal::not_found("IRTP verification"))
}
