//! Every request of the documents that the product was asked for with.

use serde_json::json;

use crate::harness::TestServer;

#[tokio::test]
async fn providers_are_listed_configured_tested_and_deleted() {
    let server = TestServer::start().await;
    let list = server.get("").await.ok();
    let hostinger = list
        .as_array()
        .unwrap()
        .iter()
        .find(|p| p["name"] == "hostinger")
        .unwrap()
        .clone();
    assert_eq!(hostinger["display_name"], "Hostinger");
    assert_eq!(hostinger["connected"], true);
    let configured = server
        .post("hostinger/configure", json!({"api_key": "sandbox-token"}))
        .await
        .ok();
    assert_eq!(configured, json!({"status": "configured"}));
    let tested = server.post_empty("hostinger/test").await.ok();
    assert_eq!(
        tested,
        json!({"status": "ok", "message": "Connection successful"})
    );
    assert_eq!(
        server.delete("hostinger").await.ok(),
        json!({"status": "deleted"})
    );
    let list = server.get("").await.ok();
    let hostinger = list
        .as_array()
        .unwrap()
        .iter()
        .find(|p| p["name"] == "hostinger")
        .unwrap()
        .clone();
    assert_eq!(hostinger["connected"], false);
}

#[tokio::test]
async fn records_are_listed_as_the_document_shows_them() {
    let server = TestServer::start().await;
    let records = server.get("hostinger/dns/example.com").await.ok();
    let records = records.as_array().unwrap();
    for shown in [
        json!({"id": "@/A/0", "type": "A", "name": "@", "content": "93.184.216.34", "ttl": 14400, "priority": 0}),
        json!({"id": "www/CNAME/0", "type": "CNAME", "name": "www", "content": "example.com", "ttl": 14400, "priority": 0}),
        json!({"id": "@/MX/10", "type": "MX", "name": "@", "content": "mail.example.com", "ttl": 14400, "priority": 10}),
    ] {
        assert!(records.contains(&shown), "{shown} in {records:?}");
    }
}

#[tokio::test]
async fn records_are_created_updated_deleted_and_reset() {
    let server = TestServer::start().await;
    let zone = "hostinger/dns/example.com";
    let record = json!({"type": "A", "name": "api", "content": "93.184.216.35", "ttl": 3600});
    assert_eq!(
        server.post(zone, record).await.ok(),
        json!({"status": "created"})
    );
    let update = json!({
        "records": [
            {"type": "A", "name": "@", "content": "93.184.216.34", "ttl": 14400},
            {"type": "CNAME", "name": "www", "content": "example.com", "ttl": 14400}
        ],
        "overwrite": false
    });
    assert_eq!(
        server.put(zone, update).await.ok(),
        json!({"status": "updated"})
    );
    let gone = server
        .delete("hostinger/dns/example.com?name=api&type=A")
        .await;
    assert_eq!(gone.ok(), json!({"status": "deleted"}));
    let reset = server.post_empty("hostinger/dns/example.com/reset").await;
    assert_eq!(reset.ok(), json!({"status": "reset"}));
}

#[tokio::test]
async fn domains_are_listed_checked_bought_and_changed() {
    let server = TestServer::start().await;
    let shown = json!({
        "name": "example.com", "registrar": "Hostinger", "status": "active",
        "expires_at": "2027-03-15T00:00:00Z", "locked": true, "privacy_protection": true,
        "nameservers": ["ns1.dns-parking.com", "ns2.dns-parking.com"]
    });
    let list = server.get("hostinger/domains").await.ok();
    let listed = list
        .as_array()
        .unwrap()
        .iter()
        .find(|d| d["name"] == "example.com")
        .unwrap()
        .clone();
    let details = server.get("hostinger/domains/example.com").await.ok();
    for (key, value) in shown.as_object().unwrap() {
        assert_eq!(&listed[key], value, "{key}");
        assert_eq!(&details[key], value, "{key}");
    }

    let names = json!({"domains": ["cool-project.com", "cool-project.io", "cool-project.dev"]});
    let checked = server.post("hostinger/domains/check", names).await.ok();
    assert_eq!(checked[0]["domain"], "cool-project.com");
    assert_eq!(checked[0]["available"], true);
    assert_eq!(checked[0]["price"], 9.99);
    assert_eq!(checked[0]["currency"], "USD");
    assert_eq!(checked[1]["available"], false);
    assert!(
        checked[1].get("price").is_none(),
        "a taken name has no price"
    );
    assert_eq!(checked[2]["price"], 14.99);

    let order = json!({"domain": "my-new-site.com", "period": 1, "auto_renew": true, "privacy_protection": true});
    let bought = server
        .post("hostinger/domains/purchase", order.clone())
        .await
        .ok();
    assert_eq!(bought["name"], "my-new-site.com");
    assert_eq!(server.sandbox.orders().len(), 1);
    let again = server.post("hostinger/domains/purchase", order).await;
    assert!(again.status.is_client_error(), "{}", again.text);
    assert_eq!(server.sandbox.orders().len(), 1, "never bought twice");

    let domain = "hostinger/domains/example.com";
    let nameservers = json!({"nameservers": ["ns1.cloudflare.com", "ns2.cloudflare.com"]});
    assert_eq!(
        server
            .put(&format!("{domain}/nameservers"), nameservers)
            .await
            .ok(),
        json!({"status": "updated"})
    );
    assert_eq!(
        server.post_empty(&format!("{domain}/lock")).await.ok(),
        json!({"status": "locked"})
    );
    assert_eq!(
        server.delete(&format!("{domain}/lock")).await.ok(),
        json!({"status": "unlocked"})
    );
    assert_eq!(
        server.post_empty(&format!("{domain}/privacy")).await.ok(),
        json!({"status": "enabled"})
    );
    assert_eq!(
        server.delete(&format!("{domain}/privacy")).await.ok(),
        json!({"status": "disabled"})
    );
    let after = server.get(domain).await.ok();
    assert_eq!(
        after["nameservers"],
        json!(["ns1.cloudflare.com", "ns2.cloudflare.com"])
    );
    assert_eq!(after["locked"], false);
    assert_eq!(after["privacy_protection"], false);
}

#[tokio::test]
async fn servers_are_listed_shown_and_bought() {
    let server = TestServer::start().await;
    let list = server.get("hostinger/vms").await.ok();
    let first = list
        .as_array()
        .unwrap()
        .iter()
        .find(|vm| vm["ipv4"] == "93.184.216.34")
        .unwrap()
        .clone();
    for (key, value) in json!({
        "status": "running", "plan": "kvm-2", "ipv6": "2606:2800:220:1:248:1893:25c8:1946",
        "os": "Ubuntu 22.04", "cpus": 2, "memory_mb": 4096, "disk_gb": 80, "bandwidth_gb": 4000,
        "created_at": "2025-01-15T10:30:00Z"
    })
    .as_object()
    .unwrap()
    {
        assert_eq!(&first[key], value, "{key}");
    }
    let id = first["id"].as_str().unwrap();
    assert_eq!(
        server.get(&format!("hostinger/vms/{id}")).await.ok()["id"],
        id
    );
    assert_eq!(
        server.get(&format!("hostinger/vms/vm-{id}")).await.ok()["id"],
        id
    );

    let centers = server.get("hostinger/datacenters").await.ok();
    let center = &centers[0];
    for key in ["id", "name", "location", "country"] {
        assert!(center[key].is_string(), "{key} in {center}");
    }
    let keys = server.get("hostinger/ssh-keys").await.ok();
    let order = json!({
        "plan": "kvm-2", "data_center_id": center["id"], "template": "ubuntu-22.04",
        "password": "SecurePassword123!", "hostname": "web-server-2", "ssh_key_id": keys[0]["id"]
    });
    let bought = server.post("hostinger/vms", order.clone()).await.ok();
    assert_eq!(bought["name"], "web-server-2.demo.example");
    assert_eq!(bought["status"], "creating");
    assert_eq!(bought["plan"], "kvm-2");
    assert_eq!(server.sandbox.orders().len(), 1);
    let second_click = server.post("hostinger/vms", order).await;
    second_click.error(409, "exists");
    assert_eq!(server.sandbox.orders().len(), 1, "never bought twice");
}

#[tokio::test]
async fn keys_and_bills_are_as_the_document_shows_them() {
    let server = TestServer::start().await;
    let keys = server.get("hostinger/ssh-keys").await.ok();
    assert_eq!(keys[0]["name"], "deploy-key");
    assert!(
        keys[0]["fingerprint"]
            .as_str()
            .unwrap()
            .starts_with("SHA256:")
    );
    assert!(
        keys[0]["public_key"]
            .as_str()
            .unwrap()
            .starts_with("ssh-ed25519 ")
    );
    let public_key = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIJQ9BZXOOqOhRPmdHmjnqEVOKFVOqDX8ZqKQX5ZHdUkq user@host";
    let added = server
        .post(
            "hostinger/ssh-keys",
            json!({"name": "new-deploy-key", "public_key": public_key}),
        )
        .await
        .ok();
    assert_eq!(added["name"], "new-deploy-key");
    let id = added["id"].as_str().unwrap();
    assert_eq!(
        server
            .delete(&format!("hostinger/ssh-keys/{id}"))
            .await
            .ok(),
        json!({"status": "deleted"})
    );

    let subscriptions = server.get("hostinger/subscriptions").await.ok();
    let hosting = subscriptions
        .as_array()
        .unwrap()
        .iter()
        .find(|s| s["name"] == "Premium Web Hosting")
        .unwrap()
        .clone();
    assert_eq!(hosting["price"], 2.99);
    assert_eq!(hosting["currency"], "USD");
    assert_eq!(hosting["status"], "active");
    assert_eq!(hosting["renews_at"], "2027-03-15T00:00:00Z");

    let catalog = server.get("hostinger/catalog").await.ok();
    let kvm = catalog
        .as_array()
        .unwrap()
        .iter()
        .find(|entry| entry["id"] == "kvm-2")
        .unwrap()
        .clone();
    assert_eq!(kvm["name"], "KVM 2");
    assert_eq!(kvm["category"], "vps");
    assert_eq!(kvm["price_cents"], 1199);
    assert_eq!(kvm["period"], "monthly");
}

#[tokio::test]
async fn errors_are_worded_as_the_document_says() {
    let server = TestServer::start().await;
    let unknown = server.get("nobody/dns/example.com").await;
    assert_eq!(
        unknown.error(404, "not_found"),
        "hosting provider 'nobody' not registered"
    );
    server
        .post("hostinger/configure", json!({"api_key": "wrong"}))
        .await
        .ok();
    let refused = server.post_empty("hostinger/test").await;
    let error = refused.error(502, "provider_credentials");
    assert!(error.contains("hostinger API error 401"), "{error}");
}
