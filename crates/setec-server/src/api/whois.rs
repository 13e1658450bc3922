//! `.../whois`: registrants' data.

use std::sync::Arc;

use axum::Json;
use axum::extract::{Path, State};
use serde::Deserialize;
use setec_app::App;
use setec_core::domain::{NewWhoisProfile, WhoisProfile};
use utoipa::IntoParams;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::api::docs::Errors;
use crate::api::error::ApiError;
use crate::api::extract::{Body, Caller, Query};
use crate::api::providers::Status;

pub(crate) fn routes() -> OpenApiRouter<Arc<App>> {
    OpenApiRouter::new()
        .routes(routes!(list_whois_profiles, create_whois_profile))
        .routes(routes!(get_whois_profile, delete_whois_profile))
        .routes(routes!(get_whois_usage))
}

/// Which profiles.
#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
struct WhoisQuery {
    /// Only profiles of this TLD
    tld: Option<String>,
}

/// List WHOIS profiles
#[utoipa::path(get, path = "/{provider}/whois", tag = "domains", params(WhoisQuery), responses((status = 200, body = [WhoisProfile]), Errors))]
async fn list_whois_profiles(
    State(app): State<Arc<App>>,
    Caller(actor): Caller,
    Path(provider): Path<String>,
    Query(query): Query<WhoisQuery>,
) -> Result<Json<Vec<WhoisProfile>>, ApiError> {
    Ok(Json(
        app.whois_profiles(&actor, &provider, query.tld.as_deref())
            .await?,
    ))
}

/// Create a WHOIS profile
#[utoipa::path(post, path = "/{provider}/whois", tag = "domains", request_body = NewWhoisProfile, responses((status = 200, body = WhoisProfile), Errors))]
async fn create_whois_profile(
    State(app): State<Arc<App>>,
    Caller(actor): Caller,
    Path(provider): Path<String>,
    Body(request): Body<NewWhoisProfile>,
) -> Result<Json<WhoisProfile>, ApiError> {
    Ok(Json(
        app.create_whois_profile(&actor, &provider, request).await?,
    ))
}

/// Show a WHOIS profile
#[utoipa::path(get, path = "/{provider}/whois/{id}", tag = "domains", responses((status = 200, body = WhoisProfile), Errors))]
async fn get_whois_profile(
    State(app): State<Arc<App>>,
    Caller(actor): Caller,
    Path((provider, id)): Path<(String, String)>,
) -> Result<Json<WhoisProfile>, ApiError> {
    Ok(Json(app.whois_profile(&actor, &provider, &id).await?))
}

/// Delete a WHOIS profile
#[utoipa::path(delete, path = "/{provider}/whois/{id}", tag = "domains", responses((status = 200, body = Status), Errors))]
async fn delete_whois_profile(
    State(app): State<Arc<App>>,
    Caller(actor): Caller,
    Path((provider, id)): Path<(String, String)>,
) -> Result<Json<Status>, ApiError> {
    app.delete_whois_profile(&actor, &provider, &id).await?;
    Ok(Json(Status::of("deleted")))
}

/// List the domains that use a WHOIS profile
#[utoipa::path(get, path = "/{provider}/whois/{id}/usage", tag = "domains", responses((status = 200, body = [String]), Errors))]
async fn get_whois_usage(
    State(app): State<Arc<App>>,
    Caller(actor): Caller,
    Path((provider, id)): Path<(String, String)>,
) -> Result<Json<Vec<String>>, ApiError> {
    Ok(Json(app.whois_usage(&actor, &provider, &id).await?))
}
