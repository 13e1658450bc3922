//! Record sets in canonical order, in blocks that copies of a zone share.

use std::cmp::Ordering;
use std::sync::Arc;

use crate::dns::{RecordSet, SetKey};

/// Sets in a block: enough to make the list of blocks short, few enough to copy one for a change.
const FULL: usize = 256;

/// After so many blocks a list that is being cut up gives its memory back.
const BLOCKS_AT_ONCE: usize = 64;

/// Sets by key, each key once and none without values.
///
/// A clone shares every block until one side changes it: a large zone with a few changes costs
/// little more than the zone.
#[derive(Debug, Clone, Default)]
pub(super) struct SortedSets {
    /// None of them is empty.
    blocks: Vec<Arc<Vec<RecordSet>>>,
    len: usize,
}

impl SortedSets {
    /// Of sets in any order; of two with one key the last counts.
    pub(super) fn of(mut sets: Vec<RecordSet>) -> Self {
        sets.retain(|set| !set.is_empty());
        sets.sort_by(|one, other| one.key.cmp(&other.key));
        sets.dedup_by(|later, kept| {
            let is_same = later.key == kept.key;
            if is_same {
                std::mem::swap(later, kept);
            }
            is_same
        });
        let len = sets.len();
        let mut blocks = Vec::with_capacity(len.div_ceil(FULL));
        // From the end, so that the memory of what has moved can go while the rest waits.
        while !sets.is_empty() {
            let mut block = sets.split_off((sets.len() - 1) / FULL * FULL);
            block.shrink_to_fit();
            blocks.push(Arc::new(block));
            if blocks.len().is_multiple_of(BLOCKS_AT_ONCE) {
                sets.shrink_to_fit();
            }
        }
        blocks.reverse();
        Self { blocks, len }
    }

    /// As [`of`](Self::of), without a list besides where the sets come in order.
    pub(super) fn collect(sets: impl Iterator<Item = RecordSet>) -> Self {
        let mut sets = sets.filter(|set| !set.is_empty());
        let mut blocks = Vec::new();
        let mut len = 0;
        let mut block: Vec<RecordSet> = Vec::new();
        while let Some(set) = sets.next() {
            if block.last().is_some_and(|last| last.key >= set.key) {
                let mut all: Vec<RecordSet> = Vec::with_capacity(len + 1);
                all.extend(blocks.into_iter().flat_map(Arc::unwrap_or_clone));
                all.append(&mut block);
                all.push(set);
                all.extend(sets);
                return Self::of(all);
            }
            len += 1;
            // One set stays behind, to compare the next one with.
            if block.len() > FULL {
                let last = block.pop();
                let full = std::mem::replace(&mut block, Vec::with_capacity(FULL + 2));
                blocks.push(Arc::new(full));
                block.extend(last);
            }
            block.push(set);
        }
        if !block.is_empty() {
            block.shrink_to_fit();
            blocks.push(Arc::new(block));
        }
        Self { blocks, len }
    }

    pub(super) fn len(&self) -> usize {
        self.len
    }

    pub(super) fn iter(&self) -> impl Iterator<Item = &RecordSet> {
        self.blocks.iter().flat_map(|block| block.iter())
    }

    /// The sets from that key on.
    pub(super) fn iter_from<'a>(
        &'a self,
        key: &SetKey,
    ) -> impl Iterator<Item = &'a RecordSet> + use<'a> {
        let (first, rest) = match self.blocks.get(self.block_of(key)..) {
            Some([first, rest @ ..]) => {
                let start = first.partition_point(|set| set.key < *key);
                (&first[start..], rest)
            }
            _ => (&[][..], &[][..]),
        };
        first
            .iter()
            .chain(rest.iter().flat_map(|block| block.iter()))
    }

    pub(super) fn get(&self, key: &SetKey) -> Option<&RecordSet> {
        let block = self.blocks.get(self.block_of(key))?;
        let at = find(block, key).ok()?;
        Some(&block[at])
    }

    pub(super) fn put(&mut self, set: RecordSet) {
        if set.is_empty() {
            self.remove(&set.key);
            return;
        }
        let number = self.block_of(&set.key);
        let is_last = number + 1 >= self.blocks.len();
        let Some(block) = self.blocks.get_mut(number) else {
            self.blocks.push(Arc::new(vec![set]));
            self.len += 1;
            return;
        };
        match find(block, &set.key) {
            Ok(at) => Arc::make_mut(block)[at] = set,
            Err(at) => {
                self.len += 1;
                // Sets that come in order leave full blocks behind.
                if is_last && at >= FULL {
                    self.blocks.push(Arc::new(vec![set]));
                    return;
                }
                let block = Arc::make_mut(block);
                block.insert(at, set);
                if block.len() > FULL {
                    let half = block.split_off(block.len() / 2);
                    self.blocks.insert(number + 1, Arc::new(half));
                }
            }
        }
    }

    pub(super) fn remove(&mut self, key: &SetKey) -> Option<RecordSet> {
        let number = self.block_of(key);
        let block = self.blocks.get_mut(number)?;
        let at = find(block, key).ok()?;
        let block = Arc::make_mut(block);
        let set = block.remove(at);
        if block.is_empty() {
            self.blocks.remove(number);
        }
        self.len -= 1;
        Some(set)
    }

    /// What stands at each key where the two differ; blocks that they share are not looked at.
    pub(super) fn differences<'a>(&'a self, other: &'a Self) -> Differences<'a> {
        Differences {
            one: Cursor::new(self),
            other: Cursor::new(other),
        }
    }

    /// The block that holds the key, if any does.
    fn block_of(&self, key: &SetKey) -> usize {
        let behind = self.blocks.partition_point(|block| block[0].key <= *key);
        behind.saturating_sub(1)
    }
}

impl PartialEq for SortedSets {
    fn eq(&self, other: &Self) -> bool {
        self.len == other.len && self.differences(other).next().is_none()
    }
}

impl Eq for SortedSets {}

fn find(block: &[RecordSet], key: &SetKey) -> Result<usize, usize> {
    block.binary_search_by(|set| set.key.cmp(key))
}

/// One walk over two lists in order.
pub(super) struct Differences<'a> {
    one: Cursor<'a>,
    other: Cursor<'a>,
}

impl<'a> Iterator for Differences<'a> {
    type Item = (Option<&'a RecordSet>, Option<&'a RecordSet>);

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            while let (Some(one), Some(other)) = (self.one.block(), self.other.block())
                && Arc::ptr_eq(one, other)
            {
                self.one.skip_block();
                self.other.skip_block();
            }
            let (one, other) = (self.one.peek(), self.other.peek());
            let side = match (one, other) {
                (None, None) => return None,
                (Some(_), None) => Ordering::Less,
                (None, Some(_)) => Ordering::Greater,
                (Some(one), Some(other)) => one.key.cmp(&other.key),
            };
            let one = one.filter(|_| side != Ordering::Greater);
            let other = other.filter(|_| side != Ordering::Less);
            if one.is_some() {
                self.one.advance();
            }
            if other.is_some() {
                self.other.advance();
            }
            if one != other {
                return Some((one, other));
            }
        }
    }
}

/// A place in one of the lists.
struct Cursor<'a> {
    blocks: &'a [Arc<Vec<RecordSet>>],
    /// Within the first of the blocks.
    at: usize,
}

impl<'a> Cursor<'a> {
    fn new(sets: &'a SortedSets) -> Self {
        Self {
            blocks: &sets.blocks,
            at: 0,
        }
    }

    /// The block of which nothing has been read yet.
    fn block(&self) -> Option<&'a Arc<Vec<RecordSet>>> {
        self.blocks.first().filter(|_| self.at == 0)
    }

    fn skip_block(&mut self) {
        self.blocks = &self.blocks[1..];
    }

    fn peek(&self) -> Option<&'a RecordSet> {
        self.blocks.first().map(|block| &block[self.at])
    }

    fn advance(&mut self) {
        self.at += 1;
        if self.at == self.blocks[0].len() {
            self.skip_block();
            self.at = 0;
        }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use proptest::prelude::*;

    use super::SortedSets;
    use crate::dns::{RecordData, RecordSet, RecordType, SetKey, Ttl};

    /// A set for each number; its value tells sets of one key apart.
    fn set(number: u16, value: u8) -> RecordSet {
        let key = SetKey {
            name: format!("h{number}.example").parse().expect("a name"),
            rtype: RecordType::A,
        };
        let values = (value > 0).then(|| RecordData::A([192, 0, 2, value].into()));
        RecordSet::new(key, Ttl::from_secs(60).expect("a TTL"), values)
    }

    fn is_same(sets: &SortedSets, model: &BTreeMap<SetKey, RecordSet>) -> bool {
        sets.len() == model.len() && sets.iter().eq(model.values())
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(16))]

        #[test]
        fn it_holds_what_a_map_would(
            first in proptest::collection::vec((0u16..1_500, 0u8..4), 0..1_500),
            edits in proptest::collection::vec((0u16..1_500, 0u8..4), 0..600),
        ) {
            let given = || first.iter().map(|(number, value)| set(*number, *value));
            let mut model = BTreeMap::new();
            for set in given().filter(|set| !set.is_empty()) {
                model.insert(set.key.clone(), set);
            }
            let made = SortedSets::collect(given());
            prop_assert!(is_same(&made, &model));
            prop_assert_eq!(&SortedSets::collect(model.values().cloned()), &made);
            let mut one_by_one = SortedSets::default();
            for set in model.values() {
                one_by_one.put(set.clone());
            }
            prop_assert_eq!(&one_by_one, &made);

            let (mut edited, before) = (made.clone(), model.clone());
            for (number, value) in &edits {
                let set = set(*number, *value);
                if set.is_empty() {
                    prop_assert_eq!(edited.remove(&set.key), model.remove(&set.key));
                } else {
                    model.insert(set.key.clone(), set.clone());
                    edited.put(set);
                }
            }
            prop_assert!(is_same(&edited, &model));
            prop_assert!(is_same(&made, &before), "a copy is changed with the other");
            for number in 0..1_500 {
                let key = set(number, 0).key;
                prop_assert_eq!(edited.get(&key), model.get(&key));
            }
            let start = set(700, 0).key;
            prop_assert!(edited.iter_from(&start).eq(model.range(start..).map(|(_, set)| set)));

            let differences: Vec<_> = made.differences(&edited).collect();
            let keys: std::collections::BTreeSet<_> = before.keys().chain(model.keys()).collect();
            let expected: Vec<_> = keys
                .into_iter()
                .map(|key| (before.get(key), model.get(key)))
                .filter(|(one, other)| one != other)
                .collect();
            prop_assert_eq!(differences, expected);
        }
    }
}
