use axum::body::Bytes;
use http::HeaderMap;
use http::header::{AUTHORIZATION, CONTENT_TYPE};
use http::request::Parts;
use serde_json::Value;

/// A request that the sandbox received and what it decided to answer.
///
/// Where a fault spoils the answer on its way, the status is still the one decided upon.
#[derive(Debug, Clone, PartialEq)]
pub struct Exchange {
    pub method: String,
    pub path: String,
    pub query: Option<String>,
    /// Names in lower case; the value of `authorization` is left out.
    pub request_headers: Vec<(String, String)>,
    pub request_body: Option<Value>,
    pub request_content_type: Option<String>,
    pub status: u16,
    /// `None` when the answer was empty, was not JSON or never left.
    pub response_body: Option<Value>,
    pub response_content_type: Option<String>,
}

impl Exchange {
    pub(super) fn received(parts: &Parts, body: &Bytes) -> Self {
        Self {
            method: parts.method.to_string(),
            path: parts.uri.path().to_owned(),
            query: parts.uri.query().map(str::to_owned),
            request_headers: parts
                .headers
                .iter()
                .map(|(name, value)| {
                    let value = if name == AUTHORIZATION {
                        String::new()
                    } else {
                        String::from_utf8_lossy(value.as_bytes()).into_owned()
                    };
                    (name.to_string(), value)
                })
                .collect(),
            request_body: serde_json::from_slice(body).ok(),
            request_content_type: content_type(&parts.headers),
            status: 0,
            response_body: None,
            response_content_type: None,
        }
    }

    /// The body as the gateway sees it: one that does not call itself JSON is not read.
    pub(super) fn json_body(&self) -> Option<Value> {
        let is_json = self
            .request_content_type
            .as_deref()
            .is_some_and(|kind| kind.starts_with("application/json"));
        self.request_body.clone().filter(|_| is_json)
    }
}

pub(super) fn content_type(headers: &HeaderMap) -> Option<String> {
    headers
        .get(CONTENT_TYPE)
        .and_then(|value| value.to_str().ok())
        .map(str::to_owned)
}
