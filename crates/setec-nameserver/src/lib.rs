//! An authoritative name server over zones in memory.
//!
//! [`Zones`] is the handle that everybody holds: zones are put in and taken out while [`Server`]
//! answers from them over UDP and TCP, sends them to secondaries (AXFR) and tells those of changes
//! (NOTIFY). No database, no accounts and no vendor are known here.
//!
//! IXFR, catalog zones and DNSSEC are not built; an IXFR query gets a whole zone (RFC 1995).
#![warn(missing_docs)]

mod alias;
mod answer;
mod config;
mod key;
mod message;
mod name;
mod notify;
mod server;
mod statistics;
mod transfer;
mod zone;
mod zones;

pub use alias::{AliasAddresses, AliasResolver};
pub use answer::{Answerer, Outcome, Source, Transport};
pub use config::{NotifyTarget, RateLimit, ServerConfig, TcpLimits, TransferRule, ZonePolicy};
pub use key::{InvalidKey, TsigKey};
pub use notify::Secondary;
pub use server::Server;
pub use statistics::Statistics;
pub use transfer::Transfer;
pub use zone::{ServedZone, UnservableZone};
pub use zones::Zones;
