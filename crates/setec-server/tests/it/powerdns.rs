//! A zone on a real PowerDNS, edited through the API, is what `dig` sees.

use std::time::Duration;

use futures::future::join_all;
use serde_json::{Value, json};

use crate::harness::{TestServer, open_app};
use crate::powerdns_server::PowerDnsServer;

#[tokio::test(flavor = "multi_thread")]
async fn what_is_written_is_what_dig_sees() {
    let Some(pdns) = PowerDnsServer::start() else {
        return;
    };
    let server = TestServer::bare().await;
    let settings = json!({"api_key": pdns.api_key(), "base_url": pdns.api_url()});
    server.post("powerdns/configure", settings).await.ok();
    server.post_empty("powerdns/test").await.ok();

    let zone =
        json!({"name": "example.org", "nameservers": ["ns1.example.org", "ns2.example.org"]});
    server.post("powerdns/dns", zone.clone()).await.ok();
    server.post("powerdns/dns", zone).await.error(409, "exists");
    let zones = server.get("powerdns/dns").await.ok();
    assert_eq!(zones[0]["name"], "example.org");

    let path = "powerdns/dns/example.org";
    server
        .post(
            path,
            json!({"type": "A", "name": "www", "content": "192.0.2.1", "ttl": 300}),
        )
        .await
        .ok();
    server
        .post(
            path,
            json!({"type": "A", "name": "www", "content": "192.0.2.2"}),
        )
        .await
        .ok();
    let mut addresses = pdns.dig("www.example.org", "A");
    addresses.sort();
    assert_eq!(addresses, ["192.0.2.1", "192.0.2.2"]);
    server
        .delete(&format!("{path}?name=www&type=A&content=192.0.2.1"))
        .await
        .ok();
    assert_eq!(pdns.dig("www.example.org", "A"), ["192.0.2.2"]);

    let batch = json!({"records": [
        {"type": "MX", "name": "@", "content": "mail.example.org", "priority": 10},
        {"type": "TXT", "name": "@", "content": "v=spf1 mx -all; \"quoted\""},
        {"type": "SRV", "name": "_sip._tcp", "content": "5 5060 sip.example.org", "priority": 10},
        {"type": "CAA", "name": "@", "content": "letsencrypt.org"}
    ]});
    server.put(path, batch).await.ok();
    assert_eq!(pdns.dig("example.org", "MX"), ["10 mail.example.org."]);
    assert_eq!(
        pdns.dig("example.org", "TXT"),
        [r#""v=spf1 mx -all; \"quoted\"""#]
    );
    assert_eq!(
        pdns.dig("_sip._tcp.example.org", "SRV"),
        ["10 5 5060 sip.example.org."]
    );
    assert_eq!(
        pdns.dig("example.org", "CAA"),
        ["0 issue \"letsencrypt.org\""]
    );
    let text = server.get(&format!("{path}/export")).await;
    assert!(text.text.contains("mail.example.org."), "{}", text.text);

    server.delete(&format!("{path}/zone")).await.ok();
    server.get(path).await.error(404, "not_found");
    let journal = server.get("/api/journal?action=zone.delete").await.ok();
    assert!(
        journal[0]["before"].as_str().unwrap().contains("192.0.2.2"),
        "what is gone can be put back"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn many_unchanged_zones_are_planned_by_their_serials() {
    let Some(pdns) = PowerDnsServer::start() else {
        return;
    };
    let server = TestServer::bare().await;
    let settings = json!({"api_key": pdns.api_key(), "base_url": pdns.api_url()});
    server.post("powerdns/configure", settings).await.ok();
    let names: Vec<String> = (0..20)
        .map(|number| format!("zone-{number}.example"))
        .collect();
    for name in &names {
        let zone = json!({"name": name, "nameservers": ["ns1.example.org"]});
        server.post("powerdns/dns", zone).await.ok();
    }
    let wanted = |address: &str| -> serde_json::Value {
        let zone = |name: &String| json!({"provider": "powerdns", "zone": name, "records": [{"type": "A", "name": "www", "content": address, "ttl": 300}]});
        json!({"zones": names.iter().map(zone).collect::<Vec<_>>()})
    };
    let planned = server.post("/api/dns/plan", wanted("192.0.2.1")).await.ok();
    for plan in planned.as_array().unwrap() {
        assert_eq!(
            plan["plan"]["changes"].as_array().unwrap().len(),
            1,
            "{plan}"
        );
        let path = format!("powerdns/dns/{}/apply", plan["zone"].as_str().unwrap());
        server
            .post(&path, json!({"digest": plan["plan"]["digest"]}))
            .await
            .ok();
    }
    let again = server.post("/api/dns/plan", wanted("192.0.2.1")).await.ok();
    assert!(
        again
            .as_array()
            .unwrap()
            .iter()
            .all(|plan| plan["plan"]["changes"] == json!([])),
        "{again}"
    );
    // A change by somebody else moves the serial on, so that zone is read again.
    let outside = json!({"rrsets": [{"name": "www.zone-7.example.", "type": "A", "ttl": 300,
        "changetype": "REPLACE", "records": [{"content": "192.0.2.77", "disabled": false}]}]});
    let (status, answer) = pdns.request(
        "PATCH",
        "/api/v1/servers/localhost/zones/zone-7.example.",
        &outside.to_string(),
    );
    assert_eq!(status, 204, "{answer}");
    let after = server.post("/api/dns/plan", wanted("192.0.2.1")).await.ok();
    let changed: Vec<&str> = after
        .as_array()
        .unwrap()
        .iter()
        .filter(|plan| plan["plan"]["changes"] != json!([]))
        .map(|plan| plan["zone"].as_str().unwrap())
        .collect();
    assert_eq!(changed, ["zone-7.example"]);
    let unknown = json!({"zones": [{"provider": "nobody", "zone": "x.example", "records": []},
        {"provider": "powerdns", "zone": "none.example", "zone_file": "www A nonsense"}]});
    let failed = server.post("/api/dns/plan", unknown).await.ok();
    assert_eq!(failed[0]["error"]["code"], "not_found");
    assert_eq!(failed[1]["error"]["code"], "invalid");
}

/// What a zone file of a zone that is not there yet says.
const NEW: &str = "$TTL 300\n\
    @ SOA ns1.example.net. admin.example.net. 1 10800 3600 604800 3600\n\
    @ NS ns1.example.net.\n\
    www A 192.0.2.1\n\
    @ MX 10 mail.example.net.\n";

/// Requests to the API since that many, at least so many of them.
async fn requests_since(pdns: &PowerDnsServer, before: usize, at_least: usize) -> Vec<String> {
    for _ in 0..100 {
        // The server logs a request after it has answered it.
        let requests = pdns.requests().split_off(before);
        if requests.len() >= at_least {
            return requests;
        }
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    panic!("fewer than {at_least} requests");
}

#[tokio::test(flavor = "multi_thread")]
async fn new_zones_cost_one_list_and_one_call_each() {
    let Some(pdns) = PowerDnsServer::start() else {
        return;
    };
    let server = TestServer::bare().await;
    let settings = json!({"api_key": pdns.api_key(), "base_url": pdns.api_url()});
    server.post("powerdns/configure", settings).await.ok();
    let names: Vec<String> = (0..20)
        .map(|number| format!("new-{number}.example"))
        .collect();
    let zone = |name: &String| json!({"provider": "powerdns", "zone": name, "zone_file": NEW, "policy": "sync"});
    let wanted = json!({"zones": names.iter().map(zone).collect::<Vec<_>>()});
    let before = pdns.requests().len();
    let planned = server.post("/api/dns/plan", wanted.clone()).await.ok();
    let plans = planned.as_array().unwrap();
    for plan in plans {
        let plan = &plan["plan"];
        assert_eq!(plan["creates_zone"], true, "{plan}");
        assert_eq!(plan["changes"].as_array().unwrap().len(), 4, "{plan}");
        assert_eq!((&plan["calls"], &plan["guards"]), (&json!(1), &json!([])));
    }
    let server = &server;
    let applied = join_all(plans.iter().map(|plan| async move {
        let path = format!("powerdns/dns/{}/apply", plan["zone"].as_str().unwrap());
        let body = json!({"digest": plan["plan"]["digest"]});
        server.post(&path, body).await
    }));
    for answer in applied.await {
        let applied = answer.ok();
        assert_eq!(applied["visible"], true, "{applied}");
        assert_eq!(applied["changes"].as_array().unwrap().len(), 4, "{applied}");
    }
    let again = server.post("/api/dns/plan", wanted).await.ok();
    for plan in again.as_array().unwrap() {
        assert_eq!(plan["plan"]["changes"], json!([]), "{plan}");
        assert_eq!(plan["plan"]["creates_zone"], false, "{plan}");
    }
    // The list, a call for each zone, and the list of the second plan: all is known by its serials.
    let requests = requests_since(&pdns, before, 22).await;
    let count = |text: &str| {
        requests
            .iter()
            .filter(|request| request.starts_with(text))
            .count()
    };
    assert_eq!(
        count("POST /api/v1/servers/localhost/zones"),
        20,
        "{requests:?}"
    );
    assert_eq!(
        count("GET /api/v1/servers/localhost/zones"),
        2,
        "{requests:?}"
    );
    assert_eq!(requests.len(), 22, "{requests:?}");

    assert_eq!(pdns.dig("www.new-7.example", "A"), ["192.0.2.1"]);
    let soa = pdns.dig("new-7.example", "SOA");
    assert!(
        soa[0].starts_with("ns1.example.net. admin.example.net. "),
        "a declared SOA is taken: {soa:?}"
    );
    let journal = server
        .get("/api/journal?action=zone.create&subject=new-7.example")
        .await
        .ok();
    assert_eq!(journal[0]["outcome"], "done", "{journal}");
    assert_eq!(
        journal[0]["after"].as_array().unwrap().len(),
        4,
        "{journal}"
    );
    assert_eq!(
        journal[0]["answers"],
        json!([{"call": "POST /zones", "text": "201 Created"}]),
        "{journal}"
    );
    let history = server.get("powerdns/dns/new-7.example/history").await.ok();
    assert_eq!(history.as_array().unwrap().len(), 1, "{history}");
    assert_eq!(history[0]["origin"], "change", "{history}");
    assert_eq!(history[0]["journal_id"], journal[0]["id"], "{history}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_zone_is_made_as_it_was_reviewed_or_not_at_all() {
    let Some(pdns) = PowerDnsServer::start() else {
        return;
    };
    let server = TestServer::start().await;
    let settings = json!({"api_key": pdns.api_key(), "base_url": pdns.api_url()});
    server.post("powerdns/configure", settings).await.ok();
    let plan = async |account: &str, text: &str| {
        let path = format!("{account}/dns/new.example/plan");
        server.post(&path, json!({"zone_file": text})).await
    };
    let apply = async |plan: &Value| {
        let body = json!({"digest": plan["digest"]});
        server.post("powerdns/dns/new.example/apply", body).await
    };
    let error = plan("hostinger", NEW).await.error(404, "not_found");
    assert!(
        error.contains("makes none"),
        "it cannot be made there: {error}"
    );
    let faults = plan("powerdns", "www A 192.0.2.1\nwww CNAME x.example.\n").await;
    assert!(
        faults.error(400, "invalid").contains("CNAME"),
        "{}",
        faults.text
    );
    let nothing = server
        .post(
            "powerdns/dns/new.example/plan",
            json!({"records": [], "policy": "sync"}),
        )
        .await;
    assert!(
        nothing
            .error(400, "invalid")
            .contains("a new zone needs records")
    );

    let without = plan("powerdns", "www A 192.0.2.1\n").await.ok();
    assert!(
        without["warnings"].to_string().contains("no NS"),
        "{without}"
    );
    let planned = plan("powerdns", NEW).await.ok();
    assert_eq!(planned["creates_zone"], true);
    server
        .get("powerdns/dns/new.example")
        .await
        .error(404, "not_found");
    server
        .put("powerdns/dns/new.example/protection", json!({"zone": true}))
        .await
        .ok();
    apply(&planned).await.error(409, "protected");
    server
        .put("powerdns/dns/new.example/protection", json!({}))
        .await
        .ok();

    let zone = json!({"name": "new.example", "nameservers": ["ns9.example.net"]});
    server.post("powerdns/dns", zone).await.ok();
    let error = apply(&planned).await.error(409, "stale_plan");
    assert!(error.contains("was made since"), "{error}");
    assert_eq!(pdns.dig("new.example", "NS"), ["ns9.example.net."]);
    let history = server.get("powerdns/dns/new.example/history").await.ok();
    assert_eq!(
        history[0]["origin"], "change",
        "making a zone is no drift: {history}"
    );
    server.delete("powerdns/dns/new.example/zone").await.ok();
    apply(&planned).await.ok();
    apply(&planned).await.error(409, "stale_plan");
    assert_eq!(pdns.dig("new.example", "MX"), ["10 mail.example.net."]);
}

#[tokio::test(flavor = "multi_thread")]
async fn zones_that_a_crash_left_open_are_settled_by_looking() {
    let Some(pdns) = PowerDnsServer::start() else {
        return;
    };
    let mut server = TestServer::bare().await;
    let settings = json!({"api_key": pdns.api_key(), "base_url": pdns.api_url()});
    server.post("powerdns/configure", settings).await.ok();
    let plan = server
        .post("powerdns/dns/there.example/plan", json!({"zone_file": NEW}))
        .await
        .ok();
    let body = json!({"digest": plan["digest"]});
    server
        .post("powerdns/dns/there.example/apply", body)
        .await
        .ok();
    let made = server.get("/api/journal?action=zone.create").await.ok()[0].clone();
    let database = server.data.path().join("setec.db");
    let store = setec_store::Store::open(database.to_str().unwrap())
        .await
        .unwrap();
    let mut expected = Vec::new();
    let other =
        json!([{"name": "www.there.example", "type": "A", "ttl": 300, "values": ["192.0.2.9"]}]);
    for (zone, after, outcome) in [
        ("there.example", made["after"].clone(), "done"),
        (
            "there.example",
            json!({"kind": null, "nameservers": []}),
            "done",
        ),
        ("never.example", made["after"].clone(), "failed"),
        ("there.example", other, "unknown"),
    ] {
        let entry = setec_store::NewEntry {
            actor: "admin".to_owned(),
            door: "rest".to_owned(),
            account: Some("powerdns".to_owned()),
            action: "zone.create".to_owned(),
            subject: Some(zone.to_owned()),
            after: Some(after),
            ..setec_store::NewEntry::default()
        };
        let id = store.begin_entry(entry).await.unwrap();
        expected.push((id.to_string(), outcome));
    }
    server.app = open_app(&server.data, None).await;
    server.router = setec_server::router(std::sync::Arc::clone(&server.app));
    for _ in 0..100 {
        let journal = server.get("/api/journal?action=zone.create").await.ok();
        let entries = journal.as_array().unwrap();
        let found: Vec<(String, &str)> = expected
            .iter()
            .filter_map(|(id, _)| {
                let entry = entries.iter().find(|entry| entry["id"] == *id)?;
                Some((id.clone(), entry["outcome"].as_str()?))
            })
            .collect();
        if found.len() == expected.len() {
            assert_eq!(found, expected, "{journal}");
            return;
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    panic!("interrupted creations are not settled");
}
