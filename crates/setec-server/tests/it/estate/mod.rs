//! What all accounts hold together.

mod live;
mod names;
mod overview;
mod search;
mod zones;

use std::time::Duration;

use serde_json::{Value, json};
use setec_app::ConfigureAccount;
use setec_core::Secret;
use tokio::time::{Instant, sleep};

use crate::harness::TestServer;

/// How long something that happens by itself may take.
const PATIENCE: Duration = Duration::from_secs(20);

/// A server with the simulated account and zones of our own, as in the demo.
async fn with_local() -> TestServer {
    let server = TestServer::start().await;
    let extra = [("nameservers".to_owned(), "ns1.demo.test".to_owned())];
    let settings = ConfigureAccount {
        extra: Some(extra.into()),
        ..ConfigureAccount::default()
    };
    let provided = server.app.provide_account("local", settings).await;
    provided.expect("the account");
    let zone = json!({"name": "demo.test"});
    server.post("local/dns", zone).await.ok();
    let records = json!([
        {"type": "A", "name": "ns1", "content": "127.0.0.1", "ttl": 300},
        {"type": "A", "name": "www", "content": "198.51.100.7", "ttl": 300},
        {"type": "TXT", "name": "@", "content": "hello \"world\"", "ttl": 300},
    ]);
    server
        .put("local/dns/demo.test", json!({"records": records}))
        .await
        .ok();
    server
}

/// A further account whose vendor takes connections and never answers.
async fn add_silent_account(server: &TestServer) -> tokio::net::TcpListener {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    let settings = ConfigureAccount {
        driver: Some("hostinger".to_owned()),
        api_key: Some(Secret::new("silent-token")),
        base_url: Some(url),
        ..ConfigureAccount::default()
    };
    let provided = server.app.provide_account("silent", settings).await;
    provided.expect("the account");
    listener
}

/// What a path answers once it is as wanted.
async fn once(server: &TestServer, path: &str, wanted: impl Fn(&Value) -> bool) -> Value {
    let deadline = Instant::now() + PATIENCE;
    loop {
        let body = server.get(path).await.ok();
        if wanted(&body) {
            return body;
        }
        assert!(Instant::now() < deadline, "{path}: {body}");
        sleep(Duration::from_millis(50)).await;
    }
}

/// The entry of a list whose field says that.
#[track_caller]
fn entry<'a>(list: &'a Value, field: &str, word: &str) -> &'a Value {
    let entries = list.as_array().expect("a list").iter();
    let mut found = entries.filter(|entry| entry[field] == word);
    found
        .next()
        .unwrap_or_else(|| panic!("no {field} {word} in {list}"))
}
