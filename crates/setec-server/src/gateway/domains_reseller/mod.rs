//! The Domains Reseller API, the one of the WHMCS add-on, served to customers.
//!
//! `receive` takes every request below the two bases: who calls, which call it is, what its
//! parameters are. Whatever happens, the answer is JSON, and an error has words.

mod call;
mod catalog;
mod contact;
mod dns;
mod domain;
mod fields;
mod form;
mod lookup;
mod openapi;
mod order;
mod path;
mod receive;
mod reply;
mod serialized;

use std::sync::Arc;

use axum::Router;
use axum::routing::any;
use setec_app::App;

pub use openapi::document;
pub(crate) use receive::receive;

/// Where the vendor's clients expect the API.
pub(crate) const BASE: &str = "/modules/addons/DomainsReseller/api/index.php";

/// The same, shorter.
pub(crate) const SHORT_BASE: &str = "/reseller/v1";

/// Whether a path that nothing else takes is the API's: WHMCS may be installed in a folder, and then
/// clients have that folder before the base.
pub(crate) fn is_below_a_folder(path: &str) -> bool {
    path::behind_base(path).is_some()
}

/// Everything below the two bases.
pub(crate) fn routes() -> Router<Arc<App>> {
    [BASE, SHORT_BASE]
        .into_iter()
        .fold(Router::new(), |router, base| {
            router
                .route(base, any(receive))
                .route(&format!("{base}/"), any(receive))
                .route(&format!("{base}/{{*action}}"), any(receive))
        })
}
