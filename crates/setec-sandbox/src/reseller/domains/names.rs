use std::net::IpAddr;

use serde_json::{Map, Value, json};

use super::success;
use crate::reseller::estate::Holding;
use crate::reseller::fault::Effect;
use crate::reseller::orders::plain_nameservers;
use crate::reseller::path::is_host_name;
use crate::reseller::refusal::{Answer, Refusal, ok};
use crate::reseller::routes::Ask;

/// `GET nameservers`.
pub(in crate::reseller) fn nameservers(holding: &mut Holding, ask: &Ask) -> Answer {
    if ask.has(&Effect::NameserverList) {
        return ok(json!(holding.nameservers));
    }
    ok(numbered(&holding.nameservers))
}

/// `ns1` to `ns5`; those that there are not are empty.
pub(super) fn numbered(names: &[String]) -> Value {
    let fields = (1..=5).map(|index| {
        let name = names.get(index - 1).map_or("", String::as_str);
        (format!("ns{index}"), name.into())
    });
    Value::Object(fields.collect::<Map<_, _>>())
}

/// `POST nameservers`.
pub(in crate::reseller) fn set_nameservers(holding: &mut Holding, ask: &Ask) -> Answer {
    holding.nameservers = plain_nameservers(&ask.params)?;
    ok(json!({"success": true}))
}

/// `POST nameservers/register`.
pub(in crate::reseller) fn register_glue(holding: &mut Holding, ask: &Ask) -> Answer {
    let name = own_host(holding, ask)?;
    let address = address(ask, "ipaddress")?;
    if holding.glue.contains_key(&name) {
        return Err(Refusal::business("The nameserver exists already"));
    }
    holding.glue.insert(name, address);
    success()
}

/// `POST nameservers/modify`.
pub(in crate::reseller) fn modify_glue(holding: &mut Holding, ask: &Ask) -> Answer {
    let name = own_host(holding, ask)?;
    let current = address(ask, "currentipaddress")?;
    let new = address(ask, "newipaddress")?;
    match holding.glue.get_mut(&name) {
        Some(address) if *address == current => *address = new,
        Some(_) => {
            let text = "The current IP address does not match";
            return Err(Refusal::business(text));
        }
        None => return Err(no_such_nameserver()),
    }
    success()
}

/// `POST nameservers/delete`.
pub(in crate::reseller) fn delete_glue(holding: &mut Holding, ask: &Ask) -> Answer {
    let name = own_host(holding, ask)?;
    if holding.nameservers.contains(&name) {
        return Err(Refusal::business("The nameserver is in use"));
    }
    holding.glue.remove(&name).ok_or_else(no_such_nameserver)?;
    success()
}

fn no_such_nameserver() -> Refusal {
    Refusal::business("The nameserver does not exist")
}

/// The whole name of a host below the domain.
fn own_host(holding: &Holding, ask: &Ask) -> Result<String, Refusal> {
    let name = ask.params.required("nameserver")?.to_ascii_lowercase();
    let is_below = name
        .strip_suffix(&holding.name)
        .is_some_and(|label| label.len() > 1 && label.ends_with('.'));
    if !is_below || !is_host_name(&name) {
        let text = format!("The nameserver must be a host of {}", holding.name);
        return Err(Refusal::business(text));
    }
    Ok(name)
}

fn address(ask: &Ask, field: &str) -> Result<IpAddr, Refusal> {
    ask.params
        .required(field)?
        .parse()
        .map_err(|_| Refusal::business("Invalid IP address"))
}
