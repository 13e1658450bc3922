use http::Method;
use serde_json::json;

use crate::client::Client;

#[tokio::test]
async fn the_catalog_is_filtered_by_category_and_pattern() {
    let client = Client::new();
    let ids = async |query: &str| {
        let (_, items) = client.get(&format!("/api/billing/v1/catalog{query}")).await;
        let items = items.as_array().unwrap().clone();
        items
            .iter()
            .map(|item| item["id"].as_str().unwrap().to_owned())
            .collect::<Vec<_>>()
    };
    assert_eq!(
        ids("?category=VPS").await,
        ["1", "2", "4", "8"].map(|plan| format!("hostingercom-vps-kvm{plan}"))
    );
    assert_eq!(
        ids("?category=DOMAIN&name=.CO*").await,
        ["com", "co", "co-uk"].map(|tld| format!("hostingercom-domain-{tld}"))
    );
    assert!(ids("?name=.COM").await.is_empty());
}

#[tokio::test]
async fn renewal_is_switched_with_odd_verbs() {
    let client = Client::new();
    let path = "/api/billing/v1/subscriptions/Azz36nUfKX1S1MSF/auto-renewal";
    let (status, off) = client
        .bare(Method::DELETE, &format!("{path}/disable"))
        .await;
    assert_eq!((status, &off["status"]), (200, &json!("not_renewing")));
    assert_eq!(off["expires_at"], "2027-03-15T00:00:00Z");
    assert_eq!(off["next_billing_at"], json!(null));
    let (_, on) = client.bare(Method::PATCH, &format!("{path}/enable")).await;
    assert_eq!(
        (&on["is_auto_renewed"], &on["expires_at"]),
        (&json!(true), &json!(null))
    );
}

#[tokio::test]
async fn a_renewal_is_an_order_and_extends_the_period() {
    let client = Client::new();
    let path = "/api/billing/v1/subscriptions/Azz36nUfKX1S1MSF/renew";
    let (status, order) = client.bare(Method::POST, path).await;
    assert_eq!((status, &order["subtotal"]), (200, &json!(299)));
    let (_, subscriptions) = client.get("/api/billing/v1/subscriptions").await;
    assert_eq!(subscriptions[0]["next_billing_at"], "2031-03-15T00:00:00Z");
    assert_eq!(client.sandbox.orders().len(), 1);
}

#[tokio::test]
async fn the_default_card_can_be_changed() {
    let client = Client::new();
    let path = "/api/billing/v1/payment-methods";
    assert_eq!(
        client
            .bare(Method::POST, &format!("{path}/1402118"))
            .await
            .0,
        200
    );
    let (_, methods) = client.get(path).await;
    let defaults: Vec<_> = methods
        .as_array()
        .unwrap()
        .iter()
        .filter(|method| method["is_default"] == true)
        .map(|method| method["id"].as_i64().unwrap())
        .collect();
    assert_eq!(defaults, [1_402_118]);
}
