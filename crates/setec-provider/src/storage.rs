//! Where the `local` driver keeps the zones that Setec Manager serves itself.

use std::fmt;

use async_trait::async_trait;
use setec_core::dns::{Name, RecordSet, SetKey, Zone};

use crate::Result;
use crate::dns::ZoneInfo;

/// A change of a stored zone from one serial to the next.
#[derive(Debug, Clone)]
pub struct StoredChange {
    /// The serial that the zone must have for the change to happen.
    pub from_serial: u32,
    /// Its serial afterwards; the SOA among `put` has it.
    pub to_serial: u32,
    /// Sets that go.
    pub gone: Vec<SetKey>,
    /// Sets that come or are replaced.
    pub put: Vec<RecordSet>,
}

/// The stored zones of one account. The app implements it over its database and tells the name
/// server of every change.
#[async_trait]
pub trait ZoneStorage: fmt::Debug + Send + Sync {
    /// All zones of the account with their serials.
    async fn zones(&self) -> Result<Vec<ZoneInfo>>;

    /// A whole zone, as of one serial.
    async fn zone(&self, name: &Name) -> Result<Option<Zone>>;

    /// The sets at some names of a zone, and its serial; `None` where there is no such zone.
    async fn sets_at(&self, zone: &Name, names: &[Name]) -> Result<Option<(u32, Vec<RecordSet>)>>;

    /// Keeps a new zone; `Exists` where some account has one of that name.
    async fn create(&self, zone: &Zone, serial: u32) -> Result<()>;

    /// Changes a zone as a whole or not at all; `false` where its serial is another one by now.
    async fn change(&self, zone: &Name, change: StoredChange) -> Result<bool>;

    /// Removes a zone; `false` where there is none.
    async fn remove(&self, zone: &Name) -> Result<bool>;

    /// Has the name server tell the zone's secondaries (RFC 1996); `false` where there is none.
    async fn notify(&self, zone: &Name) -> Result<bool>;
}
