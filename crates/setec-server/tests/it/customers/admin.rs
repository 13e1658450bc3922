//! Customers, keys, credit and statements over the API.

use axum::body::Body;
use axum::http::{Method, Request, header};
use serde_json::{Value, json};

use super::{CUSTOMERS, registration, start};
use crate::harness::{Answer, TestServer};

const ANNA: &str = "anna@example.com";

#[tokio::test]
async fn customers_are_made_found_changed_and_suspended() {
    let server = TestServer::bare().await;
    let body = json!({
        "email": ANNA, "name": "Anna's Hosting", "currency": "eur", "reply": "object",
        "variants": ["swapped_raw"], "allowed": ["192.0.2.7", "2001:db8:1::/48"],
        "max_order_minor": 5000, "nameservers": ["NS1.example.com", "ns2.example.com"]
    });
    let made = server.post(CUSTOMERS, body.clone()).await.ok();
    assert_eq!(made["currency"], "EUR");
    assert_eq!(made["allowed"], json!(["192.0.2.7/32", "2001:db8:1::/48"]));
    assert_eq!(made["nameservers"][0], "ns1.example.com");
    assert_eq!(made["per_minute"], 100);
    assert_eq!(made["balance"], json!({"minor": 0, "currency": "EUR"}));
    server
        .post(CUSTOMERS, body.clone())
        .await
        .error(409, "exists");
    let id = made["id"].as_str().unwrap();
    for path in [id, ANNA] {
        let found = server.get(&format!("{CUSTOMERS}/{path}")).await.ok();
        assert_eq!(found, made);
    }
    let found = server
        .get(&format!("{CUSTOMERS}?search=HOSTING"))
        .await
        .ok();
    assert_eq!(found.as_array().unwrap().len(), 1);
    let found = server.get(&format!("{CUSTOMERS}?search=nobody")).await.ok();
    assert_eq!(found, json!([]));
    let mut changed = body;
    changed["name"] = "Anna GmbH".into();
    changed["max_order_minor"] = Value::Null;
    let path = format!("{CUSTOMERS}/{id}");
    let after = server.put(&path, changed.clone()).await.ok();
    assert_eq!(after["name"], "Anna GmbH");
    assert_eq!(after["max_order_minor"], Value::Null);
    changed["currency"] = "USD".into();
    server.put(&path, changed).await.error(400, "invalid");
    let suspended = server.post_empty(&format!("{path}/suspend")).await.ok();
    assert_eq!(suspended["active"], false);
    let resumed = server.post_empty(&format!("{path}/resume")).await.ok();
    assert_eq!(resumed["active"], true);
    let entry = server.get("/api/journal?action=customer.update").await.ok();
    assert_eq!(entry[0]["subject"], ANNA);
    assert_eq!(entry[0]["before"]["name"], "Anna's Hosting");
    assert_eq!(entry[0]["after"]["name"], "Anna GmbH");
}

#[tokio::test]
async fn many_customers_come_page_by_page() {
    let server = TestServer::bare().await;
    // Letters whose order differs between collations, and such as mean something in a pattern.
    let emails = [
        "B@example.com",
        "_under@example.com",
        "a%b@example.com",
        "a-b@example.com",
        "ab@example.com",
    ];
    for (at, email) in emails.into_iter().rev().enumerate() {
        let name = if at == 0 { "\u{d6}resund" } else { "Hosting" };
        let body = json!({"email": email, "name": name, "currency": "EUR"});
        server.post(CUSTOMERS, body).await.ok();
    }
    let listed = async |query: &str| -> Vec<String> {
        let found = server.get(&format!("{CUSTOMERS}?{query}")).await.ok();
        let rows = found.as_array().expect("a list").iter();
        rows.map(|row| row["email"].as_str().expect("a text").to_owned())
            .collect()
    };
    let mut seen = Vec::new();
    loop {
        let after = seen.last().map_or_else(String::new, |last: &String| {
            format!("&after={}", last.replace('%', "%25"))
        });
        let page = listed(&format!("limit=2{after}")).await;
        assert!(page.len() <= 2, "{page:?}");
        if page.is_empty() {
            break;
        }
        seen.extend(page);
    }
    assert_eq!(seen, emails);
    assert_eq!(listed("").await, emails);
    assert_eq!(listed("search=A%25B").await, ["a%b@example.com"]);
    assert_eq!(listed("search=_").await, ["_under@example.com"]);
    assert_eq!(listed("search=%C3%96RE").await, ["ab@example.com"]);
    server
        .post_empty(&format!("{CUSTOMERS}/ab@example.com/suspend"))
        .await
        .ok();
    assert_eq!(listed("active=false").await, ["ab@example.com"]);
    assert_eq!(listed("active=true").await, emails[..4]);
    for wrong in ["limit=0", "limit=501", "limit=x", "before=x"] {
        let refused = server.get(&format!("{CUSTOMERS}?{wrong}")).await;
        refused.error(400, "invalid");
    }
}

#[tokio::test]
async fn everything_wrong_with_a_customer_is_said_at_once() {
    let server = TestServer::bare().await;
    let wrong = json!({
        "email": "no address", "name": " ", "currency": "dollars", "per_minute": 0, "burst": 0,
        "allowed": ["192.0.2.0/33", "10.0.0.1"], "credit_limit_minor": -1,
        "nameservers": ["not_a_name"]
    });
    let answer = server.post(CUSTOMERS, wrong).await;
    answer.error(400, "invalid");
    let violations = answer.json()["violations"].clone();
    let fields: Vec<&str> = violations
        .as_array()
        .unwrap()
        .iter()
        .map(|violation| violation["field"].as_str().unwrap())
        .collect();
    assert_eq!(
        fields,
        [
            "email",
            "name",
            "currency",
            "per_minute",
            "burst",
            "credit_limit_minor",
            "allowed[0]",
            "nameservers",
            "nameservers[0]"
        ]
    );
    let customers = server.get(CUSTOMERS).await.ok();
    assert_eq!(customers, json!([]));
    server
        .get(&format!("{CUSTOMERS}/nobody"))
        .await
        .error(404, "not_found");
}

#[tokio::test]
async fn keys_are_shown_once_rotate_with_overlap_and_end_at_once() {
    let server = TestServer::bare().await;
    server.customer(ANNA, 0).await;
    let keys = format!("{CUSTOMERS}/{ANNA}/keys");
    let first = server.post(&keys, json!({"label": "whmcs"})).await.ok();
    let secret = first["api_key"].as_str().unwrap();
    assert_eq!(secret.len(), 48);
    let second = server.post_empty(&format!("{keys}/rotate")).await.ok();
    assert_ne!(second["api_key"], first["api_key"]);
    let list = server.get(&keys).await;
    assert!(!list.text.contains(secret), "{}", list.text);
    let list = list.ok();
    assert_eq!(
        (&list[0]["live"], &list[1]["live"]),
        (&json!(true), &json!(true))
    );
    assert!(list[0]["expires_at"].is_string() && list[1]["expires_at"].is_null());
    let at_once = json!({"overlap_hours": 0});
    let third = server.post(&format!("{keys}/rotate"), at_once).await.ok();
    let list = server.get(&keys).await.ok();
    let live: Vec<&Value> = list
        .as_array()
        .unwrap()
        .iter()
        .filter(|key| key["live"] == true)
        .collect();
    assert_eq!(live.len(), 1);
    assert_eq!(live[0]["id"], third["id"]);
    let path = format!("{keys}/{}", third["id"].as_str().unwrap());
    server.delete(&path).await.ok();
    server.delete(&path).await.error(404, "not_found");
    let too_long = json!({"overlap_hours": 100_000});
    let refused = server.post(&format!("{keys}/rotate"), too_long).await;
    refused.error(400, "invalid");
    for _ in 0..10 {
        server.post_empty(&keys).await.ok();
    }
    server.post_empty(&keys).await.error(400, "invalid");
    // Neither the journal nor the database's row has the key.
    let journal = server.get("/api/journal?action=customer_key.create").await;
    assert!(!journal.text.contains(secret), "{}", journal.text);
    let kept = server
        .store
        .customer_keys(server.caller(ANNA).await.id)
        .await
        .unwrap();
    assert!(kept.iter().all(|key| !key.sealed.contains(secret)));
}

async fn credit(server: &TestServer, key: &str, body: Value) -> Answer {
    let request = Request::builder()
        .method(Method::POST)
        .uri(format!("{CUSTOMERS}/{ANNA}/credit"))
        .header(header::AUTHORIZATION, format!("Bearer {}", server.token))
        .header(header::CONTENT_TYPE, "application/json")
        .header("Idempotency-Key", key);
    server
        .raw(request.body(Body::from(body.to_string())).unwrap())
        .await
}

#[tokio::test]
async fn credit_is_moved_with_reasons_and_once_for_each_key() {
    let server = TestServer::bare().await;
    server.customer(ANNA, 0).await;
    let movement = |kind: &str, minor: i64| {
        let amount = json!({"minor": minor, "currency": "USD"});
        json!({"kind": kind, "amount": amount, "reason": "invoice 17"})
    };
    for _ in 0..3 {
        let moved = credit(&server, "k", movement("deposit", 5000)).await.ok();
        assert_eq!(moved["balance"]["minor"], 5000);
    }
    let other = credit(&server, "k", movement("deposit", 6000)).await;
    other.error(409, "conflict");
    let paid_out = credit(&server, "l", movement("withdrawal", 2000))
        .await
        .ok();
    assert_eq!(paid_out["amount"]["minor"], -2000);
    let too_much = credit(&server, "m", movement("withdrawal", 3001)).await;
    too_much.error(409, "conflict");
    let corrected = credit(&server, "n", movement("correction", -1)).await.ok();
    assert_eq!(corrected["balance"]["minor"], 2999);
    for wrong in [
        movement("deposit", 0),
        movement("deposit", -5),
        movement("withdrawal", -5),
        movement("charge", 5),
        json!({"kind": "deposit", "amount": {"minor": 5, "currency": "EUR"}, "reason": "x"}),
        json!({"kind": "deposit", "amount": {"minor": 5, "currency": "USD"}, "reason": " "}),
    ] {
        credit(&server, "o", wrong).await.error(400, "invalid");
    }
    assert_eq!(server.balance(ANNA).await, 2999);
    server.assert_ledger_is_right().await;
    let check = server.get("/api/reseller/ledger/check").await.ok();
    let totals = check["totals"].as_array().unwrap();
    let of = |account: &str| {
        let found = totals.iter().find(|total| total["account"] == account);
        found.unwrap()["amount"]["minor"].as_i64().unwrap()
    };
    assert_eq!(
        (of("customers"), of("cash"), of("corrections")),
        (2999, -3000, 1)
    );
}

#[tokio::test]
async fn a_statement_is_a_table_that_no_spreadsheet_runs() {
    let (server, _vendor) = start().await;
    server.usual_prices().await;
    server.route("com", &["reseller"]).await;
    let anna = server.customer(ANNA, 10_000).await;
    server
        .ordered(&anna, registration("acacia-walks.com"), None)
        .await;
    let evil = json!({
        "kind": "correction", "amount": {"minor": -100, "currency": "USD"},
        "reason": "=HYPERLINK(\"http://x\"), \"quoted\""
    });
    server
        .post(&format!("{CUSTOMERS}/{ANNA}/credit"), evil)
        .await
        .ok();
    let path = format!("{CUSTOMERS}/{ANNA}/statement");
    let statement = server.get(&path).await.ok();
    assert_eq!(statement["opening"]["minor"], 0);
    assert_eq!(statement["closing"]["minor"], 10_000 - 1665 - 100);
    let rows = statement["rows"].as_array().unwrap();
    let kinds: Vec<&Value> = rows.iter().map(|row| &row["kind"]).collect();
    assert_eq!(kinds, ["deposit", "charge", "correction"]);
    assert_eq!(
        rows[1]["description"],
        "registration of acacia-walks.com for 1 year"
    );
    assert_eq!(rows[1]["balance"]["minor"], 10_000 - 1665);
    let table = server.get(&format!("{path}?format=csv")).await;
    let content_type = table.headers[header::CONTENT_TYPE].to_str().unwrap();
    assert!(content_type.starts_with("text/csv"), "{content_type}");
    let lines: Vec<&str> = table.text.split("\r\n").collect();
    assert_eq!(
        lines[0],
        "date,type,description,domain,order,amount,balance,currency"
    );
    assert!(lines[1].ends_with(",opening,,,,,0.00,USD"), "{}", lines[1]);
    assert!(
        lines[3].contains(",charge,registration of acacia-walks.com for 1 year,acacia-walks.com,")
    );
    assert!(lines[3].ends_with(",-16.65,83.35,USD"), "{}", lines[3]);
    assert!(
        lines[4].contains(r#","'=HYPERLINK(""http://x""), ""quoted""","#),
        "{}",
        lines[4]
    );
    assert!(lines[5].contains("closing") && lines[5].ends_with("82.35,USD"));
    let request = Request::builder()
        .uri(&path)
        .header(header::AUTHORIZATION, format!("Bearer {}", server.token))
        .header(header::ACCEPT, "text/csv");
    let accepted = server.raw(request.body(Body::empty()).unwrap()).await;
    assert_eq!(accepted.text, table.text);
    let none = server
        .get(&format!("{path}?from=2020-01-01&until=2020-02-01"))
        .await
        .ok();
    assert_eq!(none["rows"], json!([]));
    let wrong = server.get(&format!("{path}?from=yesterday")).await;
    wrong.error(400, "invalid");
    let backwards = server
        .get(&format!("{path}?from=2020-02-01&until=2020-01-01"))
        .await;
    backwards.error(400, "invalid");
}

#[tokio::test]
async fn a_domain_is_given_to_one_customer_if_the_account_has_it() {
    let (server, _vendor) = start().await;
    server.customer(ANNA, 0).await;
    server.customer("bert@example.com", 0).await;
    let at = |email: &str, domain: &str| format!("{CUSTOMERS}/{email}/domains/{domain}");
    let body = json!({"provider": "reseller"});
    let own = at(ANNA, "nordlund-studio.com");
    server.put(&own, body.clone()).await.ok();
    server.put(&own, body.clone()).await.ok();
    let other = at("bert@example.com", "nordlund-studio.com");
    server.put(&other, body.clone()).await.error(409, "exists");
    let nobody_s = at(ANNA, "nobody-has-this.com");
    server
        .put(&nobody_s, body.clone())
        .await
        .error(404, "not_found");
    server.delete(&other).await.error(404, "not_found");
    server.delete(&own).await.ok();
    server.put(&other, body).await.ok();
    let list = server
        .get(&format!("{CUSTOMERS}/bert@example.com/domains"))
        .await
        .ok();
    assert_eq!(list[0]["domain"], "nordlund-studio.com");
    let customers = server.get(CUSTOMERS).await.ok();
    assert_eq!(
        (&customers[0]["domains"], &customers[1]["domains"]),
        (&json!(0), &json!(1))
    );
}
