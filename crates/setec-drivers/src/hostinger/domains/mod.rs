//! Registered domains.

mod availability;
mod children;
mod contacts;
mod forwarding;
mod portfolio;
mod prices;
mod purchase;
mod transfer;
mod whois;

use std::sync::Arc;
use std::time::Duration;

use async_trait::async_trait;
use futures::{StreamExt, stream};
use serde_json::{Map, Value};
use setec_core::billing::Offer;
use setec_core::dns::Name;
use setec_core::domain::{
    AuthCode, Availability, Domain, DomainPurchase, DomainStatus, DomainSync, PurchasedDomain,
};
use setec_core::{Secret, Violation};
use setec_provider::domains::{
    ChildNameserverList, ContactProvider, ForwardingProvider, PriceProvider, SuggestionProvider,
    Switch, TransferProvider, WhoisProvider,
};
use setec_provider::http::{Repeat, segment};
use setec_provider::{DomainProvider, ErrorKind, ProviderError, Result};

use self::portfolio::{Details, Holding};
use crate::hostinger::catalog::Catalog;
use crate::hostinger::client::{Accepted, Client};
use crate::hostinger::{errors, lenient};

const PORTFOLIO: &str = "api/domains/v1/portfolio";

/// The list lacks lock, privacy and name servers, which cost a call per domain.
const DETAILS_AT_ONCE: usize = 8;

/// Milliseconds before each look at a changed domain; 3 s in all.
const SETTLE_PAUSES: [u64; 6] = [0, 100, 200, 400, 800, 1_500];

/// Domains of the account.
#[derive(Debug)]
pub(super) struct Domains {
    client: Arc<Client>,
    catalog: Arc<Catalog>,
}

#[derive(Debug, Default, serde::Deserialize)]
#[serde(default)]
struct WireAuthCode {
    #[serde(deserialize_with = "lenient::text")]
    auth_code: Option<String>,
}

impl Domains {
    pub(super) fn new(client: Arc<Client>, catalog: Arc<Catalog>) -> Self {
        Self { client, catalog }
    }

    async fn holdings(&self) -> Result<Vec<Holding>> {
        self.client.get("list domains", PORTFOLIO).await
    }

    async fn holding(&self, domain: &str) -> Result<Option<Holding>> {
        let holdings = self.holdings().await?;
        Ok(holdings.into_iter().find(|holding| holding.is(domain)))
    }

    async fn details(&self, domain: &str) -> Result<Details> {
        self.client.get("read domain", &domain_path(domain)).await
    }

    async fn complete(&self, holding: Holding) -> Option<Domain> {
        let name = holding.name()?;
        match self.details(&name).await {
            Ok(details) => Some(details.into_domain(&name)),
            // Details exist only once a domain is registered.
            Err(error) => {
                tracing::debug!(domain = %name, %error, "a domain is listed without details");
                let mut domain = holding.into_domain()?;
                if error.kind != ErrorKind::NotFound {
                    domain.message = Some(format!("its details cannot be read: {error}"));
                    domain.incomplete = true;
                }
                Some(domain)
            }
        }
    }

    /// Changes are queued for the registry: looks a few times until one is seen, so that the next
    /// read shows what was asked for. One that takes longer is no failure.
    async fn wait_until(&self, domain: &Name, seen: impl Fn(&Details) -> bool) {
        for pause in SETTLE_PAUSES {
            tokio::time::sleep(Duration::from_millis(pause)).await;
            match self.details(domain.as_str()).await {
                Ok(details) if seen(&details) => return,
                Ok(_) => {}
                Err(error) => {
                    tracing::debug!(%domain, %error, "a domain cannot be read after its change");
                    return;
                }
            }
        }
        tracing::info!(%domain, "the registry has queued the change; it is not visible yet");
    }

    async fn switch(
        &self,
        operation: &'static str,
        domain: &Name,
        thing: &str,
        to: Switch,
    ) -> Result<()> {
        let path = format!("{}/{thing}", domain_path(domain.as_str()));
        match to {
            Switch::On => self.client.put::<Accepted>(operation, &path, None).await?,
            Switch::Off => {
                self.client
                    .delete::<Accepted>(operation, &path, None)
                    .await?
            }
        };
        Ok(())
    }
}

#[async_trait]
impl DomainProvider for Domains {
    async fn list(&self) -> Result<Vec<Domain>> {
        let holdings = self.holdings().await?;
        let domains: Vec<Option<Domain>> = stream::iter(holdings)
            .map(|holding| self.complete(holding))
            .buffered(DETAILS_AT_ONCE)
            .collect()
            .await;
        Ok(domains.into_iter().flatten().collect())
    }

    async fn get(&self, domain: &Name) -> Result<Domain> {
        let name = domain.as_str();
        let error = match self.details(name).await {
            Ok(details) => return Ok(details.into_domain(name)),
            Err(error) if error.kind != ErrorKind::NotFound => return Err(error),
            Err(error) => error,
        };
        // One that is ordered but not registered yet is in the list only.
        let holding = self.holding(name).await?;
        holding.and_then(Holding::into_domain).ok_or(error)
    }

    async fn check(&self, domains: &[Name]) -> Result<Vec<Availability>> {
        availability::check(&self.client, &self.catalog, domains).await
    }

    async fn check_purchase(&self, order: &DomainPurchase) -> Result<Offer> {
        Ok(self.prepare(order).await?.offer)
    }

    async fn purchase(&self, order: &DomainPurchase) -> Result<PurchasedDomain> {
        self.buy(order).await
    }

    /// Neither the details nor the renewal information say that a domain has gone elsewhere.
    async fn sync(&self, domain: &Name) -> Result<DomainSync> {
        let found = DomainProvider::get(self, domain).await?;
        Ok(DomainSync {
            status: found.status,
            expires_at: found.expires_at,
            transferred_away: found.status == DomainStatus::TransferredAway,
        })
    }

    async fn set_nameservers(&self, domain: &Name, nameservers: &[Name]) -> Result<()> {
        let operation = "set name servers";
        if !(2..=4).contains(&nameservers.len()) {
            let rule = format!("2 to 4 name servers, not {}", nameservers.len());
            let violation = Violation::new("nameservers", rule);
            return Err(ProviderError::invalid(operation, vec![violation]));
        }
        let body: Map<String, Value> = nameservers
            .iter()
            .enumerate()
            .map(|(at, name)| (format!("ns{}", at + 1), Value::from(name.as_str())))
            .collect();
        let path = format!("{}/nameservers", domain_path(domain.as_str()));
        self.client
            .put::<Accepted>(operation, &path, Some(&Value::Object(body)))
            .await?;
        let wanted: Vec<Name> = nameservers.to_vec();
        self.wait_until(domain, |details| {
            let now: Option<Vec<Name>> = details
                .name_servers
                .values()
                .map(|text| text.parse().ok())
                .collect();
            now.as_ref() == Some(&wanted)
        })
        .await;
        Ok(())
    }

    async fn set_lock(&self, domain: &Name, lock: Switch) -> Result<()> {
        let operation = "set domain lock";
        if self.details(domain.as_str()).await?.is_lockable == Some(false) {
            let message = format!("{domain} cannot be locked: its registry has no such lock");
            return Err(ProviderError::new(ErrorKind::Conflict, operation, message));
        }
        self.switch(operation, domain, "domain-lock", lock).await?;
        let wanted = lock == Switch::On;
        self.wait_until(domain, |details| details.is_locked == Some(wanted))
            .await;
        Ok(())
    }

    async fn set_privacy(&self, domain: &Name, privacy: Switch) -> Result<()> {
        let operation = "set privacy protection";
        let details = self.details(domain.as_str()).await?;
        if details.is_privacy_protection_allowed == Some(false) {
            let message =
                format!("{domain} cannot have privacy protection: its registry allows none");
            return Err(ProviderError::new(ErrorKind::Conflict, operation, message));
        }
        self.switch(operation, domain, "privacy-protection", privacy)
            .await?;
        let wanted = privacy == Switch::On;
        self.wait_until(domain, |details| {
            details.is_privacy_protected == Some(wanted)
        })
        .await;
        Ok(())
    }

    /// Asking again voids the code before, so the call is not repeated.
    async fn auth_code(&self, domain: &Name) -> Result<AuthCode> {
        let operation = "read transfer code";
        let path = format!("{}/auth-code", domain_path(domain.as_str()));
        let reply = self
            .client
            .send(
                operation,
                http::Method::GET,
                &path,
                None,
                Repeat::WhenLimited,
            )
            .await?;
        let answer: WireAuthCode = errors::read(&reply)?;
        match answer.auth_code.filter(|code| !code.is_empty()) {
            Some(code) => Ok(AuthCode(Secret::new(code))),
            None => Err(ProviderError::new(
                ErrorKind::Conflict,
                operation,
                format!(
                    "there is no transfer code for {domain}: it may be locked, too new, or of a registry without codes"
                ),
            )),
        }
    }

    fn transfers(&self) -> Option<&dyn TransferProvider> {
        Some(self)
    }

    fn contacts(&self) -> Option<&dyn ContactProvider> {
        Some(self)
    }

    fn child_nameserver_list(&self) -> Option<&dyn ChildNameserverList> {
        Some(self)
    }

    fn prices(&self) -> Option<&dyn PriceProvider> {
        Some(self)
    }

    fn suggestions(&self) -> Option<&dyn SuggestionProvider> {
        Some(self)
    }

    fn forwarding(&self) -> Option<&dyn ForwardingProvider> {
        Some(self)
    }

    fn whois(&self) -> Option<&dyn WhoisProvider> {
        Some(self)
    }
}

fn domain_path(domain: &str) -> String {
    format!("{PORTFOLIO}/{}", segment(domain))
}
