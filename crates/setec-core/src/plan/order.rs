//! The order in which changes that depend on each other are applied.

use std::collections::HashSet;

use crate::dns::{Name, RecordType};
use crate::plan::Change;

/// Sorts changes so that each may be applied after those before it.
///
/// - A CNAME and other data never stand together (RFC 1034 section 3.6.2): where one takes the
///   place of the other, the old set goes first.
/// - Glue is there before the NS that needs it, and stays until that NS is gone.
/// - Everything else is written before anything is deleted, so a failure half-way loses nothing.
pub fn order(changes: &mut [Change]) {
    let names_of = |wanted: fn(&Change) -> bool| -> HashSet<Name> {
        let wanted = changes.iter().filter(|change| wanted(change));
        wanted.map(|change| change.key().name.clone()).collect()
    };
    let cnames = names_of(|change| change.key().rtype == RecordType::Cname);
    let written = names_of(|change| change.after().is_some());
    // Only where something takes the old set's place: a deletion by itself comes last.
    let swapped: HashSet<Name> = cnames.intersection(&written).cloned().collect();
    changes.sort_by(|a, b| {
        rank(a, &swapped)
            .cmp(&rank(b, &swapped))
            .then_with(|| a.key().cmp(b.key()))
    });
}

fn rank(change: &Change, swapped: &HashSet<Name>) -> u8 {
    let is_ns = change.key().rtype == RecordType::Ns;
    match change {
        Change::Delete(set) if swapped.contains(&set.key.name) => 0,
        Change::Create(_) | Change::Replace { .. } if !is_ns => 1,
        Change::Create(_) | Change::Replace { .. } => 2,
        Change::Delete(_) if is_ns => 3,
        Change::Delete(_) => 4,
    }
}

#[cfg(test)]
mod tests {
    use crate::dns::{Name, RecordData, RecordSet, RecordType, SetKey, Ttl};
    use crate::plan::{Change, order};

    fn set(name: &str, rtype: RecordType, text: &str) -> RecordSet {
        let key = SetKey {
            name: name.parse().expect("a name"),
            rtype,
        };
        let data = RecordData::parse(rtype, text, &Name::root()).expect("data");
        RecordSet::new(key, Ttl::from_secs(60).expect("a TTL"), [data])
    }

    fn ordered(mut changes: Vec<Change>) -> Vec<String> {
        order(&mut changes);
        let show = |change: &Change| {
            let verb = match change {
                Change::Create(_) => "+",
                Change::Replace { .. } => "~",
                Change::Delete(_) => "-",
            };
            format!("{verb}{} {}", change.key().name, change.key().rtype)
        };
        changes.iter().map(show).collect()
    }

    #[test]
    fn an_address_makes_room_for_a_cname_and_back() {
        let there = ordered(vec![
            Change::Create(set("www.example", RecordType::Cname, "a.example.")),
            Change::Delete(set("www.example", RecordType::A, "192.0.2.1")),
            Change::Delete(set("old.example", RecordType::Cname, "b.example.")),
        ]);
        assert_eq!(
            there,
            ["-www.example A", "+www.example CNAME", "-old.example CNAME"]
        );
        let back = ordered(vec![
            Change::Create(set("www.example", RecordType::A, "192.0.2.1")),
            Change::Delete(set("www.example", RecordType::Cname, "a.example.")),
        ]);
        assert_eq!(back, ["-www.example CNAME", "+www.example A"]);
    }

    #[test]
    fn glue_comes_before_its_delegation_and_leaves_after_it() {
        let made = ordered(vec![
            Change::Create(set("sub.example", RecordType::Ns, "ns.sub.example.")),
            Change::Create(set("ns.sub.example", RecordType::A, "192.0.2.1")),
        ]);
        assert_eq!(made, ["+ns.sub.example A", "+sub.example NS"]);
        let gone = ordered(vec![
            Change::Delete(set("ns.sub.example", RecordType::A, "192.0.2.1")),
            Change::Delete(set("sub.example", RecordType::Ns, "ns.sub.example.")),
        ]);
        assert_eq!(gone, ["-sub.example NS", "-ns.sub.example A"]);
    }
}
