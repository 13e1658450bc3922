//! The API's own OpenAPI document, made of the table of its calls.

use axum::http::HeaderValue;
use axum::http::header::CACHE_CONTROL;
use axum::response::Response;
use serde_json::{Map, Value, json};

use super::call::{CALLS, Known};
use super::reply::{NO_CREDIT, respond};
use super::{BASE, SHORT_BASE};

/// Errors that any call may answer with.
const ERRORS: [(&str, &str, &str); 10] = [
    (
        "400",
        "The body cannot be read",
        "The body is not valid JSON: expected value at line 1 column 2",
    ),
    (
        "401",
        "The token is missing, wrong or too old",
        "Invalid API token: the HMAC's key and message are swapped: the key is '<email>:<yy-mm-dd HH>', the message is the API key",
    ),
    (
        "403",
        "The account is disabled, may not come from there, or is above its limits",
        "Access denied. Your IP is 192.0.2.1; ask the operator to whitelist it",
    ),
    (
        "404",
        "There is no such action, or the domain is not yours",
        "Domain not found",
    ),
    (
        "405",
        "The action takes another method",
        "The method GET is not allowed for this action; use POST",
    ),
    (
        "409",
        "An order for the same is in progress, or the state of the thing does not allow it",
        "An order for example.com is in progress; nothing was ordered again",
    ),
    (
        "422",
        "Fields are missing or wrong; all of them are named",
        "The domain field is required; The regperiod field is invalid: a whole number of years from 1 to 10",
    ),
    (
        "429",
        "Too many requests",
        "Too many requests; try again in 12 s",
    ),
    (
        "500",
        "The credit does not suffice, or an internal error",
        NO_CREDIT,
    ),
    (
        "502",
        "The registrar cannot be reached",
        "The registrar's system is temporarily not reachable; try again later",
    ),
];

const DESCRIPTION: &str = "Domains for resellers, as the WHMCS add-on Domains Reseller serves them. \
Parameters are form fields in PHP's nesting (`contacts[registrant][firstname]`), or a JSON object. \
The token is base64(lower-case hex(HMAC-SHA256(key `<email>:<yy-mm-dd HH>` in UTC, message `<API key>`))). \
Every error is `{\"error\": text}` with the same text as `message`.";

/// The document.
pub fn document() -> Value {
    let mut paths: Map<String, Value> = Map::new();
    for known in &CALLS {
        let path = paths
            .entry(format!("/{}", known.action))
            .or_insert_with(|| json!({}));
        path[known.method.to_ascii_lowercase()] = operation(known);
    }
    json!({
        "openapi": "3.1.0",
        "info": {
            "title": "Domains Reseller API",
            "description": DESCRIPTION,
            "version": env!("CARGO_PKG_VERSION"),
            "license": {"name": "MIT OR Apache-2.0"},
        },
        "servers": [
            {"url": BASE, "description": "Where the vendor's clients expect it"},
            {"url": SHORT_BASE, "description": "The same, shorter"},
        ],
        "security": [{"username": [], "token": []}],
        "paths": paths,
        "components": {
            "securitySchemes": {
                "username": {"type": "apiKey", "in": "header", "name": "username",
                    "description": "The customer's e-mail"},
                "token": {"type": "apiKey", "in": "header", "name": "token",
                    "description": "The token of the hour; its hour's neighbours count for two minutes"},
            },
            "schemas": {"Error": {
                "type": "object",
                "required": ["error", "message"],
                "properties": {
                    "error": {"type": "string", "description": "What is wrong, in words"},
                    "message": {"type": "string", "description": "The same text"},
                },
            }},
            "responses": errors(),
        },
    })
}

fn operation(known: &Known) -> Value {
    let mut parameters = vec![
        json!({"name": "timestamp", "in": "header", "required": false, "schema": {"type": "integer"},
            "description": "Unix seconds at which the token was made, at most 60 s off"}),
    ];
    if known.action.contains("{domain}") {
        parameters.push(json!({"name": "domain", "in": "path", "required": true,
            "schema": {"type": "string"}, "description": "One of your domains, in any writing"}));
    }
    if known.action.starts_with("order/domains/") {
        parameters.push(json!({"name": "Idempotency-Key", "in": "header", "required": false,
            "schema": {"type": "string", "maxLength": 255},
            "description": "The same order with the same key is carried out once; X-Idempotency-Key is the same"}));
    }
    let is_form = known.method == "POST";
    if !is_form {
        for (name, description) in known.parameters {
            parameters.push(
                json!({"name": bare(name), "in": "query", "required": is_required(name),
                "schema": schema(name), "description": description}),
            );
        }
    }
    let example: Value = serde_json::from_str(known.example).expect("examples are JSON");
    let mut responses: Map<String, Value> = ERRORS
        .iter()
        .map(|(status, _, _)| {
            let reference = format!("#/components/responses/E{status}");
            ((*status).to_owned(), json!({"$ref": reference}))
        })
        .collect();
    responses.insert(
        "200".to_owned(),
        json!({"description": "Done", "content": {"application/json": {
            "schema": {"type": kind(&example)}, "example": example}}}),
    );
    let words: Vec<&str> = known
        .action
        .split('/')
        .filter(|word| *word != "{domain}")
        .collect();
    let mut operation = json!({
        "operationId": format!("{}_{}", known.method.to_ascii_lowercase(), words.join("_")),
        "summary": known.summary,
        "parameters": parameters,
        "responses": responses,
    });
    if is_form && !known.parameters.is_empty() {
        let properties: Map<String, Value> = known
            .parameters
            .iter()
            .map(|(name, description)| {
                let mut schema = schema(name);
                schema["description"] = (*description).into();
                (bare(name).to_owned(), schema)
            })
            .collect();
        let required: Vec<&str> = known
            .parameters
            .iter()
            .filter(|(name, _)| is_required(name))
            .map(|(name, _)| bare(name))
            .collect();
        let schema = json!({"type": "object", "properties": properties, "required": required});
        operation["requestBody"] = json!({"required": !required.is_empty(), "content": {
            "application/x-www-form-urlencoded": {"schema": schema},
            "application/json": {"schema": schema},
        }});
    }
    operation
}

fn errors() -> Value {
    let responses = ERRORS.iter().map(|(status, description, text)| {
        let mut response = json!({"description": description, "content": {"application/json": {
            "schema": {"$ref": "#/components/schemas/Error"},
            "example": {"error": text, "message": text}}}});
        if *status == "429" {
            response["headers"] = json!({"Retry-After": {
                "description": "Whole seconds to wait", "schema": {"type": "integer"}}});
        }
        (format!("E{status}"), response)
    });
    Value::Object(responses.collect())
}

fn bare(name: &str) -> &str {
    name.trim_end_matches('*')
}

fn is_required(name: &str) -> bool {
    name.ends_with('*')
}

fn schema(name: &str) -> Value {
    match bare(name) {
        "regperiod" => json!({"type": "integer", "minimum": 1, "maximum": 10}),
        "contacts" | "contactdetails" | "addons" | "nameservers" | "suggestionSettings" => {
            json!({"type": "object"})
        }
        "tldsToInclude" | "prefix" | "forwardto" | "override" => {
            json!({"type": "array", "items": {"type": "string"}})
        }
        "dnsrecords" => json!({"type": "array", "items": {"type": "object",
            "properties": {
                "hostname": {"type": "string", "description": "@ for the domain itself"},
                "type": {"type": "string"}, "address": {"type": "string"},
                "priority": {"type": "string", "description": "Of MX and SRV"},
                "recid": {"type": "string", "description": "Not used"}}}}),
        _ => json!({"type": "string"}),
    }
}

/// The JSON type of an example. What is no list or object is a text.
fn kind(example: &Value) -> Value {
    match example {
        // PHP writes an object without entries as a list.
        Value::Object(_) => json!(["object", "array"]),
        Value::Array(_) => json!("array"),
        _ => json!("string"),
    }
}

/// `GET openapi.json`, for everybody.
pub(super) fn serve() -> Response {
    let mut response = respond(&document());
    let lasting = HeaderValue::from_static("public, max-age=300");
    response.headers_mut().insert(CACHE_CONTROL, lasting);
    response
}
