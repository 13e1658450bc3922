//! One domain, asked for now.

use chrono::Utc;
use setec_core::dns::Name;
use setec_core::domain::DomainSync;
use setec_provider::ErrorKind;
use setec_store::DomainState;

use super::SyncedDomain;
use super::account::{answered, seen};
use crate::account::Account;
use crate::domain::fill_auto_renew;
use crate::registrar::read_domain;
use crate::{Actor, App, Event, EventKind, Result};

impl App {
    /// Asks the provider for a domain now and keeps what it tells. One that was seen before and is
    /// gone is told as such; of one that was never there nothing is kept.
    pub async fn sync_domain(
        &self,
        actor: &Actor,
        provider: &str,
        domain: &str,
    ) -> Result<SyncedDomain> {
        actor.may_write()?;
        let account = self.account(provider).await?;
        let domains = account.domains()?;
        let name = read_domain(domain, Vec::new())?;
        let old = self
            .store
            .domain_state(&account.name, name.as_str())
            .await?;
        let answer = domains.sync(&name).await;
        let now = Utc::now();
        let (state, failure) = match (answer, old) {
            (Ok(sync), old) => (self.told(&account, &name, &sync, old).await?, None),
            (Err(error), Some(old)) => (answered(old, Err(&error), now), Some(error)),
            (Err(error), None) => return Err(error.into()),
        };
        self.forget_domains(&account);
        self.store
            .keep_domain_states(std::slice::from_ref(&state))
            .await?;
        let (kind, domain) = (EventKind::DomainSync, Some(name.as_str()));
        self.events
            .tell(Event::about(kind, &account.name, domain, "done"));
        match failure {
            Some(error) if error.kind != ErrorKind::NotFound => Err(error.into()),
            _ => Ok(state),
        }
    }

    /// What the registrar says of a domain, with what else the provider tells.
    async fn told(
        &self,
        account: &Account,
        name: &Name,
        sync: &DomainSync,
        old: Option<DomainState>,
    ) -> Result<DomainState> {
        let now = Utc::now();
        let state = match (account.domains()?.get(name).await, old) {
            (Ok(mut found), old) => {
                fill_auto_renew(&mut found, &self.renewals(account).await);
                seen(&account.name, found, old, now)
            }
            // Not all vendors tell more of a domain that has left.
            (Err(_), Some(old)) => old,
            (Err(error), None) => return Err(error.into()),
        };
        Ok(answered(state, Ok(sync), now))
    }
}
