//! DNS at a provider.

use async_trait::async_trait;
use chrono::{DateTime, Utc};
use setec_core::dns::{Name, RecordSet, RecordType, SetKey, Ttl, Zone};
use setec_core::plan::Change;

use crate::{ProviderError, Result};

/// What the provider's API can hold and how it is written.
#[derive(Debug, Clone, Copy)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is a fact of its own about the provider"
)]
pub struct DnsFacts {
    /// Types whose sets may be written.
    pub record_types: &'static [RecordType],
    /// Whether types without a variant of their own (RFC 3597) may be written as well.
    pub unknown_types: bool,
    /// The smallest TTL.
    pub min_ttl: Ttl,
    /// The largest TTL, where the provider does not take every one of RFC 2181.
    pub max_ttl: Option<Ttl>,
    /// The TTL of a set for which none is given.
    pub default_ttl: Ttl,
    /// What one write replaces.
    pub granularity: Granularity,
    /// Whether a batch of changes happens as a whole or not at all.
    pub atomic: bool,
    /// Whether the list of zones has the SOA serial of each.
    pub lists_serials: bool,
    /// Whether a value can be kept without being served, and be served again.
    pub switches_values: bool,
}

/// What one write replaces.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Granularity {
    /// One value.
    Record,
    /// All values of one name and type.
    RecordSet,
    /// Everything at a name.
    Name,
    /// The whole zone.
    Zone,
}

/// A zone in the provider's list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ZoneInfo {
    /// The apex.
    pub name: Name,
    /// The SOA serial, where the list has it.
    pub serial: Option<u32>,
    /// The provider's word for its kind, such as `Native`.
    pub kind: Option<String>,
}

/// Reads zones. Code that only plans is given this and holds no means to write.
#[async_trait]
pub trait ZoneReader: Send + Sync {
    /// What the provider can hold.
    fn facts(&self) -> DnsFacts;

    /// All zones of the account.
    async fn zones(&self) -> Result<Vec<ZoneInfo>>;

    /// One zone with all its record sets; `NotFound` where the account does not host it.
    async fn zone(&self, name: &Name) -> Result<Zone>;

    /// The same for a caller who holds what an answer said before, and the mark of that answer.
    ///
    /// The provider is asked all the same, for all of the zone: a change that left the serial alone
    /// is found. Only the reading of an answer that is known already is saved.
    async fn look(&self, name: &Name, known: Option<Mark>) -> Result<Look> {
        let _ = known;
        let zone = self.zone(name).await?;
        Ok(Look::Zone { zone, mark: None })
    }
}

/// What identifies an answer, byte by byte: SHA-256 over it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Mark(pub [u8; 32]);

/// What a look at a zone showed.
#[derive(Debug)]
pub enum Look {
    /// The very answer that bears the known mark.
    Known,
    /// Another answer, or one that nothing is known of.
    Zone {
        /// The zone as it is.
        zone: Zone,
        /// The answer's mark, where the driver makes one.
        mark: Option<Mark>,
    },
}

/// Writes zones.
#[async_trait]
pub trait ZoneWriter: Send + Sync {
    /// Carries the changes out in their order, after the vendor's own validation where it has one.
    ///
    /// A set in a `Replace` or `Delete` is the zone's as it was read: what the provider holds
    /// besides, such as disabled values, is in it and must not be lost. A refused change leaves
    /// the zone as it was; what a failure half-way leaves behind is in the error. Where the vendor's
    /// words tell which sets it refuses, the error has a violation for each, by its [`set_field`].
    async fn apply(
        &self,
        zone: &Name,
        changes: &[Change],
    ) -> std::result::Result<Written, ApplyError>;

    /// Calls to the vendor that `apply` makes for those changes when all goes well, without a look
    /// at the result.
    fn calls(&self, changes: &[Change]) -> u32;

    /// Whether a write that succeeded stands as it was sent, all of it, in whatever is read next.
    ///
    /// Then nobody looks again after a write. It needs a vendor that answers after it has committed
    /// the whole batch, and that refuses what it would keep in another form.
    fn stands_as_sent(&self) -> bool {
        false
    }
}

/// What came of changes that were carried out.
#[derive(Debug, Default)]
pub struct Written {
    /// What the vendor said.
    pub answers: Vec<Answer>,
    /// The zone as it was last seen, where the driver has waited until reads show what was written;
    /// whoever gets it need not look again.
    pub seen: Option<Zone>,
}

/// What the vendor said to one write, for the journal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answer {
    /// The write, such as `PATCH /zones/example.com.`; without host and secrets.
    pub call: String,
    /// The vendor's words, cut where they are long: a status and what came with it.
    pub text: String,
}

/// A failed apply, with the changes that stand nevertheless.
#[derive(Debug, thiserror::Error)]
#[error("{source}")]
pub struct ApplyError {
    /// Sets whose changes the provider has carried out.
    pub applied: Vec<SetKey>,
    /// What the vendor said to the writes before the one that failed.
    pub answers: Vec<Answer>,
    /// Why the rest was not.
    pub source: ProviderError,
}

impl From<ProviderError> for ApplyError {
    fn from(source: ProviderError) -> Self {
        Self {
            applied: Vec::new(),
            answers: Vec::new(),
            source,
        }
    }
}

/// The vendor's own look at changes before they are made.
///
/// A vendor that refuses a batch mostly does not say for which record. Asking it again about parts
/// of the batch names the record, and changes nothing while it does so.
#[async_trait]
pub trait ZoneValidator: Send + Sync {
    /// Refuses what the vendor would refuse beside the zone as it is; `Ok` also for what it cannot
    /// tell beforehand, such as deletions. Never writes.
    async fn validate(&self, zone: &Name, changes: &[Change]) -> Result<()>;
}

/// The field of a violation that is about a set, such as `www/A` or `@/MX`.
pub fn set_field(zone: &Name, key: &SetKey) -> String {
    format!("{}/{}", key.name.relative_to(zone), key.rtype)
}

/// Puts a zone back to the provider's defaults.
#[async_trait]
pub trait ZoneReset: Send + Sync {
    /// Drops every record of the user and restores the provider's own.
    async fn reset(&self, zone: &Name) -> Result<()>;
}

/// A state of a zone that the provider has kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ZoneSnapshot {
    /// The provider's id.
    pub id: String,
    /// Why it was made, in the provider's words.
    pub reason: String,
    /// When it was made.
    pub created_at: Option<DateTime<Utc>>,
}

/// The provider's own snapshots of zones.
#[async_trait]
pub trait ZoneSnapshots: Send + Sync {
    /// All snapshots of a zone.
    async fn list(&self, zone: &Name) -> Result<Vec<ZoneSnapshot>>;

    /// The record sets of one snapshot.
    async fn get(&self, zone: &Name, id: &str) -> Result<(ZoneSnapshot, Zone)>;

    /// Puts the zone back to that state.
    async fn restore(&self, zone: &Name, id: &str) -> Result<()>;
}

/// A zone to be made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewZone {
    /// The apex.
    pub name: Name,
    /// The provider's word for its kind; its default where absent.
    pub kind: Option<String>,
    /// Authoritative servers of the apex NS set.
    pub nameservers: Vec<Name>,
    /// Further record sets that the zone holds from its first moment.
    pub sets: Vec<RecordSet>,
}

/// A zone that was made.
#[derive(Debug)]
pub struct MadeZone {
    /// What the vendor said.
    pub answer: Answer,
    /// The zone as it stands, where the vendor's answer holds it.
    pub zone: Option<Zone>,
}

/// Makes and removes whole zones.
///
/// A provider that offers it lists all zones that it has: one that is not in the list can be made.
#[async_trait]
pub trait ZoneHosting: Send + Sync {
    /// Makes a zone with all its sets, or leaves nothing of it; `Exists` where it is there.
    ///
    /// That refusal is the look before the write: a caller needs no read to be sure.
    async fn create(&self, zone: &NewZone) -> Result<MadeZone>;

    /// Removes a zone with everything in it; `NotFound` where it is not there.
    async fn delete(&self, zone: &Name) -> Result<()>;

    /// The zone in zone file form (RFC 1035 section 5).
    async fn export(&self, zone: &Name) -> Result<String>;

    /// Tells the secondaries that the zone has changed (RFC 1996).
    async fn notify(&self, zone: &Name) -> Result<()>;
}

/// DNS of an account.
pub trait DnsProvider: ZoneReader + ZoneWriter {
    /// The vendor's own check of changes.
    fn validator(&self) -> Option<&dyn ZoneValidator> {
        None
    }

    /// Reset to the provider's default records.
    fn reset(&self) -> Option<&dyn ZoneReset> {
        None
    }

    /// Snapshots that the provider keeps.
    fn snapshots(&self) -> Option<&dyn ZoneSnapshots> {
        None
    }

    /// Making and removing zones.
    fn hosting(&self) -> Option<&dyn ZoneHosting> {
        None
    }
}
