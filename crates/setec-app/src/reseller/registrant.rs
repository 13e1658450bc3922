//! The registrant's address of a customer's domain, as far as it is known without asking for it.

use std::sync::Arc;

use setec_core::domain::DomainOperation;
use setec_store::{EntryFilter, Outcome, SaleFilter, SaleState};

use super::CustomerCaller;
use super::own::Own;
use crate::{App, OrderRequest, Result};

/// A domain has few orders and few changes of its contacts: what counts is among the newest.
const MOST_READ: u64 = 50;

impl App {
    /// The e-mail of a domain's registrant as it was last written through us: by a change of its
    /// contacts, or by the order that brought it. `None` where that was done elsewhere.
    pub(super) async fn registrant_email(
        self: &Arc<Self>,
        caller: &CustomerCaller,
        own: &Own,
    ) -> Result<Option<String>> {
        let key = (own.account.clone(), own.name.to_string());
        let changed = self.informations.changed_at(&key);
        let reading = self.read_registrant(caller, own);
        let kept = self.informations.registrants.get((key, changed), reading);
        Ok(Option::clone(&*Box::pin(kept).await?))
    }

    async fn read_registrant(&self, caller: &CustomerCaller, own: &Own) -> Result<Option<String>> {
        let filter = EntryFilter {
            account: Some(own.account.clone()),
            subject: Some(own.name.to_string()),
            action: Some("domain.contacts".to_owned()),
            limit: MOST_READ,
            ..EntryFilter::default()
        };
        for entry in self.store.entries(&filter).await? {
            match entry.outcome {
                Some(Outcome::Failed) => {}
                Some(Outcome::Done) => {
                    let email = entry.after.and_then(|after| {
                        let email = after.get("registrant")?.get("email")?;
                        Some(email.as_str()?.to_owned())
                    });
                    // Other roles may have been changed alone.
                    if email.is_some() {
                        return Ok(email);
                    }
                }
                // It may stand or not.
                None | Some(Outcome::Unknown) => return Ok(None),
            }
        }
        self.ordered_registrant(caller, own).await
    }

    async fn ordered_registrant(
        &self,
        caller: &CustomerCaller,
        own: &Own,
    ) -> Result<Option<String>> {
        let filter = SaleFilter {
            customer_id: Some(caller.id),
            state: Some(SaleState::Completed),
            domain: Some(own.name.to_string()),
            before: None,
            limit: MOST_READ,
        };
        let sales = self.store.sales(&filter).await?;
        let brought = sales.iter().find(|sale| {
            let operation = sale.operation;
            operation == DomainOperation::Register || operation == DomainOperation::Transfer
        });
        let Some(sale) = brought.filter(|sale| sale.account == own.account) else {
            return Ok(None);
        };
        let Some(order) = self.store.order(sale.order_id).await? else {
            return Ok(None);
        };
        let contacts = match self.order_request(&order)? {
            OrderRequest::RegisterDomain(order) => order.contacts,
            OrderRequest::TransferDomain(order) => order.contacts,
            _ => None,
        };
        let registrant = contacts.and_then(|contacts| contacts.registrant);
        Ok(registrant.map(|contact| contact.email))
    }
}
