//! Orders of customers: charged once, bought once, given back where nothing was bought.

use std::time::Duration;

use serde_json::json;
use setec_app::{ErrorKind, SaleState};
use setec_core::domain::DomainOperation;
use setec_core::order::OrderState;
use setec_sandbox::reseller::{Money, Sandbox};

use super::{CUSTOMERS, registration, renewal, start};
use crate::harness::TestServer;

const ANNA: &str = "anna@example.com";

fn fault(vendor: &Sandbox, text: &str) {
    vendor.add_fault(text.parse().expect("a fault"));
}

/// The customer's newest order once its price is no longer held.
async fn settled(server: &TestServer) -> serde_json::Value {
    let deadline = tokio::time::Instant::now() + Duration::from_mins(10);
    loop {
        let sale = server.sales(ANNA).await.remove(0);
        if sale["state"] != "held" {
            return sale;
        }
        assert!(tokio::time::Instant::now() < deadline, "{sale}");
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
}

#[tokio::test]
async fn a_registration_takes_credit_and_brings_the_domain() {
    let (server, vendor) = start().await;
    server.usual_prices().await;
    server.route("com", &["reseller"]).await;
    let anna = server.customer(ANNA, 10_000).await;
    let view = server
        .ordered(&anna, registration("acacia-walks.com"), None)
        .await;
    // 13.75 EUR are 15.13 USD, rounded up, and a tenth on top is 16.65.
    assert_eq!(view.sale.price.to_string(), "16.65 USD");
    assert_eq!(view.sale.cost.to_string(), "13.75 EUR");
    assert_eq!(view.sale.state, SaleState::Completed);
    assert!(view.accepted);
    assert_eq!(server.balance(ANNA).await, 10_000 - 1665);
    assert_eq!(vendor.orders().len(), 1);
    let upstream = vendor.domain("acacia-walks.com");
    assert!(
        upstream.to_string().contains("ns1.example.net"),
        "{upstream}"
    );
    let owned = server
        .get(&format!("{CUSTOMERS}/{ANNA}/domains"))
        .await
        .ok();
    assert_eq!(owned[0]["domain"], "acacia-walks.com");
    assert_eq!(owned[0]["provider"], "reseller");
    let order = server.get("/api/hosting/orders?limit=1").await.ok();
    assert_eq!(order[0]["user"], "customer anna@example.com");
    let entry = server
        .get("/api/journal?action=domain.purchase&limit=1")
        .await
        .ok();
    assert_eq!(entry[0]["door"], "reseller", "{entry}");
    server.assert_ledger_is_right().await;
}

#[tokio::test]
async fn an_account_that_cannot_sell_is_followed_by_the_next_one() {
    let (server, vendor) = start().await;
    server.usual_prices().await;
    server.route("*", &["reseller", "hostinger"]).await;
    let anna = server.customer(ANNA, 10_000).await;
    vendor.set_credit(Money(100));
    let view = server
        .ordered(&anna, registration("acacia-walks.com"), None)
        .await;
    assert_eq!(view.sale.account, "hostinger");
    assert_eq!(view.sale.price.to_string(), "10.99 USD");
    assert_eq!(
        server.sales(ANNA).await.len(),
        1,
        "nothing was tried for money"
    );
    // The account itself is out of order.
    fault(&vendor, "server-error:status=503");
    let view = server
        .ordered(&anna, registration("second-walks.com"), None)
        .await;
    assert_eq!(view.sale.account, "hostinger");
    assert!(vendor.orders().is_empty());
    server.assert_ledger_is_right().await;
}

#[tokio::test]
async fn a_refused_order_is_given_back_and_tried_elsewhere() {
    let (server, vendor) = start().await;
    server.usual_prices().await;
    server.route("com", &["reseller", "hostinger"]).await;
    let anna = server.customer(ANNA, 10_000).await;
    fault(&vendor, "no-credit:on=POST,path=register");
    let view = server
        .ordered(&anna, registration("acacia-walks.com"), Some("k"))
        .await;
    assert_eq!(view.sale.account, "hostinger");
    assert_eq!(server.balance(ANNA).await, 10_000 - 1099);
    let sales = server.sales(ANNA).await;
    assert_eq!(sales.len(), 2);
    assert_eq!(sales[0]["state"], "completed");
    assert_eq!(sales[1]["state"], "refunded");
    assert_eq!(sales[1]["provider"], "reseller");
    assert_eq!(sales[0]["request_id"], sales[1]["request_id"]);
    assert_eq!(server.sandbox.orders().len(), 1);
    assert!(vendor.orders().is_empty());
    server.assert_ledger_is_right().await;
    // With nobody left, the customer hears nothing of the operator's accounts.
    server.route("com", &["reseller"]).await;
    let error = server
        .order_for(&anna, registration("third-walks.com"))
        .await;
    assert_eq!(error.kind, ErrorKind::ProviderUnavailable);
    assert!(error.message.contains("nothing was charged"), "{error}");
    assert_eq!(server.balance(ANNA).await, 10_000 - 1099);
}

#[tokio::test]
async fn a_dearer_account_sells_at_the_price_that_was_told_or_not_at_all() {
    let (server, vendor) = start().await;
    server.usual_prices().await;
    server.route("com", &["hostinger", "reseller"]).await;
    let anna = server.customer(ANNA, 10_000).await;
    let told = async |domain: &str| {
        let register = DomainOperation::Register;
        let prices = server.app.reseller_prices_by_years(&anna, domain, register);
        let prices = prices.await.unwrap();
        let one = prices.into_iter().find(|(years, _)| *years == 1);
        one.expect("a price of one year").1.to_string()
    };
    assert_eq!(told("acacia-walks.com").await, "10.99 USD");
    server.sandbox.add_fault(
        "server-error:on=POST,path=availability,status=503"
            .parse()
            .expect("a fault"),
    );
    // The second account asks for 15.13 USD: at 10.99 the operator would lose.
    let error = server
        .order_for(&anna, registration("acacia-walks.com"))
        .await;
    assert_eq!(error.kind, ErrorKind::ProviderUnavailable, "{error}");
    assert!(error.message.contains("nothing was charged"), "{error}");
    assert!(vendor.orders().is_empty());
    assert_eq!(server.balance(ANNA).await, 10_000);
    // With three fifths on top there is enough in between: 24.21 would be the second one's price.
    let rule = json!({"currency": "USD", "basis": {"kind": "percent", "basis_points": 6000}});
    server.post("/api/reseller/prices", rule).await.ok();
    assert_eq!(told("second-walks.com").await, "15.99 USD");
    let view = server
        .ordered(&anna, registration("second-walks.com"), None)
        .await;
    assert_eq!(view.sale.account, "reseller");
    assert_eq!(view.sale.price.to_string(), "15.99 USD");
    assert_eq!(view.sale.cost.to_string(), "13.75 EUR");
    assert_eq!(server.balance(ANNA).await, 10_000 - 1599);
    // The least margin holds as well.
    let rule = json!({
        "currency": "USD", "basis": {"kind": "percent", "basis_points": 6000}, "min_margin": 200
    });
    server.post("/api/reseller/prices", rule).await.ok();
    assert_eq!(told("third-walks.com").await, "15.99 USD");
    server
        .order_for(&anna, registration("third-walks.com"))
        .await;
    assert_eq!(vendor.orders().len(), 1);
    server.assert_ledger_is_right().await;
}

#[tokio::test]
async fn a_customer_s_own_mistake_is_final() {
    let (server, vendor) = start().await;
    server.usual_prices().await;
    server.route("com", &["reseller", "hostinger"]).await;
    let anna = server.customer(ANNA, 10_000).await;
    vendor.add_domain("taken-walks.com", 100);
    let error = server
        .order_for(&anna, registration("taken-walks.com"))
        .await;
    assert_eq!(error.kind, ErrorKind::Exists, "{error}");
    vendor.set_credit(Money(1_000_000));
    let premium = server.order_for(&anna, registration("voice.com")).await;
    assert_eq!(premium.kind, ErrorKind::Conflict);
    assert!(premium.message.contains("premium domain"), "{premium}");
    let mut nobody = registration("nobody-walks.com");
    if let setec_app::ResellerRequest::Register(input) = &mut nobody {
        let registrant = input
            .contacts
            .as_mut()
            .unwrap()
            .registrant
            .as_mut()
            .unwrap();
        registrant.email = "nobody".to_owned();
    }
    let error = server.order_for(&anna, nobody).await;
    assert_eq!(error.kind, ErrorKind::Invalid);
    assert!(error.message.contains("email"), "{error}");
    assert!(server.sandbox.orders().is_empty() && vendor.orders().is_empty());
    assert_eq!(server.balance(ANNA).await, 10_000);
    assert!(server.sales(ANNA).await.is_empty());
}

#[tokio::test]
async fn what_is_unknown_stays_held_and_is_not_ordered_again() {
    let (server, vendor) = start().await;
    server.usual_prices().await;
    server.route("com", &["reseller", "hostinger"]).await;
    let anna = server.customer(ANNA, 10_000).await;
    // The answer is lost, and so is every look at the domain.
    fault(&vendor, "lost-answer:times=1,on=POST,path=register");
    fault(&vendor, "server-error:path=acacia-walks.com,status=503");
    let view = server
        .ordered(&anna, registration("acacia-walks.com"), None)
        .await;
    assert_eq!(view.sale.state, SaleState::Held);
    assert_eq!(view.order, OrderState::Unknown);
    assert!(!view.accepted);
    let customer = server.get(&format!("{CUSTOMERS}/{ANNA}")).await.ok();
    assert_eq!(customer["held"]["minor"], 1665, "{customer}");
    assert_eq!(customer["balance"]["minor"], 10_000 - 1665);
    let error = server
        .order_for(&anna, registration("acacia-walks.com"))
        .await;
    assert_eq!(error.kind, ErrorKind::Conflict);
    assert!(error.message.contains("in progress"), "{error}");
    server.assert_ledger_is_right().await;
    vendor.clear_faults();
    assert_eq!(settled(&server).await["state"], "completed");
    assert_eq!(server.balance(ANNA).await, 10_000 - 1665);
    assert_eq!(vendor.orders().len(), 1);
    assert!(server.sandbox.orders().is_empty());
    server.assert_ledger_is_right().await;
}

#[tokio::test]
async fn a_renewal_goes_to_the_account_that_holds_the_domain_and_is_bought_once() {
    let (server, vendor) = start().await;
    server.usual_prices().await;
    server.route("*", &["hostinger"]).await;
    let anna = server.customer(ANNA, 10_000).await;
    let missing = server
        .order_for(&anna, renewal("nordlund-studio.com"))
        .await;
    assert_eq!(missing.kind, ErrorKind::NotFound);
    let path = format!("{CUSTOMERS}/{ANNA}/domains/nordlund-studio.com");
    server
        .put(&path, json!({"provider": "reseller"}))
        .await
        .ok();
    let first = server
        .ordered(&anna, renewal("nordlund-studio.com"), None)
        .await;
    assert_eq!(first.sale.account, "reseller");
    let paid = first.sale.price.minor;
    assert_eq!(server.balance(ANNA).await, 10_000 - paid);
    // The client that got no answer asks again.
    let again = server
        .ordered(&anna, renewal("nordlund-studio.com"), None)
        .await;
    assert_eq!(again.sale.id, first.sale.id);
    assert_eq!(vendor.orders().len(), 1);
    // One that says by a key that it is another one pays another time.
    let second = server
        .ordered(&anna, renewal("nordlund-studio.com"), Some("k"))
        .await;
    assert_ne!(second.sale.id, first.sale.id);
    let again = server
        .ordered(&anna, renewal("nordlund-studio.com"), Some("k"))
        .await;
    assert_eq!(again.sale.id, second.sale.id);
    assert_eq!(vendor.orders().len(), 2);
    assert_eq!(server.balance(ANNA).await, 10_000 - 2 * paid);
    server.delete(&path).await.ok();
    let missing = server
        .order_for(&anna, renewal("nordlund-studio.com"))
        .await;
    assert_eq!(missing.kind, ErrorKind::NotFound);
    server.assert_ledger_is_right().await;
}

#[tokio::test]
async fn what_is_beyond_credit_limits_and_rules_is_not_bought() {
    let (server, vendor) = start().await;
    let anna = server.customer(ANNA, 1664).await;
    let order = || registration("acacia-walks.com");
    let unsold = async |words: &str| {
        let error = server.order_for(&anna, order()).await;
        assert_eq!(error.kind, ErrorKind::Invalid);
        assert!(error.message.contains(words), "{error}");
    };
    unsold("register of .com is not sold").await;
    server.route("com", &["reseller"]).await;
    unsold("register of .com is not sold").await;
    let rule = json!({"currency": "USD", "basis": {"kind": "percent", "basis_points": 1000}});
    server.post("/api/reseller/prices", rule).await.ok();
    unsold("register of .com is not sold").await;
    server
        .put("/api/reseller/rates/EUR/USD", json!({"rate": "1.1"}))
        .await
        .ok();
    let short = server.order_for(&anna, order()).await;
    assert_eq!(short.kind, ErrorKind::PaymentRequired);
    assert!(short.message.contains("16.64 USD"), "{short}");
    let path = format!("{CUSTOMERS}/{ANNA}");
    let limited =
        json!({"email": ANNA, "name": "Anna", "currency": "USD", "max_order_minor": 1000});
    server.put(&path, limited).await.ok();
    let above = server.order_for(&anna, order()).await;
    assert_eq!(above.kind, ErrorKind::Forbidden);
    assert!(
        above.message.contains("above the limit of 10.00 USD"),
        "{above}"
    );
    server.post_empty(&format!("{path}/suspend")).await.ok();
    let suspended = server.order_for(&anna, order()).await;
    assert_eq!(suspended.kind, ErrorKind::Forbidden);
    assert!(vendor.orders().is_empty());
    assert_eq!(server.balance(ANNA).await, 1664);
    server.post_empty(&format!("{path}/resume")).await.ok();
    let free = json!({"email": ANNA, "name": "Anna", "currency": "USD", "credit_limit_minor": 1});
    server.put(&path, free).await.ok();
    server.ordered(&anna, order(), None).await;
    assert_eq!(server.balance(ANNA).await, -1);
    server.assert_ledger_is_right().await;
}
