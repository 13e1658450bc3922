//! `.../domains/{domain}/...`: contacts, glue, mail, transfers, what pays for it, and leaving.

use std::sync::Arc;

use axum::Json;
use axum::extract::{Path, State};
use serde::{Deserialize, Serialize};
use setec_app::{App, ChildNameserverInput, PaidBy};
use setec_core::billing::Subscription;
use setec_core::domain::{ChildNameserver, Contacts, EmailForward, TransferState};
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::api::docs::Errors;
use crate::api::error::ApiError;
use crate::api::extract::{Body, Caller};
use crate::api::providers::Status;

pub(crate) fn routes() -> OpenApiRouter<Arc<App>> {
    OpenApiRouter::new()
        .routes(routes!(get_contacts, set_contacts))
        .routes(routes!(list_child_nameservers, register_child_nameserver))
        .routes(routes!(change_child_nameserver, delete_child_nameserver))
        .routes(routes!(get_email_forwarding, set_email_forwarding))
        .routes(routes!(get_transfer, cancel_transfer))
        .routes(routes!(
            get_domain_subscription,
            set_domain_subscription,
            remove_domain_subscription
        ))
        .routes(routes!(release_domain))
        .routes(routes!(request_domain_deletion))
}

/// Show who is behind a domain
#[utoipa::path(get, path = "/{provider}/domains/{domain}/contacts", tag = "domains", responses((status = 200, body = Contacts), Errors))]
async fn get_contacts(
    State(app): State<Arc<App>>,
    Caller(actor): Caller,
    Path((provider, domain)): Path<(String, String)>,
) -> Result<Json<Contacts>, ApiError> {
    Ok(Json(app.contacts(&actor, &provider, &domain).await?))
}

/// Replace the contacts of the roles that are given; a new registrant may have to confirm it by mail
#[utoipa::path(put, path = "/{provider}/domains/{domain}/contacts", tag = "domains", request_body = Contacts, responses((status = 200, body = Status), Errors))]
async fn set_contacts(
    State(app): State<Arc<App>>,
    Caller(actor): Caller,
    Path((provider, domain)): Path<(String, String)>,
    Body(contacts): Body<Contacts>,
) -> Result<Json<Status>, ApiError> {
    app.set_contacts(&actor, &provider, &domain, contacts)
        .await?;
    Ok(Json(Status::of("updated")))
}

/// List the name servers below a domain, with their addresses
#[utoipa::path(get, path = "/{provider}/domains/{domain}/child-nameservers", tag = "domains", responses((status = 200, body = [ChildNameserver]), Errors))]
async fn list_child_nameservers(
    State(app): State<Arc<App>>,
    Caller(actor): Caller,
    Path((provider, domain)): Path<(String, String)>,
) -> Result<Json<Vec<ChildNameserver>>, ApiError> {
    Ok(Json(
        app.child_nameservers(&actor, &provider, &domain).await?,
    ))
}

/// A name server below the domain.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct ChildNameserverRequest {
    /// Its whole name.
    #[schema(example = "ns1.example.com")]
    host: String,
    /// IPv4 and IPv6; how many are taken depends on the provider.
    #[schema(example = json!(["192.0.2.53"]))]
    addresses: Vec<String>,
}

/// Register a name server below a domain
#[utoipa::path(post, path = "/{provider}/domains/{domain}/child-nameservers", tag = "domains", request_body = ChildNameserverRequest, responses((status = 200, body = Status), Errors))]
async fn register_child_nameserver(
    State(app): State<Arc<App>>,
    Caller(actor): Caller,
    Path((provider, domain)): Path<(String, String)>,
    Body(request): Body<ChildNameserverRequest>,
) -> Result<Json<Status>, ApiError> {
    let input = ChildNameserverInput {
        host: request.host,
        addresses: request.addresses,
    };
    app.register_child_nameserver(&actor, &provider, &domain, &input)
        .await?;
    Ok(Json(Status::of("registered")))
}

/// One address in place of another.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct AddressRequest {
    /// The address that it has.
    #[schema(example = "192.0.2.53")]
    from: String,
    /// The address that it gets.
    #[schema(example = "192.0.2.54")]
    to: String,
}

/// Give a name server below a domain another address
#[utoipa::path(put, path = "/{provider}/domains/{domain}/child-nameservers/{host}", tag = "domains", request_body = AddressRequest, responses((status = 200, body = Status), Errors))]
async fn change_child_nameserver(
    State(app): State<Arc<App>>,
    Caller(actor): Caller,
    Path((provider, domain, host)): Path<(String, String, String)>,
    Body(request): Body<AddressRequest>,
) -> Result<Json<Status>, ApiError> {
    let addresses = (request.from.as_str(), request.to.as_str());
    app.change_child_nameserver(&actor, &provider, &domain, &host, addresses)
        .await?;
    Ok(Json(Status::of("updated")))
}

/// Remove a name server below a domain
#[utoipa::path(delete, path = "/{provider}/domains/{domain}/child-nameservers/{host}", tag = "domains", responses((status = 200, body = Status), Errors))]
async fn delete_child_nameserver(
    State(app): State<Arc<App>>,
    Caller(actor): Caller,
    Path((provider, domain, host)): Path<(String, String, String)>,
) -> Result<Json<Status>, ApiError> {
    app.delete_child_nameserver(&actor, &provider, &domain, &host)
        .await?;
    Ok(Json(Status::of("deleted")))
}

/// Show where mail to a domain's addresses goes
#[utoipa::path(get, path = "/{provider}/domains/{domain}/email-forwarding", tag = "domains", responses((status = 200, body = [EmailForward]), Errors))]
async fn get_email_forwarding(
    State(app): State<Arc<App>>,
    Caller(actor): Caller,
    Path((provider, domain)): Path<(String, String)>,
) -> Result<Json<Vec<EmailForward>>, ApiError> {
    Ok(Json(app.email_forwards(&actor, &provider, &domain).await?))
}

/// Where mail shall go.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct EmailForwardingRequest {
    /// All forwards; an empty list ends the forwarding.
    forwards: Vec<EmailForward>,
}

/// Replace all mail forwards of a domain
#[utoipa::path(put, path = "/{provider}/domains/{domain}/email-forwarding", tag = "domains", request_body = EmailForwardingRequest, responses((status = 200, body = Status), Errors))]
async fn set_email_forwarding(
    State(app): State<Arc<App>>,
    Caller(actor): Caller,
    Path((provider, domain)): Path<(String, String)>,
    Body(request): Body<EmailForwardingRequest>,
) -> Result<Json<Status>, ApiError> {
    app.set_email_forwards(&actor, &provider, &domain, request.forwards)
        .await?;
    Ok(Json(Status::of("updated")))
}

/// Show where a transfer to the account stands
#[utoipa::path(get, path = "/{provider}/domains/{domain}/transfer", tag = "domains", responses((status = 200, body = TransferState), Errors))]
async fn get_transfer(
    State(app): State<Arc<App>>,
    Caller(actor): Caller,
    Path((provider, domain)): Path<(String, String)>,
) -> Result<Json<TransferState>, ApiError> {
    Ok(Json(app.transfer_state(&actor, &provider, &domain).await?))
}

/// Call a transfer to the account off
#[utoipa::path(delete, path = "/{provider}/domains/{domain}/transfer", tag = "domains", responses((status = 200, body = Status), Errors))]
async fn cancel_transfer(
    State(app): State<Arc<App>>,
    Caller(actor): Caller,
    Path((provider, domain)): Path<(String, String)>,
) -> Result<Json<Status>, ApiError> {
    app.cancel_transfer(&actor, &provider, &domain).await?;
    Ok(Json(Status::of("cancelled")))
}

/// What pays for a domain, and what may.
#[derive(Serialize, ToSchema)]
struct DomainSubscriptionBody {
    /// Id of the subscription that is known to pay for it: noted when it was bought, or entered.
    subscription_id: Option<String>,
    /// That subscription; `null` where the account has it no more.
    subscription: Option<Subscription>,
    /// Those that may pay for it and for no other domain that is known, the likeliest first.
    choices: Vec<Subscription>,
}

impl From<PaidBy> for DomainSubscriptionBody {
    fn from(paid: PaidBy) -> Self {
        Self {
            subscription_id: paid.subscription_id,
            subscription: paid.subscription,
            choices: paid.choices,
        }
    }
}

/// Show which subscription pays for a domain, and which ones may
#[utoipa::path(get, path = "/{provider}/domains/{domain}/subscription", tag = "domains", responses((status = 200, body = DomainSubscriptionBody), Errors))]
async fn get_domain_subscription(
    State(app): State<Arc<App>>,
    Caller(actor): Caller,
    Path((provider, domain)): Path<(String, String)>,
) -> Result<Json<DomainSubscriptionBody>, ApiError> {
    let paid = app.domain_subscription(&actor, &provider, &domain).await?;
    Ok(Json(paid.into()))
}

/// What pays for a domain.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct DomainSubscriptionRequest {
    /// The provider's id of the subscription.
    #[schema(example = "Azz3MRVQxY6d01234")]
    subscription_id: String,
}

/// Say which subscription pays for a domain: a renewal of the domain pays its next term
#[utoipa::path(put, path = "/{provider}/domains/{domain}/subscription", tag = "domains", request_body = DomainSubscriptionRequest, responses((status = 200, body = Status), Errors))]
async fn set_domain_subscription(
    State(app): State<Arc<App>>,
    Caller(actor): Caller,
    Path((provider, domain)): Path<(String, String)>,
    Body(request): Body<DomainSubscriptionRequest>,
) -> Result<Json<Status>, ApiError> {
    app.set_domain_subscription(&actor, &provider, &domain, &request.subscription_id)
        .await?;
    Ok(Json(Status::of("updated")))
}

/// Forget which subscription pays for a domain; at the provider nothing changes
#[utoipa::path(delete, path = "/{provider}/domains/{domain}/subscription", tag = "domains", responses((status = 200, body = Status), Errors))]
async fn remove_domain_subscription(
    State(app): State<Arc<App>>,
    Caller(actor): Caller,
    Path((provider, domain)): Path<(String, String)>,
) -> Result<Json<Status>, ApiError> {
    app.remove_domain_subscription(&actor, &provider, &domain)
        .await?;
    Ok(Json(Status::of("removed")))
}

/// Who gets the domain.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct ReleaseRequest {
    /// The other registrar's tag, such as a Nominet TAG.
    #[schema(example = "EXAMPLE-TAG")]
    tag: String,
}

/// Hand a domain over to another registrar by its tag; it cannot be taken back
#[utoipa::path(post, path = "/{provider}/domains/{domain}/release", tag = "domains", request_body = ReleaseRequest, responses((status = 200, body = Status), Errors))]
async fn release_domain(
    State(app): State<Arc<App>>,
    Caller(actor): Caller,
    Path((provider, domain)): Path<(String, String)>,
    Body(request): Body<ReleaseRequest>,
) -> Result<Json<Status>, ApiError> {
    app.release_domain(&actor, &provider, &domain, &request.tag)
        .await?;
    Ok(Json(Status::of("released")))
}

/// The agreement to lose a domain.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct DeletionRequest {
    /// The domain's name once more.
    #[schema(example = "example.com")]
    confirm: String,
}

/// Ask the registrar to delete a domain
#[utoipa::path(post, path = "/{provider}/domains/{domain}/deletion", tag = "domains", request_body = DeletionRequest, responses((status = 200, body = Status), Errors))]
async fn request_domain_deletion(
    State(app): State<Arc<App>>,
    Caller(actor): Caller,
    Path((provider, domain)): Path<(String, String)>,
    Body(request): Body<DeletionRequest>,
) -> Result<Json<Status>, ApiError> {
    app.request_domain_deletion(&actor, &provider, &domain, &request.confirm)
        .await?;
    Ok(Json(Status::of("requested")))
}
