//! The REST API through its router, in front of the simulator and of a real PowerDNS.
#![expect(
    clippy::unwrap_used,
    reason = "a helper of a test fails as the test does"
)]

mod access;
mod accounts;
mod auth;
mod bad_input;
#[expect(dead_code, reason = "what places of other kinds need")]
#[path = "../../../setec-drivers/tests/it/conformance/mod.rs"]
mod conformance;
mod cost;
mod customers;
mod demo_estate;
mod dns;
mod documented;
mod estate;
mod events;
mod faults;
mod harness;
mod journal;
mod large_zone;
mod lifecycle;
mod lint;
#[path = "../../../setec-drivers/tests/it/rfc2136/server.rs"]
mod name_server;
mod name_server_view;
mod openapi;
mod orders;
mod plans;
mod powerdns;
#[path = "../../../setec-drivers/tests/it/powerdns/server.rs"]
mod powerdns_server;
mod refused;
mod reseller;
mod rfc2136;
mod secondaries;
mod site;
mod tags;
mod unread;
