//! A zone on a real BIND, edited through the API by dynamic updates.

use std::io::{self, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;

use serde_json::{Value, json};

use crate::harness::TestServer;
use crate::name_server::{KEY, NameServer, Program, SECRET, ServedZone, nsupdate};

async fn start(records: &str) -> Option<(NameServer, TestServer)> {
    let zone = ServedZone::new("example.org", records);
    let named = NameServer::start(Program::Bind, &[zone])?;
    let server = TestServer::bare().await;
    configure(&server, named.port()).await;
    server.post_empty("office/test").await.ok();
    Some((named, server))
}

async fn configure(server: &TestServer, port: u16) {
    let settings = json!({
        "driver": "rfc2136",
        "api_key": SECRET,
        "extra": {
            "server": format!("127.0.0.1:{port}"),
            "zones": "example.org",
            "key_name": KEY,
        },
    });
    server.post("office/configure", settings).await.ok();
}

/// Stands before a server, and lets somebody else be faster than the first update that passes.
fn faster_than_the_first_update(server: u16, commands: &'static str) -> u16 {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
    let port = listener.local_addr().expect("an address").port();
    let is_first = Arc::new(AtomicBool::new(true));
    thread::spawn(move || {
        for client in listener.incoming() {
            let is_first = Arc::clone(&is_first);
            let client = client.expect("a connection");
            // Whoever goes away first ends the other side's copying.
            thread::spawn(move || drop(pass(client, server, commands, &is_first)));
        }
    });
    port
}

fn pass(
    mut client: TcpStream,
    server: u16,
    commands: &str,
    is_first: &AtomicBool,
) -> io::Result<()> {
    let mut upstream = TcpStream::connect(("127.0.0.1", server))?;
    let mut head = [0; 5];
    client.read_exact(&mut head)?;
    // The length takes two bytes, the id two more; UPDATE is opcode 5 (RFC 2136 section 2.2).
    let is_update = (head[4] >> 3) & 15 == 5;
    if is_update && is_first.swap(false, Ordering::SeqCst) {
        nsupdate(server, commands);
    }
    upstream.write_all(&head)?;
    let (mut answers, mut back) = (upstream.try_clone()?, client.try_clone()?);
    thread::spawn(move || io::copy(&mut answers, &mut back));
    io::copy(&mut client, &mut upstream).map(drop)
}

#[tokio::test(flavor = "multi_thread")]
async fn a_plan_is_applied_journaled_and_kept() {
    let Some((named, server)) = start("www A 192.0.2.1\nold A 192.0.2.9").await else {
        return;
    };
    let zones = server.get("office/dns").await.ok();
    assert_eq!(zones[0]["name"], "example.org");

    let path = "office/dns/example.org";
    let wanted = json!({"policy": "sync", "records": [
        {"type": "A", "name": "www", "content": "192.0.2.2", "ttl": 300},
        {"type": "TXT", "name": "@", "content": "v=spf1 -all", "ttl": 60},
        {"type": "CNAME", "name": "old", "content": "www.example.org", "ttl": 300}
    ]});
    let plan = server.post(&format!("{path}/plan"), wanted).await.ok();
    assert_eq!(plan["changes"].as_array().map(Vec::len), Some(4), "{plan}");
    let digest = json!({"digest": plan["digest"], "override": plan_overrides(&plan)});
    server.post(&format!("{path}/apply"), digest).await.ok();
    assert_eq!(named.dig("www.example.org", "A"), ["192.0.2.2"]);
    assert_eq!(named.dig("example.org", "TXT"), ["\"v=spf1 -all\""]);
    assert_eq!(named.dig("old.example.org", "CNAME"), ["www.example.org."]);

    let journal = server.get("/api/journal?action=dns.apply").await.ok();
    assert_eq!(journal[0]["outcome"], "done", "{journal}");
    assert!(journal[0]["before"].to_string().contains("192.0.2.9"));
    let history = server.get(&format!("{path}/history")).await.ok();
    assert!(history.as_array().unwrap().len() >= 2, "{history}");

    let bad =
        json!({"records": [{"type": "ALIAS", "name": "@", "content": "x.example", "ttl": 60}]});
    let refused = server.post(&format!("{path}/plan"), bad).await;
    assert!(
        refused
            .text
            .contains("ALIAS records cannot be written at this provider"),
        "{}",
        refused.text
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_zone_that_somebody_else_changes_makes_a_plan_stale() {
    let Some((named, server)) = start("www 300 A 192.0.2.1").await else {
        return;
    };
    let path = "office/dns/example.org";
    let wanted =
        json!({"records": [{"type": "A", "name": "www", "content": "192.0.2.2", "ttl": 300}]});
    let plan = server.post(&format!("{path}/plan"), wanted).await.ok();
    named.nsupdate("zone example.org\nupdate add www.example.org 300 A 192.0.2.7");
    let digest = json!({"digest": plan["digest"]});
    server
        .post(&format!("{path}/apply"), digest)
        .await
        .error(409, "stale_plan");
    assert_eq!(
        named.dig("www.example.org", "A"),
        ["192.0.2.1", "192.0.2.7"]
    );
    // A single record is added to whatever stands.
    let record = json!({"type": "A", "name": "www", "content": "192.0.2.8"});
    server.post(path, record).await.ok();
    assert_eq!(
        named.dig("www.example.org", "A"),
        ["192.0.2.1", "192.0.2.7", "192.0.2.8"]
    );
}

/// Between the look at the zone and the write there is a moment that no lock of ours covers.
#[tokio::test(flavor = "multi_thread")]
async fn a_lost_race_costs_nobody_a_record() {
    let Some((named, server)) = start("www 300 A 192.0.2.1").await else {
        return;
    };
    let faster = "zone example.org\nupdate add www.example.org 300 A 192.0.2.7";
    configure(&server, faster_than_the_first_update(named.port(), faster)).await;
    let path = "office/dns/example.org";
    let record = json!({"type": "A", "name": "www", "content": "192.0.2.8"});
    server.post(path, record).await.ok();
    assert_eq!(
        named.dig("www.example.org", "A"),
        ["192.0.2.1", "192.0.2.7", "192.0.2.8"]
    );

    let faster = "zone example.org\nupdate delete www.example.org A 192.0.2.8";
    configure(&server, faster_than_the_first_update(named.port(), faster)).await;
    let wanted =
        json!({"records": [{"type": "A", "name": "www", "content": "192.0.2.2", "ttl": 300}]});
    let plan = server.post(&format!("{path}/plan"), wanted).await.ok();
    let digest = json!({"digest": plan["digest"], "override": plan_overrides(&plan)});
    let error = server.post(&format!("{path}/apply"), digest).await;
    let words = error.error(409, "stale_plan");
    assert!(words.contains("www.example.org"), "{words}");
    assert_eq!(
        named.dig("www.example.org", "A"),
        ["192.0.2.1", "192.0.2.7"],
        "nothing of the plan was applied"
    );
    let journal = server.get("/api/journal?action=dns.apply").await.ok();
    assert_eq!(journal[0]["outcome"], "failed", "{journal}");
}

fn plan_overrides(plan: &Value) -> Value {
    let guards = plan["guards"].as_array().cloned().unwrap_or_default();
    guards.iter().map(|trip| trip["guard"].clone()).collect()
}
