//! A zone on a real PowerDNS, edited through the API, is what `dig` sees.

use serde_json::json;

use crate::harness::TestServer;
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
