//! A cache of what providers say, with single flight and epochs.

use std::collections::HashMap;
use std::fmt;
use std::future::Future;
use std::hash::Hash;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use crate::{Error, Result};

/// How long a value is served without asking the provider again.
const LIFETIME: Duration = Duration::from_mins(1);

/// How old an answer may be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Freshness {
    /// Up to a minute, if nothing was changed through us.
    Cached,
    /// As the provider says now.
    Now,
}

/// Values by key; concurrent readers of a missing one share a single load.
///
/// A write moves the key's epoch on, so that a read which began before the write cannot put its
/// old value in front of readers that come after it.
pub(crate) struct Cache<K, V> {
    values: moka::future::Cache<(K, u64), Arc<V>>,
    epochs: Mutex<HashMap<K, u64>>,
}

impl<K, V> fmt::Debug for Cache<K, V> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Cache").finish_non_exhaustive()
    }
}

impl<K, V> Cache<K, V>
where
    K: Clone + Eq + Hash + Send + Sync + 'static,
    V: Send + Sync + 'static,
{
    pub(crate) fn new(capacity: u64) -> Self {
        Self {
            values: moka::future::Cache::builder()
                .max_capacity(capacity)
                .time_to_live(LIFETIME)
                .build(),
            epochs: Mutex::new(HashMap::new()),
        }
    }

    pub(crate) async fn get<F>(&self, key: K, load: F) -> Result<Arc<V>>
    where
        F: Future<Output = Result<V>>,
    {
        let epoch = self.epoch(&key);
        let loaded = self
            .values
            .try_get_with((key, epoch), async { load.await.map(Arc::new) });
        loaded.await.map_err(|error: Arc<Error>| error.share())
    }

    /// Forgets the key's value, also one that is being loaded now.
    pub(crate) fn forget(&self, key: &K) {
        let mut epochs = self.epochs.lock().unwrap_or_else(PoisonError::into_inner);
        *epochs.entry(key.clone()).or_default() += 1;
    }

    fn epoch(&self, key: &K) -> u64 {
        let epochs = self.epochs.lock().unwrap_or_else(PoisonError::into_inner);
        epochs.get(key).copied().unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;
    use std::sync::atomic::{AtomicU32, Ordering};

    use super::Cache;
    use crate::{Error, ErrorKind};

    #[tokio::test]
    async fn readers_of_a_cold_key_share_one_load() {
        let cache = Arc::new(Cache::<&str, u32>::new(10));
        let loads = AtomicU32::new(0);
        let readers = (0..2000).map(|_| {
            cache.get("zone", async {
                tokio::task::yield_now().await;
                Ok(loads.fetch_add(1, Ordering::SeqCst))
            })
        });
        for value in futures::future::join_all(readers).await {
            assert_eq!(*value.expect("a value"), 0);
        }
        assert_eq!(loads.load(Ordering::SeqCst), 1);
    }

    #[tokio::test]
    async fn a_read_from_before_a_write_is_not_served_after_it() {
        let cache = Cache::<&str, &str>::new(10);
        let (start, go) = tokio::sync::oneshot::channel::<()>();
        let slow = cache.get("zone", async {
            go.await.expect("the sender lives");
            Ok("old")
        });
        let write = async {
            tokio::task::yield_now().await;
            cache.forget(&"zone");
            start.send(()).expect("the reader waits");
        };
        let (old, ()) = tokio::join!(slow, write);
        assert_eq!(*old.expect("a value"), "old");
        assert_eq!(
            *cache
                .get("zone", async { Ok("new") })
                .await
                .expect("a value"),
            "new"
        );
    }

    #[tokio::test]
    async fn failures_are_not_kept() {
        let cache = Cache::<&str, u32>::new(10);
        let failed = cache.get("zone", async {
            Err(Error::new(ErrorKind::NotFound, "gone"))
        });
        assert_eq!(failed.await.expect_err("it fails").message, "gone");
        assert_eq!(
            *cache.get("zone", async { Ok(1) }).await.expect("a value"),
            1
        );
    }
}
