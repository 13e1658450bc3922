//! What costs money.

use axum::body::Body;
use axum::http::{Method, Request, header};
use serde_json::{Value, json};
use setec_core::Secret;
use setec_core::reseller::ReplyForm;
use setec_sandbox::hostinger;

use super::{BASE, CONTACTS, EMAIL, Shop, customer, keys, token};
use crate::harness::Answer;

impl Shop {
    /// What became of a transfer. Somebody else may be looking after the order just now.
    async fn decided(&self, domain: &str) -> Value {
        let path = format!("domains/{domain}/transfersync");
        for _ in 0..600 {
            let told = self.post(&path, "").await.ok();
            if told != json!([]) {
                return told;
            }
            tokio::time::sleep(std::time::Duration::from_millis(100)).await;
        }
        panic!("the transfer of {domain} is not decided");
    }

    async fn order_with_key(&self, form: &str, key: &str) -> Answer {
        let request = Request::builder()
            .method(Method::POST)
            .uri(format!("{BASE}/order/domains/renew"))
            .header("username", EMAIL)
            .header("token", token(EMAIL, &self.key))
            .header("X-Idempotency-Key", key)
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded");
        self.send(request.body(Body::from(form.to_owned())).unwrap())
            .await
    }
}

#[tokio::test]
async fn a_domain_is_registered_renewed_and_the_customers() {
    let shop = Shop::open().await;
    let form = format!(
        "domain=Acacia-Walks.com&regperiod=1&idnLanguage=&domainfields=YTowOnt9&addons%5Bidprotection%5D=1\
         &addons%5Bdnsmanagement%5D=0&nameservers%5Bns1%5D=ns1.h.example&nameservers%5Bns2%5D=ns2.h.example&{CONTACTS}"
    );
    assert_eq!(
        shop.post("order/domains/register", &form).await.ok(),
        "success"
    );
    // A fifth above 13.75.
    assert_eq!(shop.credit().await, "83.50");
    let upstream = shop.vendor.domain("acacia-walks.com");
    assert_eq!(
        upstream["nameservers"],
        json!(["ns1.h.example", "ns2.h.example"])
    );
    assert_eq!(upstream["private"], true);
    let before = shop.get("domains/acacia-walks.com/information").await.ok();
    assert_eq!(before["registrationStatus"], "Active");
    assert_eq!(before["registrantEmailAddress"], "jane@example.com");
    let form = "domain=acacia-walks.com&regperiod=2&addons%5Bidprotection%5D=1";
    assert_eq!(shop.post("order/domains/renew", form).await.ok(), "success");
    assert_eq!(shop.credit().await, "50.50");
    let after = shop.get("domains/acacia-walks.com/information").await.ok();
    let year = |information: &Value| -> i32 {
        let date = information["expiryDate"].as_str().expect("a date");
        date[..4].parse().expect("a year")
    };
    assert_eq!(
        year(&after),
        year(&before) + 2,
        "an order makes what was known old"
    );
    let contact = "contactdetails[Registrant][Email Address]=amina@example.com";
    shop.post("domains/acacia-walks.com/contact", contact)
        .await
        .ok();
    let other = "contactdetails[Tech][Email Address]=tech@example.com";
    shop.post("domains/acacia-walks.com/contact", other)
        .await
        .ok();
    let after = shop.get("domains/acacia-walks.com/information").await.ok();
    assert_eq!(after["registrantEmailAddress"], "amina@example.com");
    // Who is behind a domain that came otherwise, only its registrar knows.
    let given = shop
        .get("domains/nordlund-studio.com/information")
        .await
        .ok();
    assert_eq!(given["registrantEmailAddress"], "");
}

#[tokio::test]
async fn the_same_order_again_buys_nothing_more() {
    let shop = Shop::open().await;
    let form = "domain=nordlund-studio.com&regperiod=1";
    shop.post("order/domains/renew", form).await.ok();
    let credit = shop.credit().await;
    assert_eq!(shop.post("order/domains/renew", form).await.ok(), "success");
    assert_eq!((shop.credit().await, shop.bought()), (credit, 1));
    // A key of one's own tells one order from the next.
    shop.order_with_key(form, "second").await.ok();
    shop.order_with_key(form, "second").await.ok();
    assert_eq!(shop.bought(), 2);
    let other = "domain=nordlund-studio.com&regperiod=2";
    shop.order_with_key(other, "second").await.refused(409);
    let long = "x".repeat(300);
    shop.order_with_key(form, &long).await.refused(400);
    assert_eq!(shop.bought(), 2);
}

#[tokio::test]
async fn without_credit_the_vendors_own_words_are_used() {
    let shop = Shop::open().await;
    let form = "domain=nordlund-studio.com&regperiod=9";
    let words = shop.post("order/domains/renew", form).await.refused(500);
    assert_eq!(
        words,
        "Reseller does not have enough credits on his account"
    );
    assert_eq!((shop.bought(), shop.credit().await.as_str()), (0, "100.00"));
}

#[tokio::test]
async fn the_operators_trouble_is_not_told_by_name() {
    let shop = Shop::open().await;
    shop.vendor.add_fault("no-credit".parse().unwrap());
    let answer = shop
        .post(
            "order/domains/renew",
            "domain=nordlund-studio.com&regperiod=1",
        )
        .await;
    let words = answer.refused(409);
    assert!(words.contains("nothing was charged"), "{words}");
    assert!(
        !words.contains("credit") && !words.contains("upstream"),
        "{words}"
    );
    assert_eq!(shop.credit().await, "100.00");
}

#[tokio::test]
async fn what_the_first_account_does_not_sell_is_bought_at_the_next() {
    let shop = Shop::open().await;
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let origin = format!("http://{}", listener.local_addr().unwrap());
    let first = hostinger::Sandbox::new();
    tokio::spawn(hostinger::serve(listener, first, std::future::pending()));
    let account = json!({"api_key": hostinger::TOKEN, "base_url": origin});
    shop.server.post("hostinger/configure", account).await.ok();
    let accounts = ["hostinger", "upstream"].map(str::to_owned);
    let app = &shop.server.app;
    app.set_route(&shop.admin, "*", &accounts).await.unwrap();
    let form = "searchTerm=acacia-walks&tldsToInclude%5B%5D=.co.ke";
    let found = shop.post("domains/lookup", form).await.ok();
    assert_eq!(found[0]["isAvailable"], true, "{found}");
    let form = format!("domain=acacia-walks.co.ke&regperiod=1&{CONTACTS}");
    let answer = shop.post("order/domains/register", &form).await;
    assert_eq!(answer.ok(), "success");
    assert_eq!(shop.bought(), 1);
    let form = format!("domain=acacia-walks.zz&regperiod=1&{CONTACTS}");
    let answer = shop.post("order/domains/register", &form).await;
    let words = answer.refused(422);
    assert!(words.contains("register of .zz is not sold"), "{words}");
}

#[tokio::test]
async fn a_lost_answer_is_no_success_and_no_failure() {
    let shop = Shop::open().await;
    let fault = "server-error:times=1,on=POST,path=renew,status=503";
    shop.vendor.add_fault(fault.parse().unwrap());
    let form = "domain=nordlund-studio.com&regperiod=1";
    let answer = shop.post("order/domains/renew", form).await;
    let words = answer.refused(504);
    assert!(words.contains("do not order again"), "{words}");
    assert_eq!(shop.credit().await, "83.50", "the price is held");
    let words = shop.post("order/domains/renew", form).await.refused(409);
    assert!(words.contains("in progress"), "{words}");
    let sent = shop.vendor.exchanges();
    let sent = sent
        .iter()
        .filter(|exchange| exchange.action == "order/domains/renew");
    assert_eq!(sent.count(), 1);
}

#[tokio::test]
async fn a_transfer_is_taken_followed_and_arrives() {
    let shop = Shop::open().await;
    shop.vendor.set_pace(setec_sandbox::reseller::Pace {
        transfer: std::time::Duration::from_hours(96),
    });
    let form = format!(
        "domain=granite-peak.com&regperiod=1&eppcode=Gr4n!te%26Peak&nameservers[0]=ns1.h.example&nameservers[1]=ns2.h.example&{CONTACTS}"
    );
    assert_eq!(
        shop.post("order/domains/transfer", &form).await.ok(),
        "success"
    );
    let path = "domains/granite-peak.com";
    let information = shop.get(&format!("{path}/information")).await.ok();
    assert_eq!(information["status"], "Pending Transfer", "{information}");
    assert_eq!(information["expiryDate"], Value::Null);
    assert_eq!(
        shop.post(&format!("{path}/transfersync"), "").await.ok(),
        json!([])
    );
    // What is on its way can be followed, not changed.
    shop.post(&format!("{path}/lock"), "lockstatus=unlocked")
        .await
        .refused(404);
    shop.post("order/domains/transfer", &form)
        .await
        .refused(409);
    shop.vendor.finish_pending();
    let arrived = shop.decided("granite-peak.com").await;
    assert_eq!(arrived["completed"], true, "{arrived}");
    assert!(
        arrived["expirydate"]
            .as_str()
            .is_some_and(|day| day.len() == 10),
        "{arrived}"
    );
    shop.post(&format!("{path}/lock"), "lockstatus=unlocked")
        .await
        .ok();
}

#[tokio::test]
async fn a_transfer_that_fails_says_why_and_is_paid_back() {
    let shop = Shop::open().await;
    shop.vendor.set_pace(setec_sandbox::reseller::Pace {
        transfer: std::time::Duration::from_hours(96),
    });
    let form = format!("domain=granite-peak.com&regperiod=1&eppcode=wrong&{CONTACTS}");
    assert_eq!(
        shop.post("order/domains/transfer", &form).await.ok(),
        "success"
    );
    assert_eq!(shop.credit().await, "83.50");
    shop.vendor.finish_pending();
    let failed = shop.decided("granite-peak.com").await;
    assert_eq!(failed["failed"], true, "{failed}");
    assert!(
        failed["reason"]
            .as_str()
            .is_some_and(|text| !text.is_empty()),
        "{failed}"
    );
    assert_eq!(shop.credit().await, "100.00");
    shop.get("domains/granite-peak.com/information")
        .await
        .refused(404);
}

#[tokio::test]
async fn orders_are_answered_in_the_customers_form() {
    let mut input = customer(EMAIL);
    input.reply = ReplyForm::Object;
    let shop = Shop::open_with(input).await;
    let answer = shop
        .post(
            "order/domains/renew",
            "domain=nordlund-studio.com&regperiod=1",
        )
        .await
        .ok();
    assert_eq!(
        keys(&answer),
        [
            "currency", "orderid", "price", "result", "status", "success"
        ]
    );
    assert_eq!(
        (&answer["success"], &answer["status"]),
        (&json!(true), &json!("success"))
    );
    assert_eq!(
        (&answer["price"], &answer["currency"]),
        (&json!("16.50"), &json!("EUR"))
    );
    // Nothing strays into the name servers, all values of which clients take for one.
    let servers = shop
        .get("domains/nordlund-studio.com/nameservers")
        .await
        .ok();
    assert_eq!(keys(&servers), ["ns1", "ns2", "ns3", "ns4", "ns5"]);
}

#[tokio::test]
async fn domains_of_others_do_not_exist() {
    let shop = Shop::open().await;
    let other = "other@resold.example";
    let key: Secret = shop.enroll(customer(other), 10_000).await;
    for (method, action, form) in [
        (Method::GET, "domains/nordlund-studio.com/information", ""),
        (Method::GET, "domains/nordlund-studio.com/contact", ""),
        (Method::GET, "domains/nordlund-studio.com/eppcode", ""),
        (
            Method::POST,
            "domains/nordlund-studio.com/lock",
            "lockstatus=0",
        ),
        (Method::POST, "domains/nordlund-studio.com/delete", ""),
        (Method::POST, "domains/nordlund-studio.com/sync", ""),
        (
            Method::POST,
            "order/domains/renew",
            "domain=nordlund-studio.com&regperiod=1",
        ),
        (Method::GET, "domains/no-such-name.com/information", ""),
    ] {
        let request = Request::builder()
            .method(method)
            .uri(format!("{BASE}/{action}"))
            .header("username", other)
            .header("token", token(other, &key));
        let request = request.body(Body::from(form.to_owned())).unwrap();
        let words = shop.send(request).await.refused(404);
        assert!(
            words.to_lowercase().contains("not found"),
            "{action}: {words}"
        );
    }
    assert_eq!(shop.bought(), 0);
}
