use http::HeaderMap;
use http::header::CONTENT_TYPE;
use http::request::Parts;
use serde_json::Value;

use super::form::Table;

/// A request that the sandbox received and what it decided to answer.
///
/// Where a fault spoils the answer on its way, the status is still the one decided upon.
#[derive(Debug, Clone, PartialEq)]
pub struct Exchange {
    pub method: String,
    /// As it was sent, with the endpoint.
    pub path: String,
    pub query: Option<String>,
    /// The action in lower case, such as `domains/example.com/lock`; empty if there is none.
    pub action: String,
    /// Names in lower case; the value of `token` is left out.
    pub request_headers: Vec<(String, String)>,
    /// The body as it was sent.
    pub request_body: String,
    /// The parameters as PHP would see them: texts and objects of them.
    pub parameters: Value,
    pub status: u16,
    /// `None` when the answer was empty, was not JSON or never left.
    pub response_body: Option<Value>,
}

impl Exchange {
    pub(super) fn received(parts: &Parts, body: &str, params: &Table, action: &[String]) -> Self {
        Self {
            method: parts.method.to_string(),
            path: parts.uri.path().to_owned(),
            query: parts.uri.query().map(str::to_owned),
            action: action.join("/").to_lowercase(),
            request_headers: parts
                .headers
                .iter()
                .map(|(name, value)| {
                    let value = if name == "token" {
                        String::new()
                    } else {
                        String::from_utf8_lossy(value.as_bytes()).into_owned()
                    };
                    (name.to_string(), value)
                })
                .collect(),
            request_body: body.to_owned(),
            parameters: params.to_json(),
            status: 0,
            response_body: None,
        }
    }
}

/// Whether PHP would take a body for a form.
pub(super) fn is_form(headers: &HeaderMap) -> bool {
    headers
        .get(CONTENT_TYPE)
        .and_then(|value| value.to_str().ok())
        .is_some_and(|kind| {
            kind.trim()
                .to_ascii_lowercase()
                .starts_with("application/x-www-form-urlencoded")
        })
}
