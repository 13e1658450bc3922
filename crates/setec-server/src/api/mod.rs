//! The REST API: routes, and what every request passes through.

mod auth;
mod billing;
mod bulk;
mod dns;
mod docs;
mod domain_prices;
mod domain_sync;
mod domains;
mod error;
mod extract;
mod firewalls;
mod journal;
mod layers;
mod orders;
mod plans;
mod providers;
mod quotes;
mod registrar;
mod reseller;
mod scripts;
mod ssh_keys;
mod system;
mod users;
mod vms;
mod whois;
mod zones;

use std::sync::Arc;

use axum::Router;
use axum::extract::DefaultBodyLimit;
use setec_app::App;
use utoipa_axum::router::OpenApiRouter;

pub(crate) use error::log as log_error;
pub(crate) use layers::{BODY_LIMIT, current_request_id, with_request_id};

use docs::Document;
use layers::PLAN_BODY_LIMIT;
use utoipa::OpenApi;

/// Where everything about hosting providers lives.
const HOSTING: &str = "/api/hosting/providers";

fn routes() -> OpenApiRouter<Arc<App>> {
    let hosting = OpenApiRouter::new()
        .merge(providers::routes())
        .merge(zones::routes())
        .merge(dns::routes())
        .merge(plans::routes().layer(DefaultBodyLimit::max(PLAN_BODY_LIMIT)))
        .merge(domains::routes())
        .merge(registrar::routes())
        .merge(domain_prices::routes())
        .merge(domain_sync::account_routes())
        .merge(whois::routes())
        .merge(vms::routes())
        .merge(firewalls::routes())
        .merge(scripts::routes())
        .merge(ssh_keys::routes())
        .merge(billing::routes())
        .merge(orders::account_routes());
    OpenApiRouter::with_openapi(Document::openapi())
        .nest(HOSTING, hosting)
        .merge(orders::routes())
        .merge(domain_sync::routes())
        .merge(reseller::routes())
        .merge(auth::routes())
        .merge(users::routes())
        .merge(bulk::routes().layer(DefaultBodyLimit::max(PLAN_BODY_LIMIT)))
        .merge(journal::routes())
        .merge(system::routes())
}

/// The OpenAPI document of the whole API.
pub fn openapi() -> utoipa::openapi::OpenApi {
    routes().split_for_parts().1
}

/// Everything that is served over HTTPS.
pub fn router(app: Arc<App>) -> Router {
    let (router, document) = routes().split_for_parts();
    let router = router
        .merge(docs::routes(document))
        .merge(crate::gateway::domains_reseller::routes())
        .fallback(error::no_such_path)
        .method_not_allowed_fallback(error::no_such_method);
    layers::wrap(router).with_state(app)
}
