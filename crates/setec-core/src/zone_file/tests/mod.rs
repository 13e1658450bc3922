mod arbitrary;
mod faults;
mod generate;
mod include;
mod syntax;

pub(super) use arbitrary::any_zone;

use crate::dns::{Name, Ttl, Zone};
use crate::zone_file::{Fault, Source, parse};

pub(super) fn name(text: &str) -> Name {
    text.parse().expect("a name")
}

pub(super) fn source<'a>(text: &'a str, origin: &'a Name) -> Source<'a> {
    Source {
        file: "zone",
        text,
        origin,
        default_ttl: Ttl::from_secs(3600).expect("a TTL"),
    }
}

pub(super) fn read(text: &str) -> Result<Zone, Vec<Fault>> {
    let origin = name("example.com");
    parse(&source(text, &origin), &mut |_| {
        Err("there is no such file".to_owned())
    })
}

/// The records of a zone, one a line, as `owner ttl type data`.
pub(super) fn lines(zone: &Zone) -> Vec<String> {
    let mut lines = Vec::new();
    for set in zone.sets() {
        for value in set.values() {
            let owner = set.key.name.relative_to(&zone.name);
            lines.push(format!("{owner} {} {} {value}", set.ttl, set.key.rtype));
        }
    }
    lines
}

pub(super) fn shown(faults: &[Fault]) -> Vec<String> {
    faults.iter().map(ToString::to_string).collect()
}
