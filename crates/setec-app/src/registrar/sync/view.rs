//! All domains of all accounts as they were last seen, and synchronisation on demand.

use std::sync::Arc;
use std::time::Duration;

use chrono::{TimeDelta, Utc};
use setec_core::domain::DomainStatus;
use setec_core::{TagKind, Violation};
use setec_store::{DomainState, DomainStateFilter, StoredSync};
use tokio::time::{Instant, timeout_at};

use crate::tag::{Tagged, read_wanted};
use crate::{Actor, App, Error, Result};

/// A domain as it was last seen.
pub type SyncedDomain = DomainState;

/// How far the synchronisation of an account is.
pub type AccountSync = StoredSync;

/// Domains of one answer at most.
const MAX_LISTED: u64 = 10_000;

/// Another node's end is not told here, so it is looked for.
const LOOK_EVERY: Duration = Duration::from_secs(1);

/// Which domains are wanted.
#[derive(Debug, Clone, Default)]
pub struct DomainQuery {
    /// Of that account.
    pub account: Option<String>,
    /// In that status, a word of the API.
    pub status: Option<String>,
    /// That bear that tag.
    pub tag: Option<String>,
    /// Whose term ends within so many days, or has ended.
    pub expiring_within_days: Option<u32>,
    /// After that entry of the answer before, `account/domain`.
    pub after: Option<String>,
    /// How many at most.
    pub limit: Option<u64>,
}

/// Domains of many accounts, and how their synchronisation is.
#[derive(Debug, Clone)]
pub struct DomainOverview {
    /// The domains by account and name.
    pub domains: Vec<Tagged<SyncedDomain>>,
    /// Every account that has domains.
    pub accounts: Vec<AccountSync>,
    /// What to ask for next, where there is more.
    pub next: Option<String>,
}

impl DomainQuery {
    fn read(&self, accounts: Vec<String>) -> Result<DomainStateFilter> {
        let mut violations = Vec::new();
        let status = self.status.as_ref().and_then(|word| {
            let read = word.parse::<DomainStatus>();
            let fault = |error: &_| Violation::new("status", format!("{error}"));
            violations.extend(read.as_ref().err().map(fault));
            read.ok()
        });
        let tag = read_wanted(self.tag.as_deref()).unwrap_or_else(|error| {
            violations.extend(error.violations);
            None
        });
        let days = self.expiring_within_days;
        if days.is_some_and(|days| days > 36_500) {
            violations.push(Violation::new("expiring_within_days", "36500 at most"));
        }
        let limit = self.limit.unwrap_or(MAX_LISTED);
        if !(1..=MAX_LISTED).contains(&limit) {
            violations.push(Violation::new("limit", format!("1 to {MAX_LISTED}")));
        }
        let after = self.after.as_ref().map(|after| after.split_once('/'));
        if after == Some(None) {
            violations.push(Violation::new("after", "an account and a domain, a/b"));
        }
        if !violations.is_empty() {
            return Err(Error::invalid(violations));
        }
        let owned = |(account, domain): (&str, &str)| (account.to_owned(), domain.to_owned());
        Ok(DomainStateFilter {
            accounts,
            status,
            tag: tag.map(|tag| tag.to_string()),
            expires_before: days.map(|days| Utc::now() + TimeDelta::days(i64::from(days))),
            after: after.flatten().map(owned),
            limit: Some(limit),
        })
    }
}

impl App {
    /// Domains of all accounts as they were last seen; no provider is asked.
    pub async fn domain_overview(
        &self,
        actor: &Actor,
        query: &DomainQuery,
    ) -> Result<DomainOverview> {
        actor.may_read()?;
        let wanted = match &query.account {
            Some(name) => {
                let account = self.account(name).await?;
                account.domains()?;
                vec![account.name.clone()]
            }
            None => self.accounts_with_domains().await?,
        };
        let filter = query.read(wanted.clone())?;
        let domains = self.store.domain_states(&filter).await?;
        // A page is of few accounts, mostly of one.
        let mut shown: Vec<String> = domains.iter().map(|one| one.account.clone()).collect();
        shown.dedup();
        let tags = self.tags(&shown, Some(TagKind::Domain)).await?;
        let syncs = self.store.domain_syncs().await?;
        let mut accounts: Vec<AccountSync> = wanted
            .into_iter()
            .map(|name| {
                let known = syncs.iter().find(|sync| sync.account == name).cloned();
                known.unwrap_or_else(|| never(name))
            })
            .collect();
        accounts.sort_by(|a, b| a.account.cmp(&b.account));
        let is_full = filter.limit == u64::try_from(domains.len()).ok();
        let next = domains.last().filter(|_| is_full);
        Ok(DomainOverview {
            next: next.map(|last| format!("{}/{}", last.account, last.domain)),
            domains: domains
                .into_iter()
                .map(|thing| Tagged {
                    tags: tags
                        .of(TagKind::Domain, &thing.account, &thing.domain)
                        .to_vec(),
                    thing,
                })
                .collect(),
            accounts,
        })
    }

    /// Begins to synchronise an account, unless that is under way; waits for the end for a while.
    pub async fn sync_account_domains(
        self: &Arc<Self>,
        actor: &Actor,
        provider: &str,
        wait: Duration,
    ) -> Result<AccountSync> {
        actor.may_write()?;
        let account = self.account(provider).await?;
        account.domains()?;
        self.forget_domains(&account);
        self.start_sync(Arc::clone(&account), None).await?;
        self.synced(&account.name, wait).await
    }

    /// How far the synchronisation of an account is; waits for the end of one for a while.
    pub async fn account_sync(
        &self,
        actor: &Actor,
        provider: &str,
        wait: Duration,
    ) -> Result<AccountSync> {
        actor.may_read()?;
        let account = self.account(provider).await?;
        account.domains()?;
        self.synced(&account.name, wait).await
    }

    /// Begins to synchronise every account that has domains.
    pub async fn sync_all_domains(self: &Arc<Self>, actor: &Actor) -> Result<Vec<AccountSync>> {
        actor.may_write()?;
        let mut begun = Vec::new();
        for name in self.accounts_with_domains().await? {
            let account = self.account(&name).await?;
            self.forget_domains(&account);
            self.start_sync(account, None).await?;
            begun.push(self.synced(&name, Duration::ZERO).await?);
        }
        Ok(begun)
    }

    async fn accounts_with_domains(&self) -> Result<Vec<String>> {
        let (accounts, _) = self.accounts.all().await?;
        let with = accounts
            .iter()
            .filter(|account| account.provider.domains().is_some());
        Ok(with.map(|account| account.name.clone()).collect())
    }

    async fn synced(&self, account: &str, wait: Duration) -> Result<AccountSync> {
        let deadline = Instant::now() + wait;
        loop {
            let ended = self.syncs.ended.notified();
            let mut ended = std::pin::pin!(ended);
            // From here on no end is missed.
            ended.as_mut().enable();
            let sync = self.store.domain_sync(account).await?;
            let sync = sync.unwrap_or_else(|| never(account.to_owned()));
            let now = Instant::now();
            if !sync.is_running || now >= deadline {
                return Ok(sync);
            }
            // Which of the two it was does not matter: it is looked at again.
            let _ = timeout_at(deadline.min(now + LOOK_EVERY), ended).await;
        }
    }
}

/// An account that was never synchronised.
fn never(account: String) -> AccountSync {
    AccountSync {
        account,
        next_at: None,
        is_running: false,
        finished_at: None,
        domains: 0,
        problems: 0,
        problem: None,
        prices: None,
        priced_at: None,
    }
}
