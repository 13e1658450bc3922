//! Accounts: configured drivers.

mod health;
mod registry;
mod saved;

use std::collections::BTreeMap;
use std::sync::Arc;

use chrono::{DateTime, Utc};
use setec_core::Secret;
use setec_drivers::{DRIVERS, LocalTransfers, driver};
use setec_provider::dns::{DnsFacts, ZoneReader};
use setec_provider::{
    BillingProvider, DnsProvider, DomainProvider, Driver, Provider, ServerProvider, SshKeyProvider,
};

use crate::journal::Draft;
use crate::{Actor, App, Error, ErrorKind, Result};

pub use health::{AccountHealth, CallsLeft, HealthState};
pub(crate) use registry::Accounts;
pub use saved::SavedSettings;

/// A connected account.
#[derive(Debug, Clone)]
pub(crate) struct Account {
    pub(crate) name: String,
    pub(crate) driver: &'static Driver,
    pub(crate) provider: Arc<dyn Provider>,
    /// Moves on with every change of the settings, so that caches of the old ones are not used.
    pub(crate) generation: u64,
    pub(crate) connected: bool,
    pub(crate) base_url: Option<String>,
    /// Who may transfer its zones, where we serve them ourselves.
    pub(crate) transfers: Option<Arc<LocalTransfers>>,
    pub(crate) sandbox: bool,
}

impl Account {
    fn lacks(&self, what: &str) -> Error {
        Error::new(
            ErrorKind::NotSupported,
            format!(
                "operation not supported: provider '{}' ({}) does not offer {what}",
                self.name, self.driver.display_name
            ),
        )
    }

    /// A second-order capability, or the one error that says it lacks.
    pub(crate) fn need<T>(&self, found: Option<T>, what: &str) -> Result<T> {
        found.ok_or_else(|| self.lacks(what))
    }

    pub(crate) fn dns(&self) -> Result<&dyn DnsProvider> {
        self.need(self.provider.dns(), "DNS")
    }

    pub(crate) fn domains(&self) -> Result<&dyn DomainProvider> {
        self.need(self.provider.domains(), "registered domains")
    }

    pub(crate) fn servers(&self) -> Result<&dyn ServerProvider> {
        self.need(self.provider.servers(), "virtual servers")
    }

    pub(crate) fn ssh_keys(&self) -> Result<&dyn SshKeyProvider> {
        self.need(self.provider.ssh_keys(), "SSH keys")
    }

    pub(crate) fn billing(&self) -> Result<&dyn BillingProvider> {
        self.need(self.provider.billing(), "billing")
    }

    fn capabilities(&self) -> Vec<&'static str> {
        let provider = &self.provider;
        let offered = [
            ("dns", provider.dns().is_some()),
            (
                "dns.reset",
                provider.dns().is_some_and(|dns| dns.reset().is_some()),
            ),
            (
                "dns.snapshots",
                provider.dns().is_some_and(|dns| dns.snapshots().is_some()),
            ),
            (
                "dns.zones",
                provider.dns().is_some_and(|dns| dns.hosting().is_some()),
            ),
            ("domains", provider.domains().is_some()),
            (
                "domains.forwarding",
                provider
                    .domains()
                    .is_some_and(|domains| domains.forwarding().is_some()),
            ),
            (
                "domains.whois",
                provider
                    .domains()
                    .is_some_and(|domains| domains.whois().is_some()),
            ),
            (
                "domains.renewals",
                provider
                    .domains()
                    .is_some_and(|domains| domains.renewals().is_some()),
            ),
            (
                "domains.transfers",
                provider
                    .domains()
                    .is_some_and(|domains| domains.transfers().is_some()),
            ),
            (
                "domains.restores",
                provider
                    .domains()
                    .is_some_and(|domains| domains.restores().is_some()),
            ),
            (
                "domains.contacts",
                provider
                    .domains()
                    .is_some_and(|domains| domains.contacts().is_some()),
            ),
            (
                "domains.glue",
                provider
                    .domains()
                    .is_some_and(|domains| domains.child_nameservers().is_some()),
            ),
            (
                "domains.glue.list",
                provider
                    .domains()
                    .is_some_and(|domains| domains.child_nameserver_list().is_some()),
            ),
            (
                "domains.email",
                provider
                    .domains()
                    .is_some_and(|domains| domains.email_forwarding().is_some()),
            ),
            (
                "domains.prices",
                provider
                    .domains()
                    .is_some_and(|domains| domains.prices().is_some()),
            ),
            (
                "domains.suggestions",
                provider
                    .domains()
                    .is_some_and(|domains| domains.suggestions().is_some()),
            ),
            (
                "domains.transfers.cancel",
                provider
                    .domains()
                    .is_some_and(|domains| domains.transfer_cancelling().is_some()),
            ),
            (
                "domains.release",
                provider
                    .domains()
                    .is_some_and(|domains| domains.releases().is_some()),
            ),
            (
                "domains.deletion",
                provider
                    .domains()
                    .is_some_and(|domains| domains.deletions().is_some()),
            ),
            ("servers", provider.servers().is_some()),
            (
                "servers.firewalls",
                provider
                    .servers()
                    .is_some_and(|servers| servers.firewalls().is_some()),
            ),
            (
                "servers.scripts",
                provider
                    .servers()
                    .is_some_and(|servers| servers.scripts().is_some()),
            ),
            ("ssh_keys", provider.ssh_keys().is_some()),
            ("billing", provider.billing().is_some()),
            ("credit", provider.credit().is_some()),
            (
                "billing.renewals",
                provider
                    .billing()
                    .is_some_and(|billing| billing.renewals().is_some()),
            ),
        ];
        offered
            .into_iter()
            .filter(|(_, has)| *has)
            .map(|(name, _)| name)
            .collect()
    }
}

/// An account, or a driver that has none yet, in the list of providers.
#[derive(Debug, Clone)]
pub struct AccountSummary {
    /// The account's name; the `{provider}` of every path.
    pub name: String,
    /// The vendor's name.
    pub display_name: String,
    /// Whether credentials are in place and were not refused.
    pub connected: bool,
    /// The driver's id.
    pub driver: String,
    /// Whether it is a simulator, where nothing is real.
    pub sandbox: bool,
    /// What it can do.
    pub capabilities: Vec<&'static str>,
    /// What is wrong with its file.
    pub error: Option<String>,
    /// Whether it works; `None` for a driver without an account.
    pub health: Option<AccountHealth>,
    /// When its domains were last read.
    pub last_sync: Option<DateTime<Utc>>,
    /// What is left of its calls, where that is known.
    pub budget: Option<CallsLeft>,
}

/// One setting of a driver, for forms and help.
#[derive(Debug, Clone)]
pub struct SettingField {
    /// Name in the account's file, such as `extra.server_id`.
    pub name: String,
    /// What a form calls it.
    pub label: &'static str,
    /// What it is and where to get it.
    pub help: &'static str,
    /// Whether it is never shown again.
    pub secret: bool,
    /// Whether an account needs it.
    pub required: bool,
}

/// An account in detail, without anything secret.
#[derive(Debug, Clone)]
pub struct AccountView {
    /// As in the list.
    pub summary: AccountSummary,
    /// Where its API is, if not the driver's default.
    pub base_url: Option<String>,
    /// What it can be told.
    pub fields: Vec<SettingField>,
    /// What it was told.
    pub saved: SavedSettings,
    /// Record types that can be written.
    pub record_types: Vec<String>,
    /// What its DNS can hold, where it has DNS.
    pub dns: Option<DnsFacts>,
}

/// Settings for a new or an existing account.
#[derive(Debug, Default)]
pub struct ConfigureAccount {
    /// The driver, where it is not the account's name.
    pub driver: Option<String>,
    /// The main credential; the stored one stays where absent.
    pub api_key: Option<Secret>,
    /// The second credential; the stored one stays where absent.
    pub api_secret: Option<Secret>,
    /// Where the API is; empty for the driver's default.
    pub base_url: Option<String>,
    /// Further settings, which replace the stored ones.
    pub extra: Option<BTreeMap<String, String>>,
}

impl ConfigureAccount {
    fn is_empty(&self) -> bool {
        self.driver.is_none()
            && self.api_key.is_none()
            && self.api_secret.is_none()
            && self.base_url.is_none()
            && self.extra.is_none()
    }
}

impl App {
    /// All accounts, and the drivers that have none.
    pub async fn providers(&self, actor: &Actor) -> Result<Vec<AccountSummary>> {
        actor.may_read()?;
        let (accounts, faults) = self.accounts.all().await?;
        let mut summaries: Vec<AccountSummary> =
            accounts.iter().map(|account| summary(account)).collect();
        for driver in DRIVERS {
            if !summaries.iter().any(|summary| summary.name == driver.id) {
                summaries.push(unconfigured(driver));
            }
        }
        for fault in faults {
            let name = fault.file.trim_end_matches(".json").to_owned();
            match summaries.iter_mut().find(|summary| summary.name == name) {
                Some(summary) => {
                    summary.health = Some(AccountHealth::failing(&fault.message));
                    summary.error = Some(fault.message);
                }
                None => summaries.push(AccountSummary {
                    display_name: name.clone(),
                    name,
                    connected: false,
                    driver: String::new(),
                    sandbox: false,
                    capabilities: Vec::new(),
                    health: Some(AccountHealth::failing(&fault.message)),
                    error: Some(fault.message),
                    last_sync: None,
                    budget: None,
                }),
            }
        }
        self.add_syncs(&mut summaries).await?;
        summaries.sort_by(|a, b| a.name.cmp(&b.name));
        Ok(summaries)
    }

    /// One account, or a driver that has none.
    pub async fn provider(&self, actor: &Actor, name: &str) -> Result<AccountView> {
        let listed = self.providers(actor).await?;
        let Some(summary) = listed.into_iter().find(|summary| summary.name == name) else {
            return Err(registry::not_registered(name));
        };
        let account = self.account(name).await.ok();
        let dns = account
            .as_ref()
            .and_then(|account| account.provider.dns())
            .map(ZoneReader::facts);
        let fields = driver(&summary.driver).map_or(&[][..], |driver| driver.fields);
        Ok(AccountView {
            base_url: account
                .as_ref()
                .and_then(|account| account.base_url.clone()),
            fields: fields
                .iter()
                .map(|field| SettingField {
                    name: field.name(),
                    label: field.label,
                    help: field.help,
                    secret: field.is_secret(),
                    required: field.required,
                })
                .collect(),
            saved: self.accounts.saved(name, fields).await?,
            record_types: dns
                .map(|dns| dns.record_types.iter().map(ToString::to_string).collect())
                .unwrap_or_default(),
            dns,
            summary,
        })
    }

    /// Stores settings of a new or an existing account, without asking the vendor.
    pub async fn configure_provider(
        self: &Arc<Self>,
        actor: &Actor,
        name: &str,
        settings: ConfigureAccount,
    ) -> Result<()> {
        actor.may_write()?;
        if settings.is_empty() {
            return Err(Error::field("api_key", "nothing to configure was given"));
        }
        let app = Arc::clone(self);
        let name = name.to_owned();
        self.change(
            actor,
            Draft::of(&name, "provider.configure", name.clone()),
            async move { app.accounts.configure(&name, settings).await.map(drop) },
        )
        .await
    }

    /// Asks the vendor whether the stored credentials are good, or those given without storing them.
    pub async fn test_provider(
        self: &Arc<Self>,
        actor: &Actor,
        name: &str,
        offered: Option<ConfigureAccount>,
    ) -> Result<()> {
        actor.may_write()?;
        if let Some(settings) = offered.filter(|settings| !settings.is_empty()) {
            let candidate = self.accounts.candidate(name, settings).await?;
            return Ok(candidate.provider.test().await?);
        }
        let account = self.account(name).await?;
        let outcome = account.provider.test().await.map_err(Error::from);
        let connected = match &outcome {
            Ok(()) => true,
            Err(error) if error.kind == ErrorKind::ProviderCredentials => false,
            // A vendor that is down says nothing about the key.
            Err(_) => account.connected,
        };
        if connected != account.connected {
            self.accounts.set_connected(name, connected).await?;
        }
        outcome
    }

    /// Deletes an account's stored credentials.
    pub async fn delete_provider(self: &Arc<Self>, actor: &Actor, name: &str) -> Result<()> {
        actor.may_write()?;
        self.accounts.require_file(name).await?;
        self.require_no_hosted_zones(name).await?;
        let app = Arc::clone(self);
        let name = name.to_owned();
        self.change(
            actor,
            Draft::of(&name, "provider.delete", name.clone()),
            async move {
                app.accounts.delete(&name).await?;
                // Another account may come to bear the name.
                app.store.forget_tags(&name).await?;
                Ok(app.store.forget_domain_states(&name).await?)
            },
        )
        .await
    }
}

fn summary(account: &Account) -> AccountSummary {
    AccountSummary {
        name: account.name.clone(),
        display_name: account.driver.display_name.to_owned(),
        connected: account.connected,
        driver: account.driver.id.to_owned(),
        sandbox: account.sandbox,
        capabilities: account.capabilities(),
        error: None,
        health: Some(account.health()),
        last_sync: None,
        budget: account.provider.budget(),
    }
}

fn unconfigured(driver: &Driver) -> AccountSummary {
    AccountSummary {
        name: driver.id.to_owned(),
        display_name: driver.display_name.to_owned(),
        connected: false,
        driver: driver.id.to_owned(),
        sandbox: false,
        capabilities: Vec::new(),
        error: None,
        health: None,
        last_sync: None,
        budget: None,
    }
}
