//! What an account can register, for how much, and what is left to pay it from.

use std::sync::Arc;

use axum::Json;
use axum::extract::{Path, State};
use serde::{Deserialize, Serialize};
use setec_app::{App, PriceFilter, PriceList};
use setec_core::Money;
use setec_core::domain::{Credit, DomainOperation, LatePeriod, Suggestion};
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::api::docs::Errors;
use crate::api::error::ApiError;
use crate::api::extract::{Caller, Query};

/// Suggestions where no number is asked for.
const USUAL_SUGGESTIONS: usize = 20;

pub(crate) fn routes() -> OpenApiRouter<Arc<App>> {
    OpenApiRouter::new()
        .routes(routes!(list_tlds))
        .routes(routes!(list_domain_prices))
        .routes(routes!(suggest_domains))
        .routes(routes!(get_credit))
}

/// List the TLDs that can be registered
#[utoipa::path(get, path = "/{provider}/domains/tlds", tag = "domains", responses((status = 200, body = [String]), Errors))]
async fn list_tlds(
    State(app): State<Arc<App>>,
    Caller(actor): Caller,
    Path(provider): Path<String>,
) -> Result<Json<Vec<String>>, ApiError> {
    Ok(Json(app.tlds(&actor, &provider).await?))
}

/// Which prices.
#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
struct PriceQuery {
    /// Only of this TLD
    tld: Option<String>,
    /// Only of this very domain, asked now; needs `operation`
    domain: Option<String>,
    /// Only for this operation
    operation: Option<DomainOperation>,
    /// Only for so many years
    years: Option<u32>,
    /// Only in this currency, an ISO 4217 code
    currency: Option<String>,
}

/// The prices of a TLD, or of one domain.
#[derive(Serialize, ToSchema)]
struct PriceListBody {
    /// Without a dot in front.
    #[schema(example = "com")]
    tld: String,
    /// The domain, where one was asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    domain: Option<String>,
    prices: Vec<PriceBody>,
    /// After the expiry, the domain still being the owner's.
    #[serde(skip_serializing_if = "Option::is_none")]
    grace: Option<LatePeriod>,
    /// After that, the domain being restored out of redemption.
    #[serde(skip_serializing_if = "Option::is_none")]
    redemption: Option<LatePeriod>,
}

/// One price.
#[derive(Serialize, ToSchema)]
struct PriceBody {
    operation: DomainOperation,
    /// The years that it buys.
    years: u32,
    /// What the whole of it costs, fees included.
    price: Money,
    /// Whether the registry asks a price of its own for the name.
    premium: bool,
}

impl From<PriceList> for PriceListBody {
    fn from(list: PriceList) -> Self {
        let prices = list.prices.into_iter().map(|row| PriceBody {
            operation: row.operation,
            years: row.years,
            price: row.price,
            premium: row.is_premium,
        });
        Self {
            prices: prices.collect(),
            tld: list.tld,
            domain: list.domain,
            grace: list.grace,
            redemption: list.redemption,
        }
    }
}

/// List what domains cost, by TLD or for one name
#[utoipa::path(get, path = "/{provider}/domains/prices", tag = "domains", params(PriceQuery), responses((status = 200, body = [PriceListBody]), Errors))]
async fn list_domain_prices(
    State(app): State<Arc<App>>,
    Caller(actor): Caller,
    Path(provider): Path<String>,
    Query(query): Query<PriceQuery>,
) -> Result<Json<Vec<PriceListBody>>, ApiError> {
    let filter = PriceFilter {
        tld: query.tld,
        domain: query.domain,
        operation: query.operation,
        years: query.years,
        currency: query.currency,
    };
    let lists = app.prices(&actor, &provider, &filter).await?;
    Ok(Json(lists.into_iter().map(PriceListBody::from).collect()))
}

/// What the names shall be like.
#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
struct SuggestionQuery {
    /// What the names shall be about
    words: String,
    /// Only under these TLDs, with commas between
    tlds: Option<String>,
    /// How many at most, 1 to 100
    limit: Option<usize>,
}

/// Suggest names to register
#[utoipa::path(get, path = "/{provider}/domains/suggestions", tag = "domains", params(SuggestionQuery), responses((status = 200, body = [Suggestion]), Errors))]
async fn suggest_domains(
    State(app): State<Arc<App>>,
    Caller(actor): Caller,
    Path(provider): Path<String>,
    Query(query): Query<SuggestionQuery>,
) -> Result<Json<Vec<Suggestion>>, ApiError> {
    let tlds: Vec<String> = query
        .tlds
        .iter()
        .flat_map(|list| list.split(','))
        .map(|tld| tld.trim().to_owned())
        .filter(|tld| !tld.is_empty())
        .collect();
    let limit = query.limit.unwrap_or(USUAL_SUGGESTIONS);
    let found = app.suggestions(&actor, &provider, &query.words, &tlds, limit);
    Ok(Json(found.await?))
}

/// Show what is left on the account that orders are paid from
#[utoipa::path(get, path = "/{provider}/credit", tag = "billing", responses((status = 200, body = Credit), Errors))]
async fn get_credit(
    State(app): State<Arc<App>>,
    Caller(actor): Caller,
    Path(provider): Path<String>,
) -> Result<Json<Credit>, ApiError> {
    Ok(Json(app.credit(&actor, &provider).await?))
}
