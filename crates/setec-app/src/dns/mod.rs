//! Zones and records.

mod edit;
mod input;
mod locks;
mod read;
mod snapshot;
mod write;
mod zone;

pub use input::{DeleteRecords, RecordInput};
pub use read::RecordList;
pub use snapshot::SnapshotView;

pub(crate) use locks::ZoneLocks;
pub(crate) use zone::read_names;
