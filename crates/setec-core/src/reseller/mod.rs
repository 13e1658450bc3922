//! What selling domains to others needs to know: prices by rules, exchange rates, routes, and the
//! manners of clients.

mod manner;
mod price;
mod rate;
mod route;

pub use manner::{ReplyForm, TokenVariant};
pub use price::{
    NotPriced, PriceBasis, PriceRule, Priced, Rounding, Wanted, best_rule, sale_price,
};
pub use rate::{InvalidRate, Rate};
pub use route::{longest_route, tld_of};
