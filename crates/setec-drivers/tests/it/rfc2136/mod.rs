//! The RFC 2136 driver against real BIND and Knot DNS.

mod changes;
mod errors;
mod fixture;
mod lost;
mod place;
mod reading;
mod server;
