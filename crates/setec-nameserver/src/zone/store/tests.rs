use std::collections::{BTreeMap, BTreeSet};

use proptest::prelude::*;

use super::{NodeId, Store};
use crate::name::ancestors;

const APEX: &[u8] = b"\x01z\0";

fn owner(labels: &[u8]) -> Vec<u8> {
    let mut name = Vec::new();
    for label in labels {
        name.extend([1, b'a' + label]);
    }
    [&name, APEX].concat()
}

/// TTL and data of each set.
type Contents = BTreeMap<(Vec<u8>, u16), (u32, Vec<Vec<u8>>)>;

/// What the store holds, read through its own iterator.
fn contents(store: &Store) -> Contents {
    let mut contents = BTreeMap::new();
    for (node, sets) in store.nodes() {
        for set in sets {
            let records: Vec<Vec<u8>> = store.records_of(*set).map(Into::into).collect();
            assert_eq!(records.len(), usize::from(set.count));
            let key = (store.name(node).to_vec(), set.rtype);
            assert!(contents.insert(key, (set.ttl, records)).is_none());
        }
    }
    contents
}

proptest! {
    #[test]
    fn holds_what_was_put_and_not_removed(
        steps in proptest::collection::vec(
            (proptest::collection::vec(0_u8..3, 0..4), 1_u16..4, proptest::option::of(0_u8..9)),
            0..60,
        ),
    ) {
        let mut store = Store::new(APEX, 0);
        let mut model = BTreeMap::new();
        for (labels, rtype, value) in steps {
            let name = owner(&labels);
            if let Some(value) = value {
                let data = [&[0, 1, value][..], &[0, 2, value, 7]].concat();
                store.put(&name, rtype, u32::from(value), 2, &data);
                let records = vec![vec![value], vec![value, 7]];
                model.insert((name, rtype), (u32::from(value), records));
            } else {
                store.remove(&name, rtype);
                model.remove(&(name, rtype));
            }
        }
        let exist: BTreeSet<Vec<u8>> = model
            .keys()
            .flat_map(|(name, _)| ancestors(name))
            .filter(|name| name.ends_with(APEX))
            .chain([APEX])
            .map(Into::into)
            .collect();
        for store in [&store, &store.compacted()] {
            prop_assert_eq!(&contents(store), &model);
            prop_assert_eq!(store.records(), model.len() * 2);
            prop_assert_eq!(store.index.len(), exist.len());
            for name in &exist {
                let node = store.find(name);
                prop_assert!(node.is_some());
                let above = node.and_then(|node| store.parent(node));
                prop_assert_eq!(above.is_none(), node == Some(NodeId::APEX));
            }
        }
    }
}
