//! Counts of what the server does.

use std::sync::atomic::{AtomicU64, Ordering};

/// What a server has done since it started.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Statistics {
    /// Messages over UDP.
    pub udp_queries: u64,
    /// Messages over TCP.
    pub tcp_queries: u64,
    /// Messages that got no answer: too short, answers themselves, or limited.
    pub silent: u64,
    /// Answers that the rate limit held back or sent truncated.
    pub limited: u64,
    /// Answers that said to come back over TCP.
    pub truncated: u64,
    /// Zone transfers that were begun.
    pub transfers: u64,
}

#[derive(Debug, Default)]
pub(crate) struct Counters {
    pub(crate) udp_queries: AtomicU64,
    pub(crate) tcp_queries: AtomicU64,
    pub(crate) silent: AtomicU64,
    pub(crate) limited: AtomicU64,
    pub(crate) truncated: AtomicU64,
    pub(crate) transfers: AtomicU64,
}

pub(crate) fn count(counter: &AtomicU64, number: u64) {
    if number > 0 {
        counter.fetch_add(number, Ordering::Relaxed);
    }
}

impl Counters {
    pub(crate) fn snapshot(&self) -> Statistics {
        let read = |counter: &AtomicU64| counter.load(Ordering::Relaxed);
        Statistics {
            udp_queries: read(&self.udp_queries),
            tcp_queries: read(&self.tcp_queries),
            silent: read(&self.silent),
            limited: read(&self.limited),
            truncated: read(&self.truncated),
            transfers: read(&self.transfers),
        }
    }
}
