use http::Method;
use serde_json::{Value, json};
use setec_sandbox::reseller::Fault;
use tower::ServiceExt;

use super::client::{Client, order};

const RENEW: [(&str, &str); 2] = [("domain", "tinkerlab.dev"), ("regperiod", "1")];

#[test]
fn every_fault_is_read_and_written_alike() {
    for (name, _) in Fault::all() {
        let text = format!("{name}:times=2,on=POST,path=/dns");
        let fault: Fault = text.parse().unwrap();
        assert_eq!(fault.to_string().parse::<Fault>().unwrap(), fault);
    }
    for text in [
        "html-error:status=200,page=firewall,when=after",
        "failed-orders:ms=7,refund=yes",
        "pending-orders:ms=7",
        "skew:secs=-40",
        "registrar-error:charge=after",
    ] {
        assert_eq!(text.parse::<Fault>().unwrap().to_string(), text);
    }
}

#[test]
fn an_unknown_fault_lists_the_known_ones() {
    let error = "gremlins".parse::<Fault>().unwrap_err().to_string();
    for (name, _) in Fault::all() {
        assert!(error.contains(name), "{error}");
    }
    for wrong in [
        "slow:secs=1",
        "html-error:status=302",
        "html-error:page=cat",
        "server-error:status=200",
        "skew:secs=100000",
        "registrar-error:charge=maybe",
        "limit:calls",
        "hang:on=a b",
    ] {
        assert!(wrong.parse::<Fault>().is_err(), "{wrong}");
    }
}

/// Status, content type and text of an answer to a renewal.
async fn renew(client: &Client) -> (u16, String, String) {
    let request = client.form("/order/domains/renew", &RENEW);
    let response = client.sandbox.router().oneshot(request).await.unwrap();
    let status = response.status().as_u16();
    let kind = response
        .headers()
        .get("content-type")
        .map(|kind| kind.to_str().unwrap().to_owned());
    let body = axum::body::to_bytes(response.into_body(), 1 << 20).await;
    let text = String::from_utf8(body.unwrap().to_vec()).unwrap();
    (status, kind.unwrap_or_default(), text)
}

#[tokio::test]
async fn somebody_else_may_answer_before_or_after_the_order() {
    let html = "text/html; charset=UTF-8";
    let json = "application/json; charset=utf-8";
    for (fault, status, kind, text) in [
        ("html-error", 503, html, "Maintenance Mode"),
        ("html-error:status=200", 200, html, "Maintenance Mode"),
        (
            "html-error:status=403,page=firewall",
            403,
            html,
            "Cloudflare",
        ),
        ("html-error:status=504", 504, html, "<!DOCTYPE html>"),
        ("empty-body", 200, "", ""),
        ("empty-body:status=502", 502, "", ""),
        ("hollow-error", 500, json, "[]"),
        (
            "server-error",
            500,
            json,
            r#"{"error":"Internal Server Error"}"#,
        ),
        ("null-body", 200, json, "null"),
    ] {
        for (when, charges) in [("before", 0), ("after", 1)] {
            let text_of_fault = match fault {
                "null-body" if when == "before" => continue,
                "null-body" => fault.to_owned(),
                fault if fault.contains(':') => format!("{fault},when={when}"),
                fault => format!("{fault}:when={when}"),
            };
            let client = Client::with_fault(&text_of_fault);
            let (answered, answered_kind, body) = renew(&client).await;
            assert_eq!(
                (answered, answered_kind.as_str()),
                (status, kind),
                "{text_of_fault}"
            );
            assert!(body.contains(text), "{text_of_fault}: {body}");
            assert_eq!(body.is_empty(), text.is_empty());
            assert_eq!(client.sandbox.charges().len(), charges, "{text_of_fault}");
        }
    }
}

#[tokio::test]
async fn errors_may_come_with_status_200() {
    let client = Client::with_fault("errors-200");
    client.fault("text-html");
    client.sandbox.set_credit(setec_sandbox::reseller::Money(0));
    let (status, kind, body) = renew(&client).await;
    assert_eq!((status, kind.as_str()), (200, "text/html; charset=UTF-8"));
    assert_eq!(
        body,
        r#"{"error":"Reseller does not have enough credits on his account"}"#
    );
}

#[tokio::test]
async fn a_limit_is_kept_per_window() {
    let client = Client::with_fault("limit:calls=2,window=30");
    let mut told = Vec::new();
    for after_secs in [0, 10, 0, 25] {
        client
            .sandbox
            .advance(std::time::Duration::from_secs(after_secs));
        let request = client
            .request(Method::GET, "/tlds")
            .body(axum::body::Body::empty());
        let response = client
            .sandbox
            .router()
            .oneshot(request.unwrap())
            .await
            .unwrap();
        let is_told = response.headers().contains_key("retry-after");
        told.push((response.status().as_u16(), is_told));
    }
    assert_eq!(
        told,
        [(200, false), (200, false), (429, true), (200, false)]
    );
}

#[tokio::test]
async fn a_rate_limit_hits_as_often_as_told() {
    let client = Client::with_fault("rate-limit:retry-after=7,times=1,on=POST,path=/order/");
    assert_eq!(client.get("/tlds").await.0, 200);
    let (status, _, body) = renew(&client).await;
    assert_eq!(
        (status, body.as_str()),
        (429, r#"{"error":"Too many requests"}"#)
    );
    assert_eq!(client.sandbox.orders().len(), 0);
    assert_eq!(renew(&client).await.0, 200);
}

#[tokio::test]
async fn a_lost_answer_concerns_changes_only() {
    let client = Client::with_fault("lost-answer:times=1");
    assert_eq!(client.get("/tlds").await.0, 200);
    let form = order("fresh-idea.com", &[]);
    let request = client.form("/order/domains/register", &form);
    let (_, answer) = client.exchange(request).await;
    assert!(answer.is_none());
    assert_eq!(client.sandbox.orders().len(), 1);
    let exchange = client.sandbox.take_exchanges().pop().unwrap();
    assert_eq!((exchange.status, exchange.response_body), (200, None));
    assert_eq!(exchange.action, "order/domains/register");
    client.sandbox.clear_faults();
    assert!(client.sandbox.exchanges().is_empty());
    assert_eq!(client.get("/tlds").await.1[0], Value::from(".com"));
    let shown = client.sandbox.exchanges().pop().unwrap();
    assert_eq!(shown.response_body.unwrap()[0], json!(".com"));
}
