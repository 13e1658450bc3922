//! The simulated APIs, driven through their front doors.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

mod account;
mod billing;
mod client;
mod contract;
mod dns;
mod domains;
mod estate;
mod faults;
mod machines;
mod reseller;
mod snapshots;
mod wire;
