use std::collections::BTreeSet;

use super::client::Client;

#[test]
fn the_demos_domains_are_in_many_states() {
    let client = Client::new();
    let domains = client.sandbox.domains();
    assert_eq!(domains.len(), 15, "13 of the first reseller");
    let states: BTreeSet<_> = domains
        .iter()
        .map(|domain| domain["status"].as_str().unwrap())
        .collect();
    let expected = ["Active", "Expired", "Pending Transfer", "Transferred Away"];
    assert_eq!(states, expected.into());
    assert!(client.sandbox.orders().is_empty());
    assert!(client.sandbox.domain("nobody-has-this.com").is_null());
}

#[tokio::test]
async fn a_reseller_does_not_see_the_others_domains() {
    let client = Client::new();
    let (status, body) = client.get("/domains/acacia-lodge.com/information").await;
    assert_eq!(status, 404);
    assert_eq!(body["error"], "Domain not found");
    let form = [("domain", "acacia-lodge.com"), ("regperiod", "1")];
    let answer = client.post("/order/domains/renew", &form).await;
    assert_eq!(answer.0, 404);
    assert!(client.sandbox.charges().is_empty());
}

#[tokio::test]
async fn every_domain_can_be_asked_for_everything() {
    let client = Client::new();
    for domain in client.sandbox.domains().iter().take(11) {
        let domain = domain["domain"].as_str().unwrap();
        for call in ["information", "nameservers", "contact", "dns", "email"] {
            let (status, body) = client.get(&format!("/domains/{domain}/{call}")).await;
            assert_eq!(status, 200, "{domain}/{call}: {body}");
        }
    }
}

#[tokio::test]
async fn the_world_can_be_furnished() {
    let client = Client::new();
    client.sandbox.add_domain("cedar-and-sons.com", 3);
    let (status, shown) = client.get("/domains/cedar-and-sons.com/information").await;
    assert_eq!(
        (status, &shown["registrationStatus"]),
        (200, &"Active".into())
    );
    client.sandbox.advance(std::time::Duration::from_hours(96));
    let domain = client.sandbox.domain("cedar-and-sons.com");
    assert_eq!(domain["status"], "Expired");
    client.sandbox.set_time(chrono::Utc::now());
    client.sandbox.add_foreign("juniper-inn.com", "Jun1per");
    let form = super::client::order("juniper-inn.com", &[("eppcode", "Jun1per")]);
    client.post("/order/domains/transfer", &form).await;
    let (_, synced) = client
        .post("/domains/juniper-inn.com/transfersync", &[])
        .await;
    assert_eq!(synced["completed"], true);
}
