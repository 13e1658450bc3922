//! `.../vms`: virtual servers.

use std::collections::BTreeMap;
use std::sync::Arc;

use axum::Json;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use setec_app::Power;
use setec_app::{App, Direct, NewServerInput, RecreateInput, Tagged};
use setec_core::server::{Action, Backup, DataCenter, Series, Server, ServerSnapshot, Template};
use setec_core::{Money, Secret};
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::api::docs::Errors;
use crate::api::error::ApiError;
use crate::api::extract::{Body, Caller, IdempotencyKey, Query, flexible_id};
use crate::api::providers::Status;

pub(crate) fn routes() -> OpenApiRouter<Arc<App>> {
    OpenApiRouter::new()
        .routes(routes!(list_vms, create_vm))
        .routes(routes!(get_vm))
        .routes(routes!(start_vm))
        .routes(routes!(stop_vm))
        .routes(routes!(restart_vm))
        .routes(routes!(recreate_vm))
        .routes(routes!(set_vm_hostname, reset_vm_hostname))
        .routes(routes!(set_vm_root_password))
        .routes(routes!(set_vm_labels))
        .routes(routes!(set_vm_ptr, reset_vm_ptr))
        .routes(routes!(attach_vm_ssh_keys))
        .routes(routes!(get_vm_metrics))
        .routes(routes!(list_vm_actions))
        .routes(routes!(get_vm_action))
        .routes(routes!(
            get_vm_snapshot,
            create_vm_snapshot,
            delete_vm_snapshot
        ))
        .routes(routes!(restore_vm_snapshot))
        .routes(routes!(list_vm_backups))
        .routes(routes!(restore_vm_backup))
        .routes(routes!(list_data_centers))
        .routes(routes!(list_templates))
}

/// A virtual server with its tags.
#[derive(Serialize, ToSchema)]
struct TaggedServer {
    #[serde(flatten)]
    server: Server,
    /// Words of your own, which the provider does not know; sorted.
    #[schema(example = json!(["client:acme"]))]
    tags: Vec<String>,
}

impl From<Tagged<Server>> for TaggedServer {
    fn from(tagged: Tagged<Server>) -> Self {
        Self {
            server: tagged.thing,
            tags: tagged.tags,
        }
    }
}

/// Which servers.
#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
struct ListQuery {
    /// Only those that bear this tag
    tag: Option<String>,
}

/// List virtual servers
#[utoipa::path(get, path = "/{provider}/vms", tag = "vms", params(ListQuery), responses((status = 200, body = [TaggedServer]), Errors))]
async fn list_vms(
    State(app): State<Arc<App>>,
    Caller(actor): Caller,
    Path(provider): Path<String>,
    Query(query): Query<ListQuery>,
) -> Result<Json<Vec<TaggedServer>>, ApiError> {
    let servers = app.tagged_servers(&actor, &provider, query.tag.as_deref());
    let servers = servers.await?.into_iter().map(TaggedServer::from);
    Ok(Json(servers.collect()))
}

/// Show a virtual server
#[utoipa::path(get, path = "/{provider}/vms/{id}", tag = "vms", responses((status = 200, body = TaggedServer), Errors))]
async fn get_vm(
    State(app): State<Arc<App>>,
    Caller(actor): Caller,
    Path((provider, id)): Path<(String, String)>,
) -> Result<Json<TaggedServer>, ApiError> {
    let found = app.tagged_server(&actor, &provider, &id).await?;
    Ok(Json(found.into()))
}

/// An order for a virtual server.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct NewVmRequest {
    /// Id of the catalog, such as `kvm-2`.
    plan: String,
    /// Id, name or city of a data center.
    #[serde(deserialize_with = "required_id")]
    #[schema(value_type = String)]
    data_center_id: String,
    /// Id or slug of a template, such as `ubuntu-22.04`.
    #[serde(deserialize_with = "required_id")]
    #[schema(value_type = String)]
    template: String,
    /// Root password; the provider makes one where absent.
    #[schema(value_type = Option<String>, format = Password)]
    password: Option<Secret>,
    /// A bare label gets the account's `hostname_suffix`.
    hostname: Option<String>,
    #[serde(default, deserialize_with = "flexible_id")]
    ssh_key_id: Option<String>,
    #[serde(default, deserialize_with = "flexible_id")]
    post_install_script_id: Option<String>,
    #[serde(default, deserialize_with = "flexible_id")]
    payment_method_id: Option<String>,
    /// The most that may be spent: above it, nothing is ordered.
    pub(crate) max_price: Option<Money>,
}

fn required_id<'de, D: serde::Deserializer<'de>>(deserializer: D) -> Result<String, D::Error> {
    flexible_id(deserializer)?.ok_or_else(|| serde::de::Error::custom("it is required"))
}

impl From<NewVmRequest> for NewServerInput {
    fn from(request: NewVmRequest) -> Self {
        Self {
            plan: request.plan,
            data_center_id: request.data_center_id,
            template: request.template,
            password: request.password,
            hostname: request.hostname,
            ssh_key_id: request.ssh_key_id,
            post_install_script_id: request.post_install_script_id,
            payment_method_id: request.payment_method_id,
        }
    }
}

/// An order that the provider has taken without having made a server yet.
#[derive(Serialize, ToSchema)]
struct OrderedBody {
    status: &'static str,
    order_id: Option<String>,
    order_status: Option<String>,
}

/// Buy a virtual server in one step; everything that can be checked is checked before the provider charges
#[utoipa::path(post, path = "/{provider}/vms", tag = "vms", request_body = NewVmRequest,
    params(("Idempotency-Key" = Option<String>, Header, description = "The same request with the same key buys once")),
    responses((status = 200, body = Server), (status = 202, description = "Ordered; the server appears later", body = OrderedBody), Errors))]
async fn create_vm(
    State(app): State<Arc<App>>,
    Caller(actor): Caller,
    Path(provider): Path<String>,
    IdempotencyKey(key): IdempotencyKey,
    Body(request): Body<NewVmRequest>,
) -> Result<Response, ApiError> {
    let direct = Direct {
        key,
        max_price: request.max_price,
    };
    let bought = app
        .purchase_server(&actor, &provider, request.into(), direct)
        .await?;
    if let Some(server) = bought.server {
        return Ok(Json(server).into_response());
    }
    let body = OrderedBody {
        status: "ordered",
        order_id: bought.order_id,
        order_status: bought.order_status,
    };
    Ok((StatusCode::ACCEPTED, Json(body)).into_response())
}

/// Start a server
#[utoipa::path(post, path = "/{provider}/vms/{id}/start", tag = "vms", responses((status = 200, body = Action), Errors))]
async fn start_vm(
    State(app): State<Arc<App>>,
    Caller(actor): Caller,
    Path((provider, id)): Path<(String, String)>,
) -> Result<Json<Action>, ApiError> {
    Ok(Json(app.power(&actor, &provider, &id, Power::Start).await?))
}

/// Stop a server
#[utoipa::path(post, path = "/{provider}/vms/{id}/stop", tag = "vms", responses((status = 200, body = Action), Errors))]
async fn stop_vm(
    State(app): State<Arc<App>>,
    Caller(actor): Caller,
    Path((provider, id)): Path<(String, String)>,
) -> Result<Json<Action>, ApiError> {
    Ok(Json(app.power(&actor, &provider, &id, Power::Stop).await?))
}

/// Restart a server
#[utoipa::path(post, path = "/{provider}/vms/{id}/restart", tag = "vms", responses((status = 200, body = Action), Errors))]
async fn restart_vm(
    State(app): State<Arc<App>>,
    Caller(actor): Caller,
    Path((provider, id)): Path<(String, String)>,
) -> Result<Json<Action>, ApiError> {
    Ok(Json(
        app.power(&actor, &provider, &id, Power::Restart).await?,
    ))
}

/// How to install a server anew.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct RecreateRequest {
    #[serde(deserialize_with = "required_id")]
    #[schema(value_type = String)]
    template: String,
    #[schema(value_type = Option<String>, format = Password)]
    password: Option<Secret>,
    #[serde(default, deserialize_with = "flexible_id")]
    post_install_script_id: Option<String>,
}

impl From<RecreateRequest> for RecreateInput {
    fn from(request: RecreateRequest) -> Self {
        Self {
            template: request.template,
            password: request.password,
            post_install_script_id: request.post_install_script_id,
        }
    }
}

/// Install a server anew; its disk and snapshots are lost
#[utoipa::path(post, path = "/{provider}/vms/{id}/recreate", tag = "vms", request_body = RecreateRequest, responses((status = 200, body = Action), Errors))]
async fn recreate_vm(
    State(app): State<Arc<App>>,
    Caller(actor): Caller,
    Path((provider, id)): Path<(String, String)>,
    Body(request): Body<RecreateRequest>,
) -> Result<Json<Action>, ApiError> {
    Ok(Json(
        app.recreate_server(&actor, &provider, &id, request.into())
            .await?,
    ))
}

/// A host name.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct HostnameRequest {
    hostname: String,
}

/// Change the host name
#[utoipa::path(put, path = "/{provider}/vms/{id}/hostname", tag = "vms", request_body = HostnameRequest, responses((status = 200, body = Action), Errors))]
async fn set_vm_hostname(
    State(app): State<Arc<App>>,
    Caller(actor): Caller,
    Path((provider, id)): Path<(String, String)>,
    Body(request): Body<HostnameRequest>,
) -> Result<Json<Action>, ApiError> {
    Ok(Json(
        app.set_hostname(&actor, &provider, &id, request.hostname)
            .await?,
    ))
}

/// Put the provider's own host name back
#[utoipa::path(delete, path = "/{provider}/vms/{id}/hostname", tag = "vms", responses((status = 200, body = Action), Errors))]
async fn reset_vm_hostname(
    State(app): State<Arc<App>>,
    Caller(actor): Caller,
    Path((provider, id)): Path<(String, String)>,
) -> Result<Json<Action>, ApiError> {
    Ok(Json(app.reset_hostname(&actor, &provider, &id).await?))
}

/// A password.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct RootPasswordRequest {
    #[schema(value_type = String, format = Password)]
    password: Secret,
}

/// Change the root password
#[utoipa::path(put, path = "/{provider}/vms/{id}/root-password", tag = "vms", request_body = RootPasswordRequest, responses((status = 200, body = Action), Errors))]
async fn set_vm_root_password(
    State(app): State<Arc<App>>,
    Caller(actor): Caller,
    Path((provider, id)): Path<(String, String)>,
    Body(request): Body<RootPasswordRequest>,
) -> Result<Json<Action>, ApiError> {
    Ok(Json(
        app.set_root_password(&actor, &provider, &id, request.password)
            .await?,
    ))
}

/// Labels, which replace the ones before.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct LabelsRequest {
    labels: BTreeMap<String, String>,
}

/// Label a server; labels are kept by Setec Manager
#[utoipa::path(put, path = "/{provider}/vms/{id}/labels", tag = "vms", request_body = LabelsRequest, responses((status = 200, body = TaggedServer), Errors))]
async fn set_vm_labels(
    State(app): State<Arc<App>>,
    Caller(actor): Caller,
    Path((provider, id)): Path<(String, String)>,
    Body(request): Body<LabelsRequest>,
) -> Result<Json<TaggedServer>, ApiError> {
    let labeled = app.set_labels(&actor, &provider, &id, request.labels);
    Ok(Json(labeled.await?.into()))
}

/// A reverse name.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct PtrRequest {
    #[schema(example = "mail.example.com")]
    name: String,
}

/// Set the reverse name of an address
#[utoipa::path(put, path = "/{provider}/vms/{id}/addresses/{address_id}/ptr", tag = "vms", request_body = PtrRequest, responses((status = 200, body = Action), Errors))]
async fn set_vm_ptr(
    State(app): State<Arc<App>>,
    Caller(actor): Caller,
    Path((provider, id, address_id)): Path<(String, String, String)>,
    Body(request): Body<PtrRequest>,
) -> Result<Json<Action>, ApiError> {
    Ok(Json(
        app.set_ptr(&actor, &provider, &id, address_id, &request.name)
            .await?,
    ))
}

/// Put the provider's own reverse name back
#[utoipa::path(delete, path = "/{provider}/vms/{id}/addresses/{address_id}/ptr", tag = "vms", responses((status = 200, body = Action), Errors))]
async fn reset_vm_ptr(
    State(app): State<Arc<App>>,
    Caller(actor): Caller,
    Path((provider, id, address_id)): Path<(String, String, String)>,
) -> Result<Json<Action>, ApiError> {
    Ok(Json(
        app.reset_ptr(&actor, &provider, &id, address_id).await?,
    ))
}

/// Keys of the account.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct AttachKeysRequest {
    ssh_key_ids: Vec<String>,
}

/// Put keys of the account on a server
#[utoipa::path(post, path = "/{provider}/vms/{id}/ssh-keys", tag = "vms", request_body = AttachKeysRequest, responses((status = 200, body = Status), Errors))]
async fn attach_vm_ssh_keys(
    State(app): State<Arc<App>>,
    Caller(actor): Caller,
    Path((provider, id)): Path<(String, String)>,
    Body(request): Body<AttachKeysRequest>,
) -> Result<Json<Status>, ApiError> {
    app.attach_ssh_keys(&actor, &provider, &id, request.ssh_key_ids)
        .await?;
    Ok(Json(Status::of("attached")))
}

/// A span of time.
#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
struct MetricsQuery {
    /// Beginning (RFC 3339)
    date_from: DateTime<Utc>,
    /// End (RFC 3339); now where absent
    date_to: Option<DateTime<Utc>>,
}

/// Measurements of a server
#[utoipa::path(get, path = "/{provider}/vms/{id}/metrics", tag = "vms", params(MetricsQuery), responses((status = 200, body = [Series]), Errors))]
async fn get_vm_metrics(
    State(app): State<Arc<App>>,
    Caller(actor): Caller,
    Path((provider, id)): Path<(String, String)>,
    Query(query): Query<MetricsQuery>,
) -> Result<Json<Vec<Series>>, ApiError> {
    Ok(Json(
        app.metrics(
            &actor,
            &provider,
            &id,
            query.date_from,
            query.date_to.unwrap_or_else(Utc::now),
        )
        .await?,
    ))
}

/// List operations on a server
#[utoipa::path(get, path = "/{provider}/vms/{id}/actions", tag = "vms", responses((status = 200, body = [Action]), Errors))]
async fn list_vm_actions(
    State(app): State<Arc<App>>,
    Caller(actor): Caller,
    Path((provider, id)): Path<(String, String)>,
) -> Result<Json<Vec<Action>>, ApiError> {
    Ok(Json(app.actions(&actor, &provider, &id).await?))
}

/// Whether to wait.
#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
struct WaitQuery {
    /// Seconds to wait for the end of the operation, at most 120
    wait: Option<u64>,
}

/// Show an operation on a server; with `wait`, when it has ended
#[utoipa::path(get, path = "/{provider}/vms/{id}/actions/{action_id}", tag = "vms", params(WaitQuery), responses((status = 200, body = Action), Errors))]
async fn get_vm_action(
    State(app): State<Arc<App>>,
    Caller(actor): Caller,
    Path((provider, id, action_id)): Path<(String, String, String)>,
    Query(query): Query<WaitQuery>,
) -> Result<Json<Action>, ApiError> {
    Ok(Json(
        app.action(&actor, &provider, &id, &action_id, query.wait.unwrap_or(0))
            .await?,
    ))
}

/// Show the snapshot of a server
#[utoipa::path(get, path = "/{provider}/vms/{id}/snapshot", tag = "vms", responses((status = 200, body = ServerSnapshot), Errors))]
async fn get_vm_snapshot(
    State(app): State<Arc<App>>,
    Caller(actor): Caller,
    Path((provider, id)): Path<(String, String)>,
) -> Result<Json<ServerSnapshot>, ApiError> {
    Ok(Json(app.server_snapshot(&actor, &provider, &id).await?))
}

/// Make a snapshot; the one before is lost
#[utoipa::path(post, path = "/{provider}/vms/{id}/snapshot", tag = "vms", responses((status = 200, body = Action), Errors))]
async fn create_vm_snapshot(
    State(app): State<Arc<App>>,
    Caller(actor): Caller,
    Path((provider, id)): Path<(String, String)>,
) -> Result<Json<Action>, ApiError> {
    Ok(Json(
        app.create_server_snapshot(&actor, &provider, &id).await?,
    ))
}

/// Delete the snapshot
#[utoipa::path(delete, path = "/{provider}/vms/{id}/snapshot", tag = "vms", responses((status = 200, body = Action), Errors))]
async fn delete_vm_snapshot(
    State(app): State<Arc<App>>,
    Caller(actor): Caller,
    Path((provider, id)): Path<(String, String)>,
) -> Result<Json<Action>, ApiError> {
    Ok(Json(
        app.delete_server_snapshot(&actor, &provider, &id).await?,
    ))
}

/// Put a server back to its snapshot
#[utoipa::path(post, path = "/{provider}/vms/{id}/snapshot/restore", tag = "vms", responses((status = 200, body = Action), Errors))]
async fn restore_vm_snapshot(
    State(app): State<Arc<App>>,
    Caller(actor): Caller,
    Path((provider, id)): Path<(String, String)>,
) -> Result<Json<Action>, ApiError> {
    Ok(Json(
        app.restore_server_snapshot(&actor, &provider, &id).await?,
    ))
}

/// List the backups of a server
#[utoipa::path(get, path = "/{provider}/vms/{id}/backups", tag = "vms", responses((status = 200, body = [Backup]), Errors))]
async fn list_vm_backups(
    State(app): State<Arc<App>>,
    Caller(actor): Caller,
    Path((provider, id)): Path<(String, String)>,
) -> Result<Json<Vec<Backup>>, ApiError> {
    Ok(Json(app.backups(&actor, &provider, &id).await?))
}

/// Put a server back to a backup
#[utoipa::path(post, path = "/{provider}/vms/{id}/backups/{backup_id}/restore", tag = "vms", responses((status = 200, body = Action), Errors))]
async fn restore_vm_backup(
    State(app): State<Arc<App>>,
    Caller(actor): Caller,
    Path((provider, id, backup_id)): Path<(String, String, String)>,
) -> Result<Json<Action>, ApiError> {
    Ok(Json(
        app.restore_backup(&actor, &provider, &id, backup_id)
            .await?,
    ))
}

/// List data centers
#[utoipa::path(get, path = "/{provider}/datacenters", tag = "vms", responses((status = 200, body = [DataCenter]), Errors))]
async fn list_data_centers(
    State(app): State<Arc<App>>,
    Caller(actor): Caller,
    Path(provider): Path<String>,
) -> Result<Json<Vec<DataCenter>>, ApiError> {
    Ok(Json(app.data_centers(&actor, &provider).await?))
}

/// List what can be installed
#[utoipa::path(get, path = "/{provider}/templates", tag = "vms", responses((status = 200, body = [Template]), Errors))]
async fn list_templates(
    State(app): State<Arc<App>>,
    Caller(actor): Caller,
    Path(provider): Path<String>,
) -> Result<Json<Vec<Template>>, ApiError> {
    Ok(Json(app.templates(&actor, &provider).await?))
}
