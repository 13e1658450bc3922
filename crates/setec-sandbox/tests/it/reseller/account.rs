use serde_json::{Value, json};
use setec_sandbox::reseller::{Money, OTHER_API_KEY, OTHER_USERNAME};

use super::client::Client;

#[tokio::test]
async fn the_credit_is_a_bare_string() {
    let client = Client::new();
    let (status, credit) = client.get("/billing/credits").await;
    assert_eq!((status, credit), (200, json!("150.50")));
    client.sandbox.set_credit(Money(-5));
    assert_eq!(client.get("/billing/credits").await.1, json!("-0.05"));
    let other = Client {
        username: OTHER_USERNAME,
        api_key: OTHER_API_KEY,
        ..client
    };
    assert_eq!(other.get("/billing/credits").await.1, json!("25000.00"));
}

#[tokio::test]
async fn the_credit_has_other_forms() {
    let client = Client::with_fault("credit-number:times=1");
    assert_eq!(client.get("/billing/credits").await.1, json!(150.5));
    client.fault("credit-object");
    assert_eq!(
        client.get("/billing/credits").await.1,
        json!({"credit": "150.50"})
    );
}

#[tokio::test]
async fn prices_are_by_years_and_in_the_accounts_currency() {
    let client = Client::new();
    let prices = |kind: &'static str, domain: &'static str| {
        let client = &client;
        async move {
            let action = format!("/order/pricing/domains/{kind}?domain={domain}");
            client.get(&action).await.1
        }
    };
    let com = prices("register", "example.com").await;
    assert_eq!(com["1"], "13.75");
    assert_eq!(com["2"], "27.50");
    assert_eq!(com["10"], "137.50");
    assert_eq!(
        prices("renew", "a.co.ke").await,
        json!({"1": "9.90"}),
        "one year only"
    );
    assert_eq!(prices("transfer", "a.gr").await, json!({"1": "0.00"}));
    let gr = prices("register", "a.gr").await;
    assert_eq!((&gr["1"], &gr["2"]), (&Value::Null, &json!("22.00")));
    assert_eq!(prices("register", "a.zz").await, json!([]));
    let other = Client {
        username: OTHER_USERNAME,
        api_key: OTHER_API_KEY,
        ..client
    };
    let (_, kes) = other
        .get("/order/pricing/domains/register?domain=a.com")
        .await;
    assert_eq!(kes["1"], "1931.87");
}

#[tokio::test]
async fn tlds_have_a_dot_in_front() {
    let client = Client::new();
    let (_, tlds) = client.get("/tlds").await;
    let tlds = tlds.as_array().unwrap();
    assert!(tlds.contains(&json!(".com")) && tlds.contains(&json!(".co.ke")));
    client.fault("tld-objects");
    assert_eq!(client.get("/tlds").await.1[0], json!({"tld": ".com"}));
}

#[tokio::test]
async fn the_price_list_has_nulls_and_a_row_per_currency() {
    let client = Client::new();
    let (_, rows) = client.get("/tlds/pricing?lockstatus=true").await;
    let find = |rows: &Value, tld: &str| -> Vec<Value> {
        let rows = rows.as_array().unwrap().iter();
        rows.filter(|row| row["tld"] == tld).cloned().collect()
    };
    assert_eq!(
        find(&rows, ".co.ke"),
        [json!({
            "tld": ".co.ke", "registrationPrice": "9.90", "renewalPrice": "9.90",
            "transferPrice": "9.90", "graceFee": "0.00", "graceDays": -1,
            "redemptionDays": -1, "redemptionFee": "-1.00", "currencyCode": "EUR",
            "years": [1],
        })]
    );
    let gr = &find(&rows, ".gr")[0];
    assert_eq!(
        (&gr["registrationPrice"], &gr["transferPrice"], &gr["years"]),
        (&Value::Null, &Value::Null, &json!([2, 4, 6, 8, 10]))
    );
    client.fault("currencies");
    let (_, rows) = client.get("/tlds/pricing").await;
    let prices: Vec<_> = find(&rows, ".com")
        .iter()
        .map(|row| (row["currencyCode"].clone(), row["renewalPrice"].clone()))
        .collect();
    let expected = [("EUR", "13.75"), ("USD", "14.85"), ("KES", "1931.87")];
    assert_eq!(
        prices,
        expected.map(|(code, price)| (json!(code), json!(price)))
    );
    client.fault("null-prices");
    let (_, rows) = client.get("/tlds/pricing").await;
    assert_eq!(find(&rows, ".com")[0]["registrationPrice"], Value::Null);
}

#[tokio::test]
async fn the_version_is_an_object() {
    let (status, body) = Client::new().get("/version").await;
    assert_eq!((status, body), (200, json!({"version": "5.1.0"})));
}
