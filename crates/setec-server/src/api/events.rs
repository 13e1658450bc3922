//! What happens, as server-sent events (the HTML standard's `EventSource`).

use std::convert::Infallible;
use std::sync::Arc;
use std::time::Duration;

use axum::extract::State;
use axum::http::{HeaderMap, HeaderName, HeaderValue};
use axum::response::sse::{Event as Message, KeepAlive, Sse};
use axum::response::{IntoResponse, Response};
use chrono::{DateTime, Utc};
use futures::{Stream, stream};
use serde::Serialize;
use setec_app::{App, Event, EventStream};
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use uuid::Uuid;

use crate::api::docs::Errors;
use crate::api::error::ApiError;
use crate::api::extract::Caller;

/// How often something is sent where nothing happens: proxies close what is silent.
const KEEP_ALIVE: Duration = Duration::from_secs(15);

/// How long a browser waits before it connects again.
const RETRY: Duration = Duration::from_secs(3);

/// nginx would hold events back until its buffer is full.
const UNBUFFERED: (HeaderName, HeaderValue) = (
    HeaderName::from_static("x-accel-buffering"),
    HeaderValue::from_static("no"),
);

pub(crate) fn routes() -> OpenApiRouter<Arc<App>> {
    OpenApiRouter::new().routes(routes!(events))
}

/// The `data` of an event; what does not apply is left out
#[derive(Serialize, ToSchema)]
pub(crate) struct EventBody {
    /// `journal`, `order`, `domain_sync`, `zone`, `account` or `lagged`.
    #[schema(example = "zone")]
    kind: &'static str,
    /// When it happened.
    at: DateTime<Utc>,
    /// The account.
    #[serde(skip_serializing_if = "Option::is_none")]
    account: Option<String>,
    /// The thing: a zone, a domain, what was ordered, or the subject of the journal entry.
    #[serde(skip_serializing_if = "Option::is_none")]
    subject: Option<String>,
    /// The journal's word for what is done, or the kind of order.
    #[serde(skip_serializing_if = "Option::is_none")]
    action: Option<String>,
    /// `journal`: begun, done, failed or unknown; `order`: its state; `domain_sync`: running, done
    /// or failed; `zone`: changed, removed or drift; `account`: configured, removed, ok or failing.
    #[serde(skip_serializing_if = "Option::is_none")]
    state: Option<&'static str>,
    /// Who did it.
    #[serde(skip_serializing_if = "Option::is_none")]
    actor: Option<String>,
    /// The id of the journal entry or of the order.
    #[serde(skip_serializing_if = "Option::is_none")]
    id: Option<Uuid>,
    /// How many domains are done.
    #[serde(skip_serializing_if = "Option::is_none")]
    done: Option<u32>,
    /// How many domains there are.
    #[serde(skip_serializing_if = "Option::is_none")]
    total: Option<u32>,
}

impl From<&Event> for EventBody {
    fn from(event: &Event) -> Self {
        Self {
            kind: event.kind.as_str(),
            at: event.at,
            account: event.account.clone(),
            subject: event.subject.clone(),
            action: event.action.clone(),
            state: event.state,
            actor: event.actor.clone(),
            id: event.reference,
            done: event.progress.map(|(done, _)| done),
            total: event.progress.map(|(_, total)| total),
        }
    }
}

/// Stream what happens
///
/// Server-sent events: `event` is the kind, `id` rises, `data` is JSON. Changes of this node are
/// told as they happen; nothing is kept. `lagged` says that events were missed, so that everything
/// shown is to be asked for again: after a pause (`Last-Event-ID` is not the newest event), or
/// where the client reads too slowly. A comment comes every 15 seconds. The stream ends with the
/// session; 16 streams of one session may be open.
#[utoipa::path(get, path = "/api/events", tag = "system",
    params(("Last-Event-ID" = Option<String>, Header, description = "The last event that was seen; browsers send it by themselves")),
    responses((status = 200, content_type = "text/event-stream", body = EventBody), Errors))]
async fn events(
    State(app): State<Arc<App>>,
    Caller(actor): Caller,
    headers: HeaderMap,
) -> Result<Response, ApiError> {
    let last = headers.get("last-event-id");
    // Whatever is no number of ours is no event that was seen here: some were missed.
    let after = last.map(|id| id.to_str().ok().and_then(|id| id.parse().ok()).unwrap_or(0));
    let events = app.events(&actor, after)?;
    let keep_alive = KeepAlive::new().interval(KEEP_ALIVE);
    let answer = Sse::new(messages(events)).keep_alive(keep_alive);
    Ok(([UNBUFFERED], answer).into_response())
}

/// The pause before a reconnection first, which also tells proxies that the answer has begun.
fn messages(events: EventStream) -> impl Stream<Item = Result<Message, Infallible>> {
    let first = Message::default().retry(RETRY);
    let rest = stream::unfold(events, async |mut events| {
        let event = events.next().await?;
        Some((message(&event), events))
    });
    futures::StreamExt::map(
        futures::StreamExt::chain(stream::once(async { first }), rest),
        Ok,
    )
}

fn message(event: &Event) -> Message {
    let data = serde_json::to_string(&EventBody::from(event));
    Message::default()
        .event(event.kind.as_str())
        .id(event.id.to_string())
        .data(data.expect("words, numbers and times are JSON"))
}
