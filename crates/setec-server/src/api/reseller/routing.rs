//! Where customers' orders go, and the rates between currencies.

use std::sync::Arc;

use axum::Json;
use axum::extract::{Path, State};
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use setec_app::{App, ExchangeRate, Route};
use setec_core::Currency;
use setec_core::reseller::Rate;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::api::docs::Errors;
use crate::api::error::ApiError;
use crate::api::extract::{Body, Caller};
use crate::api::providers::Status;

pub(super) fn routes() -> OpenApiRouter<Arc<App>> {
    OpenApiRouter::new()
        .routes(routes!(list_routes))
        .routes(routes!(set_route, delete_route))
        .routes(routes!(list_exchange_rates))
        .routes(routes!(set_exchange_rate, delete_exchange_rate))
}

/// The accounts that a TLD's orders go to.
#[derive(Serialize, ToSchema)]
struct RouteBody {
    /// TLD without a dot in front; `*` is every other.
    #[schema(example = "co.uk")]
    tld: String,
    /// The accounts that are tried, the first first.
    providers: Vec<String>,
}

impl From<Route> for RouteBody {
    fn from(route: Route) -> Self {
        Self {
            tld: route.tld,
            providers: route.accounts,
        }
    }
}

/// Where a TLD's orders shall go.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct RouteRequest {
    /// The accounts to try, the first first.
    providers: Vec<String>,
}

/// List the routes, by TLD
#[utoipa::path(get, path = "/api/reseller/routes", tag = "reseller", responses((status = 200, body = [RouteBody]), Errors))]
async fn list_routes(
    State(app): State<Arc<App>>,
    Caller(actor): Caller,
) -> Result<Json<Vec<RouteBody>>, ApiError> {
    let routes = app.routes(&actor).await?;
    Ok(Json(routes.into_iter().map(RouteBody::from).collect()))
}

/// Lead a TLD to accounts; `*` leads every TLD that has no route of its own
#[utoipa::path(put, path = "/api/reseller/routes/{tld}", tag = "reseller", request_body = RouteRequest, responses((status = 200, body = RouteBody), Errors))]
async fn set_route(
    State(app): State<Arc<App>>,
    Caller(actor): Caller,
    Path(tld): Path<String>,
    Body(request): Body<RouteRequest>,
) -> Result<Json<RouteBody>, ApiError> {
    let route = app.set_route(&actor, &tld, &request.providers).await?;
    Ok(Json(route.into()))
}

/// Delete a route
#[utoipa::path(delete, path = "/api/reseller/routes/{tld}", tag = "reseller", responses((status = 200, body = Status), Errors))]
async fn delete_route(
    State(app): State<Arc<App>>,
    Caller(actor): Caller,
    Path(tld): Path<String>,
) -> Result<Json<Status>, ApiError> {
    app.delete_route(&actor, &tld).await?;
    Ok(Json(Status::of("deleted")))
}

/// What a unit of a currency is in another one.
#[derive(Serialize, ToSchema)]
struct ExchangeRateBody {
    /// The currency of the cost.
    #[schema(value_type = String, example = "USD")]
    from: Currency,
    /// The currency of the sale.
    #[schema(value_type = String, example = "EUR")]
    to: Currency,
    #[schema(value_type = String, example = "0.9215")]
    rate: Rate,
    set_at: DateTime<Utc>,
}

impl From<ExchangeRate> for ExchangeRateBody {
    fn from(rate: ExchangeRate) -> Self {
        Self {
            from: rate.from,
            to: rate.to,
            rate: rate.rate,
            set_at: rate.set_at,
        }
    }
}

/// A rate to reckon with.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct RateRequest {
    /// A decimal number as text, with up to 9 decimal places.
    #[schema(example = "0.9215")]
    rate: String,
}

/// List the exchange rates that prices are made with
#[utoipa::path(get, path = "/api/reseller/rates", tag = "reseller", responses((status = 200, body = [ExchangeRateBody]), Errors))]
async fn list_exchange_rates(
    State(app): State<Arc<App>>,
    Caller(actor): Caller,
) -> Result<Json<Vec<ExchangeRateBody>>, ApiError> {
    let rates = app.exchange_rates(&actor).await?;
    Ok(Json(
        rates.into_iter().map(ExchangeRateBody::from).collect(),
    ))
}

/// Say how much a unit of the cost's currency is in the currency of the sale
#[utoipa::path(put, path = "/api/reseller/rates/{from}/{to}", tag = "reseller", request_body = RateRequest, responses((status = 200, body = ExchangeRateBody), Errors))]
async fn set_exchange_rate(
    State(app): State<Arc<App>>,
    Caller(actor): Caller,
    Path((from, to)): Path<(String, String)>,
    Body(request): Body<RateRequest>,
) -> Result<Json<ExchangeRateBody>, ApiError> {
    let rate = app
        .set_exchange_rate(&actor, (&from, &to), &request.rate)
        .await?;
    Ok(Json(rate.into()))
}

/// Delete an exchange rate; what would need it is not sold
#[utoipa::path(delete, path = "/api/reseller/rates/{from}/{to}", tag = "reseller", responses((status = 200, body = Status), Errors))]
async fn delete_exchange_rate(
    State(app): State<Arc<App>>,
    Caller(actor): Caller,
    Path((from, to)): Path<(String, String)>,
) -> Result<Json<Status>, ApiError> {
    app.delete_exchange_rate(&actor, (&from, &to)).await?;
    Ok(Json(Status::of("deleted")))
}
