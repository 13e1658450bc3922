//! SVCB and HTTPS data as PowerDNS prints it (RFC 9460 section 2.1).

use std::fmt::Write as _;
use std::net::{Ipv4Addr, Ipv6Addr};

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use setec_core::dns::Svcb;

/// The names of the keys from 0; further keys are written by number.
const KEYS: [&str; 7] = [
    "mandatory",
    "alpn",
    "no-default-alpn",
    "port",
    "ipv4hint",
    "ech",
    "ipv6hint",
];

/// Priority, target and parameters.
pub(super) fn print(svcb: &Svcb) -> String {
    let mut text = format!("{} {}", svcb.priority, svcb.target.to_absolute());
    let mut rest = &svcb.params[..];
    while let Some((key, value, after)) = split_param(rest) {
        text.push(' ');
        text.push_str(&param(key, value));
        rest = after;
    }
    text
}

fn split_param(bytes: &[u8]) -> Option<(u16, &[u8], &[u8])> {
    let (key, rest) = split_number(bytes)?;
    let (length, rest) = split_number(rest)?;
    let (value, rest) = rest.split_at_checked(usize::from(length))?;
    Some((key, value, rest))
}

fn split_number(bytes: &[u8]) -> Option<(u16, &[u8])> {
    let (number, rest) = bytes.split_first_chunk::<2>()?;
    Some((u16::from_be_bytes(*number), rest))
}

fn param(key: u16, value: &[u8]) -> String {
    let name = key_name(key);
    let list = match key {
        0 => numbers(value).map(key_name).collect::<Vec<_>>(),
        1 => alpn_ids(value),
        2 => return name,
        3 => numbers(value).map(|port| port.to_string()).collect(),
        4 => value
            .as_chunks::<4>()
            .0
            .iter()
            .map(|octets| Ipv4Addr::from(*octets).to_string())
            .collect(),
        5 => return format!("{name}=\"{}\"", STANDARD.encode(value)),
        6 => value
            .as_chunks::<16>()
            .0
            .iter()
            .map(|octets| Ipv6Addr::from(*octets).to_string())
            .collect(),
        _ => return format!("{name}=\"{}\"", escape(value)),
    };
    format!("{name}={}", list.join(","))
}

fn key_name(key: u16) -> String {
    match KEYS.get(usize::from(key)) {
        Some(name) => (*name).to_owned(),
        None => format!("key{key}"),
    }
}

fn numbers(value: &[u8]) -> impl Iterator<Item = u16> + '_ {
    let pairs = value.as_chunks::<2>().0;
    pairs.iter().map(|pair| u16::from_be_bytes(*pair))
}

fn alpn_ids(value: &[u8]) -> Vec<String> {
    let mut ids = Vec::new();
    let mut rest = value;
    while let Some((length, after)) = rest.split_first() {
        let Some((id, after)) = after.split_at_checked(usize::from(*length)) else {
            break;
        };
        // A comma inside an id is escaped twice (RFC 9460 appendix A.1).
        let text = escape(id).replace('\\', "\\\\").replace(',', "\\\\,");
        ids.push(text);
        rest = after;
    }
    ids
}

/// The inside of a quoted string.
pub(super) fn escape(bytes: &[u8]) -> String {
    let mut text = String::new();
    for byte in bytes {
        match byte {
            b'"' | b'\\' => {
                text.push('\\');
                text.push(char::from(*byte));
            }
            0x20..=0x7e => text.push(char::from(*byte)),
            other => write!(text, "\\{other:03}").expect("a String takes any text"),
        }
    }
    text
}
