//! Keys of customers.

use std::sync::Arc;

use axum::Json;
use axum::extract::{Path, State};
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use setec_app::{App, CustomerKeyView, NewCustomerKey};
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use uuid::Uuid;

use crate::api::docs::Errors;
use crate::api::error::ApiError;
use crate::api::extract::{Caller, OptionalBody};
use crate::api::providers::Status;

pub(super) fn routes() -> OpenApiRouter<Arc<App>> {
    OpenApiRouter::new()
        .routes(routes!(list_customer_keys, create_customer_key))
        .routes(routes!(rotate_customer_keys))
        .routes(routes!(revoke_customer_key))
}

/// A key without its secret.
#[derive(Serialize, ToSchema)]
struct CustomerKeyBody {
    id: Uuid,
    label: String,
    /// Whether it opens the door now.
    live: bool,
    created_at: DateTime<Utc>,
    /// When it ends by itself.
    expires_at: Option<DateTime<Utc>>,
    revoked_at: Option<DateTime<Utc>>,
    /// When it was last used, to the minute.
    last_used_at: Option<DateTime<Utc>>,
}

impl From<CustomerKeyView> for CustomerKeyBody {
    fn from(view: CustomerKeyView) -> Self {
        Self {
            id: view.id,
            label: view.label,
            live: view.live,
            created_at: view.created_at,
            expires_at: view.expires_at,
            revoked_at: view.revoked_at,
            last_used_at: view.last_used_at,
        }
    }
}

/// A new key. It is shown this once.
#[derive(Serialize, ToSchema)]
struct NewCustomerKeyBody {
    /// The API key itself; nobody can be shown it again.
    api_key: String,
    #[serde(flatten)]
    key: CustomerKeyBody,
}

impl From<NewCustomerKey> for NewCustomerKeyBody {
    fn from(new: NewCustomerKey) -> Self {
        Self {
            api_key: new.key.expose().to_owned(),
            key: new.view.into(),
        }
    }
}

/// A key to be made.
#[derive(Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct NewCustomerKeyRequest {
    /// What you call it, such as the system that uses it.
    #[serde(default)]
    label: String,
}

/// A key in place of others.
#[derive(Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct RotateKeysRequest {
    /// What you call it.
    #[serde(default)]
    label: String,
    /// For how many hours the keys of before still open the door; 72 where absent.
    overlap_hours: Option<u32>,
}

/// List a customer's keys, oldest first, without their secrets
#[utoipa::path(get, path = "/api/reseller/customers/{id}/keys", tag = "reseller", responses((status = 200, body = [CustomerKeyBody]), Errors))]
async fn list_customer_keys(
    State(app): State<Arc<App>>,
    Caller(actor): Caller,
    Path(id): Path<String>,
) -> Result<Json<Vec<CustomerKeyBody>>, ApiError> {
    let keys = app.customer_keys(&actor, &id).await?;
    Ok(Json(keys.into_iter().map(CustomerKeyBody::from).collect()))
}

/// Make a further key; the answer shows it, and nothing does later
#[utoipa::path(post, path = "/api/reseller/customers/{id}/keys", tag = "reseller", request_body = Option<NewCustomerKeyRequest>, responses((status = 200, body = NewCustomerKeyBody), Errors))]
async fn create_customer_key(
    State(app): State<Arc<App>>,
    Caller(actor): Caller,
    Path(id): Path<String>,
    OptionalBody(request): OptionalBody<NewCustomerKeyRequest>,
) -> Result<Json<NewCustomerKeyBody>, ApiError> {
    let label = request.unwrap_or_default().label;
    let key = app.create_customer_key(&actor, &id, &label).await?;
    Ok(Json(key.into()))
}

/// Make a key in place of all others, which end after some hours
#[utoipa::path(post, path = "/api/reseller/customers/{id}/keys/rotate", tag = "reseller", request_body = Option<RotateKeysRequest>, responses((status = 200, body = NewCustomerKeyBody), Errors))]
async fn rotate_customer_keys(
    State(app): State<Arc<App>>,
    Caller(actor): Caller,
    Path(id): Path<String>,
    OptionalBody(request): OptionalBody<RotateKeysRequest>,
) -> Result<Json<NewCustomerKeyBody>, ApiError> {
    let request = request.unwrap_or_default();
    let key = app
        .rotate_customer_keys(&actor, &id, &request.label, request.overlap_hours)
        .await?;
    Ok(Json(key.into()))
}

/// End a key at once
#[utoipa::path(delete, path = "/api/reseller/customers/{id}/keys/{key_id}", tag = "reseller", responses((status = 200, body = Status), Errors))]
async fn revoke_customer_key(
    State(app): State<Arc<App>>,
    Caller(actor): Caller,
    Path((id, key_id)): Path<(String, String)>,
) -> Result<Json<Status>, ApiError> {
    app.revoke_customer_key(&actor, &id, &key_id).await?;
    Ok(Json(Status::of("revoked")))
}
