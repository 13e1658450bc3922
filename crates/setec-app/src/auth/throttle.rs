//! Slows guessing of passwords down, per account and per address.

use std::collections::HashMap;
use std::net::IpAddr;
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use crate::{Error, ErrorKind, Result};

/// Failures that cost nothing: people mistype.
const FREE_FAILURES: u32 = 5;

/// The longest wait for one account: its owner must not be locked out by a stranger.
const MAX_ACCOUNT_WAIT: Duration = Duration::from_secs(30);

/// The longest wait for one address.
const MAX_ADDRESS_WAIT: Duration = Duration::from_mins(15);

/// When failures are forgotten.
const MEMORY: Duration = Duration::from_hours(1);

/// Above this many keys the oldest ones are dropped.
const MAX_KEYS: usize = 50_000;

#[derive(Debug, Clone, PartialEq, Eq, Hash)]
enum Key {
    Account(String),
    Address(IpAddr),
}

#[derive(Debug)]
struct Failures {
    count: u32,
    last: Instant,
}

/// Counts failed sign-ins of this node.
#[derive(Debug, Default)]
pub(crate) struct Throttle {
    failures: Mutex<HashMap<Key, Failures>>,
}

impl Throttle {
    pub(crate) fn check(&self, username: &str, address: Option<IpAddr>) -> Result<()> {
        let failures = self.failures.lock().unwrap_or_else(PoisonError::into_inner);
        let wait = keys(username, address)
            .filter_map(|key| {
                let known = failures.get(&key)?;
                wait_of(&key, known.count).checked_sub(known.last.elapsed())
            })
            .max()
            .filter(|wait| !wait.is_zero());
        match wait {
            None => Ok(()),
            Some(wait) => {
                let secs = wait.as_secs() + 1;
                Err(Error {
                    retry_after: Some(Duration::from_secs(secs)),
                    ..Error::new(
                        ErrorKind::RateLimited,
                        format!("too many failed sign-ins; try again in {secs} s"),
                    )
                })
            }
        }
    }

    pub(crate) fn failed(&self, username: &str, address: Option<IpAddr>) {
        let mut failures = self.failures.lock().unwrap_or_else(PoisonError::into_inner);
        failures.retain(|_, known| known.last.elapsed() < MEMORY);
        if failures.len() > MAX_KEYS {
            failures.clear();
        }
        for key in keys(username, address) {
            let known = failures.entry(key).or_insert(Failures {
                count: 0,
                last: Instant::now(),
            });
            known.count += 1;
            known.last = Instant::now();
        }
    }

    pub(crate) fn succeeded(&self, username: &str) {
        let mut failures = self.failures.lock().unwrap_or_else(PoisonError::into_inner);
        failures.remove(&Key::Account(username.to_lowercase()));
    }
}

fn keys(username: &str, address: Option<IpAddr>) -> impl Iterator<Item = Key> {
    // A whole IPv6 /64 belongs to one subscriber.
    let network = address.map(|address| match address.to_canonical() {
        IpAddr::V6(v6) => IpAddr::V6((u128::from(v6) >> 64 << 64).into()),
        v4 @ IpAddr::V4(_) => v4,
    });
    let account: String = username.to_lowercase().chars().take(64).collect();
    [Some(Key::Account(account)), network.map(Key::Address)]
        .into_iter()
        .flatten()
}

fn wait_of(key: &Key, failures: u32) -> Duration {
    if failures < FREE_FAILURES {
        return Duration::ZERO;
    }
    let doublings = (failures - FREE_FAILURES).min(16);
    let wait = Duration::from_secs(1 << doublings);
    wait.min(match key {
        Key::Account(_) => MAX_ACCOUNT_WAIT,
        Key::Address(_) => MAX_ADDRESS_WAIT,
    })
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::{Key, Throttle, wait_of};

    #[test]
    fn guessing_is_slowed_for_the_account_and_the_address() {
        let throttle = Throttle::default();
        let (here, there) = ("192.0.2.1".parse().ok(), "192.0.2.2".parse().ok());
        for _ in 0..4 {
            throttle.failed("admin", here);
        }
        assert!(throttle.check("admin", here).is_ok(), "people mistype");
        throttle.failed("Admin", here);
        assert!(
            throttle.check("admin", there).is_err(),
            "the account, from anywhere"
        );
        assert!(
            throttle.check("other", here).is_err(),
            "the address, for any account"
        );
        assert!(throttle.check("other", there).is_ok());
        let error = throttle.check("admin", here).unwrap_err();
        assert!(
            error
                .retry_after
                .is_some_and(|wait| wait >= Duration::from_secs(1))
        );
        throttle.succeeded("ADMIN");
        assert!(throttle.check("admin", there).is_ok());
    }

    #[test]
    fn waits_grow_to_their_limit() {
        let account = Key::Account("admin".to_owned());
        assert_eq!(wait_of(&account, 4), Duration::ZERO);
        assert_eq!(wait_of(&account, 6), Duration::from_secs(2));
        assert_eq!(wait_of(&account, 5000), Duration::from_secs(30));
        let address = Key::Address([192, 0, 2, 1].into());
        assert_eq!(wait_of(&address, 5000), Duration::from_mins(15));
    }
}
