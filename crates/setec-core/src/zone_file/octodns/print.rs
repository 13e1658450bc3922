//! Printing of octoDNS's layout.

use std::cmp::Ordering;
use std::fmt::Write;

use crate::dns::{Name, RecordData, RecordSet, RecordType, Zone, escape_for_zone_file};
use crate::zone_file::loc::Location;
use crate::zone_file::octodns::value::{self, DNAME, LOC};

/// The zone in octoDNS's layout, in the order that its `enforce_order` wants.
///
/// What the layout cannot hold (SOA, types without a name in it, values that are not served)
/// stands in comments at the end.
pub fn print(zone: &Zone) -> String {
    let mut owners: Vec<(String, Vec<&RecordSet>)> = Vec::new();
    let mut left_out = String::new();
    for set in zone.sets() {
        let held = value::holds(set.key.rtype) && values(set).is_some();
        let unserved = set.disabled();
        for data in unserved.iter().chain(set.values().iter().filter(|_| !held)) {
            let owner = set.key.name.relative_to(&zone.name);
            let line = format_args!("# {owner} {} IN {} {data}\n", set.ttl, set.key.rtype);
            put(&mut left_out, line);
        }
        if !held || set.values().is_empty() {
            continue;
        }
        let owner = relative(&set.key.name, &zone.name);
        match owners.last_mut() {
            Some((last, sets)) if *last == owner => sets.push(set),
            _ => owners.push((owner, vec![set])),
        }
    }
    owners.sort_by(|(one, _), (other, _)| natural_order(one, other));
    let mut text = String::from("---\n");
    if owners.is_empty() {
        text.push_str("{}\n");
    }
    for (owner, sets) in owners {
        put(&mut text, format_args!("{}:\n", quoted(&owner)));
        for set in &sets {
            print_set(&mut text, set, sets.len() > 1);
        }
    }
    if !left_out.is_empty() {
        text.push_str("# Not part of this layout:\n");
        text.push_str(&left_out);
    }
    text
}

fn relative(name: &Name, zone: &Name) -> String {
    if name == zone {
        return String::new();
    }
    escape_for_zone_file(name.relative_to(zone))
}

fn print_set(text: &mut String, set: &RecordSet, is_item: bool) {
    let (first, indent) = if is_item {
        ("  - ", "    ")
    } else {
        ("  ", "  ")
    };
    put(text, format_args!("{first}ttl: {}\n", set.ttl));
    put(text, format_args!("{indent}type: {}\n", set.key.rtype));
    let values = values(set).unwrap_or_default();
    let is_several = values.len() > 1;
    let key = if is_several { "values" } else { "value" };
    if let ([Value::Scalar(alone)], false) = (&values[..], is_several) {
        return put(text, format_args!("{indent}{key}: {alone}\n"));
    }
    put(text, format_args!("{indent}{key}:\n"));
    for value in values {
        let lines = match value {
            Value::Scalar(scalar) => vec![scalar],
            Value::Fields(lines) => lines,
        };
        for (at, line) in lines.iter().enumerate() {
            let dash = if is_several && at == 0 { "- " } else { "  " };
            put(text, format_args!("{indent}{dash}{line}\n"));
        }
    }
}

enum Value {
    Scalar(String),
    /// Lines of a mapping, keys in order.
    Fields(Vec<String>),
}

fn values(set: &RecordSet) -> Option<Vec<Value>> {
    if value::is_single(set.key.rtype) && set.values().len() > 1 {
        return None;
    }
    set.values().iter().map(value_of).collect()
}

fn value_of(data: &RecordData) -> Option<Value> {
    let name = |name: &Name| quoted(&name.to_zone_text());
    Some(match data {
        RecordData::A(_) | RecordData::Aaaa(_) => Value::Scalar(quoted(&data.to_text())),
        RecordData::Cname(target)
        | RecordData::Alias(target)
        | RecordData::Ns(target)
        | RecordData::Ptr(target) => Value::Scalar(name(target)),
        RecordData::Txt(text) => Value::Scalar(txt(text)),
        RecordData::Mx(mx) => Value::Fields(vec![
            format!("exchange: {}", name(&mx.exchange)),
            format!("preference: {}", mx.preference),
        ]),
        RecordData::Srv(srv) => Value::Fields(vec![
            format!("port: {}", srv.port),
            format!("priority: {}", srv.priority),
            format!("target: {}", name(&srv.target)),
            format!("weight: {}", srv.weight),
        ]),
        RecordData::Caa(caa) => Value::Fields(vec![
            format!("flags: {}", caa.flags),
            format!("tag: {}", quoted(&caa.tag)),
            format!("value: {}", txt(&caa.value)),
        ]),
        RecordData::Naptr(naptr) => Value::Fields(vec![
            format!("flags: {}", txt(&naptr.flags)),
            format!("order: {}", naptr.order),
            format!("preference: {}", naptr.preference),
            format!("regexp: {}", txt(&naptr.regexp)),
            format!("replacement: {}", name(&naptr.replacement)),
            format!("service: {}", txt(&naptr.services)),
        ]),
        RecordData::Ds(ds) => Value::Fields(vec![
            format!("algorithm: {}", ds.algorithm),
            format!("digest: {}", quoted(&hex(&ds.digest))),
            format!("digest_type: {}", ds.digest_type),
            format!("key_tag: {}", ds.key_tag),
        ]),
        RecordData::Sshfp(sshfp) => Value::Fields(vec![
            format!("algorithm: {}", sshfp.algorithm),
            format!("fingerprint: {}", quoted(&hex(&sshfp.fingerprint))),
            format!("fingerprint_type: {}", sshfp.fingerprint_type),
        ]),
        RecordData::Tlsa(tlsa) => Value::Fields(vec![
            format!(
                "certificate_association_data: {}",
                quoted(&hex(&tlsa.association))
            ),
            format!("certificate_usage: {}", tlsa.usage),
            format!("matching_type: {}", tlsa.matching_type),
            format!("selector: {}", tlsa.selector),
        ]),
        RecordData::Https(svcb) | RecordData::Svcb(svcb) => {
            let text = data.to_text();
            let skipped = format!("{} {}", svcb.priority, svcb.target.to_zone_text());
            let params = text.strip_prefix(&skipped)?.trim();
            let mut lines = vec!["svcparams: {}".to_owned()];
            if !params.is_empty() {
                lines = vec!["svcparams:".to_owned()];
                let mut params: Vec<&str> = params.split(' ').collect();
                params.sort_unstable();
                lines.extend(params.iter().map(|param| format!("  {}", svcparam(param))));
            }
            lines.push(format!("svcpriority: {}", svcb.priority));
            lines.push(format!("targetname: {}", name(&svcb.target)));
            // Values with spaces or escapes are beyond the layout.
            if params.contains(['"', '\\']) {
                return None;
            }
            Value::Fields(lines)
        }
        RecordData::Unknown(unknown) => match data.rtype() {
            DNAME => match RecordData::from_wire(RecordType::Cname, &unknown.bytes) {
                Ok(RecordData::Cname(target)) => Value::Scalar(name(&target)),
                _ => return None,
            },
            LOC => location(&unknown.bytes)?,
            _ => return None,
        },
        RecordData::Soa(_) => return None,
    })
}

fn svcparam(param: &str) -> String {
    let Some((key, value)) = param.split_once('=') else {
        return format!("{param}:");
    };
    if !matches!(key, "alpn" | "ipv4hint" | "ipv6hint" | "mandatory") {
        return format!("{key}: {}", quoted(value));
    }
    let items: Vec<String> = value.split(',').map(quoted).collect();
    format!("{key}: [{}]", items.join(", "))
}

fn location(bytes: &[u8]) -> Option<Value> {
    let location = Location::from_wire(bytes)?;
    let metres = |centimetres: i64| {
        let sign = if centimetres < 0 { "-" } else { "" };
        let length = centimetres.unsigned_abs();
        format!("{sign}{}.{:02}", length / 100, length % 100)
    };
    let [size, horizontal, vertical] = location
        .sizes
        .map(|size| i64::try_from(size).map_or_else(|_| String::new(), metres));
    let mut lines = vec![format!("altitude: {}", metres(location.altitude))];
    for (prefix, angle) in [("lat", location.latitude), ("long", location.longitude)] {
        let (seconds, rest) = (angle.thousandths / 1000, angle.thousandths % 1000);
        lines.push(format!("{prefix}_degrees: {}", angle.degrees));
        lines.push(format!("{prefix}_direction: '{}'", angle.direction));
        lines.push(format!("{prefix}_minutes: {}", angle.minutes));
        lines.push(format!("{prefix}_seconds: {seconds}.{rest:03}"));
    }
    lines.push(format!("precision_horz: {horizontal}"));
    lines.push(format!("precision_vert: {vertical}"));
    lines.push(format!("size: {size}"));
    Some(Value::Fields(lines))
}

/// A text as octoDNS keeps it; a quote is bare except where it would be taken for one of a chunk.
fn txt(bytes: &[u8]) -> String {
    let mut text = String::with_capacity(bytes.len());
    for (at, byte) in bytes.iter().enumerate() {
        match byte {
            b';' if text.ends_with("\\\\") => text.push_str("\\059"),
            b';' => text.push_str("\\;"),
            b'\\' => text.push_str("\\\\"),
            b'"' if at == 0 || text.ends_with("\" ") => text.push_str("\\034"),
            b' '..=b'~' => text.push(char::from(*byte)),
            _ => put(&mut text, format_args!("\\{byte:03}")),
        }
    }
    quoted(&text)
}

fn quoted(text: &str) -> String {
    format!("'{}'", text.replace('\'', "''"))
}

fn hex(bytes: &[u8]) -> String {
    let mut text = String::with_capacity(bytes.len() * 2);
    for byte in bytes {
        put(&mut text, format_args!("{byte:02x}"));
    }
    text
}

/// Digits compare as numbers, as octoDNS's `natsort` has them.
fn natural_order(one: &str, other: &str) -> Ordering {
    let (mut one, mut other) = (Chunks(one), Chunks(other));
    loop {
        let order = match (one.next(), other.next()) {
            (None, None) => return Ordering::Equal,
            (None, Some(_)) => Ordering::Less,
            (Some(_), None) => Ordering::Greater,
            (Some(one), Some(other)) => one.cmp(&other),
        };
        if order != Ordering::Equal {
            return order;
        }
    }
}

/// Pairs of text and the number behind it, as its length and digits without leading zeros.
struct Chunks<'a>(&'a str);

impl<'a> Iterator for Chunks<'a> {
    type Item = (&'a str, usize, &'a str);

    fn next(&mut self) -> Option<Self::Item> {
        if self.0.is_empty() {
            return None;
        }
        let is_digit = |c: char| c.is_ascii_digit();
        let (text, behind) = self
            .0
            .split_at(self.0.find(is_digit).unwrap_or(self.0.len()));
        let end = behind.find(|c| !is_digit(c)).unwrap_or(behind.len());
        let (digits, rest) = behind.split_at(end);
        self.0 = rest;
        let number = digits.trim_start_matches('0');
        Some((text, number.len(), number))
    }
}

fn put(text: &mut String, what: std::fmt::Arguments<'_>) {
    text.write_fmt(what).expect("a String takes any text");
}
