use std::collections::HashMap;
use std::sync::Arc;
use std::time::Duration;

use axum::body::{Body, Bytes, to_bytes};
use axum::extract::{Query, Request, State};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use http::header::{AUTHORIZATION, USER_AGENT};
use http::{HeaderMap, StatusCode};

use super::TOKEN;
use super::exchange::{Exchange, content_type};
use super::fault::Effect;
use super::refusal::Refusal;
use super::routes::Incoming;
use super::sandbox::Shared;

const BODY_LIMIT: usize = 4 * 1024 * 1024;

/// Everything in front of the calls: Cloudflare, faults, the token, the record of exchanges.
pub(super) async fn receive(
    State(shared): State<Arc<Shared>>,
    request: Request,
    next: Next,
) -> Response {
    let (parts, body) = request.into_parts();
    let body = to_bytes(body, BODY_LIMIT).await.unwrap_or_default();
    let mut exchange = Exchange::received(&parts, &body);
    let effects = shared.strike(&parts.method, parts.uri.path());
    let blocks_agents = effects
        .iter()
        .any(|effect| matches!(effect, Effect::BlockedAgents));
    if let Some(millis) = effects.iter().find_map(Effect::delay_millis) {
        tokio::time::sleep(Duration::from_millis(millis)).await;
    }
    let early = if blocks_agents && is_blocked(&parts.headers) {
        Some((StatusCode::FORBIDDEN, "error code: 1010").into_response())
    } else if let Some(response) = effects.iter().find_map(Effect::instead) {
        Some(response)
    } else if is_authenticated(&parts.headers) {
        None
    } else {
        Some(Refusal::new(StatusCode::UNAUTHORIZED, "Unauthenticated").into_response())
    };
    let response = if let Some(response) = early {
        response
    } else {
        let query = Query::<HashMap<String, String>>::try_from_uri(&parts.uri)
            .map(|Query(query)| query)
            .unwrap_or_default();
        let mut request = Request::from_parts(parts, Body::empty());
        request.extensions_mut().insert(Incoming {
            body: exchange.json_body(),
            query,
            effects: effects.clone(),
        });
        next.run(request).await
    };
    let (mut parts, body) = response.into_parts();
    for effect in &effects {
        effect.mark(&mut parts.headers);
    }
    let body = to_bytes(body, usize::MAX).await.unwrap_or_default();
    exchange.status = parts.status.as_u16();
    exchange.response_content_type = content_type(&parts.headers);
    exchange.response_body = serde_json::from_slice(&body).ok();
    let spoiled = effects.iter().find_map(|effect| effect.spoil(&body));
    if spoiled.is_some() {
        exchange.response_body = None;
    }
    shared.record(exchange);
    deliver(parts, body, spoiled)
}

fn deliver(parts: http::response::Parts, body: Bytes, spoiled: Option<Body>) -> Response {
    let length = body.len();
    let mut response = Response::from_parts(parts, spoiled.unwrap_or_else(|| Body::from(body)));
    response
        .headers_mut()
        .insert(http::header::CONTENT_LENGTH, length.into());
    response
}

/// Cloudflare refuses the default User-Agent of Python's urllib, and none at all.
fn is_blocked(headers: &HeaderMap) -> bool {
    headers
        .get(USER_AGENT)
        .and_then(|value| value.to_str().ok())
        .is_none_or(|agent| agent.is_empty() || agent.starts_with("Python-urllib"))
}

fn is_authenticated(headers: &HeaderMap) -> bool {
    headers
        .get(AUTHORIZATION)
        .and_then(|value| value.to_str().ok())
        .and_then(|value| value.strip_prefix("Bearer "))
        .is_some_and(|token| token == TOKEN)
}

pub(super) async fn no_such_route() -> Refusal {
    Refusal::new(StatusCode::NOT_FOUND, "Route not found")
}

pub(super) async fn wrong_verb(request: Request) -> Refusal {
    Refusal::new(
        StatusCode::METHOD_NOT_ALLOWED,
        format!(
            "The {} method is not supported for route {}.",
            request.method(),
            request.uri().path().trim_start_matches('/'),
        ),
    )
}
