//! Renewals of domains at a provider that renews the subscriptions that pay for them.

use std::time::Duration;

use serde_json::{Value, json};
use setec_sandbox::hostinger::Pace;

use super::{domain, states};
use crate::harness::TestServer;

const NAME: &str = "my-new-site.com";

fn renewal(years: u32) -> Value {
    json!({"kind": "renew_domain", "domain": NAME, "years": years})
}

impl TestServer {
    /// Buys the domain for a year, which makes its subscription known.
    async fn with_domain(self) -> Self {
        self.sandbox.set_pace(Pace::instant());
        let quote = self.quote(domain(NAME)).await;
        let order = self.confirm(&quote, "bought").await.ok();
        assert_eq!(order["state"], "completed", "{order}");
        self
    }

    async fn subscription(&self) -> String {
        let known = self.store.subscriptions_of("hostinger").await.unwrap();
        known[NAME].clone()
    }

    async fn expiry(&self) -> String {
        let path = format!("hostinger/domains/{NAME}");
        let seen = self.get(&path).await.ok();
        seen["expires_at"].as_str().expect("a date")[..10].to_owned()
    }
}

#[tokio::test]
async fn a_domain_is_renewed_by_its_subscription() {
    let server = TestServer::start().await.with_domain().await;
    let id = server.subscription().await;
    let before = server.expiry().await;
    let quote = server.quote(renewal(1)).await;
    assert_eq!(quote["kind"], "renew_domain");
    assert_eq!(quote["years"], 1);
    assert_eq!(quote["target"], format!("{NAME} from {before}"));
    assert_eq!(
        quote["what"],
        format!("renewal of {NAME} for 1 year (subscription {id})")
    );
    let list = server.get("hostinger/subscriptions").await.ok();
    let paying = list
        .as_array()
        .unwrap()
        .iter()
        .find(|each| each["id"] == *id);
    let price = paying.unwrap()["renewal_price"].as_f64().unwrap();
    let minor = quote["price"]["minor"].as_f64().unwrap();
    assert!((price * 100.0 - minor).abs() < 0.5, "{quote}");

    let order = server.confirm(&quote, "k-1").await.ok();
    assert_eq!(order["state"], "completed", "{order}");
    let after = server.expiry().await;
    let year = |date: &str| date[..4].parse::<u32>().expect("a year");
    assert_eq!(year(&after), year(&before) + 1);
    let orders = server.sandbox.orders();
    assert_eq!(orders.len(), 2);
    assert_eq!(orders[1]["subscription_id"], id);
    let journal = server.get("/api/journal?action=domain.renew").await.ok();
    assert_eq!(journal[0]["outcome"], "done");
    let found = server
        .get(&format!("/api/hosting/orders?target={NAME}"))
        .await;
    assert_eq!(found.ok().as_array().unwrap().len(), 2);
    // The next year is another order.
    let next = server.quote(renewal(1)).await;
    assert_eq!(next["target"], format!("{NAME} from {after}"));
}

#[tokio::test]
async fn only_the_term_of_the_subscription_is_sold() {
    let server = TestServer::start().await.with_domain().await;
    let wrong = server.post("hostinger/quotes", renewal(2)).await;
    let text = wrong.error(400, "invalid");
    assert_eq!(wrong.json()["violations"][0]["field"], "years");
    assert!(text.contains("1 year at a time"), "{text}");
    // Which subscription pays for what was bought elsewhere, a person has to say first.
    let foreign = json!({"kind": "renew_domain", "domain": "kestrel-robotics.io", "years": 1});
    let text = server
        .post("hostinger/quotes", foreign)
        .await
        .error(501, "not_supported");
    assert!(
        text.contains("domains subscription set hostinger kestrel-robotics.io"),
        "{text}"
    );
    // One that is remembered and gone pays for nothing.
    let store = &server.store;
    store
        .remember_subscription("hostinger", NAME, "Gone0123456789ab")
        .await
        .unwrap();
    let text = server
        .post("hostinger/quotes", renewal(1))
        .await
        .error(501, "not_supported");
    assert!(text.contains("Gone0123456789ab"), "{text}");
    assert_eq!(server.sandbox.orders().len(), 1);
}

#[tokio::test]
async fn a_lost_answer_to_a_renewal_is_settled_once() {
    let server = TestServer::start().await.with_domain().await;
    let [first, second] = [
        server.quote(renewal(1)).await,
        server.quote(renewal(1)).await,
    ];
    let fault = "lost-answer:times=1,on=POST,path=renew";
    server.sandbox.add_fault(fault.parse().unwrap());
    let order = server.confirm(&first, "k-1").await.ok();
    let order = server.until(&order["id"], "completed").await;
    assert!(states(&order).contains(&"unknown"), "{order}");
    let detail = order["detail"].as_str().unwrap();
    assert!(
        detail.contains("expires on") && detail.contains("paid until"),
        "{order}"
    );
    // The other quote was for the same year, which is paid for now.
    let late = server.confirm(&second, "k-2").await.ok();
    assert_eq!(late["state"], "failed", "{late}");
    assert_eq!(server.sandbox.orders().len(), 2);
}

#[tokio::test]
async fn one_term_is_not_paid_as_a_domain_s_and_as_a_subscription_s() {
    let server = TestServer::start().await.with_domain().await;
    let id = server.subscription().await;
    let by_name = server.quote(renewal(1)).await;
    let wish = json!({"kind": "renew_subscription", "subscription_id": id});
    let by_id = server.quote(wish).await;
    let fault = "server-error:status=503,on=POST,path=renew";
    server.sandbox.add_fault(fault.parse().unwrap());
    let open = server.confirm(&by_name, "k-1").await.ok();
    assert_eq!(open["state"], "unknown", "{open}");
    server.sandbox.clear_faults();
    let other = server.confirm(&by_id, "k-2").await.ok();
    assert_eq!(other["state"], "failed", "{other}");
    let detail = other["detail"].as_str().unwrap();
    assert!(
        detail.contains(open["id"].as_str().unwrap()) && detail.contains("nothing was sent"),
        "{other}"
    );
    assert_eq!(server.sandbox.orders().len(), 1);
}

#[tokio::test]
async fn a_renewal_that_never_arrived_has_failed_after_the_patience() {
    let server = TestServer::start_with_patience(Duration::from_secs(1)).await;
    let server = server.with_domain().await;
    let quote = server.quote(renewal(1)).await;
    let fault = "server-error:times=1,status=503,on=POST,path=renew";
    server.sandbox.add_fault(fault.parse().unwrap());
    let order = server.confirm(&quote, "k").await.ok();
    let order = server.until(&order["id"], "failed").await;
    let detail = order["detail"].as_str().unwrap();
    assert!(
        detail.contains("still expires") && detail.contains("still paid until"),
        "{order}"
    );
    assert_eq!(server.sandbox.orders().len(), 1);
    let quote = server.quote(renewal(1)).await;
    let order = server.confirm(&quote, "k-2").await.ok();
    assert_eq!(order["state"], "completed", "{order}");
}

/// One that was bought at Hostinger itself, and what pays for it there.
const FOREIGN: &str = "harborandpine.io";

fn link(domain: &str) -> String {
    format!("hostinger/domains/{domain}/subscription")
}

impl TestServer {
    /// The id of the account's subscription of that product.
    async fn product(&self, name: &str) -> String {
        let list = self.get("hostinger/subscriptions").await.ok();
        let mut all = list.as_array().unwrap().iter();
        let found = all.find(|each| each["name"] == name).expect(name);
        found["id"].as_str().unwrap().to_owned()
    }
}

#[tokio::test]
async fn a_domain_bought_elsewhere_is_renewed_once_its_subscription_is_entered() {
    let server = TestServer::start().await;
    let wish = json!({"kind": "renew_domain", "domain": FOREIGN, "years": 1});
    let refused = server.post("hostinger/quotes", wish.clone()).await;
    refused.error(501, "not_supported");
    let id = server.product(".IO Domain").await;
    let shown = server.get(&link(FOREIGN)).await.ok();
    assert_eq!(shown["subscription_id"], Value::Null);
    assert_eq!(shown["choices"][0]["id"], id, "{shown}");
    assert_eq!(shown["choices"].as_array().unwrap().len(), 1, "{shown}");

    let answer = server
        .put(&link(FOREIGN), json!({"subscription_id": id}))
        .await;
    assert_eq!(answer.ok(), json!({"status": "updated"}));
    let shown = server.get(&link(FOREIGN)).await.ok();
    assert_eq!(shown["subscription_id"], id);
    assert_eq!(shown["subscription"]["name"], ".IO Domain");
    let domain = format!("hostinger/domains/{FOREIGN}");
    let before = server.get(&domain).await.ok();
    assert!(before["auto_renew"].is_boolean(), "{before}");

    let quote = server.quote(wish.clone()).await;
    let order = server.confirm(&quote, "k-1").await.ok();
    assert_eq!(order["state"], "completed", "{order}");
    let orders = server.sandbox.orders();
    assert_eq!(orders.len(), 1);
    assert_eq!(orders[0]["subscription_id"], id);
    let after = server.get(&domain).await.ok();
    assert_ne!(after["expires_at"], before["expires_at"]);

    // What was quoted before the link went is not paid for any more.
    let quote = server.quote(wish.clone()).await;
    server.delete(&link(FOREIGN)).await.ok();
    let late = server.confirm(&quote, "k-2").await.ok();
    assert_eq!(late["state"], "failed", "{late}");
    server
        .post("hostinger/quotes", wish)
        .await
        .error(501, "not_supported");
    server.delete(&link(FOREIGN)).await.error(404, "not_found");
    assert_eq!(server.sandbox.orders().len(), 1);

    let journal = server
        .get("/api/journal?action=domain.subscription")
        .await
        .ok();
    let [removed, entered] = [&journal[0], &journal[1]];
    assert_eq!(removed["action"], "domain.subscription.delete");
    assert_eq!(removed["before"], json!({"subscription_id": id}));
    assert_eq!(entered["after"], json!({"subscription_id": id}));
    assert_eq!(entered["subject"], FOREIGN);
}

#[tokio::test]
async fn only_a_subscription_that_may_pay_for_the_domain_is_linked() {
    let server = TestServer::start().await;
    let io = server.product(".IO Domain").await;
    for (id, words) in [
        ("nobody", "the id of a subscription of the account"),
        ("", "the id of a subscription of the account"),
        (&server.product("KVM 2").await, "does not pay for"),
        (&server.product(".COM Domain").await, "does not pay for"),
    ] {
        let answer = server
            .put(&link(FOREIGN), json!({"subscription_id": id}))
            .await;
        let text = answer.error(400, "invalid");
        assert_eq!(answer.json()["violations"][0]["field"], "subscription_id");
        assert!(text.contains(words), "{text}");
    }
    let body = json!({"subscription_id": io});
    server
        .put(&link("nobody-has-this.io"), body.clone())
        .await
        .error(404, "not_found");
    server.put(&link(FOREIGN), body.clone()).await.ok();
    server.put(&link(FOREIGN), body.clone()).await.ok();
    let text = server
        .put(&link("kestrel-robotics.io"), body)
        .await
        .error(409, "conflict");
    assert!(text.contains(FOREIGN), "{text}");
    let other = server.get(&link("kestrel-robotics.io")).await.ok();
    assert_eq!(other["choices"], json!([]), "{other}");
    assert!(server.sandbox.orders().is_empty());
}

#[tokio::test]
async fn a_registration_whose_answer_was_lost_gets_its_subscription() {
    let server = TestServer::start().await;
    server.sandbox.set_pace(Pace::instant());
    let quote = server.quote(domain(NAME)).await;
    let fault = "lost-answer:times=1,on=POST,path=portfolio";
    server.sandbox.add_fault(fault.parse().unwrap());
    let order = server.confirm(&quote, "k-1").await.ok();
    let order = server.until(&order["id"], "completed").await;
    assert!(
        order["detail"].as_str().unwrap().contains("lost"),
        "{order}"
    );
    let bought = server.sandbox.orders();
    assert_eq!(bought.len(), 1);
    let shown = server.get(&link(NAME)).await.ok();
    assert_eq!(
        shown["subscription_id"], bought[0]["subscription_id"],
        "{shown}"
    );
    let quote = server.quote(renewal(1)).await;
    let order = server.confirm(&quote, "k-2").await.ok();
    assert_eq!(order["state"], "completed", "{order}");
}
