//! `.../firewalls`: firewalls of virtual servers.

use std::sync::Arc;

use axum::Json;
use axum::extract::{Path, State};
use serde::Deserialize;
use setec_app::App;
use setec_core::server::{Action, Firewall, FirewallRule, NewFirewallRule};
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::api::docs::Errors;
use crate::api::error::ApiError;
use crate::api::extract::{Body, Caller};
use crate::api::providers::Status;

pub(crate) fn routes() -> OpenApiRouter<Arc<App>> {
    OpenApiRouter::new()
        .routes(routes!(list_firewalls, create_firewall))
        .routes(routes!(get_firewall, delete_firewall))
        .routes(routes!(add_firewall_rule))
        .routes(routes!(update_firewall_rule, delete_firewall_rule))
        .routes(routes!(activate_firewall, deactivate_firewall))
        .routes(routes!(sync_firewall))
}

/// A name.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct NewFirewallRequest {
    name: String,
}

/// List firewalls
#[utoipa::path(get, path = "/{provider}/firewalls", tag = "vms", responses((status = 200, body = [Firewall]), Errors))]
async fn list_firewalls(
    State(app): State<Arc<App>>,
    Caller(actor): Caller,
    Path(provider): Path<String>,
) -> Result<Json<Vec<Firewall>>, ApiError> {
    Ok(Json(app.firewalls(&actor, &provider).await?))
}

/// Create a firewall without rules: its servers take no inbound traffic
#[utoipa::path(post, path = "/{provider}/firewalls", tag = "vms", request_body = NewFirewallRequest, responses((status = 200, body = Firewall), Errors))]
async fn create_firewall(
    State(app): State<Arc<App>>,
    Caller(actor): Caller,
    Path(provider): Path<String>,
    Body(request): Body<NewFirewallRequest>,
) -> Result<Json<Firewall>, ApiError> {
    Ok(Json(
        app.create_firewall(&actor, &provider, &request.name)
            .await?,
    ))
}

/// Show a firewall
#[utoipa::path(get, path = "/{provider}/firewalls/{id}", tag = "vms", responses((status = 200, body = Firewall), Errors))]
async fn get_firewall(
    State(app): State<Arc<App>>,
    Caller(actor): Caller,
    Path((provider, id)): Path<(String, String)>,
) -> Result<Json<Firewall>, ApiError> {
    Ok(Json(app.firewall(&actor, &provider, &id).await?))
}

/// Delete a firewall
#[utoipa::path(delete, path = "/{provider}/firewalls/{id}", tag = "vms", responses((status = 200, body = Status), Errors))]
async fn delete_firewall(
    State(app): State<Arc<App>>,
    Caller(actor): Caller,
    Path((provider, id)): Path<(String, String)>,
) -> Result<Json<Status>, ApiError> {
    app.delete_firewall(&actor, &provider, &id).await?;
    Ok(Json(Status::of("deleted")))
}

/// Add a rule; servers have it after a sync
#[utoipa::path(post, path = "/{provider}/firewalls/{id}/rules", tag = "vms", request_body = NewFirewallRule, responses((status = 200, body = FirewallRule), Errors))]
async fn add_firewall_rule(
    State(app): State<Arc<App>>,
    Caller(actor): Caller,
    Path((provider, id)): Path<(String, String)>,
    Body(request): Body<NewFirewallRule>,
) -> Result<Json<FirewallRule>, ApiError> {
    Ok(Json(
        app.add_firewall_rule(&actor, &provider, &id, request)
            .await?,
    ))
}

/// Change a rule; servers have it after a sync
#[utoipa::path(put, path = "/{provider}/firewalls/{id}/rules/{rule_id}", tag = "vms", request_body = NewFirewallRule, responses((status = 200, body = FirewallRule), Errors))]
async fn update_firewall_rule(
    State(app): State<Arc<App>>,
    Caller(actor): Caller,
    Path((provider, id, rule_id)): Path<(String, String, String)>,
    Body(request): Body<NewFirewallRule>,
) -> Result<Json<FirewallRule>, ApiError> {
    Ok(Json(
        app.update_firewall_rule(&actor, &provider, &id, rule_id, request)
            .await?,
    ))
}

/// Delete a rule; servers lose it after a sync
#[utoipa::path(delete, path = "/{provider}/firewalls/{id}/rules/{rule_id}", tag = "vms", responses((status = 200, body = Status), Errors))]
async fn delete_firewall_rule(
    State(app): State<Arc<App>>,
    Caller(actor): Caller,
    Path((provider, id, rule_id)): Path<(String, String, String)>,
) -> Result<Json<Status>, ApiError> {
    app.delete_firewall_rule(&actor, &provider, &id, rule_id)
        .await?;
    Ok(Json(Status::of("deleted")))
}

/// Put a server behind the firewall
#[utoipa::path(post, path = "/{provider}/firewalls/{id}/vms/{vm_id}", tag = "vms", responses((status = 200, body = Action), Errors))]
async fn activate_firewall(
    State(app): State<Arc<App>>,
    Caller(actor): Caller,
    Path((provider, id, vm_id)): Path<(String, String, String)>,
) -> Result<Json<Action>, ApiError> {
    Ok(Json(
        app.activate_firewall(&actor, &provider, &id, vm_id).await?,
    ))
}

/// Take a server out of the firewall
#[utoipa::path(delete, path = "/{provider}/firewalls/{id}/vms/{vm_id}", tag = "vms", responses((status = 200, body = Action), Errors))]
async fn deactivate_firewall(
    State(app): State<Arc<App>>,
    Caller(actor): Caller,
    Path((provider, id, vm_id)): Path<(String, String, String)>,
) -> Result<Json<Action>, ApiError> {
    Ok(Json(
        app.deactivate_firewall(&actor, &provider, &id, vm_id)
            .await?,
    ))
}

/// Bring the rules as they are now to a server
#[utoipa::path(post, path = "/{provider}/firewalls/{id}/vms/{vm_id}/sync", tag = "vms", responses((status = 200, body = Action), Errors))]
async fn sync_firewall(
    State(app): State<Arc<App>>,
    Caller(actor): Caller,
    Path((provider, id, vm_id)): Path<(String, String, String)>,
) -> Result<Json<Action>, ApiError> {
    Ok(Json(
        app.sync_firewall(&actor, &provider, &id, vm_id).await?,
    ))
}
