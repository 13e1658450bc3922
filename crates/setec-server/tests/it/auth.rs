//! Sign-in, sessions and users.

use axum::body::Body;
use axum::http::{Method, Request, header};
use serde_json::json;

use crate::harness::{PASSWORD, TestServer, open_app};

#[tokio::test]
async fn a_session_works_by_cookie_and_by_bearer_until_it_is_ended() {
    let server = TestServer::bare().await;
    let body = json!({"username": "admin", "password": PASSWORD});
    let login = server
        .send(Method::POST, "/api/auth/login", None, Some(&body))
        .await;
    let token = login.ok()["token"].as_str().unwrap().to_owned();
    let cookie = login.headers[header::SET_COOKIE]
        .to_str()
        .unwrap()
        .to_owned();
    for part in ["setec_token=", "HttpOnly", "Secure", "SameSite=Strict"] {
        assert!(cookie.contains(part), "{cookie}");
    }
    let by_cookie = |site: Option<&'static str>, method: Method, path: &'static str| {
        let mut request = Request::builder()
            .method(method)
            .uri(path)
            .header(header::COOKIE, format!("a=b; setec_token={token}"));
        if let Some(site) = site {
            request = request.header("sec-fetch-site", site);
        }
        request.body(Body::empty()).unwrap()
    };
    server
        .raw(by_cookie(None, Method::GET, "/api/hosting/providers"))
        .await
        .ok();
    let cross_site = server
        .raw(by_cookie(
            Some("cross-site"),
            Method::POST,
            "/api/auth/logout",
        ))
        .await;
    cross_site.error(403, "forbidden");
    let status = server
        .send(Method::GET, "/api/auth/status", Some(&token), None)
        .await
        .ok();
    assert_eq!(status["authenticated"], true);
    assert_eq!(status["user"]["name"], "admin");
    assert_eq!(status["user"]["role"], "admin");

    server
        .send(Method::POST, "/api/auth/logout", Some(&token), None)
        .await
        .ok();
    let after = server
        .send(Method::GET, "/api/hosting/providers", Some(&token), None)
        .await;
    after.error(401, "unauthenticated");
    let status = server
        .send(Method::GET, "/api/auth/status", Some(&token), None)
        .await
        .ok();
    assert_eq!(status, json!({"authenticated": false}));
}

#[tokio::test]
async fn sessions_survive_a_restart_and_ended_ones_stay_ended() {
    let server = TestServer::bare().await;
    let ended = server.sign_in("admin", PASSWORD).await;
    server
        .send(Method::POST, "/api/auth/logout", Some(&ended), None)
        .await
        .ok();
    let mut restarted = server;
    restarted.app = open_app(&restarted.data, None).await;
    restarted.router = setec_server::router(std::sync::Arc::clone(&restarted.app));
    restarted.get("").await.ok();
    restarted
        .send(Method::GET, "/api/hosting/providers", Some(&ended), None)
        .await
        .error(401, "unauthenticated");
}

#[tokio::test]
async fn guessing_is_refused_alike_and_slowed() {
    let server = TestServer::bare().await;
    let mut texts = Vec::new();
    for (username, password) in [
        ("admin", "wrong"),
        ("nobody", "wrong"),
        ("admin", ""),
        ("admin", "Wrong"),
    ] {
        let body = json!({"username": username, "password": password});
        let answer = server
            .send(Method::POST, "/api/auth/login", None, Some(&body))
            .await;
        texts.push(answer.error(401, "unauthenticated"));
    }
    texts.dedup();
    assert_eq!(
        texts.len(),
        1,
        "an unknown name looks like a wrong password: {texts:?}"
    );
    for _ in 0..2 {
        let body = json!({"username": "admin", "password": "wrong"});
        server
            .send(Method::POST, "/api/auth/login", None, Some(&body))
            .await
            .error(401, "unauthenticated");
    }
    let body = json!({"username": "admin", "password": PASSWORD});
    let slowed = server
        .send(Method::POST, "/api/auth/login", None, Some(&body))
        .await;
    slowed.error(429, "rate_limited");
    assert!(slowed.headers.contains_key(header::RETRY_AFTER));
}

#[tokio::test]
async fn forged_and_foreign_tokens_are_refused() {
    let (server, other) = (TestServer::bare().await, TestServer::bare().await);
    let unsigned = "eyJhbGciOiJub25lIn0.eyJzdWIiOiJhZG1pbiJ9.";
    for token in [&other.token, unsigned, "x", ""] {
        let answer = server
            .send(Method::GET, "/api/hosting/providers", Some(token), None)
            .await;
        answer.error(401, "unauthenticated");
        assert_eq!(answer.headers[header::WWW_AUTHENTICATE], "Bearer");
    }
}

#[tokio::test]
async fn a_changed_password_ends_other_sessions_only() {
    let server = TestServer::bare().await;
    let other = server.sign_in("admin", PASSWORD).await;
    let wrong = json!({"current_password": "wrong", "new_password": "another good one"});
    let error = server
        .post("/api/auth/password", wrong)
        .await
        .error(400, "invalid");
    assert!(error.contains("current_password"), "{error}");
    let short = json!({"current_password": PASSWORD, "new_password": "short"});
    server
        .post("/api/auth/password", short)
        .await
        .error(400, "invalid");
    let good = json!({"current_password": PASSWORD, "new_password": "another good one"});
    server.post("/api/auth/password", good).await.ok();
    server.get("").await.ok();
    server
        .send(Method::GET, "/api/hosting/providers", Some(&other), None)
        .await
        .error(401, "unauthenticated");
    server.sign_in("admin", "another good one").await;
}

#[tokio::test]
async fn users_are_made_and_removed_with_their_sessions() {
    let server = TestServer::bare().await;
    let user = json!({"name": "anna", "password": "long enough 1", "role": "viewer"});
    let made = server.post("/api/users", user.clone()).await.ok();
    server.post("/api/users", user).await.error(409, "exists");
    let anna = server.sign_in("anna", "long enough 1").await;
    let id = made["id"].as_str().unwrap();
    server.delete(&format!("/api/users/{id}")).await.ok();
    server
        .send(Method::GET, "/api/hosting/providers", Some(&anna), None)
        .await
        .error(401, "unauthenticated");
    let own = server.get("/api/auth/status").await.ok();
    let own = own["user"]["id"].as_str().unwrap();
    server
        .delete(&format!("/api/users/{own}"))
        .await
        .error(409, "conflict");
    let list = server.get("/api/users").await;
    assert!(!list.text.contains("argon2"), "{}", list.text);
}
