//! `.../dns/{domain}/live`: what the name servers of a zone answer.

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use axum::Json;
use axum::extract::{Path, State};
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use setec_app::{App, LiveAnswer, LiveInput, LiveServer, LiveSet, LiveSource, LiveState, LiveView};
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::api::docs::Errors;
use crate::api::error::ApiError;
use crate::api::extract::{Caller, Query};
use crate::api::plans::SetBody;

pub(crate) fn routes() -> OpenApiRouter<Arc<App>> {
    OpenApiRouter::new().routes(routes!(get_zone_live))
}

/// Which sets are asked for.
#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
struct LiveQuery {
    /// Owner relative to the zone; without name and type the sets that were changed last
    name: Option<String>,
    /// Type; without it all of the zone at that owner
    #[serde(rename = "type")]
    #[param(rename = "type")]
    rtype: Option<String>,
}

/// A name server of the zone.
#[derive(Serialize, ToSchema)]
struct LiveServerBody {
    #[schema(example = "ns1.example.net")]
    name: String,
    /// Where it was asked.
    #[schema(value_type = Option<String>, example = "192.0.2.53:53")]
    address: Option<SocketAddr>,
    /// Why it was not asked.
    problem: Option<String>,
}

impl From<LiveServer> for LiveServerBody {
    fn from(server: LiveServer) -> Self {
        Self {
            name: server.name,
            address: server.address,
            problem: server.problem,
        }
    }
}

/// What one server says of a set.
#[derive(Serialize, ToSchema)]
struct LiveAnswerBody {
    /// The server's name.
    server: String,
    #[schema(value_type = Option<String>)]
    address: Option<SocketAddr>,
    /// `same`, `different`, `missing` or `no_answer`.
    state: &'static str,
    /// What it serves, in presentation format.
    values: Vec<String>,
    ttl: Option<u32>,
    /// How long the answer took, in milliseconds.
    rtt_ms: Option<f64>,
    /// What else should be known, such as another TTL.
    detail: Option<String>,
}

impl From<LiveAnswer> for LiveAnswerBody {
    fn from(answer: LiveAnswer) -> Self {
        Self {
            server: answer.server,
            address: answer.address,
            state: match answer.state {
                LiveState::Same => "same",
                LiveState::Different => "different",
                LiveState::Missing => "missing",
                LiveState::NoAnswer => "no_answer",
            },
            values: answer.values,
            ttl: answer.ttl,
            rtt_ms: answer.took.map(tenths),
            detail: answer.detail,
        }
    }
}

/// Milliseconds with one digit: more of it says nothing.
fn tenths(took: Duration) -> f64 {
    (took.as_secs_f64() * 10_000.0).round() / 10.0
}

/// A set with what is wanted and what is answered.
#[derive(Serialize, ToSchema)]
struct LiveSetBody {
    /// Absolute, without a trailing dot.
    name: String,
    #[serde(rename = "type")]
    rtype: String,
    /// As the provider keeps it; `null` where there shall be none, or where it is not shown (SOA).
    wanted: Option<SetBody>,
    /// What each server says, in their order.
    answers: Vec<LiveAnswerBody>,
}

impl From<LiveSet> for LiveSetBody {
    fn from(set: LiveSet) -> Self {
        Self {
            name: set.name,
            rtype: set.rtype,
            wanted: set.wanted.map(SetBody::from),
            answers: set.answers.into_iter().map(LiveAnswerBody::from).collect(),
        }
    }
}

/// What the name servers of a zone answer.
#[derive(Serialize, ToSchema)]
struct LiveBody {
    zone: String,
    asked_at: DateTime<Utc>,
    /// Who says which servers are asked: `registrar`, the `zone`'s own NS, or `nobody`.
    source: &'static str,
    servers: Vec<LiveServerBody>,
    sets: Vec<LiveSetBody>,
    /// Why nobody was asked.
    problem: Option<String>,
}

impl From<LiveView> for LiveBody {
    fn from(view: LiveView) -> Self {
        Self {
            zone: view.zone,
            asked_at: view.asked_at,
            source: match view.source {
                LiveSource::Registrar => "registrar",
                LiveSource::Zone => "zone",
                LiveSource::Nobody => "nobody",
            },
            servers: view.servers.into_iter().map(LiveServerBody::from).collect(),
            sets: view.sets.into_iter().map(LiveSetBody::from).collect(),
            problem: view.problem,
        }
    }
}

/// Ask the name servers of a zone what they serve of it now
///
/// At most 12 sets and 8 servers, and no longer than eight seconds.
#[utoipa::path(get, path = "/{provider}/dns/{domain}/live", tag = "dns", params(LiveQuery), responses((status = 200, body = LiveBody), Errors))]
async fn get_zone_live(
    State(app): State<Arc<App>>,
    Caller(actor): Caller,
    Path((provider, domain)): Path<(String, String)>,
    Query(query): Query<LiveQuery>,
) -> Result<Json<LiveBody>, ApiError> {
    let input = LiveInput {
        name: query.name,
        rtype: query.rtype,
    };
    let view = app.zone_live(&actor, &provider, &domain, &input).await?;
    Ok(Json(view.into()))
}
