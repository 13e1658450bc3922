//! Plans: what must change between two states of a zone, and in which order.

mod diff;
mod order;

use crate::dns::{RecordSet, SetKey};

pub use diff::diff;
pub use order::order;

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
