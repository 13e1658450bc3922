use serde_json::json;
use uuid::Uuid;

use super::holding::Change;
use super::portfolio::registered;
use crate::hostinger::dns::is_host_name;
use crate::hostinger::estate::Estate;
use crate::hostinger::fault::Effect;
use crate::hostinger::refusal::{Answer, Refusal, accepted, ok};
use crate::hostinger::routes::Ask;

/// `PUT portfolio/{domain}/domain-lock`.
pub(super) fn lock(estate: &mut Estate, ask: &Ask) -> Answer {
    set_lock(estate, ask, true)
}

/// `DELETE portfolio/{domain}/domain-lock`.
pub(super) fn unlock(estate: &mut Estate, ask: &Ask) -> Answer {
    set_lock(estate, ask, false)
}

/// `PUT portfolio/{domain}/privacy-protection`.
pub(super) fn hide(estate: &mut Estate, ask: &Ask) -> Answer {
    set_privacy(estate, ask, true)
}

/// `DELETE portfolio/{domain}/privacy-protection`.
pub(super) fn reveal(estate: &mut Estate, ask: &Ask) -> Answer {
    set_privacy(estate, ask, false)
}

/// `PUT portfolio/{domain}/nameservers`.
pub(super) fn nameservers(estate: &mut Estate, ask: &Ask) -> Answer {
    let mut form = ask.form();
    let mut servers = vec![form.string("ns1"), form.string("ns2")];
    servers.extend(form.optional_string("ns3"));
    servers.extend(form.optional_string("ns4"));
    for (index, server) in servers.iter().enumerate() {
        if !server.is_empty() && !is_host_name(server) {
            let field = format!("ns{}", index + 1);
            form.reject(&field, format!("The {field} field format is invalid."));
        }
    }
    form.done()?;
    for server in &mut servers {
        *server = server.trim_end_matches('.').to_ascii_lowercase();
    }
    let due = estate.queue_due(ask.now);
    registered(estate, &ask.domain())?.enqueue(due, Change::NameServers(servers));
    accepted()
}

/// `GET portfolio/{domain}/auth-code`; each call makes the previous code worthless.
pub(super) fn auth_code(estate: &mut Estate, ask: &Ask) -> Answer {
    let holding = registered(estate, &ask.domain())?;
    if holding.is_locked {
        return ok(json!({"auth_code": null}));
    }
    let random = Uuid::now_v7().simple().to_string();
    let code = format!("Hs!{}", &random[random.len() - 12..]);
    holding.auth_code = Some(code.clone());
    ok(json!({"auth_code": code}))
}

fn set_lock(estate: &mut Estate, ask: &Ask, is_on: bool) -> Answer {
    let due = estate.queue_due(ask.now);
    let holding = registered(estate, &ask.domain())?;
    if !holding.is_lockable || ask.has(&Effect::NotLockable) {
        return Err(Refusal::field(
            "domain",
            "Domain lock is not supported for this domain.",
        ));
    }
    holding.enqueue(due, Change::Lock(is_on));
    accepted()
}

fn set_privacy(estate: &mut Estate, ask: &Ask, is_on: bool) -> Answer {
    let due = estate.queue_due(ask.now);
    let holding = registered(estate, &ask.domain())?;
    if !holding.is_privacy_protection_allowed || ask.has(&Effect::NoPrivacy) {
        return Err(Refusal::field(
            "domain",
            "Privacy protection is not supported for this domain.",
        ));
    }
    holding.enqueue(due, Change::Privacy(is_on));
    accepted()
}
