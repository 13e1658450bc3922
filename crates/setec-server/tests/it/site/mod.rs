//! The web UI's files as a browser gets them, from a small site in `files`.

use std::sync::Arc;

use axum::body::Body;
use axum::http::{Method, Request, StatusCode};
use rust_embed::Embed;

use crate::harness::{Answer, TestServer};

#[derive(Embed)]
#[folder = "tests/it/site/files"]
struct SmallSite;

#[derive(Embed)]
#[folder = "tests/it/site/nothing"]
#[allow_missing = true]
struct NoSite;

const PAGE: (&str, &str) = ("accept", "text/html,application/xhtml+xml,*/*;q=0.8");
const SCRIPT: &str = "/assets/app-1a2b3c4d.js";

async fn with_site() -> TestServer {
    let mut server = TestServer::bare().await;
    server.router = setec_server::router_with_site::<SmallSite>(Arc::clone(&server.app));
    server
}

async fn get(server: &TestServer, path: &str, headers: &[(&str, &str)]) -> Answer {
    send(server, Method::GET, path, headers).await
}

async fn send(server: &TestServer, method: Method, path: &str, headers: &[(&str, &str)]) -> Answer {
    let mut request = Request::builder().method(method).uri(path);
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    server.raw(request.body(Body::empty()).unwrap()).await
}

#[track_caller]
fn header<'a>(answer: &'a Answer, name: &str) -> &'a str {
    answer.headers[name].to_str().unwrap()
}

#[tokio::test]
async fn every_room_is_the_one_page_under_a_policy_without_inline_scripts() {
    let server = with_site().await;
    for path in ["/", "/index.html", "/dns/hostinger/example.com?type=TXT"] {
        let page = get(&server, path, &[PAGE]).await;
        assert_eq!(page.status, StatusCode::OK, "{path}");
        assert!(
            page.text.contains("<title>Setec Manager</title>"),
            "{}",
            page.text
        );
        assert_eq!(header(&page, "content-type"), "text/html; charset=utf-8");
        assert_eq!(header(&page, "cache-control"), "no-cache");
        assert_eq!(
            header(&page, "content-security-policy"),
            "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; \
             img-src 'self' data:; font-src 'self'; connect-src 'self'; manifest-src 'self'; \
             base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
        );
    }
    // Without a word about what is wanted, as by curl, the root alone is the page.
    assert_eq!(get(&server, "/", &[]).await.status, StatusCode::OK);
}

#[tokio::test]
async fn what_programs_ask_for_wrongly_is_an_error_and_no_page() {
    let server = with_site().await;
    for (path, accept) in [
        ("/api/nothing", PAGE),
        ("/api", PAGE),
        ("/assets/gone-5e6f7a8b.js", ("accept", "*/*")),
        ("/nothing.json", ("accept", "application/json")),
        ("/dns", ("accept", "text/html;q=0")),
        ("/../../../Cargo.toml", ("accept", "*/*")),
        ("/%2e%2e/mod.rs", ("accept", "*/*")),
        ("/assets/", ("accept", "*/*")),
    ] {
        let answer = get(&server, path, &[accept]).await;
        answer.error(404, "not_found");
        assert_eq!(
            header(&answer, "content-security-policy"),
            "default-src 'none'; frame-ancestors 'none'"
        );
    }
    let posted = send(&server, Method::POST, "/dns", &[PAGE]).await;
    posted.error(404, "not_found");
}

#[tokio::test]
async fn a_file_comes_in_the_best_coding_that_the_browser_takes() {
    let server = with_site().await;
    for (accepted, coding, text) in [
        ("gzip, deflate, br, zstd", Some("br"), "pretend: br"),
        ("gzip, br;q=0", Some("gzip"), "pretend: gzip"),
        ("identity", None, "console.log(\"as it is\");\n"),
    ] {
        let file = get(&server, SCRIPT, &[("accept-encoding", accepted)]).await;
        assert_eq!(file.text, text, "{accepted}");
        let given = file.headers.get("content-encoding");
        assert_eq!(given.map(|value| value.to_str().unwrap()), coding);
        assert_eq!(
            header(&file, "content-type"),
            "text/javascript; charset=utf-8"
        );
        assert_eq!(
            header(&file, "cache-control"),
            "public, max-age=31536000, immutable"
        );
        assert!(file.headers["vary"] == "accept-encoding");
    }
    let picture = get(&server, "/logo.svg", &[]).await;
    assert_eq!(header(&picture, "content-type"), "image/svg+xml");
    assert_eq!(header(&picture, "cache-control"), "no-cache");
}

#[tokio::test]
async fn a_file_that_the_browser_has_is_not_sent_again() {
    let server = with_site().await;
    let plain = get(&server, SCRIPT, &[]).await;
    let packed = get(&server, SCRIPT, &[("accept-encoding", "br")]).await;
    let tag = header(&plain, "etag");
    assert_ne!(tag, header(&packed, "etag"));
    for known in [
        tag.to_owned(),
        format!("\"other\", W/{tag}"),
        "*".to_owned(),
    ] {
        let again = get(&server, SCRIPT, &[("if-none-match", &known)]).await;
        assert_eq!(again.status, StatusCode::NOT_MODIFIED, "{known}");
        assert_eq!(again.text, "");
        assert_eq!(header(&again, "etag"), tag);
    }
    let changed = get(&server, SCRIPT, &[("if-none-match", "\"other\"")]).await;
    assert_eq!(changed.status, StatusCode::OK);
}

#[tokio::test]
async fn without_a_built_ui_the_page_says_how_to_build_it() {
    let mut server = TestServer::bare().await;
    server.router = setec_server::router_with_site::<NoSite>(Arc::clone(&server.app));
    for path in ["/", "/dns"] {
        let page = get(&server, path, &[PAGE]).await;
        assert_eq!(page.status, StatusCode::SERVICE_UNAVAILABLE);
        assert_eq!(header(&page, "content-type"), "text/plain; charset=utf-8");
        assert!(page.text.contains("`make web`"), "{}", page.text);
    }
}
