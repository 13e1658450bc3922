//! What is kept is found again: one suite on both databases, and the files.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

mod account_file;
mod database;
mod domain_sync;
mod history;
mod hosted_zone;
mod journal;
mod master_key;
mod order;
mod record;
mod reseller;
mod session;
mod store;
mod tag;
mod user;
