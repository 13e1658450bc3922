//! Answers that are kept for a while: price lists change by the day, and operators block those who
//! ask for everything again and again.

use std::collections::HashMap;
use std::hash::Hash;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use tokio::time::Instant;

/// Values by key, each for so long.
#[derive(Debug)]
pub(super) struct Kept<K, V> {
    lasts: Duration,
    values: Mutex<HashMap<K, (Instant, Arc<V>)>>,
}

impl<K: Eq + Hash + Clone, V> Kept<K, V> {
    pub(super) fn new(lasts: Duration) -> Self {
        Self {
            lasts,
            values: Mutex::default(),
        }
    }

    pub(super) fn get(&self, key: &K) -> Option<Arc<V>> {
        let values = self.values();
        let (since, value) = values.get(key)?;
        (since.elapsed() < self.lasts).then(|| Arc::clone(value))
    }

    pub(super) fn put(&self, key: K, value: V) -> Arc<V> {
        let value = Arc::new(value);
        let mut values = self.values();
        values.retain(|_, (since, _)| since.elapsed() < self.lasts);
        values.insert(key, (Instant::now(), Arc::clone(&value)));
        value
    }

    pub(super) fn forget(&self, key: &K) {
        self.values().remove(key);
    }

    fn values(&self) -> MutexGuard<'_, HashMap<K, (Instant, Arc<V>)>> {
        self.values.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
