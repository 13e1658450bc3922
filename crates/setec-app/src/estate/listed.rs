//! Lists as the providers last told them, for pages that show many accounts at once.
//!
//! A list is asked for by one task at a time, which goes on when nobody waits for it any more. What
//! was told before stays until something newer is told, whatever happens to the account meanwhile.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use chrono::{DateTime, Utc};
use tokio::sync::watch;
use tokio::time::{Instant, timeout};

use crate::account::Account;
use crate::{Freshness, Result};

/// How long a list is shown without asking again.
const LIFETIME: Duration = Duration::from_mins(1);

/// How long after a failure nobody asks again.
const PAUSE: Duration = Duration::from_secs(15);

/// How long somebody waits who has an older list to look at.
const PATIENCE: Duration = Duration::from_secs(1);

/// How long somebody waits who has nothing; after that the account counts as silent.
const LONGEST: Duration = Duration::from_secs(4);

/// A list as it is known.
#[derive(Debug)]
pub(crate) struct Listing<T> {
    /// What the provider told last; empty where it never did.
    pub(crate) items: Arc<Vec<T>>,
    /// When that was.
    pub(crate) asked_at: Option<DateTime<Utc>>,
    /// Why there is nothing newer.
    pub(crate) problem: Option<String>,
}

/// Lists of one kind by account.
#[derive(Debug)]
pub(crate) struct Listed<T> {
    held: Arc<Mutex<HashMap<Key, Held<T>>>>,
}

/// The account and the generation of its settings.
type Key = (String, u64);

#[derive(Debug)]
struct Held<T> {
    items: Arc<Vec<T>>,
    asked_at: Option<DateTime<Utc>>,
    problem: Option<String>,
    /// When the last question was answered or failed; `None` where the answer is out of date.
    settled: Option<Instant>,
    /// The question under way: since when, and its end.
    asking: Option<(Instant, watch::Receiver<()>)>,
    /// Moves on with every change of the account, so that an older answer is known as such.
    epoch: u64,
}

impl<T> Default for Held<T> {
    fn default() -> Self {
        Self {
            items: Arc::default(),
            asked_at: None,
            problem: None,
            settled: None,
            asking: None,
            epoch: 0,
        }
    }
}

impl<T> Held<T> {
    fn is_fresh(&self) -> bool {
        let lifetime = match self.problem {
            None => LIFETIME,
            Some(_) => PAUSE,
        };
        self.settled.is_some_and(|at| at.elapsed() < lifetime)
    }

    fn listing(&self) -> Listing<T> {
        let silent = self
            .asking
            .as_ref()
            .is_some_and(|(since, _)| since.elapsed() >= LONGEST);
        let silence = silent.then(|| "the provider has not answered yet".to_owned());
        Listing {
            items: Arc::clone(&self.items),
            asked_at: self.asked_at,
            problem: silence.or_else(|| self.problem.clone()),
        }
    }
}

impl<T> Default for Listed<T> {
    fn default() -> Self {
        Self {
            held: Arc::default(),
        }
    }
}

impl<T: Send + Sync + 'static> Listed<T> {
    /// What is known of an account, without asking.
    pub(crate) fn peek(&self, account: &Account) -> Option<Listing<T>> {
        let held = lock(&self.held);
        let found = held.get(&key(account)).map(Held::listing);
        found.filter(|listing| listing.asked_at.is_some())
    }

    /// The list of an account: what is fresh at once, otherwise what is told in time, otherwise what
    /// was told before.
    pub(crate) async fn get<F>(
        &self,
        account: &Account,
        freshness: Freshness,
        load: F,
    ) -> Listing<T>
    where
        F: Future<Output = Result<Vec<T>>> + Send + 'static,
    {
        let key = key(account);
        let (mut ended, patience) = {
            let mut held = lock(&self.held);
            // What settings of before have brought is of no use any more.
            held.retain(|(name, generation), _| *name != key.0 || *generation == key.1);
            let entry = held.entry(key.clone()).or_default();
            if freshness == Freshness::Cached && entry.is_fresh() {
                return entry.listing();
            }
            let ended = match &entry.asking {
                Some((since, ended)) if ended.has_changed().is_ok() => {
                    // Once was enough to wait for one that hangs.
                    if since.elapsed() >= LONGEST {
                        return entry.listing();
                    }
                    ended.clone()
                }
                _ => self.ask(&key, entry, load),
            };
            let has_none = entry.asked_at.is_none() || freshness == Freshness::Now;
            (ended, if has_none { LONGEST } else { PATIENCE })
        };
        // The sender is dropped at the end; that, or the time is over.
        let _ = timeout(patience, ended.changed()).await;
        let held = lock(&self.held);
        held.get(&key).map_or_else(
            || Held::default().listing(),
            |entry| {
                let mut listing = entry.listing();
                if listing.asked_at.is_none() && listing.problem.is_none() {
                    listing.problem = Some("the provider has not answered yet".to_owned());
                }
                listing
            },
        )
    }

    /// Asks in a task of its own.
    fn ask<F>(&self, key: &Key, entry: &mut Held<T>, load: F) -> watch::Receiver<()>
    where
        F: Future<Output = Result<Vec<T>>> + Send + 'static,
    {
        let (sender, ended) = watch::channel(());
        entry.asking = Some((Instant::now(), ended.clone()));
        let (held, key, epoch) = (Arc::clone(&self.held), key.clone(), entry.epoch);
        tokio::spawn(async move {
            let outcome = load.await;
            if let Some(entry) = lock(&held).get_mut(&key) {
                entry.asking = None;
                // What was asked before a change is shown, but not for long.
                entry.settled = (entry.epoch == epoch).then(Instant::now);
                match outcome {
                    Ok(items) => {
                        entry.items = Arc::new(items);
                        entry.asked_at = Some(Utc::now());
                        entry.problem = None;
                    }
                    Err(error) => entry.problem = Some(error.message),
                }
            }
            drop(sender);
        });
        ended
    }

    /// Says that an account was changed, so that its list is asked for anew.
    pub(crate) fn outdate(&self, account: &str) {
        let mut held = lock(&self.held);
        for ((name, _), entry) in held.iter_mut() {
            if name == account {
                entry.epoch += 1;
                entry.settled = None;
            }
        }
    }
}

fn key(account: &Account) -> Key {
    (account.name.clone(), account.generation)
}

fn lock<T>(held: &Mutex<HashMap<Key, Held<T>>>) -> MutexGuard<'_, HashMap<Key, Held<T>>> {
    held.lock().unwrap_or_else(PoisonError::into_inner)
}
