//! What customers have ordered.

use std::sync::Arc;

use axum::Json;
use axum::extract::{Path, State};
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use setec_app::{App, SaleQuery, SaleState, SaleView};
use setec_core::Money;
use setec_core::domain::DomainOperation;
use setec_core::order::OrderState;
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use uuid::Uuid;

use crate::api::docs::Errors;
use crate::api::error::ApiError;
use crate::api::extract::{Caller, Query};

pub(super) fn routes() -> OpenApiRouter<Arc<App>> {
    OpenApiRouter::new().routes(routes!(list_customer_orders))
}

/// What became of a customer's order.
#[derive(Clone, Copy, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
enum SaleStateBody {
    /// Its price is held until it is known what became of it.
    Held,
    /// Bought, and paid for.
    Completed,
    /// Not bought; its price was given back.
    Refunded,
}

/// A customer's order.
#[derive(Serialize, ToSchema)]
struct SaleBody {
    id: Uuid,
    /// One request of the customer's may have tried several accounts.
    request_id: Uuid,
    /// The word that the customer's client sent with it.
    idempotency_key: Option<String>,
    operation: DomainOperation,
    domain: String,
    years: u32,
    /// The account that it was bought with.
    provider: String,
    /// What the provider charges.
    cost: Money,
    /// What the customer pays.
    price: Money,
    state: SaleStateBody,
    /// Your order at the provider.
    order_id: Uuid,
    /// How far your order is.
    order_state: OrderState,
    /// What is known of it.
    detail: Option<String>,
    created_at: DateTime<Utc>,
    settled_at: Option<DateTime<Utc>>,
}

impl From<SaleView> for SaleBody {
    fn from(view: SaleView) -> Self {
        let sale = view.sale;
        Self {
            id: sale.id,
            request_id: sale.request_id,
            idempotency_key: sale.key,
            operation: sale.operation,
            domain: sale.domain,
            years: sale.years,
            provider: sale.account,
            cost: sale.cost,
            price: sale.price,
            state: match sale.state {
                SaleState::Held => SaleStateBody::Held,
                SaleState::Completed => SaleStateBody::Completed,
                SaleState::Refunded => SaleStateBody::Refunded,
            },
            order_id: sale.order_id,
            order_state: view.order,
            detail: view.detail,
            created_at: sale.created_at,
            settled_at: sale.settled_at,
        }
    }
}

/// Which orders.
#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
struct SalesQuery {
    /// Only in this state
    state: Option<SaleStateBody>,
    /// Only for this domain
    domain: Option<String>,
    /// Only orders older than the one with this id: the next page
    before: Option<Uuid>,
    /// How many at most, 1 to 500
    limit: Option<u64>,
}

/// List a customer's orders with cost and price, newest first
#[utoipa::path(get, path = "/api/reseller/customers/{id}/orders", tag = "reseller", params(SalesQuery), responses((status = 200, body = [SaleBody]), Errors))]
async fn list_customer_orders(
    State(app): State<Arc<App>>,
    Caller(actor): Caller,
    Path(id): Path<String>,
    Query(query): Query<SalesQuery>,
) -> Result<Json<Vec<SaleBody>>, ApiError> {
    let limit = query.limit.unwrap_or(100);
    if !(1..=500).contains(&limit) {
        return Err(ApiError::invalid("limit", "1 to 500"));
    }
    let query = SaleQuery {
        state: query.state.map(|state| match state {
            SaleStateBody::Held => SaleState::Held,
            SaleStateBody::Completed => SaleState::Completed,
            SaleStateBody::Refunded => SaleState::Refunded,
        }),
        domain: query.domain,
        before: query.before,
        limit,
    };
    let sales = app.customer_sales(&actor, &id, query).await?;
    Ok(Json(sales.into_iter().map(SaleBody::from).collect()))
}
