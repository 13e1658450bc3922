//! What a registrar does for domains besides selling them: contacts, glue, forwarding of mail,
//! transfers, leaving, prices, and what is known of all domains of all accounts.

mod child_nameserver;
mod contacts;
mod email_forward;
mod leaving;
mod paid_by;
mod price;
mod sync;
mod transfer;

use std::sync::Arc;

use serde::Serialize;
use serde_json::Value;
use setec_core::Violation;
use setec_core::dns::Name;

use crate::account::Account;
use crate::domain::domain_name;
use crate::journal::Draft;
use crate::{Actor, App, Error, Result};

pub use child_nameserver::ChildNameserverInput;
pub use paid_by::PaidBy;
pub use price::{PriceFilter, PriceList, PriceRow};
pub use sync::{AccountSync, DomainOverview, DomainQuery, SyncedDomain};

pub(crate) use sync::Syncs;

impl App {
    /// Carries a change of a domain out, and forgets what was read before it.
    async fn change_registered<T, W>(
        self: &Arc<Self>,
        actor: &Actor,
        account: Arc<Account>,
        draft: Draft,
        work: W,
    ) -> Result<T>
    where
        T: Send + 'static,
        W: Future<Output = Result<T>> + Send + 'static,
    {
        let app = Arc::clone(self);
        self.change(actor, draft, async move {
            let outcome = work.await;
            app.forget_domains(&account);
            outcome
        })
        .await
    }
}

/// The domain of a request; its fault goes in front of those that were found already.
fn read_domain(text: &str, mut others: Vec<Violation>) -> Result<Name> {
    match domain_name(text) {
        Ok(name) if others.is_empty() => Ok(name),
        Ok(_) => Err(Error::invalid(others)),
        Err(error) => {
            others.splice(0..0, error.violations);
            Err(Error::invalid(others))
        }
    }
}

/// What stood there before a change, for the journal: a change does not fail for want of it.
fn before<T: Serialize>(domain: &Name, read: setec_provider::Result<T>) -> Option<Value> {
    match read {
        Ok(value) => serde_json::to_value(value).ok(),
        Err(error) => {
            tracing::info!(%domain, %error, "what stood there before a change cannot be read");
            None
        }
    }
}
