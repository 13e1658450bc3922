//! The drivers against simulators and real servers.
#![expect(
    clippy::unwrap_used,
    reason = "a helper of a test fails as the test does"
)]

mod conformance;
mod domains_reseller;
mod hostinger;
mod local;
mod powerdns;
mod rfc2136;
