//! The OpenAPI document and the page that browses it, served from the binary.

use std::sync::Arc;

use axum::Router;
use setec_app::App;
use utoipa::openapi::security::{ApiKey, ApiKeyValue, HttpAuthScheme, HttpBuilder, SecurityScheme};
use utoipa::{IntoResponses, Modify, OpenApi};
use utoipa_swagger_ui::{Config, SwaggerUi};

use crate::api::error::ErrorBody;
use crate::api::extract::COOKIE;

/// What stands around the operations.
#[derive(OpenApi)]
#[openapi(
    info(
        title = "Setec Manager",
        description = "One API over every hosting provider: domains, DNS records, virtual servers, SSH keys and bills.",
        license(name = "MIT OR Apache-2.0")
    ),
    tags(
        (name = "auth", description = "Sign-in, sessions and users"),
        (name = "providers", description = "Accounts at hosting providers"),
        (name = "dns", description = "Zones and records"),
        (name = "domains", description = "Registered domains"),
        (name = "vms", description = "Virtual servers"),
        (name = "tags", description = "Words of your own on domains, zones and servers"),
        (name = "orders", description = "Quotes and orders: everything that spends money"),
        (name = "reseller", description = "Customers who buy from you: keys, credit, prices and routes"),
        (name = "ssh-keys", description = "SSH public keys"),
        (name = "billing", description = "Subscriptions, prices and payment methods"),
        (name = "system", description = "Journal, health and metrics")
    ),
    security(("bearer" = []), ("cookie" = [])),
    modifiers(&Schemes)
)]
pub(crate) struct Document;

struct Schemes;

impl Modify for Schemes {
    fn modify(&self, openapi: &mut utoipa::openapi::OpenApi) {
        let components = openapi.components.get_or_insert_default();
        let bearer = HttpBuilder::new()
            .scheme(HttpAuthScheme::Bearer)
            .bearer_format("JWT")
            .build();
        components.add_security_scheme("bearer", SecurityScheme::Http(bearer));
        let cookie = SecurityScheme::ApiKey(ApiKey::Cookie(ApiKeyValue::new(COOKIE)));
        components.add_security_scheme("cookie", cookie);
    }
}

/// The errors that any operation may answer with.
#[derive(IntoResponses)]
#[expect(dead_code, reason = "only its derived documentation is used")]
pub(crate) enum Errors {
    /// Bad request: the field and the rule
    #[response(status = 400)]
    Invalid(ErrorBody),
    /// Not signed in
    #[response(status = 401)]
    Unauthenticated(ErrorBody),
    /// Signed in, but not allowed
    #[response(status = 403)]
    Forbidden(ErrorBody),
    /// Provider or resource not found
    #[response(status = 404)]
    NotFound(ErrorBody),
    /// Conflict, such as a record that exists already
    #[response(status = 409)]
    Conflict(ErrorBody),
    /// Rate limited by the provider, after all retries
    #[response(status = 429)]
    RateLimited(ErrorBody),
    /// The provider does not support this operation
    #[response(status = 501)]
    NotSupported(ErrorBody),
    /// The provider rejected the stored credentials or answered nonsense
    #[response(status = 502)]
    Provider(ErrorBody),
}

pub(crate) fn routes(document: utoipa::openapi::OpenApi) -> Router<Arc<App>> {
    let page = SwaggerUi::new("/api/docs")
        .url("/api/openapi.json", document)
        // The page's default would show the document to a validator on the internet.
        .config(Config::default().validator_url("none"));
    page.into()
}
