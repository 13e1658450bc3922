//! `.../dns` and what concerns a zone as a whole.

use std::sync::Arc;

use axum::Json;
use axum::extract::{Path, State};
use axum::http::header;
use axum::response::{IntoResponse, Response};
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use setec_app::App;
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::api::dns::{RecordBody, Records};
use crate::api::docs::Errors;
use crate::api::error::ApiError;
use crate::api::extract::{Body, Caller, Query};
use crate::api::providers::Status;

pub(crate) fn routes() -> OpenApiRouter<Arc<App>> {
    OpenApiRouter::new()
        .routes(routes!(list_zones, create_zone))
        .routes(routes!(delete_zone))
        .routes(routes!(export_zone))
        .routes(routes!(notify_zone))
        .routes(routes!(list_zone_snapshots))
        .routes(routes!(get_zone_snapshot))
        .routes(routes!(restore_zone_snapshot))
}

/// A zone in the list.
#[derive(Serialize, ToSchema)]
struct ZoneBody {
    #[schema(example = "example.com")]
    name: String,
    /// SOA serial, where the provider's list has it.
    serial: Option<u32>,
    /// The provider's word, such as `Native`.
    kind: Option<String>,
    /// Words of your own, which the provider does not know; sorted.
    tags: Vec<String>,
}

/// Which zones.
#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
struct ListQuery {
    /// Only those that bear this tag
    tag: Option<String>,
}

/// List the zones of an account
#[utoipa::path(get, path = "/{provider}/dns", tag = "dns", params(ListQuery), responses((status = 200, body = [ZoneBody]), Errors))]
async fn list_zones(
    State(app): State<Arc<App>>,
    Caller(actor): Caller,
    Path(provider): Path<String>,
    Query(query): Query<ListQuery>,
) -> Result<Json<Vec<ZoneBody>>, ApiError> {
    let zones = app.tagged_zones(&actor, &provider, query.tag.as_deref());
    let body = zones.await?.into_iter().map(|zone| ZoneBody {
        name: zone.thing.name.to_string(),
        serial: zone.thing.serial,
        kind: zone.thing.kind,
        tags: zone.tags,
    });
    Ok(Json(body.collect()))
}

/// A zone to be made.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct NewZoneRequest {
    #[schema(example = "example.com")]
    name: String,
    /// The provider's word, such as `Native` or `Primary`; its default where absent.
    kind: Option<String>,
    /// Name servers of the apex.
    #[serde(default)]
    nameservers: Vec<String>,
}

/// Create a zone, where the provider hosts zones on request
#[utoipa::path(post, path = "/{provider}/dns", tag = "dns", request_body = NewZoneRequest,
    responses((status = 200, body = Status), Errors))]
async fn create_zone(
    State(app): State<Arc<App>>,
    Caller(actor): Caller,
    Path(provider): Path<String>,
    Body(request): Body<NewZoneRequest>,
) -> Result<Json<Status>, ApiError> {
    app.create_zone(
        &actor,
        &provider,
        &request.name,
        request.kind,
        &request.nameservers,
    )
    .await?;
    Ok(Json(Status::of("created")))
}

/// Delete a zone with everything in it
#[utoipa::path(delete, path = "/{provider}/dns/{domain}/zone", tag = "dns", responses((status = 200, body = Status), Errors))]
async fn delete_zone(
    State(app): State<Arc<App>>,
    Caller(actor): Caller,
    Path((provider, domain)): Path<(String, String)>,
) -> Result<Json<Status>, ApiError> {
    app.delete_zone(&actor, &provider, &domain).await?;
    Ok(Json(Status::of("deleted")))
}

/// Export a zone as a zone file (RFC 1035)
#[utoipa::path(get, path = "/{provider}/dns/{domain}/export", tag = "dns",
    responses((status = 200, content_type = "text/dns", body = String), Errors))]
async fn export_zone(
    State(app): State<Arc<App>>,
    Caller(actor): Caller,
    Path((provider, domain)): Path<(String, String)>,
) -> Result<Response, ApiError> {
    let text = app.export_zone(&actor, &provider, &domain).await?;
    Ok(([(header::CONTENT_TYPE, "text/dns; charset=utf-8")], text).into_response())
}

/// Tell a zone's secondaries that it has changed (RFC 1996)
#[utoipa::path(post, path = "/{provider}/dns/{domain}/notify", tag = "dns", responses((status = 200, body = Status), Errors))]
async fn notify_zone(
    State(app): State<Arc<App>>,
    Caller(actor): Caller,
    Path((provider, domain)): Path<(String, String)>,
) -> Result<Json<Status>, ApiError> {
    app.notify_zone(&actor, &provider, &domain).await?;
    Ok(Json(Status::of("notified")))
}

/// A state of a zone that the provider keeps.
#[derive(Serialize, ToSchema)]
struct ZoneSnapshotBody {
    id: String,
    reason: String,
    created_at: Option<DateTime<Utc>>,
}

impl From<setec_app::ZoneSnapshot> for ZoneSnapshotBody {
    fn from(snapshot: setec_app::ZoneSnapshot) -> Self {
        Self {
            id: snapshot.id,
            reason: snapshot.reason,
            created_at: snapshot.created_at,
        }
    }
}

/// List the snapshots that the provider keeps of a zone
#[utoipa::path(get, path = "/{provider}/dns/{domain}/snapshots", tag = "dns",
    responses((status = 200, body = [ZoneSnapshotBody]), Errors))]
async fn list_zone_snapshots(
    State(app): State<Arc<App>>,
    Caller(actor): Caller,
    Path((provider, domain)): Path<(String, String)>,
) -> Result<Json<Vec<ZoneSnapshotBody>>, ApiError> {
    let snapshots = app.zone_snapshots(&actor, &provider, &domain).await?;
    Ok(Json(
        snapshots.into_iter().map(ZoneSnapshotBody::from).collect(),
    ))
}

/// A snapshot with its records.
#[derive(Serialize, ToSchema)]
struct ZoneSnapshotDetailBody {
    #[serde(flatten)]
    snapshot: ZoneSnapshotBody,
    #[schema(value_type = Vec<RecordBody>)]
    records: Records,
}

/// Show a snapshot with its records
#[utoipa::path(get, path = "/{provider}/dns/{domain}/snapshots/{id}", tag = "dns",
    responses((status = 200, body = ZoneSnapshotDetailBody), Errors))]
async fn get_zone_snapshot(
    State(app): State<Arc<App>>,
    Caller(actor): Caller,
    Path((provider, domain, id)): Path<(String, String, String)>,
) -> Result<Json<ZoneSnapshotDetailBody>, ApiError> {
    let view = app.zone_snapshot(&actor, &provider, &domain, &id).await?;
    Ok(Json(ZoneSnapshotDetailBody {
        snapshot: view.snapshot.into(),
        records: Records(Arc::new(view.records)),
    }))
}

/// Put a zone back to a snapshot
#[utoipa::path(post, path = "/{provider}/dns/{domain}/snapshots/{id}/restore", tag = "dns",
    responses((status = 200, body = Status), Errors))]
async fn restore_zone_snapshot(
    State(app): State<Arc<App>>,
    Caller(actor): Caller,
    Path((provider, domain, id)): Path<(String, String, String)>,
) -> Result<Json<Status>, ApiError> {
    app.restore_zone_snapshot(&actor, &provider, &domain, &id)
        .await?;
    Ok(Json(Status::of("restored")))
}
