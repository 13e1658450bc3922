//! States of zones as the history keeps them: a line for each record set, whole or only those that
//! changed.
//!
//! A line is owner, TTL, type and values with a tab between each two; behind an empty field stand
//! the values that are not served. The owner is relative to the zone and empty for the apex. A line
//! without values says that the set is gone.

use std::fmt::Write;

use setec_core::dns::{Name, RecordData, RecordSet, RecordType, SetKey, Ttl, Zone};
use setec_store::Part;

use crate::dns::document::{self, SetDocument};
use crate::{Error, Result};

/// A whole state.
pub(crate) fn whole(zone: &Zone) -> String {
    let mut text = String::with_capacity(32 * zone.len());
    for set in zone.sets() {
        put_line(&mut text, &zone.name, &set.key, Some(set));
    }
    text
}

/// What turns one state into the other; `None` where more than `most` sets differ.
pub(crate) fn changes(before: &Zone, after: &Zone, most: usize) -> Option<String> {
    let mut text = String::new();
    for (number, sides) in before.differences(after).enumerate() {
        if number == most {
            return None;
        }
        if let (Some(set), _) | (None, Some(set)) = sides {
            put_line(&mut text, &after.name, &set.key, sides.1);
        }
    }
    Some(text)
}

/// The state that the parts give.
pub(crate) fn zone_of(name: &Name, parts: &[Part]) -> Result<Zone> {
    let mut zone = Zone::empty(name.clone());
    for part in parts {
        match part {
            Part::Json(json) => {
                let sets: Vec<SetDocument> =
                    serde_json::from_value(json.clone()).map_err(Error::internal)?;
                zone = document::to_zone(name, &sets)?;
            }
            Part::Lines(lines) => {
                for line in lines.lines() {
                    zone.put(read_line(line, name)?);
                }
            }
        }
    }
    Ok(zone)
}

fn put_line(text: &mut String, zone: &Name, key: &SetKey, set: Option<&RecordSet>) {
    let owner = if key.name == *zone {
        String::new()
    } else {
        key.name.relative_to(zone)
    };
    let ttl = set.map_or(0, |set| set.ttl.secs());
    let mut put = |what: std::fmt::Arguments<'_>| {
        text.write_fmt(what).expect("a String takes any text");
    };
    put(format_args!("{owner}\t{ttl}\t{}", key.rtype));
    for value in set.map_or(&[][..], RecordSet::values) {
        put(format_args!("\t{value}"));
    }
    let disabled = set.map_or(&[][..], RecordSet::disabled);
    if !disabled.is_empty() {
        put(format_args!("\t"));
    }
    for value in disabled {
        put(format_args!("\t{value}"));
    }
    put(format_args!("\n"));
}

fn read_line(line: &str, zone: &Name) -> Result<RecordSet> {
    let wrong = || Error::internal(format!("a kept record set cannot be read: {line}"));
    let mut fields = line.split('\t');
    let mut next = || fields.next().ok_or_else(wrong);
    let (owner, ttl, rtype) = (next()?, next()?, next()?);
    let name = read_owner(owner, zone).ok_or_else(wrong)?;
    let ttl: u64 = ttl.parse().map_err(|_| wrong())?;
    let rtype: RecordType = rtype.parse().map_err(|_| wrong())?;
    let parse = |text: &str| RecordData::parse(rtype, text, &Name::root()).map_err(|_| wrong());
    let served = fields.by_ref().take_while(|text| !text.is_empty());
    let served: Vec<RecordData> = served.map(parse).collect::<Result<_>>()?;
    let ttl = Ttl::from_secs(ttl).map_err(|_| wrong())?;
    let mut set = RecordSet::new(SetKey { name, rtype }, ttl, served);
    for text in fields {
        set.insert_disabled(parse(text)?);
    }
    Ok(set)
}

fn read_owner(owner: &str, zone: &Name) -> Option<Name> {
    if owner.is_empty() {
        return Some(zone.clone());
    }
    let is_absolute = owner.strip_suffix('.').is_some_and(|labels| {
        let escapes = labels.bytes().rev().take_while(|byte| *byte == b'\\');
        escapes.count() % 2 == 0
    });
    if is_absolute || *zone == Name::root() {
        return owner.parse().ok();
    }
    format!("{owner}.{zone}").parse().ok()
}

#[cfg(test)]
mod tests {
    use setec_core::dns::{RecordData, RecordSet, RecordType, SetKey, Ttl, Zone};
    use setec_store::Part;

    use super::{changes, whole, zone_of};
    use crate::dns::document;

    fn set(name: &str, rtype: &str, values: &[&str], disabled: &[&str]) -> RecordSet {
        let root = setec_core::dns::Name::root();
        let rtype: RecordType = rtype.parse().expect("a type");
        let data = |text: &&str| RecordData::parse(rtype, text, &root).expect("data");
        let key = SetKey {
            name: name.parse().expect("a name"),
            rtype,
        };
        let ttl = Ttl::from_secs(300).expect("a TTL");
        let mut set = RecordSet::new(key, ttl, values.iter().map(data));
        for text in disabled {
            set.insert_disabled(data(text));
        }
        set
    }

    fn zone() -> Zone {
        let soa = "ns1.example. admin.example. 1 2 3 4 5";
        let sets = [
            set("example.com", "SOA", &[soa], &[]),
            set(
                "example.com",
                "TXT",
                &["\"v=spf1 -all\"", "\"a;b \\\" \\009\""],
                &[],
            ),
            set(
                "example.com",
                "CAA",
                &["0 issue \"ca.example; a=b\\009\""],
                &[],
            ),
            set(r"\064.example.com", "A", &["192.0.2.1"], &[]),
            set(r"a\..example.com", "A", &["192.0.2.1"], &["192.0.2.2"]),
            set("off.example.com", "MX", &[], &["10 mail.example."]),
            set("_sip._tcp.example.com", "SRV", &["1 2 3 sip.example."], &[]),
            set("example.com", "TYPE65280", &["\\# 0", "\\# 2 abcd"], &[]),
            set("outside.example", "A", &["192.0.2.1"], &[]),
        ];
        Zone::from_sets("example.com".parse().expect("a name"), sets)
    }

    #[test]
    fn a_state_reads_as_it_was_written() {
        let zone = zone();
        let parts = [Part::Lines(whole(&zone))];
        assert_eq!(zone_of(&zone.name, &parts).expect("a zone"), zone);
        let documents = serde_json::to_value(document::of_zone(&zone)).expect("JSON");
        let of_before = zone_of(&zone.name, &[Part::Json(documents)]);
        assert_eq!(of_before.expect("a zone"), zone);
    }

    #[test]
    fn what_changed_is_put_on_the_state_before() {
        let (before, mut after) = (zone(), zone());
        after.put(set("new.example.com", "A", &["192.0.2.7"], &[]));
        after.put(set("example.com", "TXT", &["\"v=spf1 ~all\""], &[]));
        after.remove(&set("off.example.com", "MX", &[], &[]).key);
        let changed = changes(&before, &after, 3).expect("three sets");
        assert_eq!(changed.lines().count(), 3);
        let parts = [Part::Lines(whole(&before)), Part::Lines(changed)];
        assert_eq!(zone_of(&before.name, &parts).expect("a zone"), after);
        assert_eq!(changes(&before, &after, 2), None);
    }
}
