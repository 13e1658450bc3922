//! `/api/search`: everything that is known, by words.

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use serde::{Deserialize, Serialize};
use setec_app::{App, Found, FoundKind};
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::api::docs::Errors;
use crate::api::error::ApiError;
use crate::api::extract::{Caller, Query};

pub(crate) fn routes() -> OpenApiRouter<Arc<App>> {
    OpenApiRouter::new().routes(routes!(search))
}

/// What is looked for.
#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
struct SearchQuery {
    /// Words that must all be found, in any case
    #[param(example = "www example")]
    q: String,
    /// How many hits at most, 1 to 100
    limit: Option<usize>,
}

/// A hit.
#[derive(Serialize, ToSchema)]
struct FoundBody {
    /// `account`, `domain`, `zone`, `record`, `server` or `key`.
    kind: &'static str,
    account: String,
    #[schema(example = "www.example.com CNAME")]
    title: String,
    #[schema(example = "example.com")]
    detail: String,
    /// Its page of the web UI.
    #[schema(example = "/dns/hostinger/example.com?edit=www%20CNAME")]
    link: String,
}

impl From<Found> for FoundBody {
    fn from(found: Found) -> Self {
        Self {
            kind: match found.kind {
                FoundKind::Account => "account",
                FoundKind::Domain => "domain",
                FoundKind::Zone => "zone",
                FoundKind::Record => "record",
                FoundKind::Server => "server",
                FoundKind::Key => "key",
            },
            account: found.account,
            title: found.title,
            detail: found.detail,
            link: found.link,
        }
    }
}

/// Search accounts, domains, zones, records, servers and keys; no provider is waited for
#[utoipa::path(get, path = "/api/search", tag = "system", params(SearchQuery), responses((status = 200, body = [FoundBody]), Errors))]
async fn search(
    State(app): State<Arc<App>>,
    Caller(actor): Caller,
    Query(query): Query<SearchQuery>,
) -> Result<Json<Vec<FoundBody>>, ApiError> {
    let found = app.search(&actor, &query.q, query.limit).await?;
    Ok(Json(found.into_iter().map(FoundBody::from).collect()))
}
