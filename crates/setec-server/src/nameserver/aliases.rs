//! Addresses of ALIAS targets in other people's zones, kept as long as their TTL says.

use std::collections::{HashMap, HashSet};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use futures::future::join_all;
use setec_app::{Addresses, Resolver};
use setec_core::dns::{Name, RecordData, RecordSet, RecordType};
use setec_nameserver::{AliasAddresses, AliasResolver};
use tokio::sync::Notify;

/// How long addresses are still given after their time when nobody can be asked (RFC 8767).
const STALE: Duration = Duration::from_hours(24);

/// The TTL of what is past its time, in seconds (RFC 8767 section 4).
const STALE_TTL: u32 = 30;

/// How long nobody is asked again after a failure.
const PAUSE: Duration = Duration::from_secs(15);

/// Look-ups at one time.
const AT_ONCE: usize = 20;

/// What is known of targets. Only those of records that we serve are ever asked for.
#[derive(Debug, Default)]
pub(super) struct Aliases {
    known: Mutex<HashMap<Name, Known>>,
    wanted: Mutex<HashSet<Name>>,
    wake: Notify,
}

#[derive(Debug, Clone)]
struct Known {
    addresses: Option<Addresses>,
    fresh_until: Instant,
}

/// What the ALIAS records among those sets point at.
pub(super) fn targets<'a>(sets: impl Iterator<Item = &'a RecordSet>) -> Vec<Name> {
    sets.filter(|set| set.key.rtype == RecordType::Alias)
        .flat_map(RecordSet::values)
        .filter_map(RecordData::target)
        .cloned()
        .collect()
}

impl Aliases {
    /// Looks up what records of ours point at, before anybody asks.
    pub(super) fn expect(&self, targets: impl IntoIterator<Item = Name>) {
        for target in targets {
            self.addresses(&target);
        }
    }

    /// Asks for what is wanted; never ends.
    pub(super) async fn look_up(&self, resolver: &Resolver) {
        loop {
            self.wake.notified().await;
            let wanted: Vec<Name> = lock(&self.wanted).drain().collect();
            for names in wanted.chunks(AT_ONCE) {
                join_all(names.iter().map(|name| self.look_up_one(resolver, name))).await;
            }
        }
    }

    async fn look_up_one(&self, resolver: &Resolver, name: &Name) {
        let found = resolver.addresses(name).await;
        let now = Instant::now();
        let mut known = lock(&self.known);
        match found {
            Ok(addresses) => {
                let kept = Duration::from_secs(addresses.ttl.max(1).into());
                let entry = Known {
                    addresses: Some(addresses),
                    fresh_until: now + kept,
                };
                known.insert(name.clone(), entry);
            }
            Err(reason) => {
                tracing::warn!(target = %name, reason, "an ALIAS target cannot be looked up");
                let entry = known.entry(name.clone()).or_insert(Known {
                    addresses: None,
                    fresh_until: now,
                });
                entry.fresh_until = entry.fresh_until.max(now) + PAUSE;
            }
        }
    }

    fn want(&self, name: &Name) {
        if lock(&self.wanted).insert(name.clone()) {
            self.wake.notify_one();
        }
    }
}

impl AliasResolver for Aliases {
    fn addresses(&self, target: &Name) -> Option<AliasAddresses> {
        let now = Instant::now();
        let known = lock(&self.known).get(target).cloned();
        let Some(known) = known else {
            self.want(target);
            return None;
        };
        let left = known.fresh_until.saturating_duration_since(now);
        if left.is_zero() {
            self.want(target);
        }
        let addresses = known.addresses?;
        if now > known.fresh_until + STALE {
            return None;
        }
        let ttl = u32::try_from(left.as_secs()).unwrap_or(u32::MAX);
        Some(AliasAddresses {
            v4: addresses.v4,
            v6: addresses.v6,
            ttl: if left.is_zero() {
                STALE_TTL
            } else {
                ttl.max(1)
            },
        })
    }
}

/// Every critical section is one look or one assignment, so a panic leaves nothing half done.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests {
    use super::Aliases;
    use setec_app::Resolver;
    use setec_nameserver::AliasResolver;

    #[tokio::test]
    async fn what_nobody_can_look_up_is_not_made_up() {
        let aliases = Aliases::default();
        let target = "cdn.example.net".parse().unwrap();
        assert_eq!(aliases.addresses(&target), None);
        let looking = aliases.look_up(&Resolver::Off);
        let waited = tokio::time::timeout(std::time::Duration::from_millis(50), looking);
        assert!(waited.await.is_err(), "it never ends");
        assert_eq!(aliases.addresses(&target), None);
    }
}
