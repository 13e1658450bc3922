//! What customers pay.

use std::sync::Arc;

use setec_core::dns::Name;
use setec_core::domain::{DomainOperation, LatePeriod, TldPrice};
use setec_core::{Currency, Money};

use super::CustomerCaller;
use crate::{App, Error, Result};

/// What a TLD costs a customer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TldSale {
    /// TLD without a dot in front, such as `co.uk`.
    pub tld: String,
    /// The currency of every price.
    pub currency: Currency,
    /// Every price; what is not sold has none.
    pub prices: Vec<TldPrice>,
    /// After the expiry, the domain still being the owner's.
    pub grace: Option<LatePeriod>,
    /// After that, the domain being restored out of redemption.
    pub redemption: Option<LatePeriod>,
}

impl App {
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
    pub async fn reseller_price_list(&self, _caller: &CustomerCaller) -> Result<Arc<Vec<TldSale>>> {
        Err(Error::internal("being built"))
    }

    /// What something costs the customer for one domain, by years; empty where it is not sold.
    pub async fn reseller_prices_of(
        &self,
        _caller: &CustomerCaller,
        _domain: &Name,
        _operation: DomainOperation,
    ) -> Result<Vec<(u32, Money)>> {
        Err(Error::internal("being built"))
    }

    /// The accounts that a domain's orders go to, the first first; empty where nobody sells it.
    pub async fn reseller_route(&self, _domain: &Name) -> Result<Vec<String>> {
        Err(Error::internal("being built"))
    }
}
