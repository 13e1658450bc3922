//! One request: let in, read, carried out to its end, answered.

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use axum::body::{Body, to_bytes};
use axum::extract::{ConnectInfo, Request, State};
use axum::http::header::CACHE_CONTROL;
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode};
use axum::response::{IntoResponse, Response};
use setec_app::{App, CustomerCaller, ResellerHeaders};
use setec_core::Secret;

use super::call::{Call, Found, find};
use super::form::{self, Table};
use super::reply::{Answer, Refusal, respond};
use super::{catalog, dns, domain, fields, lookup, openapi, order, path};
use crate::api::{BODY_LIMIT, current_request_id, with_request_id};

/// How long a call may take: less than what ends every request with another answer. What was begun
/// goes on.
const TIMEOUT: Duration = Duration::from_secs(200);

/// A request as a call sees it.
pub(super) struct Ask {
    pub(super) app: Arc<App>,
    pub(super) caller: CustomerCaller,
    pub(super) table: Table,
    /// The domain of the path, as it was written.
    pub(super) path_domain: Option<String>,
    /// The client's own word for a request that must not happen twice.
    pub(super) key: Option<String>,
}

impl Ask {
    /// The domain of a call, of its path or its parameter.
    pub(super) fn domain(&self) -> Result<String, Refusal> {
        let name = fields::domain(self.path_domain.as_deref(), &self.table)?;
        Ok(name.to_string())
    }
}

/// Every request below the API's bases.
pub(crate) async fn receive(State(app): State<Arc<App>>, request: Request) -> Response {
    // In a task of its own: a client that goes away stops nothing half-way, and a panic is an
    // answer like any other.
    let id = current_request_id();
    let task = tokio::spawn(with_request_id(id, async move {
        let (parts, body) = request.into_parts();
        match work(app, &parts, body).await {
            Ok(response) => response,
            Err(refusal) => refusal.into_response(),
        }
    }));
    let mut response = match tokio::time::timeout(TIMEOUT, task).await {
        Ok(Ok(response)) => response,
        Ok(Err(error)) => {
            tracing::error!(%error, "a call of the reseller API panicked");
            let text = "An internal error occurred; please tell the operator";
            Refusal::new(StatusCode::INTERNAL_SERVER_ERROR, text).into_response()
        }
        Err(_) => {
            let text = "The call takes too long; what was begun goes on, so look before you repeat an order";
            Refusal::new(StatusCode::GATEWAY_TIMEOUT, text).into_response()
        }
    };
    let never = HeaderValue::from_static("no-store");
    response.headers_mut().entry(CACHE_CONTROL).or_insert(never);
    response
}

async fn work(app: Arc<App>, parts: &Parts, body: Body) -> Result<Response, Refusal> {
    let query = parts.uri.query();
    let segments = path::action(parts.uri.path(), query, &parts.headers);
    if parts.method == Method::GET && segments == ["openapi.json"] {
        return Ok(openapi::serve());
    }
    if parts.method != Method::GET && parts.method != Method::POST {
        return Err(other_method(&parts.method, "GET, POST"));
    }
    let address = parts.extensions.get::<ConnectInfo<SocketAddr>>();
    let address = address.map(|ConnectInfo(peer)| peer.ip());
    let headers = headers(&parts.headers)?;
    let caller = app
        .reseller_enter(&headers, address, current_request_id())
        .await?;
    let body = to_bytes(body, BODY_LIMIT)
        .await
        .map_err(|error| unread(&error))?;
    let (call, path_domain) = match find(&parts.method, &segments) {
        Found::Call(call, domain) => (call, domain),
        Found::OtherMethod(method) => return Err(other_method(&parts.method, method)),
        Found::Nothing => return Err(Refusal::new(StatusCode::NOT_FOUND, "Action not found")),
    };
    let ask = Ask {
        table: form::read(&parts.headers, query, &body)?,
        key: idempotency_key(&parts.headers)?,
        app,
        caller,
        path_domain,
    };
    Ok(respond(&Box::pin(answer(&ask, call)).await?))
}

async fn answer(ask: &Ask, call: Call) -> Answer {
    match call {
        Call::Register => order::register(ask).await,
        Call::Transfer => order::transfer(ask).await,
        Call::Renew => order::renew(ask).await,
        Call::RegisterPrices | Call::TransferPrices | Call::RenewPrices => {
            catalog::prices(ask, call).await
        }
        Call::Credits => catalog::credits(ask).await,
        Call::Tlds => catalog::tlds(ask).await,
        Call::PriceList => catalog::price_list(ask).await,
        Call::Version => Ok(catalog::version()),
        Call::Lookup => lookup::lookup(ask).await,
        Call::Suggestions => lookup::suggestions(ask).await,
        Call::Information => domain::information(ask).await,
        Call::Nameservers => domain::nameservers(ask).await,
        Call::SetNameservers => domain::set_nameservers(ask).await,
        Call::RegisterGlue => domain::register_glue(ask).await,
        Call::ModifyGlue => domain::modify_glue(ask).await,
        Call::DeleteGlue => domain::delete_glue(ask).await,
        Call::Contact => domain::contact(ask).await,
        Call::SetContact => domain::set_contact(ask).await,
        Call::Dns => dns::records(ask).await,
        Call::SetDns => dns::set_records(ask).await,
        Call::Email => domain::email(ask).await,
        Call::SetEmail => domain::set_email(ask).await,
        Call::Lock => domain::lock(ask).await,
        Call::SetLock => domain::set_lock(ask).await,
        Call::ProtectId => domain::protect_id(ask).await,
        Call::EppCode => domain::epp_code(ask).await,
        Call::Release => domain::release(ask).await,
        Call::Delete => domain::delete(ask).await,
        Call::Sync => domain::sync(ask).await,
        Call::TransferSync => domain::transfer_sync(ask).await,
    }
}

fn other_method(method: &Method, allow: &'static str) -> Refusal {
    let text = format!("The method {method} is not allowed for this action; use {allow}");
    Refusal {
        allow: Some(allow),
        ..Refusal::new(StatusCode::METHOD_NOT_ALLOWED, text)
    }
}

fn unread(error: &axum::Error) -> Refusal {
    // The library does not tell its two reasons apart by a type of its own.
    let text = error.to_string();
    if text.contains("limit") {
        let words = format!("The request is larger than {} MiB", BODY_LIMIT >> 20);
        return Refusal::new(StatusCode::PAYLOAD_TOO_LARGE, words);
    }
    tracing::info!(error = text, "a body ended early");
    Refusal::new(
        StatusCode::BAD_REQUEST,
        "The body of the request is incomplete",
    )
}

/// The headers that let somebody in. Bytes above ASCII are UTF-8, as in the e-mail of some.
fn headers(headers: &HeaderMap) -> Result<ResellerHeaders, Refusal> {
    let text = |name: &str| match headers.get(name).map(HeaderValue::as_bytes) {
        None => Ok(None),
        Some(bytes) => match std::str::from_utf8(bytes) {
            Ok(text) => Ok(Some(text.to_owned())),
            Err(_) => Err(Refusal::new(
                StatusCode::UNAUTHORIZED,
                format!("The {name} header is not UTF-8 text"),
            )),
        },
    };
    Ok(ResellerHeaders {
        username: text("username")?,
        token: text("token")?.map(Secret::new),
        timestamp: text("timestamp")?,
    })
}

fn idempotency_key(headers: &HeaderMap) -> Result<Option<String>, Refusal> {
    let names = ["idempotency-key", "x-idempotency-key"];
    let Some(value) = names.iter().find_map(|name| headers.get(*name)) else {
        return Ok(None);
    };
    let key = value.to_str().map(str::trim).unwrap_or_default();
    if (1..=255).contains(&key.len()) {
        return Ok(Some(key.to_owned()));
    }
    let text = "The Idempotency-Key header must have 1 to 255 visible ASCII characters";
    Err(Refusal::new(StatusCode::BAD_REQUEST, text))
}
