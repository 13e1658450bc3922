//! Calls to one server, and the meaning of its refusals.

use std::fmt::Write as _;

use http::{Method, StatusCode};
use serde::Serialize;
use setec_core::dns::Name;
use setec_provider::http::{Call, Http, Repeat, Reply, segment};
use setec_provider::{ErrorKind, ProviderError, Result, Settings};

use crate::powerdns::wire;

/// PowerDNS's name for itself; only proxies know others.
const DEFAULT_SERVER_ID: &str = "localhost";

/// Above this, a body may be more than the server's `webserver-max-bodysize` (2 MB by default).
const LARGE_BODY: usize = 2_000_000;

/// One server behind one API key.
#[derive(Debug)]
pub(super) struct Client {
    http: Http,
    root: String,
}

/// One call below the server's path.
pub(super) struct Request<'a> {
    operation: &'static str,
    method: Method,
    path: &'a str,
    query: &'a [(&'a str, &'a str)],
    body: Option<serde_json::Value>,
    repeat: Repeat,
}

impl<'a> Request<'a> {
    /// A call without query and body.
    pub(super) fn new(
        operation: &'static str,
        method: Method,
        path: &'a str,
        repeat: Repeat,
    ) -> Self {
        Self {
            operation,
            method,
            path,
            query: &[],
            body: None,
            repeat,
        }
    }

    /// The same call with query parameters.
    pub(super) fn query(mut self, query: &'a [(&'a str, &'a str)]) -> Self {
        self.query = query;
        self
    }

    /// The same call with a body.
    pub(super) fn body(mut self, body: &impl Serialize) -> Self {
        let value = serde_json::to_value(body).expect("wire types have string keys only");
        self.body = Some(value);
        self
    }
}

impl Client {
    /// A client for checked settings.
    pub(super) fn new(settings: &Settings) -> Result<Self> {
        let given = settings.base_url.as_deref().unwrap_or_default();
        let base = given.trim().trim_end_matches('/');
        let base = base.strip_suffix("/api/v1").unwrap_or(base);
        let http = Http::new(base, "X-API-Key", settings.api_key.expose(), |reply| {
            (!reply.is_success()).then(|| refusal(reply))
        })?;
        let server_id = settings.extra("server_id").unwrap_or(DEFAULT_SERVER_ID);
        let root = format!("api/v1/servers/{}", segment(server_id));
        Ok(Self { http, root })
    }

    /// The HTTP client, for what it knows of the account.
    pub(super) fn http(&self) -> &Http {
        &self.http
    }

    /// Sends a call and gives the answer of a 2xx status.
    pub(super) async fn send(&self, request: Request<'_>) -> Result<Reply> {
        let outcome = self.exchange(&request).await;
        accept(&request, outcome)
    }

    /// Sends a call and gives the answer of any status.
    pub(super) async fn exchange(&self, request: &Request<'_>) -> Result<Reply> {
        let path = format!("{}{}", self.root, request.path);
        let call = Call {
            operation: request.operation,
            method: request.method.clone(),
            path: &path,
            query: request.query,
            body: request.body.as_ref(),
            repeat: request.repeat,
        };
        self.http.send(call).await
    }

    /// Sends a call about a zone; a 404 says that the zone is not there.
    pub(super) async fn send_about(&self, zone: &Name, request: Request<'_>) -> Result<Reply> {
        self.send(request).await.map_err(|mut error| {
            if error.kind == ErrorKind::NotFound {
                error.message = format!("zone {zone} not found");
            }
            error
        })
    }
}

/// The answer of a 2xx status; any other is the server's refusal.
pub(super) fn accept(request: &Request<'_>, outcome: Result<Reply>) -> Result<Reply> {
    let mut error = match outcome {
        Ok(reply) if reply.is_success() => return Ok(reply),
        Ok(reply) => refusal(&reply),
        Err(error) => error,
    };
    // The server refuses such a body, or hangs up on it, without a word of its size.
    if matches!(error.kind, ErrorKind::Invalid | ErrorKind::Unavailable)
        && let Some(body) = &request.body
        && body.to_string().len() > LARGE_BODY
    {
        error.message += " (the batch may exceed the server's webserver-max-bodysize)";
    }
    Err(error)
}

/// The zone's path, by its id as PowerDNS makes it.
///
/// Everything but letters, digits, dots and hyphens is `=` and two hexadecimal digits.
pub(super) fn zone_path(zone: &Name) -> String {
    let mut path = String::from("/zones/");
    let absolute = zone.to_absolute();
    for byte in absolute.bytes() {
        match byte {
            // A lone dot would be taken for a step in the tree.
            b'.' if absolute == "." => path.push_str("=2E"),
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'.' | b'-' => path.push(char::from(byte)),
            other => write!(path, "={other:02X}").expect("a String takes any text"),
        }
    }
    path
}

/// Asserts the one status that stands for success, so that a stranger's 200 is not taken for it.
pub(super) fn expect_status(reply: &Reply, expected: StatusCode) -> Result<()> {
    if reply.status == expected {
        return Ok(());
    }
    let message = format!(
        "the provider answered '{}' with {} instead of {}: {}",
        reply.operation,
        reply.status.as_u16(),
        expected.as_u16(),
        reply.excerpt()
    );
    Err(ProviderError::new(
        ErrorKind::Protocol,
        reply.operation,
        message,
    ))
}

fn refusal(reply: &Reply) -> ProviderError {
    let kind = match reply.status.as_u16() {
        400 | 413 | 422 => ErrorKind::Invalid,
        401 | 403 => ErrorKind::Credentials,
        404 => ErrorKind::NotFound,
        409 => ErrorKind::Conflict,
        429 => ErrorKind::RateLimited {
            retry_after: reply.retry_after(),
        },
        500..=599 => ErrorKind::Unavailable,
        _ => ErrorKind::Protocol,
    };
    let message = format!(
        "powerdns API error {}: {}",
        reply.status.as_u16(),
        words(reply)
    );
    ProviderError::new(kind, reply.operation, message)
}

fn words(reply: &Reply) -> String {
    let Ok(body) = reply.json::<wire::Error>() else {
        let excerpt = reply.excerpt();
        if excerpt.is_empty() {
            let reason = reply.status.canonical_reason();
            return reason.unwrap_or("no reason given").to_owned();
        }
        return excerpt;
    };
    let mut all = vec![body.error];
    all.extend(body.errors);
    all.join("; ")
}

#[cfg(test)]
mod tests {
    use super::zone_path;

    #[test]
    fn zone_ids_are_escaped_as_powerdns_does() {
        for (zone, path) in [
            ("example.com", "/zones/example.com."),
            (
                "0/26.2.0.192.in-addr.arpa",
                "/zones/0=2F26.2.0.192.in-addr.arpa.",
            ),
            ("_tcp.example.com", "/zones/=5Ftcp.example.com."),
            (".", "/zones/=2E"),
        ] {
            assert_eq!(zone_path(&zone.parse().expect("a name")), path);
        }
    }
}
