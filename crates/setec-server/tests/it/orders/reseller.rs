//! Renewals, transfers, restores and registrations at a provider that names no order.

use std::time::Duration;

use serde_json::{Value, json};
use setec_sandbox::reseller::{API_KEY, ENDPOINT, Pace, Sandbox, USERNAME, serve};

use crate::harness::TestServer;

/// A server with the account `reseller` on a fresh simulator.
async fn start(patience: Duration) -> (TestServer, Sandbox) {
    let server = TestServer::start_with_patience(patience).await;
    let vendor = Sandbox::demo();
    vendor.set_pace(Pace::instant());
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let origin = format!("http://{}", listener.local_addr().unwrap());
    tokio::spawn(serve(listener, vendor.clone(), std::future::pending()));
    let account = json!({
        "driver": "domains-reseller", "api_key": API_KEY, "base_url": format!("{origin}{ENDPOINT}"),
        "extra": {"username": USERNAME, "nameservers": "ns1.hostraha.example,ns2.hostraha.example"}
    });
    server.post("reseller/configure", account).await.ok();
    (server, vendor)
}

fn fault(vendor: &Sandbox, text: &str) {
    vendor.add_fault(text.parse().expect("a fault"));
}

fn sent(vendor: &Sandbox) -> usize {
    let exchanges = vendor.exchanges();
    exchanges
        .iter()
        .filter(|exchange| exchange.action.starts_with("order/domains/"))
        .count()
}

fn renewal() -> Value {
    json!({"kind": "renew_domain", "domain": "nordlund-studio.com", "years": 1})
}

fn contacts() -> Value {
    json!({"registrant": {
        "first_name": "Jane", "last_name": "Wanjiru", "email": "jane@example.com",
        "phone": "+254712345678", "address1": "1 Moi Avenue", "city": "Nairobi",
        "state": "Nairobi", "postcode": "00100", "country": "KE"
    }})
}

#[tokio::test]
async fn a_renewal_whose_answer_is_lost_is_seen_by_the_expiry() {
    let (server, vendor) = start(Duration::from_mins(15)).await;
    let [first, second] = [
        server.quote_at("reseller", renewal()).await,
        server.quote_at("reseller", renewal()).await,
    ];
    assert_eq!(first["price"]["currency"], "EUR");
    assert!(first["price"]["minor"].as_i64().unwrap() > 0, "{first}");
    assert_eq!(first["target"], second["target"]);
    fault(&vendor, "lost-answer:times=1,on=POST,path=renew");
    let order = server.confirm(&first, "k-1").await.ok();
    let order = server.until(&order["id"], "completed").await;
    assert!(
        order["detail"].as_str().unwrap().contains("expires on"),
        "{order}"
    );
    assert_eq!(sent(&vendor), 1);
    // The other quote was for the same year, which is paid for now.
    let late = server.confirm(&second, "k-2").await.ok();
    assert_eq!(late["state"], "failed", "{late}");
    assert!(
        late["detail"]
            .as_str()
            .unwrap()
            .contains("nothing was sent"),
        "{late}"
    );
    assert_eq!(sent(&vendor), 1);
    let third = server.quote_at("reseller", renewal()).await;
    assert_ne!(third["target"], first["target"]);
    assert_eq!(
        server.confirm(&third, "k-3").await.ok()["state"],
        "completed"
    );
    assert_eq!(sent(&vendor), 2);
    let subject = third["subject"].as_str().unwrap();
    assert!(!subject.contains(' '), "{third}");
    let path = format!("/api/hosting/orders?target={subject}");
    let found = server.get(&path).await;
    assert_eq!(found.ok().as_array().unwrap().len(), 3, "{subject}");
}

#[tokio::test]
async fn a_renewal_that_never_arrived_has_failed_after_the_patience() {
    let (server, vendor) = start(Duration::from_secs(1)).await;
    let quote = server.quote_at("reseller", renewal()).await;
    fault(
        &vendor,
        "server-error:times=1,on=POST,path=renew,status=503",
    );
    let order = server.confirm(&quote, "k").await.ok();
    let order = server.until(&order["id"], "failed").await;
    assert!(
        order["detail"].as_str().unwrap().contains("still expires"),
        "{order}"
    );
    assert!(vendor.orders().is_empty());
}

#[tokio::test]
async fn a_registration_needs_contacts_and_is_listed_afterwards() {
    let (server, vendor) = start(Duration::from_mins(15)).await;
    let mut wish = json!({"kind": "register_domain", "domain": "brand-new-name.com", "period": 1});
    server
        .post("reseller/quotes", wish.clone())
        .await
        .error(400, "invalid");
    wish["contacts"] = contacts();
    let mut nameless = wish.clone();
    nameless["contacts"]["registrant"]["email"] = "nobody".into();
    nameless["contacts"]["registrant"]["city"] = "".into();
    let wrong = server.post("reseller/quotes", nameless).await;
    wrong.error(400, "invalid");
    assert_eq!(
        wrong.json()["violations"].as_array().unwrap().len(),
        2,
        "{}",
        wrong.text
    );
    assert_eq!(sent(&vendor), 0);
    let quote = server.quote_at("reseller", wish).await;
    fault(&vendor, "lost-answer:times=1,on=POST,path=register");
    let order = server.confirm(&quote, "k").await.ok();
    server.until(&order["id"], "completed").await;
    assert_eq!(sent(&vendor), 1);
    let domains = server.get("reseller/domains").await.ok();
    let names: Vec<&str> = domains
        .as_array()
        .unwrap()
        .iter()
        .map(|domain| domain["name"].as_str().unwrap())
        .collect();
    assert!(names.contains(&"brand-new-name.com"), "{names:?}");
}

#[tokio::test]
async fn a_transfer_is_unknown_until_it_has_arrived() {
    let (server, vendor) = start(Duration::from_mins(15)).await;
    vendor.set_pace(Pace {
        transfer: Duration::from_hours(96),
    });
    let wish = json!({
        "kind": "transfer_domain", "domain": "granite-peak.com", "years": 1,
        "auth_code": "Gr4n!te&Peak", "contacts": contacts(),
        "nameservers": ["ns1.example.net", "ns2.example.net"]
    });
    let quote = server.quote_at("reseller", wish).await;
    let order = server.confirm(&quote, "k").await.ok();
    assert_eq!(order["state"], "unknown", "{order}");
    assert!(!order.to_string().contains("Gr4n"), "{order}");
    let path = format!(
        "/api/hosting/orders/{}/reconcile",
        order["id"].as_str().unwrap()
    );
    let asked = server.post_empty(&path).await.ok();
    assert_eq!(asked["state"], "unknown", "{asked}");
    vendor.finish_pending();
    assert_eq!(server.post_empty(&path).await.ok()["state"], "completed");
    assert_eq!(sent(&vendor), 1);
}

#[tokio::test]
async fn what_an_account_cannot_do_is_not_quoted() {
    let (server, _vendor) = start(Duration::from_mins(15)).await;
    let wish = json!({
        "kind": "create_server", "plan": "kvm-2", "data_center_id": "1", "template": "debian-12"
    });
    server
        .post("reseller/quotes", wish)
        .await
        .error(501, "not_supported");
    let healthy = json!({"kind": "restore_domain", "domain": "nordlund-studio.com"});
    let refused = server.post("reseller/quotes", healthy).await;
    assert!(refused.status.is_client_error(), "{}", refused.text);
}
