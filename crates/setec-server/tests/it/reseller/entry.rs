//! Who is let in.

use axum::body::Body;
use axum::http::{Method, Request, header};
use setec_core::Secret;
use setec_core::reseller::TokenVariant;

use super::{BASE, EMAIL, Shop, customer, from, token, token_by};
use crate::harness::Answer;

impl Shop {
    async fn enter(&self, headers: &[(&str, &str)], address: Option<&str>) -> Answer {
        let mut request = Request::builder().uri(format!("{BASE}/billing/credits"));
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        if let Some(address) = address {
            request = request.extension(from(address));
        }
        self.send(request.body(Body::empty()).unwrap()).await
    }

    async fn enter_with(&self, token: &str) -> Answer {
        self.enter(&[("username", EMAIL), ("token", token)], None)
            .await
    }
}

#[tokio::test]
async fn every_known_mistake_is_named_and_let_in_only_where_that_is_allowed() {
    let shop = Shop::open().await;
    let words = [
        (TokenVariant::RawDigest, "32 raw bytes"),
        (TokenVariant::Swapped, "key and message are swapped"),
        (TokenVariant::SwappedRaw, "key and message are swapped"),
        (TokenVariant::SwappedRawIsoStamp, "yyyy-mm-dd-HH"),
        (TokenVariant::FourDigitYear, "four digits"),
    ];
    for (variant, words) in words {
        let made = token_by(Some(variant), EMAIL, shop.key.expose());
        let refused = shop.enter_with(&made).await.refused(401);
        assert!(refused.contains(words), "{variant}: {refused}");
        assert!(!refused.contains(shop.key.expose()) && !refused.contains(&made));
        let mut lenient = customer(EMAIL);
        lenient.variants = vec![variant];
        let app = &shop.server.app;
        app.update_customer(&shop.admin, EMAIL, lenient)
            .await
            .unwrap();
        assert_eq!(shop.enter_with(&made).await.ok(), "100.00", "{variant}");
        assert_eq!(
            shop.enter_with(&token(EMAIL, &shop.key)).await.ok(),
            "100.00"
        );
        app.update_customer(&shop.admin, EMAIL, customer(EMAIL))
            .await
            .unwrap();
    }
}

#[tokio::test]
async fn nobody_learns_who_is_a_customer() {
    let shop = Shop::open().await;
    let foreign = Secret::new("a key that nobody has given out");
    let of_customer = shop.enter_with(&token(EMAIL, &foreign)).await.refused(401);
    let somebody = "somebody@else.example";
    let made = token(somebody, &foreign);
    let of_nobody = shop
        .enter(&[("username", somebody), ("token", &made)], None)
        .await;
    let without_time = |text: &str| text.split("our clock").next().unwrap().to_owned();
    assert_eq!(
        without_time(&of_nobody.refused(401)),
        without_time(&of_customer)
    );
    assert!(of_customer.contains("<yy-mm-dd HH>"), "{of_customer}");
    // A mistake that another key was used with is none that is known.
    let made = token_by(Some(TokenVariant::Swapped), EMAIL, foreign.expose());
    let words = shop.enter_with(&made).await.refused(401);
    assert_eq!(without_time(&words), without_time(&of_customer));
    // The name is compared as it is given: the token is made of it.
    let upper = EMAIL.to_uppercase();
    let made = token(&upper, &shop.key);
    shop.enter(&[("username", &upper), ("token", &made)], None)
        .await
        .refused(401);
}

#[tokio::test]
async fn headers_must_be_there_and_the_clock_right() {
    let shop = Shop::open().await;
    let good = token(EMAIL, &shop.key);
    for headers in [
        vec![],
        vec![("username", EMAIL)],
        vec![("token", good.as_str())],
        vec![("username", ""), ("token", good.as_str())],
    ] {
        let words = shop.enter(&headers, None).await.refused(401);
        assert!(words.contains("headers are required"), "{words}");
    }
    let now = chrono::Utc::now().timestamp();
    let entered = |time: String| {
        let shop = &shop;
        let good = &good;
        async move {
            let headers = [
                ("username", EMAIL),
                ("token", good.as_str()),
                ("timestamp", time.as_str()),
            ];
            shop.enter(&headers, None).await
        }
    };
    entered(now.to_string()).await.ok();
    for time in [
        (now - 3600).to_string(),
        (now + 3600).to_string(),
        "today".to_owned(),
    ] {
        let words = entered(time).await.refused(401);
        assert!(words.contains("ur clock says"), "{words}");
    }
}

#[tokio::test]
async fn keys_overlap_when_they_are_rotated_and_end_when_revoked() {
    let shop = Shop::open().await;
    let app = &shop.server.app;
    let new = app
        .rotate_customer_keys(&shop.admin, EMAIL, "next", Some(1))
        .await
        .unwrap();
    shop.enter_with(&token(EMAIL, &shop.key)).await.ok();
    shop.enter_with(&token(EMAIL, &new.key)).await.ok();
    let keys = app.customer_keys(&shop.admin, EMAIL).await.unwrap();
    assert!(
        keys.iter().all(|key| key.last_used_at.is_some()),
        "{keys:?}"
    );
    let old = keys[0].id.to_string();
    app.revoke_customer_key(&shop.admin, EMAIL, &old)
        .await
        .unwrap();
    shop.enter_with(&token(EMAIL, &shop.key)).await.refused(401);
    shop.enter_with(&token(EMAIL, &new.key)).await.ok();
    app.set_customer_active(&shop.admin, EMAIL, false)
        .await
        .unwrap();
    let words = shop.enter_with(&token(EMAIL, &new.key)).await.refused(403);
    assert!(words.contains("disabled"), "{words}");
}

#[tokio::test]
async fn only_allowed_addresses_get_in() {
    let mut input = customer(EMAIL);
    input.allowed = vec!["192.0.2.0/24".to_owned(), "2001:db8::7".to_owned()];
    let shop = Shop::open_with(input).await;
    let good = token(EMAIL, &shop.key);
    let headers = [("username", EMAIL), ("token", good.as_str())];
    for address in ["192.0.2.77", "2001:db8::7", "::ffff:192.0.2.1"] {
        shop.enter(&headers, Some(address)).await.ok();
    }
    let words = shop
        .enter(&headers, Some("198.51.100.1"))
        .await
        .refused(403);
    assert!(words.contains("Your IP is 198.51.100.1"), "{words}");
    // Who does not hold the key learns nothing of it.
    let foreign = [("username", EMAIL), ("token", "x")];
    let words = shop
        .enter(&foreign, Some("198.51.100.2"))
        .await
        .refused(401);
    assert!(!words.contains("198.51"), "{words}");
}

#[tokio::test]
async fn guessing_is_slowed_down_and_locks_nobody_out() {
    let shop = Shop::open().await;
    let good = token(EMAIL, &shop.key);
    let (right, wrong) = (
        [("username", EMAIL), ("token", good.as_str())],
        [("username", EMAIL), ("token", "x")],
    );
    shop.enter(&right, Some("192.0.2.1")).await.ok();
    // Each wrong one makes the next wait longer, so a slow machine gets there as well.
    let mut limited = None;
    for _ in 0..12 {
        let answer = shop.enter(&wrong, Some("198.51.100.1")).await;
        if answer.status.as_u16() == 429 {
            limited = Some(answer);
            break;
        }
        answer.refused(401);
    }
    let limited = limited.expect("a dozen guesses are too many");
    let wait: u64 = limited.headers[header::RETRY_AFTER]
        .to_str()
        .unwrap()
        .parse()
        .unwrap();
    assert!((1..=900).contains(&wait), "{wait}");
    // The customer comes from where it came from, and from elsewhere.
    shop.enter(&right, Some("192.0.2.1")).await.ok();
    shop.enter(&right, Some("203.0.113.1")).await.ok();
    // Mistakes of somebody who has the key are no guesses.
    let made = token_by(Some(TokenVariant::Swapped), EMAIL, shop.key.expose());
    for _ in 0..20 {
        let mistaken = [("username", EMAIL), ("token", made.as_str())];
        shop.enter(&mistaken, Some("192.0.2.9")).await.refused(401);
    }
    shop.enter(&right, Some("192.0.2.9")).await.ok();
}

#[tokio::test]
async fn a_customer_has_its_own_pace() {
    let mut input = customer(EMAIL);
    (input.per_minute, input.burst, input.per_day) = (1, 3, 100);
    let shop = Shop::open_with(input).await;
    for _ in 0..3 {
        shop.get("version").await.ok();
    }
    let limited = shop.get("version").await;
    limited.refused(429);
    let wait: u64 = limited.headers[header::RETRY_AFTER]
        .to_str()
        .unwrap()
        .parse()
        .unwrap();
    assert!((1..=61).contains(&wait), "{wait}");
    let other = shop.enroll(customer("other@resold.example"), 0).await;
    let request = Request::builder()
        .method(Method::GET)
        .uri("/reseller/v1/version")
        .header("username", "other@resold.example")
        .header("token", token("other@resold.example", &other));
    shop.send(request.body(Body::empty()).unwrap()).await.ok();
}
