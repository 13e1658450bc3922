//! Batches that the provider refuses: the record at fault is named, and nothing is half done.

use serde_json::{Value, json};

use crate::harness::TestServer;
use crate::powerdns_server::PowerDnsServer;

const ZONE: &str = "hostinger/dns/example.com";

fn address(name: &str) -> Value {
    json!({"type": "A", "name": name, "content": "192.0.2.1", "ttl": 300})
}

/// Longer than the vendor takes, which nothing but the vendor knows.
fn too_long(name: &str) -> Value {
    json!({"type": "TXT", "name": name, "content": "x".repeat(5000), "ttl": 300})
}

fn addresses(count: usize) -> Vec<Value> {
    (0..count).map(|n| address(&format!("h{n}"))).collect()
}

/// Paths of the calls since the last look that were no reads.
fn calls(server: &TestServer) -> Vec<String> {
    let taken = server.sandbox.take_exchanges().into_iter();
    let call = |exchange: setec_sandbox::hostinger::Exchange| {
        format!("{} {}", exchange.method, exchange.path)
    };
    taken
        .map(call)
        .filter(|call| !call.starts_with("GET "))
        .collect()
}

fn fields(body: &Value) -> Vec<&str> {
    let violations = body["violations"].as_array().unwrap();
    violations
        .iter()
        .map(|v| v["field"].as_str().unwrap())
        .collect()
}

#[tokio::test]
async fn the_bad_records_of_a_batch_are_named_without_a_write() {
    let server = TestServer::start().await;
    let before = server.sandbox.zone_json("example.com");
    let mut records = addresses(60);
    records.insert(17, too_long("big"));
    records.push(too_long("h3"));
    calls(&server);
    let answer = server.put(ZONE, json!({"records": records})).await;
    let error = answer.error(400, "invalid");
    // Both sets of the name are looked at together.
    assert_eq!(fields(&answer.json()), ["big/TXT", "h3/A", "h3/TXT"]);
    assert!(
        error.contains("DNS:4008"),
        "the vendor's words stay: {error}"
    );
    assert_eq!(server.sandbox.zone_json("example.com"), before);
    let calls = calls(&server);
    assert!(
        calls.iter().all(|call| call.ends_with("/validate")),
        "{calls:?}"
    );
    assert!(calls.len() <= 20, "{} calls", calls.len());

    let planned = json!({"records": [too_long("big"), address("fine")]});
    let planned = server.post(&format!("{ZONE}/plan"), planned).await.ok();
    let body = json!({"digest": planned["digest"]});
    let answer = server.post(&format!("{ZONE}/apply"), body).await;
    answer.error(400, "invalid");
    assert_eq!(fields(&answer.json()), ["big/TXT"]);
    let journal = server.get("/api/journal?action=dns.apply").await.ok();
    assert_eq!(journal[0]["outcome"], "failed");
    assert!(
        journal[0]["detail"]
            .as_str()
            .unwrap()
            .starts_with("big/TXT: ")
    );
}

#[tokio::test]
async fn records_that_are_only_refused_together_are_both_named() {
    let server = TestServer::start().await;
    let mut records = addresses(20);
    // Below a delegation there is nothing but glue.
    records.push(json!({"type": "NS", "name": "sub", "content": "ns1.example.net"}));
    records.insert(
        0,
        json!({"type": "TXT", "name": "deep.sub", "content": "hidden"}),
    );
    let answer = server.put(ZONE, json!({"records": records})).await;
    let error = answer.error(400, "invalid");
    let mut named = fields(&answer.json())
        .iter()
        .map(ToString::to_string)
        .collect::<Vec<_>>();
    named.sort();
    assert_eq!(named, ["deep.sub/TXT", "sub/NS"]);
    assert!(error.contains("only together"), "{error}");
}

#[tokio::test]
async fn of_many_callers_only_the_bad_ones_are_refused() {
    let server = TestServer::start().await;
    calls(&server);
    let records = (0..60).map(|n| match n {
        20 | 41 => too_long(&format!("h{n}")),
        _ => address(&format!("h{n}")),
    });
    let answers = records.map(|record| server.post(ZONE, record));
    let answers = futures::future::join_all(answers).await;
    for (n, answer) in answers.iter().enumerate() {
        if [20, 41].contains(&n) {
            let error = answer.error(400, "invalid");
            assert!(error.contains("DNS:4008"), "{error}");
        } else {
            answer.ok();
        }
    }
    let text = server.sandbox.zone_json("example.com").to_string();
    assert_eq!(text.matches("192.0.2.1\"").count(), 58);
    let calls = calls(&server);
    assert!(calls.len() < 40, "{} calls for 60 callers", calls.len());
}

#[tokio::test]
async fn what_stands_after_a_failure_half_way_is_said_and_the_next_plan_is_the_rest() {
    let server = TestServer::start().await;
    server.post(ZONE, address("old")).await.ok();
    let wanted = json!({"zone_file": "new 300 A 192.0.2.1\n", "policy": "upsert"});
    let planned = server.post(&format!("{ZONE}/plan"), wanted).await.ok();
    assert_eq!(planned["changes"].as_array().unwrap().len(), 1);
    let records = server.get(ZONE).await.ok();
    let mut records = records.as_array().unwrap().clone();
    records.retain(|record| record["name"] != "old" && record["type"] != "SOA");
    records.push(address("new"));
    let sync = json!({"records": records, "policy": "sync"});
    let plan = async || {
        server
            .post(&format!("{ZONE}/plan"), sync.clone())
            .await
            .ok()
    };
    let planned = plan().await;
    assert_eq!(planned["changes"].as_array().unwrap().len(), 2, "{planned}");
    let fault = "error-field:on=DELETE,times=1".parse().unwrap();
    server.sandbox.add_fault(fault);
    let body = json!({"digest": planned["digest"]});
    let answer = server.post(&format!("{ZONE}/apply"), body).await;
    let error = answer.error(400, "invalid");
    assert_eq!(answer.json()["applied"], json!(["new.example.com A"]));
    assert!(
        error.contains("these changes stand: new.example.com A"),
        "{error}"
    );
    let journal = server.get("/api/journal?action=dns.apply").await.ok();
    assert_eq!(journal[0]["outcome"], "failed");
    let said = journal[0]["answers"].as_array().unwrap();
    assert_eq!(said.len(), 1, "the call that went through: {said:?}");
    let history = server.get(&format!("{ZONE}/history")).await.ok();
    assert_eq!(history[0]["origin"], "change", "our own half is no drift");
    let rest = plan().await;
    let changes = rest["changes"].as_array().unwrap();
    assert_eq!(changes.len(), 1, "{rest}");
    assert_eq!(changes[0]["before"]["name"], "old.example.com");
    let body = json!({"digest": rest["digest"]});
    server.post(&format!("{ZONE}/apply"), body).await.ok();
    assert_eq!(plan().await["changes"], json!([]));
}

#[tokio::test(flavor = "multi_thread")]
async fn an_atomic_server_names_the_record_and_keeps_nothing_of_the_batch() {
    let Some(pdns) = PowerDnsServer::start() else {
        return;
    };
    let server = TestServer::bare().await;
    let settings = json!({"api_key": pdns.api_key(), "base_url": pdns.api_url()});
    server.post("powerdns/configure", settings).await.ok();
    let zone = json!({"name": "example.org", "nameservers": ["ns1.example.org"]});
    server.post("powerdns/dns", zone).await.ok();
    let path = "powerdns/dns/example.org";
    let before = server.get(path).await.ok();
    let mut records = addresses(40);
    records.push(
        json!({"type": "MX", "name": "h7", "content": "under_score.example.net", "priority": 10}),
    );
    let answer = server.put(path, json!({"records": records})).await;
    let error = answer.error(400, "invalid");
    assert_eq!(fields(&answer.json()), ["h7/MX"]);
    assert!(error.contains("non-hostname content"), "{error}");
    assert!(answer.json().get("applied").is_none());
    assert_eq!(
        server.get(&format!("{path}?refresh=true")).await.ok(),
        before
    );

    // Each caller's own record, all at once: one is bad.
    let calls = records.into_iter().map(|record| server.post(path, record));
    let answers = futures::future::join_all(calls).await;
    let (bad, good) = answers.split_last().unwrap();
    assert_eq!(fields(&bad.json()), ["h7/MX"]);
    for answer in good {
        answer.ok();
    }
    let journal = server
        .get("/api/journal?action=dns.create&limit=1")
        .await
        .ok();
    let journal = journal[0].clone();
    assert_eq!(journal["outcome"], "failed", "{journal}");
    let done = server
        .get("/api/journal?action=dns.create&limit=30")
        .await
        .ok();
    let done = done
        .as_array()
        .unwrap()
        .iter()
        .find(|entry| entry["outcome"] == "done")
        .unwrap();
    assert_eq!(
        done["answers"],
        json!([{"call": "PATCH /zones/example.org.", "text": "204"}])
    );
}
