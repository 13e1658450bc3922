//! The real binary: its server, its command line, and how it starts and stops.
#![expect(
    clippy::unwrap_used,
    reason = "a test and its helpers fail by panicking"
)]

mod declare;
mod estate;
mod exit_codes;
mod harness;
mod ledger;
mod lifecycle;
mod orders;
mod plans;
#[path = "../../../setec-drivers/tests/it/powerdns/server.rs"]
mod powerdns;
mod process;
mod purchase;
mod reading;
mod records;
mod reseller;
mod secrets;
mod servers;
mod start;
