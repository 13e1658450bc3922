//! Bad input gets its field and its rule, and changes nothing anywhere.

use axum::body::Body;
use axum::http::{Method, Request, header};
use serde_json::{Value, json};

use crate::harness::TestServer;

const ZONE: &str = "hostinger/dns/example.com";

#[tokio::test]
async fn records_that_break_rules_are_refused_before_any_call() {
    let server = TestServer::start().await;
    server.sandbox.take_exchanges();
    let record = |field: &str, value: Value| {
        let mut record = json!({"type": "A", "name": "x", "content": "192.0.2.1", "ttl": 3600});
        record[field] = value;
        record
    };
    for (body, field) in [
        (record("type", json!("BOGUS")), "type"),
        (record("type", json!("SOA")), "type"),
        (record("type", json!("PTR")), "type"),
        (record("name", json!("a..b")), "name"),
        (record("name", json!("www.example.com")), "name"),
        (record("name", json!("www.example.org.")), "name"),
        (record("name", json!("a b")), "name"),
        (record("name", json!("x".repeat(64))), "name"),
        (record("content", json!("999.1.1.1")), "content"),
        (record("content", json!("2001:db8::1")), "content"),
        (record("content", json!("")), "content"),
        (record("ttl", json!(59)), "ttl"),
        (record("ttl", json!(4_294_967_296_u64)), "ttl"),
        (record("ttl", json!(-1)), "ttl"),
        (record("ttl", json!("3600")), "ttl"),
        (record("priority", json!(10)), "priority"),
        (record("disabled", json!(true)), "disabled"),
        (record("tttl", json!(1)), "tttl"),
        (
            json!({"type": "MX", "name": "@", "content": "mail.example.com"}),
            "priority",
        ),
        (
            json!({"type": "MX", "name": "@", "content": "mail.example.com", "priority": 65536}),
            "priority",
        ),
        (
            json!({"type": "CNAME", "name": "x", "content": "192.0.2.1"}),
            "content",
        ),
        (json!({"type": "A", "name": "x"}), "content"),
        (json!([]), ""),
    ] {
        let answer = server.post(ZONE, body.clone()).await;
        let error = answer.error(400, "invalid");
        assert!(error.contains(field), "{body}: {error}");
    }
    assert!(
        server.sandbox.exchanges().is_empty(),
        "no call reached the provider"
    );
}

#[tokio::test]
async fn a_batch_names_every_fault_and_changes_nothing() {
    let server = TestServer::start().await;
    let before = server.sandbox.zone_json("example.com");
    let batch = json!({"records": [
        {"type": "A", "name": "good", "content": "192.0.2.1"},
        {"type": "A", "name": "bad", "content": "nonsense"},
        {"type": "TXT", "name": "a..b", "content": "x", "ttl": 5}
    ]});
    let answer = server.put(ZONE, batch).await;
    answer.error(400, "invalid");
    let fields: Vec<Value> = answer.json()["violations"]
        .as_array()
        .unwrap()
        .iter()
        .map(|v| v["field"].clone())
        .collect();
    assert_eq!(
        fields,
        ["records[1].content", "records[2].name", "records[2].ttl"]
    );
    let ttls = json!({"records": [
        {"type": "A", "name": "x", "content": "192.0.2.1", "ttl": 60},
        {"type": "A", "name": "x", "content": "192.0.2.2", "ttl": 120}
    ]});
    server.put(ZONE, ttls).await.error(400, "invalid");
    let cname = json!({"records": [
        {"type": "A", "name": "y", "content": "192.0.2.1"},
        {"type": "CNAME", "name": "y", "content": "example.org"}
    ]});
    let error = server.put(ZONE, cname).await.error(400, "invalid");
    assert!(error.contains("CNAME"), "{error}");
    server
        .put(ZONE, json!({"records": []}))
        .await
        .error(400, "invalid");
    server
        .put(ZONE, json!({"records": [], "overwrite": true}))
        .await
        .error(400, "invalid");
    server
        .put(ZONE, json!({"record": []}))
        .await
        .error(400, "invalid");
    assert_eq!(server.sandbox.zone_json("example.com"), before);
}

#[tokio::test]
async fn deletions_need_a_filter_that_matches() {
    let server = TestServer::start().await;
    let before = server.sandbox.zone_json("example.com");
    server.delete(ZONE).await.error(400, "invalid");
    server
        .delete(&format!("{ZONE}?nam=www"))
        .await
        .error(400, "invalid");
    server
        .delete(&format!("{ZONE}?name=www&type=BOGUS"))
        .await
        .error(400, "invalid");
    server
        .delete(&format!("{ZONE}?name=none&type=A"))
        .await
        .error(404, "not_found");
    server
        .delete(&format!("{ZONE}?name=@&type=SOA"))
        .await
        .error(409, "protected");
    server
        .delete(&format!("{ZONE}?name=@&type=NS"))
        .await
        .error(409, "protected");
    server
        .delete(&format!("{ZONE}?content=x"))
        .await
        .error(400, "invalid");
    assert_eq!(server.sandbox.zone_json("example.com"), before);
}

#[tokio::test]
async fn malformed_requests_get_json_errors() {
    let server = TestServer::start().await;
    let url = "/api/hosting/providers/hostinger/dns/example.com";
    let request = |content_type: Option<&str>, body: Body| {
        let mut request = Request::builder().method(Method::POST).uri(url);
        request = request.header(header::AUTHORIZATION, format!("Bearer {}", server.token));
        if let Some(content_type) = content_type {
            request = request.header(header::CONTENT_TYPE, content_type);
        }
        request.body(body).unwrap()
    };
    let json = Some("application/json");
    for (content_type, body, word) in [
        (Some("text/plain"), "{}".to_owned(), "content-type"),
        (None, "{}".to_owned(), "content-type"),
        (json, String::new(), "body"),
        (json, "{".to_owned(), "body"),
        (json, "null".to_owned(), "body"),
        (json, "{} {}".to_owned(), "type"),
        (json, format!("\"{}\"", "x".repeat(5 << 20)), "too large"),
        (
            json,
            format!("{}1{}", "[".repeat(100_000), "]".repeat(100_000)),
            "[0]",
        ),
    ] {
        let error = server
            .raw(request(content_type, Body::from(body)))
            .await
            .error(400, "invalid");
        assert!(error.contains(word), "{word}: {error}");
    }
    server.get("/api/nothing").await.error(404, "not_found");
    let answer = server
        .send(Method::PATCH, url, Some(&server.token), None)
        .await;
    answer.error(405, "method_not_allowed");
}

#[tokio::test]
async fn names_of_zones_domains_and_servers_are_checked() {
    let server = TestServer::start().await;
    for path in [
        "hostinger/dns/a..b",
        "hostinger/dns/*.example.com",
        "hostinger/domains/-a.com",
        "hostinger/domains/com",
    ] {
        server.get(path).await.error(400, "invalid");
    }
    server
        .get("hostinger/dns/unknown-to-all.com")
        .await
        .error(404, "not_found");
    server
        .get("hostinger/dns/taken.example")
        .await
        .error(404, "not_found");
    for id in ["0", "999999", "abc", "vm-abc123", "..%2F..%2Fsubscriptions"] {
        server
            .get(&format!("hostinger/vms/{id}"))
            .await
            .error(404, "not_found");
    }
    let nameservers = |list: Value| json!({"nameservers": list});
    for list in [
        json!(["a.example.net"]),
        json!(["a.example.net", "a.example.net"]),
        json!(["a", "b"]),
        json!([]),
    ] {
        server
            .put(
                "hostinger/domains/example.com/nameservers",
                nameservers(list),
            )
            .await
            .error(400, "invalid");
    }
    let order = json!({"domain": "my-new-site.com", "period": 0});
    server
        .post("hostinger/domains/purchase", order)
        .await
        .error(400, "invalid");
    let order = json!({"domain": "my-new-site.com", "payment_method_id": "pm_abc123"});
    server
        .post("hostinger/domains/purchase", order)
        .await
        .error(400, "invalid");
    assert!(server.sandbox.orders().is_empty());
}

#[tokio::test]
async fn orders_for_servers_are_checked_before_they_cost_money() {
    let server = TestServer::start().await;
    let good = json!({
        "plan": "kvm-2", "data_center_id": "11", "template": "ubuntu-22.04",
        "password": "SecurePassword123!", "hostname": "web-2.example.com"
    });
    for (field, value, word) in [
        ("plan", json!("kvm-99"), "plan"),
        ("data_center_id", json!("us-east-1"), "data_center_id"),
        ("template", json!("windows-95"), "template"),
        ("password", json!("Short1!"), "password"),
        ("hostname", json!("not a host"), "hostname"),
        ("ssh_key_id", json!("key-abc123"), "ssh_key_id"),
        ("payment_method_id", json!(1), "payment_method_id"),
    ] {
        let mut order = good.clone();
        order[field] = value;
        let error = server
            .post("hostinger/vms", order)
            .await
            .error(400, "invalid");
        assert!(error.contains(word), "{error}");
    }
    assert!(server.sandbox.orders().is_empty());
}
