//! Orders as drivers take them.

use setec_core::billing::SubscriptionRenewal;
use setec_core::domain::{Contacts, DomainPurchase, DomainRenewal, DomainRestore, DomainTransfer};
use setec_core::server::NewServer;
use setec_core::{Money, Violation};

use super::{OrderRequest, PurchaseInput, TransferInput};
use crate::account::Account;
use crate::dns::read_names;
use crate::domain::domain_name;
use crate::{App, Error, Result};

/// An order as drivers take it.
#[derive(Debug, Clone)]
pub(super) enum DriverOrder {
    Register(DomainPurchase),
    Renew(DomainRenewal),
    Transfer(DomainTransfer),
    Restore(DomainRestore),
    Server(NewServer),
    Subscription(SubscriptionRenewal),
}

impl App {
    /// The order for the driver, from what the caller gave; every broken rule at once.
    pub(super) async fn driver_order(
        &self,
        account: &Account,
        request: &OrderRequest,
        price_limit: Option<Money>,
    ) -> Result<DriverOrder> {
        let mut violations = Vec::new();
        let order = match request {
            OrderRequest::RegisterDomain(input) => {
                purchase(input, price_limit, &mut violations).map(DriverOrder::Register)
            }
            OrderRequest::RenewDomain(input) => {
                let name = parsed(&mut violations, domain_name(&input.domain));
                years(&mut violations, "years", input.years);
                let known = self.store.subscriptions_of(&account.name).await?;
                name.map(|domain| {
                    DriverOrder::Renew(DomainRenewal {
                        subscription_id: known.get(domain.as_str()).cloned(),
                        domain,
                        years: input.years,
                        current_expiry: input.current_expiry,
                        payment_method_id: input.payment_method_id.clone(),
                        price_limit,
                    })
                })
            }
            OrderRequest::TransferDomain(input) => {
                transfer(input, price_limit, &mut violations).map(DriverOrder::Transfer)
            }
            OrderRequest::RestoreDomain(input) => {
                let name = parsed(&mut violations, domain_name(&input.domain));
                name.map(|domain| {
                    DriverOrder::Restore(DomainRestore {
                        domain,
                        current_expiry: input.current_expiry,
                        price_limit,
                    })
                })
            }
            OrderRequest::CreateServer(input) => Some(DriverOrder::Server(input.clone().into())),
            OrderRequest::RenewSubscription(input) => {
                if input.subscription_id.is_empty() {
                    violations.push(Violation::new("subscription_id", "it is required"));
                }
                Some(DriverOrder::Subscription(SubscriptionRenewal {
                    id: input.subscription_id.clone(),
                    current_end: input.current_end,
                    payment_method_id: input.payment_method_id.clone(),
                    price_limit,
                }))
            }
        };
        match order {
            Some(order) if violations.is_empty() => Ok(order),
            _ => Err(Error::invalid(violations)),
        }
    }
}

fn purchase(
    input: &PurchaseInput,
    price_limit: Option<Money>,
    violations: &mut Vec<Violation>,
) -> Option<DomainPurchase> {
    let name = parsed(violations, domain_name(&input.domain));
    years(violations, "period", input.period);
    let contacts = read_contacts(violations, input.contacts.as_ref());
    let nameservers = parsed(violations, read_names("nameservers", &input.nameservers));
    Some(DomainPurchase {
        domain: name?.to_string(),
        period: input.period,
        auto_renew: input.auto_renew,
        privacy_protection: input.privacy_protection,
        payment_method_id: input.payment_method_id.clone(),
        contacts,
        nameservers: nameservers?,
        price_limit,
    })
}

fn transfer(
    input: &TransferInput,
    price_limit: Option<Money>,
    violations: &mut Vec<Violation>,
) -> Option<DomainTransfer> {
    let name = parsed(violations, domain_name(&input.domain));
    years(violations, "years", input.years);
    let contacts = read_contacts(violations, input.contacts.as_ref());
    let nameservers = parsed(violations, read_names("nameservers", &input.nameservers));
    Some(DomainTransfer {
        domain: name?,
        auth_code: input.auth_code.clone(),
        contacts,
        nameservers: nameservers?,
        years: input.years,
        privacy_protection: input.privacy_protection,
        price_limit,
    })
}

/// Contacts in the form that providers take; what cannot be brought into it is a fault.
fn read_contacts(violations: &mut Vec<Violation>, contacts: Option<&Contacts>) -> Option<Contacts> {
    let contacts = contacts.cloned().map(Contacts::normalized);
    if let Some(contacts) = &contacts {
        violations.extend(contacts.check("contacts"));
    }
    contacts
}

fn years(violations: &mut Vec<Violation>, field: &str, years: u32) {
    if !(1..=10).contains(&years) {
        violations.push(Violation::new(field, "1 to 10 years"));
    }
}

/// Keeps what is wrong with a field for the end.
fn parsed<T>(violations: &mut Vec<Violation>, outcome: Result<T>) -> Option<T> {
    outcome
        .map_err(|error| violations.extend(error.violations))
        .ok()
}
