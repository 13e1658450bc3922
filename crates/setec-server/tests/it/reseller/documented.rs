//! The API's OpenAPI document: a committed snapshot, served to everybody, and true.

use std::path::Path;

use axum::http::Method;
use serde_json::Value;

use super::{BASE, Shop};
use crate::harness::TestServer;

#[tokio::test]
async fn the_document_is_the_committed_one() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../reseller-openapi.json");
    let mut now = serde_json::to_string_pretty(&setec_server::reseller_openapi()).unwrap();
    now.push('\n');
    if std::env::var_os("UPDATE_SNAPSHOTS").is_some() {
        std::fs::write(&path, &now).unwrap();
    }
    let committed = std::fs::read_to_string(&path).unwrap_or_default();
    assert!(
        committed == now,
        "reseller-openapi.json is out of date: run `make snapshots` and review the difference"
    );
}

#[tokio::test]
async fn the_document_is_served_without_a_token() {
    let server = TestServer::bare().await;
    for base in [BASE, "/reseller/v1"] {
        let path = format!("{base}/openapi.json");
        let answer = server.send(Method::GET, &path, None, None).await;
        assert_eq!(answer.ok(), setec_server::reseller_openapi());
        let policy = answer.headers["content-security-policy"].to_str().unwrap();
        assert!(policy.contains("default-src 'none'"), "{policy}");
        assert_eq!(answer.headers["x-content-type-options"], "nosniff");
    }
}

#[tokio::test]
async fn every_operation_is_there_and_every_answer_has_the_shape_of_its_example() {
    let shop = Shop::open().await;
    let document = setec_server::reseller_openapi();
    let mut seen = 0;
    for (path, operations) in document["paths"].as_object().unwrap() {
        for (method, operation) in operations.as_object().unwrap() {
            seen += 1;
            let action = path
                .trim_start_matches('/')
                .replace("{domain}", "nordlund-studio.com");
            let example = &operation["responses"]["200"]["content"]["application/json"]["example"];
            if method == "post" {
                // Without parameters nothing is done, but the call is found.
                if !operation["requestBody"]["content"].is_object() {
                    continue;
                }
                let answer = shop.post(&action, "").await;
                let has_required = operation["requestBody"]["required"] == true;
                let expected = if has_required || action.contains("lookup") {
                    422
                } else {
                    200
                };
                assert_eq!(
                    answer.status.as_u16(),
                    expected,
                    "{action}: {}",
                    answer.text
                );
                continue;
            }
            let query = if action.contains("pricing/domains") {
                "?domain=example.com"
            } else {
                ""
            };
            let answer = shop.get(&format!("{action}{query}")).await.ok();
            let same_shape = match (&answer, example) {
                (Value::Object(answer), Value::Object(example)) => {
                    let is_by_years = example.contains_key("1");
                    is_by_years || example.keys().all(|key| answer.contains_key(key))
                }
                (Value::Array(_), Value::Array(_)) | (Value::String(_), Value::String(_)) => true,
                _ => false,
            };
            assert!(same_shape, "{action}: {answer} is not like {example}");
        }
    }
    assert_eq!(seen, 32);
}

#[tokio::test]
async fn every_call_is_in_the_guide() {
    let guide = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/reseller.md");
    let guide = std::fs::read_to_string(guide).unwrap();
    let document = setec_server::reseller_openapi();
    for (path, operations) in document["paths"].as_object().unwrap() {
        for method in operations.as_object().unwrap().keys() {
            let call = format!(
                "`{} {}`",
                method.to_uppercase(),
                path.trim_start_matches('/')
            );
            assert!(
                guide.contains(&call),
                "docs/reseller.md says nothing of {call}"
            );
        }
    }
}
