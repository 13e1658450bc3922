use chrono::{DateTime, Utc};
use serde::Serialize;

use super::portfolio::registered;
use crate::hostinger::clock::{stamped, stamped_option};
use crate::hostinger::estate::Estate;
use crate::hostinger::form::Form;
use crate::hostinger::refusal::{Answer, Refusal, accepted, ok};
use crate::hostinger::routes::Ask;

/// Where a domain's web requests are sent on to.
#[derive(Debug, Clone, Serialize)]
pub(in crate::hostinger) struct Forwarding {
    pub(in crate::hostinger) domain: String,
    pub(in crate::hostinger) redirect_type: String,
    pub(in crate::hostinger) redirect_url: String,
    #[serde(with = "stamped")]
    pub(in crate::hostinger) created_at: DateTime<Utc>,
    #[serde(with = "stamped_option")]
    pub(in crate::hostinger) updated_at: Option<DateTime<Utc>>,
}

/// `POST forwarding`.
pub(super) fn create(estate: &mut Estate, ask: &Ask) -> Answer {
    let mut form = ask.form();
    let domain = form.string("domain").to_ascii_lowercase();
    let (redirect_type, redirect_url) = target(&mut form);
    form.done()?;
    registered(estate, &domain)?;
    if find(estate, &domain).is_ok() {
        let text = "Forwarding already exists for this domain.";
        return Err(Refusal::field("domain", text));
    }
    let forwarding = Forwarding {
        domain,
        redirect_type,
        redirect_url,
        created_at: ask.now,
        updated_at: None,
    };
    estate.forwardings.push(forwarding.clone());
    ok(forwarding)
}

/// `GET forwarding/{domain}`.
pub(super) fn show(estate: &mut Estate, ask: &Ask) -> Answer {
    ok(find(estate, &ask.domain())?)
}

/// `PUT forwarding/{domain}`.
pub(super) fn update(estate: &mut Estate, ask: &Ask) -> Answer {
    let mut form = ask.form();
    let (redirect_type, redirect_url) = target(&mut form);
    form.done()?;
    let forwarding = find(estate, &ask.domain())?;
    forwarding.redirect_type = redirect_type;
    forwarding.redirect_url = redirect_url;
    forwarding.updated_at = Some(ask.now);
    ok(forwarding)
}

/// `DELETE forwarding/{domain}`.
pub(super) fn remove(estate: &mut Estate, ask: &Ask) -> Answer {
    let domain = ask.domain();
    find(estate, &domain)?;
    estate.forwardings.retain(|other| other.domain != domain);
    accepted()
}

fn target(form: &mut Form) -> (String, String) {
    let redirect_type = form.one_of("redirect_type", &["301", "302"]);
    let redirect_url = form.string("redirect_url");
    let is_url = redirect_url.starts_with("http://") || redirect_url.starts_with("https://");
    if !redirect_url.is_empty() && !is_url {
        let text = "The redirect url field must be a valid URL.";
        form.reject("redirect_url", text);
    }
    (redirect_type, redirect_url)
}

fn find<'a>(estate: &'a mut Estate, domain: &str) -> Result<&'a mut Forwarding, Refusal> {
    estate
        .forwardings
        .iter_mut()
        .find(|forwarding| forwarding.domain == domain)
        .ok_or_else(|| Refusal::not_found("Forwarding"))
}
