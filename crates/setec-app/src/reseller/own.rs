//! Which domains a customer may see and touch: its own, and those that it has ordered. All others
//! are as if they did not exist.

use std::sync::Arc;

use setec_core::dns::Name;
use setec_core::domain::DomainOperation;
use setec_store::{Sale, SaleState};

use super::CustomerCaller;
use crate::domain::domain_name;
use crate::{Actor, App, Error, Result};

/// A domain of a customer, and who acts for it at the account that holds it.
#[derive(Debug, Clone)]
pub(super) struct Own {
    pub(super) name: Name,
    pub(super) account: String,
    /// The operator's account is touched in the customer's name. It never leaves this crate.
    pub(super) actor: Actor,
}

/// What a customer has under a name.
#[derive(Debug)]
pub(super) enum Standing {
    /// It is the customer's.
    Own(Own),
    /// Registered or transferred by an order that is not settled, or that has failed.
    Ordered(Own, Sale),
}

impl App {
    /// A domain that is the customer's.
    pub(super) async fn own(&self, caller: &CustomerCaller, domain: &str) -> Result<Own> {
        let name = domain_name(domain)?;
        let found = self.store.customer_domain(caller.id, &name).await?;
        let found = found.ok_or_else(not_found)?;
        Ok(Own {
            name,
            account: found.account,
            actor: caller.actor(),
        })
    }

    /// A domain that is the customer's or on its way to it.
    pub(super) async fn standing(
        self: &Arc<Self>,
        caller: &CustomerCaller,
        domain: &str,
    ) -> Result<Standing> {
        let name = domain_name(domain)?;
        let own = |account: String| Own {
            name: name.clone(),
            account,
            actor: caller.actor(),
        };
        if let Some(found) = self.store.customer_domain(caller.id, &name).await? {
            return Ok(Standing::Own(own(found.account)));
        }
        let sale = self.store.newest_sale(caller.id, &name).await?;
        let brings = |sale: &Sale| {
            matches!(
                sale.operation,
                DomainOperation::Register | DomainOperation::Transfer
            )
        };
        match sale.filter(brings) {
            // A domain that was bought and is not the customer's has been taken from it.
            Some(sale) if sale.state != SaleState::Completed => {
                Ok(Standing::Ordered(own(sale.account.clone()), sale))
            }
            _ => Err(not_found()),
        }
    }
}

pub(super) fn not_found() -> Error {
    Error::not_found("Domain not found")
}
