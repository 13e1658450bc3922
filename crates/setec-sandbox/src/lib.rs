//! Stateful simulators of providers' APIs, for tests and for trying the product without an account.
//!
//! A simulator shares no code with the driver that talks to it, so a mistake in one is not
//! repeated by the other.

pub mod both;
mod clock;
#[cfg(feature = "contract")]
pub mod contract;
mod fault;
pub mod hostinger;
pub mod reseller;
mod shared;
