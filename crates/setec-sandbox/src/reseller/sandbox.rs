use std::net::IpAddr;
use std::sync::{Arc, MutexGuard};
use std::time::Duration;

use axum::Router;
use chrono::{DateTime, TimeDelta, Utc};
use serde_json::{Value, json};

use super::estate::{Estate, Foreign, Pace, State};
use super::exchange::Exchange;
use super::fault::{Effect, Fault};
use super::front;
use super::money::Money;
use crate::shared;

/// A simulated operator of the Domains Reseller API. Clones share it.
#[derive(Clone)]
pub struct Sandbox {
    shared: Arc<Shared>,
}

pub(super) type Shared = shared::Shared<Estate, Effect, Exchange>;

impl Sandbox {
    /// An operator with the demo's two resellers and their domains.
    pub fn demo() -> Self {
        Self::with_faults([])
    }

    /// The demo, on which something goes wrong.
    pub fn with_faults(faults: impl IntoIterator<Item = Fault>) -> Self {
        let shared = Shared::new(Estate::demo, faults);
        Self {
            shared: Arc::new(shared),
        }
    }

    /// The API under [`ENDPOINT`](super::ENDPOINT); WHMCS may live in any folder.
    pub fn router(&self) -> Router {
        Router::new()
            .fallback(front::receive)
            .with_state(Arc::clone(&self.shared))
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

    /// Moves the server's time on, so that asynchronous work finishes and domains expire.
    ///
    /// Tokens are checked by that time too.
    pub fn advance(&self, by: Duration) {
        self.shared.clock.advance(by);
    }

    /// Sets the server's clock, which runs on from there.
    pub fn set_time(&self, now: DateTime<Utc>) {
        self.shared.clock.set(now);
    }

    /// Carries out everything that is pending.
    pub fn finish_pending(&self) {
        self.settled().end_pending(None);
    }

    /// Lets everything that is pending fail, for a reason.
    pub fn fail_pending(&self, reason: &str) {
        self.settled().end_pending(Some(reason));
    }

    /// Every order ever accepted, oldest first; their money is in [`charges`](Self::charges).
    pub fn orders(&self) -> Vec<Value> {
        let estate = self.settled();
        estate.orders.iter().map(|order| json!(order)).collect()
    }

    /// Every movement of credit, oldest first; what was paid back is negative.
    pub fn charges(&self) -> Vec<Value> {
        let estate = self.settled();
        estate.charges.iter().map(|charge| json!(charge)).collect()
    }

    /// The credit of the demo's reseller, in EUR.
    pub fn credit(&self) -> Money {
        self.settled().resellers[0].credit
    }

    /// The credit of a reseller, in the account's currency.
    ///
    /// # Panics
    ///
    /// If there is no such reseller.
    pub fn credit_of(&self, username: &str) -> Money {
        self.settled()
            .resellers
            .iter()
            .find(|reseller| reseller.username == username)
            .expect("tests name resellers of the estate")
            .credit
    }

    /// Gives the demo's reseller that much credit, in EUR.
    pub fn set_credit(&self, credit: Money) {
        self.settled().resellers[0].credit = credit;
    }

    /// Gives the demo's reseller another name and API key.
    pub fn set_credentials(&self, username: &str, api_key: &str) {
        let mut estate = self.settled();
        let owner = &mut estate.resellers[0];
        username.clone_into(&mut owner.username);
        api_key.clone_into(&mut owner.api_key);
    }

    /// Lets the demo's reseller in from these addresses only; `None` is from everywhere.
    pub fn set_whitelist(&self, addresses: Option<Vec<IpAddr>>) {
        self.settled().resellers[0].whitelist = addresses;
    }

    /// All domains of all resellers as they are upstream.
    pub fn domains(&self) -> Vec<Value> {
        let estate = self.settled();
        let now = self.shared.clock.now();
        estate
            .resellers
            .iter()
            .flat_map(|reseller| &reseller.holdings)
            .map(|holding| holding.inspect(now))
            .collect()
    }

    /// A domain as it is upstream, whatever a call would show; `null` if no reseller has it.
    pub fn domain(&self, name: &str) -> Value {
        self.domains()
            .into_iter()
            .find(|domain| domain["domain"] == name)
            .unwrap_or_default()
    }

    /// Gives the demo's reseller one more domain, which expires in some days.
    ///
    /// # Panics
    ///
    /// If its TLD is not sold.
    pub fn add_domain(&self, name: &str, days: i64) {
        let mut estate = self.settled();
        let holding = estate.holding(name, self.shared.clock.now(), days);
        estate.resellers[0].put(holding);
    }

    /// Lets somebody have registered a domain elsewhere, from where it can be transferred.
    pub fn add_foreign(&self, name: &str, eppcode: &str) {
        let expires = self.shared.clock.now() + TimeDelta::days(200);
        self.settled().foreign.push(Foreign {
            name: name.to_owned(),
            eppcode: eppcode.to_owned(),
            is_locked: false,
            expires,
        });
    }

    /// Lets another registrar take a domain over.
    pub fn transfer_away(&self, name: &str) {
        let mut estate = self.settled();
        let holdings = estate
            .resellers
            .iter_mut()
            .filter_map(|reseller| reseller.holding_mut(name));
        for holding in holdings {
            holding.state = State::TransferredAway;
        }
    }

    fn settled(&self) -> MutexGuard<'_, Estate> {
        let mut estate = self.shared.estate();
        estate.settle(self.shared.clock.now());
        estate
    }
}

impl Default for Sandbox {
    fn default() -> Self {
        Self::demo()
    }
}
