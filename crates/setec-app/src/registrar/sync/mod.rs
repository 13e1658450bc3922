//! What is known of all domains of all accounts, kept in step with what the providers say.
//!
//! Of all nodes one synchronises an account at a time. Reading happens within the background's
//! share of each account's budget, so that it holds nobody up.

mod account;
mod one;
mod prices;
mod run;
mod schedule;
mod view;

use std::sync::OnceLock;
use std::time::Duration;

use chrono::TimeDelta;
use tokio::sync::{Notify, Semaphore};
use uuid::Uuid;

pub use view::{AccountSync, DomainOverview, DomainQuery, SyncedDomain};

/// How long a node that synchronises an account may be silent before it counts as gone.
const LEASE: TimeDelta = TimeDelta::minutes(2);
const HEARTBEAT: Duration = Duration::from_secs(30);

/// Accounts that are synchronised at the same time; nearly all of them wait for their budgets.
const ACCOUNTS_AT_ONCE: usize = 64;

/// What is said of the next time where there is no schedule.
const USUAL_PERIOD: Duration = Duration::from_hours(6);

/// What the synchronisation works with.
#[derive(Debug)]
pub(crate) struct Syncs {
    /// This process among all that share the database.
    node: Uuid,
    /// How often each account is synchronised by itself.
    every: OnceLock<Duration>,
    turns: Semaphore,
    ended: Notify,
}

impl Default for Syncs {
    fn default() -> Self {
        Self {
            node: Uuid::now_v7(),
            every: OnceLock::new(),
            turns: Semaphore::new(ACCOUNTS_AT_ONCE),
            ended: Notify::new(),
        }
    }
}

impl Syncs {
    fn every(&self) -> Duration {
        self.every.get().copied().unwrap_or(USUAL_PERIOD)
    }
}
