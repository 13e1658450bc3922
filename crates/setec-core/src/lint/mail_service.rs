//! What services that take mail ask for in the SPF record of those who use them.

use crate::dns::{Name, RecordData, RecordSet};

/// The end of a service's MX names, and the domain that it wants to be included.
const SERVICES: [(&str, &str); 8] = [
    ("google.com", "_spf.google.com"),
    ("googlemail.com", "_spf.google.com"),
    ("mail.protection.outlook.com", "spf.protection.outlook.com"),
    ("messagingengine.com", "spf.messagingengine.com"),
    ("protonmail.ch", "_spf.protonmail.ch"),
    ("migadu.com", "spf.migadu.com"),
    ("mail.icloud.com", "icloud.com"),
    ("hostinger.com", "_spf.mail.hostinger.com"),
];

/// An SPF record to begin with: whoever takes the mail may send some, others are suspect.
pub(super) fn first_spf(mx: &RecordSet) -> String {
    let mut includes: Vec<&str> = Vec::new();
    let mut has_own = false;
    for target in mx.values().iter().filter_map(RecordData::target) {
        match include_of(target) {
            Some(include) if !includes.contains(&include) => includes.push(include),
            Some(_) => {}
            None => has_own = true,
        }
    }
    let mut text = "v=spf1".to_owned();
    if has_own {
        text.push_str(" mx");
    }
    for include in includes {
        text.push_str(" include:");
        text.push_str(include);
    }
    text.push_str(" ~all");
    text
}

fn include_of(target: &Name) -> Option<&'static str> {
    let text = target.as_str();
    let is_of = |end: &str| {
        let front = text.strip_suffix(end);
        front.is_some_and(|front| front.is_empty() || front.ends_with('.'))
    };
    let found = SERVICES.iter().find(|(end, _)| is_of(end));
    found.map(|(_, include)| *include)
}
