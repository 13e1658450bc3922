//! What is known of a customer's domain: what was last seen of it where that is young, else what
//! the registrar says now.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};
use setec_core::domain::{DomainOperation, TransferState};
use setec_store::{DomainState, Sale, SaleState};

use super::CustomerCaller;
use super::own::{Own, Standing, not_found};
use crate::cache::Cache;
use crate::{App, Error, ErrorKind, Result};

/// What was seen so lately is told without asking again: clients ask for every page that they show.
const YOUNG: TimeDelta = TimeDelta::minutes(10);

/// How long the registrar may take where there is something older to tell.
const PATIENCE: Duration = Duration::from_secs(10);

/// Marks above this are thrown away where they are older than what they mark can be.
const MOST_MARKS: usize = 10_000;

/// A customer's domain as it was last seen.
#[derive(Debug, Clone)]
pub struct ResellerDomain {
    /// What was seen.
    pub state: DomainState,
    /// Whether its records are managed by the account that holds it.
    pub has_dns: bool,
    /// Whether its mail is forwarded by that account.
    pub has_email: bool,
    /// The registrant's e-mail, where it was last written through us.
    pub registrant: Option<String>,
}

/// What a customer has under a name.
#[derive(Debug, Clone)]
pub enum ResellerStanding {
    /// A domain of its own.
    Here(Box<ResellerDomain>),
    /// One that is ordered and not there yet.
    OnTheWay(DomainOperation),
}

/// Account and name.
type Key = (String, String);

/// A domain and when it was last changed: what was asked before is the answer to another question.
type Question = (Key, Option<DateTime<Utc>>);

/// What is known of domains, and since when it is no longer true.
#[derive(Debug)]
pub(crate) struct Informations {
    asked: Cache<Question, DomainState>,
    pub(super) registrants: Cache<Question, Option<String>>,
    changed: Mutex<HashMap<Key, DateTime<Utc>>>,
}

impl Default for Informations {
    fn default() -> Self {
        Self {
            asked: Cache::new(20_000),
            registrants: Cache::new(20_000),
            changed: Mutex::default(),
        }
    }
}

impl Informations {
    fn mark(&self, key: &Key) {
        let now = Utc::now();
        let mut changed = self.changed.lock().unwrap_or_else(PoisonError::into_inner);
        if changed.len() > MOST_MARKS {
            changed.retain(|_, at| *at + YOUNG > now);
        }
        changed.insert(key.clone(), now);
    }

    pub(super) fn changed_at(&self, key: &Key) -> Option<DateTime<Utc>> {
        let changed = self.changed.lock().unwrap_or_else(PoisonError::into_inner);
        changed.get(key).copied()
    }
}

impl App {
    /// What is known of a domain that is the customer's or on its way to it.
    pub async fn reseller_information(
        self: &Arc<Self>,
        caller: &CustomerCaller,
        domain: &str,
    ) -> Result<ResellerStanding> {
        match self.standing(caller, domain).await? {
            Standing::Own(own) => {
                let state = self.seen_of(caller, &own).await?;
                let registrant = self.registrant_email(caller, &own).await;
                let registrant = registrant.unwrap_or_else(|error| {
                    tracing::warn!(%error, domain, "its registrant cannot be read");
                    None
                });
                self.here(&own, state, registrant).await
            }
            Standing::Ordered(_, sale) => on_the_way(&sale),
        }
    }

    /// Whether a domain's registrar lock is set; `None` where there is none.
    pub async fn reseller_lock(
        self: &Arc<Self>,
        caller: &CustomerCaller,
        domain: &str,
    ) -> Result<Option<bool>> {
        let own = self.own(caller, domain).await?;
        Ok(self.seen_of(caller, &own).await?.locked)
    }

    /// A domain's name servers.
    pub async fn reseller_nameservers(
        self: &Arc<Self>,
        caller: &CustomerCaller,
        domain: &str,
    ) -> Result<Vec<String>> {
        let own = self.own(caller, domain).await?;
        let seen = self.seen_of(caller, &own).await?.nameservers;
        if !seen.is_empty() {
            return Ok(seen);
        }
        self.nameservers(&own.actor, &own.account, own.name.as_str())
            .await
    }

    /// The same, as the registrar says now.
    pub async fn reseller_sync(
        self: &Arc<Self>,
        caller: &CustomerCaller,
        domain: &str,
    ) -> Result<ResellerStanding> {
        match self.standing(caller, domain).await? {
            Standing::Own(own) => self.here(&own, self.asked_anew(&own).await?, None).await,
            Standing::Ordered(own, sale) => {
                let sale = self.looked_after(&own, sale).await?;
                match sale.state {
                    SaleState::Completed => {
                        self.here(&own, self.asked_anew(&own).await?, None).await
                    }
                    SaleState::Held | SaleState::Refunded => on_the_way(&sale),
                }
            }
        }
    }

    /// Where a transfer to the customer stands. One that was ordered and is not settled is asked
    /// for now.
    pub async fn reseller_transfer(
        self: &Arc<Self>,
        caller: &CustomerCaller,
        domain: &str,
    ) -> Result<TransferState> {
        let (own, sale) = match self.standing(caller, domain).await? {
            Standing::Own(own) => {
                let state = self.seen_of(caller, &own).await?;
                return Ok(TransferState::Completed {
                    expires_at: state.expires_at,
                });
            }
            Standing::Ordered(own, sale) => (own, sale),
        };
        let sale = self.looked_after(&own, sale).await?;
        match sale.state {
            SaleState::Held => Ok(TransferState::Pending { message: None }),
            SaleState::Completed => {
                let state = self.asked_anew(&own).await?;
                Ok(TransferState::Completed {
                    expires_at: state.expires_at,
                })
            }
            SaleState::Refunded => Ok(TransferState::Failed {
                reason: self.why_failed(&sale).await?,
            }),
        }
    }

    /// What was seen of a domain, where that is young and nothing has happened since; also what is
    /// older, where the registrar cannot say more now.
    async fn seen_of(self: &Arc<Self>, caller: &CustomerCaller, own: &Own) -> Result<DomainState> {
        let name = own.name.as_str();
        let state = self.store.domain_state(&own.account, name).await?;
        let changed = self.changed_at(caller, own).await?;
        let unchanged = state.filter(|state| changed.is_none_or(|at| state.seen_at > at));
        let asking = self.asked_of(own, changed);
        let Some(state) = unchanged else {
            return asking.await;
        };
        if state.seen_at + YOUNG > Utc::now() && state.problem.is_none() {
            return Ok(state);
        }
        let asked = tokio::time::timeout(PATIENCE, asking).await;
        let words = match asked {
            Ok(Ok(state)) => return Ok(state),
            Ok(Err(error)) if is_trouble(&error) => error.message,
            Ok(Err(error)) => return Err(error),
            Err(late) => late.to_string(),
        };
        tracing::info!(domain = name, account = %own.account, "told as it was last seen: {words}");
        Ok(state)
    }

    /// When something was last done to a domain: by a call here, or by an order of the customer.
    async fn changed_at(
        &self,
        caller: &CustomerCaller,
        own: &Own,
    ) -> Result<Option<DateTime<Utc>>> {
        let sale = self.store.newest_sale(caller.id, &own.name).await?;
        let settled = sale.and_then(|sale| sale.settled_at);
        Ok(self.informations.changed_at(&key(own)).max(settled))
    }

    /// What the registrar says now, whatever it said before.
    async fn asked_anew(self: &Arc<Self>, own: &Own) -> Result<DomainState> {
        self.informations.mark(&key(own));
        let changed = self.informations.changed_at(&key(own));
        self.asked_of(own, changed).await
    }

    /// What the registrar says now; readers at the same time share one question.
    async fn asked_of(
        self: &Arc<Self>,
        own: &Own,
        changed: Option<DateTime<Utc>>,
    ) -> Result<DomainState> {
        let (account, name) = (own.account.as_str(), own.name.as_str());
        let asking = self.sync_domain(&own.actor, account, name);
        let asked = Box::pin(self.informations.asked.get((key(own), changed), asking)).await?;
        Ok(DomainState::clone(&asked))
    }

    async fn here(
        self: &Arc<Self>,
        own: &Own,
        state: DomainState,
        registrant: Option<String>,
    ) -> Result<ResellerStanding> {
        let account = self.account(&own.account).await?;
        let domains = account.domains()?;
        Ok(ResellerStanding::Here(Box::new(ResellerDomain {
            state,
            has_dns: account.dns().is_ok(),
            has_email: domains.email_forwarding().is_some(),
            registrant,
        })))
    }

    /// An order that is not settled is looked after, and read again.
    async fn looked_after(self: &Arc<Self>, own: &Own, sale: Sale) -> Result<Sale> {
        if sale.state != SaleState::Held {
            return Ok(sale);
        }
        let id = sale.order_id.to_string();
        if let Err(error) = self.reconcile_order(&own.actor, &id).await {
            tracing::info!(%error, order = id, "an order could not be looked after");
        }
        let now = self.store.sale(sale.id).await?;
        now.ok_or_else(not_found)
    }

    async fn why_failed(&self, sale: &Sale) -> Result<String> {
        let order = self.store.order(sale.order_id).await?;
        let detail = order.and_then(|order| order.detail);
        Ok(detail.unwrap_or_else(|| "The order has failed".to_owned()))
    }

    /// After a change: what was seen before is no longer told. What a change has certainly made is
    /// noted for all nodes.
    pub(super) async fn touched<T>(
        &self,
        own: &Own,
        outcome: &Result<T>,
        note: impl FnOnce(&mut DomainState),
    ) {
        self.informations.mark(&key(own));
        if outcome.is_err() {
            return;
        }
        let known = self
            .store
            .domain_state(&own.account, own.name.as_str())
            .await;
        let kept = match known {
            Ok(Some(mut state)) => {
                note(&mut state);
                self.store.keep_domain_states(&[state]).await
            }
            Ok(None) => Ok(()),
            Err(error) => Err(error),
        };
        if let Err(error) = kept {
            tracing::warn!(%error, domain = %own.name, "a change of a domain cannot be noted");
        }
    }
}

/// Whether an error says nothing of the domain, but that it cannot be asked for now.
fn is_trouble(error: &Error) -> bool {
    matches!(
        error.kind,
        ErrorKind::RateLimited
            | ErrorKind::ProviderCredentials
            | ErrorKind::ProviderProtocol
            | ErrorKind::ProviderUnavailable
            | ErrorKind::ProviderTimeout
    )
}

fn key(own: &Own) -> Key {
    (own.account.clone(), own.name.to_string())
}

/// What was not bought is not there.
fn on_the_way(sale: &Sale) -> Result<ResellerStanding> {
    match sale.state {
        SaleState::Refunded => Err(not_found()),
        SaleState::Held | SaleState::Completed => Ok(ResellerStanding::OnTheWay(sale.operation)),
    }
}
