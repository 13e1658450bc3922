use super::Rule;
use super::firewall::find;
use crate::hostinger::estate::Estate;
use crate::hostinger::form::Form;
use crate::hostinger::refusal::{Answer, Refusal, accepted, ok};
use crate::hostinger::routes::Ask;

const PROTOCOLS: [&str; 13] = [
    "TCP",
    "UDP",
    "ICMP",
    "GRE",
    "any",
    "ESP",
    "AH",
    "ICMPv6",
    "SSH",
    "HTTP",
    "HTTPS",
    "MySQL",
    "PostgreSQL",
];

/// `POST firewall/{firewallId}/rules`.
pub(super) fn create(estate: &mut Estate, ask: &Ask) -> Answer {
    let mut form = ask.form();
    let mut rule = read(&mut form, "");
    form.done()?;
    rule.id = estate.next_id();
    let firewall = find(estate, ask)?;
    firewall.rules.push(rule.clone());
    firewall.touch(ask.now);
    ok(rule)
}

/// `PUT firewall/{firewallId}/rules/{ruleId}`.
pub(super) fn update(estate: &mut Estate, ask: &Ask) -> Answer {
    let mut form = ask.form();
    let mut rule = read(&mut form, "");
    form.done()?;
    rule.id = ask.id("ruleId");
    let firewall = find(estate, ask)?;
    let old = firewall
        .rules
        .iter_mut()
        .find(|old| old.id == rule.id)
        .ok_or_else(|| Refusal::not_found("Firewall rule"))?;
    *old = rule.clone();
    firewall.touch(ask.now);
    ok(rule)
}

/// `DELETE firewall/{firewallId}/rules/{ruleId}`.
pub(super) fn remove(estate: &mut Estate, ask: &Ask) -> Answer {
    let id = ask.id("ruleId");
    let firewall = find(estate, ask)?;
    if !firewall.rules.iter().any(|rule| rule.id == id) {
        return Err(Refusal::not_found("Firewall rule"));
    }
    firewall.rules.retain(|rule| rule.id != id);
    firewall.touch(ask.now);
    accepted()
}

/// Reads a rule below a path prefix; rules of requests always accept.
pub(super) fn read(form: &mut Form, prefix: &str) -> Rule {
    let at = |field: &str| format!("{prefix}{field}");
    let protocol = form.one_of(&at("protocol"), &PROTOCOLS);
    let port = form.string(&at("port"));
    let source = form.one_of(&at("source"), &["any", "custom"]);
    let source_detail = form.string(&at("source_detail"));
    if !port.is_empty() && !is_port(&port) {
        form.reject(&at("port"), "The port field format is invalid.");
    }
    if source == "custom" && !source_detail.is_empty() && !is_source(&source_detail) {
        let text = "The source detail field format is invalid.";
        form.reject(&at("source_detail"), text);
    }
    Rule {
        id: 0,
        action: "accept",
        protocol,
        port,
        source,
        source_detail,
    }
}

/// `443`, `1024:2048` or `any`.
fn is_port(text: &str) -> bool {
    let number = |text: &str| text.parse::<u16>().ok();
    match text.split_once(':') {
        Some((low, high)) => number(low).is_some() && number(low) <= number(high),
        None => text == "any" || number(text).is_some(),
    }
}

/// An address, a network or a range of addresses.
fn is_source(text: &str) -> bool {
    let is_address = |text: &str| text.parse::<std::net::IpAddr>().is_ok();
    if let Some((address, length)) = text.split_once('/') {
        return is_address(address) && length.parse::<u8>().is_ok_and(|length| length <= 128);
    }
    if let Some((low, high)) = text.split_once('-') {
        return is_address(low) && is_address(high);
    }
    text == "any" || is_address(text)
}
