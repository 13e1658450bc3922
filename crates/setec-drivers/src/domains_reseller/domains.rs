//! Domains of the account.

use async_trait::async_trait;
use futures::{StreamExt, stream};
use serde_json::{Map, Value, json};
use setec_core::Violation;
use setec_core::billing::Offer;
use setec_core::dns::Name;
use setec_core::domain::{
    AuthCode, Availability, Domain, DomainPurchase, DomainStatus, DomainSync, PurchasedDomain,
};
use setec_provider::domains::{
    ChildNameserverProvider, ContactProvider, DeletionProvider, EmailForwardingProvider,
    PriceProvider, ReleaseProvider, RenewalProvider, RestoreProvider, SuggestionProvider, Switch,
    TransferProvider,
};
use setec_provider::{DomainProvider, ErrorKind, ProviderError, Result};

use super::account::Reseller;
use super::client::path;
use super::information::{bare, hosts};

/// The limit is by the minute, and answers may come from a registrar far away.
const AT_ONCE: usize = 8;

#[async_trait]
impl DomainProvider for Reseller {
    fn know(&self, domains: &[Name]) {
        self.remember(domains);
    }

    /// There is no list of an account's domains: these are the known ones that the account has.
    async fn list(&self) -> Result<Vec<Domain>> {
        let read: Vec<(Name, Result<Domain>)> = stream::iter(self.names())
            .map(|name| async move {
                let read = self.information("list domains", &name).await;
                let domain = read.map(|read| read.into_domain(&name, self.vendor));
                (name, domain)
            })
            .buffered(AT_ONCE)
            .collect()
            .await;
        let mut domains = Vec::new();
        let mut failure = None;
        let mut is_any_read = false;
        for (name, outcome) in read {
            match outcome {
                Ok(domain) => {
                    is_any_read = true;
                    domains.push(domain);
                }
                // Gone, or never of this account.
                Err(error) if error.kind == ErrorKind::NotFound => is_any_read = true,
                Err(error) => {
                    let mut domain = bare(&name, self.vendor, DomainStatus::Unknown);
                    domain.message = Some(format!("it cannot be read: {error}"));
                    domain.incomplete = true;
                    domains.push(domain);
                    failure = Some(error);
                }
            }
        }
        match failure {
            Some(error) if !is_any_read => Err(error),
            _ => Ok(domains),
        }
    }

    /// Where the information leaves something open, the call for that very thing is asked.
    async fn get(&self, domain: &Name) -> Result<Domain> {
        let mut read = self.information("read domain", domain).await?;
        if read.nameservers.is_empty()
            && let Ok(nameservers) = DomainProvider::nameservers(self, domain).await
        {
            read.nameservers = nameservers;
        }
        if read.locked.is_none() {
            read.locked = self.is_locked(domain).await.unwrap_or_default();
        }
        if read.expires_at.is_none()
            && let Ok(sync) = self.synced(domain).await
        {
            read.expires_at = sync.expires_at;
        }
        self.remember(std::slice::from_ref(domain));
        Ok(read.into_domain(domain, self.vendor))
    }

    async fn check(&self, domains: &[Name]) -> Result<Vec<Availability>> {
        self.availability(domains).await
    }

    async fn check_purchase(&self, order: &DomainPurchase) -> Result<Offer> {
        Ok(self.prepare_purchase(order).await?.offer)
    }

    async fn purchase(&self, order: &DomainPurchase) -> Result<PurchasedDomain> {
        self.buy(order).await
    }

    async fn sync(&self, domain: &Name) -> Result<DomainSync> {
        self.synced(domain).await
    }

    async fn nameservers(&self, domain: &Name) -> Result<Vec<String>> {
        let answer = self
            .client
            .get("read name servers", &path(domain, "nameservers"))
            .await?;
        Ok(hosts(&answer))
    }

    async fn set_nameservers(&self, domain: &Name, nameservers: &[Name]) -> Result<()> {
        let operation = "set name servers";
        if !(2..=5).contains(&nameservers.len()) {
            let rule = format!("2 to 5 name servers, not {}", nameservers.len());
            let violation = Violation::new("nameservers", rule);
            return Err(ProviderError::invalid(operation, vec![violation]));
        }
        // At the top level here, in a group in orders.
        let mut body = numbered(nameservers);
        body.insert("domain".to_owned(), domain.as_str().into());
        let path = path(domain, "nameservers");
        let outcome = self
            .client
            .set(operation, &path, &Value::Object(body))
            .await;
        self.seen.forget(domain);
        outcome.map(drop)
    }

    /// The words that every operator reads alike: for some, `1` unlocks.
    async fn set_lock(&self, domain: &Name, lock: Switch) -> Result<()> {
        let word = match lock {
            Switch::On => "locked",
            Switch::Off => "unlocked",
        };
        let body = json!({"domain": domain.as_str(), "lockstatus": word});
        let outcome = self
            .client
            .set("set domain lock", &path(domain, "lock"), &body)
            .await;
        self.seen.forget(domain);
        outcome.map(drop)
    }

    async fn set_privacy(&self, domain: &Name, privacy: Switch) -> Result<()> {
        let status = u8::from(privacy == Switch::On);
        let body = json!({"domain": domain.as_str(), "status": status});
        let outcome = self
            .client
            .set("set privacy protection", &path(domain, "protectid"), &body)
            .await;
        self.seen.forget(domain);
        outcome.map(drop)
    }

    async fn auth_code(&self, domain: &Name) -> Result<AuthCode> {
        self.epp_code(domain).await
    }

    fn renewals(&self) -> Option<&dyn RenewalProvider> {
        Some(self)
    }

    fn transfers(&self) -> Option<&dyn TransferProvider> {
        Some(self)
    }

    fn restores(&self) -> Option<&dyn RestoreProvider> {
        Some(self)
    }

    fn releases(&self) -> Option<&dyn ReleaseProvider> {
        Some(self)
    }

    fn deletions(&self) -> Option<&dyn DeletionProvider> {
        Some(self)
    }

    fn contacts(&self) -> Option<&dyn ContactProvider> {
        Some(self)
    }

    fn child_nameservers(&self) -> Option<&dyn ChildNameserverProvider> {
        Some(self)
    }

    fn email_forwarding(&self) -> Option<&dyn EmailForwardingProvider> {
        Some(self)
    }

    fn prices(&self) -> Option<&dyn PriceProvider> {
        Some(self)
    }

    fn suggestions(&self) -> Option<&dyn SuggestionProvider> {
        Some(self)
    }
}

impl Reseller {
    async fn is_locked(&self, domain: &Name) -> Result<Option<bool>> {
        let answer = self
            .client
            .get("read domain lock", &path(domain, "lock"))
            .await?;
        let told = super::value::field(&answer, &["lockstatus", "status", "lock"]);
        Ok(super::value::flag(told.unwrap_or(&answer)))
    }
}

/// `ns1` to `ns5`.
pub(super) fn numbered(nameservers: &[Name]) -> Map<String, Value> {
    nameservers
        .iter()
        .enumerate()
        .map(|(at, name)| (format!("ns{}", at + 1), Value::from(name.as_str())))
        .collect()
}
