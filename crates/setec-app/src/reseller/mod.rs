//! Selling domains to customers: who they are, what they pay, and where their orders go.
//!
//! A customer acts only through this folder. It checks what is whose and calls the use cases of
//! everybody with an actor that never leaves this crate.

mod caller;
mod order;
mod price;

pub use caller::CustomerCaller;
pub use order::{ResellerOrder, ResellerRequest, SaleView};
pub use price::TldSale;
pub use setec_store::{Customer, CustomerDomain, CustomerKey, Sale, SaleState};
