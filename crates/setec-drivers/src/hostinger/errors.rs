//! Refusals of the API in the contract's kinds.

use http::StatusCode;
use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::Value;
use setec_core::Violation;
use setec_provider::http::Reply;
use setec_provider::{ErrorKind, ProviderError, Result};

use crate::hostinger::lenient;

/// Another customer has the zone.
const FOREIGN_ZONE: &str = "DNS:4002";

/// A record is invalid, there already, or in conflict with another one: the code tells not which.
pub(super) const CONFLICTING_RECORD: &str = "DNS:4008";

/// The account has no VPS yet, so its scripts and keys cannot be looked at.
const VPS_UNAUTHORIZED: &str = "VPS:2000";

/// A documented route that the service behind the gateway does not have.
const VPS_NO_ROUTE: &str = "VPS:2002";

/// Cloudflare's body for a User-Agent that it does not like.
const BLOCKED_AGENT: &str = "error code: 1010";

const CORRELATION_HEADERS: [&str; 2] = ["x-correlation-id", "x-request-id"];

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Body {
    #[serde(deserialize_with = "lenient::text")]
    message: Option<String>,
    // The prose of the document calls the field so, the answers do not.
    #[serde(deserialize_with = "lenient::text")]
    error: Option<String>,
    #[serde(deserialize_with = "lenient::text")]
    correlation_id: Option<String>,
    errors: Value,
}

/// The body of a success of any kind, or the refusal.
pub(super) fn read<T: DeserializeOwned>(reply: &Reply) -> Result<T> {
    if !reply.is_success() {
        return Err(refusal(reply));
    }
    let body = match reply.body.as_slice() {
        [] => b"null",
        body => body,
    };
    serde_json::from_slice(body).map_err(|error| {
        let message = format!(
            "the provider's answer to '{}' cannot be read: {error}{}",
            reply.operation,
            correlation(reply, &parse(reply).unwrap_or_default())
        );
        ProviderError::new(ErrorKind::Protocol, reply.operation, message)
    })
}

/// Whether a refusal nevertheless shows that the token is a good one.
pub(super) fn proves_token(reply: &Reply) -> bool {
    reply.status == StatusCode::FORBIDDEN && parse(reply).is_some()
}

/// What an answer says against the account, whatever was asked for.
pub(super) fn against_account(reply: &Reply) -> Option<ProviderError> {
    let is_in_order = reply.is_success() || proves_token(reply);
    (!is_in_order).then(|| refusal(reply))
}

/// Whether the vendor gave that code with its refusal.
pub(super) fn has_code(error: &ProviderError, code: &str) -> bool {
    error.message.contains(code)
}

/// What an answer that is no success says.
pub(super) fn refusal(reply: &Reply) -> ProviderError {
    let status = reply.status.as_u16();
    if reply.status == StatusCode::TOO_MANY_REQUESTS {
        let kind = ErrorKind::RateLimited {
            retry_after: reply.retry_after(),
        };
        let message = format!("hostinger API error {status}: rate limited");
        return ProviderError::new(kind, reply.operation, message);
    }
    let parsed = parse(reply);
    let excerpt = reply.excerpt();
    if parsed.is_none() && excerpt.contains(BLOCKED_AGENT) {
        let message = format!(
            "hostinger API error {status}: the User-Agent was blocked before the token was looked at ({BLOCKED_AGENT})"
        );
        return ProviderError::new(ErrorKind::Credentials, reply.operation, message);
    }
    // The API itself refuses in JSON.
    let is_firewall = parsed.is_none() && reply.status == StatusCode::FORBIDDEN;
    let body = parsed.unwrap_or_default();
    let words = body
        .message
        .clone()
        .or_else(|| body.error.clone())
        .filter(|words| !words.is_empty())
        .or_else(|| (!excerpt.is_empty() && !excerpt.starts_with('{')).then_some(excerpt))
        .or_else(|| reply.status.canonical_reason().map(str::to_owned))
        .unwrap_or_else(|| "no reason given".to_owned());
    let violations = violations(&body.errors);
    let mut message = format!("hostinger API error {status}: {words}");
    for violation in &violations {
        message.push_str("; ");
        message.push_str(&violation.to_string());
    }
    if is_firewall {
        message.push_str(
            "; a firewall before the API may have blocked this server before the token was looked at",
        );
    }
    message.push_str(&correlation(reply, &body));
    let mut error = ProviderError::new(kind(reply.status, &words), reply.operation, message);
    error.violations = violations;
    error
}

fn kind(status: StatusCode, words: &str) -> ErrorKind {
    match status.as_u16() {
        403 if words.contains(FOREIGN_ZONE) => ErrorKind::NotFound,
        403 if words.contains(VPS_UNAUTHORIZED) => ErrorKind::Conflict,
        401 | 403 => ErrorKind::Credentials,
        402 => ErrorKind::PaymentRequired,
        404 if words.contains(VPS_NO_ROUTE) => ErrorKind::NotSupported,
        404 => ErrorKind::NotFound,
        405 => ErrorKind::NotSupported,
        408 => ErrorKind::Timeout,
        409 => ErrorKind::Exists,
        428 => ErrorKind::Conflict,
        400..=499 => ErrorKind::Invalid,
        500..=599 => ErrorKind::Unavailable,
        _ => ErrorKind::Protocol,
    }
}

fn parse(reply: &Reply) -> Option<Body> {
    // A struct would also be read from an array.
    let value: Value = serde_json::from_slice(&reply.body).ok()?;
    if !value.is_object() {
        return None;
    }
    serde_json::from_value(value).ok()
}

fn correlation(reply: &Reply, body: &Body) -> String {
    let header = || {
        CORRELATION_HEADERS
            .iter()
            .find_map(|name| reply.headers.get(*name)?.to_str().ok())
            .map(str::to_owned)
    };
    match body.correlation_id.clone().or_else(header) {
        Some(id) => format!(" (correlation id {id})"),
        None => String::new(),
    }
}

fn violations(errors: &Value) -> Vec<Violation> {
    let Value::Object(fields) = errors else {
        return Vec::new();
    };
    let mut violations = Vec::new();
    for (field, texts) in fields {
        match texts {
            Value::String(text) => violations.push(Violation::new(field, text)),
            Value::Array(texts) => violations.extend(
                texts
                    .iter()
                    .filter_map(Value::as_str)
                    .map(|text| Violation::new(field, text)),
            ),
            _ => {}
        }
    }
    violations
}

#[cfg(test)]
mod tests {
    use http::{HeaderMap, StatusCode};
    use setec_provider::ErrorKind;
    use setec_provider::http::Reply;

    fn reply(status: u16, body: &str) -> Reply {
        Reply {
            operation: "test",
            status: StatusCode::from_u16(status).expect("a status"),
            headers: HeaderMap::new(),
            body: body.as_bytes().to_vec(),
        }
    }

    #[test]
    fn the_vendors_words_survive_in_every_form() {
        for (status, body, kind, message) in [
            (
                401,
                r#"{"message":"Unauthenticated","correlation_id":"c1"}"#,
                ErrorKind::Credentials,
                "hostinger API error 401: Unauthenticated (correlation id c1)",
            ),
            (
                400,
                r#"{"error":"Something went wrong"}"#,
                ErrorKind::Invalid,
                "hostinger API error 400: Something went wrong",
            ),
            (
                422,
                r#"{"message":"Bad.","errors":{"zone.0.type":["Wrong.","Odd."]}}"#,
                ErrorKind::Invalid,
                "hostinger API error 422: Bad.; zone.0.type: Wrong.; zone.0.type: Odd.",
            ),
            (
                422,
                r#"{"message":"[DNS:4005] TTL","errors":[]}"#,
                ErrorKind::Invalid,
                "hostinger API error 422: [DNS:4005] TTL",
            ),
            (
                403,
                "error code: 1010",
                ErrorKind::Credentials,
                "hostinger API error 403: the User-Agent was blocked before the token was looked at (error code: 1010)",
            ),
            (
                403,
                "<html><title>Attention Required!</title></html>",
                ErrorKind::Credentials,
                "hostinger API error 403: Attention Required!; a firewall before the API may have blocked this server before the token was looked at",
            ),
            (
                403,
                r#"{"message":"[DNS:4002] Customer does not own a.example"}"#,
                ErrorKind::NotFound,
                "hostinger API error 403: [DNS:4002] Customer does not own a.example",
            ),
            (
                403,
                r#"{"message":"[VPS:2000] Unauthorized"}"#,
                ErrorKind::Conflict,
                "hostinger API error 403: [VPS:2000] Unauthorized",
            ),
            (
                502,
                "<html><title>Bad gateway</title></html>",
                ErrorKind::Unavailable,
                "hostinger API error 502: Bad gateway",
            ),
            (
                530,
                "",
                ErrorKind::Unavailable,
                "hostinger API error 530: no reason given",
            ),
            (
                302,
                "",
                ErrorKind::Protocol,
                "hostinger API error 302: Found",
            ),
            (
                429,
                r#"{"message":"Too Many Attempts."}"#,
                ErrorKind::RateLimited { retry_after: None },
                "hostinger API error 429: rate limited",
            ),
        ] {
            let error = super::refusal(&reply(status, body));
            assert_eq!(error.kind, kind, "{status} {body}");
            assert_eq!(error.message, message);
        }
    }

    #[test]
    fn a_success_without_a_body_is_a_success() {
        assert!(super::read::<serde::de::IgnoredAny>(&reply(204, "")).is_ok());
        let error = super::read::<Vec<u8>>(&reply(200, "<html>")).unwrap_err();
        assert_eq!(error.kind, ErrorKind::Protocol);
    }
}
