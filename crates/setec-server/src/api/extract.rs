//! What handlers take from a request, with errors that name the field.

use std::sync::Arc;

use axum::body::Bytes;
use axum::extract::{FromRequest, FromRequestParts, OriginalUri, Request};
use axum::http::request::Parts;
use axum::http::{HeaderMap, Method, header};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Deserializer};
use setec_app::{Actor, App, Error, ErrorKind};

use crate::api::error::ApiError;
use crate::api::layers::current_request_id;

/// The cookie that carries a session's token.
pub(crate) const COOKIE: &str = "setec_token";

/// A signed-in caller.
pub(crate) struct Caller(pub(crate) Actor);

impl FromRequestParts<Arc<App>> for Caller {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, app: &Arc<App>) -> Result<Self, ApiError> {
        let (token, from_cookie) = token_of(&parts.headers).ok_or_else(|| {
            ApiError::unauthenticated("sign in first: no session cookie and no bearer token")
        })?;
        if from_cookie && is_cross_site(&parts.method, &parts.headers) {
            return Err(ApiError(Error::new(
                ErrorKind::Forbidden,
                "a page of another site cannot use this session",
            )));
        }
        Ok(Self(app.authenticate(token, current_request_id()).await?))
    }
}

/// The bearer token, or the cookie's where there is none.
pub(crate) fn token_of(headers: &HeaderMap) -> Option<(&str, bool)> {
    if let Some(value) = headers.get(header::AUTHORIZATION) {
        let (scheme, token) = value.to_str().ok()?.split_once(' ')?;
        return scheme
            .eq_ignore_ascii_case("bearer")
            .then(|| (token.trim(), false));
    }
    headers
        .get_all(header::COOKIE)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(';'))
        .filter_map(|pair| pair.trim().split_once('='))
        .find(|(name, _)| *name == COOKIE)
        .map(|(_, token)| (token, true))
}

/// `SameSite=Strict` does this already; older browsers and sibling subdomains are why it is here.
fn is_cross_site(method: &Method, headers: &HeaderMap) -> bool {
    let site = headers
        .get("sec-fetch-site")
        .and_then(|value| value.to_str().ok());
    !method.is_safe() && !matches!(site, None | Some("same-origin" | "none"))
}

/// A JSON body; unknown fields, wrong types and wrong content types are refused by name.
pub(crate) struct Body<T>(pub(crate) T);

impl<T: DeserializeOwned, S: Send + Sync> FromRequest<S> for Body<T> {
    type Rejection = ApiError;

    async fn from_request(request: Request, state: &S) -> Result<Self, ApiError> {
        require_json(request.headers())?;
        let bytes = body_bytes(request, state).await?;
        if bytes.is_empty() {
            return Err(ApiError::invalid("body", "a JSON object is required"));
        }
        read_json(&bytes).map(Self)
    }
}

/// A JSON body that may be left out.
pub(crate) struct OptionalBody<T>(pub(crate) Option<T>);

impl<T: DeserializeOwned, S: Send + Sync> FromRequest<S> for OptionalBody<T> {
    type Rejection = ApiError;

    async fn from_request(request: Request, state: &S) -> Result<Self, ApiError> {
        let headers = request.headers().clone();
        let bytes = body_bytes(request, state).await?;
        if bytes.is_empty() {
            return Ok(Self(None));
        }
        require_json(&headers)?;
        read_json(&bytes).map(|body| Self(Some(body)))
    }
}

async fn body_bytes<S: Send + Sync>(request: Request, state: &S) -> Result<Bytes, ApiError> {
    let read = Bytes::from_request(request, state).await;
    read.map_err(|_| ApiError::invalid("body", "it is incomplete or too large"))
}

fn require_json(headers: &HeaderMap) -> Result<(), ApiError> {
    let given = headers
        .get(header::CONTENT_TYPE)
        .and_then(|value| value.to_str().ok())
        .unwrap_or_default();
    let essence = given
        .split(';')
        .next()
        .unwrap_or_default()
        .trim()
        .to_ascii_lowercase();
    if essence == "application/json"
        || (essence.starts_with("application/") && essence.ends_with("+json"))
    {
        return Ok(());
    }
    Err(ApiError::invalid(
        "content-type",
        format!("application/json is required, not '{given}'"),
    ))
}

fn read_json<T: DeserializeOwned>(bytes: &[u8]) -> Result<T, ApiError> {
    let mut reader = serde_json::Deserializer::from_slice(bytes);
    let value = serde_path_to_error::deserialize(&mut reader).map_err(|error| {
        let path = error.path().to_string();
        let inner = error.into_inner();
        let field = if inner.is_data() && path != "." {
            path
        } else {
            "body".to_owned()
        };
        ApiError::invalid(&field, json_reason(&inner))
    })?;
    reader
        .end()
        .map_err(|error| ApiError::invalid("body", json_reason(&error)))?;
    Ok(value)
}

/// Reads what was parsed as JSON already, with errors that name the field.
pub(crate) fn read_value<T: DeserializeOwned>(value: serde_json::Value) -> Result<T, ApiError> {
    serde_path_to_error::deserialize(value).map_err(|error| {
        let path = error.path().to_string();
        let field = if path == "." { "body" } else { &path };
        ApiError::invalid(field, error.inner().to_string())
    })
}

/// The caller's own word for a request that must not happen twice, where one was sent.
pub(crate) struct IdempotencyKey(pub(crate) Option<String>);

impl<S: Send + Sync> FromRequestParts<S> for IdempotencyKey {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, _state: &S) -> Result<Self, ApiError> {
        let mut values = parts.headers.get_all("idempotency-key").iter();
        let key = match (values.next(), values.next()) {
            (None, _) => return Ok(Self(None)),
            (Some(value), None) => value.to_str().ok().map(|text| text.trim().to_owned()),
            (Some(_), Some(_)) => None,
        };
        let rule = "one header of 1 to 255 visible ASCII characters";
        key.filter(|key| !key.is_empty())
            .map(|key| Self(Some(key)))
            .ok_or_else(|| ApiError::invalid("Idempotency-Key", rule))
    }
}

fn json_reason(error: &serde_json::Error) -> String {
    let text = error.to_string();
    match (error.is_data(), text.split_once(" at line ")) {
        (true, Some((reason, _))) => reason.to_owned(),
        _ => text,
    }
}

/// Query parameters; unknown ones are refused by name.
pub(crate) struct Query<T>(pub(crate) T);

impl<T: DeserializeOwned, S: Send + Sync> FromRequestParts<S> for Query<T> {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, ApiError> {
        let uri = match OriginalUri::from_request_parts(parts, state).await {
            Ok(OriginalUri(uri)) => uri,
            Err(never) => match never {},
        };
        axum::extract::Query::try_from_uri(&uri)
            .map(|axum::extract::Query(query)| Self(query))
            .map_err(|rejection| {
                let text = rejection.body_text();
                // The library puts its own words in front of the reason.
                let reason = text
                    .split_once(": ")
                    .map_or(text.as_str(), |(_, reason)| reason);
                ApiError::invalid("query", reason)
            })
    }
}

/// An id that clients write as a number or as text.
pub(crate) fn flexible_id<'de, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<Option<String>, D::Error> {
    #[derive(Deserialize)]
    #[serde(untagged, expecting = "a number or a text")]
    enum Id {
        Number(u64),
        Text(String),
    }
    Ok(Option::<Id>::deserialize(deserializer)?.map(|id| match id {
        Id::Number(number) => number.to_string(),
        Id::Text(text) => text,
    }))
}
