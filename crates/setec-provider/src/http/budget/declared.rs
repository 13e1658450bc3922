//! A limit that the vendor's documentation tells for one kind of call.

use std::collections::VecDeque;
use std::time::Duration;

use tokio::time::Instant;

use super::Priority;
use super::bucket::spread;

/// Two calls may come closer to each other on their way than they were sent.
const JITTER: Duration = Duration::from_secs(1);

/// So many calls in any window of that length: whether the vendor's windows stand or slide is not
/// told, and this keeps to both.
#[derive(Debug)]
pub(super) struct Declared {
    limit: u64,
    window: Duration,
    /// When the calls of the last window were sent.
    sent: VecDeque<Instant>,
}

impl Declared {
    pub(super) fn new(limit: u64, window: Duration) -> Self {
        Self {
            limit: limit.max(1),
            window: window + JITTER,
            sent: VecDeque::new(),
        }
    }

    pub(super) fn sent(&mut self, now: Instant) {
        self.sent.push_back(now);
    }

    /// Its size, what is left of it, and when the first of the calls counts no longer; `None` where
    /// no call counts.
    pub(super) fn left(&self, now: Instant) -> Option<(u64, u64, Option<Instant>)> {
        let mut counting = self.sent.iter().filter(|at| **at + self.window > now);
        let first = *counting.next()?;
        let used = 1 + counting.count() as u64;
        let left = self.limit.saturating_sub(used);
        Some((self.limit, left, Some(first + self.window)))
    }

    /// When the next call may go; `None` is now.
    ///
    /// Half of the limit goes at once, and the rest is spread until the first of them no longer
    /// count, so that whoever comes late waits seconds and not a window.
    pub(super) fn free_at(&mut self, priority: Priority, now: Instant) -> Option<Instant> {
        while self.sent.front().is_some_and(|at| *at + self.window <= now) {
            self.sent.pop_front();
        }
        let (first, last) = (*self.sent.front()?, *self.sent.back()?);
        let left = self.limit.saturating_sub(self.sent.len() as u64);
        let usable = left.saturating_sub(priority.reserve(self.limit));
        let reset = first + self.window;
        if usable == 0 {
            return Some(reset);
        }
        if left > self.limit / 2 {
            return None;
        }
        let next = spread(last, reset, usable);
        (next > now).then_some(next)
    }
}
