//! Orders in one step: quote, agreement and sending in one request, as the first version of the
//! API had them.

use std::sync::Arc;

use serde_json::Value;
use setec_core::Money;
use setec_core::domain::Domain;
use setec_core::order::OrderState;
use setec_core::server::PurchasedServer;
use setec_store::{Confirmed, StoredOrder};
use uuid::Uuid;

use super::answer::Bought;
use super::confirm::{NOBODY_S, busy, check_key, conflict};
use super::quote::require_within;
use super::{NewServerInput, OrderRequest, PurchaseInput};
use crate::{Actor, App, Error, ErrorKind, Result};

/// What a caller may add to an order in one step.
#[derive(Debug, Clone, Default)]
pub struct Direct {
    /// A word of the caller's own: the same request with the same key buys once.
    pub key: Option<String>,
    /// The most that may be spent.
    pub max_price: Option<Money>,
}

enum Ordered {
    Now(Bought),
    Before(Box<StoredOrder>),
}

impl App {
    /// Buys a domain in one step.
    pub async fn purchase_domain(
        self: &Arc<Self>,
        actor: &Actor,
        provider: &str,
        input: PurchaseInput,
        direct: Direct,
    ) -> Result<Domain> {
        let request = OrderRequest::RegisterDomain(input);
        match self
            .order_directly(actor, provider, request, direct)
            .await?
        {
            Ordered::Now(Bought::Domain(bought)) => Ok(bought.domain),
            Ordered::Now(_) => Err(Error::internal("a domain was ordered and none answered")),
            Ordered::Before(order) => match part(&order, "domain") {
                Some(domain) => Ok(domain),
                None => self.domain(actor, provider, &order.purchase.target).await,
            },
        }
    }

    /// Buys a server in one step.
    pub async fn purchase_server(
        self: &Arc<Self>,
        actor: &Actor,
        provider: &str,
        input: NewServerInput,
        direct: Direct,
    ) -> Result<PurchasedServer> {
        let request = OrderRequest::CreateServer(input);
        match self
            .order_directly(actor, provider, request, direct)
            .await?
        {
            Ordered::Now(Bought::Server(bought)) => Ok(*bought),
            Ordered::Now(_) => Err(Error::internal("a server was ordered and none answered")),
            Ordered::Before(order) => {
                let server = match (part(&order, "server"), &order.reference) {
                    (Some(server), _) => Some(server),
                    (None, Some(id)) => Some(self.server(actor, provider, id).await?),
                    (None, None) => None,
                };
                Ok(PurchasedServer {
                    server,
                    order_id: part(&order, "order_id"),
                    order_status: part(&order, "order_status"),
                })
            }
        }
    }

    async fn order_directly(
        self: &Arc<Self>,
        actor: &Actor,
        provider: &str,
        request: OrderRequest,
        direct: Direct,
    ) -> Result<Ordered> {
        actor.may_write()?;
        if let Some(key) = &direct.key {
            check_key(key)?;
            if let Some(order) = self.store.order_by_key(actor.user_id, key).await? {
                return self.answer_again(provider, &request, order);
            }
        }
        let account = self.account(provider).await?;
        let quote = self.make_quote(actor, &account, request.clone()).await?;
        require_within(quote.purchase.price, direct.max_price)?;
        let key = direct.key.unwrap_or_else(|| Uuid::now_v7().to_string());
        match self.make_order(actor, quote, key).await? {
            Confirmed::New(order) if order.waits_because.is_some() => Err(needs_approval(&order)),
            Confirmed::New(order) => Ok(Ordered::Now(self.send_in_background(actor, order).await?)),
            Confirmed::Same(order) | Confirmed::KeyTaken(order) => {
                self.answer_again(provider, &request, order)
            }
            Confirmed::QuoteTaken(order) | Confirmed::Busy(order) => Err(busy(&order)),
            Confirmed::NotSold(_) => Err(Error::internal(NOBODY_S)),
        }
    }

    /// The order of an earlier request with the same key, where that was the same request and
    /// has come to its end.
    fn answer_again(
        &self,
        provider: &str,
        request: &OrderRequest,
        order: StoredOrder,
    ) -> Result<Ordered> {
        let before = OrderRequest::open(&self.orders.sealer, &order.request, order.quote_id)?;
        let text = |request: &OrderRequest| serde_json::to_value(request).map_err(Error::internal);
        if order.purchase.account != provider || text(&before)? != text(request)? {
            return Err(conflict(format!(
                "the Idempotency-Key belongs to order {}, which is another request",
                order.id
            )));
        }
        match order.state {
            OrderState::Completed => Ok(Ordered::Before(Box::new(order))),
            OrderState::Failed => Err(conflict(format!(
                "order {} with this Idempotency-Key has failed: {}; nothing was ordered again",
                order.id,
                order.detail.as_deref().unwrap_or("without a word")
            ))),
            _ if order.waits_because.is_some() => Err(needs_approval(&order)),
            _ => Err(busy(&order)),
        }
    }
}

fn needs_approval(order: &StoredOrder) -> Error {
    Error::new(
        ErrorKind::NeedsApproval,
        format!(
            "order {} waits for another administrator's approval: {}; nothing was sent",
            order.id,
            order.waits_because.as_deref().unwrap_or_default()
        ),
    )
}

fn part<T: serde::de::DeserializeOwned>(order: &StoredOrder, name: &str) -> Option<T> {
    let part = order.result.as_ref()?.get(name).cloned();
    serde_json::from_value(part.filter(|part| *part != Value::Null)?).ok()
}
