//! Which names are free, and for how much.

use std::collections::BTreeMap;
use std::sync::Arc;

use futures::{StreamExt, TryStreamExt, stream};
use serde::Deserialize;
use serde_json::json;
use setec_core::Violation;
use setec_core::dns::Name;
use setec_core::domain::Availability;
use setec_provider::{ProviderError, Result};

use crate::hostinger::catalog::{Catalog, Item};
use crate::hostinger::client::{AVAILABILITY, Client};
use crate::hostinger::lenient;

/// The call is limited to 90 a minute, so there is no hurry.
const LABELS_AT_ONCE: usize = 4;

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct WireAvailability {
    #[serde(deserialize_with = "lenient::text")]
    domain: Option<String>,
    #[serde(deserialize_with = "lenient::flag")]
    pub(super) is_available: Option<bool>,
    #[serde(deserialize_with = "lenient::flag")]
    is_alternative: Option<bool>,
    #[serde(deserialize_with = "lenient::text")]
    restriction: Option<String>,
}

impl WireAvailability {
    pub(super) fn is(&self, domain: &str) -> bool {
        let is_same = |text: &str| text.trim_end_matches('.').eq_ignore_ascii_case(domain);
        self.is_alternative != Some(true) && self.domain.as_deref().is_some_and(is_same)
    }
}

/// Label and TLD of a name; `co.uk` is one TLD.
pub(super) fn split(operation: &'static str, domain: &str) -> Result<(String, String)> {
    match domain.split_once('.') {
        Some((label, tld)) if !label.is_empty() && !tld.is_empty() => {
            Ok((label.to_owned(), tld.to_owned()))
        }
        _ => {
            let rule = format!("'{domain}' has no TLD; write it in full, such as example.com");
            Err(ProviderError::invalid(
                operation,
                vec![Violation::new("domain", rule)],
            ))
        }
    }
}

/// Asks about the names of one label.
pub(super) async fn ask(
    client: &Client,
    label: &str,
    tlds: &[String],
) -> Result<Vec<WireAvailability>> {
    let body = json!({"domain": label, "tlds": tlds, "with_alternatives": false});
    client
        .ask("check domain availability", AVAILABILITY, &body)
        .await
}

/// Asks once per label and adds prices, which the answers lack.
pub(super) async fn check(
    client: &Client,
    catalog: &Catalog,
    domains: &[Name],
) -> Result<Vec<Availability>> {
    let mut labels: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for domain in domains {
        let (label, tld) = split("check domain availability", domain.as_str())?;
        let tlds = labels.entry(label).or_default();
        if !tlds.contains(&tld) {
            tlds.push(tld);
        }
    }
    let answers: Vec<Vec<WireAvailability>> = stream::iter(labels)
        .map(|(label, tlds)| async move { ask(client, &label, &tlds).await })
        .buffered(LABELS_AT_ONCE)
        .try_collect()
        .await?;
    let answers: Vec<WireAvailability> = answers.into_iter().flatten().collect();
    let is_any_free = answers
        .iter()
        .any(|answer| answer.is_available == Some(true));
    let items = if is_any_free {
        catalog.domains().await
    } else {
        Ok(Arc::default())
    };
    let items = items.unwrap_or_else(|error| {
        tracing::warn!(%error, "availability is told without prices");
        Arc::default()
    });
    Ok(domains
        .iter()
        .map(|domain| describe(domain.as_str(), &answers, &items))
        .collect())
}

fn describe(domain: &str, answers: &[WireAvailability], items: &[Item]) -> Availability {
    let mut known = Availability {
        domain: domain.to_owned(),
        available: false,
        price: None,
        currency: None,
        renewal_price: None,
        restriction: None,
    };
    let Some(answer) = answers.iter().find(|answer| answer.is(domain)) else {
        known.restriction = Some("the provider gave no answer for this name".to_owned());
        return known;
    };
    known.available = answer.is_available == Some(true);
    known.restriction = answer.restriction.clone().filter(|text| !text.is_empty());
    if !known.available {
        return known;
    }
    let tld = domain.split_once('.').map_or("", |(_, tld)| tld);
    let item = items.iter().find(|item| item.is_tld(tld));
    if let Some(price) = item.and_then(|item| item.years(1))
        && let Some(first) = price.first()
    {
        known.price = Some(first.major());
        known.currency = Some(first.currency.to_string());
        known.renewal_price = price
            .renewal()
            .filter(|renewal| *renewal != first)
            .map(setec_core::Money::major);
    }
    known
}
