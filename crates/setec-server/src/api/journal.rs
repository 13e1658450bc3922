//! `/api/journal`: who changed what, and how it ended.

use std::sync::Arc;

use axum::Json;
use axum::body::Body;
use axum::extract::State;
use axum::http::header;
use axum::response::{IntoResponse, Response};
use chrono::{DateTime, SecondsFormat, Utc};
use futures::{StreamExt, stream};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use setec_app::{Actor, App, JournalEntry, JournalFilter, JournalProgress, Outcome};
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use uuid::Uuid;

use crate::api::csv;
use crate::api::docs::Errors;
use crate::api::error::ApiError;
use crate::api::extract::{Caller, Query};

/// Entries of one answer at most.
const PAGE: u64 = 500;

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
    /// Only of subjects that hold this text
    text: Option<String>,
    /// Only of this action, such as `dns.update`, or of a family of actions, such as `dns`
    action: Option<String>,
    /// Only what this user asked for
    actor: Option<String>,
    /// Only what ended so, or is under way
    #[param(inline)]
    outcome: Option<OutcomeWord>,
    /// Only what was begun then or later (RFC 3339)
    since: Option<DateTime<Utc>>,
    /// Only what was begun before (RFC 3339)
    until: Option<DateTime<Utc>>,
    /// Only entries older than the one with this id: the next page
    before: Option<Uuid>,
    /// How many at most, 1 to 500; 100 where absent, as CSV all
    limit: Option<u64>,
    /// `csv` for spreadsheets
    #[param(inline)]
    format: Option<Format>,
}

/// How an entry has ended, or that it has not.
#[derive(Clone, Copy, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
enum OutcomeWord {
    Open,
    Done,
    Failed,
    Unknown,
}

/// How the list is written.
#[derive(Clone, Copy, PartialEq, Eq, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
enum Format {
    Json,
    Csv,
}

impl From<OutcomeWord> for JournalProgress {
    fn from(word: OutcomeWord) -> Self {
        match word {
            OutcomeWord::Open => Self::Open,
            OutcomeWord::Done => Self::Ended(Outcome::Done),
            OutcomeWord::Failed => Self::Ended(Outcome::Failed),
            OutcomeWord::Unknown => Self::Ended(Outcome::Unknown),
        }
    }
}

/// One change.
#[derive(Serialize, ToSchema)]
pub(crate) struct JournalBody {
    id: Uuid,
    at: DateTime<Utc>,
    /// When its outcome was known.
    finished_at: Option<DateTime<Utc>>,
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
            finished_at: entry.finished_at,
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
    responses((status = 200, content((Vec<JournalBody> = "application/json"), (String = "text/csv"))), Errors))]
async fn list_journal(
    State(app): State<Arc<App>>,
    Caller(actor): Caller,
    Query(query): Query<JournalQuery>,
) -> Result<Response, ApiError> {
    if query
        .limit
        .is_some_and(|limit| !(1..=PAGE).contains(&limit))
    {
        return Err(ApiError::invalid("limit", format!("1 to {PAGE}")));
    }
    let is_csv = query.format == Some(Format::Csv);
    let wants_all = is_csv && query.limit.is_none();
    let limit = query.limit.unwrap_or(if wants_all { PAGE } else { 100 });
    let filter = JournalFilter {
        account: query.account,
        subject: query.subject,
        text: query.text,
        action: query.action,
        actor: query.actor,
        progress: query.outcome.map(JournalProgress::from),
        since: query.since,
        until: query.until,
        before: query.before,
        limit,
    };
    let entries = app.journal(&actor, &filter).await?;
    if is_csv {
        let next = wants_all.then(|| next_page(filter, &entries)).flatten();
        return Ok(table(app, actor, &entries, next));
    }
    let bodies: Vec<JournalBody> = entries.into_iter().map(JournalBody::from).collect();
    Ok(Json(bodies).into_response())
}

/// What to ask for next, where there may be more.
fn next_page(filter: JournalFilter, entries: &[JournalEntry]) -> Option<JournalFilter> {
    let last = entries.last().filter(|_| entries.len() as u64 == PAGE)?;
    Some(JournalFilter {
        before: Some(last.id),
        ..filter
    })
}

/// The journal as a file, page by page: it may be long.
fn table(
    app: Arc<App>,
    actor: Actor,
    first: &[JournalEntry],
    next: Option<JournalFilter>,
) -> Response {
    let first = [csv::line(COLUMNS), lines(first)].concat();
    let rest = stream::try_unfold(next, move |next| {
        let (app, actor) = (Arc::clone(&app), actor.clone());
        async move {
            let Some(filter) = next else {
                return Ok(None);
            };
            // The status has been sent: whoever reads sees a file that breaks off.
            let entries = app.journal(&actor, &filter).await?;
            let next = next_page(filter, &entries);
            Ok::<_, setec_app::Error>(Some((lines(&entries), next)))
        }
    });
    let body = Body::from_stream(stream::once(async { Ok(first) }).chain(rest));
    let headers = [
        (header::CONTENT_TYPE, "text/csv; charset=utf-8"),
        (
            header::CONTENT_DISPOSITION,
            "attachment; filename=\"journal.csv\"",
        ),
    ];
    (headers, body).into_response()
}

const COLUMNS: [&str; 13] = [
    "id",
    "at",
    "finished_at",
    "actor",
    "door",
    "account",
    "action",
    "subject",
    "outcome",
    "detail",
    "request_id",
    "before",
    "after",
];

fn lines(entries: &[JournalEntry]) -> String {
    entries.iter().map(csv_line).collect()
}

fn csv_line(entry: &JournalEntry) -> String {
    let time = |at: DateTime<Utc>| at.to_rfc3339_opts(SecondsFormat::Micros, true);
    let text = |text: &Option<String>| text.clone().unwrap_or_default();
    let json = |value: &Option<Value>| value.as_ref().map(Value::to_string).unwrap_or_default();
    let cells: [String; COLUMNS.len()] = [
        entry.id.to_string(),
        time(entry.begun_at),
        entry.finished_at.map(time).unwrap_or_default(),
        entry.actor.clone(),
        entry.door.clone(),
        text(&entry.account),
        entry.action.clone(),
        text(&entry.subject),
        entry.outcome.map_or("", outcome_word).to_owned(),
        text(&entry.detail),
        text(&entry.request_id),
        json(&entry.before),
        json(&entry.after),
    ];
    csv::line(cells.iter().map(String::as_str))
}
