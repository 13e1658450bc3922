//! How a customer's domain leaves, and what the operator sees of it.

use serde_json::json;

use super::{EMAIL, OWN, Shop};

#[tokio::test]
async fn a_domain_leaves_by_its_tag_or_is_deleted() {
    let shop = Shop::open().await;
    shop.post("domains/release", "domain=nordlund-studio.com")
        .await
        .refused(422);
    let path = format!("domains/{}", OWN[2]);
    let done = shop
        .post(&format!("{path}/release"), "transfertag=EXAMPLE-TAG")
        .await
        .ok();
    assert_eq!(done, json!({"success": "success"}));
    let away = shop.get(&format!("{path}/information")).await.ok();
    assert_eq!(away["status"], "Transferred Away");
    let path = format!("domains/{}", OWN[1]);
    shop.get(&format!("{path}/delete")).await.refused(405);
    shop.post(&format!("{path}/delete"), "").await.ok();
    let synced = shop.post(&format!("{path}/sync"), "").await.ok();
    assert_eq!(
        (&synced["active"], &synced["cancelled"]),
        (&json!(false), &json!(true)),
        "{synced}"
    );
}

#[tokio::test]
async fn what_customers_change_is_in_the_journal() {
    let shop = Shop::open().await;
    shop.post("domains/nordlund-studio.com/lock", "lockstatus=unlocked")
        .await
        .ok();
    let entries = shop
        .server
        .get("/api/journal?action=domain.unlock&limit=1")
        .await
        .ok();
    let entry = &entries[0];
    assert_eq!(entry["actor"], format!("customer {EMAIL}"));
    assert_eq!(
        (&entry["door"], &entry["outcome"]),
        (&json!("reseller"), &json!("done"))
    );
    assert_eq!(entry["subject"], "nordlund-studio.com");
}
