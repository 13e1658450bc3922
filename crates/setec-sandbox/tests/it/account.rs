use axum::body::Body;
use http::Method;
use serde_json::json;

use crate::client::{Client, request};

const PORTFOLIO: &str = "/api/domains/v1/portfolio";

#[tokio::test]
async fn a_wrong_token_is_unauthenticated() {
    let client = Client::new();
    let request = http::Request::get(PORTFOLIO)
        .header("authorization", "Bearer something-else")
        .header("user-agent", "setec-tests/1.0")
        .body(Body::empty())
        .unwrap();
    let (status, body) = client.exchange(request).await;
    let body: serde_json::Value = serde_json::from_slice(&body.unwrap()).unwrap();
    assert_eq!(status, 401);
    assert_eq!(body["message"], "Unauthenticated");
    assert!(body["correlation_id"].is_string());
}

#[tokio::test]
async fn cloudflare_refuses_some_user_agents_by_switch() {
    let client = Client::with_fault("blocked-agents");
    for agent in [None, Some("Python-urllib/3.12")] {
        let mut builder = http::Request::get(PORTFOLIO);
        if let Some(agent) = agent {
            builder = builder.header("user-agent", agent);
        }
        let (status, body) = client.exchange(builder.body(Body::empty()).unwrap()).await;
        assert_eq!(status, 403);
        assert_eq!(body.unwrap(), "error code: 1010");
    }
}

#[tokio::test]
async fn unknown_paths_and_wrong_verbs_have_json_errors() {
    let client = Client::new();
    let (status, body) = client.get("/api/dns/v1/nothing").await;
    assert_eq!((status, body["message"].is_string()), (404, true));
    let (status, body) = client.bare(Method::POST, "/api/vps/v1/templates").await;
    assert_eq!((status, body["message"].is_string()), (405, true));
}

#[tokio::test]
async fn a_body_that_is_not_called_json_is_not_read() {
    let client = Client::new();
    let body = json!({"name": "x", "key": "ssh-ed25519 AAAA"}).to_string();
    let request = request(Method::POST, "/api/vps/v1/public-keys")
        .header("content-type", "text/plain")
        .body(Body::from(body))
        .unwrap();
    let (status, body) = client.exchange(request).await;
    let body: serde_json::Value = serde_json::from_slice(&body.unwrap()).unwrap();
    assert_eq!(status, 422);
    assert_eq!(
        body["message"],
        "The name field is required. (and 1 more error)"
    );
    assert_eq!(body["errors"]["key"][0], "The key field is required.");
}

#[tokio::test]
async fn exchanges_are_kept_without_the_token() {
    let client = Client::new();
    client.get("/api/billing/v1/catalog?category=VPS").await;
    let [exchange] = &client.sandbox.take_exchanges()[..] else {
        panic!("one exchange was made");
    };
    assert_eq!(exchange.path, "/api/billing/v1/catalog");
    assert_eq!(exchange.query.as_deref(), Some("category=VPS"));
    assert_eq!(exchange.status, 200);
    assert!(!format!("{exchange:?}").contains("sandbox-token"));
    assert!(client.sandbox.exchanges().is_empty());
}

#[tokio::test]
async fn the_estate_shows_the_products_examples() {
    let client = Client::new();
    let (_, domain) = client.get(&format!("{PORTFOLIO}/example.com")).await;
    assert_eq!(domain["status"], "active");
    assert_eq!(domain["expires_at"], "2027-03-15T00:00:00Z");
    assert_eq!(domain["is_locked"], true);
    assert_eq!(domain["is_privacy_protected"], true);
    assert_eq!(
        domain["name_servers"],
        json!({"ns1": "ns1.dns-parking.com", "ns2": "ns2.dns-parking.com"})
    );
    let (_, machines) = client.get("/api/vps/v1/virtual-machines").await;
    let machine = &machines[0];
    assert_eq!(machine["hostname"], "production-1");
    assert_eq!(machine["template"]["name"], "Ubuntu 22.04");
    assert_eq!(machine["memory"], 4096);
    assert_eq!(machine["bandwidth"], 4_096_000);
    assert_eq!(machine["created_at"], "2025-01-15T10:30:00Z");
    let (_, subscriptions) = client.get("/api/billing/v1/subscriptions").await;
    assert_eq!(subscriptions[0]["name"], "Premium Web Hosting");
    assert_eq!(subscriptions[0]["next_billing_at"], "2027-03-15T00:00:00Z");
    let (_, portfolio) = client.get(PORTFOLIO).await;
    assert!(portfolio.as_array().unwrap().len() > 40);
}
