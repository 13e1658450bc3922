use http::StatusCode;

use super::action::{Finish, begin};
use super::machine::{Machine, find};
use super::power::usable_state;
use crate::hostinger::dns::is_host_name;
use crate::hostinger::estate::Estate;
use crate::hostinger::refusal::{Answer, Refusal};
use crate::hostinger::routes::Ask;

/// `PUT hostname`.
pub(super) fn set_hostname(estate: &mut Estate, ask: &Ask) -> Answer {
    let mut form = ask.form();
    let hostname = form.string("hostname");
    form.done()?;
    check_hostname(&hostname)?;
    usable_state(estate, ask)?;
    let finish = Finish::Hostname(hostname);
    begin(estate, ask, "ct_set_hostname", None, finish)
}

/// `DELETE hostname`; the reverse name goes back as well.
pub(super) fn reset_hostname(estate: &mut Estate, ask: &Ask) -> Answer {
    usable_state(estate, ask)?;
    let finish = Finish::Hostname(Machine::vendor_hostname(ask.id("virtualMachineId")));
    begin(estate, ask, "ct_set_hostname", None, finish)
}

/// `PUT nameservers`.
pub(super) fn set_nameservers(estate: &mut Estate, ask: &Ask) -> Answer {
    let mut form = ask.form();
    let first = form.string("ns1");
    let others = ["ns2", "ns3"].map(|field| form.optional_string(field));
    let given = [
        ("ns1", Some(&first)),
        ("ns2", others[0].as_ref()),
        ("ns3", others[1].as_ref()),
    ];
    for (field, server) in given {
        let is_address = |text: &String| text.parse::<std::net::IpAddr>().is_ok();
        if server.is_some_and(|server| !server.is_empty() && !is_address(server)) {
            let text = format!("The {field} field must be a valid IP address.");
            form.reject(field, text);
        }
    }
    form.done()?;
    usable_state(estate, ask)?;
    let [second, _] = others;
    let finish = Finish::Nameservers([Some(first), second]);
    begin(estate, ask, "ct_set_nameservers", None, finish)
}

/// `POST ptr/{ipAddressId}`.
pub(super) fn set_ptr(estate: &mut Estate, ask: &Ask) -> Answer {
    let mut form = ask.form();
    let domain = form.string("domain");
    if !domain.is_empty() && !is_host_name(&domain) {
        form.reject("domain", "The domain field format is invalid.");
    }
    form.done()?;
    let name = domain.trim_end_matches('.').to_ascii_lowercase();
    ptr(estate, ask, "ipam_set_reverse", Some(name))
}

/// `DELETE ptr/{ipAddressId}`.
pub(super) fn remove_ptr(estate: &mut Estate, ask: &Ask) -> Answer {
    ptr(estate, ask, "ipam_delete_reverse", None)
}

fn ptr(estate: &mut Estate, ask: &Ask, action: &'static str, name: Option<String>) -> Answer {
    let address = ask.id("ipAddressId");
    let is_known = find(estate, ask)?
        .addresses_mut()
        .any(|other| other.id == address);
    if !is_known {
        return Err(Refusal::not_found("IP address"));
    }
    let finish = Finish::Ptr { address, name };
    begin(estate, ask, action, None, finish)
}

/// The service behind the gateway takes full names only (since mid 2026).
pub(super) fn check_hostname(hostname: &str) -> Result<(), Refusal> {
    if is_host_name(hostname) {
        return Ok(());
    }
    Err(Refusal::coded(
        StatusCode::UNPROCESSABLE_ENTITY,
        "VPS:2004",
        "Wrong hostname FQDN format",
    ))
}
