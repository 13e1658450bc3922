//! Guards: what looks like an accident is refused until somebody says that it is none.

use serde::{Deserialize, Serialize};

use crate::dns::{RecordData, RecordType, SetKey, Zone};
use crate::plan::{Change, holds_the_zone};

/// Below this number of sets a zone is too small for a share to mean anything.
const SMALL_ZONE: usize = 10;

/// More than this many of a hundred sets at once looks like an accident.
const MAX_PERCENT: usize = 30;

/// What a plan tripped over; its word is the override.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum Guard {
    /// More than 30 % of a zone of ten or more sets would be deleted.
    MassDelete,
    /// More than 30 % of a zone of ten or more sets would be changed.
    MassChange,
    /// The zone would hold nothing but its SOA and NS.
    EmptyZone,
    /// The apex NS would change.
    ApexNs,
    /// Mail would go nowhere: an MX set would go.
    RemoveMx,
    /// A DMARC record would go.
    RemoveDmarc,
    /// A CAA set would go.
    RemoveCaa,
    /// A DS set would go: a signed child zone would become insecure.
    RemoveDs,
}

/// A guard that a plan trips.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Trip {
    /// Which one.
    pub guard: Guard,
    /// X of Y, in words.
    pub message: String,
    /// The sets concerned.
    pub sets: Vec<SetKey>,
}

impl Guard {
    /// The word by which somebody overrides it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::MassDelete => "mass-delete",
            Self::MassChange => "mass-change",
            Self::EmptyZone => "empty-zone",
            Self::ApexNs => "apex-ns",
            Self::RemoveMx => "remove-mx",
            Self::RemoveDmarc => "remove-dmarc",
            Self::RemoveCaa => "remove-caa",
            Self::RemoveDs => "remove-ds",
        }
    }
}

/// Every guard that the changes trip.
pub fn guards(live: &Zone, desired: &Zone, changes: &[Change]) -> Vec<Trip> {
    let mut trips = Vec::new();
    let sets = live
        .sets()
        .filter(|set| set.key.rtype != RecordType::Soa)
        .count();
    let keys = |wanted: &dyn Fn(&Change) -> bool| -> Vec<SetKey> {
        changes
            .iter()
            .filter(|change| wanted(change))
            .map(|change| change.key().clone())
            .collect()
    };
    let deleted = keys(&|change| matches!(change, Change::Delete(_)));
    let replaced = keys(&|change| matches!(change, Change::Replace { .. }));
    for (guard, verb, keys) in [
        (Guard::MassDelete, "deleted", deleted),
        (Guard::MassChange, "changed", replaced),
    ] {
        if sets >= SMALL_ZONE && keys.len() * 100 > sets * MAX_PERCENT {
            let percent = keys.len() * 100 / sets;
            trips.push(Trip {
                guard,
                message: format!(
                    "{} of {sets} record sets ({percent} %) would be {verb}; more than {MAX_PERCENT} % at once looks like an accident",
                    keys.len()
                ),
                sets: keys,
            });
        }
    }
    let holds_data = |zone: &Zone| {
        let mut keys = zone.sets().map(|set| &set.key);
        keys.any(|key| !holds_the_zone(key, &zone.name))
    };
    if holds_data(live) && !holds_data(desired) {
        trips.push(Trip {
            guard: Guard::EmptyZone,
            message: format!("all {sets} record sets but SOA and NS would go"),
            sets: Vec::new(),
        });
    }
    let apex_ns = keys(&|change| {
        change.before().is_some()
            && change.key().rtype == RecordType::Ns
            && change.key().name == live.name
    });
    trip_if(
        &mut trips,
        Guard::ApexNs,
        "the apex NS would change, which can take the whole zone off the air",
        apex_ns,
    );
    for (guard, rtype, message) in [
        (
            Guard::RemoveMx,
            RecordType::Mx,
            "mail would no longer be delivered",
        ),
        (
            Guard::RemoveCaa,
            RecordType::Caa,
            "any certificate authority could issue",
        ),
        (
            Guard::RemoveDs,
            RecordType::Ds,
            "a signed delegation would become insecure",
        ),
    ] {
        let gone = keys(&|change| matches!(change, Change::Delete(set) if set.key.rtype == rtype));
        trip_if(&mut trips, guard, message, gone);
    }
    let dmarc = keys(&|change| has_dmarc(change.before()) && !has_dmarc(change.after()));
    trip_if(
        &mut trips,
        Guard::RemoveDmarc,
        "mail in the domain's name could be forged",
        dmarc,
    );
    trips
}

fn trip_if(trips: &mut Vec<Trip>, guard: Guard, message: &str, sets: Vec<SetKey>) {
    if !sets.is_empty() {
        trips.push(Trip {
            guard,
            message: message.to_owned(),
            sets,
        });
    }
}

fn has_dmarc(set: Option<&crate::dns::RecordSet>) -> bool {
    let is_dmarc = |value: &RecordData| matches!(value, RecordData::Txt(text) if text.starts_with(b"v=DMARC1"));
    set.is_some_and(|set| {
        set.key.name.as_str().starts_with("_dmarc.") && set.values().iter().any(is_dmarc)
    })
}

#[cfg(test)]
mod tests {
    use super::{Guard, guards};
    use crate::dns::Zone;
    use crate::plan::diff;
    use crate::plan::tests::zone;

    fn tripped(live: &Zone, desired: &Zone) -> Vec<Guard> {
        guards(live, desired, &diff(live, desired))
            .into_iter()
            .map(|trip| trip.guard)
            .collect()
    }

    fn hosts(count: usize, last: &str) -> Vec<String> {
        let mut lines: Vec<String> = (0..count).map(|n| format!("h{n} A 192.0.2.{n}")).collect();
        lines.push(last.to_owned());
        lines
    }

    fn zone_of(lines: &[String]) -> Zone {
        let lines: Vec<&str> = lines.iter().map(String::as_str).collect();
        zone(&lines)
    }

    #[test]
    fn thirty_of_a_hundred_pass_and_one_more_does_not() {
        let live = zone_of(&hosts(9, "@ NS ns1.example."));
        let three_fewer = zone_of(&hosts(6, "@ NS ns1.example."));
        let four_fewer = zone_of(&hosts(5, "@ NS ns1.example."));
        assert_eq!(tripped(&live, &three_fewer), []);
        assert_eq!(tripped(&live, &four_fewer), [Guard::MassDelete]);
        let trips = guards(&live, &four_fewer, &diff(&live, &four_fewer));
        assert!(
            trips[0].message.starts_with("4 of 10 record sets (40 %)"),
            "{}",
            trips[0].message
        );
        let small = zone_of(&hosts(8, "@ NS ns1.example."));
        assert_eq!(tripped(&small, &four_fewer), []);
    }

    #[test]
    fn what_takes_a_company_off_the_air_is_named() {
        let full = zone(&[
            "@ NS ns1.example.",
            "@ MX 10 mail.example.",
            "@ CAA 0 issue \"ca.example\"",
            "child DS 1 13 2 AABB",
            "_dmarc TXT \"v=DMARC1; p=none\"",
        ]);
        let without = |type_or_name: &str| {
            let mut zone = full.clone();
            let gone = full
                .sets()
                .find(|set| set.key.rtype.to_string() == type_or_name)
                .expect("a set");
            zone.remove(&gone.key);
            zone
        };
        assert_eq!(tripped(&full, &without("MX")), [Guard::RemoveMx]);
        assert_eq!(tripped(&full, &without("CAA")), [Guard::RemoveCaa]);
        assert_eq!(tripped(&full, &without("DS")), [Guard::RemoveDs]);
        assert_eq!(tripped(&full, &without("TXT")), [Guard::RemoveDmarc]);
        assert_eq!(tripped(&full, &without("NS")), [Guard::ApexNs]);
        assert!(tripped(&full, &zone(&["@ NS ns1.example."])).contains(&Guard::EmptyZone));
    }
}
