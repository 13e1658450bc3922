//! Which names a customer could register, asked of the accounts that would be bought at.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::time::Duration;

use futures::{StreamExt, stream};
use setec_core::Money;
use setec_core::dns::Name;
use setec_core::domain::{Availability, DomainOperation};
use uuid::Uuid;

use super::route::accounts_of;
use super::{CustomerCaller, TldSale};
use crate::cache::Cache;
use crate::registrar::PriceFilter;
use crate::{App, Error, Result};

/// How long an answer holds.
const LIFETIME: Duration = Duration::from_mins(1);

const MOST_KEPT: u64 = 100_000;

/// Names of one call.
const MOST_NAMES: usize = 100;

/// Names of one question to an account.
const AT_ONCE: usize = 100;

/// Groups of names that are asked about at the same time.
const GROUPS_AT_ONCE: usize = 4;

/// Suggestions of one answer.
const MOST_SUGGESTED: usize = 20;

/// Whether a name can be had.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NameState {
    /// It can be registered.
    Free,
    /// Somebody has it.
    Taken,
    /// The registry asks a price of its own for it, which this API could not agree to.
    Premium,
    /// Its TLD is not sold to the customer.
    NotSold,
    /// Nobody could be asked.
    Unknown,
}

/// A name that was looked up.
#[derive(Debug, Clone)]
pub struct LookedUp {
    /// The name in A-labels.
    pub domain: Name,
    /// Whether it can be had.
    pub state: NameState,
}

/// Answers of the last minute.
#[derive(Debug)]
pub(crate) struct Lookups {
    names: moka::future::Cache<String, NameState>,
    pub(super) prices: Cache<(Uuid, String, DomainOperation), Vec<(u32, Money)>>,
}

impl Default for Lookups {
    fn default() -> Self {
        let cache = moka::future::Cache::builder()
            .max_capacity(MOST_KEPT)
            .time_to_live(LIFETIME)
            .build();
        Self {
            names: cache,
            prices: Cache::new(MOST_KEPT),
        }
    }
}

/// TLDs whose names are sold: those of others may be renewed or transferred only.
fn registrable(list: &[TldSale]) -> impl Iterator<Item = &str> {
    let sold = list.iter().filter(|sale| !sale.years.is_empty());
    sold.map(|sale| sale.tld.as_str())
}

impl App {
    /// Which of the names can be had, in the order asked; none is an error.
    pub async fn reseller_lookup(
        &self,
        caller: &CustomerCaller,
        names: &[Name],
    ) -> Result<Vec<LookedUp>> {
        if names.is_empty() || names.len() > MOST_NAMES {
            let rule = format!("1 to {MOST_NAMES} names in one search");
            return Err(Error::field("tldsToInclude", rule));
        }
        let list = self.reseller_price_list(caller).await?;
        let sold: HashSet<&str> = registrable(&list).collect();
        let routes = self.store.routes().await?;
        let mut states: HashMap<Name, NameState> = HashMap::new();
        let mut groups: BTreeMap<Vec<String>, Vec<Name>> = BTreeMap::new();
        for name in names {
            if states.contains_key(name) {
                continue;
            }
            let tld = name.as_str().split_once('.').map_or("", |(_, tld)| tld);
            let state = if sold.contains(tld) {
                self.lookups.names.get(name.as_str()).await
            } else {
                Some(NameState::NotSold)
            };
            states.insert(name.clone(), state.unwrap_or(NameState::Unknown));
            if state.is_none() {
                let mut route = Vec::new();
                for account in accounts_of(&routes, name) {
                    if self.may_sell(&account, name).await {
                        route.push(account);
                    }
                }
                groups.entry(route).or_default().push(name.clone());
            }
        }
        let asked: Vec<Vec<(Name, NameState)>> = stream::iter(groups)
            .map(|(accounts, names)| async move { self.ask(caller, &accounts, &names).await })
            .buffer_unordered(GROUPS_AT_ONCE)
            .collect()
            .await;
        for (name, state) in asked.into_iter().flatten() {
            if state != NameState::Unknown {
                self.lookups.names.insert(name.to_string(), state).await;
            }
            states.insert(name, state);
        }
        let found = names.iter().map(|name| LookedUp {
            domain: name.clone(),
            state: states.get(name).copied().unwrap_or(NameState::Unknown),
        });
        Ok(found.collect())
    }

    /// Names close to these words that can be had, under these TLDs where there are any.
    pub async fn reseller_suggestions(
        &self,
        caller: &CustomerCaller,
        words: &str,
        tlds: &[String],
    ) -> Result<Vec<LookedUp>> {
        let list = self.reseller_price_list(caller).await?;
        let sold: Vec<&str> = registrable(&list).collect();
        let is_sold = |name: &Name| {
            let tld = name.as_str().split_once('.').map_or("", |(_, tld)| tld);
            sold.contains(&tld)
        };
        let actor = caller.actor();
        let mut asked: HashSet<String> = HashSet::new();
        let example = tlds
            .iter()
            .map(String::as_str)
            .chain(sold.iter().copied())
            .find_map(|tld| format!("x.{tld}").parse().ok());
        let Some(example) = example else {
            return Ok(Vec::new());
        };
        for account in self.reseller_route(&example).await? {
            if !asked.insert(account.clone()) {
                continue;
            }
            let found = self
                .suggestions(&actor, &account, words, tlds, MOST_SUGGESTED)
                .await;
            match found {
                Ok(found) => {
                    let names = found
                        .into_iter()
                        .filter(|found| found.available != Some(false))
                        .filter_map(|found| found.domain.parse().ok())
                        .filter(is_sold);
                    let free = |domain| LookedUp {
                        domain,
                        state: NameState::Free,
                    };
                    return Ok(names.map(free).collect());
                }
                Err(error) if error.kind == crate::ErrorKind::Invalid => return Err(error),
                Err(error) => {
                    tracing::info!(%error, account, "no suggestions from this account");
                }
            }
        }
        Ok(Vec::new())
    }

    /// Asks the accounts in their order until one answers.
    async fn ask(
        &self,
        caller: &CustomerCaller,
        accounts: &[String],
        names: &[Name],
    ) -> Vec<(Name, NameState)> {
        let actor = caller.actor();
        let texts: Vec<String> = names.iter().map(ToString::to_string).collect();
        for account in accounts {
            let mut found = Vec::new();
            let mut failure = None;
            for part in texts.chunks(AT_ONCE) {
                match self.check_domains(&actor, account, part).await {
                    Ok(answers) => found.extend(answers),
                    Err(error) => failure = Some(error),
                }
            }
            if let Some(error) = failure {
                tracing::warn!(%error, account, "names cannot be looked up at this account");
                continue;
            }
            let mut states = Vec::with_capacity(names.len());
            for name in names {
                let answer = found.iter().find(|answer| answer.domain == name.as_str());
                states.push((
                    name.clone(),
                    self.judged_name(caller, account, answer).await,
                ));
            }
            return states;
        }
        let unknown = |name: &Name| (name.clone(), NameState::Unknown);
        names.iter().map(unknown).collect()
    }

    async fn judged_name(
        &self,
        caller: &CustomerCaller,
        account: &str,
        answer: Option<&Availability>,
    ) -> NameState {
        let Some(answer) = answer else {
            return NameState::Unknown;
        };
        if !answer.available {
            return NameState::Taken;
        }
        let Some((asked, currency)) = answer.price.zip(answer.currency.clone()) else {
            return NameState::Free;
        };
        let filter = PriceFilter {
            tld: answer.domain.split_once('.').map(|(_, tld)| tld.to_owned()),
            operation: Some(DomainOperation::Register),
            years: Some(1),
            currency: Some(currency),
            domain: None,
        };
        // Drivers keep their price lists for some minutes.
        let Ok(lists) = self.prices(&caller.actor(), account, &filter).await else {
            return NameState::Free;
        };
        let listed = lists.first().and_then(|list| list.prices.first());
        // Half a minor unit is none.
        match listed {
            Some(row) if asked > row.price.major() + 0.004 => NameState::Premium,
            _ => NameState::Free,
        }
    }
}
