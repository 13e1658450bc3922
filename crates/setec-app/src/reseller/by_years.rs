//! What a domain costs a customer, by years.

use setec_core::Money;
use setec_core::dns::Name;
use setec_core::domain::DomainOperation;

use super::CustomerCaller;
use crate::domain::domain_name;
use crate::{App, Result};

impl App {
    /// Prices by years, up to a minute old; empty where it is not sold.
    ///
    /// The price list answers where it tells more than one year: most vendors' lists tell one, and
    /// then the provider is asked for this domain. What a domain's further years cost, only the
    /// account that holds it knows.
    pub async fn reseller_prices_by_years(
        &self,
        caller: &CustomerCaller,
        domain: &str,
        operation: DomainOperation,
    ) -> Result<Vec<(u32, Money)>> {
        let name = domain_name(domain)?;
        let mut listed = match operation {
            DomainOperation::Renew | DomainOperation::Restore => Vec::new(),
            _ => self.listed(caller, &name, operation).await?,
        };
        if listed.len() < 2 {
            let key = (caller.id, name.to_string(), operation);
            let asking = self.reseller_prices_of(caller, &name, operation);
            let asked = Box::pin(self.lookups.prices.get(key, asking)).await?;
            listed.clone_from(&asked);
        }
        listed.sort_by_key(|(years, _)| *years);
        Ok(listed)
    }

    /// What the price list tells of it.
    pub(super) async fn listed(
        &self,
        caller: &CustomerCaller,
        name: &Name,
        operation: DomainOperation,
    ) -> Result<Vec<(u32, Money)>> {
        let list = self.reseller_price_list(caller).await?;
        let tld = name.as_str().split_once('.').map_or("", |(_, tld)| tld);
        let found = list.iter().filter(|sale| sale.tld == tld);
        let prices = found.flat_map(|sale| &sale.prices);
        Ok(prices
            .filter(|price| price.operation == operation)
            .map(|price| (price.years, price.price))
            .collect())
    }
}
