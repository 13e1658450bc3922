//! `.../dns/{domain}`: records.

use std::sync::Arc;

use axum::Json;
use axum::extract::{Path, State};
use serde::{Deserialize, Serialize};
use setec_app::{App, DeleteRecords, Extent, Freshness, RecordInput, RecordList};
use setec_core::dns::FlatRecord;
use setec_core::plan::Guard;
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::api::docs::Errors;
use crate::api::error::ApiError;
use crate::api::extract::{Body, Caller, Query};
use crate::api::providers::Status;

pub(crate) fn routes() -> OpenApiRouter<Arc<App>> {
    OpenApiRouter::new()
        .routes(routes!(
            list_records,
            create_record,
            update_records,
            delete_records
        ))
        .routes(routes!(reset_zone))
}

/// A record as it is.
#[derive(Serialize, ToSchema)]
pub(crate) struct RecordBody<'a> {
    /// `name/type/priority`, with `#2` and so on where that is not unique.
    #[schema(example = "@/MX/10")]
    id: &'a str,
    #[serde(rename = "type")]
    #[schema(example = "MX")]
    rtype: String,
    /// Relative to the zone, `@` for its apex.
    name: &'a str,
    /// The data without trailing dots; a TXT without quotes.
    content: &'a str,
    ttl: u32,
    /// Preference of MX, priority of SRV, otherwise 0.
    priority: u16,
    /// Kept by the provider but not served.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    disabled: bool,
}

impl<'a> From<&'a FlatRecord> for RecordBody<'a> {
    fn from(record: &'a FlatRecord) -> Self {
        Self {
            id: &record.id,
            rtype: record.rtype.to_string(),
            name: &record.name,
            content: &record.content,
            ttl: record.ttl.secs(),
            priority: record.priority,
            disabled: record.disabled,
        }
    }
}

/// Records written straight from the cached list.
pub(crate) struct Records(pub(crate) Arc<RecordList>);

impl Serialize for Records {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.0.records.iter().map(RecordBody::from))
    }
}

/// How old the answer may be.
#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct RefreshQuery {
    /// Ask the provider now, instead of answering from up to a minute ago
    #[serde(default)]
    refresh: bool,
}

impl RefreshQuery {
    pub(crate) fn freshness(&self) -> Freshness {
        if self.refresh {
            Freshness::Now
        } else {
            Freshness::Cached
        }
    }
}

/// List all records of a zone
#[utoipa::path(get, path = "/{provider}/dns/{domain}", tag = "dns", params(RefreshQuery), responses((status = 200, body = [RecordBody]), Errors))]
async fn list_records(
    State(app): State<Arc<App>>,
    Caller(actor): Caller,
    Path((provider, domain)): Path<(String, String)>,
    Query(query): Query<RefreshQuery>,
) -> Result<Json<Records>, ApiError> {
    let records = app
        .records(&actor, &provider, &domain, query.freshness())
        .await?;
    Ok(Json(Records(records)))
}

/// A record to be written.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct RecordRequest {
    /// Accepted so that a listed record can be sent back; it means nothing.
    #[serde(default, rename = "id")]
    _id: Option<String>,
    #[serde(rename = "type")]
    #[schema(example = "A")]
    rtype: String,
    /// Relative to the zone, `@` for its apex, or absolute with a trailing dot.
    #[schema(example = "api")]
    name: String,
    #[schema(example = "93.184.216.35")]
    content: String,
    /// Seconds; the set's own or the provider's default where absent.
    ttl: Option<u64>,
    /// Needed for MX and SRV.
    priority: Option<u64>,
    /// Kept by the provider without being served. Only plans take `true`; a set of which any record
    /// says `true` or `false` becomes exactly what is given, otherwise its disabled values stay.
    disabled: Option<bool>,
}

impl RecordRequest {
    pub(crate) fn into_input(self) -> RecordInput {
        RecordInput {
            rtype: self.rtype,
            name: self.name,
            content: self.content,
            ttl: self.ttl,
            priority: self.priority,
            disabled: self.disabled,
        }
    }

    fn into_served(self, prefix: &str) -> Result<RecordInput, ApiError> {
        if self.disabled == Some(true) {
            return Err(ApiError::invalid(
                &format!("{prefix}disabled"),
                "a disabled record can only be written by a plan",
            ));
        }
        Ok(self.into_input())
    }
}

/// The records of a batch, faults named by their place in it.
fn served(records: Vec<RecordRequest>) -> Result<Vec<RecordInput>, ApiError> {
    let numbered = records.into_iter().enumerate();
    numbered
        .map(|(at, record)| record.into_served(&format!("records[{at}].")))
        .collect()
}

/// Add a record without overwriting existing ones
#[utoipa::path(post, path = "/{provider}/dns/{domain}", tag = "dns", request_body = RecordRequest,
    responses((status = 200, body = Status), Errors))]
async fn create_record(
    State(app): State<Arc<App>>,
    Caller(actor): Caller,
    Path((provider, domain)): Path<(String, String)>,
    Body(request): Body<RecordRequest>,
) -> Result<Json<Status>, ApiError> {
    app.create_record(&actor, &provider, &domain, request.into_served("")?)
        .await?;
    Ok(Json(Status::of("created")))
}

/// A batch of records.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct UpdateRequest {
    records: Vec<RecordRequest>,
    /// Whether they replace the whole zone (but its SOA and apex NS) or are merged into it.
    #[serde(default)]
    overwrite: bool,
    /// Guards that an overwrite trips and that are overridden on purpose.
    #[serde(default, rename = "override")]
    overrides: Vec<Guard>,
}

/// Update records as one batch
#[utoipa::path(put, path = "/{provider}/dns/{domain}", tag = "dns", request_body = UpdateRequest,
    responses((status = 200, body = Status), Errors))]
async fn update_records(
    State(app): State<Arc<App>>,
    Caller(actor): Caller,
    Path((provider, domain)): Path<(String, String)>,
    Body(request): Body<UpdateRequest>,
) -> Result<Json<Status>, ApiError> {
    let records = served(request.records)?;
    let extent = match (request.overwrite, request.overrides) {
        (true, overrides) => Extent::Overwrite(overrides),
        (false, overrides) if overrides.is_empty() => Extent::Merge,
        (false, _) => {
            let rule = "it belongs to an overwrite; a merge trips no guard";
            return Err(ApiError::invalid("override", rule));
        }
    };
    app.update_records(&actor, &provider, &domain, records, extent)
        .await?;
    Ok(Json(Status::of("updated")))
}

/// Which records shall go.
#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
struct DeleteQuery {
    /// Owner; needed where `type` is absent
    name: Option<String>,
    /// Type; needed where `name` is absent
    #[serde(rename = "type")]
    #[param(rename = "type")]
    rtype: Option<String>,
    /// One value of the set; its siblings stay
    content: Option<String>,
    /// Priority of that value, for MX and SRV
    priority: Option<u64>,
    /// Guards that are overridden on purpose, separated by commas
    #[serde(rename = "override")]
    #[param(rename = "override", example = "mass-delete")]
    overrides: Option<String>,
}

/// Guards of a query, separated by commas.
fn guards(text: Option<&str>) -> Result<Vec<Guard>, ApiError> {
    let words = text.into_iter().flat_map(|text| text.split(','));
    words
        .map(|word| {
            let guard = serde_json::from_value(word.trim().into());
            guard.map_err(|_| ApiError::invalid("override", format!("'{word}' is no guard")))
        })
        .collect()
}

/// Delete the records of a name and type, or one value of them
#[utoipa::path(delete, path = "/{provider}/dns/{domain}", tag = "dns", params(DeleteQuery),
    responses((status = 200, body = Status), Errors))]
async fn delete_records(
    State(app): State<Arc<App>>,
    Caller(actor): Caller,
    Path((provider, domain)): Path<(String, String)>,
    Query(query): Query<DeleteQuery>,
) -> Result<Json<Status>, ApiError> {
    let what = DeleteRecords {
        name: query.name,
        rtype: query.rtype,
        content: query.content,
        priority: query.priority,
    };
    let overrides = guards(query.overrides.as_deref())?;
    app.delete_records(&actor, &provider, &domain, what, &overrides)
        .await?;
    Ok(Json(Status::of("deleted")))
}

/// Reset a zone to the provider's default records; all custom records are lost
#[utoipa::path(post, path = "/{provider}/dns/{domain}/reset", tag = "dns", responses((status = 200, body = Status), Errors))]
async fn reset_zone(
    State(app): State<Arc<App>>,
    Caller(actor): Caller,
    Path((provider, domain)): Path<(String, String)>,
) -> Result<Json<Status>, ApiError> {
    app.reset_zone(&actor, &provider, &domain).await?;
    Ok(Json(Status::of("reset")))
}
