use serde_json::json;
use setec_sandbox::hostinger::Pace;

use super::{jane, start, texts};

#[tokio::test]
async fn from_suggestion_to_transfer_code() {
    let (server, _reseller) = start().await;
    server.sandbox.set_pace(Pace::instant());
    let found = server
        .get("hostinger/domains/suggestions?words=lakeside&limit=3")
        .await
        .ok();
    assert!(!found.as_array().unwrap().is_empty(), "{found}");
    let tlds = server.get("hostinger/domains/tlds").await.ok();
    assert!(texts(&tlds).contains(&"com"), "{tlds}");
    let prices = server
        .get("hostinger/domains/prices?tld=com&operation=register&years=1")
        .await
        .ok();
    let price = &prices[0]["prices"][0]["price"];
    assert_eq!(*price, json!({"minor": 999, "currency": "USD"}), "{prices}");

    let wish = json!({"kind": "register_domain", "domain": "lakeside-walks.com", "period": 1});
    server.order_at("hostinger", wish).await;
    let path = "hostinger/domains/lakeside-walks.com";
    let contacts = server.get(&format!("{path}/contacts")).await.ok();
    assert!(contacts["registrant"].is_object(), "{contacts}");
    server
        .put(&format!("{path}/contacts"), json!({"tech": jane()}))
        .await
        .ok();
    let contacts = server.get(&format!("{path}/contacts")).await.ok();
    assert_eq!(contacts["tech"]["email"], "jane@example.com", "{contacts}");

    let new = json!({"nameservers": ["ns1.example.net", "ns2.example.net"]});
    server
        .put(&format!("{path}/nameservers"), new.clone())
        .await
        .ok();
    assert_eq!(server.get(&format!("{path}/nameservers")).await.ok(), new);
    let glue = server
        .get("hostinger/domains/kestrel-robotics.io/child-nameservers")
        .await
        .ok();
    assert_eq!(
        glue[0],
        json!({"host": "ns1.kestrel-robotics.io", "addresses": ["203.0.113.131"]})
    );

    server.delete(&format!("{path}/lock")).await.ok();
    let state = server.post_empty(&format!("{path}/sync")).await.ok();
    assert_eq!(state["status"], "active", "{state}");
    assert_eq!(state["locked"], false, "{state}");
    let code = server.get(&format!("{path}/auth-code")).await.ok();
    assert!(!code["auth_code"].as_str().unwrap().is_empty());
}

#[tokio::test]
async fn what_the_api_lacks_is_501_and_asks_nobody() {
    let (server, _reseller) = start().await;
    server.sandbox.take_exchanges();
    let path = "hostinger/domains/example.com";
    let glue = json!({"host": "ns1.example.com", "addresses": ["192.0.2.1"]});
    let answers = [
        server.get("hostinger/credit").await,
        server.get(&format!("{path}/email-forwarding")).await,
        server
            .put(&format!("{path}/email-forwarding"), json!({"forwards": []}))
            .await,
        server
            .post(&format!("{path}/child-nameservers"), glue)
            .await,
        server
            .delete(&format!("{path}/child-nameservers/ns1.example.com"))
            .await,
        server.delete(&format!("{path}/transfer")).await,
        server
            .post(&format!("{path}/release"), json!({"tag": "X"}))
            .await,
        server
            .post(
                &format!("{path}/deletion"),
                json!({"confirm": "example.com"}),
            )
            .await,
    ];
    for answer in answers {
        let words = answer.error(501, "not_supported");
        assert!(
            words.contains("'hostinger' (Hostinger) does not offer"),
            "{words}"
        );
    }
    assert!(server.sandbox.take_exchanges().is_empty());
    // The list of capabilities says the same.
    let offered =
        |account: &serde_json::Value, word: &str| texts(&account["capabilities"]).contains(&word);
    let hostinger = server.get("hostinger").await.ok();
    let reseller = server.get("reseller").await.ok();
    for word in [
        "credit",
        "domains.email",
        "domains.glue",
        "domains.release",
        "domains.deletion",
    ] {
        assert!(!offered(&hostinger, word), "{word}: {hostinger}");
        assert!(offered(&reseller, word), "{word}: {reseller}");
    }
    for word in [
        "domains.contacts",
        "domains.prices",
        "domains.suggestions",
        "domains.transfers",
    ] {
        assert!(
            offered(&hostinger, word) && offered(&reseller, word),
            "{word}"
        );
    }
}
