//! Zones and records.

mod blame;
mod document;
mod edit;
mod history;
mod input;
mod lint;
mod live;
mod locks;
mod many;
mod note;
mod plan;
mod protection;
mod read;
mod replace;
mod seen;
mod settle;
mod share;
mod snapshot;
mod spf;
mod state;
mod wanted;
mod write;
mod writer;
mod zone;

pub use document::{ChangeDocument, SetDocument};
pub use history::VersionView;
pub use input::{DeleteRecords, RecordInput};
pub use lint::{FindingView, FixView};
pub use live::{LiveAnswer, LiveInput, LiveServer, LiveSet, LiveSource, LiveState, LiveView};
pub use many::{ZonePlanned, ZoneWanted};
pub use plan::PlanView;
pub use protection::ProtectionView;
pub use read::RecordList;
pub use replace::{BulkApplied, BulkPlanView, ReplaceInput};
pub use snapshot::SnapshotView;
pub use wanted::{IgnoreInput, SetInput, Wanted};
pub use write::Extent;
pub use writer::Applied;

pub(crate) use locks::ZoneLocks;
pub(crate) use read::zone_name;
pub(crate) use seen::SeenZones;
pub(crate) use state::zone_of;
pub(crate) use zone::read_names;
