use serde_json::json;

use super::{jane, start, texts};

#[tokio::test]
async fn from_suggestion_to_deletion() {
    let (server, vendor) = start().await;
    let found = "reseller/domains/suggestions?words=acacia&tlds=com,co.ke&limit=5";
    let found = server.get(found).await.ok();
    assert!(!found.as_array().unwrap().is_empty(), "{found}");
    let tlds = server.get("reseller/domains/tlds").await.ok();
    assert!(texts(&tlds).contains(&"co.ke"), "{tlds}");
    let prices = "reseller/domains/prices?tld=.com&operation=register&currency=eur";
    let prices = server.get(prices).await.ok();
    assert_eq!(
        prices[0]["prices"],
        json!([{"operation": "register", "years": 1, "premium": false,
                "price": {"minor": 1375, "currency": "EUR"}}])
    );
    let of_it =
        "reseller/domains/prices?domain=acacia-walks.com&operation=renew&years=2&currency=EUR";
    let of_it = server.get(of_it).await.ok();
    assert_eq!(of_it[0]["domain"], "acacia-walks.com");
    assert_eq!(of_it[0]["prices"][0]["price"]["minor"], 2750, "{of_it}");
    let credit = server.get("reseller/credit").await.ok();
    assert_eq!(
        credit["balance"],
        json!({"minor": 15050, "currency": "EUR"})
    );

    let wish = json!({"kind": "register_domain", "domain": "acacia-walks.com", "period": 1,
                      "contacts": {"registrant": jane()}});
    server.order_at("reseller", wish).await;
    let left = server.get("reseller/credit").await.ok();
    assert_eq!(left["balance"]["minor"], 15050 - 1375);

    let contacts = server
        .get("reseller/domains/acacia-walks.com/contacts")
        .await
        .ok();
    assert_eq!(contacts["registrant"]["phone"], "+254712345678");
    let mut tech = jane();
    tech["first_name"] = "Amina".into();
    let path = "reseller/domains/acacia-walks.com/contacts";
    server.put(path, json!({"tech": tech})).await.ok();
    let contacts = server.get(path).await.ok();
    assert_eq!(contacts["tech"]["first_name"], "Amina");
    assert_eq!(contacts["registrant"]["first_name"], "Jane");
    let entry = server.journaled("domain.contacts").await;
    assert_eq!(entry["before"]["tech"]["first_name"], "Jane", "{entry}");
    assert_eq!(entry["after"]["tech"]["country"], "KE", "{entry}");

    let path = "reseller/domains/acacia-walks.com/nameservers";
    let new = json!({"nameservers": ["ns1.example.net", "ns2.example.net"]});
    server.put(path, new.clone()).await.ok();
    assert_eq!(server.get(path).await.ok(), new);
    let entry = server.journaled("domain.nameservers").await;
    let before = texts(&entry["before"]["nameservers"]);
    assert_eq!(before, ["ns1.hostraha.example", "ns2.hostraha.example"]);

    let glue = "reseller/domains/acacia-walks.com/child-nameservers";
    let ns1 = json!({"host": "ns1.acacia-walks.com", "addresses": ["192.0.2.53"]});
    server.post(glue, ns1).await.ok();
    let at = format!("{glue}/ns1.acacia-walks.com");
    let moved = json!({"from": "192.0.2.53", "to": "198.51.100.53"});
    server.put(&at, moved.clone()).await.ok();
    let upstream = vendor.domain("acacia-walks.com");
    assert_eq!(upstream["glue"]["ns1.acacia-walks.com"], "198.51.100.53");
    // The address is another one by now.
    let late = server.put(&at, moved).await;
    assert!(late.text.contains("does not match"), "{}", late.text);
    server.delete(&at).await.ok();
    assert_eq!(vendor.domain("acacia-walks.com")["glue"], json!({}));
    server.get(glue).await.error(501, "not_supported");

    let mail = "reseller/domains/acacia-walks.com/email-forwarding";
    let forwards = json!([{"prefix": "info", "target": "jane@example.com"},
                          {"prefix": "sales", "target": "amina@example.com"}]);
    server.put(mail, json!({"forwards": forwards})).await.ok();
    assert_eq!(server.get(mail).await.ok(), forwards);
    server.put(mail, json!({"forwards": []})).await.ok();
    assert_eq!(server.get(mail).await.ok(), json!([]));
    let entry = server.journaled("domain.email_forwarding").await;
    assert_eq!(entry["before"], forwards);

    server
        .delete("reseller/domains/acacia-walks.com/lock")
        .await
        .ok();
    assert_eq!(vendor.domain("acacia-walks.com")["locked"], false);
    server
        .post_empty("reseller/domains/acacia-walks.com/privacy")
        .await
        .ok();
    assert_eq!(vendor.domain("acacia-walks.com")["private"], true);

    let synced = "reseller/domains/acacia-walks.com/sync";
    let before = server.post_empty(synced).await.ok();
    assert_eq!(before["status"], "active", "{before}");
    let wish = json!({"kind": "renew_domain", "domain": "acacia-walks.com", "years": 1});
    server.order_at("reseller", wish).await;
    let after = server.post_empty(synced).await.ok();
    assert!(
        after["expires_at"].as_str() > before["expires_at"].as_str(),
        "{before} {after}"
    );
    let code = server
        .get("reseller/domains/acacia-walks.com/auth-code")
        .await
        .ok();
    assert!(!code["auth_code"].as_str().unwrap().is_empty());

    let request = json!({"confirm": "Acacia-Walks.com"});
    let path = "reseller/domains/acacia-walks.com/deletion";
    server.post(path, request).await.ok();
    let gone = server.post_empty(synced).await.ok();
    assert_eq!(gone["status"], "deleted", "{gone}");
}

#[tokio::test]
async fn a_domain_leaves_by_its_tag() {
    let (server, vendor) = start().await;
    let path = "reseller/domains/brightmoor-brewery.co.uk";
    server.post_empty(&format!("{path}/sync")).await.ok();
    // A `.com` has no tags.
    let refused = server
        .post(
            "reseller/domains/tinkerlab.dev/release",
            json!({"tag": "X"}),
        )
        .await;
    refused.error(501, "not_supported");
    server
        .post(&format!("{path}/release"), json!({"tag": "EXAMPLE-TAG"}))
        .await
        .ok();
    assert_eq!(
        vendor.domain("brightmoor-brewery.co.uk")["status"],
        "Transferred Away"
    );
    let entry = server.journaled("domain.release").await;
    assert_eq!(entry["after"], json!({"tag": "EXAMPLE-TAG"}));
    assert_eq!(entry["outcome"], "done");
    let state = server.post_empty(&format!("{path}/sync")).await.ok();
    assert_eq!(state["status"], "transferred_away", "{state}");
}

#[tokio::test]
async fn a_transfer_is_followed_to_its_end() {
    let (server, vendor) = start().await;
    vendor.set_pace(setec_sandbox::reseller::Pace {
        transfer: std::time::Duration::from_hours(96),
    });
    let wish = json!({
        "kind": "transfer_domain", "domain": "granite-peak.com", "years": 1,
        "auth_code": "Gr4n!te&Peak", "contacts": {"registrant": jane()},
        "nameservers": ["ns1.example.net", "ns2.example.net"]
    });
    let quote = server.post("reseller/quotes", wish).await.ok();
    let path = format!(
        "/api/hosting/quotes/{}/confirm",
        quote["id"].as_str().unwrap()
    );
    server.confirm_with_key(&path).await;
    let path = "reseller/domains/granite-peak.com/transfer";
    assert_eq!(server.get(path).await.ok()["state"], "pending");
    // No operator of the API calls transfers off.
    server.delete(path).await.error(501, "not_supported");
    vendor.finish_pending();
    let state = server.get(path).await.ok();
    assert_eq!(state["state"], "completed", "{state}");
    assert!(state["expires_at"].is_string(), "{state}");
}
