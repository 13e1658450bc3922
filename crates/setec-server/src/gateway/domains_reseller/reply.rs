//! Answers: JSON always, and never an error without words, which clients take for a success.

use axum::body::Body;
use axum::http::header::{ALLOW, CONTENT_TYPE, RETRY_AFTER};
use axum::http::{HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};
use hyper::ext::ReasonPhrase;
use serde_json::{Value, json};
use setec_app::{Error, ErrorKind};
use setec_core::Violation;

use super::form::Unreadable;
use crate::api::{current_request_id, log_error};

/// What a call comes to.
pub(super) type Answer = Result<Value, Refusal>;

/// The one business error whose text and status clients know.
pub(super) const NO_CREDIT: &str = "Reseller does not have enough credits on his account";

/// A refused request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Refusal {
    pub(super) status: StatusCode,
    pub(super) text: String,
    /// Whole seconds.
    pub(super) retry_after: Option<u64>,
    /// The methods that would be taken.
    pub(super) allow: Option<&'static str>,
}

/// Characters of an error's text in the status line of HTTP/1.1.
const LONGEST_REASON: usize = 300;

/// A success.
pub(super) fn respond(value: &Value) -> Response {
    json_response(StatusCode::OK, value)
}

fn json_response(status: StatusCode, value: &Value) -> Response {
    let kind = HeaderValue::from_static("application/json; charset=utf-8");
    let mut response = (status, Body::from(value.to_string())).into_response();
    response.headers_mut().insert(CONTENT_TYPE, kind);
    response
}

impl Refusal {
    pub(super) fn new(status: StatusCode, text: impl Into<String>) -> Self {
        Self {
            status,
            text: text.into(),
            retry_after: None,
            allow: None,
        }
    }

    /// The request is not as it should be, in every way that was found.
    pub(super) fn invalid(violations: &[Violation]) -> Self {
        let texts: Vec<String> = violations.iter().map(sentence).collect();
        Self::new(StatusCode::UNPROCESSABLE_ENTITY, texts.join("; "))
    }

    /// The same of one field.
    pub(super) fn field(field: &str, rule: impl Into<String>) -> Self {
        Self::invalid(&[Violation::new(field, rule)])
    }
}

/// What is wrong with a field, in the words that the API's clients are used to.
fn sentence(violation: &Violation) -> String {
    let field = field_name(&violation.field);
    match violation.rule.as_str() {
        REQUIRED => format!("The {field} field is required"),
        rule => format!("The {field} field is invalid: {rule}"),
    }
}

/// The rule of a field that is not there.
pub(super) const REQUIRED: &str = "it is required";

/// Our name of a field as clients write it: `contacts.registrant.first_name` is
/// `contacts[registrant][firstname]`.
fn field_name(field: &str) -> String {
    let mut parts: Vec<&str> = field
        .split(['.', '[', ']'])
        .filter(|part| !part.is_empty())
        .collect();
    match parts.as_slice() {
        ["records", at, rest @ ..] => {
            let at = *at;
            let rest = rest.first().map(|name| match *name {
                "name" => "hostname",
                "content" => "address",
                other => other,
            });
            parts = ["dnsrecords", at].into_iter().chain(rest).collect();
        }
        ["forwards", at, "target"] => parts = vec!["forwardto", *at],
        ["forwards", at, ..] => parts = vec!["prefix", *at],
        ["addresses", ..] => parts = vec!["ipaddress"],
        _ => {}
    }
    let renamed = parts.iter().map(|part| match *part {
        "first_name" => "firstname",
        "last_name" => "lastname",
        "organization" => "companyname",
        "phone" => "phonenumber",
        "fax" => "faxnumber",
        "period" | "years" => "regperiod",
        "auth_code" => "eppcode",
        "host" => "nameserver",
        "from" => "currentipaddress",
        "to" => "newipaddress",
        "tag" => "transfertag",
        other => other,
    });
    let mut name = String::new();
    for part in renamed {
        if name.is_empty() {
            name.push_str(part);
        } else {
            name = format!("{name}[{part}]");
        }
    }
    name
}

impl From<Unreadable> for Refusal {
    fn from(error: Unreadable) -> Self {
        Self::new(StatusCode::BAD_REQUEST, error.to_string())
    }
}

impl From<Error> for Refusal {
    /// A customer need not know which registrar has what trouble; the log does.
    fn from(error: Error) -> Self {
        let (status, text) = match error.kind {
            ErrorKind::Invalid if error.violations.is_empty() => {
                (StatusCode::UNPROCESSABLE_ENTITY, error.message.clone())
            }
            ErrorKind::Invalid => {
                let refusal = Self::invalid(&error.violations);
                (refusal.status, refusal.text)
            }
            ErrorKind::Unauthenticated => (StatusCode::UNAUTHORIZED, error.message.clone()),
            ErrorKind::Forbidden => (StatusCode::FORBIDDEN, error.message.clone()),
            ErrorKind::NotFound => (StatusCode::NOT_FOUND, error.message.clone()),
            ErrorKind::Exists
            | ErrorKind::Conflict
            | ErrorKind::Protected
            | ErrorKind::NeedsApproval
            | ErrorKind::StalePlan
            | ErrorKind::UnsafePlan => (StatusCode::CONFLICT, error.message.clone()),
            ErrorKind::PaymentRequired => (StatusCode::INTERNAL_SERVER_ERROR, NO_CREDIT.to_owned()),
            ErrorKind::RateLimited => (StatusCode::TOO_MANY_REQUESTS, error.message.clone()),
            ErrorKind::NotSupported => (
                StatusCode::NOT_IMPLEMENTED,
                "This is not supported for this domain".to_owned(),
            ),
            ErrorKind::ProviderCredentials
            | ErrorKind::ProviderProtocol
            | ErrorKind::ProviderUnavailable => (StatusCode::BAD_GATEWAY, trouble()),
            ErrorKind::ProviderTimeout => (StatusCode::GATEWAY_TIMEOUT, trouble()),
            ErrorKind::Internal => (
                StatusCode::INTERNAL_SERVER_ERROR,
                with_request_id("An internal error occurred; please tell the operator"),
            ),
        };
        log_error(&error, status);
        let wait = error.retry_after.map(|wait| {
            let whole = wait.as_secs() + u64::from(wait.subsec_nanos() > 0);
            whole.max(1)
        });
        let is_limited = status == StatusCode::TOO_MANY_REQUESTS;
        Self {
            retry_after: wait.or(is_limited.then_some(60)),
            ..Self::new(status, text)
        }
    }
}

fn trouble() -> String {
    with_request_id("The registrar's system is temporarily not reachable; try again later")
}

/// Finds the request in the operator's log.
fn with_request_id(text: &str) -> String {
    match current_request_id() {
        Some(id) => format!("{text} (request {id})"),
        None => text.to_owned(),
    }
}

impl IntoResponse for Refusal {
    fn into_response(self) -> Response {
        // Most clients read the one, some only the other.
        let body = json!({"error": self.text, "message": self.text});
        let mut response = json_response(self.status, &body);
        // Python's `raise_for_status` shows the reason of the status line and never the body.
        let reason: String = self.text.chars().take(LONGEST_REASON).collect();
        if let Ok(reason) = ReasonPhrase::try_from(reason.into_bytes()) {
            response.extensions_mut().insert(reason);
        }
        let headers = response.headers_mut();
        if let Some(secs) = self.retry_after {
            headers.insert(RETRY_AFTER, HeaderValue::from(secs));
        }
        if let Some(methods) = self.allow {
            headers.insert(ALLOW, HeaderValue::from_static(methods));
        }
        response
    }
}

#[cfg(test)]
mod tests {
    use setec_core::Violation;

    use super::{Refusal, field_name};

    #[test]
    fn fields_are_named_as_clients_write_them() {
        for (ours, theirs) in [
            ("domain", "domain"),
            (
                "contacts.registrant.first_name",
                "contacts[registrant][firstname]",
            ),
            ("contacts.admin.extra.VAT", "contacts[admin][extra][VAT]"),
            ("nameservers[1]", "nameservers[1]"),
            ("records[2].content", "dnsrecords[2][address]"),
            ("records[2]", "dnsrecords[2]"),
            ("forwards[0].target", "forwardto[0]"),
            ("forwards[0]", "prefix[0]"),
            ("years", "regperiod"),
        ] {
            assert_eq!(field_name(ours), theirs);
        }
        let refusal = Refusal::invalid(&[
            Violation::new("domain", "it is required"),
            Violation::new("years", "1 to 10"),
        ]);
        assert_eq!(
            refusal.text,
            "The domain field is required; The regperiod field is invalid: 1 to 10"
        );
    }
}
