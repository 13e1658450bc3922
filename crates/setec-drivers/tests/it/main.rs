//! The drivers against simulators and real servers.

mod conformance;
mod hostinger;
mod powerdns;
mod rfc2136;
