//! Plans are reviewed, guarded, applied as reviewed, and undone.

use serde_json::{Value, json};
use setec_app::ConfigureAccount;

use crate::harness::TestServer;

const ZONE: &str = "hostinger/dns/example.com";

async fn plan(server: &TestServer, body: Value) -> Value {
    server.post(&format!("{ZONE}/plan"), body).await.ok()
}

async fn apply(server: &TestServer, plan: &Value) -> crate::harness::Answer {
    let body = json!({"digest": plan["digest"]});
    server.post(&format!("{ZONE}/apply"), body).await
}

fn actions(plan: &Value) -> Vec<String> {
    let line = |change: &Value| {
        let set = if change["after"].is_null() {
            &change["before"]
        } else {
            &change["after"]
        };
        format!(
            "{} {} {}",
            change["action"].as_str().unwrap(),
            set["name"].as_str().unwrap(),
            set["type"].as_str().unwrap()
        )
    };
    plan["changes"]
        .as_array()
        .unwrap()
        .iter()
        .map(line)
        .collect()
}

#[tokio::test]
async fn a_plan_changes_nothing_until_it_is_applied_and_then_exactly_that() {
    let server = TestServer::start().await;
    let before = server.sandbox.zone_json("example.com");
    let records = json!([
        {"type": "A", "name": "api", "content": "192.0.2.1", "ttl": 300},
        {"type": "CNAME", "name": "www", "content": "api.example.com", "ttl": 300}
    ]);
    let planned = plan(&server, json!({"records": records})).await;
    assert_eq!(
        actions(&planned),
        ["create api.example.com A", "replace www.example.com CNAME"]
    );
    assert_eq!(planned["guards"], json!([]));
    assert_eq!(server.sandbox.zone_json("example.com"), before);
    let applied = apply(&server, &planned).await.ok();
    assert_eq!(applied["changes"], planned["changes"]);
    assert_eq!(applied["visible"], true);
    let again = plan(&server, json!({"records": records})).await;
    assert_eq!(again["changes"], json!([]));
    assert_eq!(again["calls"], 0);
    assert_eq!(apply(&server, &again).await.ok()["changes"], json!([]));
    apply(&server, &planned).await.error(409, "stale_plan");
    apply(&server, &json!({"digest": "nonsense"}))
        .await
        .error(409, "stale_plan");
}

#[tokio::test]
async fn a_zone_that_changed_since_the_review_is_not_touched() {
    let server = TestServer::start().await;
    let planned = plan(
        &server,
        json!({"records": [{"type": "A", "name": "api", "content": "192.0.2.1"}]}),
    )
    .await;
    server
        .sandbox
        .change_outside("example.com", "other", "A", 300, &["192.0.2.9"]);
    let error = apply(&server, &planned).await.error(409, "stale_plan");
    assert!(error.contains("other.example.com"), "{error}");
    let elsewhere = server
        .post(
            "hostinger/dns/lindgren-bakery.com/apply",
            json!({"digest": planned["digest"]}),
        )
        .await;
    elsewhere.error(409, "stale_plan");
}

#[tokio::test]
async fn what_looks_like_an_accident_needs_its_exact_override() {
    let server = TestServer::start().await;
    let sync =
        json!({"records": [{"type": "A", "name": "@", "content": "192.0.2.1"}], "policy": "sync"});
    let planned = plan(&server, sync).await;
    let guards: Vec<&str> = planned["guards"]
        .as_array()
        .unwrap()
        .iter()
        .map(|g| g["guard"].as_str().unwrap())
        .collect();
    assert_eq!(guards, ["remove-mx"]);
    let before = server.sandbox.zone_json("example.com");
    let error = apply(&server, &planned).await.error(409, "unsafe_plan");
    assert!(error.contains("override with \"remove-mx\""), "{error}");
    assert_eq!(server.sandbox.zone_json("example.com"), before);
    let body = json!({"digest": planned["digest"], "override": ["remove-mx"]});
    server.post(&format!("{ZONE}/apply"), body).await.ok();
    let journal = server.get("/api/journal?action=dns.apply").await;
    assert!(
        journal.text.contains("remove-mx"),
        "the override is recorded with who gave it: {}",
        journal.text
    );
    let wrong = json!({"digest": planned["digest"], "override": ["everything"]});
    server
        .post(&format!("{ZONE}/apply"), wrong)
        .await
        .error(400, "invalid");
}

#[tokio::test]
async fn every_state_is_kept_and_the_way_back_is_a_plan() {
    let server = TestServer::start().await;
    let before = server.get(ZONE).await.ok();
    server
        .post(
            ZONE,
            json!({"type": "A", "name": "api", "content": "192.0.2.1"}),
        )
        .await
        .ok();
    server
        .sandbox
        .change_outside("example.com", "ghost", "A", 300, &["192.0.2.66"]);
    let history = server.get(&format!("{ZONE}/history")).await.ok();
    let origins: Vec<&str> = history
        .as_array()
        .unwrap()
        .iter()
        .map(|v| v["origin"].as_str().unwrap())
        .collect();
    assert_eq!(origins, ["outside", "change", "first"]);
    assert_eq!(history[1]["actor"], "admin");
    let (drifted, first) = (
        history[0]["id"].as_str().unwrap(),
        history[2]["id"].as_str().unwrap(),
    );
    let between = server
        .get(&format!("{ZONE}/history/{first}/diff?to={drifted}"))
        .await
        .ok();
    assert_eq!(
        actions(&json!({"changes": between})),
        ["create api.example.com A", "create ghost.example.com A"]
    );
    assert_eq!(
        server.get(&format!("{ZONE}/history/{first}")).await.ok()["records"],
        before
    );

    let restore = server
        .post_empty(&format!("{ZONE}/history/{first}/restore"))
        .await
        .ok();
    apply(&server, &restore).await.ok();
    assert_eq!(server.get(ZONE).await.ok(), before);
    server.post_empty(&format!("{ZONE}/reset")).await.ok();
    let history = server.get(&format!("{ZONE}/history")).await.ok();
    assert_eq!(history[0]["origin"], "change", "our own reset is no drift");
    server
        .get(&format!("{ZONE}/history/nonsense"))
        .await
        .error(400, "invalid");
}

#[tokio::test]
async fn yaml_of_octodns_becomes_a_plan_and_its_faults_are_named_by_line() {
    let server = TestServer::start().await;
    let yaml = "---\nshop:\n  type: A\n  ttl: 300\n  values: [192.0.2.7, 192.0.2.8]\n";
    let planned = plan(&server, json!({"yaml": yaml})).await;
    assert_eq!(actions(&planned), ["create shop.example.com A"]);

    let wrong = "shop:\n  type: A\n  ttl: 300\n  value: 192.0.2.777\n";
    let refused = server
        .post(&format!("{ZONE}/plan"), json!({"yaml": wrong}))
        .await;
    let words = refused.error(400, "invalid");
    let fault = refused.json()["violations"][0]["field"].to_string();
    assert!(fault.contains("line 4"), "{fault}: {words}");

    let both = json!({"yaml": yaml, "zone_file": "shop 300 A 192.0.2.7"});
    let refused = server.post(&format!("{ZONE}/plan"), both).await;
    refused.error(400, "invalid");
}

#[tokio::test]
async fn a_zone_file_becomes_a_plan_and_its_faults_are_named_by_line() {
    let server = TestServer::start().await;
    let text = "$TTL 1h\n@ MX 10 mail.example.com.\nshop IN CNAME shops.example.net.\n";
    let planned = plan(&server, json!({"zone_file": text})).await;
    assert_eq!(
        actions(&planned),
        ["replace example.com MX", "create shop.example.com CNAME"]
    );
    let upload = axum::http::Request::post(format!(
        "/api/hosting/providers/{ZONE}/plan?policy=create-only"
    ))
    .header("authorization", format!("Bearer {}", server.token))
    .header("content-type", "text/dns")
    .body(axum::body::Body::from(text))
    .unwrap();
    let uploaded = server.raw(upload).await.ok();
    assert_eq!(
        actions(&uploaded),
        ["create shop.example.com CNAME"],
        "create-only leaves MX alone"
    );
    let wrong = "www A 192.0.2.1\nbad A nonsense\nworse BOGUS x\n";
    let answer = server
        .post(&format!("{ZONE}/plan"), json!({"zone_file": wrong}))
        .await;
    answer.error(400, "invalid");
    let fields: Vec<String> = answer.json()["violations"]
        .as_array()
        .unwrap()
        .iter()
        .map(|v| v["field"].to_string())
        .collect();
    assert_eq!(fields.len(), 2, "{fields:?}");
    assert!(
        fields[0].contains("line 2") && fields[1].contains("line 3"),
        "{fields:?}"
    );
}

#[tokio::test]
async fn what_the_provider_cannot_hold_is_said_at_plan_time_all_at_once() {
    let server = TestServer::start().await;
    let text = "www 5 A 192.0.2.1\nptr PTR host.example.net.\n@ 300 CNAME other.example.net.\n";
    let answer = server
        .post(&format!("{ZONE}/plan"), json!({"zone_file": text}))
        .await;
    let error = answer.error(400, "invalid");
    for words in ["TTL", "ptr/PTR", "CNAME"] {
        assert!(error.contains(words), "{words}: {error}");
    }
    let both = json!({"records": [{"type": "A", "name": "keep", "content": "192.0.2.1"}], "ignore": [{"name": "keep"}]});
    let error = server
        .post(&format!("{ZONE}/plan"), both)
        .await
        .error(400, "invalid");
    assert!(error.contains("ignored"), "{error}");
}

#[tokio::test]
async fn lint_names_what_is_wrong_and_how_to_mend_it() {
    let server = TestServer::start().await;
    let findings = server.get(&format!("{ZONE}/lint")).await.ok();
    let rules: Vec<&str> = findings
        .as_array()
        .unwrap()
        .iter()
        .map(|f| f["rule"].as_str().unwrap())
        .collect();
    assert!(
        rules.iter().any(|rule| rule.contains("spf")),
        "mail without SPF: {rules:?}"
    );
    assert!(
        rules.iter().any(|rule| rule.contains("dmarc")),
        "mail without DMARC: {rules:?}"
    );
}

#[tokio::test]
async fn what_a_crash_interrupted_is_settled_by_looking() {
    let server = TestServer::start().await;
    let database = server.data.path().join("setec.db");
    let store = setec_store::Store::open(database.to_str().unwrap())
        .await
        .unwrap();
    let set = |value: &str| json!([{"name": "api.example.com", "type": "A", "ttl": 300, "values": [value]}]);
    let interrupted = |after: Value| setec_store::NewEntry {
        actor: "admin".to_owned(),
        door: "rest".to_owned(),
        account: Some("hostinger".to_owned()),
        action: "dns.create".to_owned(),
        subject: Some("example.com".to_owned()),
        before: Some(json!([])),
        after: Some(after),
        ..setec_store::NewEntry::default()
    };
    server
        .sandbox
        .change_outside("example.com", "api", "A", 300, &["192.0.2.1"]);
    let mut expected = Vec::new();
    for (after, outcome) in [
        (set("192.0.2.1"), "done"),
        (
            json!([{"name": "never.example.com", "type": "A", "ttl": 300, "values": ["192.0.2.1"]}]),
            "failed",
        ),
        (set("192.0.2.2"), "unknown"),
    ] {
        let id = store.begin_entry(interrupted(after)).await.unwrap();
        expected.push((id.to_string(), outcome));
    }
    let mut restarted = server;
    restarted.app = crate::harness::open_app(&restarted.data, None).await;
    restarted.router = setec_server::router(std::sync::Arc::clone(&restarted.app));
    let entry = |journal: &Value, id: &str| {
        let entries = journal.as_array().unwrap().iter();
        entries
            .clone()
            .find(|entry| entry["id"] == id)
            .unwrap()
            .clone()
    };
    for _ in 0..100 {
        let journal = restarted.get("/api/journal").await.ok();
        if expected
            .iter()
            .all(|(id, _)| entry(&journal, id)["outcome"].is_string())
        {
            for (id, outcome) in &expected {
                assert_eq!(entry(&journal, id)["outcome"], *outcome, "{journal}");
            }
            return;
        }
        tokio::time::sleep(std::time::Duration::from_millis(50)).await;
    }
    panic!("interrupted changes are not settled");
}

#[tokio::test]
async fn what_is_protected_stays_until_the_protection_is_lifted() {
    let server = TestServer::start().await;
    let path = format!("{ZONE}/protection");
    let mx = json!({"zone": false, "sets": [{"name": "@", "type": "MX"}]});
    server.put(&path, mx.clone()).await.ok();
    assert_eq!(server.get(&path).await.ok(), mx);
    let before = server.sandbox.zone_json("example.com");
    let gone = server.delete(&format!("{ZONE}?name=@&type=MX")).await;
    assert!(gone.error(409, "protected").contains("@ MX"));
    server
        .post_empty(&format!("{ZONE}/reset"))
        .await
        .error(409, "protected");
    let batch = json!({"records": [
        {"type": "A", "name": "free", "content": "192.0.2.1"},
        {"type": "MX", "name": "@", "content": "other.example.net", "priority": 5}
    ]});
    server.put(ZONE, batch).await.error(409, "protected");
    assert_eq!(server.sandbox.zone_json("example.com"), before);
    server
        .post(
            ZONE,
            json!({"type": "A", "name": "free", "content": "192.0.2.1"}),
        )
        .await
        .ok();
    server.put(&path, json!({"zone": true})).await.ok();
    server
        .delete(&format!("{ZONE}?name=free&type=A"))
        .await
        .error(409, "protected");
    server.put(&path, json!({})).await.ok();
    server.delete(&format!("{ZONE}?name=@&type=MX")).await.ok();
    server
        .put(&path, json!({"sets": [{"name": "a..b", "type": "BOGUS"}]}))
        .await
        .error(400, "invalid");
}

#[tokio::test]
async fn a_value_is_replaced_in_all_zones_by_one_plan() {
    let server = TestServer::start().await;
    for zone in [
        "hostinger/dns/example.com",
        "hostinger/dns/lindgren-bakery.com",
    ] {
        server
            .post(
                zone,
                json!({"type": "A", "name": "moved", "content": "192.0.2.99"}),
            )
            .await
            .ok();
    }
    let search = json!({"search": "192.0.2.99", "replace": "192.0.2.100"});
    let planned = server.post("/api/dns/replace", search.clone()).await.ok();
    assert_eq!(planned["failed"], json!([]));
    let zones: Vec<&str> = planned["plans"]
        .as_array()
        .unwrap()
        .iter()
        .map(|p| p["zone"].as_str().unwrap())
        .collect();
    assert_eq!(zones, ["example.com", "lindgren-bakery.com"]);
    let applied = server
        .post("/api/dns/apply", json!({"digest": planned["digest"]}))
        .await
        .ok();
    assert!(
        applied
            .as_array()
            .unwrap()
            .iter()
            .all(|zone| zone["error"].is_null()),
        "{applied}"
    );
    assert!(server.get(ZONE).await.text.contains("192.0.2.100"));
    server
        .post("/api/dns/apply", json!({"digest": planned["digest"]}))
        .await
        .error(409, "stale_plan");
    let again = server.post("/api/dns/replace", search).await.ok();
    assert_eq!(again["plans"], json!([]));
    let wrong = json!({"search": "192.0.2.100", "replace": "nonsense", "types": ["A"]});
    let refused = server.post("/api/dns/replace", wrong).await.ok();
    assert_eq!(refused["failed"].as_array().unwrap().len(), 2, "{refused}");
}

#[tokio::test]
async fn a_value_is_switched_off_and_on_again_where_the_provider_can() {
    const ZONE: &str = "local/dns/example.com";
    let server = TestServer::bare().await;
    let settings = ConfigureAccount {
        extra: Some([("nameservers".to_owned(), "ns1.example.net".to_owned())].into()),
        ..ConfigureAccount::default()
    };
    server.app.provide_account("local", settings).await.unwrap();
    server
        .post("local/dns", json!({"name": "example.com"}))
        .await
        .ok();
    assert_eq!(
        server.get("local").await.ok()["dns"]["switches_values"],
        true
    );
    let record = |content: &str, disabled: Option<bool>| {
        let mut record = json!({"type": "A", "name": "www", "content": content, "ttl": 300});
        if let Some(disabled) = disabled {
            record["disabled"] = json!(disabled);
        }
        record
    };
    let write = async |records: Value, warnings: &[&str]| {
        let body = json!({"records": records});
        let plan = server.post(&format!("{ZONE}/plan"), body).await.ok();
        assert_eq!(plan["warnings"], json!(warnings));
        let body = json!({"digest": plan["digest"]});
        server.post(&format!("{ZONE}/apply"), body).await.ok();
        let records = server.get(ZONE).await.ok();
        let www = records.as_array().unwrap().iter();
        www.filter(|record| record["name"] == "www")
            .map(|record| (record["content"].clone(), record["disabled"] == true))
            .collect::<Vec<_>>()
    };
    let (one, two) = ("192.0.2.1", "192.0.2.2");
    let both = write(json!([record(one, None), record(two, Some(true))]), &[]).await;
    assert_eq!(both, [(json!(one), false), (json!(two), true)]);
    // Who does not speak of disabled values leaves them alone.
    let moved = write(json!([record("192.0.2.3", None)]), &[]).await;
    assert_eq!(moved, [(json!("192.0.2.3"), false), (json!(two), true)]);
    let turned = json!([record("192.0.2.3", Some(true)), record(two, Some(false))]);
    let switched = write(turned, &[]).await;
    assert_eq!(switched, [(json!(two), false), (json!("192.0.2.3"), true)]);
    let lost = ["www A: disabled values would be lost"];
    let only = write(json!([record(two, Some(false))]), &lost).await;
    assert_eq!(only, [(json!(two), false)]);
}

#[tokio::test]
async fn a_value_that_cannot_be_kept_without_being_served_is_refused_by_the_plan() {
    let server = TestServer::start().await;
    assert_eq!(
        server.get("hostinger").await.ok()["dns"]["switches_values"],
        false
    );
    let record = json!({"type": "A", "name": "api", "content": "192.0.2.1", "disabled": true});
    let answer = server
        .post(&format!("{ZONE}/plan"), json!({"records": [record]}))
        .await;
    let error = answer.error(400, "invalid");
    assert!(
        error.contains("cannot keep 192.0.2.1 without serving it"),
        "{error}"
    );
}
