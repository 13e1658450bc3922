//! `/api/users`: who may sign in.

use std::sync::Arc;

use axum::Json;
use axum::extract::{Path, State};
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use setec_app::{App, NewUserInput, Role, SpendingView, UserView};
use setec_core::order::SpendingLimits;
use setec_core::{Currency, Secret};
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use uuid::Uuid;

use crate::api::docs::Errors;
use crate::api::error::ApiError;
use crate::api::extract::{Body, Caller};
use crate::api::providers::Status;

pub(crate) fn routes() -> OpenApiRouter<Arc<App>> {
    OpenApiRouter::new()
        .routes(routes!(list_users, create_user))
        .routes(routes!(delete_user))
        .routes(routes!(get_spending_limits, set_spending_limits))
}

/// What a user may do.
#[derive(Clone, Copy, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "lowercase")]
enum RoleBody {
    /// Everything
    Admin,
    /// Look, but change nothing and see no secret
    Viewer,
}

/// A user.
#[derive(Serialize, ToSchema)]
pub(crate) struct UserBody {
    id: Uuid,
    name: String,
    role: RoleBody,
    created_at: DateTime<Utc>,
}

impl From<UserView> for UserBody {
    fn from(user: UserView) -> Self {
        Self {
            id: user.id,
            name: user.name,
            role: match user.role {
                Role::Admin => RoleBody::Admin,
                Role::Viewer => RoleBody::Viewer,
            },
            created_at: user.created_at,
        }
    }
}

/// List users
#[utoipa::path(get, path = "/api/users", tag = "auth", responses((status = 200, body = [UserBody]), Errors))]
async fn list_users(
    State(app): State<Arc<App>>,
    Caller(actor): Caller,
) -> Result<Json<Vec<UserBody>>, ApiError> {
    Ok(Json(
        app.users(&actor)
            .await?
            .into_iter()
            .map(UserBody::from)
            .collect(),
    ))
}

/// A user to be made.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct NewUserRequest {
    name: String,
    #[schema(value_type = String, format = Password)]
    password: Secret,
    role: RoleBody,
}

/// Create a user
#[utoipa::path(post, path = "/api/users", tag = "auth", request_body = NewUserRequest,
    responses((status = 200, body = UserBody), Errors))]
async fn create_user(
    State(app): State<Arc<App>>,
    Caller(actor): Caller,
    Body(request): Body<NewUserRequest>,
) -> Result<Json<UserBody>, ApiError> {
    let input = NewUserInput {
        name: request.name,
        password: request.password,
        role: match request.role {
            RoleBody::Admin => Role::Admin,
            RoleBody::Viewer => Role::Viewer,
        },
    };
    Ok(Json(app.create_user(&actor, input).await?.into()))
}

/// Delete a user and end its sessions
#[utoipa::path(delete, path = "/api/users/{id}", tag = "auth", responses((status = 200, body = Status), Errors))]
async fn delete_user(
    State(app): State<Arc<App>>,
    Caller(actor): Caller,
    Path(id): Path<String>,
) -> Result<Json<Status>, ApiError> {
    app.delete_user(&actor, &id).await?;
    Ok(Json(Status::of("deleted")))
}

/// How much a user may spend without being asked, and what was spent.
#[derive(Serialize, ToSchema)]
struct SpendingBody {
    /// Empty is no limit at all; a currency that is not named may not be spent.
    limits: SpendingLimits,
    spent: Vec<SpentBody>,
}

/// What was spent in one currency.
#[derive(Serialize, ToSchema)]
struct SpentBody {
    #[schema(value_type = String, example = "USD")]
    currency: Currency,
    /// Minor units since the day of UTC began.
    day: i64,
    /// Minor units since the month of UTC began.
    month: i64,
}

impl From<SpendingView> for SpendingBody {
    fn from(view: SpendingView) -> Self {
        Self {
            limits: view.limits,
            spent: view
                .spent
                .into_iter()
                .map(|spent| SpentBody {
                    currency: spent.currency,
                    day: spent.day,
                    month: spent.month,
                })
                .collect(),
        }
    }
}

/// Show how much a user may spend without being asked
#[utoipa::path(get, path = "/api/users/{id}/spending-limits", tag = "auth", responses((status = 200, body = SpendingBody), Errors))]
async fn get_spending_limits(
    State(app): State<Arc<App>>,
    Caller(actor): Caller,
    Path(id): Path<String>,
) -> Result<Json<SpendingBody>, ApiError> {
    Ok(Json(app.spending(&actor, &id).await?.into()))
}

/// How much a user may spend without being asked.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct LimitsRequest {
    /// Empty is no limit at all.
    limits: SpendingLimits,
}

/// Replace a user's spending limits; an order above them waits for another administrator
#[utoipa::path(put, path = "/api/users/{id}/spending-limits", tag = "auth", request_body = LimitsRequest, responses((status = 200, body = SpendingBody), Errors))]
async fn set_spending_limits(
    State(app): State<Arc<App>>,
    Caller(actor): Caller,
    Path(id): Path<String>,
    Body(request): Body<LimitsRequest>,
) -> Result<Json<SpendingBody>, ApiError> {
    let view = app.set_spending_limits(&actor, &id, request.limits).await?;
    Ok(Json(view.into()))
}
