//! What goes wrong, and how it is told.

use std::io::{Read, Write};
use std::net::TcpListener;
use std::thread;

use setec_core::Secret;
use setec_core::plan::Change;
use setec_provider::dns::NewZone;
use setec_provider::{ErrorKind, ProviderError, Settings};

use super::fixture::{Fixture, connect, name, set};

/// Answers every call with one status and body.
fn stranger(status: &'static str, content_type: &'static str, body: &'static str) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port is free");
    let address = listener.local_addr().expect("it is bound");
    thread::spawn(move || {
        for stream in listener.incoming() {
            let mut stream = stream.expect("a connection");
            let mut head = [0; 16_384];
            let _ = stream.read(&mut head);
            let _ = write!(
                stream,
                "HTTP/1.1 {status}\r\nContent-Type: {content_type}\r\nContent-Length: {}\r\nConnection: close\r\n\r\n{body}",
                body.len()
            );
        }
    });
    format!("http://{address}")
}

fn new_zone() -> NewZone {
    NewZone {
        name: name("new.example"),
        kind: None,
        nameservers: Vec::new(),
        sets: Vec::new(),
    }
}

fn change() -> Change {
    Change::Create(set("www.example.com", "A", 60, &["192.0.2.1"]))
}

/// Every operation's error at that address.
async fn errors(base_url: &str) -> Vec<ProviderError> {
    let provider = connect(base_url, "key");
    let zone = name("example.com");
    let dns = provider.dns().expect("PowerDNS has zones");
    let hosting = dns.hosting().expect("PowerDNS hosts zones");
    let written = dns.apply(&zone, &[change()]).await;
    vec![
        provider.test().await.expect_err("test"),
        dns.zones().await.expect_err("zones"),
        dns.zone(&zone).await.expect_err("zone"),
        written.expect_err("apply").source,
        hosting.create(&new_zone()).await.expect_err("create"),
        hosting.delete(&zone).await.expect_err("delete"),
        hosting.export(&zone).await.expect_err("export"),
        hosting.notify(&zone).await.expect_err("notify"),
    ]
}

#[tokio::test]
async fn a_wrong_key_is_told_as_such() {
    let Some(fixture) = Fixture::start().await else {
        return;
    };
    for error in errors(&fixture.server.api_url()).await {
        assert_eq!(error.kind, ErrorKind::Credentials, "{}", error.operation);
        let words = "powerdns API error 401: Unauthorized";
        let told = if error.operation == "read server information" {
            error.message.ends_with(&format!("({words})"))
        } else {
            error.message == words
        };
        assert!(told, "{error}");
    }
}

#[tokio::test]
async fn a_zone_that_is_not_there_is_not_written() {
    let Some(fixture) = Fixture::start().await else {
        return;
    };
    let zone = name("none.example");
    let error = fixture.dns().apply(&zone, &[change()]).await.unwrap_err();
    assert_eq!(error.source.kind, ErrorKind::NotFound);
    assert_eq!(error.source.message, "zone none.example not found");
}

#[tokio::test]
async fn a_server_that_is_gone_is_unavailable() {
    let Some(mut fixture) = Fixture::start().await else {
        return;
    };
    fixture.server.stop();
    let error = fixture.provider.test().await.unwrap_err();
    assert_eq!(error.kind, ErrorKind::Unavailable);
    let words = error.message.as_str();
    assert!(
        words.starts_with("the server cannot be reached at http://127.0.0.1:"),
        "{words}"
    );
    assert!(words.ends_with("(connection failed)"), "{words}");
    let error = fixture.apply(&[change()]).await.unwrap_err();
    assert_eq!(error.source.kind, ErrorKind::Unavailable);
}

#[tokio::test]
async fn a_wrong_server_id_is_told_as_such() {
    let Some(fixture) = Fixture::start().await else {
        return;
    };
    let settings = Settings {
        base_url: Some(fixture.server.api_url()),
        api_key: Secret::new(fixture.server.api_key()),
        extra: [("server_id".to_owned(), "other".to_owned())].into(),
        ..Settings::default()
    };
    let driver = setec_drivers::driver("powerdns").unwrap();
    let provider = (driver.connect)(&settings).unwrap();
    let error = provider.test().await.unwrap_err();
    assert_eq!(error.kind, ErrorKind::NotFound);
    assert_eq!(
        error.message,
        "no such server at this base_url and server_id: powerdns API error 404: Not Found"
    );
}

#[tokio::test]
async fn a_page_is_no_answer() {
    let url = stranger("200 OK", "text/html", "<html><h1>Welcome</h1></html>");
    for error in errors(&url).await {
        assert_eq!(error.kind, ErrorKind::Protocol, "{}", error.operation);
    }
}

#[tokio::test]
async fn a_refusal_without_json_keeps_its_words() {
    for (status, kind, words) in [
        ("400 Bad Request", ErrorKind::Invalid, "Go away"),
        ("403 Forbidden", ErrorKind::Credentials, "Go away"),
        (
            "500 Internal Server Error",
            ErrorKind::Unavailable,
            "Go away",
        ),
        ("301 Moved Permanently", ErrorKind::Protocol, "Go away"),
    ] {
        let url = stranger(status, "text/html", "<html><h1>Go away</h1></html>");
        let number = &status[..3];
        let error = connect(&url, "key").test().await.unwrap_err();
        assert_eq!(error.kind, kind, "{status}");
        let words = format!("powerdns API error {number}: {words}");
        assert!(error.message.contains(&words), "{error}");
    }
}

#[tokio::test]
async fn several_errors_are_all_named() {
    let body = r#"{"error": "Cannot do it", "errors": ["first", "second"]}"#;
    let url = stranger("422 Unprocessable Entity", "application/json", body);
    let error = connect(&url, "key").test().await.unwrap_err();
    assert_eq!(error.kind, ErrorKind::Invalid);
    assert_eq!(
        error.message,
        "powerdns API error 422: Cannot do it; first; second"
    );
}

#[tokio::test]
async fn a_recursor_is_not_taken_for_an_authoritative_server() {
    let body =
        r#"{"type": "Server", "id": "localhost", "daemon_type": "recursor", "version": "5.1.0"}"#;
    let url = stranger("200 OK", "application/json", body);
    let error = connect(&url, "key").test().await.unwrap_err();
    assert_eq!(error.kind, ErrorKind::Invalid);
    assert_eq!(
        error.message,
        "this is a PowerDNS recursor, not an authoritative server"
    );
}

#[tokio::test]
async fn a_batch_above_the_servers_limit_says_so() {
    let Some(fixture) = Fixture::start().await else {
        return;
    };
    let text = "x".repeat(250);
    let sets = (0..8000).map(|number| set(&format!("h{number}.example.com"), "TXT", 60, &[&text]));
    let changes: Vec<Change> = sets.map(Change::Create).collect();
    let error = fixture.apply(&changes).await.unwrap_err().source;
    // The server answers 400 and hangs up, and the one may overtake the other.
    assert!(
        matches!(error.kind, ErrorKind::Invalid | ErrorKind::Unavailable),
        "{error}"
    );
    let hint = "(the batch may exceed the server's webserver-max-bodysize)";
    assert!(error.message.ends_with(hint), "{error}");
    assert_eq!(fixture.read().await.len(), 1);
}
