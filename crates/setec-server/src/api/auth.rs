//! `/api/auth`: sign-in and sessions.

use std::net::SocketAddr;
use std::sync::Arc;

use axum::Json;
use axum::extract::{ConnectInfo, State};
use axum::http::{HeaderMap, HeaderValue, header};
use axum::response::{IntoResponse, Response};
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use setec_app::{App, SignIn};
use setec_core::Secret;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::api::docs::Errors;
use crate::api::error::ApiError;
use crate::api::extract::{Body, COOKIE, Caller, token_of};
use crate::api::providers::Status;
use crate::api::users::UserBody;

pub(crate) fn routes() -> OpenApiRouter<Arc<App>> {
    OpenApiRouter::new()
        .routes(routes!(login))
        .routes(routes!(logout))
        .routes(routes!(status))
        .routes(routes!(change_password))
}

/// Name and password.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct LoginRequest {
    #[schema(example = "admin")]
    username: String,
    #[schema(value_type = String, format = Password)]
    password: Secret,
}

/// A session that has begun.
#[derive(Serialize, ToSchema)]
struct LoginBody {
    /// JWT for `Authorization: Bearer`; also set as cookie.
    token: String,
    /// When the session ends by itself.
    expires_at: DateTime<Utc>,
    user: UserBody,
}

/// Sign in
#[utoipa::path(post, path = "/api/auth/login", tag = "auth", request_body = LoginRequest, security(()),
    responses((status = 200, body = LoginBody), Errors))]
async fn login(
    State(app): State<Arc<App>>,
    peer: Option<axum::Extension<ConnectInfo<SocketAddr>>>,
    Body(request): Body<LoginRequest>,
) -> Result<Response, ApiError> {
    let sign_in = SignIn {
        username: request.username,
        password: request.password,
        address: peer.map(|axum::Extension(ConnectInfo(peer))| peer.ip()),
    };
    let signed_in = app.sign_in(sign_in).await?;
    let lifetime = (signed_in.expires_at - Utc::now()).num_seconds();
    let body = LoginBody {
        token: signed_in.token.expose().to_owned(),
        expires_at: signed_in.expires_at,
        user: signed_in.user.into(),
    };
    let cookie = set_cookie(signed_in.token.expose(), lifetime);
    Ok(([(header::SET_COOKIE, cookie)], Json(body)).into_response())
}

/// Sign out: the token is worth nothing from now on
#[utoipa::path(post, path = "/api/auth/logout", tag = "auth", responses((status = 200, body = Status), Errors))]
async fn logout(State(app): State<Arc<App>>, Caller(actor): Caller) -> Result<Response, ApiError> {
    app.sign_out(&actor).await?;
    Ok((
        [(header::SET_COOKIE, set_cookie("", 0))],
        Json(Status::of("logged_out")),
    )
        .into_response())
}

/// Whether the caller is signed in.
#[derive(Serialize, ToSchema)]
struct StatusBody {
    authenticated: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    user: Option<UserBody>,
}

/// Whether the caller is signed in, and as whom
#[utoipa::path(get, path = "/api/auth/status", tag = "auth", security(()), responses((status = 200, body = StatusBody)))]
async fn status(
    State(app): State<Arc<App>>,
    headers: HeaderMap,
) -> Result<Json<StatusBody>, ApiError> {
    let anonymous = StatusBody {
        authenticated: false,
        user: None,
    };
    let Some((token, _)) = token_of(&headers) else {
        return Ok(Json(anonymous));
    };
    let actor = match app.authenticate(token, None).await {
        Ok(actor) => actor,
        Err(error) if error.kind == setec_app::ErrorKind::Unauthenticated => {
            return Ok(Json(anonymous));
        }
        Err(error) => return Err(error.into()),
    };
    let user = app.current_user(&actor).await?;
    Ok(Json(StatusBody {
        authenticated: true,
        user: Some(user.into()),
    }))
}

/// The old and the new password.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct PasswordRequest {
    #[schema(value_type = String, format = Password)]
    current_password: Secret,
    #[schema(value_type = String, format = Password)]
    new_password: Secret,
}

/// Change the caller's own password; its other sessions end
#[utoipa::path(post, path = "/api/auth/password", tag = "auth", request_body = PasswordRequest,
    responses((status = 200, body = Status), Errors))]
async fn change_password(
    State(app): State<Arc<App>>,
    Caller(actor): Caller,
    Body(request): Body<PasswordRequest>,
) -> Result<Json<Status>, ApiError> {
    app.change_password(&actor, request.current_password, request.new_password)
        .await?;
    Ok(Json(Status::of("changed")))
}

fn set_cookie(token: &str, lifetime_secs: i64) -> HeaderValue {
    let text = format!(
        "{COOKIE}={token}; HttpOnly; Secure; SameSite=Strict; Path=/; Max-Age={lifetime_secs}"
    );
    HeaderValue::from_str(&text).expect("a token is base64 and dots")
}
