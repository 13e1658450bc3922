use http::Method;
use serde_json::{Value, json};

use crate::client::Client;

const ZONE: &str = "/api/dns/v1/zones/example.com";

fn write(overwrite: bool, name: &str, kind: &str, ttl: u32, contents: &[&str]) -> Value {
    let records: Vec<_> = contents
        .iter()
        .map(|content| json!({"content": content}))
        .collect();
    json!({
        "overwrite": overwrite,
        "zone": [{"name": name, "type": kind, "ttl": ttl, "records": records}],
    })
}

async fn set(client: &Client, name: &str, kind: &str) -> Option<(u64, Vec<String>)> {
    let (_, zone) = client.get(ZONE).await;
    let set = zone
        .as_array()?
        .iter()
        .find(|set| set["name"] == name && set["type"] == kind)?;
    let contents = set["records"]
        .as_array()?
        .iter()
        .map(|record| record["content"].as_str().unwrap().to_owned())
        .collect();
    Some((set["ttl"].as_u64()?, contents))
}

fn refused(answer: (u16, Value), code: &str) {
    let (status, body) = answer;
    let message = body["message"].as_str().unwrap();
    assert_eq!(status, 422, "{body}");
    assert!(message.starts_with(code), "{message}");
    assert!(body.get("errors").is_none());
}

#[tokio::test]
async fn the_example_zone_is_returned_as_the_live_api_writes_it() {
    let client = Client::new();
    let (status, zone) = client.get(ZONE).await;
    assert_eq!(status, 200);
    let kinds: Vec<_> = zone
        .as_array()
        .unwrap()
        .iter()
        .map(|set| set["type"].as_str().unwrap())
        .collect();
    assert_eq!(kinds, ["SOA", "NS", "A", "CNAME", "MX"]);
    assert_eq!(
        set(&client, "www", "CNAME").await,
        Some((14400, vec!["example.com.".to_owned()]))
    );
    assert_eq!(zone[2]["records"][0]["is_disabled"], false);
}

#[tokio::test]
async fn overwrite_replaces_the_named_sets_only() {
    let client = Client::new();
    let body = json!({"zone": [{"name": "@", "type": "A", "records": [{"content": "192.0.2.1"}]}]});
    assert_eq!(client.put(ZONE, body).await.0, 200);
    let written = (14400, vec!["192.0.2.1".to_owned()]);
    assert_eq!(set(&client, "@", "A").await, Some(written));
    assert!(set(&client, "@", "MX").await.is_some());
}

#[tokio::test]
async fn append_changes_the_ttl_and_refuses_what_is_there() {
    let client = Client::new();
    let body = write(false, "@", "A", 600, &["192.0.2.1"]);
    assert_eq!(client.put(ZONE, body.clone()).await.0, 200);
    let both = vec!["93.184.216.34".to_owned(), "192.0.2.1".to_owned()];
    assert_eq!(set(&client, "@", "A").await, Some((600, both.clone())));
    refused(client.put(ZONE, body).await, "[DNS:4008]");
    assert_eq!(set(&client, "@", "A").await, Some((600, both)));
}

#[tokio::test]
async fn duplicates_are_found_whatever_their_form() {
    let client = Client::new();
    client
        .put(ZONE, write(true, "t", "TXT", 300, &["hello world"]))
        .await;
    let hello = (300, vec!["\"hello world\"".to_owned()]);
    assert_eq!(set(&client, "t", "TXT").await, Some(hello));
    let same = [
        ("t", "TXT", "\"hello world\""),
        ("@", "MX", "10 MAIL.example.com"),
        ("www", "CNAME", "EXAMPLE.com"),
    ];
    for (name, kind, content) in same {
        let body = write(false, name, kind, 300, &[content]);
        refused(client.put(ZONE, body).await, "[DNS:4008]");
    }
}

#[tokio::test]
async fn a_request_is_taken_whole_or_not_at_all() {
    let client = Client::new();
    let before = client.sandbox.zone_json("example.com");
    let body = json!({"zone": [
        {"name": "new", "type": "A", "ttl": 300, "records": [{"content": "192.0.2.9"}]},
        {"name": "www", "type": "A", "ttl": 300, "records": [{"content": "192.0.2.9"}]},
    ]});
    refused(client.put(ZONE, body).await, "[DNS:4008]");
    assert_eq!(client.sandbox.zone_json("example.com"), before);
}

#[tokio::test]
async fn contents_are_checked_by_type() {
    let client = Client::new();
    let wrong = [
        ("A", "2001:db8::1"),
        ("A", "300.1.1.1"),
        ("AAAA", "192.0.2.1"),
        ("CNAME", "not a name"),
        ("MX", "mail.example.com"),
        ("SRV", "1 2 sip.example.com"),
        ("CAA", "letsencrypt.org"),
    ];
    for (kind, content) in wrong {
        let body = write(true, "x", kind, 300, &[content]);
        refused(client.put(ZONE, body).await, "[DNS:4008]");
    }
    refused(
        client
            .put(ZONE, write(true, "x", "A", 59, &["192.0.2.1"]))
            .await,
        "[DNS:4005]",
    );
    let right = [
        ("AAAA", "2001:DB8:0::1", "2001:db8::1"),
        ("SRV", "1 2 443 sip.example.com", "1 2 443 sip.example.com."),
        (
            "CAA",
            "0 issue letsencrypt.org",
            "0 issue \"letsencrypt.org\"",
        ),
        ("NS", "ns1.example.net", "ns1.example.net."),
    ];
    for (kind, content, stored) in right {
        let name = format!("ok-{}", kind.to_lowercase());
        let body = write(true, &name, kind, 300, &[content]);
        assert_eq!(client.put(ZONE, body).await.0, 200);
        let (_, contents) = set(&client, &name, kind).await.unwrap();
        assert_eq!(contents, [stored]);
    }
}

#[tokio::test]
async fn a_numeric_string_is_a_ttl() {
    let client = Client::new();
    let body = json!({"zone": [
        {"name": "x", "type": "A", "ttl": "120", "records": [{"content": "192.0.2.1"}]},
    ]});
    assert_eq!(client.put(ZONE, body).await.0, 200);
    assert_eq!(set(&client, "x", "A").await.unwrap().0, 120);
}

#[tokio::test]
async fn shape_errors_name_the_field_by_its_path() {
    let client = Client::new();
    let body = json!({"zone": [{"name": "x", "type": "PTR", "records": [{}]}]});
    let (status, body) = client.put(ZONE, body).await;
    assert_eq!(status, 422);
    assert_eq!(
        body["errors"],
        json!({
            "zone.0.type": ["The selected zone.0.type is invalid."],
            "zone.0.records.0.content": ["The zone.0.records.0.content field is required."],
        })
    );
    let (status, body) = client.bare(Method::PUT, ZONE).await;
    assert_eq!(status, 422);
    assert_eq!(body["message"], "The zone field is required.");
}

#[tokio::test]
async fn nothing_may_lie_below_a_delegation_but_glue() {
    let client = Client::new();
    let delegation = write(true, "sub", "NS", 3600, &["ns1.sub.example.com."]);
    assert_eq!(client.put(ZONE, delegation).await.0, 200);
    let glue = write(true, "ns1.sub", "A", 3600, &["192.0.2.53"]);
    assert_eq!(client.put(ZONE, glue).await.0, 200);
    let text = write(true, "x.sub", "TXT", 3600, &["below"]);
    refused(client.put(ZONE, text).await, "[DNS:4008]");
}

#[tokio::test]
async fn delete_takes_filters_in_the_body() {
    let client = Client::new();
    let (status, body) = client
        .delete(ZONE, json!({"filters": [{"name": "www"}]}))
        .await;
    assert_eq!(status, 422);
    assert!(body["errors"]["filters.0.type"].is_array());
    // The full name matches nothing.
    let full = json!({"filters": [{"name": "www.example.com", "type": "CNAME"}]});
    assert_eq!(client.delete(ZONE, full).await.0, 200);
    assert!(set(&client, "www", "CNAME").await.is_some());
    let relative = json!({"filters": [{"name": "www", "type": "CNAME"}]});
    assert_eq!(client.delete(ZONE, relative).await.0, 200);
    assert!(set(&client, "www", "CNAME").await.is_none());
}

#[tokio::test]
async fn validate_has_the_rules_of_a_write_and_changes_nothing() {
    let client = Client::new();
    let path = format!("{ZONE}/validate");
    let before = client.sandbox.zone_json("example.com");
    let good = write(true, "new", "A", 300, &["192.0.2.1"]);
    assert_eq!(client.post(&path, good).await.0, 200);
    let bad = write(true, "www", "A", 300, &["192.0.2.1"]);
    refused(client.post(&path, bad).await, "[DNS:4008]");
    assert_eq!(client.sandbox.zone_json("example.com"), before);
}

#[tokio::test]
async fn unknown_and_foreign_zones_differ() {
    let client = Client::new();
    let unknown = "/api/dns/v1/zones/nobody-has-this.com";
    assert_eq!(client.get(unknown).await, (200, json!([])));
    let body = write(true, "x", "A", 300, &["192.0.2.1"]);
    let (status, answer) = client.put(unknown, body.clone()).await;
    assert_eq!(
        (status, &answer["message"]),
        (404, &json!("[DNS:4009] Domain not found"))
    );
    let foreign = "/api/dns/v1/zones/taken.example";
    for (status, answer) in [client.get(foreign).await, client.put(foreign, body).await] {
        assert_eq!(status, 403);
        assert_eq!(
            answer["message"],
            "[DNS:4002] Customer does not own taken.example"
        );
    }
}

#[tokio::test]
async fn reads_lag_behind_writes_when_told_to() {
    let client = Client::with_fault("eventual:ms=60000,times=1");
    client
        .put(ZONE, write(true, "late", "A", 300, &["192.0.2.1"]))
        .await;
    assert!(set(&client, "late", "A").await.is_none());
    client.sandbox.advance(std::time::Duration::from_secs(61));
    assert!(set(&client, "late", "A").await.is_some());
}
