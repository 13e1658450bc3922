//! The doors: the REST API, the web UI and the name server, further protocols beside them later.
//!
//! Only this crate knows the HTTP statuses of our own answers.

mod api;
mod gateway;
mod nameserver;
mod serve;
mod tls;
mod unread;
mod web;

pub use api::{openapi, router, router_with_site};
pub use gateway::domains_reseller::document as reseller_openapi;
pub use nameserver::NameServer;
pub use serve::{Listening, ServeError, bind, serve};
pub use tls::{Certificate, TlsError};
pub use web::BuiltSite;
