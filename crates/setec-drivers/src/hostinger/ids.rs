//! Ids: integers upstream, strings here.

use setec_provider::{ErrorKind, ProviderError};

/// The number of an id, which may bear a prefix such as `vm-`.
pub(super) fn number(text: &str, prefix: &str) -> Option<i64> {
    let digits = text.strip_prefix(prefix).unwrap_or(text);
    let is_plain = !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit());
    is_plain.then(|| digits.parse().ok()).flatten()
}

/// The number of a thing in a path; what cannot be an id names nothing.
pub(super) fn find(
    operation: &'static str,
    thing: &str,
    text: &str,
    prefix: &str,
) -> Result<i64, ProviderError> {
    number(text, prefix).ok_or_else(|| {
        ProviderError::new(
            ErrorKind::NotFound,
            operation,
            format!("{thing} {text} not found"),
        )
    })
}
