//! The doors: the REST API now, further protocols beside it later.
//!
//! Only this crate knows the HTTP statuses of our own answers.

mod api;
mod serve;
mod tls;

pub use api::{openapi, router};
pub use serve::{Listening, ServeError, bind, serve};
pub use tls::{Certificate, TlsError};
