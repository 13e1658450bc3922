//! What customers pay.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::Arc;

use setec_core::dns::Name;
use setec_core::domain::{DomainOperation, LatePeriod, TldPrice, TldPrices};
use setec_core::reseller::{NotPriced, Priced, Rate, Wanted, best_rule, sale_price, tld_of};
use setec_core::{Currency, Money};
use setec_store::{Customer, StoredPriceRule};
use uuid::Uuid;

use super::CustomerCaller;
use super::route::accounts_of;
use super::upstream::AccountPrices;
use crate::{App, ErrorKind, Result};

/// What a TLD costs a customer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TldSale {
    /// TLD without a dot in front, such as `co.uk`.
    pub tld: String,
    /// The currency of every price.
    pub currency: Currency,
    /// Every price; what is not sold has none.
    pub prices: Vec<TldPrice>,
    /// Years that can be registered, also those whose price only a question for a domain tells.
    pub years: BTreeSet<u32>,
    /// After the expiry, the domain still being the owner's.
    pub grace: Option<LatePeriod>,
    /// After that, the domain being restored out of redemption.
    pub redemption: Option<LatePeriod>,
}

/// Rules and rates as they are at a moment.
#[derive(Debug)]
pub(crate) struct Pricing {
    rules: Vec<StoredPriceRule>,
    rates: HashMap<(Currency, Currency), Rate>,
}

impl Pricing {
    /// Only what can concern a customer: a whole list is priced with it.
    fn of(mut self, customer: &Customer) -> Self {
        let id = customer.id.to_string();
        self.rules.retain(|StoredPriceRule { rule, .. }| {
            rule.currency == customer.currency
                && rule.customer.as_ref().is_none_or(|one| *one == id)
        });
        self
    }

    /// What so many years cost a customer, and the rule that says so.
    pub(super) fn price(
        &self,
        customer: &Customer,
        (tld, operation): (&str, DomainOperation),
        years: u32,
        cost: Money,
    ) -> std::result::Result<(Priced, Uuid), NotPriced> {
        let id = customer.id.to_string();
        let wanted = Wanted {
            customer: &id,
            tld,
            operation,
            currency: customer.currency,
        };
        let best = best_rule(&self.rules, &wanted)?;
        let rate = self.rates.get(&(cost.currency, customer.currency)).copied();
        Ok((sale_price(&best.rule, cost, years, rate)?, best.id))
    }
}

impl Pricing {
    /// Whether anything that costs in that currency has a price for the customer.
    fn sells(
        &self,
        customer: &Customer,
        (tld, operation): (&str, DomainOperation),
        cost: Currency,
    ) -> bool {
        let none = Money {
            minor: 0,
            currency: cost,
        };
        self.price(customer, (tld, operation), 1, none).is_ok()
    }
}

impl App {
    pub(super) async fn pricing(&self) -> Result<Pricing> {
        let rates = self.store.exchange_rates().await?;
        Ok(Pricing {
            rules: self.store.price_rules().await?,
            rates: rates
                .into_iter()
                .map(|rate| ((rate.from, rate.to), rate.rate))
                .collect(),
        })
    }

    /// What the customer has left to spend.
    pub async fn reseller_credit(&self, caller: &CustomerCaller) -> Result<Money> {
        Ok(self.store.customer_balance(&caller.customer).await?)
    }

    /// The TLDs that are sold to the customer, without a dot in front.
    pub async fn reseller_tlds(&self, caller: &CustomerCaller) -> Result<Vec<String>> {
        let list = self.reseller_price_list(caller).await?;
        Ok(list.iter().map(|sale| sale.tld.clone()).collect())
    }

    /// What everything costs the customer, by TLD; up to a minute old.
    pub async fn reseller_price_list(&self, caller: &CustomerCaller) -> Result<Arc<Vec<TldSale>>> {
        let key = (caller.id, self.upstream.epoch());
        let made = Box::pin(self.make_price_list(&caller.customer));
        self.upstream.sales.get(key, made).await
    }

    async fn make_price_list(&self, customer: &Customer) -> Result<Vec<TldSale>> {
        let routes = self.store.routes().await?;
        let pricing = self.pricing().await?.of(customer);
        let names: BTreeSet<&String> = routes.iter().flat_map(|route| &route.accounts).collect();
        let mut accounts: BTreeMap<&str, Arc<AccountPrices>> = BTreeMap::new();
        let mut tlds = BTreeSet::new();
        for name in names {
            let read = async { self.account_prices(&*self.account(name).await?).await };
            match read.await {
                Ok(prices) => {
                    tlds.extend(prices.lists.keys().cloned());
                    accounts.insert(name, prices);
                }
                Err(error) => {
                    tracing::warn!(account = %name, "its TLDs are not in the price list: {error}");
                }
            }
        }
        let mut sales = Vec::new();
        for tld in tlds {
            let Ok(name) = format!("x.{tld}").parse::<Name>() else {
                continue;
            };
            let providers = accounts_of(&routes, &name);
            let lists = providers.iter().filter_map(|name| {
                let prices = accounts.get(name.as_str())?;
                Some((prices.lists.get(&tld)?, prices.currency?))
            });
            sales.extend(sale_of(&pricing, customer, &tld, lists));
        }
        Ok(sales)
    }

    /// What something costs the customer for one domain, by years; empty where it is not sold.
    pub async fn reseller_prices_of(
        &self,
        caller: &CustomerCaller,
        domain: &Name,
        operation: DomainOperation,
    ) -> Result<Vec<(u32, Money)>> {
        let reading = self
            .upstream
            .shown
            .get(self.upstream.epoch(), self.pricing());
        let pricing = Box::pin(reading).await?;
        let own = match operation {
            DomainOperation::Renew | DomainOperation::Restore => {
                self.store.customer_domain(caller.id, domain).await?
            }
            _ => None,
        };
        let is_own = own.is_some();
        let accounts = match own {
            Some(own) => vec![own.account],
            None => self.reseller_route(domain).await?,
        };
        for name in accounts {
            let read = async {
                let account = self.account(&name).await?;
                if is_own && operation == DomainOperation::Renew {
                    return self.costs_of_renewal(&account, domain).await;
                }
                self.costs_of(&account, domain, operation).await
            };
            let costs = match read.await {
                Ok(costs) => costs,
                Err(error) if error.kind == ErrorKind::Conflict => return Ok(Vec::new()),
                Err(error) => {
                    tracing::warn!(account = %name, %domain, "its prices cannot be read: {error}");
                    continue;
                }
            };
            let prices: Vec<(u32, Money)> = costs
                .iter()
                .filter_map(|cost| {
                    let what = (tld_of(domain), operation);
                    let priced = pricing.price(&caller.customer, what, cost.years, cost.price);
                    Some((cost.years, priced.ok()?.0.price))
                })
                .collect();
            if !prices.is_empty() {
                return Ok(prices);
            }
        }
        Ok(Vec::new())
    }
}

/// What a customer pays at an account that is not the first of the route: at most what it was told,
/// where that leaves the operator's least margin, or the words why not.
pub(super) fn at_most(priced: &Priced, told: Option<Money>) -> std::result::Result<Money, String> {
    let Some(told) = told.filter(|told| told.minor < priced.price.minor) else {
        return Ok(priced.price);
    };
    if priced.floor.minor <= told.minor {
        return Ok(told);
    }
    let floor = priced.floor;
    Err(format!(
        "it cannot be sold below {floor}, and the customer is told {told}"
    ))
}

/// A TLD's prices: those of each operation from the first account that sells it.
fn sale_of<'a>(
    pricing: &Pricing,
    customer: &Customer,
    tld: &str,
    lists: impl Iterator<Item = (&'a TldPrices, Currency)>,
) -> Option<TldSale> {
    let mut prices: BTreeMap<(DomainOperation, u32), Money> = BTreeMap::new();
    let mut years = BTreeSet::new();
    let (mut grace, mut redemption) = (None, None);
    let mut done: BTreeSet<DomainOperation> = BTreeSet::new();
    for (at, (list, currency)) in lists.enumerate() {
        for row in &list.prices {
            let key = (row.operation, row.years);
            if row.price.currency != currency || done.contains(&row.operation) {
                continue;
            }
            let what = (tld, row.operation);
            if let Ok((priced, _)) = pricing.price(customer, what, row.years, row.price) {
                prices.entry(key).or_insert(priced.price);
            }
        }
        let new = (tld, DomainOperation::Register);
        if years.is_empty() && pricing.sells(customer, new, currency) {
            let is_new = |row: &&TldPrice| {
                row.operation == DomainOperation::Register && row.price.currency == currency
            };
            let named = list.prices.iter().filter(is_new).map(|row| row.years);
            years.extend(named.chain(list.years.iter().copied()));
        }
        // Most lists tell one year: a later account's further years are not what those cost here.
        done.extend(prices.keys().map(|(operation, _)| *operation));
        if at == 0 {
            let late = |period: &Option<LatePeriod>| {
                late(pricing, customer, tld, period.as_ref()?, currency)
            };
            (grace, redemption) = (late(&list.grace), late(&list.redemption));
        }
    }
    if prices.is_empty() && years.is_empty() {
        return None;
    }
    let rows = prices.into_iter();
    Some(TldSale {
        tld: tld.to_owned(),
        currency: customer.currency,
        prices: rows
            .map(|((operation, years), price)| TldPrice {
                operation,
                years,
                price,
            })
            .collect(),
        years,
        grace,
        redemption,
    })
}

/// A period after the expiry with its fee as a restore is priced; none where that is not sold.
fn late(
    pricing: &Pricing,
    customer: &Customer,
    tld: &str,
    period: &LatePeriod,
    currency: Currency,
) -> Option<LatePeriod> {
    let fee = match period.fee.filter(|fee| fee.minor > 0) {
        None => period.fee.map(|_| Money {
            minor: 0,
            currency: customer.currency,
        }),
        Some(fee) if fee.currency == currency => {
            let what = (tld, DomainOperation::Restore);
            Some(pricing.price(customer, what, 1, fee).ok()?.0.price)
        }
        Some(_) => return None,
    };
    Some(LatePeriod {
        days: period.days,
        fee,
    })
}
