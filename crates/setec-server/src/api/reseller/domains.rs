//! Which domains are a customer's.

use std::sync::Arc;

use axum::Json;
use axum::extract::{Path, State};
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use setec_app::{App, CustomerDomain};
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::api::docs::Errors;
use crate::api::error::ApiError;
use crate::api::extract::{Body, Caller};
use crate::api::providers::Status;

pub(super) fn routes() -> OpenApiRouter<Arc<App>> {
    OpenApiRouter::new()
        .routes(routes!(list_customer_domains))
        .routes(routes!(assign_customer_domain, take_customer_domain))
}

/// A domain of a customer.
#[derive(Serialize, ToSchema)]
struct CustomerDomainBody {
    domain: String,
    /// The account that holds it.
    provider: String,
    /// Since when it is this customer's.
    since: DateTime<Utc>,
}

impl From<CustomerDomain> for CustomerDomainBody {
    fn from(domain: CustomerDomain) -> Self {
        Self {
            domain: domain.domain,
            provider: domain.account,
            since: domain.since,
        }
    }
}

/// Where a domain is.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct AssignDomainRequest {
    /// The account that holds it; it is asked.
    provider: String,
}

/// List the domains of a customer, by name
#[utoipa::path(get, path = "/api/reseller/customers/{id}/domains", tag = "reseller", responses((status = 200, body = [CustomerDomainBody]), Errors))]
async fn list_customer_domains(
    State(app): State<Arc<App>>,
    Caller(actor): Caller,
    Path(id): Path<String>,
) -> Result<Json<Vec<CustomerDomainBody>>, ApiError> {
    let domains = app.customer_domains(&actor, &id).await?;
    let bodies = domains.into_iter().map(CustomerDomainBody::from);
    Ok(Json(bodies.collect()))
}

/// Give a domain of an account to a customer, who sees and changes it from then on
#[utoipa::path(put, path = "/api/reseller/customers/{id}/domains/{domain}", tag = "reseller", request_body = AssignDomainRequest, responses((status = 200, body = CustomerDomainBody), Errors))]
async fn assign_customer_domain(
    State(app): State<Arc<App>>,
    Caller(actor): Caller,
    Path((id, domain)): Path<(String, String)>,
    Body(request): Body<AssignDomainRequest>,
) -> Result<Json<CustomerDomainBody>, ApiError> {
    let assigned = app
        .assign_domain(&actor, &id, (&request.provider, &domain))
        .await?;
    Ok(Json(assigned.into()))
}

/// Take a domain from a customer; it stays in its account
#[utoipa::path(delete, path = "/api/reseller/customers/{id}/domains/{domain}", tag = "reseller", responses((status = 200, body = Status), Errors))]
async fn take_customer_domain(
    State(app): State<Arc<App>>,
    Caller(actor): Caller,
    Path((id, domain)): Path<(String, String)>,
) -> Result<Json<Status>, ApiError> {
    app.take_domain_away(&actor, &id, &domain).await?;
    Ok(Json(Status::of("taken")))
}
