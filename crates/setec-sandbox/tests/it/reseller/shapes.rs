use serde_json::{Value, json};

use super::client::Client;

const INFORMATION: &str = "/domains/nordlund-studio.com/information";

fn keys(value: &Value) -> Vec<&str> {
    value
        .as_object()
        .unwrap()
        .keys()
        .map(String::as_str)
        .collect()
}

#[tokio::test]
async fn information_has_every_field_of_the_vendor() {
    let client = Client::new();
    let (status, shown) = client.get(INFORMATION).await;
    assert_eq!(status, 200);
    let mut expected = [
        "dnsManagementStatus",
        "domain",
        "domainContactChangeExpiryDate",
        "domainContactChangePending",
        "emailForwardingStatus",
        "expiryDate",
        "idProtectionStatus",
        "irtpOptOutStatus",
        "irtpTransferLock",
        "irtpTransferLockExpiryDate",
        "irtpVerificationTriggerFields",
        "isIrtpEnabled",
        "nameservers",
        "registrantEmailAddress",
        "registrationStatus",
        "renewBeforeExpiration",
        "restorable",
        "transferLock",
        "transferLockExpiryDate",
        "willDomainSuspend",
    ];
    expected.sort_unstable();
    let mut shown_keys = keys(&shown);
    shown_keys.sort_unstable();
    assert_eq!(shown_keys, expected);
    assert_eq!(shown["registrationStatus"], "Active");
    assert_eq!(shown["transferLock"], true);
    let day = client.sandbox.domain("nordlund-studio.com")["expires"].clone();
    let day = &day.as_str().unwrap()[..10];
    let expiry = shown["expiryDate"].as_str().unwrap();
    assert!(
        expiry.starts_with(day) && expiry.ends_with(".000000Z"),
        "{expiry}"
    );
    for (domain, status) in [
        ("lakeside-clinic.org", "Expired"),
        ("oldbrand.info", "Transferred Away"),
        ("riverbend-law.com", "Pending Transfer"),
    ] {
        let (_, shown) = client.get(&format!("/domains/{domain}/information")).await;
        assert_eq!(shown["registrationStatus"], status);
    }
}

#[tokio::test]
async fn information_has_other_forms() {
    let client = Client::with_fault("status-field");
    client.fault("nameserver-object");
    client.fault("plain-dates:times=1");
    let (_, shown) = client.get(INFORMATION).await;
    assert_eq!(shown["status"], "Active");
    assert_eq!(shown.get("registrationStatus"), None);
    assert_eq!(shown["nameservers"]["ns2"], "ns2.hostraha.example");
    assert_eq!(shown["expiryDate"].as_str().unwrap().len(), 10);
    client.fault("garbage-dates");
    let (_, shown) = client.get(INFORMATION).await;
    assert_eq!(shown["expiryDate"], "-0001-11-30T00:00:00.000000Z");
}

#[tokio::test]
async fn php_has_booleans_and_empty_objects_of_its_own() {
    let client = Client::with_fault("loose-booleans");
    client.fault("empty-arrays");
    let (_, shown) = client.get(INFORMATION).await;
    assert_eq!(
        (&shown["transferLock"], &shown["restorable"]),
        (&json!(1), &json!(""))
    );
    let form = [("lockstatus", "locked")];
    let answer = client.post("/domains/tinkerlab.dev/lock", &form).await;
    assert_eq!(answer, (200, json!([])));
}

#[tokio::test]
async fn objects_have_keys_that_nobody_knows() {
    let client = Client::with_fault("extra-keys");
    let (_, shown) = client.get("/domains/tinkerlab.dev/nameservers").await;
    for stray in ["success", "message", "status", "requestId"] {
        assert!(!shown[stray].is_null(), "{stray}");
    }
    assert_eq!(shown["ns1"], "ns1.hostraha.example");
    let (_, rows) = client.get("/domains/tinkerlab.dev/dns").await;
    assert!(!rows[0]["requestId"].is_null());
    assert_eq!(client.get("/billing/credits").await.1, "150.50");
    let (_, empty) = client.get("/domains/sunrise-cafe.co.ke/dns").await;
    assert_eq!(empty, json!([]));
}

#[tokio::test]
async fn text_is_escaped_as_php_does() {
    let client = Client::new();
    let form = [
        ("dnsrecords[0][hostname]", "@"),
        ("dnsrecords[0][type]", "TXT"),
        ("dnsrecords[0][address]", "a/b \u{e5}\u{1f40c}"),
    ];
    assert_eq!(
        client.post("/domains/tinkerlab.dev/dns", &form).await.0,
        200
    );
    let request = client
        .request(http::Method::GET, "/domains/tinkerlab.dev/dns")
        .body(axum::body::Body::empty())
        .unwrap();
    let (_, body) = client.exchange(request).await;
    let text = String::from_utf8(body.unwrap().to_vec()).unwrap();
    assert!(text.contains(r"a\/b \u00e5\ud83d\udc0c"), "{text}");
    let (_, rows) = client.get("/domains/tinkerlab.dev/dns").await;
    assert_eq!(rows[0]["address"], "a/b \u{e5}\u{1f40c}");
}
