//! Sending itself, and what the provider's answer means.

use serde_json::{Value, json};
use setec_core::domain::{DomainPurchase, DomainSync, OrderReceipt, PurchasedDomain, Stage};
use setec_core::order::{Finding, OrderState};
use setec_core::server::PurchasedServer;

use super::driver_order::DriverOrder;
use super::paid::PaidRenewal;
use crate::Result;
use crate::account::Account;

/// What the provider's answer to an order said.
#[derive(Debug)]
pub(super) enum Bought {
    Domain(PurchasedDomain),
    Server(Box<PurchasedServer>),
    Receipt(OrderReceipt),
}

/// What an answer means for its order.
pub(super) struct Told {
    pub(super) state: OrderState,
    pub(super) words: String,
    pub(super) reference: Option<String>,
    pub(super) result: Value,
}

pub(super) async fn buy(account: &Account, order: &DriverOrder) -> Result<Bought> {
    Ok(match order {
        DriverOrder::Register(order) => Bought::Domain(account.domains()?.purchase(order).await?),
        DriverOrder::Renew(order) => Bought::Receipt(account.renewals()?.renew(order).await?),
        DriverOrder::Transfer(order) => Bought::Receipt(account.transfers()?.start(order).await?),
        DriverOrder::RenewPaid(PaidRenewal {
            subscription: order,
            ..
        })
        | DriverOrder::Subscription(order) => {
            Bought::Receipt(account.subscription_renewals()?.renew(order).await?)
        }
        DriverOrder::Restore(order) => Bought::Receipt(account.restores()?.restore(order).await?),
        DriverOrder::Server(order) => {
            Bought::Server(Box::new(account.servers()?.purchase(order).await?))
        }
    })
}

pub(super) fn told(bought: &Bought) -> Told {
    match bought {
        Bought::Domain(bought) => told_of_domain(bought),
        Bought::Server(bought) => match &bought.server {
            Some(server) => Told {
                state: OrderState::Completed,
                words: format!("server {} ({}) is {}", server.id, server.name, server.state),
                reference: Some(server.id.clone()),
                result: json!({"server": server, "order_id": bought.order_id, "order_status": bought.order_status}),
            },
            None => Told {
                state: OrderState::Unknown,
                words: format!(
                    "the provider has taken the order ({}) and made no server yet",
                    bought.order_status.as_deref().unwrap_or("without a word")
                ),
                reference: None,
                result: json!({"order_id": bought.order_id, "order_status": bought.order_status}),
            },
        },
        Bought::Receipt(receipt) => Told {
            state: match receipt.stage {
                Stage::Done => OrderState::Completed,
                Stage::UnderWay => OrderState::Unknown,
            },
            words: receipt.answer.clone(),
            reference: None,
            result: json!({
                "order_id": receipt.order_id,
                "subscription_id": receipt.subscription_id,
                "expires_at": receipt.expires_at,
                "charged": receipt.charged,
            }),
        },
    }
}

fn told_of_domain(bought: &PurchasedDomain) -> Told {
    let domain = &bought.domain;
    let note = domain.message.as_ref();
    let note = note.map_or_else(String::new, |message| format!(" ({message})"));
    let seen = DomainSync {
        status: domain.status,
        expires_at: domain.expires_at,
        transferred_away: false,
    };
    let order = DomainPurchase {
        domain: domain.name.clone(),
        ..DomainPurchase::default()
    };
    let (state, words) = match order.settled_by(Some(&seen)) {
        Finding::There(words) => (OrderState::Completed, words),
        Finding::Broken(words) => (
            OrderState::Failed,
            format!("the provider took the order, and may have charged for it: {words}"),
        ),
        Finding::NotThere(words) | Finding::Unclear(words) => (
            OrderState::Unknown,
            format!("the provider has taken the order: {words}"),
        ),
    };
    Told {
        state,
        words: format!("{words}{note}"),
        reference: Some(domain.name.clone()),
        result: json!({"domain": domain, "order_id": bought.order_id, "subscription_id": bought.subscription_id}),
    }
}
