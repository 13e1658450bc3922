use serde_json::{Value, json};

use super::client::Client;

async fn look(client: &Client, form: &[(&str, &str)]) -> Value {
    let (status, body) = client.post("/domains/lookup", form).await;
    assert_eq!(status, 200, "{body}");
    body
}

fn states(rows: &Value) -> Vec<(String, String)> {
    let text = |value: &Value| value.as_str().unwrap().to_owned();
    rows.as_array()
        .unwrap()
        .iter()
        .map(|row| (text(&row["idnDomainName"]), text(&row["status"])))
        .collect()
}

fn expected(rows: &[(&str, &str)]) -> Vec<(String, String)> {
    rows.iter()
        .map(|(name, status)| ((*name).to_owned(), (*status).to_owned()))
        .collect()
}

#[tokio::test]
async fn a_result_is_whmcss() {
    let client = Client::new();
    let form = [
        ("searchTerm", "fresh-idea"),
        ("tldsToInclude[]", ".com"),
        ("isWhmcs", "1"),
    ];
    assert_eq!(
        look(&client, &form).await,
        json!([{
            "domainName": "fresh-idea.com", "idnDomainName": "fresh-idea.com", "tld": "com",
            "tldNoDots": "com", "sld": "fresh-idea", "idnSld": "fresh-idea",
            "status": "available for registration", "legacyStatus": "available", "score": 1,
            "isRegistered": false, "isAvailable": true, "isValidDomain": true,
            "domainErrorMessage": "", "pricing": {}, "shortestPeriod": {}, "group": "",
            "minLength": 0, "maxLength": 0, "isPremium": false, "premiumCostPricing": [],
        }])
    );
}

#[tokio::test]
async fn each_tld_has_its_own_answer() {
    let client = Client::new();
    let form = [
        ("searchTerm", "example"),
        ("tldsToInclude[0]", "com"),
        ("tldsToInclude[1]", ".org"),
        ("tldsToInclude[2]", "zz"),
    ];
    assert_eq!(
        states(&look(&client, &form).await),
        expected(&[
            ("example.com", "available for registration"),
            ("example.org", "registered"),
            ("example.zz", "unknown"),
        ])
    );
    let usual = look(&client, &[("searchTerm", "example")]).await;
    assert_eq!(usual.as_array().unwrap().len(), 4);
    let whole = look(&client, &[("searchTerm", "tinkerlab.dev")]).await;
    assert_eq!(states(&whole), expected(&[("tinkerlab.dev", "registered")]));
}

#[tokio::test]
async fn foreign_letters_come_as_punycode() {
    let client = Client::new();
    let form = [
        ("searchTerm", "ignored"),
        ("punyCodeSearchTerm", "xn--blbr-roah"),
        ("tldsToInclude[]", ".com"),
    ];
    let rows = look(&client, &form).await;
    assert_eq!(rows[0]["idnDomainName"], "xn--blbr-roah.com");
    assert_eq!(rows[0]["sld"], "bl\u{e5}b\u{e6}r");
    let form = [
        ("searchTerm", "Bl\u{e5}b\u{e6}r"),
        ("tldsToInclude[]", ".com"),
    ];
    let rows = look(&client, &form).await;
    assert_eq!(rows[0]["idnDomainName"], "xn--blbr-roah.com");
}

#[tokio::test]
async fn a_premium_name_has_a_price_if_asked_for() {
    let client = Client::new();
    let form = [("searchTerm", "voice"), ("tldsToInclude[]", ".com")];
    let rows = look(&client, &form).await;
    assert_eq!(states(&rows), expected(&[("voice.com", "reserved")]));
    let form = [form[0], form[1], ("premiumEnabled", "1")];
    let rows = look(&client, &form).await;
    assert_eq!(rows[0]["isAvailable"], true);
    assert_eq!(
        rows[0]["premiumCostPricing"],
        json!({"register": "2500.00", "renew": "2500.00", "CurrencyCode": "EUR"})
    );
}

#[tokio::test]
async fn suggestions_can_all_be_had() {
    let client = Client::new();
    let form = [("searchTerm", "tinkerlab"), ("tldsToInclude[]", ".dev")];
    let (_, rows) = client.post("/domains/lookup/suggestions", &form).await;
    let rows = rows.as_array().unwrap();
    assert_eq!(rows.len(), 4, "not the one that is taken");
    assert!(rows.iter().all(|row| row["isAvailable"] == true));
}

#[tokio::test]
async fn a_search_for_nothing_is_an_error() {
    let client = Client::new();
    let answer = client.post("/domains/lookup", &[("searchTerm", " ")]).await;
    let text = "The searchTerm field is required";
    assert_eq!(answer, (400, json!({"error": text})));
    let rows = look(&client, &[("searchTerm", "-a-.com")]).await;
    assert_eq!(
        (&rows[0]["isValidDomain"], &rows[0]["isAvailable"]),
        (&json!(false), &json!(false))
    );
}
