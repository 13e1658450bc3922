//! One writer per zone.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use tokio::sync::OwnedMutexGuard;

type Lock = Arc<tokio::sync::Mutex<()>>;

/// Locks by account and zone.
#[derive(Debug, Default)]
pub(crate) struct ZoneLocks {
    locks: Mutex<HashMap<(String, String), Lock>>,
}

impl ZoneLocks {
    /// Waits until no other writer of this node is at the zone.
    pub(crate) async fn lock(&self, account: &str, zone: &str) -> OwnedMutexGuard<()> {
        let lock = {
            let mut locks = self.locks.lock().unwrap_or_else(PoisonError::into_inner);
            locks.retain(|_, lock| Arc::strong_count(lock) > 1);
            let key = (account.to_owned(), zone.to_owned());
            Arc::clone(locks.entry(key).or_default())
        };
        lock.lock_owned().await
    }
}
