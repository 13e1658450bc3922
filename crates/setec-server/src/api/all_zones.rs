//! `/api/dns/zones`: the zones of all accounts.

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use setec_app::{AccountZones, App, Freshness, LastChange, ZoneList, ZoneRow};
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::api::docs::Errors;
use crate::api::error::ApiError;
use crate::api::extract::{Caller, Query};
use crate::api::plans::origin_word;

pub(crate) fn routes() -> OpenApiRouter<Arc<App>> {
    OpenApiRouter::new().routes(routes!(list_all_zones))
}

/// How a zone came to the state in which it was last seen.
#[derive(Serialize, ToSchema)]
struct LastChangeBody {
    at: DateTime<Utc>,
    /// `first` (as first seen), `change` (ours) or `outside` (drift).
    origin: &'static str,
    actor: Option<String>,
}

impl From<LastChange> for LastChangeBody {
    fn from(change: LastChange) -> Self {
        Self {
            at: change.at,
            origin: origin_word(change.origin),
            actor: change.actor,
        }
    }
}

/// A zone of an account.
#[derive(Serialize, ToSchema)]
struct ZoneRowBody {
    #[schema(example = "hostinger")]
    account: String,
    #[schema(example = "hostinger")]
    driver: &'static str,
    #[schema(example = "example.com")]
    name: String,
    /// SOA serial, where the provider's list or the last look told it.
    serial: Option<u32>,
    /// The provider's word, such as `Native`.
    kind: Option<String>,
    /// How many records it had when it was last looked at; `null` until then.
    records: Option<u32>,
    last_change: Option<LastChangeBody>,
    /// Words of your own, which the provider does not know; sorted.
    tags: Vec<String>,
}

impl From<ZoneRow> for ZoneRowBody {
    fn from(row: ZoneRow) -> Self {
        Self {
            account: row.account,
            driver: row.driver,
            name: row.name,
            serial: row.serial,
            kind: row.kind,
            records: row.records,
            last_change: row.last_change.map(LastChangeBody::from),
            tags: row.tags,
        }
    }
}

/// What an account told of its zones.
#[derive(Serialize, ToSchema)]
struct AccountZonesBody {
    account: String,
    driver: &'static str,
    /// How many zones it has.
    zones: usize,
    /// When it told so; `null` where it never did.
    asked_at: Option<DateTime<Utc>>,
    /// Why there is nothing newer.
    problem: Option<String>,
}

impl From<AccountZones> for AccountZonesBody {
    fn from(account: AccountZones) -> Self {
        Self {
            account: account.account,
            driver: account.driver,
            zones: account.zones,
            asked_at: account.asked_at,
            problem: account.problem,
        }
    }
}

/// Zones of all accounts.
#[derive(Serialize, ToSchema)]
struct ZoneListBody {
    /// In the order of names and accounts.
    zones: Vec<ZoneRowBody>,
    /// Every account that has DNS.
    accounts: Vec<AccountZonesBody>,
}

impl From<ZoneList> for ZoneListBody {
    fn from(list: ZoneList) -> Self {
        let accounts = list.accounts.into_iter().map(AccountZonesBody::from);
        Self {
            zones: list.zones.into_iter().map(ZoneRowBody::from).collect(),
            accounts: accounts.collect(),
        }
    }
}

/// Which zones.
#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
struct ZonesQuery {
    /// Only of this account
    account: Option<String>,
    /// Only those that bear this tag
    tag: Option<String>,
    /// Ask the providers now, instead of answering from up to a minute ago
    #[serde(default)]
    refresh: bool,
}

/// List the zones of all accounts
///
/// An account that does not answer within a few seconds is shown as it was told last, with
/// `problem`.
#[utoipa::path(get, path = "/api/dns/zones", tag = "dns", params(ZonesQuery), responses((status = 200, body = ZoneListBody), Errors))]
async fn list_all_zones(
    State(app): State<Arc<App>>,
    Caller(actor): Caller,
    Query(query): Query<ZonesQuery>,
) -> Result<Json<ZoneListBody>, ApiError> {
    let freshness = if query.refresh {
        Freshness::Now
    } else {
        Freshness::Cached
    };
    let (account, tag) = (query.account.as_deref(), query.tag.as_deref());
    let list = app.all_zones(&actor, account, tag, freshness);
    Ok(Json(list.await?.into()))
}
