//! Customers' orders: priced, charged, bought upstream, and tried elsewhere where that is safe.

use std::sync::Arc;

use setec_core::order::OrderState;
use setec_store::Sale;

use super::CustomerCaller;
use crate::{App, Error, PurchaseInput, RenewalInput, Result, TransferInput};

/// What a customer orders.
#[derive(Debug, Clone)]
pub struct ResellerOrder {
    /// The order itself.
    pub request: ResellerRequest,
    /// A word of the customer's own: the same request with the same key buys once.
    pub key: Option<String>,
}

/// A wish to buy something.
#[derive(Debug, Clone)]
pub enum ResellerRequest {
    /// A new domain.
    Register(PurchaseInput),
    /// A domain from another registrar.
    Transfer(TransferInput),
    /// Further years of a domain of the customer's.
    Renew(RenewalInput),
}

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

impl App {
    /// Orders something for a customer, from the first account on its route that sells it.
    pub async fn reseller_order(
        self: &Arc<Self>,
        _caller: &CustomerCaller,
        _order: ResellerOrder,
    ) -> Result<SaleView> {
        Err(Error::internal("being built"))
    }
}
