//! A zone of more than a thousand sets on a real PowerDNS: what an apply costs, what it finds out
//! before it writes, and what the history keeps of it.

use std::fmt::Write;
use std::time::Duration;

use serde_json::{Value, json};

use crate::harness::TestServer;
use crate::powerdns_server::PowerDnsServer;

const ZONE: &str = "powerdns/dns/example.org";

/// A zone file of 1,500 hosts; the first ones have that address.
fn zone_file(changed: usize, address: &str) -> String {
    let mut text = String::from(
        "$TTL 300\n\
         @ SOA ns1.example.net. admin.example.net. 1 10800 3600 604800 3600\n\
         @ NS ns1.example.net.\n",
    );
    for number in 0..1_500 {
        let address = if number < changed {
            address
        } else {
            "192.0.2.1"
        };
        writeln!(text, "h{number} A {address}").expect("a String takes any text");
    }
    text
}

async fn plan(server: &TestServer, changed: usize, address: &str) -> Value {
    let wanted = json!({"zone_file": zone_file(changed, address), "policy": "sync"});
    server.post(&format!("{ZONE}/plan"), wanted).await.ok()
}

async fn start() -> Option<(PowerDnsServer, TestServer)> {
    let pdns = PowerDnsServer::start()?;
    let server = TestServer::bare().await;
    let settings = json!({"api_key": pdns.api_key(), "base_url": pdns.api_url()});
    server.post("powerdns/configure", settings).await.ok();
    let first = plan(&server, 0, "").await;
    apply(&server, &first).await.ok();
    Some((pdns, server))
}

async fn apply(server: &TestServer, plan: &Value) -> crate::harness::Answer {
    let body = json!({"digest": plan["digest"]});
    server.post(&format!("{ZONE}/apply"), body).await
}

/// The methods of the requests since that many, once there are so many of them.
async fn methods_since(pdns: &PowerDnsServer, before: usize, at_least: usize) -> Vec<String> {
    for _ in 0..200 {
        // The server logs a request after it has answered it.
        let requests = pdns.requests().split_off(before);
        if requests.len() >= at_least {
            let method = |request: &String| request.split(' ').next().unwrap().to_owned();
            return requests.iter().map(method).collect();
        }
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    panic!("fewer than {at_least} requests");
}

#[tokio::test(flavor = "multi_thread")]
async fn an_apply_costs_one_look_and_one_write() {
    let Some((pdns, server)) = start().await else {
        return;
    };
    let planned = plan(&server, 3, "192.0.2.7").await;
    assert_eq!(planned["calls"], 2);
    let before = pdns.requests().len();
    let applied = apply(&server, &planned).await.ok();
    assert_eq!(applied["visible"], true);
    assert_eq!(applied["changes"].as_array().unwrap().len(), 3);
    assert_eq!(pdns.dig("h2.example.org", "A"), ["192.0.2.7"]);
    // One more, so that a third one of the apply would be seen.
    let again = plan(&server, 3, "192.0.2.7").await;
    assert_eq!(again["changes"], json!([]));
    let methods = methods_since(&pdns, before, 3).await;
    assert_eq!(methods, ["GET", "PATCH", "GET"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_change_that_leaves_the_serial_alone_makes_a_plan_stale() {
    let Some((pdns, server)) = start().await else {
        return;
    };
    let planned = plan(&server, 3, "192.0.2.7").await;
    pdns.sql("UPDATE records SET content='192.0.2.99' WHERE name='h1400.example.org'");
    let error = apply(&server, &planned).await.error(409, "stale_plan");
    assert!(error.contains("h1400.example.org"), "{error}");
    assert_eq!(pdns.dig("h0.example.org", "A"), ["192.0.2.1"]);
    let planned = plan(&server, 3, "192.0.2.7").await;
    assert_eq!(planned["changes"].as_array().unwrap().len(), 4);
    apply(&server, &planned).await.ok();
    assert_eq!(pdns.dig("h1400.example.org", "A"), ["192.0.2.1"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn every_state_of_a_large_zone_can_be_shown_compared_and_restored() {
    let Some((pdns, server)) = start().await else {
        return;
    };
    for number in 2..5 {
        let planned = plan(&server, number, &format!("192.0.2.{number}")).await;
        apply(&server, &planned).await.ok();
    }
    pdns.sql("DELETE FROM records WHERE name='h1400.example.org'");
    let history = server.get(&format!("{ZONE}/history")).await.ok();
    let versions = history.as_array().unwrap();
    let origins: Vec<&str> = versions
        .iter()
        .map(|version| version["origin"].as_str().unwrap())
        .collect();
    assert_eq!(origins, ["outside", "change", "change", "change", "change"]);
    let ids: Vec<&str> = versions
        .iter()
        .map(|version| version["id"].as_str().unwrap())
        .collect();

    let sizes = [1_501, 1_502, 1_502, 1_502, 1_502];
    for (id, size) in ids.iter().zip(sizes) {
        let version = server.get(&format!("{ZONE}/history/{id}")).await.ok();
        assert_eq!(version["records"].as_array().unwrap().len(), size);
    }
    let (drifted, first) = (ids[0], ids[4]);
    let between = server
        .get(&format!("{ZONE}/history/{first}/diff?to={drifted}"))
        .await
        .ok();
    let mut names: Vec<&str> = between
        .as_array()
        .unwrap()
        .iter()
        .map(|change| change["before"]["name"].as_str().unwrap())
        .collect();
    names.sort_unstable();
    let hosts = ["h0", "h1", "h1400", "h2", "h3"].map(|host| format!("{host}.example.org"));
    assert_eq!(names, hosts);

    let back = server
        .post_empty(&format!("{ZONE}/history/{first}/restore"))
        .await
        .ok();
    assert_eq!(back["changes"].as_array().unwrap().len(), 5);
    apply(&server, &back).await.ok();
    assert_eq!(pdns.dig("h1400.example.org", "A"), ["192.0.2.1"]);
    assert_eq!(pdns.dig("h3.example.org", "A"), ["192.0.2.1"]);
}
