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

/// Counted, not timed: the first batch begins with whoever is first, the rest joins the second.
#[tokio::test]
async fn a_thousand_joined_changes_cost_a_handful_of_commits() {
    let server = TestServer::start().await;
    server.get("hostinger/dns/example.com").await.ok();
    let before = server.store.commits();
    let changes = (0..1000).map(|n| {
        let address = format!("192.0.2.{}", n % 250 + 1);
        let record = serde_json::json!({"type": "A", "name": format!("n{n}"), "content": address});
        server.post("hostinger/dns/example.com", record)
    });
    for answer in futures::future::join_all(changes).await {
        answer.ok();
    }
    let commits = server.store.commits() - before;
    assert!(commits <= 12, "{commits} commits");
    let journal = server
        .get("/api/journal?action=dns.create&limit=500")
        .await
        .ok();
    assert_eq!(journal.as_array().unwrap().len(), 500);
    assert!(
        journal[0]["answers"][0]["call"]
            .as_str()
            .unwrap()
            .starts_with("PUT /")
    );
}
