//! Values and owners by themselves.

use std::net::{Ipv4Addr, Ipv6Addr};

use crate::dns::{RecordData, RecordType};
use crate::lint::view::View;
use crate::lint::{Finding, Severity};

/// An answer of that size never comes over UDP.
const LONG_TEXT: usize = 4096;

/// RFC 1035 section 5.2: a zone holds names at and below its apex.
pub(super) fn outside_zone(view: &View<'_>, findings: &mut Vec<Finding>) {
    for set in view.zone.sets() {
        let (name, rtype) = (&set.key.name, set.key.rtype);
        if !name.is_in(view.apex) {
            findings.push(Finding::new(
                "outside-zone",
                Severity::Error,
                name,
                rtype,
                format!(
                    "{name} is not in the zone {}, so it is never served",
                    view.apex
                ),
                "move the record to the zone that it belongs to",
            ));
        }
    }
}

/// Addresses that lead nowhere from the public Internet (RFC 6890).
pub(super) fn private_address(view: &View<'_>, findings: &mut Vec<Finding>) {
    for set in view.sets() {
        let (name, rtype) = (&set.key.name, set.key.rtype);
        for value in set.values() {
            let kind = match value {
                RecordData::A(address) => ipv4_kind(*address),
                RecordData::Aaaa(address) => ipv6_kind(*address),
                _ => None,
            };
            let Some(kind) = kind else {
                continue;
            };
            findings.push(Finding::new(
                "private-address",
                Severity::Notice,
                name,
                rtype,
                format!("{value} of {name} is {kind} address, which the public cannot reach"),
                "use a public address, or keep the name in an internal zone",
            ));
        }
    }
}

/// Long answers are truncated and come again over TCP (RFC 9715 section 3).
pub(super) fn long_text(view: &View<'_>, findings: &mut Vec<Finding>) {
    for set in view.sets_of(RecordType::Txt) {
        let name = &set.key.name;
        for value in set.values() {
            let RecordData::Txt(bytes) = value else {
                continue;
            };
            if bytes.len() > LONG_TEXT {
                findings.push(Finding::new(
                    "txt-long",
                    Severity::Notice,
                    name,
                    RecordType::Txt,
                    format!("a TXT of {name} has {} bytes", bytes.len()),
                    "keep it below 4,096 bytes; publish long data by HTTPS",
                ));
            }
        }
    }
}

fn ipv4_kind(address: Ipv4Addr) -> Option<&'static str> {
    let [first, second, ..] = address.octets();
    match address {
        _ if address.is_private() => Some("a private (RFC 1918)"),
        _ if address.is_loopback() => Some("a loopback"),
        _ if address.is_link_local() => Some("a link-local"),
        _ if address.is_documentation() => Some("a documentation (RFC 5737)"),
        _ if first == 0 => Some("an unspecified"),
        _ if first == 100 && (64..128).contains(&second) => Some("a shared (RFC 6598)"),
        _ => None,
    }
}

fn ipv6_kind(address: Ipv6Addr) -> Option<&'static str> {
    let [first, second, ..] = address.segments();
    match address {
        _ if address.is_unspecified() => Some("an unspecified"),
        _ if address.is_loopback() => Some("a loopback"),
        _ if address.is_unicast_link_local() => Some("a link-local"),
        _ if address.is_unique_local() => Some("a unique local (RFC 4193)"),
        _ if first == 0x2001 && second == 0x0db8 => Some("a documentation (RFC 3849)"),
        _ if first == 0x3fff && second < 0x1000 => Some("a documentation (RFC 9637)"),
        _ => address.to_ipv4_mapped().and_then(ipv4_kind),
    }
}
