//! Lists that change by the month and are needed by the minute.

use std::sync::Arc;
use std::time::Duration;

use setec_provider::Result;
use tokio::sync::Mutex;
use tokio::time::Instant;

const KEPT_FOR: Duration = Duration::from_mins(10);

/// A list that is read again after ten minutes.
#[derive(Debug)]
pub(super) struct Kept<T>(Mutex<Option<(Instant, Arc<Vec<T>>)>>);

impl<T> Default for Kept<T> {
    fn default() -> Self {
        Self(Mutex::default())
    }
}

impl<T> Kept<T> {
    /// The list as it is kept, or else as `read` gives it. Callers wait for each other, so that a
    /// burst of them costs one call.
    pub(super) async fn get_or(
        &self,
        read: impl Future<Output = Result<Vec<T>>>,
    ) -> Result<Arc<Vec<T>>> {
        let mut kept = self.0.lock().await;
        if let Some((since, items)) = &*kept
            && since.elapsed() < KEPT_FOR
        {
            return Ok(Arc::clone(items));
        }
        let items = Arc::new(read.await?);
        *kept = Some((Instant::now(), Arc::clone(&items)));
        Ok(items)
    }
}
