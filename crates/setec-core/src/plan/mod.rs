//! Plans: what must change between two states of a zone, and in which order.

mod diff;
mod guard;
mod ignore;
mod order;
mod policy;
mod render;

use crate::dns::{RecordSet, SetKey};

pub use diff::diff;
pub use guard::{Guard, Trip, guards};
pub use ignore::IgnoreRule;
pub use order::order;
pub use policy::{Policy, desired, holds_the_zone};

/// One change to one record set.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Change {
    /// A set that was not there.
    Create(RecordSet),
    /// A set with other values or another TTL.
    Replace {
        /// As it is.
        before: RecordSet,
        /// As it shall be.
        after: RecordSet,
    },
    /// A set that goes away.
    Delete(RecordSet),
}

impl Change {
    /// Owner and type of the set it touches.
    pub fn key(&self) -> &SetKey {
        match self {
            Self::Create(set) | Self::Delete(set) | Self::Replace { after: set, .. } => &set.key,
        }
    }

    /// The set as it was.
    pub fn before(&self) -> Option<&RecordSet> {
        match self {
            Self::Create(_) => None,
            Self::Delete(set) | Self::Replace { before: set, .. } => Some(set),
        }
    }

    /// The set as it shall be.
    pub fn after(&self) -> Option<&RecordSet> {
        match self {
            Self::Delete(_) => None,
            Self::Create(set) | Self::Replace { after: set, .. } => Some(set),
        }
    }
}

#[cfg(test)]
pub(crate) mod tests {
    use crate::dns::{Name, RecordData, RecordSet, RecordType, SetKey, Ttl, Zone};

    /// A zone `example.com` of lines `name type data`, each with a TTL of 300.
    pub(crate) fn zone(lines: &[&str]) -> Zone {
        let apex: Name = "example.com".parse().expect("a name");
        let mut zone = Zone::empty(apex.clone());
        for line in lines {
            let mut words = line.splitn(3, ' ');
            let mut next = || words.next().expect("three words");
            let (name, rtype, data) = (next(), next(), next());
            let rtype: RecordType = rtype.parse().expect("a type");
            let key = SetKey {
                name: Name::in_zone(name, &apex).expect("a name"),
                rtype,
            };
            let data = RecordData::parse(rtype, data, &Name::root()).expect("data");
            let ttl = Ttl::from_secs(300).expect("a TTL");
            let mut set = zone
                .remove(&key)
                .unwrap_or_else(|| RecordSet::new(key, ttl, []));
            set.insert(data);
            zone.put(set);
        }
        zone
    }
}
