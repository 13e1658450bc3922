//! `.../subscriptions`, `.../catalog` and `.../payment-methods`.

use std::sync::Arc;

use axum::Json;
use axum::extract::{Path, State};
use serde::Deserialize;
use setec_app::App;
use setec_app::Switch;
use setec_core::billing::{CatalogEntry, PaymentMethod, Subscription};
use utoipa::IntoParams;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::api::docs::Errors;
use crate::api::error::ApiError;
use crate::api::extract::{Caller, Query};
use crate::api::providers::Status;

pub(crate) fn routes() -> OpenApiRouter<Arc<App>> {
    OpenApiRouter::new()
        .routes(routes!(list_subscriptions))
        .routes(routes!(enable_auto_renewal, disable_auto_renewal))
        .routes(routes!(get_catalog))
        .routes(routes!(list_payment_methods))
        .routes(routes!(set_default_payment_method))
        .routes(routes!(delete_payment_method))
}

/// Which entries.
#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
struct CatalogQuery {
    /// Only this category, such as `vps` or `domain`
    category: Option<String>,
}

/// List subscriptions
#[utoipa::path(get, path = "/{provider}/subscriptions", tag = "billing", responses((status = 200, body = [Subscription]), Errors))]
async fn list_subscriptions(
    State(app): State<Arc<App>>,
    Caller(actor): Caller,
    Path(provider): Path<String>,
) -> Result<Json<Vec<Subscription>>, ApiError> {
    Ok(Json(app.subscriptions(&actor, &provider).await?))
}

/// Let a subscription renew by itself
#[utoipa::path(post, path = "/{provider}/subscriptions/{id}/auto-renewal", tag = "billing", responses((status = 200, body = Subscription), Errors))]
async fn enable_auto_renewal(
    State(app): State<Arc<App>>,
    Caller(actor): Caller,
    Path((provider, id)): Path<(String, String)>,
) -> Result<Json<Subscription>, ApiError> {
    Ok(Json(
        app.set_auto_renewal(&actor, &provider, &id, Switch::On)
            .await?,
    ))
}

/// Let a subscription end with its term
#[utoipa::path(delete, path = "/{provider}/subscriptions/{id}/auto-renewal", tag = "billing", responses((status = 200, body = Subscription), Errors))]
async fn disable_auto_renewal(
    State(app): State<Arc<App>>,
    Caller(actor): Caller,
    Path((provider, id)): Path<(String, String)>,
) -> Result<Json<Subscription>, ApiError> {
    Ok(Json(
        app.set_auto_renewal(&actor, &provider, &id, Switch::Off)
            .await?,
    ))
}

/// List what can be bought, with prices
#[utoipa::path(get, path = "/{provider}/catalog", tag = "billing", params(CatalogQuery), responses((status = 200, body = [CatalogEntry]), Errors))]
async fn get_catalog(
    State(app): State<Arc<App>>,
    Caller(actor): Caller,
    Path(provider): Path<String>,
    Query(query): Query<CatalogQuery>,
) -> Result<Json<Vec<CatalogEntry>>, ApiError> {
    Ok(Json(
        app.catalog(&actor, &provider, query.category.as_deref())
            .await?,
    ))
}

/// List payment methods
#[utoipa::path(get, path = "/{provider}/payment-methods", tag = "billing", responses((status = 200, body = [PaymentMethod]), Errors))]
async fn list_payment_methods(
    State(app): State<Arc<App>>,
    Caller(actor): Caller,
    Path(provider): Path<String>,
) -> Result<Json<Vec<PaymentMethod>>, ApiError> {
    Ok(Json(app.payment_methods(&actor, &provider).await?))
}

/// Make a payment method the default one
#[utoipa::path(post, path = "/{provider}/payment-methods/{id}/default", tag = "billing", responses((status = 200, body = Status), Errors))]
async fn set_default_payment_method(
    State(app): State<Arc<App>>,
    Caller(actor): Caller,
    Path((provider, id)): Path<(String, String)>,
) -> Result<Json<Status>, ApiError> {
    app.set_default_payment_method(&actor, &provider, &id)
        .await?;
    Ok(Json(Status::of("updated")))
}

/// Delete a payment method
#[utoipa::path(delete, path = "/{provider}/payment-methods/{id}", tag = "billing", responses((status = 200, body = Status), Errors))]
async fn delete_payment_method(
    State(app): State<Arc<App>>,
    Caller(actor): Caller,
    Path((provider, id)): Path<(String, String)>,
) -> Result<Json<Status>, ApiError> {
    app.delete_payment_method(&actor, &provider, &id).await?;
    Ok(Json(Status::of("deleted")))
}
