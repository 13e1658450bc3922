//! What requests to a simulator and the tests that drive it look at together.

use std::sync::{Mutex, MutexGuard, PoisonError};

use chrono::{DateTime, Utc};
use http::Method;

use crate::clock::Clock;
use crate::fault::{Armed, Fault, FaultEffect};

/// A demo runs for weeks and nobody takes its exchanges: the older half is forgotten above this.
const EXCHANGES_KEPT: usize = 20_000;

/// An estate, the effects of faults on it, and the exchanges that were received.
pub(crate) struct Shared<E, F, X> {
    pub(crate) clock: Clock,
    estate: Mutex<E>,
    faults: Mutex<Vec<Armed<F>>>,
    exchanges: Mutex<Vec<X>>,
}

impl<E, F: FaultEffect, X: Clone> Shared<E, F, X> {
    /// The estate as it is at the clock's beginning.
    pub(crate) fn new(
        estate: impl FnOnce(DateTime<Utc>) -> E,
        faults: impl IntoIterator<Item = Fault<F>>,
    ) -> Self {
        let clock = Clock::default();
        Self {
            estate: Mutex::new(estate(clock.now())),
            clock,
            faults: Mutex::new(faults.into_iter().map(Armed::new).collect()),
            exchanges: Mutex::default(),
        }
    }

    pub(crate) fn estate(&self) -> MutexGuard<'_, E> {
        lock(&self.estate)
    }

    pub(crate) fn add_fault(&self, fault: Fault<F>) {
        lock(&self.faults).push(Armed::new(fault));
    }

    pub(crate) fn clear_faults(&self) {
        lock(&self.faults).clear();
    }

    /// The effects of all faults that hit this request.
    pub(crate) fn strike(&self, method: &Method, path: &str) -> Vec<F> {
        let now = self.clock.now();
        lock(&self.faults)
            .iter_mut()
            .filter_map(|fault| fault.strike(method, path, now))
            .collect()
    }

    pub(crate) fn record(&self, exchange: X) {
        let mut exchanges = lock(&self.exchanges);
        if exchanges.len() >= EXCHANGES_KEPT {
            exchanges.drain(..EXCHANGES_KEPT / 2);
        }
        exchanges.push(exchange);
    }

    /// Everything received since the last take, in order.
    pub(crate) fn exchanges(&self) -> Vec<X> {
        lock(&self.exchanges).clone()
    }

    /// The same, and forgets it.
    pub(crate) fn take_exchanges(&self) -> Vec<X> {
        std::mem::take(&mut *lock(&self.exchanges))
    }
}

// A panic in one test's request must not hide the state from the others.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
