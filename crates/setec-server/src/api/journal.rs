//! `/api/journal`: who changed what, and how it ended.

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use setec_app::{App, JournalEntry, JournalFilter, Outcome};
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use uuid::Uuid;

use crate::api::docs::Errors;
use crate::api::error::ApiError;
use crate::api::extract::{Caller, Query};

pub(crate) fn routes() -> OpenApiRouter<Arc<App>> {
    OpenApiRouter::new().routes(routes!(list_journal))
}

/// Which entries.
#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
struct JournalQuery {
    /// Only of this account
    account: Option<String>,
    /// Only of this zone, domain, server and so on
    subject: Option<String>,
    /// Only of this action, such as `dns.update`
    action: Option<String>,
    /// Only entries older than the one with this id: the next page
    before: Option<Uuid>,
    /// How many at most, 1 to 500
    limit: Option<u64>,
}

/// One change.
#[derive(Serialize, ToSchema)]
struct JournalBody {
    id: Uuid,
    at: DateTime<Utc>,
    actor: String,
    door: String,
    account: Option<String>,
    #[schema(example = "dns.update")]
    action: String,
    subject: Option<String>,
    /// `done`, `failed` or `unknown`; absent while it is under way.
    outcome: Option<&'static str>,
    detail: Option<String>,
    request_id: Option<String>,
    before: Option<Value>,
    after: Option<Value>,
    /// What the provider said to each call that carried the change, where its driver tells; the
    /// first 20.
    #[schema(value_type = Vec<AnswerBody>)]
    answers: Value,
}

/// What a provider said to one call.
#[derive(ToSchema)]
#[expect(dead_code, reason = "the schema of what is stored in this form")]
struct AnswerBody {
    /// The call, without host and secrets.
    #[schema(example = "PATCH /zones/example.com.")]
    call: String,
    /// Its status and the beginning of its body.
    #[schema(example = "204")]
    text: String,
}

impl From<JournalEntry> for JournalBody {
    fn from(entry: JournalEntry) -> Self {
        Self {
            id: entry.id,
            at: entry.begun_at,
            actor: entry.actor,
            door: entry.door,
            account: entry.account,
            action: entry.action,
            subject: entry.subject,
            outcome: entry.outcome.map(outcome_word),
            detail: entry.detail,
            request_id: entry.request_id,
            before: entry.before,
            after: entry.after,
            answers: entry.answers.unwrap_or_else(|| Value::Array(Vec::new())),
        }
    }
}

fn outcome_word(outcome: Outcome) -> &'static str {
    match outcome {
        Outcome::Done => "done",
        Outcome::Failed => "failed",
        Outcome::Unknown => "unknown",
    }
}

/// List changes, newest first
#[utoipa::path(get, path = "/api/journal", tag = "system", params(JournalQuery),
    responses((status = 200, body = [JournalBody]), Errors))]
async fn list_journal(
    State(app): State<Arc<App>>,
    Caller(actor): Caller,
    Query(query): Query<JournalQuery>,
) -> Result<Json<Vec<JournalBody>>, ApiError> {
    let limit = query.limit.unwrap_or(100);
    if !(1..=500).contains(&limit) {
        return Err(ApiError::invalid("limit", "1 to 500"));
    }
    let filter = JournalFilter {
        account: query.account,
        subject: query.subject,
        action: query.action,
        before: query.before,
        limit,
    };
    let entries = app.journal(&actor, &filter).await?;
    Ok(Json(entries.into_iter().map(JournalBody::from).collect()))
}
