use std::sync::Arc;
use std::time::Duration;

use axum::{Router, middleware};
use chrono::TimeDelta;
use serde_json::{Value, json};

use super::estate::{Estate, Pace};
use super::exchange::Exchange;
use super::fault::{Effect, Fault};
use super::{billing, dns, domains, front, vps};
use crate::shared;

/// A simulated Hostinger account. Clones share it.
#[derive(Clone)]
pub struct Sandbox {
    shared: Arc<Shared>,
}

pub(super) type Shared = shared::Shared<Estate, Effect, Exchange>;

impl Sandbox {
    /// An account with the demo estate.
    pub fn new() -> Self {
        Self::with_faults([])
    }

    /// An account with the demo estate, on which something goes wrong.
    pub fn with_faults(faults: impl IntoIterator<Item = Fault>) -> Self {
        let shared = Shared::new(Estate::demo, faults);
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
        self.shared.add_fault(fault);
    }

    /// Lets everything work again.
    pub fn clear_faults(&self) {
        self.shared.clear_faults();
    }

    /// Everything received since the last take, in order.
    pub fn exchanges(&self) -> Vec<Exchange> {
        self.shared.exchanges()
    }

    /// Everything received since the last take, in order, and forgets it.
    pub fn take_exchanges(&self) -> Vec<Exchange> {
        self.shared.take_exchanges()
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

impl Default for Sandbox {
    fn default() -> Self {
        Self::new()
    }
}
