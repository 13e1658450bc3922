//! `.../ssh-keys`: SSH public keys.

use std::sync::Arc;

use axum::Json;
use axum::extract::{Path, State};
use serde::Deserialize;
use setec_app::App;
use setec_core::ssh_key::SshKey;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::api::docs::Errors;
use crate::api::error::ApiError;
use crate::api::extract::{Body, Caller};
use crate::api::providers::Status;

pub(crate) fn routes() -> OpenApiRouter<Arc<App>> {
    OpenApiRouter::new()
        .routes(routes!(list_ssh_keys, add_ssh_key))
        .routes(routes!(delete_ssh_key))
}

/// A key in OpenSSH's one-line form.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct NewKeyRequest {
    name: String,
    #[schema(example = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAI... user@host")]
    public_key: String,
}

/// List SSH keys
#[utoipa::path(get, path = "/{provider}/ssh-keys", tag = "ssh-keys", responses((status = 200, body = [SshKey]), Errors))]
async fn list_ssh_keys(
    State(app): State<Arc<App>>,
    Caller(actor): Caller,
    Path(provider): Path<String>,
) -> Result<Json<Vec<SshKey>>, ApiError> {
    Ok(Json(app.ssh_keys(&actor, &provider).await?))
}

/// Add an SSH key
#[utoipa::path(post, path = "/{provider}/ssh-keys", tag = "ssh-keys", request_body = NewKeyRequest, responses((status = 200, body = SshKey), Errors))]
async fn add_ssh_key(
    State(app): State<Arc<App>>,
    Caller(actor): Caller,
    Path(provider): Path<String>,
    Body(request): Body<NewKeyRequest>,
) -> Result<Json<SshKey>, ApiError> {
    Ok(Json(
        app.add_ssh_key(&actor, &provider, request.name, request.public_key)
            .await?,
    ))
}

/// Delete an SSH key; servers that have it keep it
#[utoipa::path(delete, path = "/{provider}/ssh-keys/{id}", tag = "ssh-keys", responses((status = 200, body = Status), Errors))]
async fn delete_ssh_key(
    State(app): State<Arc<App>>,
    Caller(actor): Caller,
    Path((provider, id)): Path<(String, String)>,
) -> Result<Json<Status>, ApiError> {
    app.delete_ssh_key(&actor, &provider, &id).await?;
    Ok(Json(Status::of("deleted")))
}
