//! When each account is synchronised by itself.

use std::collections::HashMap;
use std::sync::Arc;
use std::time::Duration;

use chrono::{DateTime, Utc};
use setec_store::StoredSync;

use crate::account::Account;
use crate::{App, Result};

/// How often the schedule is looked at.
const PERIOD: Duration = Duration::from_secs(30);

/// A new account waits so long at most.
const FIRST_WITHIN: Duration = Duration::from_mins(10);

impl App {
    /// Synchronises the domains of every account again and again, as long as the app lives.
    pub fn keep_domains_in_sync(self: &Arc<Self>, every: Duration) {
        if self.syncs.every.set(every).is_err() {
            return;
        }
        let app = Arc::downgrade(self);
        tokio::spawn(async move {
            loop {
                let Some(app) = app.upgrade() else {
                    return;
                };
                if let Err(error) = app.start_due_syncs(Utc::now()).await {
                    tracing::error!(%error, "the schedule of domains cannot be read");
                }
                drop(app);
                tokio::time::sleep(PERIOD.min(every)).await;
            }
        });
    }

    /// Begins to synchronise an account now that never was, where somebody looks at it: nobody
    /// should wait for the schedule to see what there is.
    pub(crate) async fn begin_first_sync(
        self: &Arc<Self>,
        account: &Arc<Account>,
        known: Option<&StoredSync>,
    ) -> Result<()> {
        let is_known = known.is_some_and(|sync| sync.is_running || sync.finished_at.is_some());
        if is_known || self.syncs.every.get().is_none() || account.provider.domains().is_none() {
            return Ok(());
        }
        self.start_sync(Arc::clone(account), None).await.map(drop)
    }

    async fn start_due_syncs(self: &Arc<Self>, now: DateTime<Utc>) -> Result<()> {
        let (accounts, _) = self.accounts.all().await?;
        let syncs = self.store.domain_syncs().await?;
        let due: HashMap<String, DateTime<Utc>> = syncs
            .into_iter()
            .filter_map(|sync| Some((sync.account, sync.next_at?)))
            .collect();
        for account in accounts {
            if account.provider.domains().is_none() {
                continue;
            }
            match due.get(&account.name) {
                Some(at) if *at <= now => {
                    self.start_sync(account, Some(now)).await?;
                }
                Some(_) => {}
                None => {
                    let first = now + share(&account.name, self.syncs.every().min(FIRST_WITHIN));
                    let name = &account.name;
                    self.store.schedule_domain_sync(name, first).await?;
                }
            }
        }
        Ok(())
    }
}

/// A part of a period that is each account's own, so that not all of them begin at once.
fn share(account: &str, period: Duration) -> Duration {
    // FNV-1a: it must come out the same on every node.
    let hash = account.bytes().fold(0x811c_9dc5_u32, |hash, byte| {
        (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193)
    });
    period.mul_f64(f64::from(hash) / (f64::from(u32::MAX) + 1.0))
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::share;

    #[test]
    fn accounts_begin_at_times_of_their_own() {
        let period = Duration::from_mins(10);
        let mut shares: Vec<Duration> = (0..100)
            .map(|at| share(&format!("account-{at}"), period))
            .collect();
        assert!(shares.iter().all(|share| *share < period));
        shares.sort();
        shares.dedup();
        assert_eq!(shares.len(), 100);
    }
}
