//! The difference between two states of a zone.

use crate::dns::Zone;
use crate::plan::{Change, order};

/// The changes that turn `live` into `desired`, in an order in which they may be applied.
///
/// Both sides are normalised by their types, so a second run after an apply finds nothing.
pub fn diff(live: &Zone, desired: &Zone) -> Vec<Change> {
    let mut changes: Vec<Change> = live
        .differences(desired)
        .filter_map(|sides| match sides {
            (Some(before), Some(after)) => Some(Change::Replace {
                before: before.clone(),
                after: after.clone(),
            }),
            (Some(before), None) => Some(Change::Delete(before.clone())),
            (None, Some(after)) => Some(Change::Create(after.clone())),
            (None, None) => None,
        })
        .collect();
    order(&mut changes);
    changes
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use crate::dns::{Name, RecordData, RecordSet, RecordType, SetKey, Ttl, Zone};
    use crate::plan::{Change, diff};

    fn zone_of(records: &[(String, bool, u8, u32)]) -> Zone {
        let apex: Name = "example.com".parse().expect("a name");
        let mut zone = Zone::empty(apex.clone());
        for (label, is_txt, value, ttl) in records {
            let rtype = if *is_txt {
                RecordType::Txt
            } else {
                RecordType::A
            };
            let data = if *is_txt {
                RecordData::Txt(vec![*value].into())
            } else {
                RecordData::A([192, 0, 2, *value].into())
            };
            let key = SetKey {
                name: Name::in_zone(label, &apex).expect("a name"),
                rtype,
            };
            let mut set = match zone.remove(&key) {
                Some(set) => set,
                None => RecordSet::new(key, Ttl::from_secs(u64::from(*ttl)).expect("a TTL"), []),
            };
            set.insert(data);
            zone.put(set);
        }
        zone
    }

    fn apply(mut zone: Zone, changes: &[Change]) -> Zone {
        for change in changes {
            match change.after() {
                Some(set) => zone.put(set.clone()),
                None => {
                    zone.remove(change.key());
                }
            }
        }
        zone
    }

    proptest! {
        #[test]
        fn applying_the_difference_gives_the_desired_state(
            a in proptest::collection::vec(("[a-d]{1,2}", any::<bool>(), 0u8..5, 60u32..63), 0..12),
            b in proptest::collection::vec(("[a-d]{1,2}", any::<bool>(), 0u8..5, 60u32..63), 0..12),
        ) {
            let (live, desired) = (zone_of(&a), zone_of(&b));
            let after = apply(live.clone(), &diff(&live, &desired));
            prop_assert_eq!(&after, &desired);
            prop_assert!(diff(&after, &desired).is_empty());
        }
    }
}
