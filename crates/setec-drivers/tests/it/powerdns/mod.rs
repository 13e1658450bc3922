//! The PowerDNS driver against a real server.

mod changes;
mod errors;
mod fixture;
mod hosting;
mod kept;
mod place;
mod server;
mod types;
