//! What can be bought.

use std::collections::BTreeMap;
use std::sync::Arc;

use serde::Deserialize;
use setec_core::Money;
use setec_core::billing::{CatalogEntry, Offer};
use setec_provider::{ErrorKind, ProviderError, Result};

use crate::hostinger::client::Client;
use crate::hostinger::kept::Kept;
use crate::hostinger::{lenient, slug};

/// The catalog by category.
#[derive(Debug)]
pub(super) struct Catalog {
    client: Arc<Client>,
    all: Kept<Item>,
    domains: Kept<Item>,
    servers: Kept<Item>,
}

/// A product.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Item {
    #[serde(deserialize_with = "lenient::text")]
    id: Option<String>,
    #[serde(deserialize_with = "lenient::text")]
    name: Option<String>,
    #[serde(deserialize_with = "lenient::text")]
    category: Option<String>,
    #[serde(deserialize_with = "lenient::texts")]
    metadata: BTreeMap<String, String>,
    #[serde(deserialize_with = "lenient::list")]
    pub(super) prices: Vec<Price>,
}

/// A price for a whole period. Its id is what orders call `item_id`.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Price {
    #[serde(deserialize_with = "lenient::text")]
    pub(super) id: Option<String>,
    #[serde(deserialize_with = "lenient::text")]
    currency: Option<String>,
    #[serde(rename = "price", deserialize_with = "lenient::number")]
    cents: Option<i64>,
    #[serde(rename = "first_period_price", deserialize_with = "lenient::number")]
    first_cents: Option<i64>,
    #[serde(deserialize_with = "lenient::number")]
    period: Option<i64>,
    #[serde(deserialize_with = "lenient::text")]
    period_unit: Option<String>,
}

impl Catalog {
    pub(super) fn new(client: Arc<Client>) -> Self {
        Self {
            client,
            all: Kept::default(),
            domains: Kept::default(),
            servers: Kept::default(),
        }
    }

    /// Everything.
    pub(super) async fn all(&self) -> Result<Arc<Vec<Item>>> {
        self.all.get_or(self.read(&[])).await
    }

    /// The TLDs.
    pub(super) async fn domains(&self) -> Result<Arc<Vec<Item>>> {
        let read = self.read(&[("category", "DOMAIN")]);
        self.domains.get_or(read).await
    }

    /// The plans of servers.
    pub(super) async fn servers(&self) -> Result<Arc<Vec<Item>>> {
        let read = self.read(&[("category", "VPS")]);
        self.servers.get_or(read).await
    }

    async fn read(&self, query: &[(&str, &str)]) -> Result<Vec<Item>> {
        self.client
            .get_with("read catalog", "api/billing/v1/catalog", query)
            .await
    }
}

impl Item {
    pub(super) fn name(&self) -> &str {
        self.name.as_deref().unwrap_or_default()
    }

    /// Whether it is the product of that TLD: by its name, or by its id, whose first word differs
    /// from market to market.
    pub(super) fn is_tld(&self, tld: &str) -> bool {
        let by_name = slug::tld_of(self.name()).is_some_and(|found| found == tld);
        let id = self.id.as_deref().unwrap_or_default();
        let by_id = id
            .split_once("-domain-")
            .is_some_and(|(_, found)| found == tld);
        by_name || by_id
    }

    /// The TLD that it is the product of, without a dot in front.
    pub(super) fn tld(&self) -> Option<String> {
        let by_name = slug::tld_of(self.name());
        let id = self.id.as_deref().unwrap_or_default();
        by_name.or_else(|| Some(id.split_once("-domain-")?.1.to_owned()))
    }

    /// The price for a number of years.
    pub(super) fn years(&self, years: u32) -> Option<&Price> {
        self.prices.iter().find(|price| {
            price.period == Some(i64::from(years)) && price.period_unit.as_deref() == Some("year")
        })
    }

    /// The slug of the product at that price.
    pub(super) fn slug(&self, price: &Price) -> String {
        let (period, unit) = price.term();
        slug::with_term(self.name(), period, unit)
    }

    fn entry(&self, price: &Price) -> CatalogEntry {
        let (period, unit) = price.term();
        let list_price = price.cents.unwrap_or_default();
        CatalogEntry {
            id: self.slug(price),
            name: self.name().to_owned(),
            category: self.category.as_deref().unwrap_or("other").to_lowercase(),
            price_cents: list_price,
            first_period_price_cents: price.first_cents.filter(|cents| *cents != list_price),
            currency: price.currency.clone().unwrap_or_default(),
            period: slug::term(period, unit),
            description: self.description(),
            item_id: price.id.clone(),
        }
    }

    /// Sizes in the words of a price list; of anything else, whatever the vendor says.
    fn description(&self) -> String {
        let size = |key: &str| self.metadata.get(key)?.parse::<u64>().ok();
        if let (Some(cpus), Some(memory), Some(disk)) =
            (size("cpus"), size("memory"), size("disk_space"))
        {
            return format!(
                "{cpus} vCPU, {} GB RAM, {} GB disk",
                memory / 1024,
                disk / 1024
            );
        }
        let words: Vec<String> = self
            .metadata
            .iter()
            .map(|(key, value)| format!("{}: {value}", key.replace('_', " ")))
            .collect();
        words.join(", ")
    }
}

impl Price {
    pub(super) fn term(&self) -> (i64, &str) {
        let unit = self.period_unit.as_deref().unwrap_or("none");
        (self.period.unwrap_or_default(), unit)
    }

    /// What an order at this price would be told it costs.
    pub(super) fn offer(
        &self,
        operation: &'static str,
        subject: Option<String>,
        what: String,
    ) -> Result<Offer> {
        let price = self.first().ok_or_else(|| {
            let id = self.id.as_deref().unwrap_or_default();
            let message = format!("the catalog gives no amount for the price {id}");
            ProviderError::new(ErrorKind::Protocol, operation, message)
        })?;
        Ok(Offer {
            subject,
            what,
            price,
            renewal_price: self.renewal(),
            is_premium: false,
        })
    }

    /// What the first period costs.
    pub(super) fn first(&self) -> Option<Money> {
        self.money(self.first_cents.or(self.cents)?)
    }

    /// What each further period costs.
    pub(super) fn renewal(&self) -> Option<Money> {
        self.money(self.cents?)
    }

    fn money(&self, minor: i64) -> Option<Money> {
        let currency = self.currency.as_deref()?.parse().ok()?;
        Some(Money { minor, currency })
    }
}

/// One entry per price.
pub(super) fn entries(items: &[Item], category: Option<&str>) -> Vec<CatalogEntry> {
    items
        .iter()
        .flat_map(|item| item.prices.iter().map(|price| item.entry(price)))
        .filter(|entry| category.is_none_or(|wanted| entry.category.eq_ignore_ascii_case(wanted)))
        .collect()
}
