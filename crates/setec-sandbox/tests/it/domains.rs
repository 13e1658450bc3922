use std::time::Duration;

use http::Method;
use serde_json::json;
use setec_sandbox::hostinger::Pace;

use crate::client::Client;

const PORTFOLIO: &str = "/api/domains/v1/portfolio";

#[tokio::test]
async fn a_bought_domain_is_requested_first_and_has_no_details() {
    let client = Client::new();
    client.sandbox.set_pace(Pace::default());
    let body = json!({"domain": "cool-project.com", "item_id": "hostingercom-domain-com-usd-1y"});
    let (status, order) = client.post(PORTFOLIO, body).await;
    assert_eq!((status, &order["status"]), (200, &json!("completed")));
    assert_eq!(
        (&order["subtotal"], &order["total"]),
        (&json!(999), &json!(1249))
    );
    let path = format!("{PORTFOLIO}/cool-project.com");
    assert_eq!(client.get(&path).await.0, 404);
    let bought = client.sandbox.portfolio().pop().unwrap();
    assert_eq!(bought["status"], "requested");
    client.sandbox.advance(Duration::from_secs(3));
    let (status, details) = client.get(&path).await;
    assert_eq!((status, &details["status"]), (200, &json!("active")));
    assert_eq!(client.sandbox.orders().len(), 1);
    assert!(client.sandbox.zone_json("cool-project.com").is_array());
}

#[tokio::test]
async fn a_purchase_is_checked_before_the_charge() {
    let client = Client::new();
    let com = "hostingercom-domain-com-usd-1y";
    let wrong = [
        (
            json!({"domain": "x-y.com", "item_id": "hostingercom-domain-com"}),
            "item_id",
        ),
        (json!({"domain": "x-y.net", "item_id": com}), "item_id"),
        (json!({"domain": "example.com", "item_id": com}), "domain"),
        (
            json!({"domain": "x-y.com", "item_id": com, "payment_method_id": 1_327_410}),
            "payment_method_id",
        ),
        (
            json!({"domain": "x-y.app", "item_id": "hostingercom-domain-app-usd-1y"}),
            "domain_contacts",
        ),
    ];
    for (body, field) in wrong {
        let (status, answer) = client.post(PORTFOLIO, body).await;
        assert_eq!(status, 422);
        assert!(answer["errors"][field].is_array(), "{answer}");
    }
    assert!(client.sandbox.orders().is_empty());
}

#[tokio::test]
async fn a_202_order_waits_for_setup() {
    let client = Client::with_fault("orders-202");
    let body = json!({"domain": "cool-project.dev", "item_id": "hostingercom-domain-dev-usd-1y"});
    let (status, order) = client.post(PORTFOLIO, body).await;
    assert_eq!(
        (status, &order["status"]),
        (202, &json!("payment_initiated"))
    );
    let path = format!("{PORTFOLIO}/cool-project.dev");
    assert_eq!(client.get(&path).await.0, 404);
    let (status, _) = client.post(&format!("{path}/setup"), json!({})).await;
    assert_eq!(status, 200);
    assert_eq!(client.get(&path).await.0, 200);
}

#[tokio::test]
async fn availability_is_by_label_and_tld() {
    let client = Client::new();
    let body = json!({"domain": "cool-project", "tlds": ["com", "io", "dev", "eu"]});
    let (_, rows) = client.post("/api/domains/v1/availability", body).await;
    let rows: Vec<_> = rows
        .as_array()
        .unwrap()
        .iter()
        .map(|row| {
            (
                row["domain"].as_str().unwrap().to_owned(),
                row["is_available"].as_bool().unwrap(),
                row["restriction"].is_null(),
            )
        })
        .collect();
    assert_eq!(
        rows,
        [
            ("cool-project.com".to_owned(), true, true),
            ("cool-project.io".to_owned(), false, true),
            ("cool-project.dev".to_owned(), true, true),
            ("cool-project.eu".to_owned(), true, false),
        ]
    );
}

#[tokio::test]
async fn alternatives_come_with_exactly_one_tld() {
    let client = Client::new();
    for (tlds, count) in [(json!(["com"]), 4), (json!(["com", "net"]), 2)] {
        let body = json!({"domain": "my-new-site", "tlds": tlds, "with_alternatives": true});
        let (_, rows) = client.post("/api/domains/v1/availability", body).await;
        assert_eq!(rows.as_array().unwrap().len(), count);
    }
}

#[tokio::test]
async fn availability_is_limited_to_90_a_minute() {
    let client = Client::new();
    let body = json!({"domain": "my-new-site", "tlds": ["com"]});
    for _ in 0..90 {
        let (status, _) = client
            .post("/api/domains/v1/availability", body.clone())
            .await;
        assert_eq!(status, 200);
    }
    let path = "/api/domains/v1/availability";
    assert_eq!(client.post(path, body.clone()).await.0, 429);
    client.sandbox.advance(Duration::from_secs(61));
    assert_eq!(client.post(path, body).await.0, 200);
}

#[tokio::test]
async fn settings_reach_the_registry_later() {
    let client = Client::new();
    client.sandbox.set_pace(Pace::default());
    let domain = format!("{PORTFOLIO}/example.com");
    client
        .bare(Method::DELETE, &format!("{domain}/domain-lock"))
        .await;
    let servers = json!({"ns1": "a.ns.example.net", "ns2": "b.ns.example.net"});
    client
        .put(&format!("{domain}/nameservers"), servers.clone())
        .await;
    assert_eq!(client.get(&domain).await.1["is_locked"], true);
    client.sandbox.advance(Duration::from_secs(1));
    let (_, details) = client.get(&domain).await;
    assert_eq!(details["is_locked"], false);
    assert_eq!(details["name_servers"], servers);
}

#[tokio::test]
async fn some_registries_know_no_lock() {
    let client = Client::new();
    let path = format!("{PORTFOLIO}/vinterhamn.se");
    assert_eq!(client.get(&path).await.1["is_lockable"], false);
    let (status, _) = client
        .bare(Method::PUT, &format!("{path}/domain-lock"))
        .await;
    assert_eq!(status, 422);
}

#[tokio::test]
async fn a_new_auth_code_replaces_the_old_one() {
    let client = Client::new();
    let path = format!("{PORTFOLIO}/nightjarroasters.com/auth-code");
    let (_, first) = client.get(&path).await;
    let (_, second) = client.get(&path).await;
    assert!(first["auth_code"].is_string());
    assert_ne!(first, second);
}

#[tokio::test]
async fn the_free_domain_can_be_claimed_once() {
    let client = Client::new();
    let path = format!("{PORTFOLIO}/claim");
    let (status, claimed) = client.post(&path, json!({"domain": "free-pick.com"})).await;
    assert_eq!((status, &claimed["status"]), (200, &json!("requested")));
    let (status, refused) = client
        .post(&path, json!({"domain": "second-pick.com"}))
        .await;
    assert_eq!(status, 422);
    assert!(refused["message"].as_str().unwrap().contains("2037"));
}

#[tokio::test]
async fn a_move_needs_all_contacts_and_no_premium_protection() {
    let client = Client::new();
    let incoming = "/api/domains/v1/move/incoming/brightmoor-brewery.com";
    let (status, _) = client
        .put(incoming, json!({"domain_contacts": {"owner_id": 564_651}}))
        .await;
    assert_eq!(status, 422);
    let contacts = json!({
        "owner_id": 564_651, "admin_id": 564_651, "billing_id": 564_651, "tech_id": 564_651,
    });
    let body = json!({"domain_contacts": contacts});
    assert_eq!(client.put(incoming, body).await.0, 200);
    assert_eq!(client.get(incoming).await.1["status"], "completed");
    let path = format!("{PORTFOLIO}/brightmoor-brewery.com");
    assert_eq!(client.get(&path).await.0, 200);
    let outgoing = "/api/domains/v1/move/outgoing/copperline-logistics.com";
    let body = json!({"new_customer_email": "new@owner.example"});
    assert_eq!(client.post(outgoing, body).await.0, 428);
}
