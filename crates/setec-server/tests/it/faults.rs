//! What a user sees when the provider fails.

use serde_json::json;

use crate::harness::TestServer;

const ZONE: &str = "hostinger/dns/example.com";

async fn with_fault(fault: &str) -> TestServer {
    let server = TestServer::start().await;
    server.sandbox.add_fault(fault.parse().expect("a fault"));
    server
}

#[tokio::test]
async fn a_vendor_s_rejected_token_is_not_the_user_s() {
    let server = TestServer::start().await;
    let body = json!({"api_key": "expired", "base_url": server.sandbox_url});
    server.post("hostinger/configure", body).await.ok();
    let error = server.get(ZONE).await.error(502, "provider_credentials");
    assert!(
        error.contains("hostinger API error 401: Unauthenticated"),
        "{error}"
    );
    server.get("").await.ok();
}

#[tokio::test]
async fn nonsense_is_502_and_downtime_503() {
    let server = with_fault("not-json").await;
    server.get(ZONE).await.error(502, "provider_protocol");
    let server = with_fault("html-error:status=500").await;
    let error = server.get(ZONE).await.error(503, "provider_unavailable");
    assert!(!error.contains('<'), "no markup: {error}");
    let server = with_fault("server-error:status=500").await;
    let error = server.get(ZONE).await.error(503, "provider_unavailable");
    assert!(error.contains("correlation"), "{error}");
}

#[tokio::test]
async fn a_limit_is_waited_for_and_then_reported() {
    let server = with_fault("rate-limit:retry-after=0,times=2").await;
    server.get(ZONE).await.ok();
    let server = with_fault("rate-limit:retry-after=0").await;
    server.sandbox.take_exchanges();
    let answer = server.get(ZONE).await;
    answer.error(429, "rate_limited");
    assert!(answer.headers.contains_key("retry-after"));
    assert_eq!(
        server.sandbox.exchanges().len(),
        4,
        "once and three repeats"
    );
}

#[tokio::test]
async fn a_lost_answer_to_a_write_is_settled_by_looking() {
    let server = with_fault("lost-answer:times=1,on=PUT").await;
    let record = json!({"type": "A", "name": "api", "content": "192.0.2.1"});
    server.post(ZONE, record).await.ok();
    let records = server.get(ZONE).await.ok();
    let found = records
        .as_array()
        .unwrap()
        .iter()
        .filter(|record| record["name"] == "api")
        .count();
    assert_eq!(found, 1);
}

#[tokio::test]
async fn an_order_whose_answer_is_lost_is_sent_once() {
    let server = with_fault("lost-answer:on=POST,path=portfolio").await;
    let order = json!({"domain": "my-new-site.com", "period": 1});
    let answer = server.post("hostinger/domains/purchase", order).await;
    assert!(
        answer.status.is_success() || answer.status.is_server_error(),
        "{}",
        answer.text
    );
    assert_eq!(server.sandbox.orders().len(), 1);
    let server = with_fault("lost-answer:on=POST,path=virtual-machines").await;
    let order = json!({
        "plan": "kvm-2", "data_center_id": "11", "template": "ubuntu-22.04",
        "password": "SecurePassword123!", "hostname": "web-2.example.com"
    });
    let answer = server.post("hostinger/vms", order).await;
    assert!(
        answer.status.is_success() || answer.status.is_server_error(),
        "{}",
        answer.text
    );
    assert_eq!(server.sandbox.orders().len(), 1);
}

#[tokio::test]
async fn a_declined_card_is_402() {
    let server = with_fault("declined-card").await;
    let order = json!({
        "plan": "kvm-2", "data_center_id": "11", "template": "ubuntu-22.04",
        "password": "SecurePassword123!", "hostname": "web-2.example.com"
    });
    server
        .post("hostinger/vms", order)
        .await
        .error(402, "payment_required");
    let journal = server.get("/api/journal?action=server.purchase").await.ok();
    assert_eq!(journal[0]["outcome"], "failed");
}

#[tokio::test]
async fn an_order_that_is_only_accepted_is_202() {
    let server = with_fault("orders-202").await;
    let order = json!({
        "plan": "kvm-2", "data_center_id": "11", "template": "ubuntu-22.04",
        "password": "SecurePassword123!", "hostname": "web-2.example.com"
    });
    let answer = server.post("hostinger/vms", order).await;
    assert_eq!(answer.status.as_u16(), 202, "{}", answer.text);
    assert_eq!(answer.json()["status"], "ordered");
}

#[tokio::test]
async fn one_account_s_trouble_stays_its_own() {
    let server = TestServer::start().await;
    let down = json!({"driver": "hostinger", "api_key": "k", "base_url": "http://127.0.0.1:9"});
    server.post("down/configure", down).await.ok();
    let (broken, working) = tokio::join!(server.get("down/dns/example.com"), server.get(ZONE));
    broken.error(503, "provider_unavailable");
    working.ok();
}
