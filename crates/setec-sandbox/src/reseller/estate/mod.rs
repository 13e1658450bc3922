mod catalog;
mod demo;
mod holding;
mod ledger;
mod pace;
mod settle;

use std::net::IpAddr;

use chrono::{DateTime, Utc};

use super::money::Money;
use super::refusal::Refusal;

pub use pace::Pace;

pub(super) use catalog::{
    CURRENCIES, Duty, LATE_DAYS, REDEMPTION_DAYS, REDEMPTION_FEE, Tld, in_currency,
};
pub(super) use holding::{Addons, Due, Holding, Outcome, Record, State};
pub(super) use ledger::{Kind, Order};

/// Everything behind the API: the operator's resellers, and what else is registered in the world.
#[derive(Debug)]
pub(super) struct Estate {
    pub(super) pace: Pace,
    pub(super) resellers: Vec<Reseller>,
    pub(super) catalog: Vec<Tld>,
    pub(super) foreign: Vec<Foreign>,
    /// Names that the registry sells dear, with the price of a year in EUR.
    pub(super) premium: Vec<(String, Money)>,
    pub(super) orders: Vec<Order>,
    pub(super) charges: Vec<ledger::Charge>,
    pub(super) last_id: u64,
}

/// A customer of the operator who sells domains on.
#[derive(Debug, Clone)]
pub(super) struct Reseller {
    pub(super) username: String,
    pub(super) api_key: String,
    pub(super) currency: &'static str,
    pub(super) credit: Money,
    /// The addresses that may use the key; `None` is all.
    pub(super) whitelist: Option<Vec<IpAddr>>,
    pub(super) holdings: Vec<Holding>,
}

/// A domain that is registered elsewhere.
#[derive(Debug, Clone)]
pub(super) struct Foreign {
    pub(super) name: String,
    pub(super) eppcode: String,
    pub(super) is_locked: bool,
    pub(super) expires: DateTime<Utc>,
}

impl Estate {
    pub(super) fn next_id(&mut self) -> u64 {
        self.last_id += 1;
        self.last_id
    }

    /// The TLD of a name, which is one label in front of it.
    pub(super) fn tld_of(&self, name: &str) -> Result<Tld, Refusal> {
        let (_, suffix) = name.split_once('.').unwrap_or_default();
        self.catalog
            .iter()
            .find(|tld| tld.suffix == suffix)
            .copied()
            .ok_or_else(|| Refusal::business(format!("The TLD .{suffix} is not supported")))
    }

    /// Whether the registry has the name; what is only ordered is not there yet.
    pub(super) fn is_registered(&self, name: &str) -> bool {
        let is_foreign = self.foreign.iter().any(|foreign| foreign.name == name);
        is_foreign
            || self
                .resellers
                .iter()
                .flat_map(|reseller| &reseller.holdings)
                .any(|holding| holding.name == name && holding.state.is_registered())
    }

    pub(super) fn premium_price(&self, name: &str) -> Option<Money> {
        self.premium
            .iter()
            .find_map(|(premium, price)| (premium == name).then_some(*price))
    }
}

impl Reseller {
    pub(super) fn holding_mut(&mut self, name: &str) -> Option<&mut Holding> {
        self.holdings
            .iter_mut()
            .find(|holding| holding.name == name)
    }

    /// Puts a domain in place of whatever there was of that name.
    ///
    /// What was ordered of it before stays ordered: nobody here prevents two purchases.
    pub(super) fn put(&mut self, mut holding: Holding) {
        for held in self
            .holdings
            .extract_if(.., |held| held.name == holding.name)
        {
            holding.queue.splice(0..0, held.queue);
        }
        self.holdings.push(holding);
    }
}
