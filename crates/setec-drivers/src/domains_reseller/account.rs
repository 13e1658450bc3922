//! An account: what is known of it, and what it can do.

use std::collections::BTreeSet;
use std::sync::{Arc, PoisonError, RwLock};
use std::time::Duration;

use async_trait::async_trait;
use setec_core::billing::Currency;
use setec_core::dns::Name;
use setec_core::domain::{Credit, TldPrices};
use setec_core::{Money, Violation};
use setec_provider::http::Left;
use setec_provider::{
    CreditProvider, DnsProvider, DomainProvider, ErrorKind, Provider, ProviderError, Pulse, Result,
    Settings,
};

use super::client::Client;
use super::information::Information;
use super::kept::Kept;
use super::{HOSTRAHA_URL, value};

/// Price lists change by the day; operators block those who read them for every page.
const PRICES_LAST: Duration = Duration::from_mins(10);

/// Long enough for one look at the whole portfolio.
const INFORMATION_LASTS: Duration = Duration::from_mins(1);

/// A connected account.
#[derive(Debug)]
pub(super) struct Reseller {
    pub(super) client: Client,
    pub(super) vendor: &'static str,
    /// Name servers for registrations that name none.
    pub(super) nameservers: Vec<Name>,
    pub(super) new_domains: Addons,
    currency: Option<Currency>,
    names: RwLock<BTreeSet<Name>>,
    pub(super) price_lists: Kept<(), Vec<TldPrices>>,
    pub(super) seen: Kept<Name, Information>,
}

/// What new domains come with.
#[derive(Debug, Default, Clone, Copy)]
pub(super) struct Addons {
    pub(super) dns: bool,
    pub(super) email: bool,
}

pub(super) fn connect(settings: &Settings) -> Result<Arc<dyn Provider>> {
    let base_url = settings.base_url.as_deref().unwrap_or_default();
    Ok(Arc::new(Reseller::new(
        "Domains Reseller",
        base_url,
        settings,
    )?))
}

pub(super) fn connect_hostraha(settings: &Settings) -> Result<Arc<dyn Provider>> {
    let base_url = settings.base_url.as_deref().unwrap_or(HOSTRAHA_URL);
    Ok(Arc::new(Reseller::new("Hostraha", base_url, settings)?))
}

impl Reseller {
    fn new(vendor: &'static str, base_url: &str, settings: &Settings) -> Result<Self> {
        let mut violations = Vec::new();
        let email = settings.extra("username").unwrap_or_default().trim();
        if !email.contains('@') || !email.is_ascii() || email.contains(char::is_whitespace) {
            violations.push(Violation::new(
                "extra.username",
                "the e-mail address of the client account",
            ));
        }
        let currency = settings.extra("currency").map(|code| {
            code.trim().parse::<Currency>().map_err(|error| {
                violations.push(Violation::new("extra.currency", error.to_string()));
            })
        });
        let names = names(settings, "domains", &mut violations);
        let nameservers = names_of(settings, "nameservers", &mut violations);
        if nameservers.len() == 1 || nameservers.len() > 5 {
            violations.push(Violation::new("extra.nameservers", "two to five names"));
        }
        let mut new_domains = Addons::default();
        for word in words(settings, "addons") {
            match word {
                "dns" => new_domains.dns = true,
                "email" => new_domains.email = true,
                _ => violations.push(Violation::new(
                    "extra.addons",
                    format!("'{word}' is neither dns nor email"),
                )),
            }
        }
        if !violations.is_empty() {
            return Err(ProviderError::invalid("connect", violations));
        }
        let base_url = base_url.trim().trim_end_matches('/');
        Ok(Self {
            client: Client::new(base_url, email, &settings.api_key)?,
            vendor,
            nameservers,
            new_domains,
            currency: currency.and_then(std::result::Result::ok),
            names: RwLock::new(names),
            price_lists: Kept::new(PRICES_LAST),
            seen: Kept::new(INFORMATION_LASTS),
        })
    }

    /// Domains that the account is known to have.
    pub(super) fn names(&self) -> Vec<Name> {
        let names = self.names.read().unwrap_or_else(PoisonError::into_inner);
        names.iter().cloned().collect()
    }

    pub(super) fn remember(&self, domains: &[Name]) {
        let mut names = self.names.write().unwrap_or_else(PoisonError::into_inner);
        names.extend(domains.iter().cloned());
    }

    /// The currency of amounts that come without one.
    pub(super) async fn currency(&self, operation: &'static str) -> Result<Currency> {
        if let Some(currency) = self.currency {
            return Ok(currency);
        }
        let lists = self.price_lists().await?;
        let listed = lists.iter().flat_map(|list| &list.prices);
        let currencies: BTreeSet<Currency> = listed.map(|price| price.price.currency).collect();
        let mut currencies = currencies.into_iter();
        match (currencies.next(), currencies.next()) {
            (Some(only), None) => Ok(only),
            (first, _) => {
                let rule = if first.is_some() {
                    "the operator lists prices in several currencies; say which one the account has"
                } else {
                    "the operator's price list is empty; say which currency the account has"
                };
                let violation = Violation::new("extra.currency", rule);
                Err(ProviderError::invalid(operation, vec![violation]))
            }
        }
    }
}

fn words<'a>(settings: &'a Settings, key: &str) -> impl Iterator<Item = &'a str> {
    let text = settings.extra(key).unwrap_or_default();
    text.split([',', ' ', '\n', ';'])
        .map(str::trim)
        .filter(|word| !word.is_empty())
}

fn names_of(settings: &Settings, key: &str, violations: &mut Vec<Violation>) -> Vec<Name> {
    let mut names = Vec::new();
    for word in words(settings, key) {
        match word.parse::<Name>() {
            Ok(name) if !name.is_single_label() => names.push(name),
            _ => violations.push(Violation::new(
                format!("extra.{key}"),
                format!("'{word}' is no full name"),
            )),
        }
    }
    names
}

fn names(settings: &Settings, key: &str, violations: &mut Vec<Violation>) -> BTreeSet<Name> {
    names_of(settings, key, violations).into_iter().collect()
}

#[async_trait]
impl Provider for Reseller {
    /// The balance needs the credentials and nothing else; the version is for the log.
    async fn test(&self) -> Result<()> {
        let operation = "test the connection";
        let credits = self.client.get(operation, "billing/credits").await;
        credits.map_err(|error| self.client.http().explain(error, self.vendor, "API key"))?;
        match self.client.get(operation, "version").await {
            Ok(answer) => {
                let version =
                    value::text_of(&answer, &["version"]).or_else(|| value::text(&answer));
                tracing::debug!(vendor = self.vendor, ?version, "domains reseller add-on");
            }
            // Not every version of the add-on tells its version.
            Err(error) => tracing::debug!(vendor = self.vendor, %error, "no version is told"),
        }
        Ok(())
    }

    fn pulse(&self) -> Option<&Pulse> {
        Some(self.client.http().pulse())
    }

    fn budget(&self) -> Option<Left> {
        self.client.http().left()
    }

    fn dns(&self) -> Option<&dyn DnsProvider> {
        Some(self)
    }

    fn domains(&self) -> Option<&dyn DomainProvider> {
        Some(self)
    }

    fn credit(&self) -> Option<&dyn CreditProvider> {
        Some(self)
    }
}

#[async_trait]
impl CreditProvider for Reseller {
    async fn credit(&self) -> Result<Credit> {
        let operation = "read credit";
        let answer = self.client.get(operation, "billing/credits").await?;
        let amount = value::text(&answer)
            .or_else(|| value::text_of(&answer, &["credit", "credits", "balance", "amount"]));
        let currency = match value::text_of(&answer, &["currency", "currencyCode"]) {
            Some(code) => code.parse().ok(),
            None => None,
        };
        let currency = match currency {
            Some(currency) => currency,
            None => self.currency(operation).await?,
        };
        let balance = amount
            .as_deref()
            .and_then(|amount| Money::from_decimal(amount, currency))
            .ok_or_else(|| {
                let message = "the provider's balance is no amount of money";
                ProviderError::new(ErrorKind::Protocol, operation, message)
            })?;
        Ok(Credit { balance })
    }
}
