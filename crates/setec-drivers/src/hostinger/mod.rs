//! Hostinger through its public API (1.42.5, tolerant of 2.3.0).

mod billing;
mod catalog;
mod client;
mod date;
mod dns;
mod domains;
mod errors;
mod ids;
mod kept;
mod lenient;
mod payment;
mod renewal;
mod servers;
mod slug;
mod ssh_keys;

use std::sync::Arc;

use async_trait::async_trait;
use setec_provider::http::Left;
use setec_provider::{
    BillingProvider, DnsProvider, DomainProvider, Driver, Field, FieldKey, Provider, Pulse, Result,
    ServerProvider, Settings, SshKeyProvider,
};

use self::billing::Billing;
use self::catalog::Catalog;
use self::client::Client;
use self::dns::Dns;
use self::domains::Domains;
use self::servers::Servers;
use self::ssh_keys::SshKeys;

/// Hostinger.
pub(crate) static DRIVER: Driver = Driver {
    id: "hostinger",
    display_name: "Hostinger",
    fields: &[
        Field {
            key: FieldKey::ApiKey,
            label: "API Key",
            help: "A token from hPanel, Account Settings, API; it has all rights of its owner",
            required: true,
        },
        Field {
            key: FieldKey::BaseUrl,
            label: "API URL",
            help: "Where the API is, if not at https://developers.hostinger.com",
            required: false,
        },
        Field {
            key: FieldKey::Extra(HOSTNAME_SUFFIX),
            label: "Host name suffix",
            help: "Appended to a bare VM host name, such as example.com",
            required: false,
        },
    ],
    connect,
};

const HOSTNAME_SUFFIX: &str = "hostname_suffix";

const BASE_URL: &str = "https://developers.hostinger.com";

fn connect(settings: &Settings) -> Result<Arc<dyn Provider>> {
    let base_url = settings.base_url.as_deref().unwrap_or(BASE_URL);
    let client = Arc::new(Client::new(base_url, &settings.api_key)?);
    let catalog = Arc::new(Catalog::new(Arc::clone(&client)));
    let suffix = settings.extra(HOSTNAME_SUFFIX).map(str::to_owned);
    Ok(Arc::new(Hostinger {
        dns: Dns::new(Arc::clone(&client)),
        domains: Domains::new(Arc::clone(&client), Arc::clone(&catalog)),
        servers: Servers::new(Arc::clone(&client), Arc::clone(&catalog), suffix),
        ssh_keys: SshKeys::new(Arc::clone(&client)),
        billing: Billing::new(Arc::clone(&client), catalog),
        client,
    }))
}

/// A connected account.
#[derive(Debug)]
struct Hostinger {
    client: Arc<Client>,
    dns: Dns,
    domains: Domains,
    servers: Servers,
    ssh_keys: SshKeys,
    billing: Billing,
}

#[async_trait]
impl Provider for Hostinger {
    /// There is no call about the account itself, and a zone's answers `[]` for anything.
    async fn test(&self) -> Result<()> {
        let asked = self
            .client
            .send_get("test the connection", "api/domains/v1/portfolio")
            .await;
        let tested = asked.and_then(|reply| {
            if errors::proves_token(&reply) {
                return Ok(());
            }
            errors::read::<client::Accepted>(&reply).map(drop)
        });
        tested.map_err(|error| self.client.http().explain(error, "Hostinger", "API key"))
    }

    fn pulse(&self) -> Option<&Pulse> {
        Some(self.client.http().pulse())
    }

    fn budget(&self) -> Option<Left> {
        self.client.http().left()
    }

    fn dns(&self) -> Option<&dyn DnsProvider> {
        Some(&self.dns)
    }

    fn domains(&self) -> Option<&dyn DomainProvider> {
        Some(&self.domains)
    }

    fn servers(&self) -> Option<&dyn ServerProvider> {
        Some(&self.servers)
    }

    fn ssh_keys(&self) -> Option<&dyn SshKeyProvider> {
        Some(&self.ssh_keys)
    }

    fn billing(&self) -> Option<&dyn BillingProvider> {
        Some(&self.billing)
    }
}
