//! `/api/nameserver`: the embedded name server, as it is seen.

use std::net::SocketAddr;
use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use serde::Serialize;
use setec_app::{App, NameServerCounters, NameServerView, SecondaryView, ServedZoneView};
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::api::docs::Errors;
use crate::api::error::ApiError;
use crate::api::extract::Caller;

pub(crate) fn routes() -> OpenApiRouter<Arc<App>> {
    OpenApiRouter::new().routes(routes!(get_name_server))
}

/// The name server of the process that answers.
#[derive(Serialize, ToSchema)]
struct NameServerBody {
    /// Whether it listens. It does once an account of the driver `local` needs it.
    running: bool,
    /// Where it listens, over UDP and TCP.
    #[schema(value_type = Vec<String>, example = json!(["0.0.0.0:5353"]))]
    addresses: Vec<SocketAddr>,
    counters: CountersBody,
    /// Every zone of every `local` account.
    zones: Vec<ServedZoneBody>,
}

/// What it has done since it listens.
#[derive(Serialize, ToSchema)]
struct CountersBody {
    /// Messages over UDP.
    udp_queries: u64,
    /// Messages over TCP.
    tcp_queries: u64,
    /// Messages that got no answer: too short, answers themselves, or limited.
    silent: u64,
    /// Answers that the rate limit held back or sent truncated.
    limited: u64,
    /// Answers that said to come back over TCP.
    truncated: u64,
    /// Zone transfers that were begun.
    transfers: u64,
}

/// A zone of a `local` account.
#[derive(Serialize, ToSchema)]
struct ServedZoneBody {
    #[schema(example = "example.com")]
    zone: String,
    account: String,
    /// Its serial as it is stored.
    serial: u32,
    /// The serial that is served; null where the name server does not answer for it.
    served: Option<u32>,
    /// The secondaries that were told of changes.
    secondaries: Vec<SecondaryBody>,
}

/// What a secondary said to the last NOTIFY (RFC 1996).
#[derive(Serialize, ToSchema)]
struct SecondaryBody {
    #[schema(value_type = String, example = "192.0.2.53:53")]
    address: SocketAddr,
    /// The serial that it was told of.
    serial: u32,
    /// Whether it has confirmed that.
    acknowledged: bool,
    /// Messages that were sent for that serial.
    attempts: u32,
    /// What came instead of a confirmation.
    problem: Option<String>,
}

impl From<NameServerView> for NameServerBody {
    fn from(view: NameServerView) -> Self {
        Self {
            running: !view.addresses.is_empty(),
            addresses: view.addresses,
            counters: view.counters.into(),
            zones: view.zones.into_iter().map(ServedZoneBody::from).collect(),
        }
    }
}

impl From<NameServerCounters> for CountersBody {
    fn from(counters: NameServerCounters) -> Self {
        Self {
            udp_queries: counters.udp_queries,
            tcp_queries: counters.tcp_queries,
            silent: counters.silent,
            limited: counters.limited,
            truncated: counters.truncated,
            transfers: counters.transfers,
        }
    }
}

impl From<ServedZoneView> for ServedZoneBody {
    fn from(zone: ServedZoneView) -> Self {
        Self {
            zone: zone.zone.to_string(),
            account: zone.account,
            serial: zone.serial,
            served: zone.served,
            secondaries: zone
                .secondaries
                .into_iter()
                .map(SecondaryBody::from)
                .collect(),
        }
    }
}

impl From<SecondaryView> for SecondaryBody {
    fn from(secondary: SecondaryView) -> Self {
        Self {
            address: secondary.address,
            serial: secondary.serial,
            acknowledged: secondary.acknowledged,
            attempts: secondary.attempts,
            problem: secondary.problem,
        }
    }
}

/// Show the embedded name server: addresses, counters, zones and what secondaries said
#[utoipa::path(get, path = "/api/nameserver", tag = "system", responses((status = 200, body = NameServerBody), Errors))]
async fn get_name_server(
    State(app): State<Arc<App>>,
    Caller(actor): Caller,
) -> Result<Json<NameServerBody>, ApiError> {
    Ok(Json(app.name_server(&actor).await?.into()))
}
