//! Zones full of what name servers get wrong, and questions about them.

use std::collections::BTreeMap;
use std::fmt::Write;

use domain::base::iana::Rtype;
use setec_core::dns::Name;

use super::client::Question;
use super::random::Random;

const LABELS: [&str; 12] = [
    "a", "b", "c", "d", "e", "www", "mail", "_tcp", "x-1", "*", "ns1", "host",
];
const TTLS: [u32; 5] = [0, 60, 300, 3_600, 86_400];
const ZONES: [&str; 4] = [
    "example.test",
    "child.example.test",
    "other.test",
    "deep.name.test",
];
const OUTSIDE: [&str; 5] = ["example", "com", ".", "name.test", "xexample.test"];

/// Sets of one zone: the data by owner and type, each with a TTL.
type Sets = BTreeMap<String, BTreeMap<&'static str, (u32, Vec<String>)>>;

/// The zones as texts of master files.
pub(crate) fn zones(random: &Random) -> Vec<(Name, String)> {
    let zones = ZONES
        .iter()
        .map(|zone| (zone.parse().expect("a name"), text(random, zone)));
    zones.collect()
}

/// A question about a name in, below or beside the zones.
pub(crate) fn question(random: &Random, zones: &[(Name, String)]) -> Question {
    let (zone, text) = random.pick(zones);
    let owners = text.lines().filter_map(|line| line.split(". ").next());
    let owners: Vec<&str> = owners.collect();
    let owner = *random.pick(&owners);
    let mut name = match random.below(20) {
        0 => (*random.pick(&OUTSIDE)).to_owned(),
        1 => zone.to_string(),
        2..=5 => format!("{}.{owner}", random.pick(&LABELS)),
        6 => format!("{}.{}.{owner}", random.pick(&LABELS), random.pick(&LABELS)),
        7 => format!("none.{owner}"),
        8 => owner
            .split_once('.')
            .map_or(owner, |(_, parent)| parent)
            .to_owned(),
        9 | 10 => {
            let parent = owner.split_once('.').map_or(owner, |(_, parent)| parent);
            format!("{}.{parent}", random.pick(&LABELS))
        }
        _ => owner.to_owned(),
    };
    if random.one_in(10) {
        name = name.to_ascii_uppercase();
    }
    let types = [
        Rtype::A,
        Rtype::A,
        Rtype::A,
        Rtype::AAAA,
        Rtype::AAAA,
        Rtype::NS,
        Rtype::SOA,
        Rtype::MX,
        Rtype::TXT,
        Rtype::TXT,
        Rtype::CNAME,
        Rtype::DS,
        Rtype::DNAME,
        Rtype::ANY,
        Rtype::ANY,
        Rtype::PTR,
        Rtype::SRV,
        Rtype::CAA,
        Rtype::HTTPS,
        Rtype::NAPTR,
        Rtype::DNSKEY,
        Rtype::NSEC,
        Rtype::RRSIG,
        Rtype::from_int(65_280),
        Rtype::from_int(65_281),
        Rtype::MAILB,
        Rtype::from_int(200),
    ];
    let sizes = [512, 1_232, 4_096, 0, 700];
    Question {
        name,
        rtype: *random.pick(&types),
        edns: random
            .one_in(2)
            .then(|| (*random.pick(&sizes), random.one_in(3))),
        is_tcp: random.one_in(4),
    }
}

fn text(random: &Random, zone: &str) -> String {
    let mut sets = Sets::new();
    apex(random, zone, &mut sets);
    for _ in 0..60 {
        let owner = owner(random, zone);
        if sets.contains_key(&owner) || is_below_dname(&sets, &owner) {
            continue;
        }
        match random.below(20) {
            0..=4 => put(
                random,
                &mut sets,
                &owner,
                "CNAME",
                vec![target(random, zone)],
            ),
            5 | 6 if !owner.contains('*') => delegation(random, zone, &owner, &mut sets),
            7 if !owner.contains('*') => {
                let below = format!(".{owner}");
                if !sets.keys().any(|other| other.ends_with(&below)) {
                    put(
                        random,
                        &mut sets,
                        &owner,
                        "DNAME",
                        vec![target(random, zone)],
                    );
                }
            }
            _ => data(random, zone, &owner, &mut sets),
        }
    }
    large(random, zone, &mut sets);
    if zone == ZONES[0] {
        let child = ZONES[1].to_owned();
        sets.retain(|owner, _| !owner.ends_with(&child));
        let servers = vec![format!("ns1.{child}."), format!("ns.{zone}.")];
        put(random, &mut sets, &child, "NS", servers);
        put(random, &mut sets, &child, "DS", vec![ds(random)]);
        put(
            random,
            &mut sets,
            &format!("ns1.{child}"),
            "A",
            vec![v4(random)],
        );
        put(
            random,
            &mut sets,
            &format!("loop1.{zone}"),
            "CNAME",
            vec![format!("loop2.{zone}.")],
        );
        put(
            random,
            &mut sets,
            &format!("loop2.{zone}"),
            "CNAME",
            vec![format!("loop1.{zone}.")],
        );
        for at in 0..20 {
            let next = vec![format!("chain{}.{zone}.", at + 1)];
            put(
                random,
                &mut sets,
                &format!("chain{at}.{zone}"),
                "CNAME",
                next,
            );
        }
        put(
            random,
            &mut sets,
            &format!("chain20.{zone}"),
            "A",
            vec![v4(random)],
        );
    }
    let mut text = String::new();
    for (owner, by_type) in &sets {
        for (rtype, (ttl, values)) in by_type {
            for value in values {
                writeln!(text, "{owner}. {ttl} IN {rtype} {value}").expect("a String takes it");
            }
        }
    }
    text
}

fn apex(random: &Random, zone: &str, sets: &mut Sets) {
    let minimum = *random.pick(&TTLS);
    let soa = format!("ns1.{zone}. admin.{zone}. 2026112101 7200 900 1209600 {minimum}");
    put(random, sets, zone, "SOA", vec![soa]);
    let servers = vec![
        format!("ns1.{zone}."),
        format!("ns.{zone}."),
        "ns.elsewhere.invalid.".to_owned(),
    ];
    put(random, sets, zone, "NS", servers);
    put(random, sets, zone, "MX", vec![format!("10 mail.{zone}.")]);
    put(random, sets, &format!("ns1.{zone}"), "A", vec![v4(random)]);
    put(
        random,
        sets,
        &format!("ns1.{zone}"),
        "AAAA",
        vec![v6(random)],
    );
    put(random, sets, &format!("ns.{zone}"), "A", vec![v4(random)]);
}

fn owner(random: &Random, zone: &str) -> String {
    let mut owner = zone.to_owned();
    for _ in 0..=random.below(4) {
        let label = *random.pick(&LABELS);
        owner = format!("{label}.{owner}");
        // Names below a wildcard are rare, but they exist.
        if label == "*" && !random.one_in(5) {
            break;
        }
    }
    owner
}

/// The target of an alias: in the zone, there or not, or in another one.
fn target(random: &Random, zone: &str) -> String {
    let zone = match random.below(8) {
        0 => *random.pick(&ZONES),
        1 => "elsewhere.invalid",
        _ => zone,
    };
    match random.below(10) {
        0 => format!("{zone}."),
        1 => format!("none.{zone}."),
        _ => format!("{}.", owner(random, zone).replace('*', "star")),
    }
}

fn delegation(random: &Random, zone: &str, owner: &str, sets: &mut Sets) {
    let mut servers = Vec::new();
    for at in 0..=random.below(3) {
        let server = match random.below(5) {
            0 | 1 => format!("ns{at}.{owner}"),
            2 => format!("ns1.{zone}"),
            3 => format!("ns{at}.{}", self::owner(random, zone).replace('*', "star")),
            _ => "ns.elsewhere.invalid".to_owned(),
        };
        let is_free = !sets
            .get(&server)
            .is_some_and(|sets| sets.contains_key("CNAME"));
        if server.ends_with(owner)
            || is_free
                && random.one_in(2)
                && server.ends_with(zone)
                && !is_below_dname(sets, &server)
        {
            put(random, sets, &server, "A", vec![v4(random)]);
            if random.one_in(2) {
                put(random, sets, &server, "AAAA", vec![v6(random)]);
            }
        }
        servers.push(format!("{server}."));
    }
    servers.dedup();
    put(random, sets, owner, "NS", servers);
    if random.one_in(2) {
        put(random, sets, owner, "DS", vec![ds(random)]);
    }
    if random.one_in(3) {
        put(random, sets, owner, "A", vec![v4(random)]);
        put(
            random,
            sets,
            &format!("hidden.{owner}"),
            "TXT",
            vec!["\"below the cut\"".to_owned()],
        );
    }
}

fn data(random: &Random, zone: &str, owner: &str, sets: &mut Sets) {
    for _ in 0..=random.below(4) {
        let host = target(random, zone);
        let number = random.below(100);
        let (rtype, value) = match random.below(13) {
            0..=2 => ("A", v4(random)),
            3 => ("AAAA", v6(random)),
            4 => ("TXT", format!("\"text {number}\"")),
            5 => ("TXT", format!("\"{}\"", "x".repeat(200 + number / 2))),
            6 => ("MX", format!("{number} {host}")),
            7 => ("SRV", format!("{number} 5 443 {host}")),
            8 => ("CAA", format!("0 issue \"ca{number}.example\"")),
            9 => ("PTR", host),
            10 => ("HTTPS", format!("1 {host} alpn=h2 port={number}")),
            11 => (
                "NAPTR",
                format!("{number} 10 \"S\" \"SIP+D2U\" \"\" {host}"),
            ),
            _ => ("TYPE65280", format!("\\# 2 00{number:02}")),
        };
        let values = if random.one_in(3) && rtype == "A" {
            (0..=random.below(6)).map(|_| v4(random)).collect()
        } else {
            vec![value]
        };
        put(random, sets, owner, rtype, values);
    }
}

/// What does not fit into 512 bytes, or into 1,232.
fn large(random: &Random, zone: &str, sets: &mut Sets) {
    for (owner, number) in [("forty", 40), ("eighty", 80)] {
        let values = (0..number).map(|_| v4(random)).collect();
        put(random, sets, &format!("{owner}.{zone}"), "A", values);
    }
    // One text in strings of 255 bytes: other borders are not kept (ARCHITECTURE.md, invariant 6).
    let long = (0..6).map(|at| format!("\"{}\"", at.to_string().repeat(255)));
    let long: Vec<String> = long.collect();
    put(
        random,
        sets,
        &format!("long.{zone}"),
        "TXT",
        vec![long.join(" ")],
    );
    let cut = format!("many.{zone}");
    let servers: Vec<String> = (0..13).map(|at| format!("ns{at}.{cut}")).collect();
    for server in &servers {
        put(random, sets, server, "A", vec![v4(random)]);
        put(random, sets, server, "AAAA", vec![v6(random)]);
    }
    let servers = servers.iter().map(|server| format!("{server}.")).collect();
    put(random, sets, &cut, "NS", servers);
}

fn put(
    random: &Random,
    sets: &mut Sets,
    owner: &str,
    rtype: &'static str,
    mut values: Vec<String>,
) {
    values.sort();
    values.dedup();
    let by_type = sets.entry(owner.to_owned()).or_default();
    let is_alone = by_type.contains_key("CNAME") || rtype == "CNAME" && !by_type.is_empty();
    if !is_alone {
        by_type.insert(rtype, (*random.pick(&TTLS), values));
    }
    if by_type.is_empty() {
        sets.remove(owner);
    }
}

fn is_below_dname(sets: &Sets, owner: &str) -> bool {
    let mut dnames = sets
        .iter()
        .filter(|(_, by_type)| by_type.contains_key("DNAME"));
    dnames.any(|(dname, _)| owner.ends_with(&format!(".{dname}")))
}

fn v4(random: &Random) -> String {
    format!("192.0.2.{}", random.below(250))
}

fn v6(random: &Random) -> String {
    format!("2001:db8::{:x}", random.below(60_000) + 1)
}

fn ds(random: &Random) -> String {
    format!("{} 13 2 {}", random.below(60_000), "ab".repeat(32))
}
