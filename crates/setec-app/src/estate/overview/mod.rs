//! The overview: how much there is, what needs attention, what it costs, and what comes next.

mod attention;
mod costs;
mod renewals;

use std::collections::HashSet;
use std::sync::Arc;
use std::time::Duration;

use chrono::{DateTime, Utc};
use futures::future::join_all;
use setec_core::billing::Subscription;
use setec_core::server::Server;
use setec_store::{AccountFault, DomainState, DomainStateFilter, StoredSync};
use tokio::task::JoinHandle;
use tokio::time::{Instant, timeout_at};

use super::known::KnownZone;
use crate::account::Account;
use crate::estate::listed::Listing;
use crate::{AccountZones, Actor, App, Freshness, JournalEntry, JournalFilter, Result, ZoneRow};

pub use attention::{Attention, AttentionKind, AttentionSeverity};
pub use costs::{AccountCost, MonthCost};
pub use renewals::{Renewal, RenewalKind};

/// The last changes that are shown.
const CHANGES: u64 = 10;

/// How long the records may take, as long as an account that does not answer, and how long at least
/// when the accounts have told; what is found out after that stands in the next overview.
const RECORDS: Duration = Duration::from_secs(4);
const RECORDS_AT_LEAST: Duration = Duration::from_millis(700);

/// How much an account holds; `None` where it has nothing of the kind, or has not told yet.
#[derive(Debug, Clone)]
pub struct AccountCounts {
    /// The account.
    pub account: String,
    /// Its driver.
    pub driver: String,
    /// Whether it is a simulator.
    pub sandbox: bool,
    /// Domains that it has now.
    pub domains: Option<usize>,
    /// Zones.
    pub zones: Option<usize>,
    /// Virtual servers.
    pub servers: Option<usize>,
    /// SSH keys.
    pub keys: Option<usize>,
    /// Subscriptions.
    pub subscriptions: Option<usize>,
    /// Why some of it is old or missing.
    pub problem: Option<String>,
}

/// Everything at a glance.
#[derive(Debug, Clone)]
pub struct Overview {
    /// By account.
    pub counts: Vec<AccountCounts>,
    /// What somebody should look at, the worst first.
    pub attention: Vec<Attention>,
    /// What it costs, by account and currency.
    pub costs: Vec<AccountCost>,
    /// What is due in the next 90 days, the next first.
    pub renewals: Vec<Renewal>,
    /// The last changes, newest first.
    pub changes: Vec<JournalEntry>,
    /// When this was put together.
    pub asked_at: DateTime<Utc>,
}

/// What is known of one account.
struct Told {
    account: Arc<Account>,
    domains: Option<Vec<DomainState>>,
    sync: Option<StoredSync>,
    zones: Option<AccountZones>,
    rows: Vec<ZoneRow>,
    servers: Option<Listing<Server>>,
    keys: Option<usize>,
    subscriptions: Option<Listing<Subscription>>,
    /// The subscriptions that pay for domains, as far as it is known.
    paying: HashSet<String>,
    problems: Vec<String>,
}

impl App {
    /// Everything at a glance. An account that does not answer in time is shown as it told last.
    pub async fn overview(self: &Arc<Self>, actor: &Actor) -> Result<Overview> {
        actor.may_read()?;
        // Right after a start this takes longest, so it begins first. The second look, which knows the
        // accounts' lists, then finds it done.
        let begun = Instant::now();
        drop(self.begin_to_read_zones());
        let (accounts, faults) = self.accounts.all().await?;
        let syncs = self.store.domain_syncs().await?;
        let told = join_all(accounts.into_iter().map(|account| {
            let sync = syncs.iter().find(|sync| sync.account == account.name);
            self.at_a_glance(account, sync.cloned())
        }));
        let told: Vec<Told> = told.await.into_iter().collect::<Result<_>>()?;
        for told in &told {
            let begun = self.begin_first_sync(&told.account, told.sync.as_ref());
            begun.await?;
        }
        self.begin_first_looks();
        let deadline = (begun + RECORDS).max(Instant::now() + RECORDS_AT_LEAST);
        let known = self.known_until(deadline).await;
        let now = Utc::now();
        let mut attention = self.attention(&told, &faults, &known, now).await?;
        attention
            .sort_by(|a, b| (a.severity, a.at, &a.subject).cmp(&(b.severity, b.at, &b.subject)));
        let filter = JournalFilter {
            limit: CHANGES,
            ..JournalFilter::default()
        };
        let due = told.iter().flat_map(|told| renewals::of(told, now));
        let mut renewals: Vec<Renewal> = due.collect();
        renewals.sort_by(|a, b| (a.at, &a.name).cmp(&(b.at, &b.name)));
        Ok(Overview {
            counts: counts(&told, &faults),
            attention,
            costs: told.iter().flat_map(|told| costs::of(told, now)).collect(),
            renewals,
            changes: self.store.entries(&filter).await?,
            asked_at: now,
        })
    }

    async fn at_a_glance(
        self: &Arc<Self>,
        account: Arc<Account>,
        sync: Option<StoredSync>,
    ) -> Result<Told> {
        let cached = Freshness::Cached;
        let domains = async {
            if account.provider.domains().is_none() {
                return Ok(None);
            }
            let filter = DomainStateFilter {
                accounts: vec![account.name.clone()],
                ..DomainStateFilter::default()
            };
            Ok::<_, crate::Error>(Some(self.store.domain_states(&filter).await?))
        };
        let (domains, zones, servers, keys, subscriptions) = tokio::join!(
            domains,
            self.zone_rows(&account, cached),
            self.listed_servers(&account, cached),
            self.listed_keys(&account, cached),
            self.listed_subscriptions(&account, cached),
        );
        let (zones, rows) = zones?.unzip();
        let mut problems = Vec::new();
        problems.extend(
            zones
                .as_ref()
                .and_then(|zones: &AccountZones| zones.problem.clone()),
        );
        problems.extend(servers.as_ref().and_then(|list| list.problem.clone()));
        problems.extend(keys.as_ref().and_then(|list| list.problem.clone()));
        problems.extend(subscriptions.as_ref().and_then(|list| list.problem.clone()));
        problems.extend(sync.as_ref().and_then(|sync| sync.problem.clone()));
        problems.dedup();
        let paying = self.store.subscriptions_of(&account.name).await?;
        Ok(Told {
            account,
            domains: domains?,
            sync,
            zones,
            rows: rows.unwrap_or_default(),
            servers,
            keys: keys.and_then(|list| list.asked_at.map(|_| list.items.len())),
            subscriptions,
            paying: paying.into_values().collect(),
            problems,
        })
    }

    fn begin_to_read_zones(self: &Arc<Self>) -> JoinHandle<Result<Vec<Arc<KnownZone>>>> {
        let app = Arc::clone(self);
        tokio::spawn(async move { app.zones_as_seen().await })
    }

    /// The zones with their records, where they can be had in time; the reading goes on.
    async fn known_until(self: &Arc<Self>, deadline: Instant) -> Vec<Arc<KnownZone>> {
        match timeout_at(deadline, self.begin_to_read_zones()).await {
            Ok(Ok(Ok(zones))) => zones,
            Ok(Ok(Err(error))) => {
                tracing::error!(%error, "the records of the zones cannot be read");
                Vec::new()
            }
            Ok(Err(_)) | Err(_) => Vec::new(),
        }
    }
}

fn counts(told: &[Told], faults: &[AccountFault]) -> Vec<AccountCounts> {
    let count = |told: &Told| AccountCounts {
        account: told.account.name.clone(),
        driver: told.account.driver.id.to_owned(),
        sandbox: told.account.sandbox,
        // Before the first synchronisation nobody knows.
        domains: told.domains.as_ref().and_then(|states| {
            let ended = told.sync.as_ref().and_then(|sync| sync.finished_at);
            let there = states.iter().filter(|state| !state.status.is_over());
            ended.map(|_| there.count())
        }),
        zones: told
            .zones
            .as_ref()
            .and_then(|zones| zones.asked_at.map(|_| zones.zones)),
        servers: length(told.servers.as_ref()),
        keys: told.keys,
        subscriptions: length(told.subscriptions.as_ref()),
        problem: told.problems.first().cloned(),
    };
    let broken = faults.iter().map(|fault| AccountCounts {
        account: fault.file.trim_end_matches(".json").to_owned(),
        driver: String::new(),
        sandbox: false,
        domains: None,
        zones: None,
        servers: None,
        keys: None,
        subscriptions: None,
        problem: Some(fault.message.clone()),
    });
    told.iter().map(count).chain(broken).collect()
}

fn length<T>(listing: Option<&Listing<T>>) -> Option<usize> {
    let listing = listing?;
    listing.asked_at.map(|_| listing.items.len())
}
