//! Customers and their settings.

use std::sync::Arc;

use axum::Json;
use axum::extract::{Path, State};
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use setec_app::{App, CustomerFilter, CustomerInput, CustomerView};
use setec_core::reseller::{ReplyForm, TokenVariant};
use setec_core::{Currency, Money};
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use uuid::Uuid;

use crate::api::docs::Errors;
use crate::api::error::ApiError;
use crate::api::extract::{Body, Caller, Query};

/// Customers of one answer at most.
const PAGE: u64 = 500;

pub(super) fn routes() -> OpenApiRouter<Arc<App>> {
    OpenApiRouter::new()
        .routes(routes!(list_customers, create_customer))
        .routes(routes!(get_customer, update_customer))
        .routes(routes!(suspend_customer))
        .routes(routes!(resume_customer))
}

/// The settings of a customer.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct CustomerRequest {
    /// The `username` of the served API, compared as it is.
    #[schema(example = "billing@example.com")]
    email: String,
    name: String,
    /// The currency of its credit and prices; it cannot be changed later.
    #[schema(example = "USD")]
    currency: String,
    /// How orders are answered: `bare` is `"success"`, `object` says it in every way that clients look for.
    #[serde(default)]
    reply: ReplyForm,
    /// Known mistakes in tokens that are put up with.
    #[serde(default)]
    variants: Vec<TokenVariant>,
    /// Addresses and networks that requests may come from; any where empty.
    #[serde(default)]
    #[schema(example = json!(["192.0.2.0/24"]))]
    allowed: Vec<String>,
    /// Requests per minute; 100 where absent.
    #[serde(default = "per_minute")]
    per_minute: u32,
    /// Requests that may come at once; 200 where absent.
    #[serde(default = "burst")]
    burst: u32,
    /// Requests per day of UTC; 10000 where absent.
    #[serde(default = "per_day")]
    per_day: u32,
    /// The most domains that it may have; no limit where absent.
    #[serde(default)]
    max_domains: Option<u32>,
    /// The most that one order may cost, minor units; no limit where absent.
    #[serde(default)]
    max_order_minor: Option<i64>,
    /// The most that orders may cost in a month of UTC, minor units; no limit where absent.
    #[serde(default)]
    max_month_minor: Option<i64>,
    /// How far below zero its credit may go, minor units.
    #[serde(default)]
    credit_limit_minor: i64,
    /// Name servers of orders that name none.
    #[serde(default)]
    nameservers: Vec<String>,
}

fn per_minute() -> u32 {
    100
}

fn burst() -> u32 {
    200
}

fn per_day() -> u32 {
    10_000
}

impl From<CustomerRequest> for CustomerInput {
    fn from(request: CustomerRequest) -> Self {
        Self {
            email: request.email,
            name: request.name,
            currency: request.currency,
            reply: request.reply,
            variants: request.variants,
            allowed: request.allowed,
            per_minute: request.per_minute,
            burst: request.burst,
            per_day: request.per_day,
            max_domains: request.max_domains,
            max_order: request.max_order_minor,
            max_month: request.max_month_minor,
            credit_limit: request.credit_limit_minor,
            nameservers: request.nameservers,
        }
    }
}

/// A customer.
#[derive(Serialize, ToSchema)]
struct CustomerBody {
    id: Uuid,
    /// The `username` of the served API.
    email: String,
    name: String,
    /// Whether it may do anything.
    active: bool,
    #[schema(value_type = String, example = "USD")]
    currency: Currency,
    /// What it has left to spend; below zero where it spends on credit.
    balance: Money,
    /// What its orders hold whose outcome is not known yet.
    held: Money,
    /// How many domains it has.
    domains: u64,
    reply: ReplyForm,
    variants: Vec<TokenVariant>,
    allowed: Vec<String>,
    per_minute: u32,
    burst: u32,
    per_day: u32,
    max_domains: Option<u32>,
    max_order_minor: Option<i64>,
    max_month_minor: Option<i64>,
    credit_limit_minor: i64,
    nameservers: Vec<String>,
    created_at: DateTime<Utc>,
}

impl From<CustomerView> for CustomerBody {
    fn from(view: CustomerView) -> Self {
        let customer = view.customer;
        Self {
            id: customer.id,
            email: customer.email,
            name: customer.name,
            active: customer.active,
            currency: customer.currency,
            balance: view.balance,
            held: view.held,
            domains: view.domains,
            reply: customer.reply,
            variants: customer.variants,
            allowed: customer.allowed.iter().map(ToString::to_string).collect(),
            per_minute: customer.per_minute,
            burst: customer.burst,
            per_day: customer.per_day,
            max_domains: customer.max_domains,
            max_order_minor: customer.max_order.map(|money| money.minor),
            max_month_minor: customer.max_month.map(|money| money.minor),
            credit_limit_minor: customer.credit_limit,
            nameservers: customer.nameservers,
            created_at: customer.created_at,
        }
    }
}

/// Which customers.
#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
struct CustomersQuery {
    /// Only those whose name or e-mail contains this
    search: Option<String>,
    /// Only those who are served, or only those who are suspended
    active: Option<bool>,
    /// Only those behind this e-mail: the next page
    after: Option<String>,
    /// How many at most, 1 to 500; 100 where absent
    limit: Option<u64>,
}

/// List customers with what they have left, by e-mail
#[utoipa::path(get, path = "/api/reseller/customers", tag = "reseller", params(CustomersQuery), responses((status = 200, body = [CustomerBody]), Errors))]
async fn list_customers(
    State(app): State<Arc<App>>,
    Caller(actor): Caller,
    Query(query): Query<CustomersQuery>,
) -> Result<Json<Vec<CustomerBody>>, ApiError> {
    let limit = query.limit.unwrap_or(100);
    if !(1..=PAGE).contains(&limit) {
        return Err(ApiError::invalid("limit", format!("1 to {PAGE}")));
    }
    let text = query.search.map(|text| text.trim().to_owned());
    let filter = CustomerFilter {
        text: text.filter(|text| !text.is_empty()),
        active: query.active,
        after: query.after,
        limit,
    };
    let views = app.customers(&actor, &filter).await?;
    Ok(Json(views.into_iter().map(CustomerBody::from).collect()))
}

/// Make a customer, without keys and credit yet
#[utoipa::path(post, path = "/api/reseller/customers", tag = "reseller", request_body = CustomerRequest, responses((status = 200, body = CustomerBody), Errors))]
async fn create_customer(
    State(app): State<Arc<App>>,
    Caller(actor): Caller,
    Body(request): Body<CustomerRequest>,
) -> Result<Json<CustomerBody>, ApiError> {
    let view = app.create_customer(&actor, request.into()).await?;
    Ok(Json(view.into()))
}

/// Show a customer, by id or e-mail
#[utoipa::path(get, path = "/api/reseller/customers/{id}", tag = "reseller", responses((status = 200, body = CustomerBody), Errors))]
async fn get_customer(
    State(app): State<Arc<App>>,
    Caller(actor): Caller,
    Path(id): Path<String>,
) -> Result<Json<CustomerBody>, ApiError> {
    Ok(Json(app.customer(&actor, &id).await?.into()))
}

/// Replace the settings of a customer; its currency stays
#[utoipa::path(put, path = "/api/reseller/customers/{id}", tag = "reseller", request_body = CustomerRequest, responses((status = 200, body = CustomerBody), Errors))]
async fn update_customer(
    State(app): State<Arc<App>>,
    Caller(actor): Caller,
    Path(id): Path<String>,
    Body(request): Body<CustomerRequest>,
) -> Result<Json<CustomerBody>, ApiError> {
    let view = app.update_customer(&actor, &id, request.into()).await?;
    Ok(Json(view.into()))
}

/// Refuse everything that a customer asks for; its domains and credit stay
#[utoipa::path(post, path = "/api/reseller/customers/{id}/suspend", tag = "reseller", responses((status = 200, body = CustomerBody), Errors))]
async fn suspend_customer(
    State(app): State<Arc<App>>,
    Caller(actor): Caller,
    Path(id): Path<String>,
) -> Result<Json<CustomerBody>, ApiError> {
    let view = app.set_customer_active(&actor, &id, false).await?;
    Ok(Json(view.into()))
}

/// Serve a suspended customer again
#[utoipa::path(post, path = "/api/reseller/customers/{id}/resume", tag = "reseller", responses((status = 200, body = CustomerBody), Errors))]
async fn resume_customer(
    State(app): State<Arc<App>>,
    Caller(actor): Caller,
    Path(id): Path<String>,
) -> Result<Json<CustomerBody>, ApiError> {
    let view = app.set_customer_active(&actor, &id, true).await?;
    Ok(Json(view.into()))
}
