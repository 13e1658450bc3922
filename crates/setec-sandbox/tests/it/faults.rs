use std::time::Duration;

use axum::body::Body;
use http::Method;
use serde_json::json;
use setec_sandbox::hostinger::Fault;
use tower::ServiceExt;

use crate::client::{Client, request};

const ZONE: &str = "/api/dns/v1/zones/example.com";

#[test]
fn every_fault_is_read_and_written_alike() {
    for (name, _) in Fault::all() {
        let text = format!("{name}:times=2,on=PUT,path=/dns/");
        let fault: Fault = text.parse().unwrap();
        assert_eq!(fault.to_string().parse::<Fault>().unwrap(), fault);
    }
}

#[test]
fn an_unknown_fault_lists_the_known_ones() {
    let error = "rate-limits".parse::<Fault>().unwrap_err().to_string();
    for (name, _) in Fault::all() {
        assert!(error.contains(name), "{error}");
    }
    for wrong in [
        "slow:secs=1",
        "rate-limit:times=many",
        "server-error:status=200",
    ] {
        assert!(wrong.parse::<Fault>().is_err(), "{wrong}");
    }
}

#[tokio::test]
async fn a_rate_limit_hits_as_often_as_told() {
    let client = Client::with_fault("rate-limit:retry-after=7,times=1,on=GET,path=/zones/");
    assert_eq!(client.get("/api/vps/v1/templates").await.0, 200);
    let request = request(Method::GET, ZONE).body(Body::empty()).unwrap();
    let response = client.sandbox.router().oneshot(request).await.unwrap();
    assert_eq!(response.status(), 429);
    assert_eq!(response.headers()["retry-after"], "7");
    assert_eq!(response.headers()["x-ratelimit-remaining"], "0");
    assert_eq!(client.get(ZONE).await.0, 200);
}

#[tokio::test]
async fn a_limit_is_told_on_every_answer_and_kept() {
    let client = Client::with_fault("limit:calls=2,window=30");
    let mut told = Vec::new();
    for after_secs in [0, 10, 0, 25] {
        client.sandbox.advance(Duration::from_secs(after_secs));
        let request = request(Method::GET, ZONE).body(Body::empty()).unwrap();
        let response = client.sandbox.router().oneshot(request).await.unwrap();
        let headers = response.headers();
        assert_eq!(headers["x-ratelimit-limit"], "2");
        assert!(headers.contains_key("x-ratelimit-reset"));
        let remaining = headers["x-ratelimit-remaining"].to_str().unwrap();
        told.push((response.status().as_u16(), remaining.to_owned()));
        assert_eq!(
            headers.contains_key("retry-after"),
            response.status() == 429
        );
    }
    let expected = [(200, "1"), (200, "0"), (429, "0"), (200, "1")];
    assert_eq!(
        told,
        expected.map(|(status, left)| (status, left.to_owned()))
    );
}

#[tokio::test]
async fn answers_can_come_from_cloudflare() {
    let client = Client::with_fault("html-error:status=503,times=1");
    let (status, body) = client.get(ZONE).await;
    assert_eq!(status, 503);
    assert!(body.as_str().unwrap().contains("cloudflare"));
    client.fault("not-json");
    let (status, body) = client.get(ZONE).await;
    assert_eq!((status, body.is_string()), (200, true));
    client.sandbox.clear_faults();
    assert!(client.get(ZONE).await.1.is_array());
}

#[tokio::test]
async fn a_lost_answer_is_a_change_made() {
    let client = Client::with_fault("lost-answer");
    let body = json!({"overwrite": false, "zone": [
        {"name": "lost", "type": "A", "ttl": 300, "records": [{"content": "192.0.2.1"}]},
    ]});
    let request = request(Method::PUT, ZONE)
        .header("content-type", "application/json")
        .body(Body::from(body.to_string()))
        .unwrap();
    let (_, answer) = client.exchange(request).await;
    assert!(answer.is_none());
    assert!(
        client
            .sandbox
            .zone_json("example.com")
            .to_string()
            .contains("192.0.2.1")
    );
    let exchange = client.sandbox.exchanges().pop().unwrap();
    assert_eq!((exchange.status, exchange.response_body), (200, None));
}
