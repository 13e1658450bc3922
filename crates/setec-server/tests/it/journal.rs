//! The journal as it is searched and exported.

use axum::http::StatusCode;
use serde_json::{Value, json};

use crate::harness::TestServer;

async fn actions(server: &TestServer, query: &str) -> Vec<String> {
    let entries = server.get(&format!("/api/journal?{query}")).await.ok();
    let entries = entries.as_array().expect("a list").iter();
    let word = |entry: &Value| entry["action"].as_str().expect("a word").to_owned();
    entries.map(word).collect()
}

#[tokio::test]
async fn the_journal_is_searched_and_comes_as_a_table() {
    let server = TestServer::start().await;
    let record = json!({"type": "TXT", "name": "words", "content": "say \"hi\", please"});
    server.post("hostinger/dns/example.com", record).await.ok();
    let key = json!({"name": "=1+1", "public_key": "no key"});
    server
        .post("hostinger/ssh-keys", key)
        .await
        .error(400, "invalid");
    let user = json!({"name": "berta", "password": "long enough 1", "role": "admin"});
    server.post("/api/users", user).await.ok();
    let berta = server.sign_in("berta", "long enough 1").await;
    let made = server
        .send(
            axum::http::Method::POST,
            "/api/users",
            Some(&berta),
            Some(&json!({"name": "carl", "password": "long enough 1", "role": "viewer"})),
        )
        .await;
    assert_eq!(made.status, StatusCode::OK, "{}", made.text);

    for (query, found) in [
        ("action=dns", &["dns.create"][..]),
        ("action=user", &["user.create", "user.create"]),
        ("actor=berta", &["user.create"]),
        ("text=EXAMPLE", &["dns.create"]),
        ("outcome=failed", &["ssh_key.add"]),
        ("outcome=open", &[]),
        ("outcome=done&account=hostinger", &["dns.create"]),
        ("until=2020-01-01T00:00:00Z", &[]),
        ("since=2020-01-01T00:00:00Z&limit=1", &["user.create"]),
    ] {
        assert_eq!(actions(&server, query).await, found, "{query}");
    }
    for (query, field) in [
        ("outcome=maybe", "outcome"),
        ("since=yesterday", "since"),
        (
            "since=2026-01-02T00:00:00Z&until=2026-01-01T00:00:00Z",
            "until",
        ),
        ("since=%2B100000-01-01T00:00:00Z", "since"),
        ("limit=501&format=csv", "limit"),
    ] {
        let refused = server.get(&format!("/api/journal?{query}")).await;
        let error = refused.error(400, "invalid");
        assert!(error.contains(field), "{query}: {error}");
    }

    let table = server
        .get("/api/journal?format=csv&account=hostinger")
        .await;
    assert_eq!(table.status, StatusCode::OK);
    assert_eq!(table.headers["content-type"], "text/csv; charset=utf-8");
    let attachment = table.headers["content-disposition"].to_str().unwrap();
    assert!(attachment.starts_with("attachment"), "{attachment}");
    let lines: Vec<&str> = table.text.trim_end().split("\r\n").collect();
    assert_eq!(
        lines[0],
        "id,at,finished_at,actor,door,account,action,subject,outcome,detail,request_id,before,after"
    );
    assert_eq!(lines.len(), 3, "{}", table.text);
    assert!(
        lines[1].contains(",ssh_key.add,'=1+1,failed,"),
        "{}",
        lines[1]
    );
    assert!(
        lines[2].contains(",dns.create,example.com,done,"),
        "{}",
        lines[2]
    );
}

#[tokio::test]
async fn a_table_holds_more_than_one_page() {
    let server = TestServer::start().await;
    let edits = (0..501).map(|at| {
        let record = json!({"type": "A", "name": format!("many-{at}"), "content": "192.0.2.7"});
        server.post("hostinger/dns/example.com", record)
    });
    for edit in futures::future::join_all(edits).await {
        edit.ok();
    }
    let table = server.get("/api/journal?format=csv").await;
    assert_eq!(table.text.lines().count(), 502);
    let page = server.get("/api/journal?format=csv&limit=7").await;
    assert_eq!(page.text.lines().count(), 8);
}
