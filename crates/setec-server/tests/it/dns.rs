//! Records through the door, as they stand at the provider afterwards.

use serde_json::json;

use crate::harness::TestServer;

const ZONE: &str = "hostinger/dns/example.com";

async fn contents(server: &TestServer, name: &str, rtype: &str) -> Vec<String> {
    let records = server.get(ZONE).await.ok();
    records
        .as_array()
        .unwrap()
        .iter()
        .filter(|record| record["name"] == name && record["type"] == rtype)
        .map(|record| record["content"].as_str().unwrap().to_owned())
        .collect()
}

fn writes(server: &TestServer) -> Vec<String> {
    let exchanges = server.sandbox.take_exchanges();
    exchanges
        .into_iter()
        .filter(|exchange| exchange.method != "GET" && !exchange.path.ends_with("/validate"))
        .map(|exchange| exchange.method)
        .collect()
}

#[tokio::test]
async fn siblings_survive_additions_and_deletions_of_one_value() {
    let server = TestServer::start().await;
    for number in 1..=3 {
        let record = json!({"type": "A", "name": "pool", "content": format!("192.0.2.{number}")});
        server.post(ZONE, record).await.ok();
    }
    let twice = json!({"type": "A", "name": "pool", "content": "192.0.2.1"});
    server.post(ZONE, twice).await.error(409, "exists");
    server
        .delete(&format!("{ZONE}?name=pool&type=A&content=192.0.2.2"))
        .await
        .ok();
    assert_eq!(
        contents(&server, "pool", "A").await,
        ["192.0.2.1", "192.0.2.3"]
    );
    server
        .delete(&format!("{ZONE}?name=pool&type=A"))
        .await
        .ok();
    assert_eq!(contents(&server, "pool", "A").await, [""; 0]);
}

#[tokio::test]
async fn a_merge_that_changes_nothing_costs_no_write() {
    let server = TestServer::start().await;
    let same = json!({"records": [
        {"type": "CNAME", "name": "WWW", "content": "Example.com.", "ttl": 14400},
        {"type": "MX", "name": "@", "content": "mail.example.com", "priority": 10}
    ]});
    writes(&server);
    server.put(ZONE, same).await.ok();
    assert!(writes(&server).is_empty());
}

#[tokio::test]
async fn a_listed_zone_can_be_sent_back_as_it_is() {
    let server = TestServer::start().await;
    let listed = server.get(ZONE).await.ok();
    writes(&server);
    server
        .put(ZONE, json!({"records": listed, "overwrite": true}))
        .await
        .ok();
    assert!(writes(&server).is_empty());
    assert_eq!(server.get(ZONE).await.ok(), listed);
}

#[tokio::test]
async fn an_overwrite_replaces_the_zone_but_its_soa_and_ns() {
    let server = TestServer::start().await;
    let records = json!([{"type": "A", "name": "@", "content": "192.0.2.9", "ttl": 600}]);
    let before = server.get(ZONE).await.ok();
    let error = server
        .put(ZONE, json!({"records": records, "overwrite": true}))
        .await
        .error(409, "unsafe_plan");
    assert!(error.contains("override with \"remove-mx\""), "{error}");
    assert_eq!(server.get(ZONE).await.ok(), before);
    let body = json!({"records": records, "overwrite": true, "override": ["remove-mx"]});
    server.put(ZONE, body).await.ok();
    let journal = server.get("/api/journal?action=dns.update&limit=1").await;
    assert!(journal.text.contains("remove-mx"), "{}", journal.text);
    let after = server.get(ZONE).await.ok();
    let mut types: Vec<&str> = after
        .as_array()
        .unwrap()
        .iter()
        .map(|r| r["type"].as_str().unwrap())
        .collect();
    types.dedup();
    assert_eq!(types, ["SOA", "NS", "A"]);
}

#[tokio::test]
async fn a_name_or_type_that_is_most_of_a_zone_needs_a_word() {
    let server = TestServer::start().await;
    let records: Vec<serde_json::Value> = (0..10)
        .map(|n| json!({"type": "TXT", "name": format!("t{n}"), "content": "x"}))
        .collect();
    let body = json!({"records": records, "override": ["mass-delete"]});
    server.put(ZONE, body).await.error(400, "invalid");
    server.put(ZONE, json!({"records": records})).await.ok();
    let most = format!("{ZONE}?type=TXT");
    let error = server.delete(&most).await.error(409, "unsafe_plan");
    assert!(error.contains("override with \"mass-delete\""), "{error}");
    let nonsense = format!("{most}&override=everything");
    server.delete(&nonsense).await.error(400, "invalid");
    // What names its target is its own confirmation, even where the zone loses its mail.
    server.delete(&format!("{ZONE}?name=@&type=MX")).await.ok();
    server
        .delete(&format!("{most}&override=mass-delete"))
        .await
        .ok();
    assert!(!server.get(ZONE).await.text.contains("TXT"));
}

#[tokio::test]
async fn an_address_becomes_an_alias_and_back() {
    let server = TestServer::start().await;
    server
        .post(
            ZONE,
            json!({"type": "A", "name": "shop", "content": "192.0.2.1"}),
        )
        .await
        .ok();
    let refused = json!({"type": "CNAME", "name": "shop", "content": "shops.example.net"});
    let error = server.post(ZONE, refused).await.error(400, "invalid");
    assert!(error.contains("CNAME"), "{error}");
    server
        .delete(&format!("{ZONE}?name=shop&type=A"))
        .await
        .ok();
    server
        .post(
            ZONE,
            json!({"type": "CNAME", "name": "shop", "content": "shops.example.net"}),
        )
        .await
        .ok();
    assert_eq!(
        contents(&server, "shop", "CNAME").await,
        ["shops.example.net"]
    );
    server
        .put(
            ZONE,
            json!({"records": [{"type": "CNAME", "name": "shop", "content": "new.example.net"}]}),
        )
        .await
        .ok();
    assert_eq!(
        contents(&server, "shop", "CNAME").await,
        ["new.example.net"]
    );
}

#[tokio::test]
async fn texts_come_back_as_they_were_given() {
    let server = TestServer::start().await;
    let long = "k".repeat(400);
    for (name, text) in [
        ("spf", "v=spf1 include:_spf.example.com ~all"),
        ("semi", "v=DKIM1; k=rsa; p=abc"),
        ("quote", r#"say "hello" \ now"#),
        ("long", long.as_str()),
        ("utf8", "grüße"),
    ] {
        server
            .post(ZONE, json!({"type": "TXT", "name": name, "content": text}))
            .await
            .ok();
        assert_eq!(contents(&server, name, "TXT").await, [text], "{name}");
    }
}

#[tokio::test]
async fn concurrent_writers_are_joined_and_each_gets_its_own_answer() {
    let server = TestServer::start().await;
    server
        .post(
            ZONE,
            json!({"type": "A", "name": "busy", "content": "192.0.2.7"}),
        )
        .await
        .ok();
    writes(&server);
    let writers = (0..100).map(|number| {
        let record = json!({"type": "A", "name": "busy", "content": format!("192.0.2.{number}")});
        server.post(ZONE, record)
    });
    let answers = futures::future::join_all(writers).await;
    for (number, answer) in answers.iter().enumerate() {
        if number == 7 {
            answer.error(409, "exists");
        } else {
            answer.ok();
        }
    }
    assert_eq!(contents(&server, "busy", "A").await.len(), 100);
    let calls = writes(&server).len();
    assert!(calls <= 10, "100 changes cost {calls} writes");
    let journal = server
        .get("/api/journal?action=dns.create&limit=500")
        .await
        .ok();
    assert_eq!(
        journal.as_array().unwrap().len(),
        100,
        "each change has its entry"
    );
}

#[tokio::test]
async fn internationalized_zones_are_found_by_either_spelling() {
    let server = TestServer::start().await;
    server
        .sandbox
        .change_outside("xn--mnchen-3ya.example", "@", "A", 300, &["192.0.2.1"]);
    let by_unicode = server.get("hostinger/dns/m%C3%BCnchen.example").await.ok();
    assert_eq!(
        by_unicode,
        server
            .get("hostinger/dns/xn--mnchen-3ya.example")
            .await
            .ok()
    );
}
