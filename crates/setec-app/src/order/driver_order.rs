//! Orders as drivers take them.

use setec_core::billing::SubscriptionRenewal;
use setec_core::dns::Name;
use setec_core::domain::{Contacts, DomainPurchase, DomainRenewal, DomainRestore, DomainTransfer};
use setec_core::server::NewServer;
use setec_core::{Money, Violation};

use super::paid::PaidRenewal;
use super::{OrderRequest, PurchaseInput, RenewalInput, TransferInput};
use crate::dns::read_names;
use crate::domain::domain_name;
use crate::{Error, Result};

/// An order as drivers take it.
#[derive(Debug, Clone)]
pub(super) enum DriverOrder {
    Register(DomainPurchase),
    Renew(DomainRenewal),
    RenewPaid(PaidRenewal),
    Transfer(DomainTransfer),
    Restore(DomainRestore),
    Server(NewServer),
    Subscription(SubscriptionRenewal),
}

/// The order for the driver, from what the caller gave; every broken rule at once.
pub(super) fn driver_order(
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
            name.map(|domain| renewal(domain, input, price_limit))
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

/// Of the domain itself, or of the subscription that pays for it.
fn renewal(domain: Name, input: &RenewalInput, price_limit: Option<Money>) -> DriverOrder {
    let paying = input.paying.as_ref();
    let order = DomainRenewal {
        domain,
        years: input.years,
        current_expiry: input.current_expiry,
        subscription_id: paying.map(|paying| paying.id.clone()),
        payment_method_id: input.payment_method_id.clone(),
        price_limit,
    };
    let Some(paying) = paying else {
        return DriverOrder::Renew(order);
    };
    DriverOrder::RenewPaid(PaidRenewal {
        domain: order,
        subscription: SubscriptionRenewal {
            id: paying.id.clone(),
            current_end: paying.current_end,
            payment_method_id: input.payment_method_id.clone(),
            price_limit,
        },
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
