//! What further years cost, read once a day.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{TimeDelta, Utc};
use setec_core::Money;
use setec_core::billing::Currency;
use setec_core::domain::{DomainOperation, TldPrices};
use setec_store::TldPriceList;

use crate::account::Account;
use crate::{App, Result};

/// Price lists change by the day.
const LAST: TimeDelta = TimeDelta::days(1);

/// The prices of renewals.
pub(super) struct Prices {
    pub(super) list: TldPriceList,
    /// Why they are not of today.
    pub(super) problem: Option<String>,
}

impl App {
    /// What a further year costs by TLD: one question a day.
    pub(super) async fn renewal_prices(&self, account: &Account) -> Result<Prices> {
        let stored = self.store.domain_sync(&account.name).await?;
        let (kept, priced_at) = match stored {
            Some(sync) => (sync.prices.unwrap_or_default(), sync.priced_at),
            None => Default::default(),
        };
        let is_fresh = priced_at.is_some_and(|at| at + LAST > Utc::now());
        let Some(provider) = account.domains()?.prices().filter(|_| !is_fresh) else {
            let problem = None;
            return Ok(Prices {
                list: kept,
                problem,
            });
        };
        let lists = match provider.prices(None).await {
            Ok(lists) => lists,
            Err(error) => {
                tracing::warn!(%error, account = %account.name, "prices cannot be read");
                let problem = Some(format!("the prices cannot be read: {error}"));
                return Ok(Prices {
                    list: kept,
                    problem,
                });
            }
        };
        let currency = self.listed_currency(account, &lists).await;
        let list = TldPriceList(renewals(&lists, currency));
        self.store
            .keep_domain_prices(&account.name, list.clone())
            .await?;
        Ok(Prices {
            list,
            problem: None,
        })
    }

    /// The currency that the account pays in; its lists may have several.
    pub(crate) async fn listed_currency(
        &self,
        account: &Account,
        lists: &[TldPrices],
    ) -> Option<Currency> {
        match currencies(lists) {
            many if many.len() > 1 => self.account_currency(account, &many).await,
            one => one.into_iter().next(),
        }
    }

    async fn account_currency(
        &self,
        account: &Account,
        listed: &BTreeSet<Currency>,
    ) -> Option<Currency> {
        match account.provider.credit()?.credit().await {
            Ok(credit) => Some(credit.balance.currency).filter(|code| listed.contains(code)),
            Err(error) => {
                tracing::warn!(%error, account = %account.name, "the account's currency is not known");
                None
            }
        }
    }
}

fn currencies(lists: &[TldPrices]) -> BTreeSet<Currency> {
    let rows = lists.iter().flat_map(|list| &list.prices);
    rows.map(|row| row.price.currency).collect()
}

/// The shortest renewal of each TLD: some registries sell none of one year.
fn renewals(lists: &[TldPrices], currency: Option<Currency>) -> BTreeMap<String, Money> {
    let shortest = |list: &TldPrices| {
        let rows = list.prices.iter().filter(|row| {
            row.operation == DomainOperation::Renew && Some(row.price.currency) == currency
        });
        rows.min_by_key(|row| row.years).map(|row| row.price)
    };
    lists
        .iter()
        .filter_map(|list| Some((list.tld.clone(), shortest(list)?)))
        .collect()
}
