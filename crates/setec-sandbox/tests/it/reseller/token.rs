use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use chrono::{DateTime, TimeDelta, Utc};
use http::{Method, Request};
use ring::hmac;
use setec_sandbox::reseller::{ENDPOINT, Sandbox};

use super::client::{Client, hex, token};

const EMAIL: &str = "email@example.com";
const KEY: &str = "1234567890QWERTYUIOPASDFGHJKLZXCVBNM";
const HOUR: &str = "26-03-04 15";

/// A sandbox with the credentials of the vectors, at a time of its own.
fn client_at(time: &str) -> Client {
    let client = Client {
        username: EMAIL,
        api_key: KEY,
        ..Client::new()
    };
    client.sandbox.set_credentials(EMAIL, KEY);
    set_time(&client.sandbox, time);
    client
}

fn instant(time: &str) -> DateTime<Utc> {
    time.parse().unwrap()
}

fn set_time(sandbox: &Sandbox, time: &str) {
    sandbox.set_time(instant(time));
}

async fn knock(client: &Client, token: &str, timestamp: Option<i64>) -> (u16, String) {
    let mut request = Request::builder()
        .method(Method::GET)
        .uri(format!("{ENDPOINT}/version"))
        .header("username", client.username)
        .header("token", token);
    if let Some(timestamp) = timestamp {
        request = request.header("timestamp", timestamp);
    }
    let (status, body) = client
        .send(request.body(axum::body::Body::empty()).unwrap())
        .await;
    (status, body.to_string())
}

/// The variants of the table: name, and how each comes about.
fn variants() -> [(&'static str, &'static str, String); 6] {
    let sign = |key: &str, message: &str| {
        let key = hmac::Key::new(hmac::HMAC_SHA256, key.as_bytes());
        hmac::sign(&key, message.as_bytes()).as_ref().to_vec()
    };
    let public = format!("{EMAIL}:{HOUR}");
    let in_js = format!("{EMAIL}:2026-03-04-15");
    let long = format!("{EMAIL}:2026-03-04 15");
    [
        (
            "correct",
            "MWY0MjdiM2ZhNmRlYWNkYTBhNjQ4NDQ0ODllMDUwODRiYzQ2OTUzOGI5ZGZjNjk2NmUyNTU4OTUwZmQ4MDRjZg==",
            STANDARD.encode(hex(&sign(&public, KEY))),
        ),
        (
            "the seed's Python",
            "dLk9Ohmh/GCwOQjnG6yQ7GgIvbeFCGZvGpPTyhqhOWE=",
            STANDARD.encode(sign(KEY, &public)),
        ),
        (
            "the seed's JavaScript",
            "JHjgnTN7+G8lNzUo4GKInlQzHVTUAH3Z2DHrmC2f2p8=",
            STANDARD.encode(sign(KEY, &in_js)),
        ),
        (
            "swapped, hexadecimal",
            "NzRiOTNkM2ExOWExZmM2MGIwMzkwOGU3MWJhYzkwZWM2ODA4YmRiNzg1MDg2NjZmMWE5M2QzY2ExYWExMzk2MQ==",
            STANDARD.encode(hex(&sign(KEY, &public))),
        ),
        (
            "raw digest",
            "H0J7P6berNoKZIREieBQhLxGlTi538aWbiVYlQ/YBM8=",
            STANDARD.encode(sign(&public, KEY)),
        ),
        (
            "year of four digits",
            "MzYxYWVjMzA1MGQ4MGU0YTVkYmYxMDUwZTFhMzI4YzA3YmFiMDVhNDA2ZjdlZWYxYzQ0ZGRhZTRhYzJhZTllNA==",
            STANDARD.encode(hex(&sign(&long, KEY))),
        ),
    ]
}

#[tokio::test]
async fn of_the_known_variants_only_phps_is_let_in() {
    let client = client_at("2026-03-04T15:30:00Z");
    for (name, vector, made) in variants() {
        assert_eq!(vector, made, "{name}");
        let (status, body) = knock(&client, vector, None).await;
        if name == "correct" {
            assert_eq!(status, 200, "{name}: {body}");
        } else {
            assert_eq!(status, 401, "{name}: {body}");
            assert_eq!(body, r#"{"error":"Invalid API token"}"#);
        }
    }
    assert_eq!(token(EMAIL, KEY, HOUR), variants()[0].1);
}

#[tokio::test]
async fn what_is_nearly_the_token_is_none() {
    let client = client_at("2026-03-04T15:30:00Z");
    let right = token(EMAIL, KEY, HOUR);
    let upper = String::from_utf8(STANDARD.decode(&right).unwrap())
        .unwrap()
        .to_uppercase();
    let wrong = [
        String::new(),
        "=".to_owned(),
        right.trim_end_matches('=').to_owned(),
        format!("{right}{right}"),
        STANDARD.encode(upper),
        STANDARD.encode("f".repeat(64)),
        token(EMAIL, KEY, "26-03-04 14"),
        token(EMAIL, KEY, "26-03-04 16"),
        token("Email@example.com", KEY, HOUR),
    ];
    for token in wrong {
        assert_eq!(knock(&client, &token, None).await.0, 401, "{token}");
    }
    let unknown = Client {
        username: "nobody@example.com",
        ..client
    };
    assert_eq!(
        knock(&unknown, &token("nobody@example.com", KEY, HOUR), None)
            .await
            .0,
        401
    );
}

#[tokio::test]
async fn hours_overlap_by_a_minute() {
    let client = client_at("2026-03-04T15:30:00Z");
    let (before, after) = (token(EMAIL, KEY, HOUR), token(EMAIL, KEY, "26-03-04 16"));
    for (time, old, new) in [
        ("2026-03-04T15:58:50Z", 200, 401),
        ("2026-03-04T15:59:10Z", 200, 200),
        ("2026-03-04T16:00:50Z", 200, 200),
        ("2026-03-04T16:01:10Z", 401, 200),
    ] {
        set_time(&client.sandbox, time);
        assert_eq!(knock(&client, &before, None).await.0, old, "{time}");
        assert_eq!(knock(&client, &after, None).await.0, new, "{time}");
    }
    client.fault("strict-hour");
    set_time(&client.sandbox, "2026-03-04T16:00:10Z");
    let sent_at = instant("2026-03-04T15:59:55Z").timestamp();
    assert_eq!(knock(&client, &before, Some(sent_at)).await.0, 401);
    assert_eq!(knock(&client, &after, None).await.0, 200);
}

#[tokio::test]
async fn a_timestamp_vouches_for_its_own_hour() {
    let client = client_at("2026-03-04T16:00:30Z");
    let right = token(EMAIL, KEY, HOUR);
    let now = instant("2026-03-04T16:00:30Z").timestamp();
    assert_eq!(knock(&client, &right, Some(now - 50)).await.0, 200);
    let right = token(EMAIL, KEY, "26-03-04 16");
    assert_eq!(knock(&client, &right, Some(now - 500)).await.0, 200);
    client.fault("strict-timestamp");
    assert_eq!(knock(&client, &right, Some(now - 500)).await.0, 401);
    assert_eq!(knock(&client, &right, Some(now)).await.0, 200);
    assert_eq!(knock(&client, &right, None).await.0, 200);
}

#[tokio::test]
async fn a_clock_that_is_off_refuses_who_is_right() {
    for (secs, allowed) in [(0, 200), (40, 200), (-5400, 401), (3600, 401)] {
        let client = client_at("2026-03-04T15:59:30Z");
        client.fault(&format!("skew:secs={secs}"));
        let (status, _) = knock(&client, &token(EMAIL, KEY, HOUR), None).await;
        assert_eq!(status, allowed, "{secs}");
    }
    let client = client_at("2026-03-04T15:30:00Z");
    client
        .sandbox
        .advance(TimeDelta::hours(1).to_std().unwrap());
    assert_eq!(knock(&client, &token(EMAIL, KEY, HOUR), None).await.0, 401);
}

#[tokio::test]
async fn a_key_is_good_from_listed_addresses_only() {
    let client = Client::new();
    let listed = Some(vec!["203.0.113.7".parse().unwrap()]);
    client.sandbox.set_whitelist(listed);
    let (status, body) = client.get("/version").await;
    assert_eq!(status, 403);
    let text = body["error"].as_str().unwrap();
    assert!(text.contains("Your IP is 127.0.0.1"), "{text}");
    client
        .sandbox
        .set_whitelist(Some(vec!["127.0.0.1".parse().unwrap()]));
    assert_eq!(client.get("/version").await.0, 200);
    client.fault("key-disabled:times=1");
    assert_eq!(client.get("/version").await.0, 403);
    client.fault("ip-refused");
    assert_eq!(client.get("/version").await.0, 403);
}
