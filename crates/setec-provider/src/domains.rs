//! Registered domains at a provider.

use std::net::IpAddr;

use async_trait::async_trait;
use setec_core::billing::Offer;
use setec_core::dns::Name;
use setec_core::domain::{
    AuthCode, Availability, ChildNameserver, Contacts, Domain, DomainOperation, DomainPrice,
    DomainPurchase, DomainRenewal, DomainRestore, DomainSync, DomainTransfer, EmailForward,
    Forwarding, NewWhoisProfile, OrderReceipt, PurchasedDomain, Suggestion, TldPrices,
    TransferState, WhoisProfile,
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
///
/// A method that spends money is sent once and never repeated by the driver, whatever happens. It
/// has a `check_` method beside it that spends nothing and finds what can be found wrong before,
/// with all violations at once. When its answer is lost, the error's kind says
/// [`outcome_is_unknown`](crate::ErrorKind::outcome_is_unknown), and a reader tells later what
/// became of the order: [`sync`](Self::sync) of purchases, renewals and restores,
/// [`TransferProvider::state`] of transfers. The order's `settled_by` judges what they say.
#[async_trait]
pub trait DomainProvider: Send + Sync {
    /// Tells the names that the account is known to have: those bought through it, those written
    /// down. Vendors without a list of domains answer [`list`](Self::list) from them; to all
    /// others it means nothing. Names told before stay.
    fn know(&self, _domains: &[Name]) {}

    /// All domains; one that cannot be read in full does not hide the others.
    async fn list(&self) -> Result<Vec<Domain>>;

    /// One domain.
    async fn get(&self, domain: &Name) -> Result<Domain>;

    /// Which of the names are free, and their prices, in the order asked.
    async fn check(&self, domains: &[Name]) -> Result<Vec<Availability>>;

    /// Finds everything about an order that can be wrong before the vendor charges, and its price.
    async fn check_purchase(&self, order: &DomainPurchase) -> Result<Offer>;

    /// Buys a domain. Sent once: never repeated by the driver, whatever happens.
    async fn purchase(&self, order: &DomainPurchase) -> Result<PurchasedDomain>;

    /// State and expiry as the vendor knows them now; `NotFound` where the account has no such
    /// domain.
    async fn sync(&self, domain: &Name) -> Result<DomainSync>;

    /// The authoritative name servers in the vendor's order.
    async fn nameservers(&self, domain: &Name) -> Result<Vec<String>> {
        Ok(self.get(domain).await?.nameservers)
    }

    /// Replaces the authoritative name servers.
    async fn set_nameservers(&self, domain: &Name, nameservers: &[Name]) -> Result<()>;

    /// Registrar lock (EPP `clientTransferProhibited`); `Conflict` where the TLD has none.
    async fn set_lock(&self, domain: &Name, lock: Switch) -> Result<()>;

    /// WHOIS privacy; `Conflict` where the TLD does not allow it.
    async fn set_privacy(&self, domain: &Name, privacy: Switch) -> Result<()>;

    /// The code for a transfer away; asking for a new one may void the one before.
    async fn auth_code(&self, domain: &Name) -> Result<AuthCode>;

    /// More years.
    fn renewals(&self) -> Option<&dyn RenewalProvider> {
        None
    }

    /// Transfers from other registrars.
    fn transfers(&self) -> Option<&dyn TransferProvider> {
        None
    }

    /// Calling transfers off.
    fn transfer_cancelling(&self) -> Option<&dyn TransferCancelling> {
        None
    }

    /// Fetching domains out of redemption.
    fn restores(&self) -> Option<&dyn RestoreProvider> {
        None
    }

    /// Handing domains to another registrar by its tag.
    fn releases(&self) -> Option<&dyn ReleaseProvider> {
        None
    }

    /// Requests to delete domains.
    fn deletions(&self) -> Option<&dyn DeletionProvider> {
        None
    }

    /// The contacts of each domain.
    fn contacts(&self) -> Option<&dyn ContactProvider> {
        None
    }

    /// Name servers below domains.
    fn child_nameservers(&self) -> Option<&dyn ChildNameserverProvider> {
        None
    }

    /// Reading the name servers below domains.
    fn child_nameserver_list(&self) -> Option<&dyn ChildNameserverList> {
        None
    }

    /// Forwarding of mail.
    fn email_forwarding(&self) -> Option<&dyn EmailForwardingProvider> {
        None
    }

    /// Lists of TLDs and prices.
    fn prices(&self) -> Option<&dyn PriceProvider> {
        None
    }

    /// Names in place of others.
    fn suggestions(&self) -> Option<&dyn SuggestionProvider> {
        None
    }

    /// Redirection of whole domains.
    fn forwarding(&self) -> Option<&dyn ForwardingProvider> {
        None
    }

    /// Registrants' data.
    fn whois(&self) -> Option<&dyn WhoisProvider> {
        None
    }
}

/// Renewals.
#[async_trait]
pub trait RenewalProvider: Send + Sync {
    /// Finds everything about an order that can be wrong before the vendor charges, and its price.
    async fn check_renewal(&self, order: &DomainRenewal) -> Result<Offer>;

    /// Renews. Sent once.
    async fn renew(&self, order: &DomainRenewal) -> Result<OrderReceipt>;
}

/// Transfers to the account.
#[async_trait]
pub trait TransferProvider: Send + Sync {
    /// Finds everything about an order that can be wrong before the vendor charges, and its price.
    async fn check_transfer(&self, order: &DomainTransfer) -> Result<Offer>;

    /// Asks for a transfer. Sent once.
    async fn start(&self, order: &DomainTransfer) -> Result<OrderReceipt>;

    /// Where a transfer stands, asked now; `NotFound` where the vendor knows of none.
    async fn state(&self, domain: &Name) -> Result<TransferState>;
}

/// Calling off transfers to the account.
#[async_trait]
pub trait TransferCancelling: Send + Sync {
    /// Calls a transfer off; `Conflict` where it is too late.
    async fn cancel_transfer(&self, domain: &Name) -> Result<()>;
}

/// Restores (RFC 3915).
#[async_trait]
pub trait RestoreProvider: Send + Sync {
    /// Finds everything about an order that can be wrong before the vendor charges, and its price.
    async fn check_restore(&self, order: &DomainRestore) -> Result<Offer>;

    /// Restores a domain. Sent once.
    async fn restore(&self, order: &DomainRestore) -> Result<OrderReceipt>;
}

/// Releases to another registrar by its tag, as registries without transfer codes have them.
#[async_trait]
pub trait ReleaseProvider: Send + Sync {
    /// Hands the domain over. It cannot be taken back, so it is sent once.
    async fn release(&self, domain: &Name, tag: &str) -> Result<()>;
}

/// Requests to delete.
#[async_trait]
pub trait DeletionProvider: Send + Sync {
    /// Asks the registrar to delete the domain. Sent once.
    async fn request_deletion(&self, domain: &Name) -> Result<()>;
}

/// Registrant, administrator, technician and payer of each domain.
#[async_trait]
pub trait ContactProvider: Send + Sync {
    /// The contacts as the vendor has them, which may be incomplete.
    async fn contacts(&self, domain: &Name) -> Result<Contacts>;

    /// Replaces the contacts of the roles that are given. A new registrant may have to confirm
    /// it by mail.
    async fn set_contacts(&self, domain: &Name, contacts: &Contacts) -> Result<()>;
}

/// Name servers below domains, with their glue.
#[async_trait]
pub trait ChildNameserverProvider: Send + Sync {
    /// Registers one; `Invalid` where the vendor takes fewer addresses.
    async fn register(&self, domain: &Name, server: &ChildNameserver) -> Result<()>;

    /// Replaces one address by another.
    async fn modify(&self, domain: &Name, host: &Name, from: IpAddr, to: IpAddr) -> Result<()>;

    /// Removes one.
    async fn delete(&self, domain: &Name, host: &Name) -> Result<()>;
}

/// The name servers below domains as the vendor lists them.
#[async_trait]
pub trait ChildNameserverList: Send + Sync {
    /// All of a domain.
    async fn child_nameservers(&self, domain: &Name) -> Result<Vec<ChildNameserver>>;
}

/// Forwarding of mail by the registrar.
#[async_trait]
pub trait EmailForwardingProvider: Send + Sync {
    /// All forwards of a domain.
    async fn email_forwards(&self, domain: &Name) -> Result<Vec<EmailForward>>;

    /// Replaces all forwards of a domain.
    async fn set_email_forwards(&self, domain: &Name, forwards: &[EmailForward]) -> Result<()>;
}

/// What domains cost.
#[async_trait]
pub trait PriceProvider: Send + Sync {
    /// TLDs that can be registered, without a dot in front.
    async fn tlds(&self) -> Result<Vec<String>>;

    /// Price lists of all TLDs, or of one. May be as old as the driver's cache, some minutes.
    async fn prices(&self, tld: Option<&str>) -> Result<Vec<TldPrices>>;

    /// What an operation on this very domain costs now, for every number of years on offer. Not
    /// from a cache; empty where it is not sold.
    async fn prices_of(
        &self,
        domain: &Name,
        operation: DomainOperation,
    ) -> Result<Vec<DomainPrice>>;
}

/// Suggestions of names.
#[async_trait]
pub trait SuggestionProvider: Send + Sync {
    /// Names close to these words, under these TLDs where there are any; `limit` at most.
    async fn suggest(&self, words: &str, tlds: &[String], limit: usize) -> Result<Vec<Suggestion>>;
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
