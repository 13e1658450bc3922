//! Registered domains at a provider.

use async_trait::async_trait;
use setec_core::dns::Name;
use setec_core::domain::{
    AuthCode, Availability, Domain, DomainPurchase, Forwarding, NewWhoisProfile, PurchasedDomain,
    WhoisProfile,
};

use crate::Result;

/// A thing that is on or off at the registrar.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Switch {
    /// Set it.
    On,
    /// Clear it.
    Off,
}

/// Domains of an account. All names are A-labels.
#[async_trait]
pub trait DomainProvider: Send + Sync {
    /// All domains; one that cannot be read in full does not hide the others.
    async fn list(&self) -> Result<Vec<Domain>>;

    /// One domain.
    async fn get(&self, domain: &Name) -> Result<Domain>;

    /// Which of the names are free, and their prices, in the order asked.
    async fn check(&self, domains: &[Name]) -> Result<Vec<Availability>>;

    /// Everything about an order that can be found wrong before the vendor charges.
    async fn check_purchase(&self, order: &DomainPurchase) -> Result<()>;

    /// Buys a domain. Sent once: never repeated by the driver, whatever happens.
    async fn purchase(&self, order: &DomainPurchase) -> Result<PurchasedDomain>;

    /// Replaces the authoritative name servers.
    async fn set_nameservers(&self, domain: &Name, nameservers: &[Name]) -> Result<()>;

    /// Registrar lock (EPP `clientTransferProhibited`); `Conflict` where the TLD has none.
    async fn set_lock(&self, domain: &Name, lock: Switch) -> Result<()>;

    /// WHOIS privacy; `Conflict` where the TLD does not allow it.
    async fn set_privacy(&self, domain: &Name, privacy: Switch) -> Result<()>;

    /// The code for a transfer away; asking for a new one may void the one before.
    async fn auth_code(&self, domain: &Name) -> Result<AuthCode>;

    /// Redirection of whole domains.
    fn forwarding(&self) -> Option<&dyn ForwardingProvider> {
        None
    }

    /// Registrants' data.
    fn whois(&self) -> Option<&dyn WhoisProvider> {
        None
    }
}

/// Redirections of whole domains to URLs.
#[async_trait]
pub trait ForwardingProvider: Send + Sync {
    /// The redirection; `NotFound` where there is none.
    async fn get(&self, domain: &Name) -> Result<Forwarding>;

    /// Makes or changes the redirection; `redirect_type` is 301 or 302.
    async fn set(&self, domain: &Name, redirect_type: u16, url: &str) -> Result<Forwarding>;

    /// Removes the redirection.
    async fn delete(&self, domain: &Name) -> Result<()>;
}

/// WHOIS profiles.
#[async_trait]
pub trait WhoisProvider: Send + Sync {
    /// All profiles, or those of one TLD.
    async fn list(&self, tld: Option<&str>) -> Result<Vec<WhoisProfile>>;

    /// One profile.
    async fn get(&self, id: &str) -> Result<WhoisProfile>;

    /// Makes a profile.
    async fn create(&self, profile: &NewWhoisProfile) -> Result<WhoisProfile>;

    /// Removes a profile.
    async fn delete(&self, id: &str) -> Result<()>;

    /// Domains that use a profile.
    async fn usage(&self, id: &str) -> Result<Vec<String>>;
}
