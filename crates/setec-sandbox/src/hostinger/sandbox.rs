use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use axum::{Router, middleware};
use chrono::TimeDelta;
use http::Method;
use serde_json::{Value, json};

use super::estate::{Estate, Pace};
use super::exchange::Exchange;
use super::fault::{Effect, Fault};
use super::{billing, dns, domains, front, vps};
use crate::clock::Clock;
use crate::fault::Armed;

/// A simulated Hostinger account. Clones share it.
#[derive(Clone)]
pub struct Sandbox {
    shared: Arc<Shared>,
}

/// What requests and tests look at together.
pub(super) struct Shared {
    pub(super) clock: Clock,
    estate: Mutex<Estate>,
    faults: Mutex<Vec<Armed<Effect>>>,
    exchanges: Mutex<Vec<Exchange>>,
}

impl Sandbox {
    /// An account with the demo estate.
    pub fn new() -> Self {
        Self::with_faults([])
    }

    /// An account with the demo estate, on which something goes wrong.
    pub fn with_faults(faults: impl IntoIterator<Item = Fault>) -> Self {
        let clock = Clock::default();
        let estate = Estate::demo(clock.now());
        let shared = Shared {
            clock,
            estate: Mutex::new(estate),
            faults: Mutex::new(faults.into_iter().map(Armed::new).collect()),
            exchanges: Mutex::default(),
        };
        Self {
            shared: Arc::new(shared),
        }
    }

    /// The API, with all paths under `/api`.
    pub fn router(&self) -> Router {
        let groups = [
            dns::routes(),
            domains::routes(),
            vps::routes(),
            billing::routes(),
        ];
        let mut router = Router::new();
        for group in groups {
            router = router.merge(group.into_router());
        }
        let shared = Arc::clone(&self.shared);
        router
            .fallback(front::no_such_route)
            .method_not_allowed_fallback(front::wrong_verb)
            .layer(middleware::from_fn_with_state(
                Arc::clone(&shared),
                front::receive,
            ))
            .with_state(shared)
    }

    /// Lets one more thing go wrong from now on.
    pub fn add_fault(&self, fault: Fault) {
        lock(&self.shared.faults).push(Armed::new(fault));
    }

    /// Lets everything work again.
    pub fn clear_faults(&self) {
        lock(&self.shared.faults).clear();
    }

    /// Everything received since the last take, in order.
    pub fn exchanges(&self) -> Vec<Exchange> {
        lock(&self.shared.exchanges).clone()
    }

    /// Everything received since the last take, in order, and forgets it.
    pub fn take_exchanges(&self) -> Vec<Exchange> {
        std::mem::take(&mut *lock(&self.shared.exchanges))
    }

    /// How long asynchronous work takes from now on.
    pub fn set_pace(&self, pace: Pace) {
        self.shared.estate().pace = pace;
    }

    /// Moves time on, so that asynchronous work finishes without waiting for it.
    pub fn advance(&self, by: Duration) {
        self.shared.clock.advance(by);
    }

    /// The record sets of a zone as they are upstream, whatever a read would show; `null` if none.
    pub fn zone_json(&self, domain: &str) -> Value {
        let estate = self.shared.estate();
        estate
            .zones
            .get(domain)
            .map_or(Value::Null, |zone| json!(zone.sets()))
    }

    /// Replaces one record set as if in hPanel; no contents remove it.
    ///
    /// Creates the zone if there is none, as adding a domain in hPanel does.
    pub fn change_outside(
        &self,
        domain: &str,
        name: &str,
        record_type: &str,
        ttl: u32,
        contents: &[&str],
    ) {
        let mut estate = self.shared.estate();
        estate
            .zones
            .entry(domain.to_owned())
            .or_default()
            .put(name, record_type, ttl, contents);
    }

    /// Gives the account one more domain, which expires in some days.
    pub fn add_domain(&self, name: &str, days: i64) {
        let now = self.shared.clock.now();
        let mut estate = self.shared.estate();
        let id = estate.next_id();
        let (registered, expires) = (now - TimeDelta::days(30), now + TimeDelta::days(days));
        let holding = domains::Holding::registered(id, name, registered, expires);
        estate.portfolio.push(holding);
    }

    /// Every order ever paid for, oldest first.
    pub fn orders(&self) -> Vec<Value> {
        let mut estate = self.shared.estate();
        estate.settle(self.shared.clock.now());
        estate.orders.iter().map(|order| json!(order)).collect()
    }

    /// Every virtual machine as it is upstream.
    pub fn machines(&self) -> Vec<Value> {
        let mut estate = self.shared.estate();
        estate.settle(self.shared.clock.now());
        estate
            .machines
            .iter()
            .map(|machine| json!(machine))
            .collect()
    }

    /// The portfolio as it is upstream.
    pub fn portfolio(&self) -> Vec<Value> {
        let mut estate = self.shared.estate();
        estate.settle(self.shared.clock.now());
        estate
            .portfolio
            .iter()
            .map(domains::Holding::summary)
            .collect()
    }
}

/// A demo runs for weeks and nobody takes its exchanges: the older half is forgotten above this.
const EXCHANGES_KEPT: usize = 20_000;

impl Default for Sandbox {
    fn default() -> Self {
        Self::new()
    }
}

impl Shared {
    pub(super) fn estate(&self) -> MutexGuard<'_, Estate> {
        lock(&self.estate)
    }

    pub(super) fn record(&self, exchange: Exchange) {
        let mut exchanges = lock(&self.exchanges);
        if exchanges.len() >= EXCHANGES_KEPT {
            exchanges.drain(..EXCHANGES_KEPT / 2);
        }
        exchanges.push(exchange);
    }

    /// The effects of all faults that hit this request.
    pub(super) fn strike(&self, method: &Method, path: &str) -> Vec<Effect> {
        let now = self.clock.now();
        lock(&self.faults)
            .iter_mut()
            .filter_map(|fault| fault.strike(method, path, now))
            .collect()
    }
}

// A panic in one test's request must not hide the state from the others.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
