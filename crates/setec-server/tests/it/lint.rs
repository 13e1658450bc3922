//! Lint with what lies around a zone: SPF of others, the issuer in use, the registrar.

use serde_json::{Value, json};
use setec_app::Resolver;

use crate::harness::TestServer;
use crate::powerdns_server::PowerDnsServer;

const ZONE: &str = "hostinger/dns/example.com";

async fn findings(server: &TestServer, query: &str) -> Vec<Value> {
    let found = server.get(&format!("{ZONE}/lint{query}")).await.ok();
    found.as_array().unwrap().clone()
}

fn message(findings: &[Value], rule: &str) -> Option<String> {
    let found = findings.iter().find(|finding| finding["rule"] == rule)?;
    Some(found["message"].as_str().unwrap().to_owned())
}

async fn write_spf(server: &TestServer, zone: &str, name: &str, text: &str) {
    let records = json!([{"type": "TXT", "name": name, "content": text}]);
    let path = format!("hostinger/dns/{zone}");
    server.put(&path, json!({"records": records})).await.ok();
}

#[tokio::test(flavor = "multi_thread")]
async fn includes_of_others_are_looked_up_and_counted() {
    let Some(pdns) = PowerDnsServer::start() else {
        return;
    };
    let world = TestServer::bare().await;
    let settings = json!({"api_key": pdns.api_key(), "base_url": pdns.api_url()});
    world.post("powerdns/configure", settings).await.ok();
    let zone = json!({"name": "mailer.example", "nameservers": ["ns1.mailer.example"]});
    world.post("powerdns/dns", zone).await.ok();
    let filler = "ip4:192.0.2.0/24 ".repeat(100);
    let records = json!([
        {"type": "TXT", "name": "@", "content": "v=spf1 include:a.mailer.example include:b.mailer.example -all"},
        {"type": "TXT", "name": "a", "content": "v=spf1 a mx exists:x.mailer.example -all"},
        // Too long for one packet, so the answer comes over TCP.
        {"type": "TXT", "name": "b", "content": format!("v=spf1 {filler}a mx ptr -all")},
        {"type": "CNAME", "name": "alias", "content": "a.mailer.example"}
    ]);
    world
        .put("powerdns/dns/mailer.example", json!({"records": records}))
        .await
        .ok();

    let resolver = Resolver::At(vec![([127, 0, 0, 1], pdns.dns_port()).into()]);
    let server = TestServer::with_resolver(resolver).await;
    let text = "v=spf1 include:mailer.example include:alias.mailer.example -all";
    write_spf(&server, "example.com", "sender", text).await;
    let found = findings(&server, "").await;
    // 1 + 2 + 3 + 3 for the first, 1 + 3 for the second.
    let said = message(&found, "spf-too-many-lookups").unwrap();
    assert!(
        said.contains("sender.example.com costs 13 DNS look-ups"),
        "{said}"
    );

    write_spf(
        &server,
        "example.com",
        "lost",
        "v=spf1 include:gone.mailer.example -all",
    )
    .await;
    let found = findings(&server, "").await;
    let said = message(&found, "spf-include-missing").unwrap();
    assert!(
        said.contains("includes gone.mailer.example, where there is no SPF record"),
        "{said}"
    );

    write_spf(
        &server,
        "example.com",
        "far",
        "v=spf1 include:elsewhere.example -all",
    )
    .await;
    let found = findings(&server, "").await;
    let said = message(&found, "spf-not-looked-up").unwrap();
    assert!(
        said.contains("elsewhere.example") && said.contains("REFUSED"),
        "{said}"
    );
}

#[tokio::test]
async fn our_own_zones_are_read_and_no_resolver_is_asked() {
    // Nobody is there: whoever asks fails at once, and says so.
    let closed = std::net::UdpSocket::bind("127.0.0.1:0")
        .unwrap()
        .local_addr()
        .unwrap();
    let server = TestServer::with_resolver(Resolver::At(vec![closed])).await;
    let other = "lindgren-bakery.com";
    let eleven = format!("v=spf1 {}-all", "a ".repeat(11));
    write_spf(&server, other, "_spf", &eleven).await;
    let text = format!("v=spf1 include:_spf.{other} -all");
    write_spf(&server, "example.com", "sender", &text).await;
    let found = findings(&server, "").await;
    let said = message(&found, "spf-too-many-lookups").unwrap();
    assert!(
        said.contains("sender.example.com costs 12 DNS look-ups"),
        "{said}"
    );

    write_spf(
        &server,
        "example.com",
        "far",
        "v=spf1 include:elsewhere.example -all",
    )
    .await;
    let found = findings(&server, "").await;
    let far = found
        .iter()
        .find(|finding| {
            finding["rule"] == "spf-not-looked-up" && finding["name"] == "far.example.com"
        })
        .unwrap();
    assert_eq!(far["severity"], "notice");
    let said = far["message"].as_str().unwrap();
    assert!(said.contains(&closed.to_string()), "{said}");
}

#[tokio::test]
async fn an_authority_that_is_in_use_and_locked_out_is_found() {
    let server = TestServer::start().await;
    let records = json!([{"type": "CAA", "name": "@", "content": "digicert.com"}]);
    server.put(ZONE, json!({"records": records})).await.ok();
    assert_eq!(
        message(&findings(&server, "").await, "caa-locks-out-issuer"),
        None
    );
    let found = findings(&server, "?issuer=letsencrypt.org").await;
    let said = message(&found, "caa-locks-out-issuer").unwrap();
    assert!(said.contains("do not let letsencrypt.org issue"), "{said}");
    let fine = findings(&server, "?issuer=DigiCert.com").await;
    assert_eq!(message(&fine, "caa-locks-out-issuer"), None);
    for wrong in ["letsencrypt", "", "https://letsencrypt.org"] {
        let answer = server.get(&format!("{ZONE}/lint?issuer={wrong}")).await;
        answer.error(400, "invalid");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_registrar_is_asked_also_where_the_zone_is_elsewhere() {
    let Some(pdns) = PowerDnsServer::start() else {
        return;
    };
    let server = TestServer::start().await;
    let settings = json!({"api_key": pdns.api_key(), "base_url": pdns.api_url()});
    server.post("powerdns/configure", settings).await.ok();
    let zone = json!({"name": "example.com", "nameservers": ["ns1.our-servers.example", "ns2.our-servers.example"]});
    server.post("powerdns/dns", zone).await.ok();
    let registered = server.get("hostinger/domains/example.com").await.ok();
    let theirs = registered["nameservers"][0].as_str().unwrap().to_owned();
    let found = server.get("powerdns/dns/example.com/lint").await.ok();
    let found = found.as_array().unwrap();
    let lame = found
        .iter()
        .find(|finding| finding["rule"] == "delegation-mismatch")
        .unwrap();
    assert_eq!(lame["severity"], "error", "{lame}");
    let said = lame["message"].as_str().unwrap();
    assert!(
        said.contains(&theirs) && said.contains("ns1.our-servers.example"),
        "{said}"
    );

    let servers = json!({"nameservers": ["ns1.our-servers.example", "ns2.our-servers.example"]});
    server
        .put("hostinger/domains/example.com/nameservers", servers)
        .await
        .ok();
    let found = server.get("powerdns/dns/example.com/lint").await.ok();
    assert!(
        !found.to_string().contains("delegation-mismatch"),
        "{found}"
    );
}

/// Stages a fix as the page does, and applies the plan of it.
async fn mend(server: &TestServer, zone: &str, finding: &Value) -> Value {
    let fix = &finding["fix"];
    let edits = json!({"records": fix["records"], "delete": fix["delete"]});
    let plan = server.post(&format!("{zone}/plan"), edits).await.ok();
    assert_eq!(plan["changes"], fix["changes"], "{finding}");
    let guards = plan["guards"].as_array().unwrap().iter();
    let overrides: Vec<&Value> = guards.map(|trip| &trip["guard"]).collect();
    let apply = json!({"digest": plan["digest"], "override": overrides});
    server.post(&format!("{zone}/apply"), apply).await.ok();
    plan
}

#[tokio::test]
async fn what_a_fix_says_is_what_a_plan_takes() {
    let server = TestServer::start().await;
    let records = json!([
        {"type": "CNAME", "name": "old", "content": "gone.example.com"},
        {"type": "MX", "name": "mx", "content": "www.example.com", "priority": 5},
        {"type": "MX", "name": "mx", "content": "lost.example.com", "priority": 6},
        {"type": "TXT", "name": "twice", "content": "v=spf1 a -all"},
        {"type": "TXT", "name": "twice", "content": "v=spf1 mx ~all"},
        {"type": "A", "name": "brief", "content": "93.184.216.34", "ttl": 60},
    ]);
    server.put(ZONE, json!({"records": records})).await.ok();
    let mut mended = Vec::new();
    // Each fix is of the zone as it is after the one before.
    loop {
        let found = findings(&server, "").await;
        let Some(finding) = found.iter().find(|finding| !finding["fix"].is_null()) else {
            break;
        };
        let label = finding["fix"]["label"].as_str().unwrap();
        assert!(!label.is_empty(), "{finding}");
        let plan = mend(&server, ZONE, finding).await;
        assert!(!plan["changes"].as_array().unwrap().is_empty(), "{plan}");
        mended.push(finding["rule"].as_str().unwrap().to_owned());
        assert!(mended.len() < 30, "it never ends: {mended:?}");
    }
    for rule in [
        "cname-dangling",
        "target-is-cname",
        "target-dangling",
        "spf-duplicate",
        "dmarc-missing",
    ] {
        assert!(
            mended.iter().any(|known| known == rule),
            "{rule}: {mended:?}"
        );
    }
    let listed = server.get(ZONE).await.ok();
    let of = |name: &str| {
        let all = listed.as_array().unwrap().iter();
        let own = all.filter(|record| record["name"] == name);
        own.map(|record| record["content"].as_str().unwrap().to_owned())
            .collect::<Vec<_>>()
    };
    assert_eq!(of("old"), [""; 0]);
    assert_eq!(of("twice"), ["v=spf1 a mx ~all"]);
    assert_eq!(of("_dmarc"), ["v=DMARC1; p=none"]);
}

#[tokio::test]
async fn edits_of_a_plan_are_refused_with_every_fault_at_once() {
    let server = TestServer::start().await;
    let plan = format!("{ZONE}/plan");
    let record = json!({"type": "A", "name": "www", "content": "no address"});
    let body = json!({
        "records": [record, {"type": "A", "name": "a", "content": "192.0.2.1"}],
        "delete": [
            {"name": "a..b", "type": "A"}, {"name": "@", "type": "SOA"},
            {"name": "b", "type": "NONE"}
        ]
    });
    let answer = server.post(&plan, body).await;
    answer.error(400, "invalid");
    let said = answer.json()["violations"].to_string();
    for field in [
        "records[0].content",
        "delete[0].name",
        "delete[1].type",
        "delete[2].type",
    ] {
        assert!(said.contains(field), "{field} in {said}");
    }
    let both = json!({
        "records": [{"type": "A", "name": "a", "content": "192.0.2.1"}],
        "delete": [{"name": "a", "type": "A"}]
    });
    let said = server.post(&plan, both).await.error(400, "invalid");
    assert!(
        said.contains("there are records of this set as well"),
        "{said}"
    );
    let delete = json!([{"name": "www", "type": "CNAME"}]);
    for body in [
        json!({"delete": delete, "policy": "sync"}),
        json!({"delete": delete, "zone_file": "@ 60 A 192.0.2.1"}),
        json!({"records": [], "delete": []}),
    ] {
        server.post(&plan, body).await.error(400, "invalid");
    }
    // What is not there need not go.
    let body = json!({"delete": [{"name": "nowhere", "type": "A"}]});
    let planned = server.post(&plan, body).await.ok();
    assert_eq!(planned["changes"], json!([]));
    let planned = server.post(&plan, json!({"delete": delete})).await.ok();
    assert_eq!(planned["changes"][0]["action"], "delete");
}
