//! Zones that nobody has looked at yet are looked at once, so that search and counts know them.

use std::collections::{HashMap, HashSet};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use futures::{StreamExt, stream};
use setec_core::dns::Name;
use setec_provider::http::background;

use crate::account::Account;
use crate::{App, Freshness, Result};

/// Zones that are read at once, over all accounts.
const AT_ONCE: usize = 4;

/// How long a zone that could not be read is left alone.
const PAUSE: Duration = Duration::from_mins(10);

/// What is known of the first looks.
#[derive(Debug, Default)]
pub(crate) struct FirstLooks {
    under_way: AtomicBool,
    /// When zones were last tried.
    tried: Mutex<HashMap<(String, Name), Instant>>,
}

impl FirstLooks {
    /// Whether a zone is to be tried now.
    fn take(&self, account: &str, zone: &Name) -> bool {
        let mut tried = self.tried.lock().unwrap_or_else(PoisonError::into_inner);
        tried.retain(|_, at| at.elapsed() < PAUSE);
        let place = (account.to_owned(), zone.clone());
        if tried.contains_key(&place) {
            return false;
        }
        tried.insert(place, Instant::now());
        true
    }
}

impl App {
    /// Begins to look at what nobody has looked at yet, unless that is under way.
    ///
    /// It takes one call for each such zone, once, and only what people leave of the limits.
    pub(crate) fn begin_first_looks(self: &Arc<Self>) {
        if self
            .estate
            .first_looks
            .under_way
            .swap(true, Ordering::AcqRel)
        {
            return;
        }
        let app = Arc::clone(self);
        tokio::spawn(async move {
            if let Err(error) = background(app.look_first()).await {
                tracing::warn!(%error, "zones cannot be looked at for the first time");
            }
            let first_looks = &app.estate.first_looks;
            first_looks.under_way.store(false, Ordering::Release);
        });
    }

    async fn look_first(&self) -> Result<()> {
        let (accounts, _) = self.accounts.all().await?;
        let mut unseen = Vec::new();
        for account in accounts {
            for zone in self.unseen_zones(&account).await? {
                unseen.push((Arc::clone(&account), zone));
            }
        }
        stream::iter(unseen)
            .for_each_concurrent(AT_ONCE, |(account, zone)| async move {
                if !self.estate.first_looks.take(&account.name, &zone) {
                    return;
                }
                if let Err(error) = self.look(&account, &zone).await {
                    tracing::debug!(account = %account.name, %zone, %error, "the zone cannot be read");
                }
            })
            .await;
        Ok(())
    }

    /// The zones of an account that are in its list and of which no state is known.
    pub(crate) async fn unseen_zones(&self, account: &Arc<Account>) -> Result<Vec<Name>> {
        let Some(listing) = self.listed_zones(account, Freshness::Cached).await else {
            return Ok(Vec::new());
        };
        let heads = self.store.zone_heads(&account.name).await?;
        let seen: HashSet<&str> = heads
            .iter()
            .filter(|head| head.records.is_some())
            .map(|head| head.zone.as_str())
            .collect();
        let names = listing.items.iter().map(|zone| &zone.name);
        let unseen = names.filter(|name| !seen.contains(name.as_str()));
        Ok(unseen.cloned().collect())
    }
}
