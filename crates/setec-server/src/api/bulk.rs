//! `/api/dns`: changes over many zones of many accounts.

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use setec_app::{App, BulkPlanView, ReplaceInput, ZoneWanted};
use setec_core::plan::Policy;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::api::dns::RecordRequest;
use crate::api::docs::Errors;
use crate::api::error::{ApiError, ErrorBody};
use crate::api::extract::{Body, Caller};
use crate::api::plans::{
    AppliedBody, ApplyRequest, IgnoreRequest, PlanBody, ignore_inputs, wanted,
};

pub(crate) fn routes() -> OpenApiRouter<Arc<App>> {
    OpenApiRouter::new()
        .routes(routes!(plan_many))
        .routes(routes!(plan_replace))
        .routes(routes!(apply_bulk))
}

/// One zone of many.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct ZoneRequest {
    /// The account.
    provider: String,
    zone: String,
    records: Option<Vec<RecordRequest>>,
    /// A zone file (RFC 1035), in the place of `records`
    zone_file: Option<String>,
    /// A zone as octoDNS keeps it in YAML, in the place of `records`
    yaml: Option<String>,
    #[serde(default)]
    policy: Policy,
    #[serde(default)]
    ignore: Vec<IgnoreRequest>,
}

/// What many zones shall hold.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct PlanManyRequest {
    zones: Vec<ZoneRequest>,
}

/// The plan of one zone of many.
#[derive(Serialize, ToSchema)]
struct ZonePlanBody {
    provider: String,
    zone: String,
    plan: Option<PlanBody>,
    error: Option<ErrorBody>,
}

/// Plan many zones at once; nothing is changed, and a fault in one zone does not stop the others
#[utoipa::path(post, path = "/api/dns/plan", tag = "dns", request_body = PlanManyRequest,
    responses((status = 200, body = [ZonePlanBody]), Errors))]
async fn plan_many(
    State(app): State<Arc<App>>,
    Caller(actor): Caller,
    Body(request): Body<PlanManyRequest>,
) -> Result<Json<Vec<ZonePlanBody>>, ApiError> {
    let mut inputs = Vec::with_capacity(request.zones.len());
    for zone in request.zones {
        inputs.push(ZoneWanted {
            account: zone.provider,
            zone: zone.zone,
            wanted: wanted(zone.records, zone.zone_file, zone.yaml)?,
            policy: zone.policy,
            ignore: ignore_inputs(zone.ignore),
        });
    }
    let planned = app.plan_many(&actor, inputs).await?;
    let body = planned.into_iter().map(|zone| {
        let (plan, error) = match zone.plan {
            Ok(plan) => (Some(PlanBody::from(plan)), None),
            Err(error) => (None, Some(ErrorBody::from(error))),
        };
        ZonePlanBody {
            provider: zone.account,
            zone: zone.zone,
            plan,
            error,
        }
    });
    Ok(Json(body.collect()))
}

/// What shall be replaced by what.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct ReplaceRequest {
    /// A content, such as an address or a host name
    #[schema(example = "192.0.2.1")]
    search: String,
    #[schema(example = "192.0.2.2")]
    replace: String,
    /// Only these types
    #[serde(default)]
    types: Vec<String>,
    /// Only these accounts
    #[serde(default)]
    providers: Vec<String>,
}

/// A zone that cannot be planned or changed.
#[derive(Serialize, ToSchema)]
struct ZoneFailure {
    account: String,
    /// `*` where the account's zones cannot be listed.
    zone: String,
    error: String,
}

/// A plan over many zones.
#[derive(Serialize, ToSchema)]
struct BulkPlanBody {
    /// What it is applied by; absent where there is nothing to change.
    digest: Option<String>,
    plans: Vec<PlanBody>,
    failed: Vec<ZoneFailure>,
    expires_at: Option<DateTime<Utc>>,
}

impl From<BulkPlanView> for BulkPlanBody {
    fn from(view: BulkPlanView) -> Self {
        let failed = view
            .failed
            .into_iter()
            .map(|(account, zone, error)| ZoneFailure {
                account,
                zone,
                error: error.message,
            });
        Self {
            digest: view.digest,
            plans: view.plans.into_iter().map(PlanBody::from).collect(),
            failed: failed.collect(),
            expires_at: view.expires_at,
        }
    }
}

/// Plan a search and replace over all zones; nothing is changed
#[utoipa::path(post, path = "/api/dns/replace", tag = "dns", request_body = ReplaceRequest,
    responses((status = 200, body = BulkPlanBody), Errors))]
async fn plan_replace(
    State(app): State<Arc<App>>,
    Caller(actor): Caller,
    Body(request): Body<ReplaceRequest>,
) -> Result<Json<BulkPlanBody>, ApiError> {
    let input = ReplaceInput {
        search: request.search,
        replace: request.replace,
        types: request.types,
        providers: request.providers,
    };
    Ok(Json(app.plan_replace(&actor, input).await?.into()))
}

/// What became of one zone.
#[derive(Serialize, ToSchema)]
struct ZoneOutcome {
    account: String,
    zone: String,
    applied: Option<AppliedBody>,
    error: Option<String>,
}

/// Apply a plan over many zones; each zone stands or falls by itself
#[utoipa::path(post, path = "/api/dns/apply", tag = "dns", request_body = ApplyRequest,
    responses((status = 200, body = [ZoneOutcome]), Errors))]
async fn apply_bulk(
    State(app): State<Arc<App>>,
    Caller(actor): Caller,
    Body(request): Body<ApplyRequest>,
) -> Result<Json<Vec<ZoneOutcome>>, ApiError> {
    let outcomes = app
        .apply_bulk(&actor, &request.digest, &request.overrides)
        .await?;
    let body = outcomes.into_iter().map(|zone| {
        let (applied, error) = match zone.outcome {
            Ok(applied) => (Some(applied.into()), None),
            Err(error) => (None, Some(error.message)),
        };
        ZoneOutcome {
            account: zone.account,
            zone: zone.zone,
            applied,
            error,
        }
    });
    Ok(Json(body.collect()))
}
