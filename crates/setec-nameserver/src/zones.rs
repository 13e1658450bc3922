//! The zones that are served, shared by everybody who changes or answers from them.

use std::collections::{HashMap, HashSet};
use std::net::SocketAddr;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, RwLock, RwLockReadGuard, RwLockWriteGuard};

use foldhash::fast::RandomState;
use setec_core::dns::{Name, RecordSet, SetKey};
use tokio::sync::Notify;

use crate::name::ancestors;
use crate::{Secondary, ServedZone, UnservableZone, ZonePolicy};

/// The zones that are served. A clone is another handle to the same zones; each change of a zone is
/// in the answers, as a whole, when the call returns.
#[derive(Clone, Default)]
pub struct Zones(Arc<Shared>);

#[derive(Default)]
struct Shared {
    table: RwLock<Table>,
    /// Held by whoever changes zones, so that the table itself is locked for moments only.
    writing: Mutex<()>,
    policies: RwLock<Policies>,
    /// Zones whose secondaries are to be told.
    changed: Mutex<HashSet<Name>>,
    wake_notifier: Notify,
    secondaries: Mutex<HashMap<Name, HashMap<SocketAddr, Secondary>>>,
}

/// Zones by the wire form of their apex.
#[derive(Default)]
pub(crate) struct Table(HashMap<Box<[u8]>, Arc<ServedZone>, RandomState>);

#[derive(Default)]
struct Policies {
    default: Arc<ZonePolicy>,
    by_zone: HashMap<Name, Arc<ZonePolicy>>,
}

impl Zones {
    /// A handle to no zones yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// Serves a zone, in the place of the one of that name, and tells its secondaries if the serial
    /// is a new one.
    pub fn set(&self, zone: ServedZone) {
        let _writing = lock(&self.0.writing);
        self.put(zone);
    }

    /// Changes a zone that is served; the SOA with the new serial is among `put`. A small change of
    /// a large zone costs no more than of a small one.
    pub fn change(
        &self,
        name: &Name,
        gone: &[SetKey],
        put: &[RecordSet],
    ) -> Result<(), UnservableZone> {
        let _writing = lock(&self.0.writing);
        let unknown = || UnservableZone::Unknown(name.clone());
        let change = self.get(name).ok_or_else(unknown)?.prepare(gone, put)?;
        let in_place = {
            let mut table = self.write();
            let zone = table.0.get_mut(&name.to_wire()[..]).ok_or_else(unknown)?;
            // Somebody who still reads the zone, such as a transfer, keeps it as it was.
            Arc::get_mut(zone).map(|zone| {
                let before = zone.serial();
                zone.apply(&change);
                (before != zone.serial(), zone.store.is_sparse())
            })
        };
        let Some((is_new_serial, is_sparse)) = in_place else {
            let mut copy = ServedZone::clone(&*self.get(name).ok_or_else(unknown)?);
            copy.apply(&change);
            self.put(copy);
            return Ok(());
        };
        if is_sparse {
            let compacted = self.get(name).ok_or_else(unknown)?.compacted();
            self.put(compacted);
        }
        if is_new_serial {
            self.notify(name);
        }
        Ok(())
    }

    /// Serves a zone no longer; `false` if it was not.
    pub fn remove(&self, name: &Name) -> bool {
        let _writing = lock(&self.0.writing);
        let old = self.write().0.remove(&name.to_wire()[..]);
        lock(&self.0.changed).remove(name);
        lock(&self.0.secondaries).remove(name);
        write(&self.0.policies).by_zone.remove(name);
        old.is_some()
    }

    /// A zone as it is served now.
    pub fn get(&self, name: &Name) -> Option<Arc<ServedZone>> {
        self.read().0.get(&name.to_wire()[..]).cloned()
    }

    /// The serial of a zone as it is served now.
    pub fn serial(&self, name: &Name) -> Option<u32> {
        Some(self.read().0.get(&name.to_wire()[..])?.serial())
    }

    /// The zones that are served, in no order.
    pub fn names(&self) -> Vec<Name> {
        let table = self.read();
        table.0.values().map(|zone| zone.name().clone()).collect()
    }

    /// How many zones are served.
    pub fn len(&self) -> usize {
        self.read().0.len()
    }

    /// Whether no zone is served.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Says who may transfer a zone and who is told of changes; may come before the zone does, and
    /// goes with it.
    pub fn set_policy(&self, name: &Name, policy: ZonePolicy) {
        let mut policies = write(&self.0.policies);
        policies.by_zone.insert(name.clone(), Arc::new(policy));
    }

    /// The policy of zones that have none of their own; at first nobody may transfer.
    pub fn set_default_policy(&self, policy: ZonePolicy) {
        write(&self.0.policies).default = Arc::new(policy);
    }

    /// Tells a zone's secondaries of it now, changed or not; `false` if it is not served.
    pub fn notify(&self, name: &Name) -> bool {
        if self.serial(name).is_none() {
            return false;
        }
        lock(&self.0.changed).insert(name.clone());
        self.0.wake_notifier.notify_one();
        true
    }

    /// What the secondaries of a zone said to the last messages to them.
    pub fn secondaries(&self, name: &Name) -> Vec<Secondary> {
        let secondaries = lock(&self.0.secondaries);
        let mut known: Vec<Secondary> = secondaries
            .get(name)
            .map(|by_address| by_address.values().cloned().collect())
            .unwrap_or_default();
        known.sort_by_key(|secondary| secondary.address);
        known
    }

    pub(crate) fn read(&self) -> RwLockReadGuard<'_, Table> {
        self.0.table.read().unwrap_or_else(PoisonError::into_inner)
    }

    pub(crate) fn policy(&self, name: &Name) -> Arc<ZonePolicy> {
        let policies = self.0.policies.read();
        let policies = policies.unwrap_or_else(PoisonError::into_inner);
        policies
            .by_zone
            .get(name)
            .unwrap_or(&policies.default)
            .clone()
    }

    /// Waits for zones whose secondaries are to be told.
    pub(crate) async fn changed(&self) -> HashSet<Name> {
        loop {
            let changed = std::mem::take(&mut *lock(&self.0.changed));
            if !changed.is_empty() {
                return changed;
            }
            self.0.wake_notifier.notified().await;
        }
    }

    /// Keeps what is known of a secondary, unless the zone is gone.
    pub(crate) fn record_secondary(&self, name: &Name, secondary: Secondary) {
        if self.serial(name).is_none() {
            return;
        }
        let mut secondaries = lock(&self.0.secondaries);
        let of_zone = secondaries.entry(name.clone()).or_default();
        of_zone.insert(secondary.address, secondary);
    }

    /// Forgets secondaries of a zone that are none any more.
    pub(crate) fn retain_secondaries(&self, name: &Name, still: &[SocketAddr]) {
        if let Some(known) = lock(&self.0.secondaries).get_mut(name) {
            known.retain(|address, _| still.contains(address));
        }
    }

    fn write(&self) -> RwLockWriteGuard<'_, Table> {
        write(&self.0.table)
    }

    fn put(&self, zone: ServedZone) {
        let (name, serial) = (zone.name().clone(), zone.serial());
        let key = zone.store.apex().into();
        let old = self.write().0.insert(key, Arc::new(zone));
        // The lock is gone by now: to free a large zone takes time.
        if old.is_none_or(|old| old.serial() != serial) {
            self.notify(&name);
        }
    }
}

impl Table {
    /// The zone that a name is in, the closest one.
    pub(crate) fn find(&self, name: &[u8]) -> Option<&Arc<ServedZone>> {
        ancestors(name).find_map(|apex| self.0.get(apex))
    }

    /// The zone of exactly that apex.
    pub(crate) fn exact(&self, apex: &[u8]) -> Option<&Arc<ServedZone>> {
        self.0.get(apex)
    }
}

/// A panic of another thread left nothing half done: each critical section is one assignment.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

fn write<T>(lock: &RwLock<T>) -> RwLockWriteGuard<'_, T> {
    lock.write().unwrap_or_else(PoisonError::into_inner)
}
