//! What reads cost the provider.

use crate::harness::TestServer;

#[tokio::test]
async fn two_thousand_readers_of_a_cold_zone_cause_one_call() {
    let server = TestServer::start().await;
    server.sandbox.take_exchanges();
    let readers = (0..2000).map(|_| server.get("hostinger/dns/example.com"));
    for answer in futures::future::join_all(readers).await {
        answer.ok();
    }
    let calls: Vec<String> = server
        .sandbox
        .exchanges()
        .into_iter()
        .map(|exchange| exchange.path)
        .collect();
    assert_eq!(calls, ["/api/dns/v1/zones/example.com"]);
}

#[tokio::test]
async fn a_write_is_seen_by_the_next_read() {
    let server = TestServer::start().await;
    for number in 1..=5 {
        let record =
            serde_json::json!({"type": "A", "name": "n", "content": format!("192.0.2.{number}")});
        server.post("hostinger/dns/example.com", record).await.ok();
        let records = server.get("hostinger/dns/example.com").await.ok();
        let found = records
            .as_array()
            .unwrap()
            .iter()
            .filter(|record| record["name"] == "n")
            .count();
        assert_eq!(found, number);
    }
}

#[tokio::test]
async fn a_change_from_outside_is_seen_on_demand() {
    let server = TestServer::start().await;
    let path = "hostinger/dns/example.com";
    server.get(path).await.ok();
    server
        .sandbox
        .change_outside("example.com", "outside", "A", 300, &["192.0.2.7"]);
    assert!(!server.get(path).await.text.contains("192.0.2.7"));
    let fresh = server.get(&format!("{path}?refresh=true")).await;
    assert!(fresh.text.contains("192.0.2.7"), "{}", fresh.text);
    assert!(server.get(path).await.text.contains("192.0.2.7"));
}
