//! One domain, asked for now.

use chrono::Utc;
use setec_provider::ErrorKind;
use setec_store::DomainState;

use super::SyncedDomain;
use super::account::{answered, seen};
use crate::domain::fill_auto_renew;
use crate::registrar::read_domain;
use crate::{Actor, App, Result};

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
        let is_gone = |kind| kind == ErrorKind::NotFound && old.is_some();
        let (sync, trouble) = match answer {
            Ok(sync) => (Some(sync), None),
            Err(error) if is_gone(error.kind) => (None, None),
            Err(error) => (None, Some(error)),
        };
        if let Some(error) = trouble {
            if let Some(old) = old {
                let state = DomainState {
                    checked_at: Utc::now(),
                    problem: Some(error.message.clone()),
                    ..old
                };
                self.store.keep_domain_states(&[state]).await?;
            }
            return Err(error.into());
        }
        let state = match (sync, old) {
            (None, Some(old)) => {
                let error = setec_provider::ProviderError::new(
                    ErrorKind::NotFound,
                    "synchronise domain",
                    "gone",
                );
                answered(old, Err(error), Utc::now())
            }
            (sync, old) => {
                let sync = sync.expect("without an answer there was something before");
                let state = match domains.get(&name).await {
                    Ok(mut found) => {
                        fill_auto_renew(&mut found, &self.renewals(&account).await);
                        seen(&account.name, found, old, Utc::now())
                    }
                    // Not all vendors tell more of a domain that has left.
                    Err(error) => match old {
                        Some(old) => old,
                        None => return Err(error.into()),
                    },
                };
                answered(state, Ok(sync), Utc::now())
            }
        };
        self.forget_domains(&account);
        self.store
            .keep_domain_states(std::slice::from_ref(&state))
            .await?;
        Ok(state)
    }
}
