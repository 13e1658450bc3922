//! Printing of master files.

use std::collections::HashMap;
use std::fmt::Write;

use crate::dns::{Name, RecordSet, Ttl, Zone, escape_for_zone_file};

/// Owners up to this many characters line up.
const OWNER_COLUMN: usize = 24;

/// The zone as a master file that reads back as the same zone.
///
/// SOA first, then the NS of the apex, then canonical order. Values that are kept but not served
/// are comments.
pub fn print(zone: &Zone) -> String {
    let mut text = format!("$ORIGIN {}\n", zone.name.to_zone_text());
    let default_ttl = commonest_ttl(zone);
    if let Some(ttl) = default_ttl {
        put(&mut text, format_args!("$TTL {ttl}\n"));
    }
    let owners = zone.sets().map(|set| owner_of(set, &zone.name).len());
    let owner_width = owners
        .filter(|length| *length <= OWNER_COLUMN)
        .max()
        .unwrap_or(1);
    let ttls = zone.sets().filter(|set| Some(set.ttl) != default_ttl);
    let ttl_width = ttls
        .map(|set| set.ttl.to_string().len() + 1)
        .max()
        .unwrap_or(0);
    let mut previous: Option<&Name> = None;
    for set in zone.sets() {
        let ttl = if Some(set.ttl) == default_ttl {
            String::new()
        } else {
            format!(" {}", set.ttl)
        };
        let mut line = |prefix: &str, owner: &str, data: &dyn std::fmt::Display| {
            let rtype = set.key.rtype.to_string();
            put(
                &mut text,
                format_args!("{prefix}{owner:owner_width$}{ttl:ttl_width$} IN {rtype:<5} {data}\n"),
            );
        };
        for value in set.disabled() {
            line("; disabled: ", &owner_of(set, &zone.name), value);
        }
        for value in set.values() {
            if previous == Some(&set.key.name) {
                line("", "", value);
            } else {
                line("", &owner_of(set, &zone.name), value);
                previous = Some(&set.key.name);
            }
        }
    }
    text
}

fn owner_of(set: &RecordSet, zone: &Name) -> String {
    if set.key.name == *zone {
        return "@".to_owned();
    }
    escape_for_zone_file(set.key.name.relative_to(zone))
}

/// The TTL that most sets have; of several the lowest.
fn commonest_ttl(zone: &Zone) -> Option<Ttl> {
    let mut counts: HashMap<Ttl, usize> = HashMap::new();
    for set in zone.sets() {
        *counts.entry(set.ttl).or_default() += 1;
    }
    counts
        .into_iter()
        .max_by_key(|(ttl, count)| (*count, std::cmp::Reverse(*ttl)))
        .map(|(ttl, _)| ttl)
}

fn put(text: &mut String, what: std::fmt::Arguments<'_>) {
    text.write_fmt(what).expect("a String takes any text");
}
