//! `.../post-install-scripts`: scripts that run after an installation.

use std::sync::Arc;

use axum::Json;
use axum::extract::{Path, State};
use serde::Deserialize;
use setec_app::App;
use setec_core::server::PostInstallScript;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::api::docs::Errors;
use crate::api::error::ApiError;
use crate::api::extract::{Body, Caller};
use crate::api::providers::Status;

pub(crate) fn routes() -> OpenApiRouter<Arc<App>> {
    OpenApiRouter::new()
        .routes(routes!(list_scripts, create_script))
        .routes(routes!(get_script, update_script, delete_script))
}

/// A script; at most 48 KiB.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct ScriptRequest {
    name: String,
    content: String,
}

/// List scripts
#[utoipa::path(get, path = "/{provider}/post-install-scripts", tag = "vms", responses((status = 200, body = [PostInstallScript]), Errors))]
async fn list_scripts(
    State(app): State<Arc<App>>,
    Caller(actor): Caller,
    Path(provider): Path<String>,
) -> Result<Json<Vec<PostInstallScript>>, ApiError> {
    Ok(Json(app.scripts(&actor, &provider).await?))
}

/// Add a script
#[utoipa::path(post, path = "/{provider}/post-install-scripts", tag = "vms", request_body = ScriptRequest, responses((status = 200, body = PostInstallScript), Errors))]
async fn create_script(
    State(app): State<Arc<App>>,
    Caller(actor): Caller,
    Path(provider): Path<String>,
    Body(request): Body<ScriptRequest>,
) -> Result<Json<PostInstallScript>, ApiError> {
    Ok(Json(
        app.create_script(&actor, &provider, &request.name, request.content)
            .await?,
    ))
}

/// Show a script
#[utoipa::path(get, path = "/{provider}/post-install-scripts/{id}", tag = "vms", responses((status = 200, body = PostInstallScript), Errors))]
async fn get_script(
    State(app): State<Arc<App>>,
    Caller(actor): Caller,
    Path((provider, id)): Path<(String, String)>,
) -> Result<Json<PostInstallScript>, ApiError> {
    Ok(Json(app.script(&actor, &provider, &id).await?))
}

/// Replace a script
#[utoipa::path(put, path = "/{provider}/post-install-scripts/{id}", tag = "vms", request_body = ScriptRequest, responses((status = 200, body = PostInstallScript), Errors))]
async fn update_script(
    State(app): State<Arc<App>>,
    Caller(actor): Caller,
    Path((provider, id)): Path<(String, String)>,
    Body(request): Body<ScriptRequest>,
) -> Result<Json<PostInstallScript>, ApiError> {
    Ok(Json(
        app.update_script(&actor, &provider, &id, request.name, request.content)
            .await?,
    ))
}

/// Delete a script
#[utoipa::path(delete, path = "/{provider}/post-install-scripts/{id}", tag = "vms", responses((status = 200, body = Status), Errors))]
async fn delete_script(
    State(app): State<Arc<App>>,
    Caller(actor): Caller,
    Path((provider, id)): Path<(String, String)>,
) -> Result<Json<Status>, ApiError> {
    app.delete_script(&actor, &provider, &id).await?;
    Ok(Json(Status::of("deleted")))
}
