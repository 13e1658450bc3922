//! What things cost the operator, read seldom and kept.

use std::collections::HashMap;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use setec_core::Currency;
use setec_core::dns::Name;
use setec_core::domain::{DomainOperation, DomainPrice, TldPrices};
use setec_core::reseller::tld_of;
use uuid::Uuid;

use super::TldSale;
use super::price::Pricing;
use crate::account::Account;
use crate::cache::Cache;
use crate::{App, Error, ErrorKind, Result};

/// The price lists of an account.
#[derive(Debug, Clone, Default)]
pub(super) struct AccountPrices {
    pub(super) lists: HashMap<String, TldPrices>,
    /// The currency that the account pays in.
    pub(super) currency: Option<Currency>,
}

/// Costs, and prices made of them.
#[derive(Debug)]
pub(crate) struct Upstream {
    lists: Cache<(String, u64), AccountPrices>,
    /// Served where an account does not answer.
    last: Mutex<HashMap<String, Arc<AccountPrices>>>,
    prices: Cache<(String, u64, String, DomainOperation), Vec<DomainPrice>>,
    pub(super) sales: Cache<(Uuid, u64), Vec<TldSale>>,
    /// Rules and rates, for prices that are only shown.
    pub(super) shown: Cache<u64, Pricing>,
    epoch: AtomicU64,
}

impl Default for Upstream {
    fn default() -> Self {
        Self {
            lists: Cache::new(1_000),
            last: Mutex::default(),
            prices: Cache::new(10_000),
            sales: Cache::new(1_000),
            shown: Cache::new(100),
            epoch: AtomicU64::new(0),
        }
    }
}

impl Upstream {
    /// Rules, routes or rates are other ones: prices are made anew.
    pub(super) fn prices_changed(&self) {
        self.epoch.fetch_add(1, Ordering::Relaxed);
    }

    pub(super) fn epoch(&self) -> u64 {
        self.epoch.load(Ordering::Relaxed)
    }
}

impl App {
    /// What everything costs in an account; what was last known where it does not answer now.
    pub(super) async fn account_prices(&self, account: &Account) -> Result<Arc<AccountPrices>> {
        let key = (account.name.clone(), account.generation);
        let read = self
            .upstream
            .lists
            .get(key, self.read_prices(account))
            .await;
        let mut last = self
            .upstream
            .last
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        match read {
            Ok(prices) => {
                last.insert(account.name.clone(), Arc::clone(&prices));
                Ok(prices)
            }
            Err(error) => match last.get(&account.name) {
                Some(kept) => {
                    tracing::warn!(account = %account.name, "prices are those of before: {error}");
                    Ok(Arc::clone(kept))
                }
                None => Err(error),
            },
        }
    }

    /// Whether an account may sell a TLD: its price lists name it, or say nothing at all.
    ///
    /// Asked before the account is: vendors call a name under a TLD that they do not sell taken, or
    /// a fault of the customer's, either of which would end the search for one who sells it.
    pub(super) async fn may_sell(&self, account: &str, domain: &Name) -> bool {
        let Ok(account) = self.account(account).await else {
            return true;
        };
        match Box::pin(self.account_prices(&account)).await {
            Ok(prices) => prices.lists.is_empty() || prices.lists.contains_key(tld_of(domain)),
            Err(_) => true,
        }
    }

    async fn read_prices(&self, account: &Account) -> Result<AccountPrices> {
        let lists = account.prices()?.prices(None).await?;
        let currency = self.listed_currency(account, &lists).await;
        let by_tld = lists.into_iter().map(|list| (list.tld.clone(), list));
        Ok(AccountPrices {
            lists: by_tld.collect(),
            currency,
        })
    }

    /// What an operation costs by years. Names with prices of their own share none with others.
    pub(super) async fn costs_of(
        &self,
        account: &Account,
        domain: &Name,
        operation: DomainOperation,
    ) -> Result<Arc<Vec<DomainPrice>>> {
        let key = (
            account.name.clone(),
            account.generation,
            tld_of(domain).to_owned(),
            operation,
        );
        let prices = self.upstream.prices.get(key, async {
            let prices = account.prices()?.prices_of(domain, operation).await?;
            if prices.iter().any(|price| price.is_premium) {
                return Err(premium(domain));
            }
            Ok(prices)
        });
        prices.await
    }

    /// What further years of a domain of the account cost. Where subscriptions are renewed, that is
    /// the price of the one that pays for it, and nothing where that one is not known.
    pub(super) async fn costs_of_renewal(
        &self,
        account: &Account,
        domain: &Name,
    ) -> Result<Arc<Vec<DomainPrice>>> {
        if !account.renews_by_subscription() {
            let operation = DomainOperation::Renew;
            return self.costs_of(account, domain, operation).await;
        }
        let term = self.paid_term(account, domain).await?;
        let price = term.map(|(years, price)| DomainPrice {
            years,
            price,
            is_premium: false,
        });
        Ok(Arc::new(price.into_iter().collect()))
    }
}

/// The registry's own price for a name: nobody could agree to it through the API.
fn premium(domain: &Name) -> Error {
    Error::new(
        ErrorKind::Conflict,
        format!("{domain} is a premium domain, which is not sold here"),
    )
}
