//! Selling domains to customers: who they are, what they pay, and where their orders go.
//!
//! A customer acts only through this folder. It checks what is whose and calls the use cases of
//! everybody with an actor that never leaves this crate.

mod by_years;
mod caller;
mod credit;
mod csv;
mod customer;
mod domain;
mod entry;
mod information;
mod key;
mod lookup;
mod order;
mod own;
mod owned;
mod preview;
mod price;
mod rate;
mod registrant;
mod route;
mod rule;
mod sale;
mod statement;
mod throttle;
mod token;
mod upstream;

pub use caller::CustomerCaller;
pub use credit::{CreditInput, CreditMoved};
pub use customer::{CustomerInput, CustomerView};
pub use entry::ResellerHeaders;
pub use information::{ResellerDomain, ResellerStanding};
pub use key::{CustomerKeyView, NewCustomerKey};
pub use lookup::{LookedUp, NameState};
pub use order::{ResellerOrder, ResellerRequest};
pub use preview::{PreviewQuery, PreviewedAccount, PreviewedPrice, PricePreview};
pub use price::TldSale;
pub use sale::{SaleQuery, SaleView};
pub use setec_store::{
    Balance, Customer, CustomerDomain, CustomerFilter, CustomerKey, ExchangeRate, LedgerCheck,
    LedgerKind, LedgerRow, LedgerTransaction, Mismatch, Route, Sale, SaleState, Statement,
    StoredPriceRule,
};
pub use statement::StatementPeriod;

pub(crate) use entry::Entrance;
pub(crate) use information::Informations;
pub(crate) use lookup::Lookups;
pub(crate) use upstream::Upstream;
