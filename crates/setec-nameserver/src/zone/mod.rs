//! Zones as they are served: in wire form, found by the hash of a name.

mod locate;
mod store;

use domain::base::iana::Rtype;
use setec_core::dns::{Name, RecordData, RecordSet, RecordType, SetKey, Zone};

use crate::name::{ancestors, is_in};
pub(crate) use locate::{Cut, Found, Place};
pub(crate) use store::{DNAME, NodeId, Set, Store};

/// Bytes of records that leave room in a message for header, question, OPT and signature, and for
/// the full name of an owner.
const MAX_SET: usize = 60_000;

/// A zone as it is served; it holds no more than the wire form of its records and an index.
#[derive(Debug, Clone)]
pub struct ServedZone {
    name: Name,
    serial: u32,
    pub(crate) store: Store,
}

/// Why a zone cannot be served.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum UnservableZone {
    /// Nothing says which state of the zone this is.
    #[error("zone {0} has no SOA record at its apex")]
    NoSoa(Name),
    /// Its name is in another zone.
    #[error("'{name}' is not in zone {zone}")]
    OutsideZone {
        /// The owner of the set.
        name: Name,
        /// The zone.
        zone: Name,
    },
    /// A set is sent as a whole, and a message has at most 65,535 bytes (RFC 1035 section 4.2.2).
    #[error("the {rtype} records of '{name}' are too long for one message")]
    SetTooLong {
        /// The owner of the set.
        name: Name,
        /// Its type.
        rtype: RecordType,
    },
    /// The bytes are no data of that type.
    #[error("the {rtype} record of '{name}' is malformed")]
    Malformed {
        /// The owner of the set.
        name: Name,
        /// Its type.
        rtype: RecordType,
    },
    /// Offsets in a zone have 32 bits.
    #[error("zone {0} has more than 4 GiB of records")]
    TooLarge(Name),
    /// There is nothing to change.
    #[error("zone {0} is not served")]
    Unknown(Name),
}

/// A record set ready to be stored.
struct WireSet {
    owner: Vec<u8>,
    rtype: u16,
    ttl: u32,
    count: u16,
    /// Each record's data with its length in front.
    data: Vec<u8>,
}

/// Sets that go and sets that come, in wire form.
pub(crate) struct Change {
    gone: Vec<(Vec<u8>, u16)>,
    put: Vec<WireSet>,
}

impl ServedZone {
    /// Takes what the zone serves; values that are disabled are left out.
    pub fn new(zone: &Zone) -> Result<Self, UnservableZone> {
        let mut served = Self {
            name: zone.name.clone(),
            serial: 0,
            store: Store::new(&zone.name.to_wire(), zone.len()),
        };
        for set in zone.sets() {
            let set = served.wire_set(set)?;
            served.check_room(std::slice::from_ref(&set))?;
            served.put(&set);
        }
        served.store.shrink();
        served.serial = served.read_serial()?;
        Ok(served)
    }

    /// A change ready to be applied, with all that could be wrong with it found.
    pub(crate) fn prepare(
        &self,
        gone: &[SetKey],
        put: &[RecordSet],
    ) -> Result<Change, UnservableZone> {
        let sets: Result<Vec<WireSet>, _> = put.iter().map(|set| self.wire_set(set)).collect();
        let sets = sets?;
        self.check_room(&sets)?;
        self.check_soa(gone, put)?;
        let gone = gone
            .iter()
            .map(|key| (key.name.to_wire(), key.rtype.number()));
        Ok(Change {
            gone: gone.collect(),
            put: sets,
        })
    }

    /// Takes sets out and puts others in.
    pub(crate) fn apply(&mut self, change: &Change) {
        for (name, rtype) in &change.gone {
            self.store.remove(name, *rtype);
        }
        for set in &change.put {
            self.put(set);
        }
        self.serial = self.read_serial().expect("a change leaves the SOA");
    }

    /// The same zone without what changes left behind.
    pub(crate) fn compacted(&self) -> Self {
        Self {
            name: self.name.clone(),
            serial: self.serial,
            store: self.store.compacted(),
        }
    }

    /// The apex.
    pub fn name(&self) -> &Name {
        &self.name
    }

    /// The serial of its SOA.
    pub fn serial(&self) -> u32 {
        self.serial
    }

    /// Number of records.
    pub fn records(&self) -> usize {
        self.store.records()
    }

    /// Bytes of memory that it takes.
    pub fn memory(&self) -> usize {
        self.store.memory()
    }

    /// The SOA of its apex.
    pub(crate) fn soa(&self) -> Set {
        self.store
            .set(NodeId::APEX, Rtype::SOA.to_int())
            .expect("a zone without SOA is not served")
    }

    /// How long its word that something is not there may be kept (RFC 2308 section 5).
    pub(crate) fn negative_ttl(&self) -> u32 {
        let soa = self.soa();
        let rdata = self.store.records_of(soa).next().unwrap_or_default();
        let minimum = rdata.last_chunk::<4>().copied().unwrap_or_default();
        soa.ttl.min(u32::from_be_bytes(minimum))
    }

    fn read_serial(&self) -> Result<u32, UnservableZone> {
        let no_soa = || UnservableZone::NoSoa(self.name.clone());
        let soa = self.store.set(NodeId::APEX, Rtype::SOA.to_int());
        let rdata = soa.and_then(|soa| self.store.records_of(soa).next());
        // Serial, refresh, retry, expire and minimum, of four bytes each, are the end of a SOA.
        let numbers = rdata.and_then(|rdata| rdata.last_chunk::<20>());
        let serial = numbers.and_then(|numbers| numbers.first_chunk::<4>());
        Ok(u32::from_be_bytes(*serial.ok_or_else(no_soa)?))
    }

    fn wire_set(&self, set: &RecordSet) -> Result<WireSet, UnservableZone> {
        let (name, rtype) = (&set.key.name, set.key.rtype);
        let owner = name.to_wire();
        if !is_in(&owner, self.store.apex()) {
            return Err(UnservableZone::OutsideZone {
                name: name.clone(),
                zone: self.name.clone(),
            });
        }
        let too_long = || UnservableZone::SetTooLong {
            name: name.clone(),
            rtype,
        };
        let mut data = Vec::with_capacity(set.values().len() * 24);
        for value in set.values() {
            let rdata = value.to_wire();
            // Data that came as bytes may be no data of its type; names in it will be followed.
            if matches!(value, RecordData::Unknown(_)) {
                RecordData::from_wire(rtype, &rdata).map_err(|_| UnservableZone::Malformed {
                    name: name.clone(),
                    rtype,
                })?;
            }
            let length = u16::try_from(rdata.len()).map_err(|_| too_long())?;
            data.extend_from_slice(&length.to_be_bytes());
            data.extend_from_slice(&rdata);
            // With owner, type, class and TTL in front of each.
            if data.len() + set.values().len() * 10 > MAX_SET {
                return Err(too_long());
            }
        }
        Ok(WireSet {
            owner,
            rtype: rtype.number(),
            ttl: set.ttl.secs(),
            count: u16::try_from(set.values().len()).map_err(|_| too_long())?,
            data,
        })
    }

    fn check_room(&self, sets: &[WireSet]) -> Result<(), UnservableZone> {
        // Names above the owner that are not there yet come along, none longer than it.
        let names = |owner: &[u8]| owner.len() * ancestors(owner).count();
        let needed: usize = sets
            .iter()
            .map(|set| set.data.len() + names(&set.owner))
            .sum();
        if self.store.has_room(needed) {
            Ok(())
        } else {
            Err(UnservableZone::TooLarge(self.name.clone()))
        }
    }

    fn check_soa(&self, gone: &[SetKey], put: &[RecordSet]) -> Result<(), UnservableZone> {
        let is_soa = |key: &SetKey| key.rtype == RecordType::Soa && key.name == self.name;
        let last = put.iter().rfind(|set| is_soa(&set.key));
        let stays = match last {
            Some(set) => !set.values().is_empty(),
            None => !gone.iter().any(is_soa),
        };
        if stays {
            Ok(())
        } else {
            Err(UnservableZone::NoSoa(self.name.clone()))
        }
    }

    fn put(&mut self, set: &WireSet) {
        if set.count == 0 {
            self.store.remove(&set.owner, set.rtype);
        } else {
            self.store
                .put(&set.owner, set.rtype, set.ttl, set.count, &set.data);
        }
    }
}
