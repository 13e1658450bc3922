//! Which names are free, and which could be had in their place.

use std::collections::BTreeMap;

use async_trait::async_trait;
use futures::{StreamExt, TryStreamExt, stream};
use serde_json::{Value, json};
use setec_core::billing::Currency;
use setec_core::dns::Name;
use setec_core::domain::{Availability, DomainOperation, Suggestion, TldPrices};
use setec_core::{Money, Violation};
use setec_provider::domains::SuggestionProvider;
use setec_provider::{ErrorKind, ProviderError, Result};

use super::account::Reseller;
use super::value;

const LABELS_AT_ONCE: usize = 4;

/// One name of an answer.
#[derive(Debug)]
pub(super) struct Found {
    domain: Option<Name>,
    is_available: Option<bool>,
    is_registered: bool,
    words: Option<String>,
    is_premium: bool,
    premium: Option<(String, Option<Currency>)>,
}

impl Found {
    fn read(entry: &Value) -> Self {
        let text = |names: &[&str]| value::text_of(entry, names);
        let flag = |names: &[&str]| value::flag_of(entry, names);
        let parts = || {
            let tld = text(&["tld", "tldNoDots"])?;
            Some(format!(
                "{}.{}",
                text(&["sld", "idnSld"])?,
                tld.trim_start_matches('.')
            ))
        };
        let status = text(&["legacyStatus", "status"])
            .unwrap_or_default()
            .to_lowercase();
        let by_status = match status.as_str() {
            "available" | "available for registration" => Some(true),
            "" => None,
            _ => Some(false),
        };
        let prices = value::field(entry, &["premiumCostPricing"]);
        let premium = prices.and_then(|prices| {
            let currency = value::text_of(prices, &["CurrencyCode"]);
            let amount = value::text_of(prices, &["register"])?;
            Some((amount, currency.and_then(|code| code.parse().ok())))
        });
        Self {
            domain: text(&["domainName", "idnDomainName"])
                .or_else(parts)
                .and_then(|name| name.parse().ok()),
            is_available: flag(&["isAvailable"]).or(by_status),
            is_registered: flag(&["isRegistered"]) == Some(true),
            words: text(&["domainErrorMessage"]).or_else(|| text(&["status"])),
            is_premium: flag(&["isPremium"]) == Some(true) || premium.is_some(),
            premium,
        }
    }

    pub(super) fn is_available(&self) -> bool {
        self.is_available == Some(true)
    }

    pub(super) fn is_premium(&self) -> bool {
        self.is_premium
    }

    /// What the registry asks for this very name.
    pub(super) fn premium_price(&self, currency: Currency) -> Option<Money> {
        let (amount, own) = self.premium.as_ref()?;
        Money::from_decimal(amount, own.unwrap_or(currency))
    }
}

/// Label and TLD of a name; `co.ke` is one TLD.
pub(super) fn split(operation: &'static str, domain: &Name) -> Result<(String, String)> {
    match domain.as_str().split_once('.') {
        Some((label, tld)) if !label.is_empty() && !tld.is_empty() => {
            Ok((label.to_owned(), tld.to_owned()))
        }
        _ => {
            let rule = format!("'{domain}' has no TLD; write it in full, such as example.co.ke");
            let violation = Violation::new("domain", rule);
            Err(ProviderError::invalid(operation, vec![violation]))
        }
    }
}

fn question(words: &str, tlds: &[String]) -> Value {
    let dotted: Vec<String> = tlds
        .iter()
        .map(|tld| format!(".{}", tld.trim_start_matches('.')))
        .collect();
    let is_idn = words.starts_with("xn--");
    let mut body = json!({
        "searchTerm": words,
        "tldsToInclude": dotted,
        "isIdnDomain": is_idn,
        "premiumEnabled": true,
    });
    if is_idn {
        body["punyCodeSearchTerm"] = words.into();
    }
    body
}

impl Reseller {
    async fn lookup(&self, label: &str, tlds: &[String]) -> Result<Vec<Found>> {
        let operation = "check domain availability";
        let body = question(label, tlds);
        let answer = self.client.ask(operation, "domains/lookup", &body).await?;
        found(operation, &answer)
    }

    /// One name, asked now.
    pub(super) async fn lookup_one(&self, domain: &Name) -> Result<Found> {
        let operation = "check domain availability";
        let (label, tld) = split(operation, domain)?;
        let found = self.lookup(&label, &[tld]).await?;
        found
            .into_iter()
            .find(|found| found.domain.as_ref() == Some(domain))
            .ok_or_else(|| {
                let message = format!("the provider gave no answer for {domain}");
                ProviderError::new(ErrorKind::Protocol, operation, message)
            })
    }

    /// Asks once per label, and adds the prices of the list.
    pub(super) async fn availability(&self, domains: &[Name]) -> Result<Vec<Availability>> {
        let mut labels: BTreeMap<String, Vec<String>> = BTreeMap::new();
        for domain in domains {
            let (label, tld) = split("check domain availability", domain)?;
            let tlds = labels.entry(label).or_default();
            if !tlds.contains(&tld) {
                tlds.push(tld);
            }
        }
        let found: Vec<Vec<Found>> = stream::iter(labels)
            .map(|(label, tlds)| async move { self.lookup(&label, &tlds).await })
            .buffered(LABELS_AT_ONCE)
            .try_collect()
            .await?;
        let found: Vec<Found> = found.into_iter().flatten().collect();
        let priced = if found.iter().any(Found::is_available) {
            self.priced().await
        } else {
            None
        };
        Ok(domains
            .iter()
            .map(|domain| describe(domain, &found, priced.as_ref()))
            .collect())
    }

    /// Prices are a help here; that they cannot be read hides no answer.
    async fn priced(&self) -> Option<(Currency, std::sync::Arc<Vec<TldPrices>>)> {
        let read = async {
            let currency = self.currency("check domain availability").await?;
            Ok::<_, ProviderError>((currency, self.price_lists().await?))
        };
        read.await
            .inspect_err(|error| tracing::warn!(%error, "availability is told without prices"))
            .ok()
    }
}

fn found(operation: &'static str, answer: &Value) -> Result<Vec<Found>> {
    if !matches!(answer, Value::Array(_) | Value::Object(_)) {
        let message = "the provider's answer is no list of names";
        return Err(ProviderError::new(ErrorKind::Protocol, operation, message));
    }
    // A single result comes without the list around it here and there.
    let entries = match answer {
        Value::Object(_) if value::field(answer, &["domainName", "sld"]).is_some() => vec![answer],
        answer => value::items(answer),
    };
    Ok(entries
        .into_iter()
        .filter(|entry| entry.is_object())
        .map(Found::read)
        .collect())
}

fn describe(
    domain: &Name,
    found: &[Found],
    priced: Option<&(Currency, std::sync::Arc<Vec<TldPrices>>)>,
) -> Availability {
    let mut known = Availability {
        domain: domain.to_string(),
        available: false,
        price: None,
        currency: None,
        renewal_price: None,
        restriction: None,
    };
    let Some(found) = found
        .iter()
        .find(|found| found.domain.as_ref() == Some(domain))
    else {
        known.restriction = Some("the provider gave no answer for this name".to_owned());
        return known;
    };
    known.available = found.is_available();
    if !known.available {
        known.restriction = found.words.clone().filter(|_| !found.is_registered);
        return known;
    }
    if found.is_premium() {
        known.restriction = Some("the registry asks a price of its own for this name".to_owned());
    }
    let Some((currency, lists)) = priced else {
        return known;
    };
    let tld = domain.as_str().split_once('.').map_or("", |(_, tld)| tld);
    let list = lists.iter().find(|list| list.tld == tld);
    let listed = |operation| list.and_then(|list| list.find(operation, 1, *currency));
    let price = if found.is_premium() {
        found.premium_price(*currency)
    } else {
        listed(DomainOperation::Register)
    };
    if let Some(price) = price {
        known.price = Some(price.major());
        known.currency = Some(price.currency.to_string());
        known.renewal_price = listed(DomainOperation::Renew)
            .filter(|renewal| !found.is_premium() && *renewal != price)
            .map(Money::major);
    }
    known
}

#[async_trait]
impl SuggestionProvider for Reseller {
    async fn suggest(&self, words: &str, tlds: &[String], limit: usize) -> Result<Vec<Suggestion>> {
        let operation = "suggest domains";
        let body = question(words, tlds);
        let answer = self
            .client
            .ask(operation, "domains/lookup/suggestions", &body)
            .await?;
        let found = found(operation, &answer)?;
        let priced = self.priced().await;
        Ok(found
            .iter()
            .filter_map(|one| {
                let domain = one.domain.as_ref()?;
                let known = describe(domain, &found, priced.as_ref());
                let currency: Option<Currency> = known.currency.and_then(|code| code.parse().ok());
                let tld = domain.as_str().split_once('.').map_or("", |(_, tld)| tld);
                let price = currency.and_then(|currency| {
                    if one.is_premium() {
                        return one.premium_price(currency);
                    }
                    let (_, lists) = priced.as_ref()?;
                    let list = lists.iter().find(|list| list.tld == tld)?;
                    list.find(DomainOperation::Register, 1, currency)
                });
                Some(Suggestion {
                    domain: domain.to_string(),
                    available: one.is_available,
                    price,
                })
            })
            .take(limit)
            .collect())
    }
}
