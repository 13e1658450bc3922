use axum::Json;
use axum::response::{IntoResponse, Response};
use http::StatusCode;
use serde_json::{Map, Value, json};
use uuid::Uuid;

/// What a call returns: an answer, or the vendor's reason for refusing it.
pub(super) type Answer = Result<Reply, Refusal>;

/// A successful answer.
#[derive(Debug)]
pub(super) struct Reply {
    pub(super) status: StatusCode,
    pub(super) body: Value,
}

/// An answer in the form of the vendor's error bodies.
#[derive(Debug, Clone)]
pub(super) struct Refusal {
    status: StatusCode,
    message: String,
    errors: Option<Map<String, Value>>,
    headers: Vec<(&'static str, String)>,
}

/// A 200 answer with a body.
#[expect(clippy::unnecessary_wraps, reason = "calls end with it")]
pub(super) fn ok(body: impl serde::Serialize) -> Answer {
    let body = serde_json::to_value(body).expect("answers consist of plain values");
    Ok(Reply {
        status: StatusCode::OK,
        body,
    })
}

/// The empty success; it often means "queued".
pub(super) fn accepted() -> Answer {
    ok(json!({"message": "Request accepted"}))
}

impl Refusal {
    pub(super) fn new(status: StatusCode, message: impl Into<String>) -> Self {
        Self {
            status,
            message: message.into(),
            errors: None,
            headers: Vec::new(),
        }
    }

    /// An error of the service behind the gateway: a code in front, and no `errors`.
    pub(super) fn coded(status: StatusCode, code: &str, text: &str) -> Self {
        Self::new(status, format!("[{code}] {text}"))
    }

    pub(super) fn not_found(what: &str) -> Self {
        Self::new(StatusCode::NOT_FOUND, format!("{what} not found"))
    }

    /// Field errors in the gateway's Laravel form.
    pub(super) fn invalid(errors: &[(String, String)]) -> Self {
        let mut fields = Map::new();
        for (field, text) in errors {
            if let Value::Array(texts) = fields.entry(field).or_insert_with(|| json!([])) {
                texts.push(Value::String(text.clone()));
            }
        }
        let first = errors.first().map_or("", |(_, text)| text);
        let message = match errors.len() {
            0 | 1 => first.to_owned(),
            2 => format!("{first} (and 1 more error)"),
            count => format!("{first} (and {} more errors)", count - 1),
        };
        Self {
            errors: Some(fields),
            ..Self::new(StatusCode::UNPROCESSABLE_ENTITY, message)
        }
    }

    pub(super) fn field(field: &str, text: impl Into<String>) -> Self {
        Self::invalid(&[(field.to_owned(), text.into())])
    }

    /// Laravel's throttle. Neither header names nor body are documented (spec 1.1).
    pub(super) fn throttled(limit: u32, retry_after_secs: Option<u64>) -> Self {
        let mut refusal = Self::new(StatusCode::TOO_MANY_REQUESTS, "Too Many Attempts.");
        if let Some(secs) = retry_after_secs {
            refusal.headers = vec![
                ("x-ratelimit-limit", limit.to_string()),
                ("x-ratelimit-remaining", "0".to_owned()),
                ("retry-after", secs.to_string()),
            ];
        }
        refusal
    }
}

impl IntoResponse for Refusal {
    fn into_response(self) -> Response {
        let mut body = json!({
            "message": self.message,
            "correlation_id": Uuid::now_v7().to_string(),
        });
        if let Some(errors) = self.errors {
            body["errors"] = Value::Object(errors);
        }
        let mut response = (self.status, Json(body)).into_response();
        for (name, value) in self.headers {
            let value = value.parse().expect("limits and seconds are digits");
            response.headers_mut().insert(name, value);
        }
        response
    }
}

impl IntoResponse for Reply {
    fn into_response(self) -> Response {
        (self.status, Json(self.body)).into_response()
    }
}
