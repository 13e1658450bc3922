//! One writer per zone, and the edits that wait for it.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use tokio::sync::{Mutex as AsyncMutex, MutexGuard, OwnedMutexGuard};

use crate::dns::writer::Pending;

/// What waits at one zone.
#[derive(Default)]
pub(crate) struct ZoneQueue {
    writer: Arc<AsyncMutex<()>>,
    pending: Mutex<Vec<Pending>>,
}

impl ZoneQueue {
    pub(crate) fn push(&self, pending: Pending) {
        let mut waiting = self.pending.lock().unwrap_or_else(PoisonError::into_inner);
        waiting.push(pending);
    }

    pub(crate) fn is_empty(&self) -> bool {
        let waiting = self.pending.lock().unwrap_or_else(PoisonError::into_inner);
        waiting.is_empty()
    }

    /// Everything that waits, in the order of arrival.
    pub(crate) fn take(&self) -> Vec<Pending> {
        let mut waiting = self.pending.lock().unwrap_or_else(PoisonError::into_inner);
        std::mem::take(&mut *waiting)
    }

    pub(crate) async fn lock(&self) -> MutexGuard<'_, ()> {
        self.writer.lock().await
    }
}

/// Queues by account and zone.
#[derive(Default)]
pub(crate) struct ZoneLocks {
    queues: Mutex<HashMap<(String, String), Arc<ZoneQueue>>>,
}

impl std::fmt::Debug for ZoneLocks {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("ZoneLocks").finish_non_exhaustive()
    }
}

impl ZoneLocks {
    pub(crate) fn queue(&self, account: &str, zone: &str) -> Arc<ZoneQueue> {
        let mut queues = self.queues.lock().unwrap_or_else(PoisonError::into_inner);
        // A queue that nobody holds has no writer and nothing waiting; a held writer holds its lock.
        queues.retain(|_, queue| {
            Arc::strong_count(queue) > 1 || Arc::strong_count(&queue.writer) > 1
        });
        let key = (account.to_owned(), zone.to_owned());
        Arc::clone(queues.entry(key).or_default())
    }

    /// Waits until no other writer of this node is at the zone.
    pub(crate) async fn lock(&self, account: &str, zone: &str) -> OwnedMutexGuard<()> {
        let writer = Arc::clone(&self.queue(account, zone).writer);
        writer.lock_owned().await
    }
}
