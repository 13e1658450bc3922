use serde_json::{Value, json};

use super::client::Client;

const DNS: &str = "/domains/tinkerlab.dev/dns";

/// A form of `dnsrecords` rows: hostname, type, address, priority, recid.
fn rows<'a>(rows: &[[&'a str; 5]]) -> Vec<(String, &'a str)> {
    let fields = ["hostname", "type", "address", "priority", "recid"];
    rows.iter()
        .enumerate()
        .flat_map(|(index, row)| {
            fields
                .iter()
                .zip(row)
                .map(move |(field, value)| (format!("dnsrecords[{index}][{field}]"), *value))
        })
        .collect()
}

async fn save(client: &Client, form: &[(String, &str)]) -> (u16, Value) {
    let form: Vec<(&str, &str)> = form
        .iter()
        .map(|(name, value)| (name.as_str(), *value))
        .collect();
    client.post(DNS, &form).await
}

#[tokio::test]
async fn records_are_shown_with_their_ids() {
    let client = Client::new();
    let (_, shown) = client.get(DNS).await;
    assert_eq!(
        shown,
        json!([
            {"hostname": "@", "type": "A", "address": "192.0.2.44", "priority": "N/A", "recid": "1"},
            {"hostname": "www", "type": "CNAME", "address": "tinkerlab.dev", "priority": "N/A", "recid": "2"},
            {"hostname": "@", "type": "MX", "address": "mail.nordlund-studio.com", "priority": "10", "recid": "3"},
            {"hostname": "@", "type": "TXT", "address": "v=spf1 mx -all", "priority": "N/A", "recid": "4"},
        ])
    );
    assert_eq!(
        client.get("/domains/sunrise-cafe.co.ke/dns").await.1,
        json!([])
    );
    client.fault("full-hostnames");
    let (_, shown) = client.get(DNS).await;
    assert_eq!(
        (&shown[0]["hostname"], &shown[1]["hostname"]),
        (&json!("tinkerlab.dev"), &json!("www.tinkerlab.dev"))
    );
}

#[tokio::test]
async fn saving_replaces_the_zone() {
    let client = Client::new();
    let form = rows(&[
        ["@", "A", "192.0.2.99", "N/A", "1"],
        ["Mail.tinkerlab.dev", "aaaa", "2001:db8::1", "", ""],
        ["@", "MX", "mx.example.net", "20", "77"],
    ]);
    assert_eq!(save(&client, &form).await, (200, json!({})));
    assert_eq!(
        client.get(DNS).await.1,
        json!([
            {"hostname": "@", "type": "A", "address": "192.0.2.99", "priority": "N/A", "recid": "1"},
            {"hostname": "mail", "type": "AAAA", "address": "2001:db8::1", "priority": "N/A", "recid": "5"},
            {"hostname": "@", "type": "MX", "address": "mx.example.net", "priority": "20", "recid": "6"},
        ])
    );
}

#[tokio::test]
async fn some_registrars_merge_instead() {
    let client = Client::with_fault("merging-dns");
    let form = rows(&[
        ["@", "A", "192.0.2.99", "N/A", "1"],
        ["new", "A", "192.0.2.98", "N/A", ""],
        ["@", "TXT", "v=spf1 mx -all", "", ""],
    ]);
    assert_eq!(save(&client, &form).await.0, 200);
    let (_, shown) = client.get(DNS).await;
    let shown: Vec<_> = shown
        .as_array()
        .unwrap()
        .iter()
        .map(|row| {
            (
                row["type"].as_str().unwrap(),
                row["address"].as_str().unwrap(),
            )
        })
        .collect();
    assert_eq!(
        shown,
        [
            ("CNAME", "tinkerlab.dev"),
            ("MX", "mail.nordlund-studio.com"),
            ("A", "192.0.2.99"),
            ("A", "192.0.2.98"),
            ("TXT", "v=spf1 mx -all"),
        ]
    );
}

#[tokio::test]
async fn a_bad_record_changes_nothing() {
    let client = Client::new();
    let before = client.get(DNS).await.1;
    let good = ["@", "A", "192.0.2.99", "N/A", ""];
    for (bad, status, text) in [
        (
            ["x", "A", "192.0.2.999", "", ""],
            500,
            "Invalid A record: 192.0.2.999",
        ),
        (
            ["x", "AAAA", "192.0.2.9", "", ""],
            500,
            "Invalid AAAA record: 192.0.2.9",
        ),
        (["x", "TYPE1", "1", "", ""], 500, "Invalid TYPE1 record: 1"),
        (good, 500, "Duplicate host record: @"),
        (
            ["@", "CNAME", "a.b", "", ""],
            500,
            "A CNAME record shares the name @",
        ),
        (
            ["", "A", "192.0.2.9", "", ""],
            400,
            "The dnsrecords[1][hostname] field is required",
        ),
        (
            ["x", "A", "", "", ""],
            400,
            "The dnsrecords[1][address] field is required",
        ),
        (
            ["x", "MX", "a.b", "high", ""],
            400,
            "The dnsrecords[1][priority] field must be a number",
        ),
    ] {
        let answer = save(&client, &rows(&[good, bad])).await;
        assert_eq!(answer, (status, json!({"error": text})));
    }
    // PHP's http_build_query drops empty arrays, so a zone cannot be emptied.
    let answer = save(&client, &[]).await;
    let text = "The dnsrecords field is required";
    assert_eq!(answer, (400, json!({"error": text})));
    assert_eq!(client.get(DNS).await.1, before);
}
