//! Search over everything that is known.

use serde_json::{Value, json};

use super::{entry, once, with_local};

fn titles(found: &Value, kind: &str) -> Vec<String> {
    let hits = found.as_array().unwrap().iter();
    let hits = hits.filter(|hit| hit["kind"] == kind);
    hits.map(|hit| hit["title"].as_str().unwrap().to_owned())
        .collect()
}

#[tokio::test]
async fn what_is_known_is_found_by_its_words() {
    let server = with_local().await;
    server
        .post_empty("hostinger/domains/sync?wait=30")
        .await
        .ok();
    // What the page of the zones has looked at is known.
    server.get("/api/dns/zones").await.ok();
    let found = once(&server, "/api/search?q=example.com%20CNAME", |found| {
        found
            .as_array()
            .unwrap()
            .iter()
            .any(|hit| hit["kind"] == "record")
    })
    .await;
    let record = entry(&found, "title", "www.example.com CNAME");
    assert_eq!(record["detail"], "example.com");
    assert_eq!(record["account"], "hostinger");
    assert_eq!(
        record["link"],
        "/dns/hostinger/example.com?edit=www%20CNAME"
    );

    let found = server.get("/api/search?q=EXAMPLE.com").await.ok();
    assert_eq!(found[0]["title"], "example.com");
    assert_eq!(titles(&found, "zone"), ["example.com"]);
    assert_eq!(titles(&found, "domain"), ["example.com"]);
    let domain = entry(&found, "kind", "domain");
    assert_eq!(domain["link"], "/domains/hostinger/example.com");

    // By a record's value, in any case, and by its whole name.
    let found = server.get("/api/search?q=HELLO").await.ok();
    let record = entry(&found, "title", "demo.test TXT");
    assert_eq!(record["detail"], "hello \"world\"");
    let found = server.get("/api/search?q=www.demo.test").await.ok();
    assert_eq!(titles(&found, "record"), ["www.demo.test A"]);
    let found = server.get("/api/search?q=198.51.100.7%20demo").await.ok();
    assert_eq!(titles(&found, "record"), ["www.demo.test A"]);

    // A change is found at once, and what is gone is not.
    let zone = "local/dns/demo.test";
    let record = json!({"type": "A", "name": "justmade", "content": "198.51.100.8"});
    server.post(zone, record).await.ok();
    let found = server.get("/api/search?q=justmade").await.ok();
    assert_eq!(titles(&found, "record"), ["justmade.demo.test A"]);
    server
        .delete(&format!("{zone}?name=justmade&type=A"))
        .await
        .ok();
    let found = server.get("/api/search?q=justmade").await.ok();
    assert_eq!(titles(&found, "record"), [""; 0]);

    let found = server.get("/api/search?q=local").await.ok();
    assert_eq!(entry(&found, "kind", "account")["link"], "/providers/local");
    let found = once(&server, "/api/search?q=production-1", |found| {
        !titles(found, "server").is_empty()
    })
    .await;
    let hit = entry(&found, "kind", "server");
    assert!(
        hit["link"]
            .as_str()
            .unwrap()
            .starts_with("/servers/hostinger/"),
        "{hit}"
    );
}

#[tokio::test]
async fn nonsense_finds_nothing_and_limits_hold() {
    let server = with_local().await;
    server.get("/api/dns/zones").await.ok();
    for query in ["q=%20%20", "q=no-such-thing-anywhere", "q=%25%27%5C"] {
        let found = server.get(&format!("/api/search?{query}")).await.ok();
        assert_eq!(found, json!([]), "{query}");
    }
    let found = server.get("/api/search?q=a&limit=3").await.ok();
    assert!(found.as_array().unwrap().len() <= 3);
    let long = "x".repeat(256);
    for query in [
        String::new(),
        "q=a&limit=0".to_owned(),
        "q=a&limit=101".to_owned(),
        format!("q={long}"),
    ] {
        let answer = server.get(&format!("/api/search?{query}")).await;
        answer.error(400, "invalid");
    }
}
