//! The doors: the REST API and the name server, further protocols beside them later.
//!
//! Only this crate knows the HTTP statuses of our own answers.

mod api;
mod gateway;
mod nameserver;
mod serve;
mod tls;

pub use api::{openapi, router};
pub use gateway::domains_reseller::document as reseller_openapi;
pub use nameserver::NameServer;
pub use serve::{Listening, ServeError, bind, serve};
pub use tls::{Certificate, TlsError};
