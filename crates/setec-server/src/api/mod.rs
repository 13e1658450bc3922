//! The REST API: routes, and what every request passes through.

mod all_zones;
mod auth;
mod billing;
mod bulk;
mod csv;
mod dns;
mod docs;
mod domain_prices;
mod domain_sync;
mod domains;
mod error;
mod events;
mod extract;
mod firewalls;
mod journal;
mod layers;
mod live;
mod nameserver;
mod orders;
mod overview;
mod plans;
mod providers;
mod quotes;
mod registrar;
mod reseller;
mod scripts;
mod search;
mod ssh_keys;
mod system;
mod tags;
mod users;
mod vm_names;
mod vms;
mod whois;
mod zones;

use std::sync::Arc;

use axum::Router;
use axum::body::Body;
use axum::extract::{DefaultBodyLimit, Request, State};
use axum::response::Response;
use rust_embed::Embed;
use setec_app::App;
use utoipa::OpenApi;
use utoipa_axum::router::OpenApiRouter;

use crate::gateway::domains_reseller;
use crate::web::{self, BuiltSite};
use docs::Document;
use layers::PLAN_BODY_LIMIT;

pub(crate) use error::{log as log_error, no_such_path};
pub(crate) use layers::{BODY_LIMIT, current_request_id, with_request_id};

/// Where everything about hosting providers lives.
const HOSTING: &str = "/api/hosting/providers";

fn routes() -> OpenApiRouter<Arc<App>> {
    let hosting = OpenApiRouter::new()
        .merge(providers::routes())
        .merge(zones::routes())
        .merge(dns::routes())
        .merge(plans::routes().layer(DefaultBodyLimit::max(PLAN_BODY_LIMIT)))
        .merge(live::routes())
        .merge(domains::routes())
        .merge(registrar::routes())
        .merge(domain_prices::routes())
        .merge(domain_sync::account_routes())
        .merge(whois::routes())
        .merge(vms::routes())
        .merge(vm_names::routes())
        .merge(firewalls::routes())
        .merge(scripts::routes())
        .merge(ssh_keys::routes())
        .merge(billing::routes())
        .merge(orders::account_routes())
        .merge(tags::account_routes());
    OpenApiRouter::with_openapi(Document::openapi())
        .nest(HOSTING, hosting)
        .merge(orders::routes())
        .merge(domain_sync::routes())
        .merge(reseller::routes())
        .merge(auth::routes())
        .merge(users::routes())
        .merge(bulk::routes().layer(DefaultBodyLimit::max(PLAN_BODY_LIMIT)))
        .merge(overview::routes())
        .merge(search::routes())
        .merge(tags::routes())
        .merge(all_zones::routes())
        .merge(journal::routes())
        .merge(events::routes())
        .merge(nameserver::routes())
        .merge(system::routes())
}

/// The OpenAPI document of the whole API.
pub fn openapi() -> utoipa::openapi::OpenApi {
    routes().split_for_parts().1
}

/// Everything that is served over HTTPS.
pub fn router(app: Arc<App>) -> Router {
    router_with_site::<BuiltSite>(app)
}

/// The same with other files in the place of the web UI.
pub fn router_with_site<S: Embed + 'static>(app: Arc<App>) -> Router {
    let (router, document) = routes().split_for_parts();
    let router = router
        .merge(docs::routes(document))
        .merge(domains_reseller::routes())
        .fallback(unrouted::<S>)
        .method_not_allowed_fallback(error::no_such_method);
    layers::wrap(router).with_state(app)
}

/// A path of no route: the reseller API behind a folder, or the web UI.
async fn unrouted<S: Embed + 'static>(app: State<Arc<App>>, request: Request) -> Response {
    if domains_reseller::is_below_a_folder(request.uri().path()) {
        return domains_reseller::receive(app, request).await;
    }
    web::serve::<S, Body>(request).await
}
