//! The one place where a failed use case becomes an HTTP answer.

use std::error::Error as StdError;

use axum::Json;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde::Serialize;
use setec_app::{Error, ErrorKind};
use setec_core::Violation;
use utoipa::ToSchema;

use crate::api::layers::current_request_id;

/// What every failed request is answered with.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct ErrorBody {
    /// What went wrong, in words a person can act on.
    error: String,
    /// Stable word for programs.
    #[schema(example = "not_found")]
    code: &'static str,
    /// Finds the request in the log.
    #[serde(skip_serializing_if = "Option::is_none")]
    request_id: Option<String>,
    /// The field at fault, where it is one.
    #[serde(skip_serializing_if = "Option::is_none")]
    field: Option<String>,
    /// All rules that the input breaks.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    violations: Vec<Violation>,
    /// Changes that stand although the rest failed, as `name TYPE`.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    applied: Vec<String>,
    /// Seconds to wait before trying again.
    #[serde(skip_serializing_if = "Option::is_none")]
    retry_after: Option<u64>,
}

/// A failed request.
#[derive(Debug)]
pub(crate) struct ApiError(pub(crate) Error);

impl<E: Into<Error>> From<E> for ApiError {
    fn from(error: E) -> Self {
        Self(error.into())
    }
}

impl ApiError {
    pub(crate) fn invalid(field: &str, rule: impl Into<String>) -> Self {
        Self(Error::field(field, rule))
    }

    pub(crate) fn unauthenticated(message: &str) -> Self {
        Self(Error::new(ErrorKind::Unauthenticated, message))
    }
}

fn status_and_code(kind: ErrorKind) -> (StatusCode, &'static str) {
    match kind {
        ErrorKind::Invalid => (StatusCode::BAD_REQUEST, "invalid"),
        ErrorKind::Unauthenticated => (StatusCode::UNAUTHORIZED, "unauthenticated"),
        ErrorKind::Forbidden => (StatusCode::FORBIDDEN, "forbidden"),
        ErrorKind::NotFound => (StatusCode::NOT_FOUND, "not_found"),
        ErrorKind::Exists => (StatusCode::CONFLICT, "exists"),
        ErrorKind::Conflict => (StatusCode::CONFLICT, "conflict"),
        ErrorKind::NeedsApproval => (StatusCode::CONFLICT, "needs_approval"),
        ErrorKind::StalePlan => (StatusCode::CONFLICT, "stale_plan"),
        ErrorKind::UnsafePlan => (StatusCode::CONFLICT, "unsafe_plan"),
        ErrorKind::Protected => (StatusCode::CONFLICT, "protected"),
        ErrorKind::PaymentRequired => (StatusCode::PAYMENT_REQUIRED, "payment_required"),
        ErrorKind::RateLimited => (StatusCode::TOO_MANY_REQUESTS, "rate_limited"),
        ErrorKind::NotSupported => (StatusCode::NOT_IMPLEMENTED, "not_supported"),
        ErrorKind::ProviderCredentials => (StatusCode::BAD_GATEWAY, "provider_credentials"),
        ErrorKind::ProviderProtocol => (StatusCode::BAD_GATEWAY, "provider_protocol"),
        ErrorKind::ProviderUnavailable => (StatusCode::SERVICE_UNAVAILABLE, "provider_unavailable"),
        ErrorKind::ProviderTimeout => (StatusCode::GATEWAY_TIMEOUT, "provider_timeout"),
        ErrorKind::Internal => (StatusCode::INTERNAL_SERVER_ERROR, "internal"),
    }
}

impl From<Error> for ErrorBody {
    fn from(error: Error) -> Self {
        let retry_after = match (error.retry_after, error.kind) {
            (Some(wait), _) => Some(wait.as_secs().max(1)),
            // A client that is told to wait is told how long.
            (None, ErrorKind::RateLimited) => Some(60),
            _ => None,
        };
        Self {
            error: error.message,
            code: status_and_code(error.kind).1,
            request_id: current_request_id(),
            field: match &error.violations[..] {
                [one] => Some(one.field.clone()),
                _ => None,
            },
            violations: error.violations,
            applied: error.applied,
            retry_after,
        }
    }
}

impl IntoResponse for ApiError {
    fn into_response(self) -> Response {
        let Self(error) = self;
        let (status, _) = status_and_code(error.kind);
        log(&error, status);
        let body = ErrorBody::from(error);
        let retry_after = body.retry_after;
        let mut response = (status, Json(body)).into_response();
        if let Some(secs) = retry_after {
            response
                .headers_mut()
                .insert(header::RETRY_AFTER, HeaderValue::from(secs));
        }
        if status == StatusCode::UNAUTHORIZED {
            response
                .headers_mut()
                .insert(header::WWW_AUTHENTICATE, HeaderValue::from_static("Bearer"));
        }
        response
    }
}

/// The causes, once and here; the caller's own mistakes are not worth a line.
pub(crate) fn log(error: &Error, status: StatusCode) {
    let mut causes = Vec::new();
    let mut cause = error.source();
    while let Some(inner) = cause {
        let text = inner.to_string();
        if text != error.message {
            causes.push(text);
        }
        cause = inner.source();
    }
    let request_id = current_request_id().unwrap_or_default();
    if error.kind == ErrorKind::Internal {
        tracing::error!(request_id, causes = causes.join(": "), "{}", error.message);
    } else if status.is_server_error() && error.kind != ErrorKind::NotSupported
        || error.kind == ErrorKind::RateLimited
    {
        tracing::warn!(request_id, causes = causes.join(": "), "{}", error.message);
    }
}

pub(crate) async fn no_such_path() -> ApiError {
    ApiError(Error::new(
        ErrorKind::NotFound,
        "no such path; the API is described at /api/docs",
    ))
}

pub(crate) async fn no_such_method() -> Response {
    let body = ErrorBody {
        error: "this path does not take that method".to_owned(),
        code: "method_not_allowed",
        request_id: current_request_id(),
        field: None,
        violations: Vec::new(),
        applied: Vec::new(),
        retry_after: None,
    };
    (StatusCode::METHOD_NOT_ALLOWED, Json(body)).into_response()
}
