//! Price rules, and what they come to.

use std::sync::Arc;

use axum::Json;
use axum::extract::{Path, State};
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use setec_app::{App, PreviewQuery, PreviewedPrice, PricePreview, StoredPriceRule};
use setec_core::Money;
use setec_core::domain::DomainOperation;
use setec_core::reseller::PriceRule;
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use uuid::Uuid;

use crate::api::docs::Errors;
use crate::api::error::ApiError;
use crate::api::extract::{Body, Caller, Query};
use crate::api::providers::Status;

pub(super) fn routes() -> OpenApiRouter<Arc<App>> {
    OpenApiRouter::new()
        .routes(routes!(list_price_rules, create_price_rule))
        .routes(routes!(preview_price))
        .routes(routes!(replace_price_rule, delete_price_rule))
}

/// A price rule with its id.
#[derive(Serialize, ToSchema)]
struct PriceRuleBody {
    id: Uuid,
    /// When it was made or replaced: of two equally specific rules the newer one decides.
    created_at: DateTime<Utc>,
    #[serde(flatten)]
    rule: PriceRule,
}

impl From<StoredPriceRule> for PriceRuleBody {
    fn from(stored: StoredPriceRule) -> Self {
        Self {
            id: stored.id,
            created_at: stored.created_at,
            rule: stored.rule,
        }
    }
}

/// Which rules.
#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
struct RulesQuery {
    /// Only those for this customer, by id or e-mail, and those for all
    customer: Option<String>,
}

/// List price rules, the newest last
#[utoipa::path(get, path = "/api/reseller/prices", tag = "reseller", params(RulesQuery), responses((status = 200, body = [PriceRuleBody]), Errors))]
async fn list_price_rules(
    State(app): State<Arc<App>>,
    Caller(actor): Caller,
    Query(query): Query<RulesQuery>,
) -> Result<Json<Vec<PriceRuleBody>>, ApiError> {
    let rules = app.price_rules(&actor, query.customer.as_deref()).await?;
    Ok(Json(rules.into_iter().map(PriceRuleBody::from).collect()))
}

/// Make a price rule; what no rule is for is not sold
#[utoipa::path(post, path = "/api/reseller/prices", tag = "reseller", request_body = PriceRule, responses((status = 200, body = PriceRuleBody), Errors))]
async fn create_price_rule(
    State(app): State<Arc<App>>,
    Caller(actor): Caller,
    Body(rule): Body<PriceRule>,
) -> Result<Json<PriceRuleBody>, ApiError> {
    Ok(Json(app.create_price_rule(&actor, rule).await?.into()))
}

/// Replace a price rule
#[utoipa::path(put, path = "/api/reseller/prices/{id}", tag = "reseller", request_body = PriceRule, responses((status = 200, body = PriceRuleBody), Errors))]
async fn replace_price_rule(
    State(app): State<Arc<App>>,
    Caller(actor): Caller,
    Path(id): Path<String>,
    Body(rule): Body<PriceRule>,
) -> Result<Json<PriceRuleBody>, ApiError> {
    let stored = app.replace_price_rule(&actor, &id, rule).await?;
    Ok(Json(stored.into()))
}

/// Delete a price rule
#[utoipa::path(delete, path = "/api/reseller/prices/{id}", tag = "reseller", responses((status = 200, body = Status), Errors))]
async fn delete_price_rule(
    State(app): State<Arc<App>>,
    Caller(actor): Caller,
    Path(id): Path<String>,
) -> Result<Json<Status>, ApiError> {
    app.delete_price_rule(&actor, &id).await?;
    Ok(Json(Status::of("deleted")))
}

/// What would be ordered.
#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
struct PriceQuery {
    /// The customer, by id or e-mail
    customer: String,
    /// A TLD, by the accounts' lists
    #[param(example = "com")]
    tld: Option<String>,
    /// A domain, whose price the accounts are asked for now
    domain: Option<String>,
    /// `register`, `renew`, `transfer` or `restore`; `register` where absent
    operation: Option<DomainOperation>,
}

/// What something would cost a customer.
#[derive(Serialize, ToSchema)]
struct PreviewBody {
    /// TLD without a dot in front.
    tld: String,
    domain: Option<String>,
    /// The accounts that an order would try, the first first; none where no route leads anywhere.
    accounts: Vec<PreviewedAccountBody>,
}

/// What an account would sell it for.
#[derive(Serialize, ToSchema)]
struct PreviewedAccountBody {
    provider: String,
    /// Why it sells nothing of it.
    problem: Option<String>,
    prices: Vec<PreviewedPriceBody>,
}

/// One price, and what it is made from.
#[derive(Serialize, ToSchema)]
struct PreviewedPriceBody {
    /// The years that it buys.
    years: u32,
    /// What the provider charges.
    cost: Money,
    /// What the customer pays; absent where it is not sold.
    price: Option<Money>,
    /// The least that the rule lets the price be: the cost and the margin.
    floor: Option<Money>,
    /// The rule that decided.
    rule_id: Option<Uuid>,
    /// Why it is not sold.
    problem: Option<String>,
}

impl From<PricePreview> for PreviewBody {
    fn from(preview: PricePreview) -> Self {
        let price = |price: PreviewedPrice| PreviewedPriceBody {
            years: price.years,
            cost: price.cost,
            price: price.price,
            floor: price.floor,
            rule_id: price.rule_id,
            problem: price.problem,
        };
        let accounts = preview.accounts.into_iter();
        Self {
            tld: preview.tld,
            domain: preview.domain,
            accounts: accounts
                .map(|account| PreviewedAccountBody {
                    provider: account.account,
                    problem: account.problem,
                    prices: account.prices.into_iter().map(price).collect(),
                })
                .collect(),
        }
    }
}

/// Tell what a TLD or a domain would cost a customer, at which account and by which rule
#[utoipa::path(get, path = "/api/reseller/prices/preview", tag = "reseller", params(PriceQuery), responses((status = 200, body = PreviewBody), Errors))]
async fn preview_price(
    State(app): State<Arc<App>>,
    Caller(actor): Caller,
    Query(query): Query<PriceQuery>,
) -> Result<Json<PreviewBody>, ApiError> {
    let query = PreviewQuery {
        customer: query.customer,
        tld: query.tld,
        domain: query.domain,
        operation: query.operation.unwrap_or(DomainOperation::Register),
    };
    Ok(Json(app.preview_price(&actor, query).await?.into()))
}
