use chrono::{DateTime, Utc};
use http::Method;

use super::estate::{Estate, Holding};
use super::fault::Effect;
use super::form::Table;
use super::refusal::Answer;
use super::{account, domains, lookup, orders};

/// A request as a call sees it.
#[derive(Debug)]
pub(super) struct Ask {
    pub(super) params: Table,
    /// The index of the reseller who asks.
    pub(super) reseller: usize,
    pub(super) effects: Vec<Effect>,
    pub(super) now: DateTime<Utc>,
}

/// One call of the API.
#[derive(Clone, Copy)]
pub(super) enum Call {
    Account(fn(&mut Estate, &Ask) -> Answer),
    /// Of a domain in whatever state.
    Any(fn(&mut Holding, &Ask) -> Answer),
    /// Of a domain that is here and registered.
    Active(fn(&mut Holding, &Ask) -> Answer),
}

/// A call, and the domain of its path.
pub(super) struct Found<'a> {
    pub(super) call: Call,
    pub(super) domain: &'a str,
}

impl Ask {
    pub(super) fn has(&self, effect: &Effect) -> bool {
        self.effects.contains(effect)
    }
}

/// The call of an action; the verb is part of it.
pub(super) fn find<'a>(method: &Method, action: &'a [String]) -> Option<Found<'a>> {
    use Call::{Account, Active, Any};

    let words: Vec<&str> = action.iter().map(String::as_str).collect();
    let call = match (method.as_str(), words.as_slice()) {
        ("POST", ["order", "domains", "register"]) => Account(orders::register),
        ("POST", ["order", "domains", "transfer"]) => Account(orders::transfer),
        ("POST", ["order", "domains", "renew"]) => Account(orders::renew),
        ("GET", ["order", "pricing", "domains", "register"]) => Account(account::register_prices),
        ("GET", ["order", "pricing", "domains", "transfer"]) => Account(account::transfer_prices),
        ("GET", ["order", "pricing", "domains", "renew"]) => Account(account::renew_prices),
        ("GET", ["billing", "credits"]) => Account(account::credits),
        ("GET", ["tlds"]) => Account(account::tlds),
        ("GET", ["tlds", "pricing"]) => Account(account::price_list),
        ("GET", ["version"]) => Account(account::version),
        ("POST", ["domains", "lookup"]) => Account(lookup::lookup),
        ("POST", ["domains", "lookup", "suggestions"]) => Account(lookup::suggestions),
        (verb, ["domains", _, rest @ ..]) => match (verb, rest) {
            ("GET", ["information"]) => Any(domains::information),
            ("POST", ["sync"]) => Any(domains::sync),
            ("POST", ["transfersync"]) => Any(domains::transfer_sync),
            ("GET", ["nameservers"]) => Active(domains::nameservers),
            ("POST", ["nameservers"]) => Active(domains::set_nameservers),
            ("POST", ["nameservers", "register"]) => Active(domains::register_glue),
            ("POST", ["nameservers", "modify"]) => Active(domains::modify_glue),
            ("POST", ["nameservers", "delete"]) => Active(domains::delete_glue),
            ("GET", ["contact"]) => Active(domains::contact),
            ("POST", ["contact"]) => Active(domains::set_contact),
            ("GET", ["dns"]) => Active(domains::dns),
            ("POST", ["dns"]) => Active(domains::set_dns),
            ("GET", ["email"]) => Active(domains::email),
            ("POST", ["email"]) => Active(domains::set_email),
            ("GET", ["lock"]) => Active(domains::lock),
            ("POST", ["lock"]) => Active(domains::set_lock),
            ("POST", ["protectid"]) => Active(domains::protect_id),
            ("GET", ["eppcode"]) => Active(domains::epp_code),
            ("POST", ["release"]) => Active(domains::release),
            ("POST", ["delete"]) => Active(domains::delete),
            _ => return None,
        },
        _ => return None,
    };
    let domain = match call {
        Account(_) => "",
        Any(_) | Active(_) => words[1],
    };
    Some(Found { call, domain })
}
