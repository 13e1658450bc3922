//! What is on offer, for how much, and what is left to pay it from.

use setec_core::billing::Currency;
use setec_core::domain::{Credit, DomainOperation, LatePeriod, Suggestion, TldPrices};
use setec_core::{Money, Violation};
use setec_provider::CreditProvider;
use setec_provider::domains::{PriceProvider, SuggestionProvider};

use super::read_domain;
use crate::account::Account;
use crate::domain::domain_name;
use crate::{Actor, App, Error, Result};

/// Which prices are wanted.
#[derive(Debug, Clone, Default)]
pub struct PriceFilter {
    /// Of that TLD.
    pub tld: Option<String>,
    /// Of that very domain, asked now.
    pub domain: Option<String>,
    /// For that operation.
    pub operation: Option<DomainOperation>,
    /// For so many years.
    pub years: Option<u32>,
    /// In that currency, an ISO 4217 code.
    pub currency: Option<String>,
}

/// The prices of a TLD, or of one domain.
#[derive(Debug, Clone)]
pub struct PriceList {
    /// TLD without a dot in front.
    pub tld: String,
    /// The domain, where one was asked for.
    pub domain: Option<String>,
    /// Every price that fits.
    pub prices: Vec<PriceRow>,
    /// After the expiry, the domain still being the owner's.
    pub grace: Option<LatePeriod>,
    /// After that, the domain being restored out of redemption.
    pub redemption: Option<LatePeriod>,
}

/// One price.
#[derive(Debug, Clone)]
pub struct PriceRow {
    /// What is bought.
    pub operation: DomainOperation,
    /// The years that it buys, from 1.
    pub years: u32,
    /// What the whole of it costs, fees included.
    pub price: Money,
    /// Whether the registry asks a price of its own for the name.
    pub is_premium: bool,
}

/// Suggestions of one request at most.
const MAX_SUGGESTED: usize = 100;

/// The longest words of a request for suggestions.
const MAX_WORDS: usize = 100;

impl Account {
    fn price_lists(&self) -> Result<&dyn PriceProvider> {
        self.need(self.domains()?.prices(), "price lists of domains")
    }

    fn suggestions(&self) -> Result<&dyn SuggestionProvider> {
        self.need(self.domains()?.suggestions(), "suggestions of domains")
    }

    fn credit(&self) -> Result<&dyn CreditProvider> {
        self.need(self.provider.credit(), "account credit")
    }
}

/// A TLD without a dot in front, in A-labels.
fn read_tld(field: &str, text: &str, violations: &mut Vec<Violation>) -> String {
    let bare = text.trim().trim_start_matches('.');
    // A TLD is what a domain has behind its first label.
    if let Ok(name) = domain_name(&format!("x.{bare}")) {
        return name.as_str()[2..].to_owned();
    }
    let rule = format!("'{text}' is no TLD, such as com or co.ke");
    violations.push(Violation::new(field, rule));
    String::new()
}

fn fits(
    filter: &PriceFilter,
    currency: Option<Currency>,
    (operation, years, price): (DomainOperation, u32, Money),
) -> bool {
    filter.operation.is_none_or(|wanted| wanted == operation)
        && filter.years.is_none_or(|wanted| wanted == years)
        && currency.is_none_or(|wanted| wanted == price.currency)
}

impl App {
    /// TLDs that an account can register, without a dot in front.
    pub async fn tlds(&self, actor: &Actor, provider: &str) -> Result<Vec<String>> {
        actor.may_read()?;
        let account = self.account(provider).await?;
        Ok(account.price_lists()?.tlds().await?)
    }

    /// Price lists by TLD, or the prices of one domain.
    pub async fn prices(
        &self,
        actor: &Actor,
        provider: &str,
        filter: &PriceFilter,
    ) -> Result<Vec<PriceList>> {
        actor.may_read()?;
        let account = self.account(provider).await?;
        let offered = account.price_lists()?;
        let mut violations = Vec::new();
        let tld = filter
            .tld
            .as_ref()
            .map(|text| read_tld("tld", text, &mut violations));
        let currency = filter
            .currency
            .as_ref()
            .map(|code| code.parse::<Currency>());
        if let Some(Err(error)) = &currency {
            violations.push(Violation::new("currency", error.to_string()));
        }
        let currency = currency.and_then(std::result::Result::ok);
        if filter.years.is_some_and(|years| !(1..=10).contains(&years)) {
            violations.push(Violation::new("years", "1 to 10"));
        }
        if filter.domain.is_some() && filter.tld.is_some() {
            violations.push(Violation::new("tld", "not together with a domain"));
        }
        let Some(domain) = &filter.domain else {
            if !violations.is_empty() {
                return Err(Error::invalid(violations));
            }
            let lists = offered.prices(tld.as_deref()).await?;
            let lists = lists.into_iter().map(|list| listed(list, filter, currency));
            return Ok(lists.filter(|list| !list.prices.is_empty()).collect());
        };
        if filter.operation.is_none() {
            violations.push(Violation::new(
                "operation",
                "register, renew, transfer or restore, as the price of a domain depends on it",
            ));
        }
        let name = read_domain(domain, violations)?;
        let operation = filter.operation.unwrap_or(DomainOperation::Register);
        let prices = offered.prices_of(&name, operation).await?;
        let rows = prices
            .into_iter()
            .filter(|price| fits(filter, currency, (operation, price.years, price.price)))
            .map(|price| PriceRow {
                operation,
                years: price.years,
                price: price.price,
                is_premium: price.is_premium,
            });
        let tld = name.as_str().split_once('.').map_or("", |(_, tld)| tld);
        Ok(vec![PriceList {
            tld: tld.to_owned(),
            prices: rows.collect(),
            domain: Some(name.to_string()),
            grace: None,
            redemption: None,
        }])
    }

    /// Names close to these words, under these TLDs where there are any.
    pub async fn suggestions(
        &self,
        actor: &Actor,
        provider: &str,
        words: &str,
        tlds: &[String],
        limit: usize,
    ) -> Result<Vec<Suggestion>> {
        actor.may_read()?;
        let account = self.account(provider).await?;
        let offered = account.suggestions()?;
        let mut violations = Vec::new();
        let words = words.trim();
        let length = words.chars().count();
        if !(1..=MAX_WORDS).contains(&length) || words.contains(char::is_control) {
            let rule = format!("what the names shall be about, {MAX_WORDS} characters at most");
            violations.push(Violation::new("words", rule));
        }
        let tlds: Vec<String> = tlds
            .iter()
            .map(|text| read_tld("tlds", text, &mut violations))
            .collect();
        if !(1..=MAX_SUGGESTED).contains(&limit) {
            violations.push(Violation::new("limit", format!("1 to {MAX_SUGGESTED}")));
        }
        if !violations.is_empty() {
            return Err(Error::invalid(violations));
        }
        Ok(offered.suggest(words, &tlds, limit).await?)
    }

    /// What is left on an account that orders are paid from.
    pub async fn credit(&self, actor: &Actor, provider: &str) -> Result<Credit> {
        actor.may_read()?;
        let account = self.account(provider).await?;
        Ok(account.credit()?.credit().await?)
    }
}

fn listed(list: TldPrices, filter: &PriceFilter, currency: Option<Currency>) -> PriceList {
    let rows = list
        .prices
        .iter()
        .filter(|row| fits(filter, currency, (row.operation, row.years, row.price)))
        .map(|row| PriceRow {
            operation: row.operation,
            years: row.years,
            price: row.price,
            is_premium: false,
        });
    PriceList {
        prices: rows.collect(),
        tld: list.tld,
        domain: None,
        grace: list.grace,
        redemption: list.redemption,
    }
}
