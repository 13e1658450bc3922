use http::Method;
use serde_json::json;

use crate::client::Client;

const ZONE: &str = "/api/dns/v1/zones/example.com";
const SNAPSHOTS: &str = "/api/dns/v1/snapshots/example.com";

#[tokio::test]
async fn every_write_can_be_undone() {
    let client = Client::new();
    let before = client.sandbox.zone_json("example.com");
    let filters = json!({"filters": [{"name": "@", "type": "A"}, {"name": "@", "type": "MX"}]});
    assert_eq!(client.delete(ZONE, filters).await.0, 200);
    let (_, list) = client.get(SNAPSHOTS).await;
    assert_eq!(list.as_array().unwrap().len(), 1);
    let id = list[0]["id"].as_i64().unwrap();
    let (_, snapshot) = client.get(&format!("{SNAPSHOTS}/{id}")).await;
    assert_eq!(snapshot["snapshot"], before);
    let path = format!("{SNAPSHOTS}/{id}/restore");
    assert_eq!(client.bare(Method::POST, &path).await.0, 200);
    assert_eq!(client.sandbox.zone_json("example.com"), before);
    assert_eq!(client.get(&format!("{SNAPSHOTS}/7")).await.0, 404);
}

#[tokio::test]
async fn reset_leaves_the_default_zone() {
    let client = Client::new();
    let path = format!("{ZONE}/reset");
    assert_eq!(client.bare(Method::POST, &path).await.0, 422);
    assert_eq!(client.post(&path, json!({})).await.0, 200);
    let zone = client.sandbox.zone_json("example.com");
    let sets = zone.as_array().unwrap();
    let has = |name: &str, kind: &str| {
        sets.iter()
            .any(|set| set["name"] == name && set["type"] == kind)
    };
    assert!(has("@", "ALIAS") && has("@", "MX") && has("@", "SOA"));
    assert!(has("hostingermail-a._domainkey", "CNAME"));
    assert!(!has("@", "A"));
}

#[tokio::test]
async fn reset_keeps_whitelisted_types_and_mail_if_told_to() {
    let client = Client::new();
    let body = json!({"reset_email_records": false, "whitelisted_record_types": ["A"]});
    client.post(&format!("{ZONE}/reset"), body).await;
    let zone = client.sandbox.zone_json("example.com");
    let find = |kind: &str| {
        zone.as_array()
            .unwrap()
            .iter()
            .find(|set| set["name"] == "@" && set["type"] == kind)
            .cloned()
    };
    assert_eq!(find("A").unwrap()["records"][0]["content"], "93.184.216.34");
    assert_eq!(
        find("MX").unwrap()["records"][0]["content"],
        "10 mail.example.com."
    );
}

#[tokio::test]
async fn a_disabled_record_is_lost_by_an_overwrite() {
    let client = Client::new();
    let path = "/api/dns/v1/zones/quillfeather.com";
    let disabled = |zone: &serde_json::Value| {
        zone.as_array()
            .unwrap()
            .iter()
            .flat_map(|set| set["records"].as_array().unwrap().clone())
            .filter(|record| record["is_disabled"] == true)
            .count()
    };
    assert_eq!(disabled(&client.get(path).await.1), 2);
    let body = json!({"zone": [
        {"name": "old", "type": "A", "ttl": 300, "records": [
            {"content": "198.51.100.7", "is_disabled": true},
        ]},
    ]});
    assert_eq!(client.put(path, body).await.0, 200);
    assert_eq!(disabled(&client.get(path).await.1), 1);
}
