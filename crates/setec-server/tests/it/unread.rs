//! Requests that are no HTTP, on a real connection: their refusals have words as well.

use std::io::{Read, Write};
use std::net::{IpAddr, Ipv4Addr, SocketAddr, TcpStream};
use std::sync::Arc;

use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, ServerName};
use rustls::{ClientConfig, ClientConnection, RootCertStore, StreamOwned};
use serde_json::Value;
use setec_server::Certificate;

use crate::harness::TestServer;

const BASE: &str = "/modules/addons/DomainsReseller/api/index.php";

/// What a server says to these bytes until it closes the connection.
fn said(address: SocketAddr, certificate: &Certificate, bytes: &[u8]) -> String {
    let mut roots = RootCertStore::empty();
    roots
        .add(CertificateDer::from_pem_file(&certificate.chain).unwrap())
        .unwrap();
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let config = ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_root_certificates(roots)
        .with_no_client_auth();
    let name = ServerName::try_from("localhost").unwrap();
    let client = ClientConnection::new(Arc::new(config), name).unwrap();
    let mut stream = StreamOwned::new(client, TcpStream::connect(address).unwrap());
    stream.write_all(bytes).unwrap();
    stream.flush().unwrap();
    let mut answer = Vec::new();
    // Some servers end a connection without saying so first; what was read counts.
    let _ = stream.read_to_end(&mut answer);
    String::from_utf8(answer).unwrap()
}

#[tokio::test]
async fn what_is_no_http_is_refused_in_words() {
    let server = TestServer::bare().await;
    let localhost = IpAddr::V4(Ipv4Addr::LOCALHOST);
    let certificate = Certificate::self_signed(server.data.path(), localhost).unwrap();
    let listening = setec_server::bind(SocketAddr::new(localhost, 0)).unwrap();
    let address = listening.address;
    let (own, router) = (certificate.clone(), server.router.clone());
    tokio::spawn(async move {
        setec_server::serve(listening, &own, router, std::future::pending()).await
    });
    let many = "x-a: y\r\n".repeat(200);
    let long = "a".repeat(70_000);
    for (request, status, words) in [
        (
            format!("GET {BASE}/domains/<b>/lock HTTP/1.1\r\nhost: x\r\n\r\n"),
            400,
            "percent-encoded",
        ),
        (
            format!("GET {BASE}/tlds HTTP/1.1\r\nhost: x\r\nbad header: y\r\n\r\n"),
            400,
            "not valid HTTP",
        ),
        (
            format!("GET {BASE}/{long} HTTP/1.1\r\nhost: x\r\n\r\n"),
            414,
            "too long",
        ),
        (
            format!("GET {BASE}/tlds HTTP/1.1\r\nhost: x\r\n{many}\r\n"),
            431,
            "headers",
        ),
        // The second of a connection.
        (
            format!(
                "GET {BASE}/tlds HTTP/1.1\r\nhost: x\r\n\r\nGET /a<b HTTP/1.1\r\nhost: x\r\n\r\n"
            ),
            400,
            "percent-encoded",
        ),
    ] {
        let certificate = certificate.clone();
        let asking = move || said(address, &certificate, request.as_bytes());
        let answer = tokio::task::spawn_blocking(asking).await.unwrap();
        let line = format!("HTTP/1.1 {status} ");
        let last = answer.rfind("HTTP/1.1 ").expect(&answer);
        let answer = &answer[last..];
        assert!(answer.starts_with(&line), "{answer}");
        let (head, body) = answer.split_once("\r\n\r\n").unwrap();
        assert!(
            head.contains("content-type: application/json; charset=utf-8"),
            "{head}"
        );
        assert!(
            head.contains(&format!("content-length: {}", body.len())),
            "{head}"
        );
        let body: Value = serde_json::from_str(body).unwrap();
        let text = body["error"].as_str().unwrap();
        assert!(text.contains(words), "{text}");
        assert_eq!(
            (&body["message"], &body["code"]),
            (&body["error"], &"invalid".into())
        );
    }
}
