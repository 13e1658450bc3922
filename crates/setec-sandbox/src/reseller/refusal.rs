use http::StatusCode;
use serde_json::Value;

/// What a call returns: an answer, or the reason for refusing it.
pub(super) type Answer = Result<Value, Refusal>;

/// A success.
#[expect(clippy::unnecessary_wraps, reason = "calls end with it")]
pub(super) fn ok(body: Value) -> Answer {
    Ok(body)
}

/// An error, whose body is `{"error": text}` (spec 4).
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Refusal {
    pub(super) status: StatusCode,
    pub(super) text: String,
}

impl Refusal {
    pub(super) fn new(status: StatusCode, text: impl Into<String>) -> Self {
        Self {
            status,
            text: text.into(),
        }
    }

    /// The request is not as it should be.
    pub(super) fn invalid(text: impl Into<String>) -> Self {
        Self::new(StatusCode::BAD_REQUEST, text)
    }

    pub(super) fn missing(field: &str) -> Self {
        Self::invalid(format!("The {field} field is required"))
    }

    /// What WHMCS or a registrar has against it; business errors are 500.
    pub(super) fn business(text: impl Into<String>) -> Self {
        Self::new(StatusCode::INTERNAL_SERVER_ERROR, text)
    }

    pub(super) fn not_found(text: &str) -> Self {
        Self::new(StatusCode::NOT_FOUND, text)
    }

    /// The one business error whose text is known.
    pub(super) fn no_credit() -> Self {
        Self::business("Reseller does not have enough credits on his account")
    }

    pub(super) fn bad_token() -> Self {
        Self::new(StatusCode::UNAUTHORIZED, "Invalid API token")
    }
}
