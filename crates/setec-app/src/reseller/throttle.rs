//! How often customers and addresses may call; counted in memory, by each node for itself.

use std::collections::HashMap;
use std::hash::Hash;
use std::net::IpAddr;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use chrono::{DateTime, Days, NaiveTime, Utc};
use uuid::Uuid;

/// Requests of one address in a minute and at once, whoever they are by. Several customers may
/// share an address.
const OF_ADDRESS: Limits = Limits {
    per_minute: 600,
    burst: 600,
    per_day: u32::MAX,
};

/// Above this many addresses those that are silent are forgotten.
const MOST_ADDRESSES: usize = 50_000;

/// How long an address that a customer's call came from is known to be the customer's.
const KNOWN: Duration = Duration::from_hours(24);

/// How often somebody may call.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Limits {
    pub(crate) per_minute: u32,
    /// At once, after a silence.
    pub(crate) burst: u32,
    /// By the day of UTC.
    pub(crate) per_day: u32,
}

/// A bucket that fills by the minute, and the calls of a day.
#[derive(Debug)]
struct Count {
    tokens: f64,
    at: Instant,
    day: i64,
    of_day: u32,
}

/// What was called lately.
#[derive(Debug, Default)]
pub(crate) struct Calls {
    customers: Mutex<HashMap<Uuid, Count>>,
    addresses: Mutex<HashMap<IpAddr, Count>>,
    /// Where customers' valid calls came from.
    seen: Mutex<HashMap<(String, IpAddr), Instant>>,
    /// Those of them that the operator has named.
    named: Mutex<HashMap<IpAddr, Instant>>,
}

impl Count {
    fn full(limits: Limits, now: Instant) -> Self {
        Self {
            tokens: f64::from(limits.burst.max(1)),
            at: now,
            day: 0,
            of_day: 0,
        }
    }

    /// Counts a call, or tells how long to wait.
    fn take(&mut self, limits: Limits, now: Instant, time: DateTime<Utc>) -> Result<(), Duration> {
        let day = time.timestamp().div_euclid(24 * 60 * 60);
        if self.day != day {
            self.day = day;
            self.of_day = 0;
        }
        if self.of_day >= limits.per_day {
            return Err(until_midnight(time));
        }
        let rate = f64::from(limits.per_minute.max(1)) / 60.0;
        let gained = now.saturating_duration_since(self.at).as_secs_f64() * rate;
        self.tokens = (self.tokens + gained).min(f64::from(limits.burst.max(1)));
        self.at = now;
        if self.tokens < 1.0 {
            return Err(Duration::from_secs_f64((1.0 - self.tokens) / rate));
        }
        self.tokens -= 1.0;
        self.of_day += 1;
        Ok(())
    }
}

fn until_midnight(time: DateTime<Utc>) -> Duration {
    let tomorrow = time.date_naive() + Days::new(1);
    let left = tomorrow.and_time(NaiveTime::MIN).and_utc() - time;
    left.to_std().unwrap_or(Duration::from_secs(1))
}

impl Calls {
    /// Counts a call of a customer.
    pub(crate) fn of_customer(&self, customer: Uuid, limits: Limits) -> Result<(), Duration> {
        take(&self.customers, customer, limits)
    }

    /// Counts a call of an address, unless an operator has named it for a customer.
    pub(crate) fn of_address(&self, address: IpAddr) -> Result<(), Duration> {
        let address = network(address);
        if is_recent(lock(&self.named).get(&address)) {
            return Ok(());
        }
        let mut counts = lock(&self.addresses);
        if counts.len() > MOST_ADDRESSES {
            counts.retain(|_, count| count.at.elapsed() < Duration::from_mins(2));
            forget_crowd(&mut counts);
        }
        drop(counts);
        take(&self.addresses, address, OF_ADDRESS)
    }

    /// Whether this customer has called from there with a good token lately: who guesses at its
    /// name from elsewhere must not lock it out.
    pub(crate) fn is_known(&self, email: &str, address: Option<IpAddr>) -> bool {
        let Some(address) = address else {
            return false;
        };
        let key = (email.to_owned(), network(address));
        is_recent(lock(&self.seen).get(&key))
    }

    /// Notes a call with a good token.
    pub(crate) fn came(&self, email: &str, address: Option<IpAddr>, is_named: bool) {
        let Some(address) = address else {
            return;
        };
        let address = network(address);
        note(&self.seen, (email.to_owned(), address));
        if is_named {
            note(&self.named, address);
        }
    }
}

fn is_recent(at: Option<&Instant>) -> bool {
    at.is_some_and(|at| at.elapsed() < KNOWN)
}

/// Where nearly all are recent, going through them would be every request's work from now on.
fn forget_crowd<K, V>(map: &mut HashMap<K, V>) {
    if map.len() > MOST_ADDRESSES / 2 {
        map.clear();
    }
}

fn note<K: Hash + Eq>(times: &Mutex<HashMap<K, Instant>>, key: K) {
    let mut times = lock(times);
    if times.len() > MOST_ADDRESSES {
        times.retain(|_, at| is_recent(Some(at)));
        forget_crowd(&mut times);
    }
    times.insert(key, Instant::now());
}

fn take<K: Hash + Eq>(
    counts: &Mutex<HashMap<K, Count>>,
    key: K,
    limits: Limits,
) -> Result<(), Duration> {
    let now = Instant::now();
    let mut counts = lock(counts);
    let count = counts
        .entry(key)
        .or_insert_with(|| Count::full(limits, now));
    count.take(limits, now, Utc::now())
}

/// A whole IPv6 /64 belongs to one subscriber.
fn network(address: IpAddr) -> IpAddr {
    match address.to_canonical() {
        IpAddr::V6(v6) => IpAddr::V6((u128::from(v6) >> 64 << 64).into()),
        v4 @ IpAddr::V4(_) => v4,
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests {
    use std::time::{Duration, Instant};

    use chrono::{DateTime, Utc};

    use super::{Calls, Count, Limits};

    fn noon() -> DateTime<Utc> {
        "2026-03-04T12:00:00Z".parse().expect("a time")
    }

    #[test]
    fn a_burst_is_free_and_then_the_minute_counts() {
        let limits = Limits {
            per_minute: 60,
            burst: 3,
            per_day: 100,
        };
        let start = Instant::now();
        let mut count = Count::full(limits, start);
        for _ in 0..3 {
            assert_eq!(count.take(limits, start, noon()), Ok(()));
        }
        let wait = count.take(limits, start, noon()).expect_err("it is empty");
        assert!(
            wait <= Duration::from_secs(1) && !wait.is_zero(),
            "{wait:?}"
        );
        let later = start + Duration::from_secs(1);
        assert_eq!(count.take(limits, later, noon()), Ok(()));
        assert!(count.take(limits, later, noon()).is_err());
    }

    #[test]
    fn a_day_has_its_own_limit() {
        let limits = Limits {
            per_minute: 6000,
            burst: 100,
            per_day: 2,
        };
        let now = Instant::now();
        let mut count = Count::full(limits, now);
        assert!(count.take(limits, now, noon()).is_ok() && count.take(limits, now, noon()).is_ok());
        let wait = count
            .take(limits, now, noon())
            .expect_err("the day is used up");
        assert_eq!(wait, Duration::from_hours(12));
        let tomorrow = noon() + chrono::TimeDelta::days(1);
        assert!(count.take(limits, now, tomorrow).is_ok());
    }

    #[test]
    fn an_address_is_known_to_one_customer() {
        let calls = Calls::default();
        let here = "2001:db8::1".parse().ok();
        calls.came("a@example.com", here, false);
        assert!(calls.is_known("a@example.com", "2001:db8::2".parse().ok()));
        assert!(!calls.is_known("b@example.com", here));
        assert!(!calls.is_known("a@example.com", "2001:db8:1::1".parse().ok()));
        let first = "192.0.2.1".parse().expect("an address");
        let allowed = (0..700).filter(|_| calls.of_address(first).is_ok()).count();
        assert!((600..620).contains(&allowed), "{allowed}");
        calls.came("a@example.com", Some(first), true);
        assert!((0..700).all(|_| calls.of_address(first).is_ok()));
    }
}
