//! Zones as collections of record sets.

use std::collections::HashSet;

use crate::Violation;
use crate::dns::sorted::SortedSets;
use crate::dns::{Name, RecordSet, RecordType, SetKey};

/// A zone's record sets in canonical order.
///
/// A clone is cheap, and shares what neither side changes afterwards.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Zone {
    /// The apex.
    pub name: Name,
    sets: SortedSets,
}

impl Zone {
    /// A zone without record sets.
    pub fn empty(name: Name) -> Self {
        Self {
            name,
            sets: SortedSets::default(),
        }
    }

    /// A zone of those sets; of two with one key the last counts.
    pub fn from_sets(name: Name, sets: impl IntoIterator<Item = RecordSet>) -> Self {
        let sets = SortedSets::collect(sets.into_iter());
        Self { name, sets }
    }

    /// As [`from_sets`](Self::from_sets), with less memory where they are in no order.
    pub fn from_list(name: Name, sets: Vec<RecordSet>) -> Self {
        let sets = SortedSets::of(sets);
        Self { name, sets }
    }

    /// The record sets, apex first.
    pub fn sets(&self) -> impl Iterator<Item = &RecordSet> {
        self.sets.iter()
    }

    /// The set of that owner and type.
    pub fn get(&self, key: &SetKey) -> Option<&RecordSet> {
        self.sets.get(key)
    }

    /// Puts a set in the place of what stands at its key; an empty one removes it.
    pub fn put(&mut self, set: RecordSet) {
        self.sets.put(set);
    }

    /// Takes a set out.
    pub fn remove(&mut self, key: &SetKey) -> Option<RecordSet> {
        self.sets.remove(key)
    }

    /// Number of record sets.
    pub fn len(&self) -> usize {
        self.sets.len()
    }

    /// Whether it holds no record set.
    pub fn is_empty(&self) -> bool {
        self.sets.len() == 0
    }

    /// The sets of one owner.
    pub fn at<'a>(&'a self, name: &'a Name) -> impl Iterator<Item = &'a RecordSet> {
        let first = SetKey {
            name: name.clone(),
            rtype: RecordType::Soa,
        };
        self.sets
            .iter_from(&first)
            .take_while(move |set| set.key.name == *name)
    }

    /// What stands here and there at each key where the two differ, in canonical order.
    pub fn differences<'a>(
        &'a self,
        other: &'a Self,
    ) -> impl Iterator<Item = (Option<&'a RecordSet>, Option<&'a RecordSet>)> {
        self.sets.differences(&other.sets)
    }

    /// The zone in master file form (RFC 1035 section 5); values that are not served are comments.
    pub fn to_zone_file(&self) -> String {
        crate::zone_file::print(self)
    }

    /// Rules of DNS that the zone breaks at the names that `keys` touch.
    ///
    /// Only touched names are looked at: an old zone with a fault elsewhere can still be worked on.
    pub fn check<'a>(&self, keys: impl IntoIterator<Item = &'a SetKey>) -> Vec<Violation> {
        let mut violations = Vec::new();
        let mut seen: HashSet<&Name> = HashSet::new();
        for key in keys {
            if seen.insert(&key.name) {
                self.check_name(&key.name, &mut violations);
            }
        }
        violations
    }

    fn check_name(&self, name: &Name, violations: &mut Vec<Violation>) {
        let shown = name.relative_to(&self.name);
        let sets: Vec<&RecordSet> = self.at(name).collect();
        for set in &sets {
            if set.key.rtype.is_single() && set.values().len() > 1 {
                violations.push(Violation::new(
                    format!("{shown}/{}", set.key.rtype),
                    format!("a name holds at most one {} record", set.key.rtype),
                ));
            }
        }
        let has_cname = sets.iter().any(|set| set.key.rtype == RecordType::Cname);
        if has_cname && *name == self.name {
            violations.push(Violation::new(
                "@/CNAME",
                "the apex of a zone cannot be a CNAME (it holds SOA and NS); use ALIAS where it is offered",
            ));
        } else if has_cname && sets.len() > 1 {
            let others: Vec<String> = sets
                .iter()
                .filter(|set| set.key.rtype != RecordType::Cname)
                .map(|set| set.key.rtype.to_string())
                .collect();
            violations.push(Violation::new(
                format!("{shown}/CNAME"),
                format!(
                    "a CNAME cannot stand beside other records (RFC 1034 section 3.6.2); {shown} also has {}",
                    others.join(", ")
                ),
            ));
        }
    }
}
