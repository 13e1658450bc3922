//! The stream of what happens, read as a browser reads it.

use std::time::Duration;

use axum::body::{Body, BodyDataStream};
use axum::http::{HeaderMap, Request, StatusCode};
use futures::StreamExt;
use serde_json::{Value, json};
use setec_sandbox::hostinger::Pace;
use tower::ServiceExt;

use crate::harness::TestServer;

/// Far above what any step takes: a test that waits so long has failed.
const PATIENCE: Duration = Duration::from_mins(1);

/// An open stream of events.
struct Events {
    headers: HeaderMap,
    body: BodyDataStream,
    text: String,
}

/// One event as it came.
#[derive(Debug)]
struct Message {
    name: String,
    id: u64,
    data: Value,
}

async fn open(server: &TestServer, headers: &[(&str, &str)]) -> axum::response::Response {
    let mut request = Request::builder().uri("/api/events");
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    let request = request.body(Body::empty()).unwrap();
    server.router.clone().oneshot(request).await.unwrap()
}

async fn listen(server: &TestServer) -> Events {
    listen_as(server, &server.token, &[]).await
}

/// Listens with the cookie of a session, as a browser does.
async fn listen_as(server: &TestServer, token: &str, more: &[(&str, &str)]) -> Events {
    let cookie = format!("setec_token={token}");
    let headers = [&[("cookie", cookie.as_str())], more].concat();
    let response = open(server, &headers).await;
    assert_eq!(response.status(), StatusCode::OK);
    let (parts, body) = response.into_parts();
    Events {
        headers: parts.headers,
        body: body.into_data_stream(),
        text: String::new(),
    }
}

impl Events {
    /// The next event; `None` where the stream has ended.
    async fn next(&mut self) -> Option<Message> {
        tokio::time::timeout(PATIENCE, self.read())
            .await
            .expect("an event, or the end")
    }

    async fn read(&mut self) -> Option<Message> {
        loop {
            while let Some((block, rest)) = self.text.split_once("\n\n") {
                let message = parse(block);
                let rest = rest.to_owned();
                self.text = rest;
                if message.is_some() {
                    return message;
                }
            }
            let bytes = self.body.next().await?.expect("the stream does not break");
            self.text.push_str(std::str::from_utf8(&bytes).unwrap());
        }
    }

    /// The events up to the first one that is the last one waited for.
    async fn until(&mut self, is_last: impl Fn(&Message) -> bool) -> Vec<Message> {
        let mut messages = Vec::new();
        loop {
            messages.push(self.next().await.expect("the stream goes on"));
            if is_last(messages.last().expect("one")) {
                return messages;
            }
        }
    }

    /// What is told up to a kind of event in a state, in short.
    async fn told_until(&mut self, kind: &str, state: &str) -> Vec<String> {
        let is_last = |message: &Message| message.name == kind && message.data["state"] == state;
        self.until(is_last)
            .await
            .iter()
            .map(Message::short)
            .collect()
    }
}

impl Message {
    /// Such as `zone hostinger example.com changed`.
    fn short(&self) -> String {
        let words = ["account", "subject", "action", "state"].map(|key| self.data[key].as_str());
        let words: Vec<&str> = words.into_iter().flatten().collect();
        format!("{} {}", self.name, words.join(" "))
    }
}

/// `None` for comments and for the pause before a reconnection.
fn parse(block: &str) -> Option<Message> {
    let field = |name: &str| {
        let mut lines = block.lines().filter_map(|line| line.split_once(": "));
        lines.find(|(key, _)| *key == name).map(|(_, value)| value)
    };
    let data: Value = serde_json::from_str(field("data")?).expect("JSON");
    let name = field("event").expect("a name").to_owned();
    assert_eq!(data["kind"], name.as_str());
    let id = field("id").expect("an id").parse().expect("a number");
    Some(Message { name, id, data })
}

#[tokio::test]
async fn a_change_is_told_from_its_beginning_to_its_end() {
    let server = TestServer::start().await;
    let compressing = [("accept-encoding", "gzip")];
    let mut events = listen_as(&server, &server.token, &compressing).await;
    assert_eq!(events.headers["content-type"], "text/event-stream");
    assert_eq!(events.headers["cache-control"], "no-store");
    assert_eq!(events.headers["x-accel-buffering"], "no");
    assert!(!events.headers.contains_key("content-encoding"));
    let record = json!({"type": "A", "name": "new", "content": "192.0.2.7"});
    server.post("hostinger/dns/example.com", record).await.ok();
    let is_end = |message: &Message| message.data["state"] == "done";
    let messages = events.until(is_end).await;
    let told: Vec<String> = messages.iter().map(Message::short).collect();
    assert_eq!(
        told,
        [
            "journal hostinger example.com dns.create begun",
            "zone hostinger example.com changed",
            "journal hostinger example.com dns.create done",
        ]
    );
    assert!(messages.windows(2).all(|pair| pair[0].id < pair[1].id));
    let newest = server.get("/api/journal?limit=1").await.ok();
    for message in [&messages[0], &messages[2]] {
        assert_eq!(message.data["id"], newest[0]["id"]);
        assert_eq!(message.data["actor"], "admin");
    }
    // Content is asked for, by those who may.
    assert!(!format!("{messages:?}").contains("192.0.2.7"));

    let down = "server-error:status=500,times=1".parse();
    server.sandbox.add_fault(down.expect("a fault"));
    let zone = "hostinger/dns/example.com?refresh=true";
    server.get(zone).await.error(503, "provider_unavailable");
    server.get(zone).await.ok();
    let told = events.told_until("account", "ok").await;
    assert_eq!(told, ["account hostinger failing", "account hostinger ok"]);

    server
        .sandbox
        .change_outside("example.com", "ghost", "A", 300, &["192.0.2.66"]);
    server.get("hostinger/dns/example.com/lint").await.ok();
    let told = events.told_until("zone", "drift").await;
    assert_eq!(told, ["zone hostinger example.com drift"]);

    let key = json!({"name": "k", "public_key": "no key"});
    server
        .post("hostinger/ssh-keys", key)
        .await
        .error(400, "invalid");
    let told = events.told_until("journal", "failed").await;
    assert_eq!(
        told,
        [
            "journal hostinger k ssh_key.add begun",
            "journal hostinger k ssh_key.add failed",
        ]
    );
}

#[tokio::test]
async fn orders_synchronisations_and_accounts_are_told() {
    let server = TestServer::start().await;
    server.sandbox.set_pace(Pace::instant());
    let user = json!({"name": "viewer", "password": "long enough 1", "role": "viewer"});
    server.post("/api/users", user).await.ok();
    let viewer = server.sign_in("viewer", "long enough 1").await;
    let mut events = listen_as(&server, &viewer, &[]).await;

    let wish = json!({"domain": "my-new-site.com", "period": 1});
    let bought = server.post("hostinger/domains/purchase", wish).await;
    assert!(bought.status.is_success(), "{}", bought.text);
    let told = events.told_until("order", "completed").await;
    assert_eq!(
        told,
        [
            "order hostinger my-new-site.com register_domain confirmed",
            "journal hostinger my-new-site.com domain.purchase begun",
            "order hostinger my-new-site.com register_domain sent",
            "order hostinger my-new-site.com register_domain completed",
        ]
    );
    let told = events.told_until("journal", "done").await;
    assert_eq!(
        told,
        ["journal hostinger my-new-site.com domain.purchase done"]
    );

    server
        .post_empty("hostinger/domains/sync?wait=60")
        .await
        .ok();
    let told = events.told_until("domain_sync", "done").await;
    assert_eq!(
        told,
        [
            "domain_sync hostinger running",
            "domain_sync hostinger done"
        ]
    );

    let second = json!({"driver": "hostinger", "api_key": "x", "base_url": server.sandbox_url});
    server.post("second/configure", second).await.ok();
    server.delete("second").await.ok();
    let told = events.told_until("account", "removed").await;
    assert!(
        told.contains(&"account second configured".to_owned()),
        "{told:?}"
    );
    assert!(
        told.contains(&"account second removed".to_owned()),
        "{told:?}"
    );
}

#[tokio::test]
async fn a_stream_ends_with_its_session_its_user_and_the_program() {
    let server = TestServer::start().await;
    let other = server.sign_in("admin", crate::harness::PASSWORD).await;
    let user = json!({"name": "viewer", "password": "long enough 1", "role": "viewer"});
    let viewer = server.post("/api/users", user).await.ok();
    let token = server.sign_in("viewer", "long enough 1").await;
    let mut of_viewer = listen_as(&server, &token, &[]).await;
    let mut of_other = listen_as(&server, &other, &[]).await;
    let mut own = listen(&server).await;

    let out = server
        .send(
            axum::http::Method::POST,
            "/api/auth/logout",
            Some(&other),
            None,
        )
        .await;
    assert!(out.status.is_success(), "{}", out.text);
    assert!(of_other.next().await.is_none());

    let id = viewer["id"].as_str().expect("an id");
    server.delete(&format!("/api/users/{id}")).await.ok();
    assert!(of_viewer.next().await.is_none());
    own.told_until("journal", "done").await;

    server.app.close_events();
    assert!(own.next().await.is_none());
    let late = open(&server, &[("cookie", &format!("setec_token={token}"))]).await;
    assert_eq!(late.status(), StatusCode::UNAUTHORIZED);
}

#[tokio::test]
async fn who_missed_events_is_told_so() {
    let server = TestServer::start().await;
    let mut events = listen(&server).await;
    let user = |name: &str| json!({"name": name, "password": "long enough 1", "role": "viewer"});
    server.post("/api/users", user("first")).await.ok();
    let seen = events.told_until("journal", "done").await;
    assert_eq!(seen.len(), 2, "{seen:?}");
    drop(events);

    // Nothing happened since: nothing is missed.
    let mut events = listen(&server).await;
    server.post("/api/users", user("second")).await.ok();
    let messages = events
        .until(|message| message.data["state"] == "done")
        .await;
    let newest = messages[1].id.to_string();
    let mut back = listen_as(&server, &server.token, &[("last-event-id", &newest)]).await;
    // Something did, or nobody knows.
    for last in [messages[0].id.to_string(), "not ours".to_owned()] {
        let mut late = listen_as(&server, &server.token, &[("last-event-id", &last)]).await;
        let first = late.next().await.expect("an event");
        assert_eq!(first.name, "lagged", "{last}");
        assert_eq!(first.id.to_string(), newest);
    }
    server.post("/api/users", user("third")).await.ok();
    assert_eq!(back.next().await.expect("an event").name, "journal");

    // A client that does not read, while more happens than is kept for it.
    let mut slow = listen(&server).await;
    let edits = (0..600).map(|at| {
        let record = json!({"type": "A", "name": format!("many-{at}"), "content": "192.0.2.7"});
        server.post("hostinger/dns/example.com", record)
    });
    for edit in futures::future::join_all(edits).await {
        edit.ok();
    }
    let first = slow.next().await.expect("an event");
    assert_eq!(first.name, "lagged");
    let next = slow.next().await.expect("an event");
    assert!(next.id > first.id, "{first:?} {next:?}");
}

#[tokio::test]
async fn a_session_has_so_many_streams_and_no_more() {
    let server = TestServer::bare().await;
    let mut streams = Vec::new();
    for _ in 0..16 {
        streams.push(listen(&server).await);
    }
    let refused = server.get("/api/events").await;
    let error = refused.error(429, "rate_limited");
    assert!(error.contains("16 event streams"), "{error}");
    // Another session has its own.
    let other = server.sign_in("admin", crate::harness::PASSWORD).await;
    listen_as(&server, &other, &[]).await;
    streams.pop();
    listen(&server).await;
}
