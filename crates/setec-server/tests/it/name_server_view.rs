//! The embedded name server as the API shows it.

use std::net::{Ipv4Addr, SocketAddr};
use std::sync::Arc;
use std::time::Duration;

use axum::http::StatusCode;
use serde_json::{Value, json};
use setec_app::ConfigureAccount;
use setec_server::NameServer;
use tokio::net::UdpSocket;
use tokio::sync::oneshot;
use tokio::time::Instant;

use crate::harness::TestServer;

const PATIENCE: Duration = Duration::from_mins(1);

/// A question for the SOA of example.com, without recursion.
const QUESTION: &[u8] =
    b"\x12\x34\x00\x00\x00\x01\x00\x00\x00\x00\x00\x00\x07example\x03com\x00\x00\x06\x00\x01";

async fn until(server: &TestServer, is_there: impl Fn(&Value) -> bool) -> Value {
    let deadline = Instant::now() + PATIENCE;
    loop {
        let shown = server.get("/api/nameserver").await.ok();
        if is_there(&shown) {
            return shown;
        }
        assert!(Instant::now() < deadline, "{shown}");
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
}

/// A secondary that confirms what it is told, and does no more.
async fn secondary() -> SocketAddr {
    let socket = UdpSocket::bind((Ipv4Addr::LOCALHOST, 0)).await.unwrap();
    let address = socket.local_addr().unwrap();
    tokio::spawn(async move {
        let mut message = [0; 512];
        while let Ok((length, from)) = socket.recv_from(&mut message).await {
            message[2] |= 0x80;
            let _ = socket.send_to(&message[..length], from).await;
        }
    });
    address
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_name_server_shows_its_zones_and_what_secondaries_said() {
    let server = TestServer::bare().await;
    let idle = server.get("/api/nameserver").await.ok();
    assert_eq!(idle["running"], false);
    assert_eq!(idle["zones"], json!([]));

    let secondary = secondary().await;
    let extra = [
        ("nameservers", "ns1.example.net".to_owned()),
        ("secondaries", secondary.to_string()),
    ];
    let settings = ConfigureAccount {
        extra: Some(extra.map(|(key, value)| (key.to_owned(), value)).into()),
        ..ConfigureAccount::default()
    };
    server.app.provide_account("local", settings).await.unwrap();
    let mut name_server = NameServer::new(vec![SocketAddr::from((Ipv4Addr::LOCALHOST, 0))]);
    let address = name_server.bind().unwrap()[0];
    let (stop, stopped) = oneshot::channel::<()>();
    let task = tokio::spawn(name_server.serve(Arc::clone(&server.app), async {
        // A dropped sender means the same as a message.
        let _ = stopped.await;
    }));
    let made = server
        .post("local/dns", json!({"name": "example.com"}))
        .await;
    assert!(made.status.is_success(), "{}", made.text);
    let shown = until(&server, |shown| {
        shown["zones"][0]["secondaries"][0]["acknowledged"] == true
    })
    .await;
    assert_eq!(shown["running"], true);
    assert_eq!(shown["addresses"], json!([address.to_string()]));
    let zone = &shown["zones"][0];
    assert_eq!(zone["zone"], "example.com");
    assert_eq!(zone["account"], "local");
    assert_eq!(zone["served"], zone["serial"]);
    assert_eq!(zone["secondaries"][0]["address"], secondary.to_string());
    assert_eq!(zone["secondaries"][0]["serial"], zone["serial"]);
    assert_eq!(zone["secondaries"][0]["problem"], Value::Null);

    let asking = UdpSocket::bind((Ipv4Addr::LOCALHOST, 0)).await.unwrap();
    let before = shown["counters"]["udp_queries"].as_u64().unwrap();
    asking.send_to(QUESTION, address).await.unwrap();
    let mut answer = [0; 512];
    let answered = tokio::time::timeout(PATIENCE, asking.recv(&mut answer)).await;
    assert!(answered.expect("an answer").is_ok());
    let counted = |shown: &Value| shown["counters"]["udp_queries"].as_u64() > Some(before);
    until(&server, counted).await;

    let record = json!({"type": "A", "name": "www", "content": "192.0.2.7"});
    let answer = server.post("local/dns/example.com", record).await;
    assert_eq!(answer.status, StatusCode::OK, "{}", answer.text);
    let serial = zone["serial"].as_u64().unwrap();
    let later = until(&server, |shown| {
        let told = &shown["zones"][0]["secondaries"][0];
        told["serial"].as_u64() > Some(serial) && told["acknowledged"] == true
    })
    .await;
    assert_eq!(later["zones"][0]["served"], later["zones"][0]["serial"]);
    drop(stop);
    task.await.unwrap();
}
