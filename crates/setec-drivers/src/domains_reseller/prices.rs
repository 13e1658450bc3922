//! Price lists, and prices of one domain.

use std::collections::BTreeMap;
use std::sync::Arc;

use async_trait::async_trait;
use serde_json::Value;
use setec_core::Money;
use setec_core::billing::Currency;
use setec_core::dns::Name;
use setec_core::domain::{DomainOperation, DomainPrice, LatePeriod, TldPrice, TldPrices};
use setec_provider::domains::PriceProvider;
use setec_provider::{ErrorKind, ProviderError, Result};

use super::account::Reseller;
use super::lookup::split;
use super::value;

const LIST: &str = "read price list";

fn tld(text: &str) -> String {
    text.trim().trim_matches('.').to_lowercase()
}

/// A period after the expiry; -1 says that there is none.
fn late(row: &Value, days: &str, fee: &str, currency: Currency) -> Option<LatePeriod> {
    let days = value::field(row, &[days]).and_then(value::number);
    let fee = value::text_of(row, &[fee])
        .and_then(|fee| Money::from_decimal(&fee, currency))
        .filter(|fee| fee.minor >= 0);
    let days = days.and_then(|days| u32::try_from(days).ok());
    days.filter(|days| *days > 0).map(|days| LatePeriod {
        days: Some(days),
        fee,
    })
}

/// One row: a TLD in one currency. Prices are those of one year; `null` where one year is not sold.
fn add_row(lists: &mut BTreeMap<String, TldPrices>, row: &Value) {
    let Some(tld) = value::text_of(row, &["tld", "extension"]).map(|text| tld(&text)) else {
        return;
    };
    let Some(currency) =
        value::text_of(row, &["currencyCode"]).and_then(|code| code.parse::<Currency>().ok())
    else {
        tracing::debug!(tld, "a row of the price list has no currency");
        return;
    };
    let list = lists.entry(tld.clone()).or_insert_with(|| TldPrices {
        tld,
        prices: Vec::new(),
        years: Vec::new(),
        grace: None,
        redemption: None,
    });
    let amount = |name: &str| {
        value::text_of(row, &[name])
            .and_then(|text| Money::from_decimal(&text, currency))
            .filter(|price| price.minor >= 0)
    };
    let renewal = amount("renewalPrice");
    let redemption = late(row, "redemptionDays", "redemptionFee", currency);
    let fee = redemption.as_ref().and_then(|period| period.fee);
    let restore = renewal
        .zip(fee)
        .and_then(|(renewal, fee)| renewal.checked_add(fee));
    for (operation, price) in [
        (DomainOperation::Register, amount("registrationPrice")),
        (DomainOperation::Renew, renewal),
        (DomainOperation::Transfer, amount("transferPrice")),
        (DomainOperation::Restore, restore),
    ] {
        if let Some(price) = price {
            list.prices.push(TldPrice {
                operation,
                years: 1,
                price,
            });
        }
    }
    let years = value::field(row, &["years"]).and_then(Value::as_array);
    for term in years.into_iter().flatten().filter_map(value::number) {
        let term = u32::try_from(term).unwrap_or_default();
        if term > 0 && !list.years.contains(&term) {
            list.years.push(term);
        }
    }
    list.grace = list
        .grace
        .take()
        .or_else(|| late(row, "graceDays", "graceFee", currency));
    list.redemption = list.redemption.take().or(redemption);
}

/// Years and prices; PHP makes a list of what it counts from 0.
fn by_years(answer: &Value, currency: Currency) -> Vec<(u32, Money)> {
    let entries: Vec<(u32, &Value)> = match answer {
        Value::Object(fields) => fields
            .iter()
            .filter_map(|(years, price)| Some((years.parse().ok()?, price)))
            .collect(),
        Value::Array(prices) => (0u32..).zip(prices).collect(),
        _ => Vec::new(),
    };
    let mut prices: Vec<(u32, Money)> = entries
        .into_iter()
        .filter(|(years, _)| *years > 0)
        .filter_map(|(years, price)| {
            let price = Money::from_decimal(&value::text(price)?, currency)?;
            (price.minor >= 0).then_some((years, price))
        })
        .collect();
    prices.sort_by_key(|(years, _)| *years);
    prices
}

impl Reseller {
    /// The price lists of all TLDs, as they are kept or else read.
    pub(super) async fn price_lists(&self) -> Result<Arc<Vec<TldPrices>>> {
        if let Some(lists) = self.price_lists.get(&()) {
            return Ok(lists);
        }
        let answer = self.client.get(LIST, "tlds/pricing").await?;
        if !matches!(answer, Value::Array(_) | Value::Object(_)) {
            let message = "the provider's price list is no list";
            return Err(ProviderError::new(ErrorKind::Protocol, LIST, message));
        }
        let mut lists = BTreeMap::new();
        for row in value::items(&answer) {
            add_row(&mut lists, row);
        }
        Ok(self.price_lists.put((), lists.into_values().collect()))
    }

    /// What so many years of this domain cost now.
    pub(super) async fn listed(
        &self,
        operation: &'static str,
        domain: &Name,
        what: DomainOperation,
    ) -> Result<Vec<(u32, Money)>> {
        let currency = self.currency(operation).await?;
        if what == DomainOperation::Restore {
            return self.restore_price(operation, domain, currency).await;
        }
        let path = format!("order/pricing/domains/{}", what.word());
        let query = [("domain", domain.as_str())];
        let answer = self.client.get_with(operation, &path, &query).await?;
        Ok(by_years(&answer, currency))
    }

    /// A renewal and the fee of the list.
    async fn restore_price(
        &self,
        operation: &'static str,
        domain: &Name,
        currency: Currency,
    ) -> Result<Vec<(u32, Money)>> {
        let (_, tld) = split(operation, domain)?;
        let lists = self.price_lists().await?;
        let list = lists.iter().find(|list| list.tld == tld);
        let price = list.and_then(|list| list.find(DomainOperation::Restore, 1, currency));
        Ok(price.map(|price| (1, price)).into_iter().collect())
    }
}

#[async_trait]
impl PriceProvider for Reseller {
    async fn tlds(&self) -> Result<Vec<String>> {
        let answer = self.client.get("list TLDs", "tlds").await?;
        Ok(value::items(&answer)
            .into_iter()
            .filter_map(|entry| {
                value::text(entry).or_else(|| value::text_of(entry, &["tld", "extension"]))
            })
            .map(|text| tld(&text))
            .collect())
    }

    async fn prices(&self, wanted: Option<&str>) -> Result<Vec<TldPrices>> {
        let lists = self.price_lists().await?;
        let wanted = wanted.map(tld);
        Ok(lists
            .iter()
            .filter(|list| wanted.as_ref().is_none_or(|wanted| list.tld == *wanted))
            .cloned()
            .collect())
    }

    async fn prices_of(
        &self,
        domain: &Name,
        operation: DomainOperation,
    ) -> Result<Vec<DomainPrice>> {
        let listed = self.listed("read prices", domain, operation).await?;
        let mut prices: Vec<DomainPrice> = listed
            .into_iter()
            .map(|(years, price)| DomainPrice {
                years,
                price,
                is_premium: false,
            })
            .collect();
        // The list knows no premium names: only the lookup does.
        if operation == DomainOperation::Register {
            let found = self.lookup_one(domain).await?;
            if found.is_premium() {
                let currency = self.currency("read prices").await?;
                prices = found
                    .premium_price(currency)
                    .map(|price| DomainPrice {
                        years: 1,
                        price,
                        is_premium: true,
                    })
                    .into_iter()
                    .collect();
            }
        }
        Ok(prices)
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use serde_json::json;
    use setec_core::domain::DomainOperation;

    #[test]
    fn a_tld_has_a_row_for_each_currency() {
        let mut lists = BTreeMap::new();
        for row in [
            json!({"tld": ".com", "registrationPrice": "13.75", "renewalPrice": "14.00",
                   "transferPrice": null, "graceFee": "0.00", "graceDays": 30,
                   "redemptionDays": 30, "redemptionFee": "80.00", "currencyCode": "EUR"}),
            json!({"tld": ".com", "registrationPrice": "1800.00", "renewalPrice": 1850,
                   "graceDays": -1, "redemptionDays": -1, "redemptionFee": "-1.00",
                   "currencyCode": "KES"}),
            json!({"tld": ".gr", "registrationPrice": null, "currencyCode": "EUR"}),
            json!({"tld": ".nl", "registrationPrice": "5"}),
            json!("no row"),
        ] {
            super::add_row(&mut lists, &row);
        }
        let com = &lists["com"];
        let price = |operation, code: &str| {
            com.find(operation, 1, code.parse().expect("a code"))
                .map(|money| money.to_string())
        };
        let text = |text: &str| Some(text.to_owned());
        assert_eq!(price(DomainOperation::Register, "EUR"), text("13.75 EUR"));
        assert_eq!(price(DomainOperation::Renew, "KES"), text("1850.00 KES"));
        assert_eq!(price(DomainOperation::Transfer, "EUR"), None);
        assert_eq!(price(DomainOperation::Restore, "EUR"), text("94.00 EUR"));
        assert_eq!(price(DomainOperation::Restore, "KES"), None);
        assert_eq!(com.grace.as_ref().and_then(|period| period.days), Some(30));
        assert!(lists["gr"].prices.is_empty());
        assert!(!lists.contains_key("nl"));
    }

    #[test]
    fn years_are_keys_and_never_zero() {
        let eur = "EUR".parse().expect("a code");
        let read = |value| {
            super::by_years(&value, eur)
                .into_iter()
                .map(|(years, price)| (years, price.minor))
                .collect::<Vec<_>>()
        };
        assert_eq!(
            read(
                json!({"10": "137.50", "1": "13.75", "2": null, "0": "9", "x": "1", "3": "-1.00"})
            ),
            [(1, 1375), (10, 13750)]
        );
        assert_eq!(read(json!([])), []);
        assert_eq!(read(json!(["0.00", "13.75"])), [(1, 1375)]);
    }
}
