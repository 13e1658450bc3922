//! Everything beyond the first documents: each operation once, with what a user sees.

use serde_json::{Value, json};

use crate::harness::TestServer;

async fn running_vm(server: &TestServer) -> String {
    let vms = server.get("hostinger/vms").await.ok();
    let vm = vms
        .as_array()
        .unwrap()
        .iter()
        .find(|vm| vm["status"] == "running")
        .unwrap()
        .clone();
    vm["id"].as_str().unwrap().to_owned()
}

async fn ended(server: &TestServer, vm: &str, action: &Value) -> Value {
    let id = action["id"].as_str().expect("an action has an id");
    server
        .get(&format!("hostinger/vms/{vm}/actions/{id}?wait=30"))
        .await
        .ok()
}

#[tokio::test]
async fn power_snapshots_names_and_labels_of_a_server() {
    let server = TestServer::start().await;
    let id = running_vm(&server).await;
    let vm = format!("hostinger/vms/{id}");
    for verb in ["stop", "start", "restart"] {
        let action = server.post_empty(&format!("{vm}/{verb}")).await.ok();
        assert_eq!(
            ended(&server, &id, &action).await["status"],
            "success",
            "{verb}"
        );
    }
    let action = server.post_empty(&format!("{vm}/snapshot")).await.ok();
    assert_eq!(ended(&server, &id, &action).await["status"], "success");
    assert!(server.get(&format!("{vm}/snapshot")).await.ok()["created_at"].is_string());
    let action = server
        .post_empty(&format!("{vm}/snapshot/restore"))
        .await
        .ok();
    ended(&server, &id, &action).await;
    let action = server.delete(&format!("{vm}/snapshot")).await.ok();
    ended(&server, &id, &action).await;
    server
        .get(&format!("{vm}/snapshot"))
        .await
        .error(404, "not_found");

    let action = server
        .put(
            &format!("{vm}/hostname"),
            json!({"hostname": "mail.example.com"}),
        )
        .await
        .ok();
    ended(&server, &id, &action).await;
    assert_eq!(server.get(&vm).await.ok()["name"], "mail.example.com");
    let labeled = server
        .put(
            &format!("{vm}/labels"),
            json!({"labels": {"env": "production"}}),
        )
        .await
        .ok();
    assert_eq!(labeled["labels"], json!({"env": "production"}));
    assert_eq!(
        server.get(&vm).await.ok()["labels"],
        json!({"env": "production"})
    );

    let address = server.get(&vm).await.ok()["addresses"][0]["id"]
        .as_str()
        .unwrap()
        .to_owned();
    let ptr = format!("{vm}/addresses/{address}/ptr");
    let action = server
        .put(&ptr, json!({"name": "mail.example.com"}))
        .await
        .ok();
    ended(&server, &id, &action).await;
    assert_eq!(
        server.get(&vm).await.ok()["addresses"][0]["ptr"],
        "mail.example.com"
    );
    server.delete(&ptr).await.ok();
    server
        .put(&format!("{vm}/root-password"), json!({"password": "short"}))
        .await
        .error(400, "invalid");
    server
        .put(
            &format!("{vm}/root-password"),
            json!({"password": "Long-Enough-123!"}),
        )
        .await
        .ok();
    let actions = server.get(&format!("{vm}/actions")).await.ok();
    assert!(actions.as_array().unwrap().len() >= 5);
    let metrics = server
        .get(&format!(
            "{vm}/metrics?date_from=2026-01-01T00:00:00Z&date_to=2026-01-02T00:00:00Z"
        ))
        .await
        .ok();
    assert!(
        metrics
            .as_array()
            .unwrap()
            .iter()
            .any(|series| series["name"] == "cpu_usage"),
        "{metrics}"
    );
    server.get(&format!("{vm}/backups")).await.ok();
    server.get("hostinger/templates").await.ok();
}

#[tokio::test]
async fn firewalls_and_scripts() {
    let server = TestServer::start().await;
    let vm = running_vm(&server).await;
    let firewall = server
        .post("hostinger/firewalls", json!({"name": "web"}))
        .await
        .ok();
    let path = format!("hostinger/firewalls/{}", firewall["id"].as_str().unwrap());
    let rule = json!({"protocol": "TCP", "port": "443", "source": "any", "source_detail": "any"});
    let added = server
        .post(&format!("{path}/rules"), rule.clone())
        .await
        .ok();
    let rule_path = format!("{path}/rules/{}", added["id"].as_str().unwrap());
    let changed =
        json!({"protocol": "TCP", "port": "8443", "source": "any", "source_detail": "any"});
    assert_eq!(server.put(&rule_path, changed).await.ok()["port"], "8443");
    let action = server.post_empty(&format!("{path}/vms/{vm}")).await.ok();
    ended(&server, &vm, &action).await;
    let action = server
        .post_empty(&format!("{path}/vms/{vm}/sync"))
        .await
        .ok();
    ended(&server, &vm, &action).await;
    assert_eq!(server.get(&path).await.ok()["rules"][0]["port"], "8443");
    let action = server.delete(&format!("{path}/vms/{vm}")).await.ok();
    ended(&server, &vm, &action).await;
    server.delete(&rule_path).await.ok();
    server.delete(&path).await.ok();
    server.get(&path).await.error(404, "not_found");

    let script = server
        .post(
            "hostinger/post-install-scripts",
            json!({"name": "s", "content": "#!/bin/sh\necho"}),
        )
        .await
        .ok();
    let path = format!(
        "hostinger/post-install-scripts/{}",
        script["id"].as_str().unwrap()
    );
    server
        .put(&path, json!({"name": "t", "content": "#!/bin/sh\ndate"}))
        .await
        .ok();
    assert_eq!(server.get(&path).await.ok()["name"], "t");
    server.delete(&path).await.ok();
    server.get(&path).await.error(404, "not_found");
}

#[tokio::test]
async fn forwarding_whois_and_auth_codes_of_domains() {
    let server = TestServer::start().await;
    let path = "hostinger/domains/example.com/forwarding";
    let made = server
        .put(path, json!({"redirect_url": "https://example.org/"}))
        .await
        .ok();
    assert_eq!(made["redirect_type"], 301);
    let changed = server
        .put(
            path,
            json!({"redirect_url": "https://example.net/", "redirect_type": 302}),
        )
        .await
        .ok();
    assert_eq!(changed["redirect_url"], "https://example.net/");
    server.delete(path).await.ok();
    server.get(path).await.error(404, "not_found");
    let locked = server.get("hostinger/domains/example.com/auth-code").await;
    locked.error(409, "conflict");
    server
        .delete("hostinger/domains/example.com/lock")
        .await
        .ok();
    let code = server
        .get("hostinger/domains/example.com/auth-code")
        .await
        .ok();
    assert!(
        code["auth_code"]
            .as_str()
            .is_some_and(|code| !code.is_empty())
    );
    let profiles = server.get("hostinger/whois?tld=com").await.ok();
    let id = profiles[0]["id"].as_str().unwrap();
    assert_eq!(
        server.get(&format!("hostinger/whois/{id}")).await.ok()["tld"],
        "com"
    );
    server
        .get(&format!("hostinger/whois/{id}/usage"))
        .await
        .ok();
}

#[tokio::test]
async fn renewals_and_payment_methods() {
    let server = TestServer::start().await;
    let subscriptions = server.get("hostinger/subscriptions").await.ok();
    let id = subscriptions[0]["id"].as_str().unwrap();
    let path = format!("hostinger/subscriptions/{id}/auto-renewal");
    assert_eq!(server.delete(&path).await.ok()["auto_renew"], false);
    assert_eq!(server.post_empty(&path).await.ok()["auto_renew"], true);
    let methods = server.get("hostinger/payment-methods").await.ok();
    assert!(
        methods
            .as_array()
            .unwrap()
            .iter()
            .any(|method| method["is_default"] == true)
    );
    let vps = server.get("hostinger/catalog?category=vps").await.ok();
    assert!(
        vps.as_array()
            .unwrap()
            .iter()
            .all(|entry| entry["category"] == "vps")
    );
}

#[tokio::test]
async fn the_provider_s_snapshots_of_a_zone_bring_it_back() {
    let server = TestServer::start().await;
    let zone = "hostinger/dns/example.com";
    let before = server.get(zone).await.ok();
    server
        .post(
            zone,
            json!({"type": "A", "name": "api", "content": "192.0.2.1"}),
        )
        .await
        .ok();
    let snapshots = server.get(&format!("{zone}/snapshots")).await.ok();
    let newest = snapshots
        .as_array()
        .unwrap()
        .iter()
        .max_by_key(|s| s["id"].as_str().unwrap().parse::<u64>().unwrap())
        .unwrap();
    let id = newest["id"].as_str().unwrap();
    let shown = server.get(&format!("{zone}/snapshots/{id}")).await.ok();
    assert_eq!(shown["records"], before);
    server
        .post_empty(&format!("{zone}/snapshots/{id}/restore"))
        .await
        .ok();
    assert_eq!(server.get(zone).await.ok(), before);
    let text = server.get(&format!("{zone}/export")).await;
    assert!(
        text.text.contains("www       IN CNAME example.com."),
        "{}",
        text.text
    );
}

#[tokio::test]
async fn changes_are_journaled_and_secrets_are_not() {
    let server = TestServer::start().await;
    server
        .post(
            "hostinger/dns/example.com",
            json!({"type": "A", "name": "api", "content": "192.0.2.1"}),
        )
        .await
        .ok();
    server
        .post("hostinger/configure", json!({"api_key": "sandbox-token"}))
        .await
        .ok();
    server
        .delete("hostinger/dns/example.com?name=none&type=A")
        .await
        .error(404, "not_found");
    let journal = server.get("/api/journal").await;
    let entries = journal.ok();
    let create = entries
        .as_array()
        .unwrap()
        .iter()
        .find(|entry| entry["action"] == "dns.create")
        .unwrap()
        .clone();
    assert_eq!(create["actor"], "admin");
    assert_eq!(create["outcome"], "done");
    assert_eq!(create["subject"], "example.com");
    assert_eq!(create["after"][0]["values"], json!(["192.0.2.1"]));
    assert!(!journal.text.contains("sandbox-token"), "{}", journal.text);
    let one = server.get("/api/journal?limit=1").await.ok();
    let next = server
        .get(&format!(
            "/api/journal?limit=1&before={}",
            one[0]["id"].as_str().unwrap()
        ))
        .await
        .ok();
    assert_ne!(one[0]["id"], next[0]["id"]);
}
