use serde_json::{Value, json};

use super::client::Client;
use super::php;

/// What the sandbox understood of a body.
async fn understood(body: &str) -> Value {
    let client = Client::new();
    let request = client
        .request(http::Method::POST, "/version")
        .header("content-type", "application/x-www-form-urlencoded")
        .body(axum::body::Body::from(body.to_owned()))
        .unwrap();
    client.send(request).await;
    client.sandbox.exchanges().pop().unwrap().parameters
}

/// Bodies that PHP understands in its own way.
const BODIES: [&str; 22] = [
    "a=1&b=2&a=3",
    "a[b][c]=1&a[b][d]=2&a[e]=3",
    "a[]=x&a[]=y&a[7]=z&a[]=w",
    "a%5Bb+c%5D=1+2%263",
    "a.b=1&c d=2&e.f[g.h]=3",
    "a[b=1",
    "a[b.c=1",
    "a[b[c d=1",
    "a[b]x[c]=1",
    "[a]=1&=2&b",
    "a[b]c=1&a[b]c[d]=2",
    "a=1&a[b]=2",
    "a[b]=1&a=2",
    "a[][x]=1&a[][x]=2",
    "a[0]=x&a[1]=y",
    "  a=1",
    "a[ b]=1",
    "a==b&c=d=e",
    "&&a=1&&",
    "a[[b]]=1",
    "a[01]=x&a[]=y",
    "%C3%A5=%C3%A6",
];

#[tokio::test]
async fn forms_are_nested() {
    assert_eq!(
        understood("a%5Bb%5D%5Bc+d%5D=1&a%5B%5D=2&e=x+y%2Bz").await,
        json!({"a": {"b": {"c d": "1"}, "0": "2"}, "e": "x y+z"})
    );
    assert_eq!(
        understood("a[][x]=1&a[][x]=2").await,
        json!({"a": {"0": {"x": "1"}, "1": {"x": "2"}}})
    );
    let deep = format!("a{}=1", "[b]".repeat(65));
    assert_eq!(understood(&deep).await, json!({}));
    let many: Vec<String> = (0..1200).map(|index| format!("v{index}=1")).collect();
    let many = understood(&many.join("&")).await;
    assert_eq!(many.as_object().unwrap().len(), 1000);
}

#[tokio::test]
async fn forms_are_read_as_php_reads_them() {
    let script = "foreach (json_decode(getenv('BODIES')) as $body) { parse_str($body, $read); \
                  echo json_encode($read, JSON_FORCE_OBJECT), \"\\n\"; }";
    let bodies = json!(BODIES).to_string();
    let Some(output) = php::run(script, &[("BODIES", &bodies)]).await else {
        return;
    };
    for (body, line) in BODIES.iter().zip(output.lines()) {
        let expected: Value = serde_json::from_str(line).unwrap();
        assert_eq!(understood(body).await, expected, "{body}");
    }
    assert_eq!(output.lines().count(), BODIES.len());
}

#[tokio::test]
async fn only_forms_are_read() {
    let client = Client::new();
    for (kind, body) in [
        ("application/json", r#"{"domain":"a.com","regperiod":1}"#),
        ("text/plain", "domain=a.com&regperiod=1"),
        ("multipart/form-data; boundary=x", "--x--"),
    ] {
        let request = client
            .request(http::Method::POST, "/order/domains/renew")
            .header("content-type", kind)
            .body(axum::body::Body::from(body))
            .unwrap();
        let (status, body) = client.send(request).await;
        assert_eq!(
            (status, body),
            (400, json!({"error": "The domain field is required"}))
        );
    }
    let request = client
        .request(http::Method::GET, "/order/pricing/domains/renew")
        .header("content-type", "application/x-www-form-urlencoded")
        .body(axum::body::Body::from("domain=a.de"))
        .unwrap();
    let answer = client.send(request).await;
    assert_eq!(answer, (200, json!({"1": "7.50"})), "a form on GET");
}
