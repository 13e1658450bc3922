//! `.../dns/{domain}/plan`, `apply`, `history` and `lint`: the DNS engine.

use std::sync::Arc;

use axum::Json;
use axum::extract::{FromRequest, Path, Request, State};
use axum::http::header::CONTENT_TYPE;
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use setec_app::{
    App, Applied, ChangeDocument, FindingView, FixView, IgnoreInput, Origin, PlanView,
    ProtectionView, RecordInput, SetDocument, SetInput, VersionView, Wanted,
};
use setec_core::plan::{Guard, Policy};
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use uuid::Uuid;

use crate::api::dns::{RecordBody, RecordRequest, Records};
use crate::api::docs::Errors;
use crate::api::error::ApiError;
use crate::api::extract::{Body, Caller, Query};
use crate::api::providers::Status;

pub(crate) fn routes() -> OpenApiRouter<Arc<App>> {
    OpenApiRouter::new()
        .routes(routes!(plan_zone))
        .routes(routes!(apply_plan))
        .routes(routes!(list_zone_history))
        .routes(routes!(get_zone_version))
        .routes(routes!(diff_zone_versions))
        .routes(routes!(plan_zone_restore))
        .routes(routes!(lint_zone))
        .routes(routes!(get_protection, set_protection))
}

/// A record set in presentation format.
#[derive(Serialize, ToSchema)]
pub(crate) struct SetBody {
    /// Absolute, without a trailing dot.
    name: String,
    #[serde(rename = "type")]
    rtype: String,
    ttl: u32,
    values: Vec<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    disabled: Vec<String>,
}

impl From<SetDocument> for SetBody {
    fn from(set: SetDocument) -> Self {
        Self {
            name: set.name,
            rtype: set.rtype,
            ttl: set.ttl,
            values: set.values,
            disabled: set.disabled,
        }
    }
}

/// A change to one record set.
#[derive(Serialize, ToSchema)]
struct ChangeBody {
    /// `create`, `replace` or `delete`.
    action: &'static str,
    before: Option<SetBody>,
    after: Option<SetBody>,
}

impl From<ChangeDocument> for ChangeBody {
    fn from(change: ChangeDocument) -> Self {
        let action = match (&change.before, &change.after) {
            (None, _) => "create",
            (_, None) => "delete",
            _ => "replace",
        };
        Self {
            action,
            before: change.before.map(SetBody::from),
            after: change.after.map(SetBody::from),
        }
    }
}

/// A guard that the plan trips.
#[derive(Serialize, ToSchema)]
struct GuardBody {
    /// The word that overrides it.
    guard: Guard,
    message: String,
    /// The sets concerned, as `name TYPE`.
    sets: Vec<String>,
}

/// A plan: what would be changed, and by which digest it is applied.
#[derive(Serialize, ToSchema)]
pub(crate) struct PlanBody {
    digest: String,
    account: String,
    zone: String,
    /// Whether the zone is not there yet; applying makes it with all of this at once.
    creates_zone: bool,
    changes: Vec<ChangeBody>,
    guards: Vec<GuardBody>,
    warnings: Vec<String>,
    /// Calls that applying costs the provider.
    calls: u32,
    created_at: DateTime<Utc>,
    expires_at: DateTime<Utc>,
}

impl From<PlanView> for PlanBody {
    fn from(plan: PlanView) -> Self {
        let guards = plan.guards.into_iter().map(|trip| GuardBody {
            guard: trip.guard,
            message: trip.message,
            sets: trip
                .sets
                .iter()
                .map(|key| format!("{} {}", key.name, key.rtype))
                .collect(),
        });
        Self {
            digest: plan.digest,
            account: plan.account,
            zone: plan.zone,
            creates_zone: plan.creates_zone,
            changes: plan.changes.into_iter().map(ChangeBody::from).collect(),
            guards: guards.collect(),
            warnings: plan.warnings,
            calls: plan.calls,
            created_at: plan.created_at,
            expires_at: plan.expires_at,
        }
    }
}

/// Records that a plan leaves alone; what is absent matches all.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct IgnoreRequest {
    /// Glob over the name relative to the zone
    #[schema(example = "_acme-challenge*")]
    name: Option<String>,
    #[serde(default)]
    types: Vec<String>,
    /// Glob over the content
    target: Option<String>,
}

/// What a zone shall hold: records, a zone file, or octoDNS's YAML.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct PlanRequest {
    records: Option<Vec<RecordRequest>>,
    /// A zone file (RFC 1035), in the place of `records`
    zone_file: Option<String>,
    /// A zone as octoDNS keeps it in YAML, in the place of `records`
    yaml: Option<String>,
    /// Sets that go, beside `records`; only with the policy `upsert`
    #[serde(default)]
    delete: Vec<SetKeyBody>,
    policy: Option<Policy>,
    #[serde(default)]
    ignore: Vec<IgnoreRequest>,
}

/// What the plan of an uploaded zone file may do.
#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
struct PolicyQuery {
    /// For a body of `text/dns`, in the place of the JSON field
    policy: Option<Policy>,
}

/// A plan's request as JSON, or a zone file by itself as `text/dns`.
struct PlanUpload(PlanRequest);

impl FromRequest<Arc<App>> for PlanUpload {
    type Rejection = ApiError;

    async fn from_request(request: Request, app: &Arc<App>) -> Result<Self, ApiError> {
        let given = request
            .headers()
            .get(CONTENT_TYPE)
            .and_then(|value| value.to_str().ok());
        if !given.is_some_and(|text| text.to_ascii_lowercase().starts_with("text/dns")) {
            return Body::from_request(request, app)
                .await
                .map(|Body(request)| Self(request));
        }
        let text = String::from_request(request, app).await;
        let text = text
            .map_err(|_| ApiError::invalid("body", "it is incomplete, too large or not UTF-8"))?;
        Ok(Self(PlanRequest {
            records: None,
            zone_file: Some(text),
            yaml: None,
            delete: Vec::new(),
            policy: None,
            ignore: Vec::new(),
        }))
    }
}

/// Plan what a zone needs to become what is wanted; nothing is changed
///
/// The body is JSON, or a zone file (RFC 1035) by itself with the content type `text/dns`.
#[utoipa::path(post, path = "/{provider}/dns/{domain}/plan", tag = "dns", request_body = PlanRequest, params(PolicyQuery),
    responses((status = 200, body = PlanBody), Errors))]
async fn plan_zone(
    State(app): State<Arc<App>>,
    Caller(actor): Caller,
    Path((provider, domain)): Path<(String, String)>,
    Query(query): Query<PolicyQuery>,
    PlanUpload(request): PlanUpload,
) -> Result<Json<PlanBody>, ApiError> {
    let policy = request.policy.or(query.policy).unwrap_or_default();
    let (zone_file, yaml) = (request.zone_file, request.yaml);
    let wanted = if request.delete.is_empty() {
        wanted(request.records, zone_file, yaml)?
    } else if zone_file.is_none() && yaml.is_none() {
        Wanted::Edits {
            records: inputs(request.records.unwrap_or_default()),
            delete: request.delete.into_iter().map(SetInput::from).collect(),
        }
    } else {
        let rule = "it stands beside records, not beside a zone file or YAML";
        return Err(ApiError::invalid("delete", rule));
    };
    let ignore = ignore_inputs(request.ignore);
    let plan = app
        .plan_zone(&actor, &provider, &domain, wanted, policy, &ignore)
        .await?;
    Ok(Json(plan.into()))
}

pub(crate) fn wanted(
    records: Option<Vec<RecordRequest>>,
    zone_file: Option<String>,
    yaml: Option<String>,
) -> Result<Wanted, ApiError> {
    match (records, zone_file, yaml) {
        (Some(records), None, None) => Ok(Wanted::Records(inputs(records))),
        (None, Some(text), None) => Ok(Wanted::ZoneFile(text)),
        (None, None, Some(text)) => Ok(Wanted::Yaml(text)),
        _ => Err(ApiError::invalid(
            "records",
            "one of records, zone_file and yaml is required",
        )),
    }
}

fn inputs(records: Vec<RecordRequest>) -> Vec<RecordInput> {
    records.into_iter().map(RecordRequest::into_input).collect()
}

pub(crate) fn ignore_inputs(rules: Vec<IgnoreRequest>) -> Vec<IgnoreInput> {
    let input = |rule: IgnoreRequest| IgnoreInput {
        name: rule.name,
        types: rule.types,
        target: rule.target,
    };
    rules.into_iter().map(input).collect()
}

/// A reviewed plan.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct ApplyRequest {
    /// The plan's digest.
    pub(crate) digest: String,
    /// Guards that are overridden on purpose; recorded in the journal.
    #[serde(default, rename = "override")]
    pub(crate) overrides: Vec<Guard>,
}

/// What was changed.
#[derive(Serialize, ToSchema)]
pub(crate) struct AppliedBody {
    status: &'static str,
    changes: Vec<ChangeBody>,
    /// Whether the provider shows the changes already.
    visible: bool,
}

impl From<Applied> for AppliedBody {
    fn from(applied: Applied) -> Self {
        Self {
            status: "applied",
            changes: applied.changes.into_iter().map(ChangeBody::from).collect(),
            visible: applied.visible,
        }
    }
}

/// Apply a plan exactly as it was reviewed; 409 if the zone has changed since
#[utoipa::path(post, path = "/{provider}/dns/{domain}/apply", tag = "dns", request_body = ApplyRequest,
    responses((status = 200, body = AppliedBody), Errors))]
async fn apply_plan(
    State(app): State<Arc<App>>,
    Caller(actor): Caller,
    Path((provider, domain)): Path<(String, String)>,
    Body(request): Body<ApplyRequest>,
) -> Result<Json<AppliedBody>, ApiError> {
    let applied = app
        .apply_plan(
            &actor,
            &provider,
            &domain,
            &request.digest,
            &request.overrides,
        )
        .await?;
    Ok(Json(applied.into()))
}

/// A state of a zone.
#[derive(Serialize, ToSchema)]
struct VersionBody {
    id: Uuid,
    at: DateTime<Utc>,
    /// `first` (as first seen), `change` (ours) or `outside` (drift).
    origin: &'static str,
    actor: Option<String>,
    /// The journal's entry of the change.
    journal_id: Option<Uuid>,
}

impl From<VersionView> for VersionBody {
    fn from(version: VersionView) -> Self {
        Self {
            id: version.id,
            at: version.at,
            origin: origin_word(version.origin),
            actor: version.actor,
            journal_id: version.entry_id,
        }
    }
}

/// The word for how a zone came to be in a state.
pub(crate) fn origin_word(origin: Origin) -> &'static str {
    match origin {
        Origin::First => "first",
        Origin::Change => "change",
        Origin::Outside => "outside",
    }
}

/// List the states of a zone that were seen, newest first; what changed outside is marked
#[utoipa::path(get, path = "/{provider}/dns/{domain}/history", tag = "dns", responses((status = 200, body = [VersionBody]), Errors))]
async fn list_zone_history(
    State(app): State<Arc<App>>,
    Caller(actor): Caller,
    Path((provider, domain)): Path<(String, String)>,
) -> Result<Json<Vec<VersionBody>>, ApiError> {
    let versions = app.zone_history(&actor, &provider, &domain).await?;
    Ok(Json(versions.into_iter().map(VersionBody::from).collect()))
}

/// A state of a zone with its records.
#[derive(Serialize, ToSchema)]
struct VersionDetailBody {
    #[serde(flatten)]
    version: VersionBody,
    #[schema(value_type = Vec<RecordBody>)]
    records: Records,
}

/// Show a state of a zone with its records
#[utoipa::path(get, path = "/{provider}/dns/{domain}/history/{id}", tag = "dns", responses((status = 200, body = VersionDetailBody), Errors))]
async fn get_zone_version(
    State(app): State<Arc<App>>,
    Caller(actor): Caller,
    Path((provider, domain, id)): Path<(String, String, String)>,
) -> Result<Json<VersionDetailBody>, ApiError> {
    let (version, records) = app.zone_version(&actor, &provider, &domain, &id).await?;
    Ok(Json(VersionDetailBody {
        version: version.into(),
        records: Records(Arc::new(records)),
    }))
}

/// Two states.
#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
struct DiffQuery {
    /// The state to compare with
    to: String,
}

/// Show what lies between two states of a zone
#[utoipa::path(get, path = "/{provider}/dns/{domain}/history/{id}/diff", tag = "dns", params(DiffQuery),
    responses((status = 200, body = [ChangeBody]), Errors))]
async fn diff_zone_versions(
    State(app): State<Arc<App>>,
    Caller(actor): Caller,
    Path((provider, domain, id)): Path<(String, String, String)>,
    Query(query): Query<DiffQuery>,
) -> Result<Json<Vec<ChangeBody>>, ApiError> {
    let changes = app
        .diff_versions(&actor, &provider, &domain, &id, &query.to)
        .await?;
    Ok(Json(changes.into_iter().map(ChangeBody::from).collect()))
}

/// Plan the way back to a state; applying that plan is the undo
#[utoipa::path(post, path = "/{provider}/dns/{domain}/history/{id}/restore", tag = "dns", responses((status = 200, body = PlanBody), Errors))]
async fn plan_zone_restore(
    State(app): State<Arc<App>>,
    Caller(actor): Caller,
    Path((provider, domain, id)): Path<(String, String, String)>,
) -> Result<Json<PlanBody>, ApiError> {
    Ok(Json(
        app.plan_restore(&actor, &provider, &domain, &id)
            .await?
            .into(),
    ))
}

/// A record set by name and type.
#[derive(Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct SetKeyBody {
    /// Relative to the zone, `@` for its apex.
    name: String,
    #[serde(rename = "type")]
    rtype: String,
}

impl From<SetKeyBody> for SetInput {
    fn from(set: SetKeyBody) -> Self {
        Self {
            name: set.name,
            rtype: set.rtype,
        }
    }
}

/// What nobody changes by accident.
#[derive(Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct ProtectionBody {
    /// The whole zone.
    #[serde(default)]
    zone: bool,
    /// Single record sets.
    #[serde(default)]
    sets: Vec<SetKeyBody>,
}

/// Show what is protected in a zone
#[utoipa::path(get, path = "/{provider}/dns/{domain}/protection", tag = "dns", responses((status = 200, body = ProtectionBody), Errors))]
async fn get_protection(
    State(app): State<Arc<App>>,
    Caller(actor): Caller,
    Path((provider, domain)): Path<(String, String)>,
) -> Result<Json<ProtectionBody>, ApiError> {
    let view = app.protection(&actor, &provider, &domain).await?;
    let sets = view
        .sets
        .into_iter()
        .map(|(name, rtype)| SetKeyBody { name, rtype });
    Ok(Json(ProtectionBody {
        zone: view.zone,
        sets: sets.collect(),
    }))
}

/// Protect a zone or sets of it: every change to them is refused until the protection is lifted
#[utoipa::path(put, path = "/{provider}/dns/{domain}/protection", tag = "dns", request_body = ProtectionBody,
    responses((status = 200, body = Status), Errors))]
async fn set_protection(
    State(app): State<Arc<App>>,
    Caller(actor): Caller,
    Path((provider, domain)): Path<(String, String)>,
    Body(request): Body<ProtectionBody>,
) -> Result<Json<Status>, ApiError> {
    let wanted = ProtectionView {
        zone: request.zone,
        sets: request
            .sets
            .into_iter()
            .map(|set| (set.name, set.rtype))
            .collect(),
    };
    app.set_protection(&actor, &provider, &domain, wanted)
        .await?;
    Ok(Json(Status::of("updated")))
}

/// Something doubtful or wrong in a zone.
#[derive(Serialize, ToSchema)]
struct FindingBody {
    /// Stable word of the rule.
    rule: &'static str,
    /// `error`, `warning` or `notice`.
    severity: &'static str,
    /// Absolute, without a trailing dot.
    name: String,
    #[serde(rename = "type")]
    rtype: Option<String>,
    message: String,
    advice: String,
    /// What mends it, where one way is likely to be meant and the provider can hold it.
    fix: Option<FixBody>,
}

/// Edits that make a finding go away: `records` and `delete` are as a plan takes them.
#[derive(Serialize, ToSchema)]
struct FixBody {
    /// What a button says.
    #[schema(example = "Add a DMARC record that only watches")]
    label: String,
    /// What would be changed, as in a plan.
    changes: Vec<ChangeBody>,
    /// All records of the sets that are made or changed.
    #[schema(value_type = Vec<RecordBody>)]
    records: Records,
    /// The sets that go.
    delete: Vec<SetKeyBody>,
}

/// What is known besides the zone.
#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
struct LintQuery {
    /// The certificate authority in use, as CAA records name it: is it locked out?
    #[param(example = "letsencrypt.org")]
    issuer: Option<String>,
}

/// Look for mistakes in a zone, the worst first
#[utoipa::path(get, path = "/{provider}/dns/{domain}/lint", tag = "dns", params(LintQuery), responses((status = 200, body = [FindingBody]), Errors))]
async fn lint_zone(
    State(app): State<Arc<App>>,
    Caller(actor): Caller,
    Path((provider, domain)): Path<(String, String)>,
    Query(query): Query<LintQuery>,
) -> Result<Json<Vec<FindingBody>>, ApiError> {
    let issuer = query.issuer.as_deref();
    let findings = app.lint_zone(&actor, &provider, &domain, issuer).await?;
    Ok(Json(findings.into_iter().map(finding_body).collect()))
}

fn finding_body(finding: FindingView) -> FindingBody {
    use setec_core::lint::Severity;
    FindingBody {
        rule: finding.rule,
        severity: match finding.severity {
            Severity::Error => "error",
            Severity::Warning => "warning",
            Severity::Notice => "notice",
        },
        name: finding.name,
        rtype: finding.rtype,
        message: finding.message,
        advice: finding.advice,
        fix: finding.fix.map(FixBody::from),
    }
}

impl From<FixView> for FixBody {
    fn from(fix: FixView) -> Self {
        let delete = fix.delete.into_iter().map(|set| SetKeyBody {
            name: set.name,
            rtype: set.rtype,
        });
        Self {
            label: fix.label,
            changes: fix.changes.into_iter().map(ChangeBody::from).collect(),
            records: Records(Arc::new(fix.records)),
            delete: delete.collect(),
        }
    }
}
