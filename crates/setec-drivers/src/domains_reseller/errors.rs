//! Refusals in the contract's kinds. The status says little (business errors are 500, or 200), so
//! the words are read as well.

use setec_provider::http::Reply;
use setec_provider::{ErrorKind, ProviderError};

/// Words of a refusal, in the order in which they decide.
const WORDS: [(ErrorKind, &[&str]); 9] = [
    (
        ErrorKind::PaymentRequired,
        &[
            "enough credit",
            "enough fund",
            "enough balance",
            "insufficient credit",
            "insufficient fund",
            "insufficient balance",
        ],
    ),
    (
        ErrorKind::NotSupported,
        &["action not found", "unknown action"],
    ),
    (
        ErrorKind::Credentials,
        &[
            "whitelist",
            "your ip",
            "api token",
            "invalid token",
            "api key",
            "authenticat",
            "unauthorized",
            "access denied",
        ],
    ),
    (
        // The operator's system has lost its registrar, so nobody knows what was done.
        ErrorKind::Unavailable,
        &[
            "timed out",
            "timeout",
            "curl error",
            "could not connect",
            "connection refused",
            "temporarily",
            "try again later",
            "maintenance",
            "invalid response",
            "unexpected response",
            "no response",
            "empty response",
            "gateway",
            "upstream",
            "internal error",
            "internal server error",
        ],
    ),
    (
        ErrorKind::Conflict,
        &[
            "in progress",
            "already pending",
            "duplicate order",
            "is locked",
            "not enabled",
            "not allowed",
            "not eligible",
        ],
    ),
    (ErrorKind::Exists, &["already", "not available", "is taken"]),
    (
        ErrorKind::NotFound,
        &[
            "not found",
            "not exist",
            "not owned",
            "not belong",
            "no active order",
            "no such domain",
        ],
    ),
    (
        ErrorKind::NotSupported,
        &["not supported", "unsupported", "not implemented"],
    ),
    (
        ErrorKind::Invalid,
        &["required", "invalid", "must be", "not valid", "malformed"],
    ),
];

/// A refusal by its status and the vendor's words.
pub(super) fn refusal(reply: &Reply, words: &str) -> ProviderError {
    let status = reply.status.as_u16();
    let told = match words {
        "" if reply.is_success() => "no reason given",
        "" => reply.status.canonical_reason().unwrap_or("no reason given"),
        words => words,
    };
    let message = if reply.is_success() {
        format!("domains reseller API error: {told}")
    } else {
        format!("domains reseller API error {status}: {told}")
    };
    ProviderError::new(kind(reply, words), reply.operation, message)
}

/// An answer that is no answer.
pub(super) fn unreadable(reply: &Reply, why: &str) -> ProviderError {
    let kind = if reply.is_success() {
        ErrorKind::Protocol
    } else {
        kind(reply, "")
    };
    let message = format!(
        "the provider's answer {} to '{}' cannot be read: {why}",
        reply.status.as_u16(),
        reply.operation
    );
    ProviderError::new(kind, reply.operation, message)
}

/// A page of HTML from whatever stands before the add-on.
pub(super) fn page(reply: &Reply) -> ProviderError {
    let excerpt = reply.excerpt();
    let (kind, hint) = match reply.status.as_u16() {
        401 | 403 => (
            ErrorKind::Credentials,
            "; a firewall may have blocked this machine before the token was looked at",
        ),
        404 => (
            ErrorKind::Protocol,
            "; the API may be at another URL, see base_url",
        ),
        _ if reply.is_success() => (ErrorKind::Protocol, ""),
        _ => (kind(reply, ""), ""),
    };
    let message = format!(
        "the provider answered {} with a web page instead of data: {excerpt}{hint}",
        reply.status.as_u16()
    );
    ProviderError::new(kind, reply.operation, message)
}

fn kind(reply: &Reply, words: &str) -> ErrorKind {
    let status = reply.status.as_u16();
    if status == 429 {
        return ErrorKind::RateLimited {
            retry_after: reply.retry_after(),
        };
    }
    let lower = words.to_lowercase();
    let by_words = WORDS
        .iter()
        .find(|(_, texts)| texts.iter().any(|text| lower.contains(text)))
        .map(|(kind, _)| *kind);
    if let Some(kind) = by_words {
        return kind;
    }
    match status {
        401 | 403 => ErrorKind::Credentials,
        402 => ErrorKind::PaymentRequired,
        404 => ErrorKind::NotFound,
        405 => ErrorKind::NotSupported,
        408 | 504 => ErrorKind::Timeout,
        409 => ErrorKind::Conflict,
        200..=299 | 400..=499 => ErrorKind::Invalid,
        // A 500 without known words may be a fault half-way as well as a refusal.
        500..=599 => ErrorKind::Unavailable,
        _ => ErrorKind::Protocol,
    }
}
