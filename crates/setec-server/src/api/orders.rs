//! `/api/hosting/quotes` and `/api/hosting/orders`: everything that spends money.

use std::sync::Arc;

use axum::Json;
use axum::extract::{Path, State};
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use setec_app::{App, Confirmation, Order, OrderDetails, OrderFilter, OrderStep, QuoteView};
use setec_core::Money;
use setec_core::order::{OrderKind, OrderState};
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use uuid::Uuid;

use crate::api::docs::Errors;
use crate::api::error::ApiError;
use crate::api::extract::{Body, Caller, IdempotencyKey, OptionalBody, Query};
use crate::api::quotes::{QuoteRequest, read_request};

/// What belongs to one account.
pub(crate) fn account_routes() -> OpenApiRouter<Arc<App>> {
    OpenApiRouter::new().routes(routes!(create_quote))
}

/// What stands beside the accounts.
pub(crate) fn routes() -> OpenApiRouter<Arc<App>> {
    OpenApiRouter::new()
        .routes(routes!(get_quote))
        .routes(routes!(confirm_quote))
        .routes(routes!(list_orders))
        .routes(routes!(get_order))
        .routes(routes!(approve_order))
        .routes(routes!(reject_order))
        .routes(routes!(cancel_order))
        .routes(routes!(reconcile_order))
        .routes(routes!(settle_order))
}

/// What an order would buy and cost.
#[derive(Serialize, ToSchema)]
struct QuoteBody {
    id: Uuid,
    provider: String,
    kind: OrderKind,
    /// What is bought, by name; renewals say the term as well.
    target: String,
    /// The domain, server or subscription itself.
    subject: String,
    /// What exactly is bought, in words.
    #[schema(example = "registration of cool-project.com for 1 year")]
    what: String,
    years: Option<u32>,
    /// Price of the first term.
    price: Money,
    /// Price of each further term, where the provider says it.
    renewal_price: Option<Money>,
    created_at: DateTime<Utc>,
    /// Until when it may be confirmed.
    valid_until: DateTime<Utc>,
}

impl From<QuoteView> for QuoteBody {
    fn from(quote: QuoteView) -> Self {
        let purchase = quote.purchase;
        Self {
            id: quote.id,
            subject: purchase.subject().to_owned(),
            provider: purchase.account,
            kind: purchase.kind,
            target: purchase.target,
            what: purchase.what,
            years: purchase.years,
            price: purchase.price,
            renewal_price: purchase.renewal_price,
            created_at: quote.created_at,
            valid_until: quote.expires_at,
        }
    }
}

/// An order.
#[derive(Serialize, ToSchema)]
struct OrderBody {
    id: Uuid,
    quote_id: Uuid,
    provider: String,
    kind: OrderKind,
    /// What is bought, by name; renewals say the term as well.
    target: String,
    /// The domain, server or subscription itself.
    subject: String,
    /// What exactly is bought, in words.
    what: String,
    years: Option<u32>,
    price: Money,
    renewal_price: Option<Money>,
    state: OrderState,
    /// Whether it is confirmed and another administrator must approve it before it is sent.
    waiting_for_approval: bool,
    /// Why it must be approved.
    #[serde(skip_serializing_if = "Option::is_none")]
    approval_reason: Option<String>,
    /// Who has approved it.
    #[serde(skip_serializing_if = "Option::is_none")]
    approved_by: Option<String>,
    /// Who has ordered it.
    user: String,
    /// Why it is in its state, and how that was decided.
    detail: Option<String>,
    /// The provider's id or name of what was bought.
    reference: Option<String>,
    created_at: DateTime<Utc>,
    updated_at: DateTime<Utc>,
    sent_at: Option<DateTime<Utc>>,
    settled_at: Option<DateTime<Utc>>,
    /// When the provider is asked next what became of an unknown order.
    #[serde(skip_serializing_if = "Option::is_none")]
    next_look_at: Option<DateTime<Utc>>,
}

impl From<Order> for OrderBody {
    fn from(order: Order) -> Self {
        let purchase = order.purchase;
        Self {
            id: order.id,
            quote_id: order.quote_id,
            subject: purchase.subject().to_owned(),
            provider: purchase.account,
            kind: purchase.kind,
            target: purchase.target,
            what: purchase.what,
            years: purchase.years,
            price: purchase.price,
            renewal_price: purchase.renewal_price,
            state: order.state,
            waiting_for_approval: order.waits_because.is_some(),
            approval_reason: order.waits_because,
            approved_by: order.approved_by,
            user: order.user,
            detail: order.detail,
            reference: order.reference,
            created_at: order.created_at,
            updated_at: order.updated_at,
            sent_at: order.sent_at,
            settled_at: order.settled_at,
            next_look_at: order.next_look_at,
        }
    }
}

/// One step of an order.
#[derive(Serialize, ToSchema)]
struct OrderStepBody {
    at: DateTime<Utc>,
    /// The state from then on.
    state: OrderState,
    /// Who or what brought it about.
    by: String,
    detail: Option<String>,
}

impl From<OrderStep> for OrderStepBody {
    fn from(step: OrderStep) -> Self {
        Self {
            at: step.at,
            state: step.state,
            by: step.by,
            detail: step.detail,
        }
    }
}

/// An order with everything that happened to it.
#[derive(Serialize, ToSchema)]
struct OrderDetailsBody {
    #[serde(flatten)]
    order: OrderBody,
    /// Oldest first.
    steps: Vec<OrderStepBody>,
}

impl From<OrderDetails> for OrderDetailsBody {
    fn from(details: OrderDetails) -> Self {
        Self {
            order: details.order.into(),
            steps: details.steps.into_iter().map(OrderStepBody::from).collect(),
        }
    }
}

/// An order with its steps, as every request about one order gives it.
type OneOrder = Result<Json<OrderDetailsBody>, ApiError>;

fn one_order(found: setec_app::Result<OrderDetails>) -> OneOrder {
    Ok(Json(found?.into()))
}

/// Check an order with the provider and tell what it costs; nothing is bought
#[utoipa::path(post, path = "/{provider}/quotes", tag = "orders", request_body = QuoteRequest, responses((status = 200, body = QuoteBody), Errors))]
async fn create_quote(
    State(app): State<Arc<App>>,
    Caller(actor): Caller,
    Path(provider): Path<String>,
    Body(body): Body<Value>,
) -> Result<Json<QuoteBody>, ApiError> {
    let (request, max_price) = read_request(body)?;
    let quote = app.quote(&actor, &provider, request, max_price).await?;
    Ok(Json(quote.into()))
}

/// Show a quote of your own
#[utoipa::path(get, path = "/api/hosting/quotes/{id}", tag = "orders", responses((status = 200, body = QuoteBody), Errors))]
async fn get_quote(
    State(app): State<Arc<App>>,
    Caller(actor): Caller,
    Path(id): Path<String>,
) -> Result<Json<QuoteBody>, ApiError> {
    Ok(Json(app.get_quote(&actor, &id).await?.into()))
}

/// The agreement to a quote.
#[derive(Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct ConfirmRequest {
    /// The most that may be spent.
    max_price: Option<Money>,
}

/// Buy what was quoted, once: the same key gives the same order ever after
#[utoipa::path(post, path = "/api/hosting/quotes/{id}/confirm", tag = "orders", request_body = Option<ConfirmRequest>,
    params(("Idempotency-Key" = String, Header, description = "1 to 255 visible characters, new for each order")),
    responses((status = 200, body = OrderDetailsBody), Errors))]
async fn confirm_quote(
    State(app): State<Arc<App>>,
    Caller(actor): Caller,
    Path(id): Path<String>,
    IdempotencyKey(key): IdempotencyKey,
    OptionalBody(request): OptionalBody<ConfirmRequest>,
) -> OneOrder {
    let confirmation = Confirmation {
        quote_id: id,
        key: key.unwrap_or_default(),
        max_price: request.unwrap_or_default().max_price,
    };
    one_order(app.confirm_quote(&actor, confirmation).await)
}

/// Which orders.
#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
struct OrdersQuery {
    /// Only of this account
    provider: Option<String>,
    /// Only in this state
    state: Option<OrderState>,
    /// Only those that wait for an approver
    waiting_for_approval: Option<bool>,
    /// Only for this domain, server and so on, renewals of it included
    target: Option<String>,
    /// Only orders older than the one with this id: the next page
    before: Option<Uuid>,
    /// How many at most, 1 to 500
    limit: Option<u64>,
}

/// List orders, newest first
#[utoipa::path(get, path = "/api/hosting/orders", tag = "orders", params(OrdersQuery), responses((status = 200, body = [OrderBody]), Errors))]
async fn list_orders(
    State(app): State<Arc<App>>,
    Caller(actor): Caller,
    Query(query): Query<OrdersQuery>,
) -> Result<Json<Vec<OrderBody>>, ApiError> {
    let limit = query.limit.unwrap_or(100);
    if !(1..=500).contains(&limit) {
        return Err(ApiError::invalid("limit", "1 to 500"));
    }
    let filter = OrderFilter {
        account: query.provider,
        state: query.state,
        waiting: query.waiting_for_approval.unwrap_or(false),
        target: query.target,
        before: query.before,
        limit,
    };
    let orders = app.orders(&actor, &filter).await?;
    Ok(Json(orders.into_iter().map(OrderBody::from).collect()))
}

/// Show an order and every step that it has taken
#[utoipa::path(get, path = "/api/hosting/orders/{id}", tag = "orders", responses((status = 200, body = OrderDetailsBody), Errors))]
async fn get_order(
    State(app): State<Arc<App>>,
    Caller(actor): Caller,
    Path(id): Path<String>,
) -> OneOrder {
    one_order(app.order(&actor, &id).await)
}

/// Let an order of somebody else go on that is above its user's spending limits
#[utoipa::path(post, path = "/api/hosting/orders/{id}/approve", tag = "orders", responses((status = 200, body = OrderDetailsBody), Errors))]
async fn approve_order(
    State(app): State<Arc<App>>,
    Caller(actor): Caller,
    Path(id): Path<String>,
) -> OneOrder {
    one_order(app.approve_order(&actor, &id).await)
}

/// Why an order is rejected.
#[derive(Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct RejectRequest {
    reason: Option<String>,
}

/// End an order that waits for an approver
#[utoipa::path(post, path = "/api/hosting/orders/{id}/reject", tag = "orders", request_body = Option<RejectRequest>, responses((status = 200, body = OrderDetailsBody), Errors))]
async fn reject_order(
    State(app): State<Arc<App>>,
    Caller(actor): Caller,
    Path(id): Path<String>,
    OptionalBody(request): OptionalBody<RejectRequest>,
) -> OneOrder {
    let reason = request.unwrap_or_default().reason;
    one_order(app.reject_order(&actor, &id, reason.as_deref()).await)
}

/// End an order that has not been sent
#[utoipa::path(post, path = "/api/hosting/orders/{id}/cancel", tag = "orders", responses((status = 200, body = OrderDetailsBody), Errors))]
async fn cancel_order(
    State(app): State<Arc<App>>,
    Caller(actor): Caller,
    Path(id): Path<String>,
) -> OneOrder {
    one_order(app.cancel_order(&actor, &id).await)
}

/// Ask the provider now what became of an unknown order
#[utoipa::path(post, path = "/api/hosting/orders/{id}/reconcile", tag = "orders", responses((status = 200, body = OrderDetailsBody), Errors))]
async fn reconcile_order(
    State(app): State<Arc<App>>,
    Caller(actor): Caller,
    Path(id): Path<String>,
) -> OneOrder {
    one_order(app.reconcile_order(&actor, &id).await)
}

/// What a person has found out about an unknown order.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct SettleRequest {
    /// `completed` or `failed`.
    state: OrderState,
    /// How it was found out; it is kept with the order.
    reason: String,
}

/// Settle an unknown order by hand, when the provider's support has told what became of it
#[utoipa::path(post, path = "/api/hosting/orders/{id}/settle", tag = "orders", request_body = SettleRequest, responses((status = 200, body = OrderDetailsBody), Errors))]
async fn settle_order(
    State(app): State<Arc<App>>,
    Caller(actor): Caller,
    Path(id): Path<String>,
    Body(request): Body<SettleRequest>,
) -> OneOrder {
    let settled = app.settle_order(&actor, &id, request.state, &request.reason);
    one_order(settled.await)
}
