use std::time::Duration;

use serde_json::{Value, json};
use setec_sandbox::reseller::Pace;

use super::client::{Client, order};

async fn transfer(client: &Client, domain: &str, eppcode: &str) -> (u16, Value) {
    let form = order(domain, &[("eppcode", eppcode)]);
    client.post("/order/domains/transfer", &form).await
}

async fn sync(client: &Client, domain: &str) -> Value {
    let action = format!("/domains/{domain}/transfersync");
    client.post(&action, &[]).await.1
}

#[tokio::test]
async fn a_transfer_is_pending_and_then_completed() {
    let client = Client::new();
    client.sandbox.set_pace(Pace {
        transfer: Duration::from_secs(30),
    });
    let answer = transfer(&client, "granite-peak.com", "Gr4n!te&Peak").await;
    assert_eq!(answer, (200, json!("success")));
    assert_eq!(sync(&client, "granite-peak.com").await, json!([]));
    let (_, shown) = client.get("/domains/granite-peak.com/information").await;
    assert_eq!(shown["registrationStatus"], "Pending Transfer");
    assert_eq!(client.sandbox.orders()[0]["status"], "pending");
    client.sandbox.advance(Duration::from_secs(31));
    let synced = sync(&client, "granite-peak.com").await;
    assert_eq!(synced["completed"], true);
    let domain = client.sandbox.domain("granite-peak.com");
    let day = &domain["expires"].as_str().unwrap()[..10];
    assert_eq!(synced["expirydate"], day);
    assert_eq!(
        (&domain["status"], &client.sandbox.orders()[0]["status"]),
        (&json!("Active"), &json!("active"))
    );
    assert_eq!(client.sandbox.charges()[0]["amount"], "13.75");
    let again = transfer(&client, "granite-peak.com", "Gr4n!te&Peak").await;
    assert_eq!(
        again,
        (
            500,
            json!({"error": "The domain is not registered or already here"})
        )
    );
}

#[tokio::test]
async fn the_losing_side_may_refuse() {
    for (domain, eppcode, fault, reason) in [
        (
            "granite-peak.com",
            "wrong",
            None,
            "Invalid authorization information",
        ),
        (
            "frozen-lake.net",
            "Fr0zen-lake",
            None,
            "clientTransferProhibited",
        ),
        (
            "granite-peak.com",
            "Gr4n!te&Peak",
            Some("failed-transfer"),
            "The transfer was rejected by the losing registrar",
        ),
    ] {
        let client = Client::new();
        if let Some(fault) = fault {
            client.fault(fault);
        }
        let answer = transfer(&client, domain, eppcode).await;
        assert_eq!(answer, (200, json!("success")), "accepted all the same");
        assert_eq!(
            sync(&client, domain).await,
            json!({"failed": true, "reason": reason})
        );
        assert_eq!(client.sandbox.orders()[0]["status"], "failed");
        assert_eq!(client.sandbox.charges().len(), 1);
    }
}

#[tokio::test]
async fn a_stuck_transfer_ends_when_somebody_says_so() {
    let client = Client::with_fault("stuck-transfer");
    transfer(&client, "granite-peak.com", "Gr4n!te&Peak").await;
    assert_eq!(sync(&client, "granite-peak.com").await, json!([]));
    client.sandbox.fail_pending("The registrant has objected");
    assert_eq!(
        sync(&client, "granite-peak.com").await["reason"],
        "The registrant has objected"
    );
}

#[tokio::test]
async fn registries_transfer_in_their_own_ways() {
    let client = Client::new();
    let expiry = |domain: &str| client.sandbox.domain(domain)["expires"].clone();
    transfer(&client, "olympus-hotel.gr", "Olymp-88").await;
    let domain = client.sandbox.domain("olympus-hotel.gr");
    assert_eq!(
        (&domain["status"], &domain["nameservers"]),
        (&json!("Active"), &json!([])),
        "at once, and the nameservers stay the registry's"
    );
    let answer = transfer(&client, "wharfside.co.uk", "").await;
    assert_eq!(
        answer,
        (200, json!("success")),
        "no code where there are tags"
    );
    assert!(expiry("wharfside.co.uk").is_string());
    assert!(client.sandbox.charges().is_empty(), "both are free");
    assert_eq!(client.sandbox.orders().len(), 2);
    let answer = transfer(&client, "granite-peak.com", "").await;
    assert_eq!(answer, (500, json!({"error": "The EPP code is required"})));
    let (status, _) = transfer(&client, "nobody-has-this.com", "x").await;
    assert_eq!(status, 500);
}

#[tokio::test]
async fn the_sync_of_a_domain_that_was_here_all_along_is_complete() {
    let client = Client::new();
    assert_eq!(sync(&client, "tinkerlab.dev").await["completed"], true);
    assert_eq!(sync(&client, "oldbrand.info").await, json!([]));
}
