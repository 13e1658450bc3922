//! Customers' orders, as they stand.

use std::collections::HashMap;

use setec_core::order::OrderState;
use setec_store::{Sale, SaleFilter, SaleState, StoredOrder};
use uuid::Uuid;

use crate::{Actor, App, Error, Result};

/// A customer's order, and how far it is.
#[derive(Debug, Clone)]
pub struct SaleView {
    /// The order as the customer made it.
    pub sale: Sale,
    /// How far the operator's purchase is.
    pub order: OrderState,
    /// Whether the provider has answered that it took the order; not so where its answer was lost.
    pub accepted: bool,
    /// What a person should know of its state.
    pub detail: Option<String>,
}

/// Which orders are wanted.
#[derive(Debug, Clone, Default)]
pub struct SaleQuery {
    /// Only in this state.
    pub state: Option<SaleState>,
    /// Only for this domain.
    pub domain: Option<String>,
    /// Only older ones than this.
    pub before: Option<Uuid>,
    /// At most so many.
    pub limit: u64,
}

impl App {
    /// A page of a customer's orders, newest first.
    pub async fn customer_sales(
        &self,
        actor: &Actor,
        customer: &str,
        query: SaleQuery,
    ) -> Result<Vec<SaleView>> {
        actor.may_read()?;
        let customer = self.customer_of(customer).await?;
        let filter = SaleFilter {
            customer_id: Some(customer.id),
            state: query.state,
            domain: query.domain,
            before: query.before,
            limit: query.limit,
        };
        let sales = self.store.sales(&filter).await?;
        let ids: Vec<Uuid> = sales.iter().map(|sale| sale.order_id).collect();
        let orders = self.store.orders_by_ids(&ids).await?;
        let mut orders: HashMap<Uuid, StoredOrder> =
            orders.into_iter().map(|order| (order.id, order)).collect();
        sales
            .into_iter()
            .map(|sale| {
                let order = orders.remove(&sale.order_id).ok_or_else(lost)?;
                Ok(view(sale, &order))
            })
            .collect()
    }

    /// One order of a customer's as it stands now.
    pub(super) async fn sale_view(&self, sale_id: Uuid) -> Result<SaleView> {
        let sale = self.store.sale(sale_id).await?.ok_or_else(lost)?;
        let order = self.store.order(sale.order_id).await?.ok_or_else(lost)?;
        Ok(view(sale, &order))
    }
}

fn lost() -> Error {
    Error::internal("a customer's order has no purchase")
}

fn view(sale: Sale, order: &StoredOrder) -> SaleView {
    SaleView {
        sale,
        order: order.state,
        accepted: order.state == OrderState::Completed || order.result.is_some(),
        detail: order.detail.clone(),
    }
}
