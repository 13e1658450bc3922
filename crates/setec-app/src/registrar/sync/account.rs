//! What an account says of its domains, beside what was seen of them before.

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use futures::{StreamExt, stream};
use setec_core::dns::Name;
use setec_core::domain::{Domain, DomainStatus, DomainSync};
use setec_provider::{DomainProvider, ErrorKind, ProviderError};
use setec_store::{DomainState, DomainStateFilter, SyncResult};

use super::prices::Prices;
use crate::account::Account;
use crate::domain::fill_auto_renew;
use crate::{App, Result};

/// Domains that are asked for at the same time, one by one.
const AT_ONCE: usize = 8;

/// How often the progress is told at most.
const STEPS: usize = 100;

impl App {
    /// Asks for all domains of an account and keeps what is told. The list is one question where
    /// the provider has one; only what is missing in it is asked for by itself.
    pub(super) async fn sync_account(&self, account: &Account) -> Result<SyncResult> {
        let provider = account.domains()?;
        self.tell_known(account).await?;
        let of_account = DomainStateFilter {
            accounts: vec![account.name.clone()],
            ..DomainStateFilter::default()
        };
        let before = self.store.domain_states(&of_account).await?;
        let mut before: HashMap<String, DomainState> = before
            .into_iter()
            .map(|state| (state.domain.clone(), state))
            .collect();
        let listed = provider.list().await?;
        let renewals = self.renewals(account).await;
        let prices = self.renewal_prices(account).await?;
        let mut states = Vec::with_capacity(listed.len());
        for mut domain in listed {
            fill_auto_renew(&mut domain, &renewals);
            let old = before.remove(&domain.name);
            let mut state = seen(&account.name, domain, old, Utc::now());
            price(&mut state, &prices);
            states.push(state);
        }
        let mut missing: Vec<DomainState> = before.into_values().collect();
        missing.retain(|old| !old.status.is_over());
        let count = |number: usize| u32::try_from(number).unwrap_or(u32::MAX);
        let total = states.len() + missing.len();
        // What is missing is asked for as the budget lets it, which may take hours.
        let step = (missing.len() / STEPS).max(1);
        let mut asked = stream::iter(missing)
            .map(|old| ask(provider, old))
            .buffer_unordered(AT_ONCE);
        while let Some(state) = asked.next().await {
            states.push(state);
            if states.len() % step == 0 {
                let progress = Some((count(states.len()), count(total)));
                self.tell_sync(&account.name, "running", progress);
            }
        }
        drop(asked);
        self.store.keep_domain_states(&states).await?;
        let problems = states.iter().filter(|state| state.problem.is_some());
        let there = states.iter().filter(|state| !state.status.is_over());
        Ok(SyncResult {
            problems: count(problems.count()),
            domains: Some(count(there.count())),
            problem: prices.problem,
        })
    }
}

fn price(state: &mut DomainState, prices: &Prices) {
    let tld = state.domain.split_once('.').map_or("", |(_, tld)| tld);
    // A list that could not be read says nothing of the price before.
    if let Some(price) = prices.list.0.get(tld) {
        state.renewal_price = Some(*price);
    } else if prices.problem.is_none() {
        state.renewal_price = None;
    }
}

/// A domain of the list. One that was not told in full keeps what was seen of it before.
pub(super) fn seen(
    account: &str,
    domain: Domain,
    old: Option<DomainState>,
    now: DateTime<Utc>,
) -> DomainState {
    let fresh = DomainState {
        account: account.to_owned(),
        domain: domain.name,
        status: domain.status,
        expires_at: domain.expires_at,
        locked: domain.locked,
        privacy: domain.privacy_protection,
        auto_renew: domain.auto_renew,
        nameservers: domain.nameservers,
        renewal_price: old.as_ref().and_then(|old| old.renewal_price),
        seen_at: now,
        checked_at: now,
        problem: None,
    };
    if !domain.incomplete {
        return fresh;
    }
    let words = "the provider did not tell all of it".to_owned();
    let problem = Some(domain.message.unwrap_or(words));
    let Some(old) = old else {
        return DomainState { problem, ..fresh };
    };
    let is_told = fresh.status != DomainStatus::Unknown;
    DomainState {
        status: if is_told { fresh.status } else { old.status },
        expires_at: fresh.expires_at.or(old.expires_at),
        locked: fresh.locked.or(old.locked),
        privacy: fresh.privacy.or(old.privacy),
        auto_renew: fresh.auto_renew.or(old.auto_renew),
        nameservers: if fresh.nameservers.is_empty() {
            old.nameservers
        } else {
            fresh.nameservers
        },
        seen_at: old.seen_at,
        problem,
        ..fresh
    }
}

/// A domain that the list lacks: gone to another registrar, gone for good, or not told.
async fn ask(provider: &dyn DomainProvider, old: DomainState) -> DomainState {
    let answer = match old.domain.parse::<Name>() {
        Ok(name) => provider.sync(&name).await,
        Err(error) => {
            let message = format!("its name cannot be asked for: {error}");
            let operation = "synchronise domain";
            Err(ProviderError::new(ErrorKind::Invalid, operation, message))
        }
    };
    answered(old, answer.as_ref(), Utc::now())
}

/// What a domain's own answer makes of what was seen before.
pub(super) fn answered(
    old: DomainState,
    answer: std::result::Result<&DomainSync, &ProviderError>,
    now: DateTime<Utc>,
) -> DomainState {
    let asked = DomainState {
        checked_at: now,
        ..old
    };
    match answer {
        Ok(sync) => DomainState {
            status: if sync.transferred_away {
                DomainStatus::TransferredAway
            } else {
                sync.status
            },
            expires_at: sync.expires_at.or(asked.expires_at),
            seen_at: now,
            problem: None,
            ..asked
        },
        Err(error) if error.kind == ErrorKind::NotFound => DomainState {
            status: DomainStatus::Deleted,
            seen_at: now,
            problem: None,
            ..asked
        },
        Err(error) => DomainState {
            problem: Some(error.message.clone()),
            ..asked
        },
    }
}
