//! Quotes and orders: what is bought once, what waits, and what is settled by asking the provider.

mod paid;
mod reseller;

use std::time::Duration;

use axum::body::Body;
use axum::http::{Method, Request, header};
use serde_json::{Value, json};
use setec_sandbox::hostinger::Pace;
use tower::ServiceExt;

use crate::harness::{Answer, TestServer, open_app, open_app_on};

fn domain(name: &str) -> Value {
    json!({"kind": "register_domain", "domain": name, "period": 1})
}

fn server_order(hostname: &str) -> Value {
    json!({
        "plan": "kvm-2", "data_center_id": "11", "template": "ubuntu-22.04",
        "password": "SecurePassword123!", "hostname": hostname
    })
}

impl TestServer {
    async fn quote(&self, wish: Value) -> Value {
        self.quote_at("hostinger", wish).await
    }

    pub(crate) async fn quote_at(&self, account: &str, wish: Value) -> Value {
        self.post(&format!("{account}/quotes"), wish).await.ok()
    }

    async fn with_key(&self, path: &str, key: &str, body: Option<Value>) -> Answer {
        self.as_user(&self.token, path, key, body).await
    }

    async fn as_user(&self, token: &str, path: &str, key: &str, body: Option<Value>) -> Answer {
        let mut request = Request::builder()
            .method(Method::POST)
            .uri(path)
            .header(header::AUTHORIZATION, format!("Bearer {token}"))
            .header("Idempotency-Key", key);
        let body = match body {
            Some(body) => {
                request = request.header(header::CONTENT_TYPE, "application/json");
                Body::from(body.to_string())
            }
            None => Body::empty(),
        };
        self.raw(request.body(body).expect("a request")).await
    }

    pub(crate) async fn confirm(&self, quote: &Value, key: &str) -> Answer {
        let id = quote["id"].as_str().expect("an id");
        self.with_key(&format!("/api/hosting/quotes/{id}/confirm"), key, None)
            .await
    }

    async fn order(&self, id: &Value) -> Value {
        let id = id.as_str().expect("an id");
        self.get(&format!("/api/hosting/orders/{id}")).await.ok()
    }

    /// The order once it is in that state.
    pub(crate) async fn until(&self, id: &Value, state: &str) -> Value {
        let deadline = tokio::time::Instant::now() + Duration::from_mins(1);
        loop {
            let order = self.order(id).await;
            if order["state"] == state {
                return order;
            }
            assert!(tokio::time::Instant::now() < deadline, "{order}");
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    }

    async fn newest_order(&self) -> Value {
        let orders = self.get("/api/hosting/orders?limit=1").await.ok();
        orders[0].clone()
    }

    /// Another administrator's token.
    async fn second_admin(&self) -> String {
        let user = json!({"name": "berta", "password": "long enough 1", "role": "admin"});
        self.post("/api/users", user).await.ok();
        self.sign_in("berta", "long enough 1").await
    }

    async fn limit_admin(&self, token: &str, limits: Value) -> Value {
        let body = json!({"limits": limits});
        let path = "/api/users/admin/spending-limits";
        self.send(Method::PUT, path, Some(token), Some(&body))
            .await
            .ok()
    }
}

async fn with_fault(fault: &str) -> TestServer {
    let server = TestServer::start().await;
    server.sandbox.set_pace(Pace::instant());
    server.sandbox.add_fault(fault.parse().expect("a fault"));
    server
}

fn states(order: &Value) -> Vec<&str> {
    let steps = order["steps"].as_array().expect("steps");
    steps
        .iter()
        .map(|step| step["state"].as_str().expect("a state"))
        .collect()
}

#[tokio::test]
async fn a_quote_becomes_an_order_with_all_its_steps() {
    let server = TestServer::start().await;
    server.sandbox.set_pace(Pace::instant());
    let quote = server.quote(domain("my-new-site.com")).await;
    assert_eq!(quote["price"], json!({"minor": 999, "currency": "USD"}));
    assert!(quote["renewal_price"]["minor"].is_u64(), "{quote}");
    assert_eq!(quote["kind"], "register_domain");
    assert_eq!(quote["target"], "my-new-site.com");
    assert_eq!(quote["years"], 1);
    assert!(server.sandbox.orders().is_empty(), "a quote buys nothing");
    let path = format!("/api/hosting/quotes/{}", quote["id"].as_str().unwrap());
    assert_eq!(server.get(&path).await.ok(), quote);

    let order = server.confirm(&quote, "k-1").await.ok();
    assert_eq!(order["state"], "completed", "{order}");
    assert_eq!(order["reference"], "my-new-site.com");
    assert_eq!(states(&order), ["quoted", "confirmed", "sent", "completed"]);
    assert_eq!(server.order(&order["id"]).await, order);
    assert_eq!(server.sandbox.orders().len(), 1);
    let journal = server.get("/api/journal?action=domain.purchase").await.ok();
    assert_eq!(journal[0]["outcome"], "done");
    assert_eq!(journal[0]["after"]["order_id"], order["id"]);

    let again = server.confirm(&quote, "k-1").await.ok();
    assert_eq!(again["id"], order["id"]);
    server.confirm(&quote, "k-2").await.error(409, "conflict");
    let other = server.quote(domain("other-site.com")).await;
    server.confirm(&other, "k-1").await.error(409, "conflict");
    assert_eq!(server.sandbox.orders().len(), 1);
}

#[tokio::test]
async fn what_is_wrong_is_named_before_anything_is_sent() {
    let server = TestServer::start().await;
    let wrong = server
        .post(
            "hostinger/quotes",
            json!({"kind": "renew_domain", "domain": "no_domain", "years": 11}),
        )
        .await;
    wrong.error(400, "invalid");
    let fields: Vec<Value> = wrong.json()["violations"]
        .as_array()
        .unwrap()
        .iter()
        .map(|violation| violation["field"].clone())
        .collect();
    assert_eq!(fields, ["domain", "years"]);
    for (wish, field) in [
        (json!({"domain": "x.com"}), "kind"),
        (json!({"kind": "rent_a_car"}), "kind"),
        (
            json!({"kind": "renew_domain", "domain": "x.com", "years": "one"}),
            "years",
        ),
        (
            json!({"kind": "renew_domain", "domain": "x.com", "yeras": 1}),
            "yeras",
        ),
        (
            json!({"kind": "create_server", "plan": "kvm-2"}),
            "data_center_id",
        ),
        (
            json!({"kind": "register_domain", "domain": "x.com", "max_price": {"minor": 1, "currency": "dollars"}}),
            "max_price.currency",
        ),
        (json!([]), "body"),
    ] {
        let error = server
            .post("hostinger/quotes", wish.clone())
            .await
            .error(400, "invalid");
        assert!(error.contains(field), "{wish}: {error}");
    }
    let quote = server.quote(domain("my-new-site.com")).await;
    let path = format!(
        "/api/hosting/quotes/{}/confirm",
        quote["id"].as_str().unwrap()
    );
    let error = server.post_empty(&path).await.error(400, "invalid");
    assert!(error.contains("Idempotency-Key"), "{error}");
    let missing = "/api/hosting/quotes/01a1fa2e-573e-74e8-b0bc-0cb6294c91d9/confirm";
    server
        .with_key(missing, "k", None)
        .await
        .error(404, "not_found");
    let cheap = json!({"max_price": {"minor": 500, "currency": "USD"}});
    server
        .with_key(&path, "k", Some(cheap))
        .await
        .error(409, "conflict");
    let other = json!({"max_price": {"minor": 100_000, "currency": "EUR"}});
    server
        .with_key(&path, "k", Some(other))
        .await
        .error(409, "conflict");
    assert!(server.sandbox.orders().is_empty());
    assert_eq!(server.get("/api/hosting/orders").await.ok(), json!([]));
    let berta = server.second_admin().await;
    server
        .as_user(&berta, &path, "k", None)
        .await
        .error(404, "not_found");
}

#[tokio::test]
async fn a_double_click_buys_once() {
    let server = TestServer::start().await;
    server.sandbox.set_pace(Pace::instant());
    let quote = server.quote(domain("my-new-site.com")).await;
    let clicks = futures::future::join_all((0..8).map(|_| server.confirm(&quote, "same"))).await;
    for click in &clicks {
        assert_eq!(click.ok()["id"], clicks[0].json()["id"]);
    }
    let quote = server.quote(domain("second-site.com")).await;
    let keys: Vec<String> = (0..8).map(|n| format!("key-{n}")).collect();
    let clicks =
        futures::future::join_all(keys.iter().map(|key| server.confirm(&quote, key))).await;
    let bought = clicks
        .iter()
        .filter(|click| click.status.is_success())
        .count();
    assert_eq!(bought, 1);
    assert_eq!(server.sandbox.orders().len(), 2);

    let order = server_order("twice.example.com");
    let clicks =
        futures::future::join_all((0..4).map(|_| server.post("hostinger/vms", order.clone())))
            .await;
    let bought = clicks
        .iter()
        .filter(|click| click.status.is_success())
        .count();
    assert_eq!(bought, 1, "{clicks:?}");
    for refused in clicks.iter().filter(|click| !click.status.is_success()) {
        assert_eq!(refused.status.as_u16(), 409, "{}", refused.text);
    }
    assert_eq!(server.sandbox.orders().len(), 3);
}

#[tokio::test]
async fn an_order_in_one_step_can_be_repeated_by_its_key() {
    let server = TestServer::start().await;
    server.sandbox.set_pace(Pace::instant());
    let path = "/api/hosting/providers/hostinger/domains/purchase";
    let order = json!({"domain": "my-new-site.com", "period": 1});
    let first = server.with_key(path, "k-1", Some(order.clone())).await.ok();
    let again = server.with_key(path, "k-1", Some(order.clone())).await.ok();
    assert_eq!(again, first);
    let other = json!({"domain": "my-new-site.com", "period": 2});
    server
        .with_key(path, "k-1", Some(other))
        .await
        .error(409, "conflict");
    server
        .with_key(path, "k-2", Some(order))
        .await
        .error(409, "exists");
    let path = "/api/hosting/providers/hostinger/vms";
    let order = server_order("once.example.com");
    let clicks = futures::future::join_all(
        (0..4).map(|_| server.with_key(path, "vm-1", Some(order.clone()))),
    )
    .await;
    assert!(clicks.iter().any(|click| click.status.is_success()));
    let again = server
        .with_key(path, "vm-1", Some(order.clone()))
        .await
        .ok();
    assert_eq!(again["name"], "once.example.com");
    assert_eq!(server.sandbox.orders().len(), 2);
    let mut dear = server_order("dear.example.com");
    dear["max_price"] = json!({"minor": 1, "currency": "USD"});
    let error = server
        .post("hostinger/vms", dear)
        .await
        .error(409, "conflict");
    assert!(error.contains("max_price"), "{error}");
    assert_eq!(server.sandbox.orders().len(), 2);
}

#[tokio::test]
async fn a_lost_answer_is_settled_by_asking() {
    // The answers to the driver's own looks are lost as well.
    let server = with_fault("lost-answer:on=POST,path=portfolio").await;
    server.sandbox.add_fault(
        "server-error:times=1,status=500,on=GET,path=portfolio"
            .parse()
            .unwrap(),
    );
    let quote = server.quote(domain("my-new-site.com")).await;
    let order = server.confirm(&quote, "k").await.ok();
    assert_eq!(states(&order)[..3], ["quoted", "confirmed", "sent"]);
    let order = server.until(&order["id"], "completed").await;
    assert!(states(&order).contains(&"unknown"), "{order}");
    assert!(
        order["detail"]
            .as_str()
            .unwrap()
            .contains("my-new-site.com"),
        "{order}"
    );
    assert_eq!(server.sandbox.orders().len(), 1);
    let journal = server.get("/api/journal?action=domain.purchase").await.ok();
    assert_eq!(journal[0]["outcome"], "done");
}

#[tokio::test]
async fn a_lost_server_is_found_by_its_name() {
    let server = with_fault("lost-answer:on=POST,path=virtual-machines").await;
    let wish = {
        let mut wish = server_order("found-again.example.com");
        wish["kind"] = json!("create_server");
        wish
    };
    let quote = server.quote(wish).await;
    assert_eq!(quote["target"], "found-again.example.com");
    let order = server.confirm(&quote, "k").await.ok();
    let order = server.until(&order["id"], "completed").await;
    assert!(order["reference"].is_string(), "{order}");
    assert_eq!(server.sandbox.orders().len(), 1);
}

#[tokio::test]
async fn what_never_arrived_has_failed_after_the_patience() {
    let server = TestServer::start_with_patience(Duration::from_secs(1)).await;
    server.sandbox.add_fault(
        "server-error:status=503,on=POST,path=portfolio"
            .parse()
            .unwrap(),
    );
    let quote = server.quote(domain("my-new-site.com")).await;
    let order = server.confirm(&quote, "k").await.ok();
    let failed = server.until(&order["id"], "failed").await;
    assert!(states(&failed).contains(&"unknown"), "{failed}");
    assert!(
        failed["detail"]
            .as_str()
            .unwrap()
            .contains("has not carried it out"),
        "{failed}"
    );
    assert!(server.sandbox.orders().is_empty());
    server.sandbox.clear_faults();
    let quote = server.quote(domain("my-new-site.com")).await;
    server.confirm(&quote, "k-2").await.ok();
    assert_eq!(
        server.sandbox.orders().len(),
        1,
        "the name is free for another order"
    );
}

#[tokio::test]
async fn a_live_order_keeps_its_name_until_it_is_settled() {
    let server = with_fault("server-error:status=503,on=POST,path=portfolio").await;
    let quote = server.quote(domain("my-new-site.com")).await;
    let order = server.confirm(&quote, "k").await.ok();
    assert_eq!(order["state"], "unknown");
    assert!(
        order["detail"].as_str().unwrap().contains("portfolio"),
        "{order}"
    );
    server.sandbox.clear_faults();
    let direct = json!({"domain": "my-new-site.com", "period": 1});
    let error = server
        .post("hostinger/domains/purchase", direct)
        .await
        .error(409, "conflict");
    assert!(error.contains(order["id"].as_str().unwrap()), "{error}");
    let path = format!("/api/hosting/orders/{}", order["id"].as_str().unwrap());
    server
        .post_empty(&format!("{path}/cancel"))
        .await
        .error(409, "conflict");
    let asked = server.post_empty(&format!("{path}/reconcile")).await.ok();
    assert_eq!(asked["state"], "unknown");
    assert!(
        asked["detail"]
            .as_str()
            .unwrap()
            .contains("not in the account"),
        "{asked}"
    );
    let wrong = json!({"state": "sent", "reason": ""});
    server
        .post(&format!("{path}/settle"), wrong)
        .await
        .error(400, "invalid");
    let word = json!({"state": "failed", "reason": "the support says that it never came"});
    let settled = server
        .post(&format!("{path}/settle"), word.clone())
        .await
        .ok();
    assert_eq!(settled["state"], "failed");
    assert!(
        settled["detail"]
            .as_str()
            .unwrap()
            .contains("settled by admin"),
        "{settled}"
    );
    server
        .post(&format!("{path}/settle"), word)
        .await
        .error(409, "conflict");
    let list = server.get("/api/hosting/orders?state=failed").await.ok();
    assert_eq!(list[0]["id"], order["id"]);
    assert!(server.sandbox.orders().is_empty());
}

#[tokio::test]
async fn a_declined_card_and_an_accepted_order_are_told_apart() {
    let server = with_fault("declined-card").await;
    let quote = server.quote(domain("my-new-site.com")).await;
    let order = server.confirm(&quote, "k").await.ok();
    assert_eq!(order["state"], "failed");
    assert!(
        order["detail"].as_str().unwrap().contains("declined"),
        "{order}"
    );

    let server = with_fault("orders-202").await;
    let direct = json!({"domain": "my-new-site.com", "period": 1});
    let domain = server.post("hostinger/domains/purchase", direct).await.ok();
    assert_eq!(domain["status"], "requested");
    let order = server.newest_order().await;
    assert_eq!(order["state"], "unknown");
    assert!(
        order["detail"]
            .as_str()
            .unwrap()
            .contains("has taken the order"),
        "{order}"
    );
}

#[tokio::test]
async fn an_order_above_a_limit_waits_for_somebody_else() {
    let server = TestServer::start().await;
    server.sandbox.set_pace(Pace::instant());
    let berta = server.second_admin().await;
    let limits = json!([{"currency": "USD", "day": 1500, "month": null}]);
    let view = server.limit_admin(&berta, limits.clone()).await;
    assert_eq!(view["limits"], limits);
    let direct = |name: &str| json!({"domain": name, "period": 1});
    server
        .post("hostinger/domains/purchase", direct("first-site.com"))
        .await
        .ok();
    let error = server
        .post("hostinger/domains/purchase", direct("second-site.com"))
        .await
        .error(409, "needs_approval");
    assert!(error.contains("15.00 USD per day"), "{error}");
    assert_eq!(server.sandbox.orders().len(), 1);
    let waiting = server
        .get("/api/hosting/orders?waiting_for_approval=true")
        .await
        .ok();
    let order = waiting[0].clone();
    assert_eq!(
        (&order["state"], &order["waiting_for_approval"]),
        (&json!("confirmed"), &json!(true))
    );
    let path = format!("/api/hosting/orders/{}", order["id"].as_str().unwrap());
    server
        .post_empty(&format!("{path}/approve"))
        .await
        .error(403, "forbidden");
    let approve = |what: &str| {
        let (path, berta) = (format!("{path}/{what}"), berta.clone());
        let server = &server;
        async move { server.send(Method::POST, &path, Some(&berta), None).await }
    };
    let approved = approve("approve").await.ok();
    assert_eq!(approved["state"], "completed", "{approved}");
    assert_eq!(approved["approved_by"], "berta");
    approve("approve").await.error(409, "conflict");
    assert_eq!(server.sandbox.orders().len(), 2);

    server
        .post("hostinger/domains/purchase", direct("third-site.com"))
        .await
        .error(409, "needs_approval");
    let order = server.newest_order().await;
    let path = format!(
        "/api/hosting/orders/{}/reject",
        order["id"].as_str().unwrap()
    );
    let reason = json!({"reason": "we have enough"});
    let rejected = server
        .send(Method::POST, &path, Some(&berta), Some(&reason))
        .await
        .ok();
    assert_eq!(rejected["state"], "failed");
    assert!(
        rejected["detail"]
            .as_str()
            .unwrap()
            .contains("we have enough"),
        "{rejected}"
    );
    server
        .post("hostinger/domains/purchase", direct("third-site.com"))
        .await
        .error(409, "needs_approval");
    let order = server.newest_order().await;
    let path = format!(
        "/api/hosting/orders/{}/cancel",
        order["id"].as_str().unwrap()
    );
    assert_eq!(server.post_empty(&path).await.ok()["state"], "failed");
    assert_eq!(server.sandbox.orders().len(), 2);

    let own = |limits: Value| {
        server.put(
            "/api/users/admin/spending-limits",
            json!({"limits": limits}),
        )
    };
    own(json!([])).await.error(403, "forbidden");
    own(json!([{"currency": "USD", "day": -1, "month": null}]))
        .await
        .error(400, "invalid");
    let tighter = own(json!([{"currency": "USD", "day": 100, "month": 100}]))
        .await
        .ok();
    assert_eq!(tighter["spent"][0]["currency"], "USD");
    assert_eq!(tighter["spent"][0]["day"], tighter["spent"][0]["month"]);
}

#[tokio::test]
async fn what_a_stop_leaves_is_looked_after_by_the_next_start() {
    let server = TestServer::start_with_patience(Duration::from_secs(1)).await;
    server.sandbox.set_pace(Pace::instant());
    // An app that holds the order and is gone before it sends: its lease ends.
    let quote = server.quote(domain("my-new-site.com")).await;
    let store = setec_store::Store::open(server.data.path().join("setec.db").to_str().unwrap())
        .await
        .unwrap();
    let stored = store
        .quote(quote["id"].as_str().unwrap().parse().unwrap())
        .await
        .unwrap()
        .unwrap();
    let new = setec_store::NewOrder {
        quote: stored,
        user: "admin".to_owned(),
        key: "left".to_owned(),
        node: uuid::Uuid::now_v7(),
        lease: chrono::TimeDelta::zero(),
        sale: None,
    };
    let made = store.confirm_order(new, |_| None).await.unwrap();
    assert!(matches!(made, setec_store::Confirmed::New(_)), "{made:?}");
    let next = open_app(&server.data, None).await;
    let order = server.newest_order().await;
    let order = server.until(&order["id"], "completed").await;
    assert_eq!(states(&order), ["quoted", "confirmed", "sent", "completed"]);
    assert_eq!(
        server.sandbox.orders().len(),
        1,
        "one of two apps has sent it"
    );
    drop(next);
    let spent = server.get("/api/users/admin/spending-limits").await.ok();
    assert_eq!(spent["spent"][0]["month"], 999, "{spent}");
}

#[tokio::test]
async fn two_nodes_on_one_database_buy_once() {
    let Some(postgres) = setec_store::testing::postgres() else {
        return;
    };
    let database = postgres.new_database();
    let server = TestServer::start_on(&database).await;
    server.sandbox.set_pace(Pace::instant());
    let patience = Duration::from_mins(15);
    let other = open_app_on(&server.data, &database, None, patience).await;
    let other = setec_server::router(other);
    for (name, lost) in [("first-site.com", false), ("second-site.com", true)] {
        let quote = server.quote(domain(name)).await;
        if lost {
            let fault = "lost-answer:times=1,on=POST,path=portfolio";
            server.sandbox.add_fault(fault.parse().unwrap());
        }
        let path = format!(
            "/api/hosting/quotes/{}/confirm",
            quote["id"].as_str().unwrap()
        );
        let clicks = (0..8).map(|n| {
            let router = if n % 2 == 0 { &server.router } else { &other };
            let request = Request::builder()
                .method(Method::POST)
                .uri(&path)
                .header(header::AUTHORIZATION, format!("Bearer {}", server.token))
                .header("Idempotency-Key", name)
                .body(Body::empty())
                .unwrap();
            let router = router.clone();
            async move { router.oneshot(request).await.unwrap().status() }
        });
        for status in futures::future::join_all(clicks).await {
            assert!(status.is_success(), "{status}");
        }
        let order = server.newest_order().await;
        server.until(&order["id"], "completed").await;
    }
    assert_eq!(server.sandbox.orders().len(), 2);
}

#[tokio::test]
async fn the_next_term_of_a_subscription_is_paid_once() {
    let server = TestServer::start().await;
    let list = server.get("hostinger/subscriptions").await.ok();
    let kvm = list
        .as_array()
        .unwrap()
        .iter()
        .find(|each| each["status"] == "active" && each["renews_at"].is_string())
        .unwrap()
        .clone();
    let wish = json!({"kind": "renew_subscription", "subscription_id": kvm["id"]});
    let [first, second] = [server.quote(wish.clone()).await, server.quote(wish).await];
    assert!(first["price"]["minor"].as_i64().unwrap() > 0, "{first}");
    let fault = "lost-answer:times=1,on=POST,path=renew";
    server.sandbox.add_fault(fault.parse().unwrap());
    let order = server.confirm(&first, "k-1").await.ok();
    let order = server.until(&order["id"], "completed").await;
    assert!(
        order["detail"].as_str().unwrap().contains("paid until"),
        "{order}"
    );
    let late = server.confirm(&second, "k-2").await.ok();
    assert_eq!(late["state"], "failed", "{late}");
    assert_eq!(server.sandbox.orders().len(), 1);
    let missing = json!({"kind": "renew_subscription", "subscription_id": "nobody"});
    server
        .post("hostinger/quotes", missing)
        .await
        .error(404, "not_found");
}
