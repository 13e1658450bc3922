//! The contract between Setec Manager and the drivers of hosting providers.
//!
//! A driver is one folder in `setec-drivers` with one [`Driver`] value. Connecting it with an
//! account's [`Settings`] gives a [`Provider`], which offers a capability by returning it.
#![warn(missing_docs)]

pub mod billing;
pub mod dns;
pub mod domains;
mod error;
pub mod http;
mod pulse;
pub mod servers;
mod settings;
pub mod ssh_keys;
pub mod storage;
mod trial;

use std::fmt;
use std::sync::Arc;

use async_trait::async_trait;

pub use billing::{BillingProvider, CreditProvider};
pub use dns::ApplyError;
pub use dns::DnsProvider;
pub use domains::DomainProvider;
pub use error::{ErrorKind, ProviderError, Result};
pub use pulse::{Health, Pulse};
pub use servers::ServerProvider;
pub use settings::{Field, FieldKey, Settings};
pub use ssh_keys::SshKeyProvider;
pub use storage::ZoneStorage;
pub use trial::Tested;

/// A kind of hosting provider that accounts can be made of.
pub struct Driver {
    /// Stable word, also the name of its first account.
    pub id: &'static str,
    /// The vendor's name as people write it.
    pub display_name: &'static str,
    /// What an account must or may say.
    pub fields: &'static [Field],
    /// Makes an account of checked settings, without any call to the vendor.
    pub connect: fn(&Settings) -> Result<Arc<dyn Provider>>,
}

impl fmt::Debug for Driver {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Driver").field(&self.id).finish()
    }
}

/// A connected account; what it returns as `Some` is what it can do.
#[async_trait]
pub trait Provider: fmt::Debug + Send + Sync {
    /// Makes the cheapest call that proves the credentials.
    async fn test(&self) -> Result<()>;

    /// How it is doing; `None` where nothing outside of this program is asked.
    fn pulse(&self) -> Option<&Pulse> {
        None
    }

    /// What is left of its calls, where the vendor has a limit and it is known.
    fn budget(&self) -> Option<http::Left> {
        None
    }

    /// Zones and records.
    fn dns(&self) -> Option<&dyn DnsProvider> {
        None
    }

    /// Registered domains.
    fn domains(&self) -> Option<&dyn DomainProvider> {
        None
    }

    /// Virtual servers.
    fn servers(&self) -> Option<&dyn ServerProvider> {
        None
    }

    /// SSH keys that servers are made with.
    fn ssh_keys(&self) -> Option<&dyn SshKeyProvider> {
        None
    }

    /// Subscriptions, prices and payment methods.
    fn billing(&self) -> Option<&dyn BillingProvider> {
        None
    }

    /// Credit that orders are paid from.
    fn credit(&self) -> Option<&dyn CreditProvider> {
        None
    }
}
