//! The zones of all accounts in one list.

use serde_json::json;

use super::{add_silent_account, entry, once, with_local};

#[tokio::test]
async fn zones_of_all_accounts_stand_in_one_list() {
    let server = with_local().await;
    let list = server.get("/api/dns/zones").await.ok();
    let own = entry(&list["zones"], "name", "demo.test");
    assert_eq!(own["account"], "local");
    // SOA, NS and the three.
    assert_eq!(own["records"], 5, "{own}");
    assert_eq!(own["last_change"]["origin"], "change");
    assert_eq!(own["last_change"]["actor"], "admin");
    assert!(own["serial"].is_u64(), "{own}");
    let bought = entry(&list["zones"], "name", "example.com");
    assert_eq!(bought["account"], "hostinger");
    let accounts = &list["accounts"];
    assert_eq!(entry(accounts, "account", "local")["zones"], 1);
    assert_eq!(
        entry(accounts, "account", "hostinger")["problem"],
        json!(null)
    );

    // What nobody has looked at is looked at by itself.
    let records = server.get("hostinger/dns/example.com").await.ok();
    let list = once(&server, "/api/dns/zones", |list| {
        entry(&list["zones"], "name", "example.com")["records"].is_u64()
    })
    .await;
    let bought = entry(&list["zones"], "name", "example.com");
    assert_eq!(bought["records"], records.as_array().unwrap().len());
    assert_eq!(bought["last_change"]["origin"], "first");

    // A zone that is made or removed is there, or not, at once.
    let zone = json!({"name": "fresh.test"});
    server.post("local/dns", zone).await.ok();
    let list = server.get("/api/dns/zones?account=local").await.ok();
    assert_eq!(list["zones"].as_array().unwrap().len(), 2);
    server.delete("local/dns/fresh.test/zone").await.ok();
    let list = server.get("/api/dns/zones?account=local").await.ok();
    assert_eq!(list["zones"].as_array().unwrap().len(), 1);
}

#[tokio::test]
async fn an_account_that_fails_or_is_silent_spoils_nothing() {
    let server = with_local().await;
    let silent = add_silent_account(&server).await;
    let body = json!({"api_key": "expired", "base_url": server.sandbox_url});
    server.post("hostinger/configure", body).await.ok();
    let list = server.get("/api/dns/zones").await.ok();
    entry(&list["zones"], "name", "demo.test");
    let problem = |account: &str| {
        let entry = entry(&list["accounts"], "account", account);
        assert_eq!(entry["asked_at"], json!(null), "{entry}");
        entry["problem"].as_str().unwrap().to_owned()
    };
    let refused = problem("hostinger");
    assert!(refused.contains("401"), "{refused}");
    assert_eq!(problem("silent"), "the provider has not answered yet");
    drop(silent);

    // What was told before stays, and says what is wrong by now.
    let body = json!({"api_key": "sandbox-token", "base_url": server.sandbox_url});
    server.post("hostinger/configure", body).await.ok();
    let list = server.get("/api/dns/zones?account=hostinger").await.ok();
    let known = list["zones"].as_array().unwrap().len();
    assert!(known > 1, "{list}");
    server
        .sandbox
        .add_fault("server-error:status=500".parse().unwrap());
    let path = "/api/dns/zones?account=hostinger&refresh=true";
    let list = once(&server, path, |list| {
        list["accounts"][0]["problem"]
            .as_str()
            .is_some_and(|problem| problem != "the provider has not answered yet")
    })
    .await;
    assert_eq!(list["zones"].as_array().unwrap().len(), known);

    server
        .get("/api/dns/zones?account=nobody")
        .await
        .error(404, "not_found");
    server
        .get("/api/dns/zones?sort=name")
        .await
        .error(400, "invalid");
}
