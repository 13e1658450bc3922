//! What every request passes through: id, log, metrics, limits, time-out, headers, compression.

use std::any::Any;
use std::sync::Arc;
use std::time::{Duration, Instant};

use axum::Router;
use axum::extract::{DefaultBodyLimit, MatchedPath, Request};
use axum::http::{HeaderName, HeaderValue, header};
use axum::middleware::{Next, from_fn};
use axum::response::{IntoResponse, Response};
use setec_app::{App, Error, ErrorKind};
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::compression::CompressionLayer;
use tower_http::timeout::RequestBodyTimeoutLayer;
use uuid::Uuid;

use crate::api::error::ApiError;

/// Bodies above this are refused; the largest legal one is a batch of records.
pub(crate) const BODY_LIMIT: usize = 4 << 20;

/// The same for plans, which may hold zone files of large or many zones.
pub(crate) const PLAN_BODY_LIMIT: usize = 64 << 20;

/// How long a request may take; above the pauses that a vendor's rate limit can cause.
const TIMEOUT: Duration = Duration::from_mins(4);

/// How long a client may be silent while it sends a body.
const BODY_TIMEOUT: Duration = Duration::from_secs(30);

const REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");

/// The documents' own pages need scripts and styles; everything else is data, or says its own policy.
const API_POLICY: &str = "default-src 'none'; frame-ancestors 'none'";
const PAGE_POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; \
     img-src 'self' data:; connect-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'";

tokio::task_local! {
    static CURRENT: String;
}

/// The id of the request that this task answers.
pub(crate) fn current_request_id() -> Option<String> {
    CURRENT.try_with(Clone::clone).ok()
}

/// Carries a request's id into a task of its own.
pub(crate) async fn with_request_id<F: Future>(id: Option<String>, work: F) -> F::Output {
    CURRENT.scope(id.unwrap_or_default(), work).await
}

pub(crate) fn wrap(router: Router<Arc<App>>) -> Router<Arc<App>> {
    router
        .layer(CatchPanicLayer::custom(panicked))
        .layer(DefaultBodyLimit::max(BODY_LIMIT))
        .layer(RequestBodyTimeoutLayer::new(BODY_TIMEOUT))
        .layer(CompressionLayer::new().gzip(true))
        .layer(from_fn(identify))
}

async fn identify(mut request: Request, next: Next) -> Response {
    let id = given_id(&request).unwrap_or_else(|| Uuid::now_v7().to_string());
    let value = HeaderValue::from_str(&id).unwrap_or_else(|_| HeaderValue::from_static("invalid"));
    request.headers_mut().insert(REQUEST_ID, value.clone());
    CURRENT
        .scope(id, async move {
            let mut response = answer(request, next).await;
            response.headers_mut().insert(REQUEST_ID, value);
            response
        })
        .await
}

fn given_id(request: &Request) -> Option<String> {
    let given = request.headers().get(REQUEST_ID)?.to_str().ok()?;
    let sane = (1..=64).contains(&given.len())
        && given
            .bytes()
            .all(|b| b.is_ascii_alphanumeric() || b"-_.".contains(&b));
    sane.then(|| given.to_owned())
}

async fn answer(request: Request, next: Next) -> Response {
    let started = Instant::now();
    let method = request.method().clone();
    let path = request.uri().path().to_owned();
    let route = request
        .extensions()
        .get::<MatchedPath>()
        .map_or_else(|| "unmatched".to_owned(), |path| path.as_str().to_owned());
    let mut response = match tokio::time::timeout(TIMEOUT, next.run(request)).await {
        Ok(response) => response,
        Err(_) => ApiError(Error::new(
            ErrorKind::ProviderTimeout,
            "the request took too long; what was begun goes on, see the journal",
        ))
        .into_response(),
    };
    let status = response.status().as_u16();
    let elapsed = started.elapsed();
    metrics::counter!("setec_http_requests_total", "method" => method.to_string(), "route" => route.clone(), "status" => status.to_string())
        .increment(1);
    metrics::histogram!("setec_http_request_duration_seconds", "method" => method.to_string(), "route" => route)
        .record(elapsed.as_secs_f64());
    let millis = elapsed.as_secs_f64() * 1000.0;
    tracing::info!(%method, path, status, millis, request_id = current_request_id(), "request");
    secure(&mut response, &path);
    response
}

fn secure(response: &mut Response, path: &str) {
    let is_page = path.starts_with("/api/docs");
    let headers = response.headers_mut();
    let policy = if is_page { PAGE_POLICY } else { API_POLICY };
    headers
        .entry(header::CONTENT_SECURITY_POLICY)
        .or_insert(HeaderValue::from_static(policy));
    headers.insert(
        header::X_CONTENT_TYPE_OPTIONS,
        HeaderValue::from_static("nosniff"),
    );
    headers.insert(header::X_FRAME_OPTIONS, HeaderValue::from_static("DENY"));
    headers.insert(
        header::REFERRER_POLICY,
        HeaderValue::from_static("no-referrer"),
    );
    headers.insert(
        header::STRICT_TRANSPORT_SECURITY,
        HeaderValue::from_static("max-age=31536000"),
    );
    if path.starts_with("/api/") && !is_page {
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    }
}

#[expect(clippy::needless_pass_by_value, reason = "the layer's signature")]
fn panicked(panic: Box<dyn Any + Send + 'static>) -> Response {
    let text = panic
        .downcast_ref::<String>()
        .map(String::as_str)
        .or_else(|| panic.downcast_ref::<&str>().copied())
        .unwrap_or("unknown panic");
    tracing::error!(panic = text, "a request's handler panicked");
    let error = Error::new(
        ErrorKind::Internal,
        "an internal error occurred; the log has the details",
    );
    ApiError(error).into_response()
}
