//! What something would cost a customer, and why.

use std::collections::BTreeMap;

use setec_core::dns::Name;
use setec_core::domain::DomainOperation;
use setec_core::reseller::tld_of;
use setec_core::{Money, Violation};
use uuid::Uuid;

use super::price::at_most;
use super::route::read_tld;
use crate::domain::domain_name;
use crate::{Actor, App, Error, Result};

/// What a preview is wanted of.
#[derive(Debug, Clone)]
pub struct PreviewQuery {
    /// The customer's id or e-mail.
    pub customer: String,
    /// A TLD; not together with a domain.
    pub tld: Option<String>,
    /// A domain, whose prices are asked now.
    pub domain: Option<String>,
    /// What would be ordered.
    pub operation: DomainOperation,
}

/// What something would cost a customer.
#[derive(Debug, Clone)]
pub struct PricePreview {
    /// The TLD without a dot in front.
    pub tld: String,
    /// The domain, where one was asked for.
    pub domain: Option<String>,
    /// The accounts that an order would try, the first first; none where no route leads anywhere.
    pub accounts: Vec<PreviewedAccount>,
}

/// What an account would sell it for.
#[derive(Debug, Clone)]
pub struct PreviewedAccount {
    /// The account.
    pub account: String,
    /// Why it sells nothing of it.
    pub problem: Option<String>,
    /// Prices by years.
    pub prices: Vec<PreviewedPrice>,
}

/// One price, and what it is made from.
#[derive(Debug, Clone)]
pub struct PreviewedPrice {
    /// The years that it buys.
    pub years: u32,
    /// What the account pays.
    pub cost: Money,
    /// What the customer pays; `None` where it is not sold.
    pub price: Option<Money>,
    /// The least that the rule lets the price be.
    pub floor: Option<Money>,
    /// The rule that decided.
    pub rule_id: Option<Uuid>,
    /// Why it is not sold.
    pub problem: Option<String>,
}

/// What customers are told by years: the prices of the first account that has any.
fn told(accounts: &[PreviewedAccount]) -> BTreeMap<u32, Money> {
    let prices = accounts.iter().map(|account| {
        let rows = account.prices.iter();
        rows.filter_map(|row| Some((row.years, row.price?)))
            .collect::<BTreeMap<_, _>>()
    });
    let mut prices = prices.filter(|prices| !prices.is_empty());
    prices.next().unwrap_or_default()
}

impl App {
    /// What something would cost a customer at each account of its route, and by which rule.
    pub async fn preview_price(&self, actor: &Actor, query: PreviewQuery) -> Result<PricePreview> {
        actor.may_read()?;
        let customer = self.customer_of(&query.customer).await?;
        let mut violations = Vec::new();
        let name = match (&query.domain, &query.tld) {
            (Some(domain), None) => domain_name(domain)
                .map_err(|error| violations.extend(error.violations))
                .ok(),
            (None, Some(tld)) => {
                let tld = read_tld("tld", tld, &mut violations);
                format!("x.{tld}").parse::<Name>().ok()
            }
            _ => {
                violations.push(Violation::new("tld", "either a TLD or a domain"));
                None
            }
        };
        let Some(name) = name.filter(|_| violations.is_empty()) else {
            return Err(Error::invalid(violations));
        };
        let pricing = self.pricing().await?;
        let mut accounts: Vec<PreviewedAccount> = Vec::new();
        for account in self.reseller_route(&name).await? {
            let costs = self.costs(&account, &name, &query).await;
            let (costs, problem) = match costs {
                Ok(costs) if costs.is_empty() => {
                    let words =
                        format!("the account has no {} price for it", query.operation.word());
                    (costs, Some(words))
                }
                Ok(costs) => (costs, None),
                Err(error) => (Vec::new(), Some(error.message)),
            };
            let what = (tld_of(&name), query.operation);
            let told = told(&accounts);
            let prices = costs.into_iter().map(|(years, cost)| {
                match pricing.price(&customer, what, years, cost) {
                    Ok((priced, rule_id)) => {
                        let price = at_most(&priced, told.get(&years).copied());
                        PreviewedPrice {
                            years,
                            cost,
                            price: price.as_ref().ok().copied(),
                            floor: Some(priced.floor),
                            rule_id: Some(rule_id),
                            problem: price.err(),
                        }
                    }
                    Err(reason) => PreviewedPrice {
                        years,
                        cost,
                        price: None,
                        floor: None,
                        rule_id: None,
                        problem: Some(reason.to_string()),
                    },
                }
            });
            let prices = prices.collect();
            accounts.push(PreviewedAccount {
                account,
                problem,
                prices,
            });
        }
        Ok(PricePreview {
            tld: tld_of(&name).to_owned(),
            domain: query.domain.is_some().then(|| name.to_string()),
            accounts,
        })
    }

    async fn costs(
        &self,
        account: &str,
        name: &Name,
        query: &PreviewQuery,
    ) -> Result<Vec<(u32, Money)>> {
        let account = self.account(account).await?;
        if query.domain.is_some() {
            let costs = account.prices()?.prices_of(name, query.operation).await?;
            return Ok(costs.iter().map(|cost| (cost.years, cost.price)).collect());
        }
        let prices = self.account_prices(&account).await?;
        let list = prices.lists.get(tld_of(name));
        let rows = list.into_iter().flat_map(|list| &list.prices);
        let fits = rows.filter(|row| {
            row.operation == query.operation && Some(row.price.currency) == prices.currency
        });
        Ok(fits.map(|row| (row.years, row.price)).collect())
    }
}
