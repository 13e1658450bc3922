//! What domains cost, by the catalog; and names in place of others.

use std::collections::BTreeMap;

use async_trait::async_trait;
use serde_json::json;
use setec_core::dns::Name;
use setec_core::domain::{DomainOperation, DomainPrice, Suggestion, TldPrice, TldPrices};
use setec_provider::Result;
use setec_provider::domains::{PriceProvider, SuggestionProvider};

use super::Domains;
use super::availability::split;
use crate::hostinger::catalog::Item;

/// The catalog has registrations and what they renew for, no transfers and no restores.
fn prices_of(item: &Item) -> Vec<TldPrice> {
    let mut prices = Vec::new();
    for price in &item.prices {
        let (period, "year") = price.term() else {
            continue;
        };
        let Ok(years) = u32::try_from(period) else {
            continue;
        };
        for (operation, price) in [
            (DomainOperation::Register, price.first()),
            (DomainOperation::Renew, price.renewal()),
        ] {
            prices.extend(price.map(|price| TldPrice {
                operation,
                years,
                price,
            }));
        }
    }
    prices
}

#[async_trait]
impl PriceProvider for Domains {
    async fn tlds(&self) -> Result<Vec<String>> {
        let items = self.catalog.domains().await?;
        Ok(items.iter().filter_map(Item::tld).collect())
    }

    async fn prices(&self, tld: Option<&str>) -> Result<Vec<TldPrices>> {
        let wanted = tld.map(|tld| tld.trim_matches('.').to_lowercase());
        let items = self.catalog.domains().await?;
        let mut lists: BTreeMap<String, TldPrices> = BTreeMap::new();
        for item in items.iter() {
            let Some(tld) = item.tld() else { continue };
            if wanted.as_ref().is_some_and(|wanted| *wanted != tld) {
                continue;
            }
            let list = lists.entry(tld.clone()).or_insert_with(|| TldPrices {
                tld,
                prices: Vec::new(),
                years: Vec::new(),
                grace: None,
                redemption: None,
            });
            list.prices.extend(prices_of(item));
        }
        Ok(lists.into_values().collect())
    }

    /// By the TLD: the catalog knows no premium names.
    async fn prices_of(
        &self,
        domain: &Name,
        operation: DomainOperation,
    ) -> Result<Vec<DomainPrice>> {
        let (_, tld) = split("read prices", domain.as_str())?;
        let lists = PriceProvider::prices(self, Some(&tld)).await?;
        let mut prices: Vec<DomainPrice> = lists
            .into_iter()
            .flat_map(|list| list.prices)
            .filter(|price| price.operation == operation)
            .map(|price| DomainPrice {
                years: price.years,
                price: price.price,
                is_premium: false,
            })
            .collect();
        prices.sort_by_key(|price| price.years);
        Ok(prices)
    }
}

#[async_trait]
impl SuggestionProvider for Domains {
    /// One word is taken for a name, several for a description.
    async fn suggest(&self, words: &str, tlds: &[String], limit: usize) -> Result<Vec<Suggestion>> {
        let words = words.trim();
        let (call, key) = if words.contains(char::is_whitespace) {
            ("alternatives-from-description", "description")
        } else {
            ("alternatives-from-domain", "domain")
        };
        let path = format!("api/domains/v1/availability/{call}");
        let body = json!({key: words, "limit": limit});
        let names: Vec<String> = self.client.ask("suggest domains", &path, &body).await?;
        let fits = |name: &str| {
            let tld = name.split_once('.').map_or("", |(_, tld)| tld);
            tlds.is_empty() || tlds.iter().any(|wanted| wanted.trim_matches('.') == tld)
        };
        Ok(names
            .into_iter()
            .filter_map(|name| name.parse::<Name>().ok())
            .filter(|name| fits(name.as_str()))
            .take(limit)
            .map(|name| Suggestion {
                domain: name.to_string(),
                available: None,
                price: None,
            })
            .collect())
    }
}
