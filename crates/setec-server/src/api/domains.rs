//! `.../domains`: registered domains.

use std::sync::Arc;

use axum::Json;
use axum::extract::{Path, State};
use serde::{Deserialize, Serialize};
use setec_app::Switch;
use setec_app::{App, Direct, Freshness, PurchaseInput, Tagged};
use setec_core::Money;
use setec_core::domain::{Availability, Contacts, Domain, Forwarding};
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::api::docs::Errors;
use crate::api::error::ApiError;
use crate::api::extract::{Body, Caller, IdempotencyKey, Query, flexible_id};
use crate::api::providers::Status;

pub(crate) fn routes() -> OpenApiRouter<Arc<App>> {
    OpenApiRouter::new()
        .routes(routes!(list_domains))
        .routes(routes!(check_domains))
        .routes(routes!(purchase_domain))
        .routes(routes!(get_domain))
        .routes(routes!(get_nameservers, set_nameservers))
        .routes(routes!(lock_domain, unlock_domain))
        .routes(routes!(enable_privacy, disable_privacy))
        .routes(routes!(get_auth_code))
        .routes(routes!(get_forwarding, set_forwarding, delete_forwarding))
}

/// A domain with its tags.
#[derive(Serialize, ToSchema)]
struct TaggedDomain {
    #[serde(flatten)]
    domain: Domain,
    /// Words of your own, which the provider does not know; sorted.
    #[schema(example = json!(["client:acme"]))]
    tags: Vec<String>,
}

impl From<Tagged<Domain>> for TaggedDomain {
    fn from(tagged: Tagged<Domain>) -> Self {
        Self {
            domain: tagged.thing,
            tags: tagged.tags,
        }
    }
}

/// Which domains, and how old the answer may be.
#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
struct ListQuery {
    /// Only those that bear this tag
    tag: Option<String>,
    /// Ask the provider now, instead of answering from up to a minute ago
    #[serde(default)]
    refresh: bool,
}

/// List the domains of an account
#[utoipa::path(get, path = "/{provider}/domains", tag = "domains", params(ListQuery), responses((status = 200, body = [TaggedDomain]), Errors))]
async fn list_domains(
    State(app): State<Arc<App>>,
    Caller(actor): Caller,
    Path(provider): Path<String>,
    Query(query): Query<ListQuery>,
) -> Result<Json<Vec<TaggedDomain>>, ApiError> {
    let freshness = if query.refresh {
        Freshness::Now
    } else {
        Freshness::Cached
    };
    let domains = app.tagged_domains(&actor, &provider, freshness, query.tag.as_deref());
    let domains = domains.await?.into_iter().map(TaggedDomain::from);
    Ok(Json(domains.collect()))
}

/// Show a domain
#[utoipa::path(get, path = "/{provider}/domains/{domain}", tag = "domains", responses((status = 200, body = TaggedDomain), Errors))]
async fn get_domain(
    State(app): State<Arc<App>>,
    Caller(actor): Caller,
    Path((provider, domain)): Path<(String, String)>,
) -> Result<Json<TaggedDomain>, ApiError> {
    let found = app.tagged_domain(&actor, &provider, &domain).await?;
    Ok(Json(found.into()))
}

/// Names to be checked.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct CheckRequest {
    #[schema(example = json!(["cool-project.com", "cool-project.io"]))]
    domains: Vec<String>,
}

/// Check which names are free, and for how much
#[utoipa::path(post, path = "/{provider}/domains/check", tag = "domains", request_body = CheckRequest, responses((status = 200, body = [Availability]), Errors))]
async fn check_domains(
    State(app): State<Arc<App>>,
    Caller(actor): Caller,
    Path(provider): Path<String>,
    Body(request): Body<CheckRequest>,
) -> Result<Json<Vec<Availability>>, ApiError> {
    Ok(Json(
        app.check_domains(&actor, &provider, &request.domains)
            .await?,
    ))
}

/// An order for a domain.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct PurchaseRequest {
    #[schema(example = "cool-project.com")]
    domain: String,
    /// Years.
    #[serde(default = "one_year")]
    period: u32,
    auto_renew: Option<bool>,
    privacy_protection: Option<bool>,
    /// The provider's payment method, as a number or as text; its default one where absent.
    #[serde(default, deserialize_with = "flexible_id")]
    payment_method_id: Option<String>,
    /// Whose domain it becomes; the provider's stored profile where absent and it has one.
    contacts: Option<Contacts>,
    /// Its name servers; the provider's own where absent and it has some.
    #[serde(default)]
    nameservers: Vec<String>,
    /// The most that may be spent: above it, nothing is ordered.
    pub(crate) max_price: Option<Money>,
}

fn one_year() -> u32 {
    1
}

impl From<PurchaseRequest> for PurchaseInput {
    fn from(request: PurchaseRequest) -> Self {
        Self {
            domain: request.domain,
            period: request.period,
            auto_renew: request.auto_renew,
            privacy_protection: request.privacy_protection,
            payment_method_id: request.payment_method_id,
            contacts: request.contacts,
            nameservers: request.nameservers,
        }
    }
}

/// Buy a domain in one step; everything that can be checked is checked before the provider charges
#[utoipa::path(post, path = "/{provider}/domains/purchase", tag = "domains", request_body = PurchaseRequest,
    params(("Idempotency-Key" = Option<String>, Header, description = "The same request with the same key buys once")),
    responses((status = 200, body = Domain), Errors))]
async fn purchase_domain(
    State(app): State<Arc<App>>,
    Caller(actor): Caller,
    Path(provider): Path<String>,
    IdempotencyKey(key): IdempotencyKey,
    Body(request): Body<PurchaseRequest>,
) -> Result<Json<Domain>, ApiError> {
    let direct = Direct {
        key,
        max_price: request.max_price,
    };
    let bought = app.purchase_domain(&actor, &provider, request.into(), direct);
    Ok(Json(bought.await?))
}

/// Show the authoritative name servers, asked now
#[utoipa::path(get, path = "/{provider}/domains/{domain}/nameservers", tag = "domains", responses((status = 200, body = NameserversBody), Errors))]
async fn get_nameservers(
    State(app): State<Arc<App>>,
    Caller(actor): Caller,
    Path((provider, domain)): Path<(String, String)>,
) -> Result<Json<NameserversBody>, ApiError> {
    let nameservers = app.nameservers(&actor, &provider, &domain).await?;
    Ok(Json(NameserversBody { nameservers }))
}

/// Authoritative name servers in the provider's order.
#[derive(Serialize, ToSchema)]
struct NameserversBody {
    nameservers: Vec<String>,
}

/// Authoritative name servers.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct NameserversRequest {
    #[schema(example = json!(["ns1.cloudflare.com", "ns2.cloudflare.com"]))]
    nameservers: Vec<String>,
}

/// Replace the authoritative name servers
#[utoipa::path(put, path = "/{provider}/domains/{domain}/nameservers", tag = "domains", request_body = NameserversRequest, responses((status = 200, body = Status), Errors))]
async fn set_nameservers(
    State(app): State<Arc<App>>,
    Caller(actor): Caller,
    Path((provider, domain)): Path<(String, String)>,
    Body(request): Body<NameserversRequest>,
) -> Result<Json<Status>, ApiError> {
    app.set_nameservers(&actor, &provider, &domain, &request.nameservers)
        .await?;
    Ok(Json(Status::of("updated")))
}

/// Set the registrar lock
#[utoipa::path(post, path = "/{provider}/domains/{domain}/lock", tag = "domains", responses((status = 200, body = Status), Errors))]
async fn lock_domain(
    State(app): State<Arc<App>>,
    Caller(actor): Caller,
    Path((provider, domain)): Path<(String, String)>,
) -> Result<Json<Status>, ApiError> {
    app.set_lock(&actor, &provider, &domain, Switch::On).await?;
    Ok(Json(Status::of("locked")))
}

/// Clear the registrar lock
#[utoipa::path(delete, path = "/{provider}/domains/{domain}/lock", tag = "domains", responses((status = 200, body = Status), Errors))]
async fn unlock_domain(
    State(app): State<Arc<App>>,
    Caller(actor): Caller,
    Path((provider, domain)): Path<(String, String)>,
) -> Result<Json<Status>, ApiError> {
    app.set_lock(&actor, &provider, &domain, Switch::Off)
        .await?;
    Ok(Json(Status::of("unlocked")))
}

/// Hide the registrant in WHOIS
#[utoipa::path(post, path = "/{provider}/domains/{domain}/privacy", tag = "domains", responses((status = 200, body = Status), Errors))]
async fn enable_privacy(
    State(app): State<Arc<App>>,
    Caller(actor): Caller,
    Path((provider, domain)): Path<(String, String)>,
) -> Result<Json<Status>, ApiError> {
    app.set_privacy(&actor, &provider, &domain, Switch::On)
        .await?;
    Ok(Json(Status::of("enabled")))
}

/// Show the registrant in WHOIS
#[utoipa::path(delete, path = "/{provider}/domains/{domain}/privacy", tag = "domains", responses((status = 200, body = Status), Errors))]
async fn disable_privacy(
    State(app): State<Arc<App>>,
    Caller(actor): Caller,
    Path((provider, domain)): Path<(String, String)>,
) -> Result<Json<Status>, ApiError> {
    app.set_privacy(&actor, &provider, &domain, Switch::Off)
        .await?;
    Ok(Json(Status::of("disabled")))
}

/// The code for a transfer away.
#[derive(Serialize, ToSchema)]
struct AuthCodeBody {
    auth_code: String,
}

/// Ask for the code that lets another registrar take the domain over; the code before is void
#[utoipa::path(get, path = "/{provider}/domains/{domain}/auth-code", tag = "domains", responses((status = 200, body = AuthCodeBody), Errors))]
async fn get_auth_code(
    State(app): State<Arc<App>>,
    Caller(actor): Caller,
    Path((provider, domain)): Path<(String, String)>,
) -> Result<Json<AuthCodeBody>, ApiError> {
    let code = app.auth_code(&actor, &provider, &domain).await?;
    Ok(Json(AuthCodeBody {
        auth_code: code.0.expose().to_owned(),
    }))
}

/// Show where a domain is redirected
#[utoipa::path(get, path = "/{provider}/domains/{domain}/forwarding", tag = "domains", responses((status = 200, body = Forwarding), Errors))]
async fn get_forwarding(
    State(app): State<Arc<App>>,
    Caller(actor): Caller,
    Path((provider, domain)): Path<(String, String)>,
) -> Result<Json<Forwarding>, ApiError> {
    Ok(Json(app.forwarding(&actor, &provider, &domain).await?))
}

/// A redirection of a domain.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct ForwardingRequest {
    /// 301 (permanent) or 302 (temporary).
    #[serde(default = "permanent")]
    redirect_type: u16,
    #[schema(example = "https://www.example.com/")]
    redirect_url: String,
}

fn permanent() -> u16 {
    301
}

/// Redirect a domain
#[utoipa::path(put, path = "/{provider}/domains/{domain}/forwarding", tag = "domains", request_body = ForwardingRequest, responses((status = 200, body = Forwarding), Errors))]
async fn set_forwarding(
    State(app): State<Arc<App>>,
    Caller(actor): Caller,
    Path((provider, domain)): Path<(String, String)>,
    Body(request): Body<ForwardingRequest>,
) -> Result<Json<Forwarding>, ApiError> {
    Ok(Json(
        app.set_forwarding(
            &actor,
            &provider,
            &domain,
            request.redirect_type,
            request.redirect_url,
        )
        .await?,
    ))
}

/// Remove a redirection
#[utoipa::path(delete, path = "/{provider}/domains/{domain}/forwarding", tag = "domains", responses((status = 200, body = Status), Errors))]
async fn delete_forwarding(
    State(app): State<Arc<App>>,
    Caller(actor): Caller,
    Path((provider, domain)): Path<(String, String)>,
) -> Result<Json<Status>, ApiError> {
    app.delete_forwarding(&actor, &provider, &domain).await?;
    Ok(Json(Status::of("deleted")))
}
