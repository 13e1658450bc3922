//! Tags of domains, zones and servers.

use serde_json::{Value, json};
use setec_app::ConfigureAccount;
use setec_core::Secret;

use crate::harness::TestServer;

/// The names of what a list holds.
fn names(list: &Value) -> Vec<&str> {
    let entries = list.as_array().expect("a list").iter();
    entries
        .map(|entry| entry["name"].as_str().unwrap())
        .collect()
}

#[track_caller]
fn entry<'a>(list: &'a Value, name: &str) -> &'a Value {
    let mut entries = list.as_array().expect("a list").iter();
    entries
        .find(|entry| entry["name"] == name)
        .unwrap_or_else(|| panic!("no {name} in {list}"))
}

async fn synced() -> TestServer {
    let server = TestServer::start().await;
    server
        .post_empty("hostinger/domains/sync?wait=30")
        .await
        .ok();
    server
}

#[tokio::test]
async fn tags_of_a_domain_are_kept_shown_and_filtered_by() {
    let server = synced().await;
    server.sandbox.take_exchanges();
    let path = "hostinger/domains/example.com/tags";
    let body = json!({"tags": ["production", "client:acme", "production"]});
    let set = server.put(path, body).await.ok();
    assert_eq!(set, json!({"tags": ["client:acme", "production"]}));
    // Nobody was asked for that.
    assert!(server.sandbox.exchanges().is_empty());

    let listed = server.get("/api/hosting/domains").await.ok();
    let example = entry(&listed["domains"], "example.com");
    assert_eq!(example["tags"], json!(["client:acme", "production"]));
    let another = listed["domains"].as_array().unwrap().iter();
    let mut another = another.filter(|domain| domain["name"] != "example.com");
    assert_eq!(another.next().unwrap()["tags"], json!([]));
    let only = server
        .get("/api/hosting/domains?tag=client:acme")
        .await
        .ok();
    assert_eq!(names(&only["domains"]), ["example.com"]);
    let none = server
        .get("/api/hosting/domains?tag=client:other")
        .await
        .ok();
    assert_eq!(none["domains"], json!([]));

    let only = server.get("hostinger/domains?tag=production").await.ok();
    assert_eq!(names(&only), ["example.com"]);
    let one = server.get("hostinger/domains/example.com").await.ok();
    assert_eq!(one["tags"], json!(["client:acme", "production"]));
    assert_eq!(one["registrar"], "Hostinger", "{one}");
    let seen = server
        .post_empty("hostinger/domains/example.com/sync")
        .await;
    assert_eq!(seen.ok()["tags"], json!(["client:acme", "production"]));

    let found = server.get("/api/search?q=client:acme").await.ok();
    assert_eq!(found[0]["title"], "example.com", "{found}");
    let detail = "domain at hostinger, tagged client:acme";
    assert_eq!(found[0]["detail"], detail);

    let entries = server.get("/api/journal?action=domain.tags").await.ok();
    let written = &entries[0];
    assert_eq!(written["subject"], "example.com", "{entries}");
    assert_eq!(written["outcome"], "done");
    assert_eq!(written["before"], json!({"tags": []}));
    let after = json!({"tags": ["client:acme", "production"]});
    assert_eq!(written["after"], after);

    // What stays as it is makes no entry.
    server.put(path, after).await.ok();
    let again = server.get("/api/journal?action=domain.tags").await.ok();
    assert_eq!(again.as_array().unwrap().len(), 1);
}

#[tokio::test]
async fn zones_and_servers_bear_tags_of_their_own() {
    let server = synced().await;
    let servers = server.get("hostinger/vms").await.ok();
    let id = servers[0]["id"].as_str().unwrap().to_owned();
    let zone = "hostinger/dns/example.com/tags";
    assert_eq!(server.get(zone).await.ok(), json!({"tags": []}));
    server.put(zone, json!({"tags": ["zone"]})).await.ok();
    assert_eq!(server.get(zone).await.ok(), json!({"tags": ["zone"]}));
    let of_server = format!("hostinger/vms/{id}/tags");
    server
        .put(&of_server, json!({"tags": ["machine"]}))
        .await
        .ok();

    for path in [
        "/api/dns/zones?tag=zone",
        "/api/dns/zones?account=hostinger&tag=zone",
    ] {
        let list = server.get(path).await.ok();
        assert_eq!(names(&list["zones"]), ["example.com"], "{path}");
        assert_eq!(list["zones"][0]["tags"], json!(["zone"]));
    }
    let list = server.get("hostinger/dns?tag=zone").await.ok();
    assert_eq!(names(&list), ["example.com"]);
    assert_eq!(list[0]["tags"], json!(["zone"]));
    let list = server.get("hostinger/vms?tag=machine").await.ok();
    assert_eq!(list.as_array().unwrap().len(), 1);
    assert_eq!(list[0]["tags"], json!(["machine"]));
    let one = server.get(&format!("hostinger/vms/{id}")).await.ok();
    assert_eq!(one["tags"], json!(["machine"]));
    let labels = json!({"labels": {"env": "production"}});
    let labeled = server
        .put(&format!("hostinger/vms/{id}/labels"), labels)
        .await;
    assert_eq!(labeled.ok()["tags"], json!(["machine"]));

    // The domain of the zone's name bears none.
    let domain = server.get("hostinger/domains/example.com").await.ok();
    assert_eq!(domain["tags"], json!([]));
    let found = server.get("/api/search?q=machine").await.ok();
    assert_eq!(found[0]["kind"], "server", "{found}");
    assert_eq!(
        server.get("/api/tags").await.ok(),
        json!([
            {"tag": "machine", "domains": 0, "zones": 0, "servers": 1},
            {"tag": "zone", "domains": 0, "zones": 1, "servers": 0},
        ])
    );
}

#[tokio::test]
async fn many_things_are_tagged_at_once_or_none() {
    let server = synced().await;
    let listed = server.get("/api/hosting/domains").await.ok();
    let other = listed["domains"].as_array().unwrap().iter();
    let mut other = other.filter(|domain| domain["name"] != "example.com");
    let other = other.next().unwrap()["name"].as_str().unwrap().to_owned();
    let domain = |id: &str| json!({"kind": "domain", "account": "hostinger", "id": id});
    let old = json!({"tags": ["old", "kept"]});
    server
        .put("hostinger/domains/example.com/tags", old)
        .await
        .ok();
    let things = json!([
        domain("EXAMPLE.com."),
        domain(&other),
        {"kind": "zone", "account": "hostinger", "id": "example.com"},
    ]);
    let body = json!({"things": things, "add": ["new"], "remove": ["old"]});
    let changed = server.post("/api/tags", body).await.ok();
    let example = changed.as_array().unwrap().iter();
    let mut example = example.filter(|thing| thing["id"] == "example.com");
    assert_eq!(example.next().unwrap()["tags"], json!(["kept", "new"]));
    assert_eq!(
        server.get("/api/tags").await.ok(),
        json!([
            {"tag": "kept", "domains": 1, "zones": 0, "servers": 0},
            {"tag": "new", "domains": 2, "zones": 1, "servers": 0},
        ])
    );

    // One that the account is not known to have: 404 in words, and nothing is changed.
    let body = json!({"things": [domain(&other), domain("nobody.example")], "add": ["x"]});
    let refused = server.post("/api/tags", body).await.error(404, "not_found");
    assert!(
        refused.contains("domain nobody.example is not among what account 'hostinger'"),
        "{refused}"
    );
    let path = "hostinger/vms/999999999/tags";
    let refused = server.put(path, json!({"tags": ["x"]})).await;
    refused.error(404, "not_found");
    let path = "hostinger/dns/nobody.example/tags";
    let refused = server.put(path, json!({"tags": ["x"]})).await;
    refused.error(404, "not_found");
    let used = server.get("/api/tags").await.ok();
    assert!(!used.to_string().contains("\"x\""), "{used}");
}

#[tokio::test]
async fn wrong_tags_are_refused_with_the_rule() {
    let server = synced().await;
    let path = "hostinger/domains/example.com/tags";
    let long = "x".repeat(41);
    let bad = json!({"tags": ["Acme", "good", "two words", "", "-a", long]});
    let answer = server.put(path, bad).await;
    let words = answer.error(400, "invalid");
    assert!(words.contains("1 to 40 lower-case letters"), "{words}");
    let faults = answer.json()["violations"].clone();
    let fields: Vec<&str> = faults
        .as_array()
        .unwrap()
        .iter()
        .map(|fault| fault["field"].as_str().unwrap())
        .collect();
    assert_eq!(
        fields,
        ["tags[0]", "tags[2]", "tags[3]", "tags[4]", "tags[5]"]
    );

    let many: Vec<String> = (0..21).map(|n| format!("t{n}")).collect();
    let answer = server.put(path, json!({"tags": many})).await;
    assert!(answer.error(400, "invalid").contains("20 at most"));
    server.put(path, json!({"tags": many[..20]})).await.ok();
    let thing = json!({"kind": "domain", "account": "hostinger", "id": "example.com"});
    let body = json!({"things": [thing], "add": ["one-more"]});
    let words = server.post("/api/tags", body).await.error(400, "invalid");
    assert!(words.contains("example.com would bear 21 tags"), "{words}");
    let one = server.get("hostinger/domains/example.com").await.ok();
    assert_eq!(one["tags"].as_array().unwrap().len(), 20);

    for body in [
        json!({"things": [], "add": ["a"]}),
        json!({"things": [thing]}),
        json!({"things": [thing], "add": ["a"], "remove": ["a"]}),
        json!({"things": [{"kind": "key", "account": "hostinger", "id": "1"}], "add": ["a"]}),
        json!({"things": [{"kind": "domain", "account": "hostinger", "id": "no domain"}], "add": ["a"]}),
    ] {
        let answer = server.post("/api/tags", body.clone()).await;
        assert_eq!(answer.status.as_u16(), 400, "{body}: {}", answer.text);
    }
    for path in [
        "/api/hosting/domains?tag=No",
        "/api/dns/zones?tag=No",
        "hostinger/vms?tag=",
    ] {
        server.get(path).await.error(400, "invalid");
    }
}

#[tokio::test]
async fn tags_go_with_the_zone_and_with_the_account() {
    let server = synced().await;
    let tags = json!({"tags": ["a"]});
    let path = "hostinger/domains/example.com/tags";
    server.put(path, tags.clone()).await.ok();
    let extra = [("nameservers".to_owned(), "ns1.demo.test".to_owned())];
    let settings = ConfigureAccount {
        extra: Some(extra.into()),
        ..ConfigureAccount::default()
    };
    server
        .app
        .provide_account("local", settings)
        .await
        .expect("the account");
    server
        .post("local/dns", json!({"name": "demo.test"}))
        .await
        .ok();
    // A zone that was made a moment ago is known.
    let zone = "local/dns/demo.test/tags";
    server.put(zone, tags.clone()).await.ok();
    server.delete("local/dns/demo.test/zone").await.ok();
    server
        .post("local/dns", json!({"name": "demo.test"}))
        .await
        .ok();
    assert_eq!(server.get(zone).await.ok(), json!({"tags": []}));

    server.delete("hostinger").await.ok();
    assert_eq!(server.get("/api/tags").await.ok(), json!([]));
    let settings = ConfigureAccount {
        api_key: Some(Secret::new(setec_sandbox::hostinger::TOKEN)),
        base_url: Some(server.sandbox_url.clone()),
        ..ConfigureAccount::default()
    };
    let again = server.app.provide_account("hostinger", settings).await;
    again.expect("the account");
    let one = server.get("hostinger/domains/example.com").await.ok();
    assert_eq!(one["tags"], json!([]));
}
