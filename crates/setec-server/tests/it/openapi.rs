//! The OpenAPI document is a committed snapshot.

use std::path::Path;

use axum::http::Method;

use crate::harness::TestServer;

#[tokio::test]
async fn the_document_is_the_committed_one() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../openapi.json");
    let mut now = setec_server::openapi()
        .to_pretty_json()
        .expect("it serializes");
    now.push('\n');
    if std::env::var_os("UPDATE_SNAPSHOTS").is_some() {
        std::fs::write(&path, &now).expect("it can be written");
    }
    let committed = std::fs::read_to_string(&path).unwrap_or_default();
    assert!(
        committed == now,
        "openapi.json is out of date: run `make snapshots` and review the difference"
    );
    assert!(now.starts_with("{\n  \"openapi\": \"3.1."));
}

#[tokio::test]
async fn the_document_and_its_page_are_served_without_another_host() {
    let server = TestServer::bare().await;
    let document = server
        .send(Method::GET, "/api/openapi.json", None, None)
        .await
        .ok();
    assert_eq!(document["info"]["title"], "Setec Manager");
    let page = server.send(Method::GET, "/api/docs/", None, None).await;
    assert!(page.text.contains("swagger"), "{}", page.text);
    assert!(
        !page.text.contains("src=\"http") && !page.text.contains("href=\"http"),
        "{}",
        page.text
    );
    let policy = page.headers["content-security-policy"].to_str().unwrap();
    assert!(policy.contains("script-src 'self';"), "{policy}");
    let initializer = server
        .send(Method::GET, "/api/docs/swagger-initializer.js", None, None)
        .await;
    assert!(
        initializer.text.contains("/api/openapi.json"),
        "{}",
        initializer.text
    );
}
