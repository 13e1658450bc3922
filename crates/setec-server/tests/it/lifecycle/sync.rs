use std::time::{Duration, Instant};

use serde_json::{Value, json};
use setec_sandbox::reseller::{OTHER_API_KEY, OTHER_USERNAME};

use super::{DOMAINS, start};
use crate::harness::TestServer;

/// Synchronises an account and tells how it went.
async fn sync(server: &TestServer, account: &str) -> Value {
    let path = format!("{account}/domains/sync?wait=60");
    let ended = server.post_empty(&path).await.ok();
    assert_eq!(ended["running"], false, "{ended}");
    ended
}

async fn seen(server: &TestServer, account: &str) -> Vec<Value> {
    let path = format!("/api/hosting/domains?account={account}");
    let overview = server.get(&path).await.ok();
    overview["domains"].as_array().expect("domains").clone()
}

#[track_caller]
fn of<'a>(domains: &'a [Value], name: &str) -> &'a Value {
    let found = domains.iter().find(|domain| domain["name"] == name);
    found.unwrap_or_else(|| panic!("{name}: {domains:?}"))
}

fn fault(vendor: &setec_sandbox::reseller::Sandbox, text: &str) {
    vendor.add_fault(text.parse().expect("a fault"));
}

#[tokio::test]
async fn a_reseller_is_read_with_the_fewest_calls() {
    let (server, vendor) = start().await;
    vendor.take_exchanges();
    let ended = sync(&server, "reseller").await;
    assert_eq!(ended["problem"], Value::Null, "{ended}");
    assert_eq!(ended["problems"], 0, "{ended}");
    // One that has gone to another registrar is not the account's any more.
    assert_eq!(ended["domains"], DOMAINS.len() - 1, "{ended}");
    // There is no list: a call for each domain, and one for the prices.
    assert_eq!(vendor.take_exchanges().len(), DOMAINS.len() + 1);
    let domains = seen(&server, "reseller").await;
    let tinkerlab = of(&domains, "tinkerlab.dev");
    assert_eq!(tinkerlab["status"], "active");
    assert_eq!(tinkerlab["locked"], false);
    assert_eq!(
        tinkerlab["renewal_price"],
        json!({"minor": 1690, "currency": "EUR"})
    );
    assert_eq!(tinkerlab["nameservers"][0], "ns1.hostraha.example");
    assert_eq!(of(&domains, "lakeside-clinic.org")["status"], "expired");
    assert_eq!(of(&domains, "oldbrand.info")["status"], "transferred_away");
    // Prices are of the day.
    sync(&server, "reseller").await;
    assert_eq!(vendor.take_exchanges().len(), DOMAINS.len());
}

#[tokio::test]
async fn hostinger_is_read_with_one_list() {
    let (server, _reseller) = start().await;
    server.sandbox.take_exchanges();
    let ended = sync(&server, "hostinger").await;
    assert_eq!(ended["problems"], 0, "{ended}");
    let named = server.sandbox.portfolio();
    let named = named.iter().filter(|entry| entry["domain"].is_string());
    // The list, the details that it lacks, and the prices.
    assert_eq!(server.sandbox.take_exchanges().len(), 1 + named.count() + 1);
    let domains = seen(&server, "hostinger").await;
    let suspended = of(&domains, "pine-cabins.com");
    assert_eq!(suspended["status"], "suspended");
    assert_eq!(suspended["problem"], Value::Null, "{suspended}");
    assert!(of(&domains, "example.com")["renewal_price"]["minor"].is_u64());
}

#[tokio::test]
async fn one_bad_domain_stops_nothing_and_keeps_what_was_seen() {
    let (server, vendor) = start().await;
    sync(&server, "reseller").await;
    let before = seen(&server, "reseller").await;
    fault(&vendor, "empty-body:path=tinkerlab.dev");
    vendor.transfer_away("nordlund-studio.com");
    let ended = sync(&server, "reseller").await;
    assert_eq!(ended["problems"], 1, "{ended}");
    assert_eq!(ended["problem"], Value::Null, "{ended}");
    let after = seen(&server, "reseller").await;
    let (old, bad) = (of(&before, "tinkerlab.dev"), of(&after, "tinkerlab.dev"));
    assert!(
        bad["problem"].as_str().unwrap().contains("cannot be read"),
        "{bad}"
    );
    for field in [
        "status",
        "expires_at",
        "locked",
        "nameservers",
        "last_synced",
        "renewal_price",
    ] {
        assert_eq!(old[field], bad[field], "{field}");
    }
    assert!(
        bad["checked_at"].as_str() > bad["last_synced"].as_str(),
        "{bad}"
    );
    let away = of(&after, "nordlund-studio.com");
    assert_eq!(away["status"], "transferred_away");
    assert_eq!(away["problem"], Value::Null);
    // It is well again as soon as it answers.
    vendor.clear_faults();
    sync(&server, "reseller").await;
    let healed = seen(&server, "reseller").await;
    assert_eq!(of(&healed, "tinkerlab.dev")["problem"], Value::Null);
}

#[tokio::test]
async fn an_account_that_does_not_answer_is_neither_expired_nor_gone() {
    let (server, vendor) = start().await;
    sync(&server, "reseller").await;
    let before = seen(&server, "reseller").await;
    fault(&vendor, "ip-refused");
    let begun = server.post_empty("/api/hosting/domains/sync").await.ok();
    assert_eq!(begun.as_array().unwrap().len(), 2, "{begun}");
    let ended = server.get("reseller/domains/sync?wait=60").await.ok();
    assert!(
        ended["problem"].as_str().unwrap().contains("whitelist"),
        "{ended}"
    );
    assert_eq!(ended["domains"], DOMAINS.len() - 1, "{ended}");
    let other = server.get("hostinger/domains/sync?wait=60").await.ok();
    assert_eq!(
        other["problem"],
        Value::Null,
        "one account's trouble is its own"
    );
    for domain in seen(&server, "reseller").await {
        let name = domain["name"].as_str().unwrap();
        let old = of(&before, name);
        assert_eq!(old["status"], domain["status"], "{name}");
        assert_eq!(old["last_synced"], domain["last_synced"], "{name}");
        let is_over = domain["status"] == "transferred_away";
        assert_eq!(domain["problem"].is_null(), is_over, "{domain}");
    }
}

#[tokio::test]
async fn what_a_vendor_no_longer_has_is_gone() {
    let (server, _vendor) = start().await;
    sync(&server, "reseller").await;
    // Another reseller's key: the domains are not found from now on.
    let other = json!({"api_key": OTHER_API_KEY, "extra": {
        "username": OTHER_USERNAME, "domains": "acacia-lodge.com"
    }});
    server.post("reseller/configure", other).await.ok();
    let ended = sync(&server, "reseller").await;
    assert_eq!(ended["domains"], 1, "{ended}");
    let domains = seen(&server, "reseller").await;
    assert_eq!(of(&domains, "acacia-lodge.com")["status"], "active");
    assert_eq!(of(&domains, "tinkerlab.dev")["status"], "deleted");
    assert_eq!(of(&domains, "oldbrand.info")["status"], "transferred_away");
    let path = "/api/hosting/domains?account=reseller&expiring_within_days=3650";
    let here = server.get(path).await.ok();
    assert_eq!(here["domains"].as_array().unwrap().len(), 1, "{here}");
    // What was seen at an account goes with it.
    server.delete("reseller").await.ok();
    server
        .get("/api/hosting/domains?account=reseller")
        .await
        .error(404, "not_found");
    let all = server.get("/api/hosting/domains").await.ok();
    assert_eq!(all["domains"], json!([]), "{all}");
}

#[tokio::test]
async fn every_account_is_read_by_itself() {
    let (server, vendor) = start().await;
    server.app.keep_domains_in_sync(Duration::from_millis(300));
    for account in ["hostinger", "reseller"] {
        let path = format!("{account}/domains/sync?wait=1");
        let mut ended = server.get(&path).await.ok();
        let deadline = Instant::now() + Duration::from_mins(1);
        while ended["last_synced"].is_null() {
            assert!(Instant::now() < deadline, "{ended}");
            tokio::time::sleep(Duration::from_millis(50)).await;
            ended = server.get(&path).await.ok();
        }
        assert_eq!(ended["problem"], Value::Null, "{ended}");
        assert!(ended["domains"].as_u64() > Some(0), "{ended}");
    }
    assert!(!vendor.take_exchanges().is_empty());
}

#[tokio::test]
async fn the_overview_is_read_in_pages_without_asking_anybody() {
    let (server, vendor) = start().await;
    sync(&server, "reseller").await;
    sync(&server, "hostinger").await;
    vendor.take_exchanges();
    server.sandbox.take_exchanges();
    let whole = server.get("/api/hosting/domains").await.ok();
    assert_eq!(whole["next"], Value::Null);
    let whole = whole["domains"].as_array().unwrap().clone();
    let mut paged = Vec::new();
    let mut path = "/api/hosting/domains?limit=7".to_owned();
    loop {
        let page = server.get(&path).await.ok();
        paged.extend(page["domains"].as_array().unwrap().clone());
        let Some(next) = page["next"].as_str() else {
            break;
        };
        path = format!("/api/hosting/domains?limit=7&after={next}");
    }
    assert_eq!(paged, whole);
    let expired = server
        .get("/api/hosting/domains?status=expired&account=reseller")
        .await
        .ok();
    assert_eq!(expired["domains"][0]["name"], "lakeside-clinic.org");
    assert!(vendor.take_exchanges().is_empty());
    assert!(server.sandbox.take_exchanges().is_empty());
}
