//! Answers as they come: bare JSON values, errors under any status, pages of HTML, nothing at all.

use serde_json::Value;
use setec_provider::http::Reply;
use setec_provider::{ErrorKind, ProviderError, Result};

use super::errors;
use super::value::{field, flag, plain, text};

/// The answer's value, or the refusal in it. `null` and an empty body are no answers: the
/// vendor's own client takes them for successes, which is how orders get lost.
pub(super) fn read(reply: &Reply) -> Result<Value> {
    let body = reply.body.trim_ascii();
    let body = body.strip_prefix(b"\xef\xbb\xbf").unwrap_or(body);
    let parsed = match body.first() {
        None => return Err(errors::unreadable(reply, "it is empty")),
        // Maintenance pages and firewalls answer for the add-on.
        Some(b'<') => return Err(errors::page(reply)),
        Some(_) => serde_json::from_slice::<Value>(body),
    };
    let Ok(value) = parsed else {
        let is_words = !reply.is_success();
        return Err(if is_words {
            errors::refusal(reply, &reply.excerpt())
        } else {
            errors::unreadable(reply, &format!("it is no JSON: {}", reply.excerpt()))
        });
    };
    if let Some(words) = refused(&value) {
        return Err(errors::refusal(reply, &words));
    }
    if !reply.is_success() {
        return Err(errors::refusal(reply, ""));
    }
    if value.is_null() {
        return Err(errors::unreadable(reply, "it is null"));
    }
    Ok(value)
}

/// The words of a refusal, whatever the status above it.
fn refused(value: &Value) -> Option<String> {
    let words = || text_of_any(value, &["message", "msg", "errormessage", "reason"]);
    if let Some(error) = field(value, &["error", "errors"]) {
        // `false` and nothing are no errors; an empty list is one whose message got lost.
        let is_none = flag(error) == Some(false) && error.as_str().is_none_or(str::is_empty);
        let is_none = is_none && !error.is_string();
        if !is_none {
            return Some(
                text(error)
                    .or_else(|| all_texts(error))
                    .or_else(words)
                    .unwrap_or_default(),
            );
        }
    }
    let is_error = |name: &str| {
        field(value, &[name])
            .and_then(Value::as_str)
            .is_some_and(|word| matches!(plain(word).as_str(), "error" | "failed" | "failure"))
    };
    let is_unsuccessful = field(value, &["success"]).and_then(flag) == Some(false);
    (is_error("result") || is_error("status") || is_unsuccessful)
        .then(|| words().unwrap_or_default())
}

fn text_of_any(value: &Value, names: &[&str]) -> Option<String> {
    field(value, names).and_then(text)
}

fn all_texts(value: &Value) -> Option<String> {
    let texts: Vec<String> = match value {
        Value::Array(items) => items.iter().filter_map(text).collect(),
        Value::Object(fields) => fields.values().filter_map(text).collect(),
        _ => Vec::new(),
    };
    (!texts.is_empty()).then(|| texts.join("; "))
}

/// Whether the value says that an order was taken: `"success"`, or an object that says so.
pub(super) fn says_success(value: &Value) -> bool {
    let is_success = |value: &Value| match value {
        Value::String(word) => matches!(plain(word).as_str(), "success" | "successful" | "ok"),
        Value::Bool(flag) => *flag,
        Value::Number(number) => number.as_i64() == Some(1),
        _ => false,
    };
    is_success(value)
        || ["success", "result", "status"]
            .iter()
            .any(|name| field(value, &[name]).is_some_and(is_success))
}

/// Takes any answer to a change that is no refusal: `{}`, `[]`, `"success"`, an object.
pub(super) fn expect_done(reply: &Reply, value: &Value) -> Result<()> {
    let is_done = match value {
        Value::Array(_) | Value::Object(_) => true,
        other => says_success(other),
    };
    if is_done {
        return Ok(());
    }
    let message = format!(
        "the provider's answer to '{}' says neither yes nor no: {}",
        reply.operation,
        reply.excerpt()
    );
    Err(ProviderError::new(
        ErrorKind::Protocol,
        reply.operation,
        message,
    ))
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
    fn errors_are_found_under_any_status() {
        let limited = ErrorKind::RateLimited { retry_after: None };
        for (status, body, kind) in [
            (200, r#"{"error":"Domain not found"}"#, ErrorKind::NotFound),
            (404, "[]", ErrorKind::NotFound),
            (
                404,
                r#"{"error":"Action not found"}"#,
                ErrorKind::NotSupported,
            ),
            (
                500,
                r#"{"error":"Reseller does not have enough credits on his account"}"#,
                ErrorKind::PaymentRequired,
            ),
            (
                401,
                r#"{"error":"Invalid API token"}"#,
                ErrorKind::Credentials,
            ),
            (
                400,
                r#"{"error":"Access denied. Your IP is 192.0.2.1, add it to the whitelist"}"#,
                ErrorKind::Credentials,
            ),
            (
                200,
                r#"{"error":"Invalid API token"}"#,
                ErrorKind::Credentials,
            ),
            (
                200,
                r#"{"result":"error","message":"No"}"#,
                ErrorKind::Invalid,
            ),
            (200, r#"{"status":"error"}"#, ErrorKind::Invalid),
            (200, r#"{"success":false}"#, ErrorKind::Invalid),
            (200, r#"{"error":""}"#, ErrorKind::Invalid),
            (200, r#"{"error":[]}"#, ErrorKind::Invalid),
            (
                200,
                r#"{"error":"The domain field is required"}"#,
                ErrorKind::Invalid,
            ),
            (
                200,
                r#"{"error":"cURL error 28: Operation timed out"}"#,
                ErrorKind::Unavailable,
            ),
            (
                500,
                r#"{"error":"Invalid response from the registrar"}"#,
                ErrorKind::Unavailable,
            ),
            (500, r#"{"error":"Something odd"}"#, ErrorKind::Unavailable),
            (429, "{}", limited),
            (200, "", ErrorKind::Protocol),
            (500, "", ErrorKind::Unavailable),
            (200, "null", ErrorKind::Protocol),
            (200, "<html>Maintenance</html>", ErrorKind::Protocol),
            (503, "<html>Maintenance</html>", ErrorKind::Unavailable),
            (403, "<html>Blocked</html>", ErrorKind::Credentials),
            (200, "Warning: something", ErrorKind::Protocol),
        ] {
            let error = super::read(&reply(status, body)).expect_err(body);
            assert_eq!(error.kind, kind, "{status} {body}: {error}");
        }
    }

    #[test]
    fn what_is_no_error_is_an_answer() {
        for body in [
            "\"success\"",
            "\"150.50\"",
            "[]",
            "{}",
            "\u{feff}{\"active\":true}",
            r#"{"status":"Active","domain":"example.com"}"#,
            r#"{"error":false,"eppcode":"x"}"#,
            r#"{"error":null,"eppcode":"x"}"#,
            "  \"locked\"\n",
        ] {
            super::read(&reply(200, body)).expect(body);
        }
    }

    #[test]
    fn an_order_is_taken_only_where_the_answer_says_so() {
        for (body, taken) in [
            ("\"success\"", true),
            (r#"{"success":true,"result":"success"}"#, true),
            (r#"{"status":"success"}"#, true),
            ("true", true),
            ("{}", false),
            ("[]", false),
            ("\"pending\"", false),
            (r#"{"domain":"example.com"}"#, false),
        ] {
            let value = serde_json::from_str(body).expect("JSON");
            assert_eq!(super::says_success(&value), taken, "{body}");
        }
    }
}
