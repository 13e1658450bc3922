use std::fmt::Write;

use axum::body::Body;
use axum::response::{IntoResponse, Response};
use http::StatusCode;
use http::header::CONTENT_TYPE;
use serde_json::{Map, Value, json};

use super::fault::Effect;
use super::refusal::Refusal;

/// A JSON answer as the script sends it.
pub(super) fn json(status: StatusCode, text: String) -> Response {
    let kind = [(CONTENT_TYPE, "application/json; charset=utf-8")];
    (status, kind, Body::from(text)).into_response()
}

/// A success, in the operator's habits.
pub(super) fn answer(mut value: Value, effects: &[Effect]) -> Response {
    for effect in effects {
        match effect {
            Effect::ExtraKeys => add_keys(&mut value),
            Effect::EmptyArrays => walk(&mut value, &|value| {
                if value == &json!({}) {
                    *value = json!([]);
                }
            }),
            Effect::LooseBooleans => walk(&mut value, &|value| match value {
                Value::Bool(true) => *value = json!(1),
                Value::Bool(false) => *value = json!(""),
                _ => {}
            }),
            _ => {}
        }
    }
    finish(json(StatusCode::OK, php_json(&value)), effects)
}

/// An error, in the operator's habits.
pub(super) fn refuse(refusal: &Refusal, effects: &[Effect]) -> Response {
    let status = if effects.contains(&Effect::Errors200) {
        StatusCode::OK
    } else {
        refusal.status
    };
    let body = json!({"error": refusal.text});
    finish(json(status, php_json(&body)), effects)
}

fn finish(mut response: Response, effects: &[Effect]) -> Response {
    if effects.contains(&Effect::TextHtml) {
        let kind = http::HeaderValue::from_static("text/html; charset=UTF-8");
        response.headers_mut().insert(CONTENT_TYPE, kind);
    }
    response
}

/// The keys that stray into the answers of some operators, and ones of no known meaning.
fn add_keys(value: &mut Value) {
    match value {
        Value::Object(fields) if !fields.is_empty() => add_to(fields),
        Value::Array(items) => {
            for item in items {
                if let Value::Object(fields) = item {
                    add_to(fields);
                }
            }
        }
        _ => {}
    }
}

fn add_to(fields: &mut Map<String, Value>) {
    let strays = [
        ("success", json!(true)),
        ("message", json!("")),
        ("status", json!("success")),
        ("requestId", json!("9f1c-77")),
        ("_links", json!({"self": "/"})),
    ];
    for (key, value) in strays {
        fields.entry(key).or_insert(value);
    }
}

fn walk(value: &mut Value, change: &impl Fn(&mut Value)) {
    match value {
        Value::Array(items) => items.iter_mut().for_each(|item| walk(item, change)),
        Value::Object(fields) => fields.values_mut().for_each(|item| walk(item, change)),
        _ => {}
    }
    change(value);
}

/// PHP's `json_encode` writes `\/`, and `\u` for whatever is not ASCII.
fn php_json(value: &Value) -> String {
    let plain = value.to_string();
    let mut text = String::with_capacity(plain.len());
    for character in plain.chars() {
        match character {
            // Outside of strings JSON has no slash and nothing beyond ASCII.
            '/' => text.push_str("\\/"),
            character if character.is_ascii() => text.push(character),
            character => {
                for unit in character.encode_utf16(&mut [0; 2]) {
                    write!(text, "\\u{unit:04x}").expect("a string takes any text");
                }
            }
        }
    }
    text
}
