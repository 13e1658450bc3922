//! The drivers against simulators and real servers.

mod conformance;
mod hostinger;
mod local;
mod powerdns;
mod rfc2136;
