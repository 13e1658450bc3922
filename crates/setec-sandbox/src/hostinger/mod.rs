//! The Hostinger API: DNS, domains, VPS and billing, with an estate of invented customers.

mod billing;
mod clock;
mod dns;
mod domains;
mod estate;
mod exchange;
mod fault;
mod form;
mod front;
mod page;
mod refusal;
mod routes;
mod sandbox;
mod serve;
mod vps;

pub use estate::Pace;
pub use exchange::Exchange;
pub use fault::{Fault, UnknownFault};
pub use sandbox::Sandbox;
pub use serve::serve;

/// The only token that the simulated account accepts.
pub const TOKEN: &str = "sandbox-token";
