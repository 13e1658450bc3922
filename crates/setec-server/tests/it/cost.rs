//! What reads and changes cost the provider.

use serde_json::json;

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

#[tokio::test]
async fn a_change_costs_a_read_a_validation_a_write_and_a_look() {
    let server = TestServer::start().await;
    let path = "hostinger/dns/example.com";
    let record = json!({"type": "A", "name": "cost", "content": "192.0.2.1", "ttl": 300});
    let wanted = json!({ "records": [record] });
    let plan = server.post(&format!("{path}/plan"), wanted).await.ok();
    assert_eq!(plan["calls"], 4);
    server.sandbox.take_exchanges();
    let body = json!({"digest": plan["digest"]});
    server.post(&format!("{path}/apply"), body).await.ok();
    let zone = "/api/dns/v1/zones/example.com";
    let validate = format!("POST {zone}/validate");
    let (get, put) = (format!("GET {zone}"), format!("PUT {zone}"));
    assert_eq!(calls(&server), [&*get, &*validate, &*put, &*get]);
}

#[tokio::test]
async fn callers_that_come_during_a_read_share_its_write() {
    let server = TestServer::start().await;
    server.sandbox.add_fault("slow:ms=200".parse().unwrap());
    server.sandbox.take_exchanges();
    let server = &server;
    let callers = (0..50).map(|number| async move {
        let name = format!("caller-{number}");
        let record = json!({"type": "A", "name": name, "content": "192.0.2.1", "ttl": 300});
        server.post("hostinger/dns/example.com", record).await
    });
    for answer in futures::future::join_all(callers).await {
        answer.ok();
    }
    assert_eq!(calls(server).len(), 4);
}

/// What the vendor has got since the last take.
fn calls(server: &TestServer) -> Vec<String> {
    let exchanges = server.sandbox.take_exchanges().into_iter();
    exchanges
        .map(|exchange| format!("{} {}", exchange.method, exchange.path))
        .collect()
}
