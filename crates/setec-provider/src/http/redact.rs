//! Bodies for the log, without what must not be in it.

use serde_json::Value;

/// Parts of key names whose values are secrets, or people's addresses.
const SECRET_KEYS: [&str; 11] = [
    "eppcode",
    "contacts",
    "contactdetails",
    "domainfields",
    "password",
    "api_key",
    "api_secret",
    "token",
    "auth_code",
    "secret",
    "content",
];

/// The body with every secret in it replaced.
pub fn redact(body: &Value) -> Value {
    match body {
        Value::Object(fields) => Value::Object(
            fields
                .iter()
                .map(|(key, value)| {
                    let secret = SECRET_KEYS
                        .iter()
                        .any(|part| key.to_ascii_lowercase().contains(part));
                    let shown = if secret {
                        Value::from("[redacted]")
                    } else {
                        redact(value)
                    };
                    (key.clone(), shown)
                })
                .collect(),
        ),
        Value::Array(items) => Value::Array(items.iter().map(redact).collect()),
        plain => plain.clone(),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    #[test]
    fn secrets_do_not_reach_a_trace() {
        let body = json!({"setup": {"root_password": "hunter2", "hostname": "a.example"}, "items": [{"api_key": "k"}]});
        let text = super::redact(&body).to_string();
        assert!(
            !text.contains("hunter2") && !text.contains("\"k\""),
            "{text}"
        );
        assert!(text.contains("a.example"));
    }
}
