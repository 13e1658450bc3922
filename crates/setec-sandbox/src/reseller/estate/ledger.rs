use chrono::{DateTime, SecondsFormat, Utc};
use serde::{Serialize, Serializer};

use super::Estate;
use crate::reseller::money::Money;
use crate::reseller::refusal::Refusal;

/// What is ordered.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub(in crate::reseller) enum Kind {
    Register,
    Transfer,
    Renew,
}

/// An order; no call reads it again.
#[derive(Debug, Clone, Serialize)]
pub(in crate::reseller) struct Order {
    pub(in crate::reseller) id: u64,
    pub(in crate::reseller) reseller: String,
    pub(in crate::reseller) kind: Kind,
    pub(in crate::reseller) domain: String,
    pub(in crate::reseller) years: u32,
    pub(in crate::reseller) total: Money,
    pub(in crate::reseller) currency: &'static str,
    /// `pending`, `active` or `failed`.
    pub(in crate::reseller) status: &'static str,
    #[serde(serialize_with = "as_stamp")]
    pub(in crate::reseller) ordered_at: DateTime<Utc>,
}

/// A movement of a reseller's credit; one that is paid back is negative.
#[derive(Debug, Clone, Serialize)]
pub(in crate::reseller) struct Charge {
    pub(in crate::reseller) order_id: u64,
    pub(in crate::reseller) reseller: String,
    pub(in crate::reseller) amount: Money,
    pub(in crate::reseller) currency: &'static str,
    pub(in crate::reseller) credit_after: Money,
}

impl Estate {
    /// Journals an order and takes the money, or does nothing if there is too little.
    pub(in crate::reseller) fn pay(
        &mut self,
        reseller: usize,
        kind: Kind,
        domain: &str,
        years: u32,
        total: Money,
        now: DateTime<Utc>,
    ) -> Result<u64, Refusal> {
        if self.resellers[reseller].credit < total {
            return Err(Refusal::no_credit());
        }
        let id = self.next_id();
        let owner = &self.resellers[reseller];
        self.orders.push(Order {
            id,
            reseller: owner.username.clone(),
            kind,
            domain: domain.to_owned(),
            years,
            total,
            currency: owner.currency,
            status: "pending",
            ordered_at: now,
        });
        if total > Money::default() {
            self.charge(reseller, id, total);
        }
        Ok(id)
    }

    /// Moves credit; a negative amount is paid back.
    pub(super) fn charge(&mut self, reseller: usize, order_id: u64, amount: Money) {
        let owner = &mut self.resellers[reseller];
        owner.credit -= amount;
        self.charges.push(Charge {
            order_id,
            reseller: owner.username.clone(),
            amount,
            currency: owner.currency,
            credit_after: owner.credit,
        });
    }

    pub(in crate::reseller) fn set_order_status(&mut self, id: u64, status: &'static str) {
        for order in self.orders.iter_mut().filter(|order| order.id == id) {
            order.status = status;
        }
    }
}

fn as_stamp<S: Serializer>(time: &DateTime<Utc>, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(&time.to_rfc3339_opts(SecondsFormat::Secs, true))
}
