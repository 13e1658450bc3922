//! Accounts and their files.

use std::os::unix::fs::PermissionsExt;
use std::time::Duration;

use axum::http::Method;
use serde_json::{Value, json};
use setec_sandbox::hostinger::TOKEN;

use crate::harness::{Answer, TestServer};

fn account_file(server: &TestServer, name: &str) -> std::path::PathBuf {
    server
        .data
        .path()
        .join("hosting")
        .join(format!("{name}.json"))
}

/// Asks until the answer has that status: files are looked at twice a second.
async fn until(server: &TestServer, path: &str, status: u16) -> Answer {
    for _ in 0..100 {
        let answer = server.get(path).await;
        if answer.status.as_u16() == status {
            return answer;
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    panic!("{path} does not answer {status}");
}

#[tokio::test]
async fn an_agency_holds_several_accounts_of_one_driver() {
    let server = TestServer::start().await;
    let body = json!({"driver": "hostinger", "api_key": TOKEN, "base_url": server.sandbox_url});
    server.post("hostinger-client-a/configure", body).await.ok();
    server.get("hostinger-client-a/dns/example.com").await.ok();
    let names: Vec<Value> = server
        .get("")
        .await
        .ok()
        .as_array()
        .unwrap()
        .iter()
        .map(|p| p["name"].clone())
        .collect();
    assert_eq!(
        names,
        [
            "domains-reseller",
            "hostinger",
            "hostinger-client-a",
            "hostraha",
            "local",
            "powerdns",
            "rfc2136"
        ]
    );
    server.delete("hostinger-client-a").await.ok();
    server
        .get("hostinger-client-a/dns/example.com")
        .await
        .error(404, "not_found");
    server.get("hostinger/dns/example.com").await.ok();
}

#[tokio::test]
async fn a_stored_key_is_sealed_private_and_never_returned() {
    let server = TestServer::start().await;
    let path = account_file(&server, "hostinger");
    let text = std::fs::read_to_string(&path).unwrap();
    assert!(!text.contains(TOKEN), "{text}");
    assert_eq!(path.metadata().unwrap().permissions().mode() & 0o777, 0o600);
    assert_eq!(
        path.parent()
            .unwrap()
            .metadata()
            .unwrap()
            .permissions()
            .mode()
            & 0o777,
        0o700
    );
    for answer in [server.get("").await, server.get("hostinger").await] {
        assert!(
            !answer.text.contains(TOKEN) && !answer.text.contains("sealed"),
            "{}",
            answer.text
        );
    }
    let fields = server.get("hostinger").await.ok()["fields"].clone();
    assert_eq!(fields[0]["label"], "API Key");
    assert_eq!(fields[0]["secret"], true);
}

#[tokio::test]
async fn a_hand_written_file_is_used_and_its_key_sealed() {
    let server = TestServer::bare().await;
    let path = account_file(&server, "hostinger");
    let text = format!(
        "{{\n\"provider\": \"hostinger\",\n\"api_key\": \"Bearer {TOKEN}\",\n\"api_secret\": \"\",\n\"extra\": {{}},\n\
         \"connected\": true,\n\"base_url\": \"{}\"\n}}\n",
        server.sandbox_url
    );
    std::fs::write(&path, text).unwrap();
    until(&server, "hostinger/dns/example.com", 200).await;
    let sealed = std::fs::read_to_string(&path).unwrap();
    assert!(
        !sealed.contains(TOKEN) && sealed.contains("\"provider\": \"hostinger\""),
        "{sealed}"
    );
    std::fs::remove_file(&path).unwrap();
    until(&server, "hostinger/dns/example.com", 404).await;
}

#[tokio::test]
async fn a_malformed_file_names_its_line_and_harms_no_other() {
    let server = TestServer::start().await;
    std::fs::write(
        account_file(&server, "broken"),
        "{\n\"provider\": \"hostinger\",\n\"api_key\" \"x\"\n}",
    )
    .unwrap();
    let answer = until(&server, "broken/dns/example.com", 404).await;
    let mut error = answer.error(404, "not_found");
    for _ in 0..100 {
        if error.contains("line 3") {
            break;
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
        error = server
            .get("broken/dns/example.com")
            .await
            .error(404, "not_found");
    }
    assert!(error.contains("line 3"), "{error}");
    let list = server.get("").await.ok();
    assert!(
        list.as_array()
            .unwrap()
            .iter()
            .any(|p| p["name"] == "broken" && p["error"].is_string()),
        "{list}"
    );
    server.get("hostinger/dns/example.com").await.ok();
    server.delete("broken").await.ok();
    assert!(!account_file(&server, "broken").exists());
}

#[tokio::test]
async fn wrong_settings_are_refused_at_once_and_change_nothing() {
    let server = TestServer::start().await;
    let before = std::fs::read_to_string(account_file(&server, "hostinger")).unwrap();
    for (body, field) in [
        (
            json!({"api_key": "k", "base_url": "http://192.0.2.1"}),
            "base_url",
        ),
        (
            json!({"api_key": "k", "extra": {"nonsense": "x"}}),
            "extra.nonsense",
        ),
        (json!({"api_key": "k", "api_kee": "x"}), "api_kee"),
        (json!({"base_url": "https://elsewhere.example"}), "api_key"),
        (json!({"api_key": ""}), "api_key"),
        (json!({}), "api_key"),
    ] {
        let error = server
            .post("hostinger/configure", body.clone())
            .await
            .error(400, "invalid");
        assert!(error.contains(field), "{body}: {error}");
    }
    server
        .post("../x/configure", json!({"api_key": "k"}))
        .await
        .status
        .is_client_error();
    server
        .post(
            "Bad_Name/configure",
            json!({"api_key": "k", "driver": "hostinger"}),
        )
        .await
        .error(400, "invalid");
    server
        .post(
            "new/configure",
            json!({"api_key": "k", "driver": "nonsense"}),
        )
        .await
        .error(404, "not_found");
    assert_eq!(
        std::fs::read_to_string(account_file(&server, "hostinger")).unwrap(),
        before
    );
}

#[tokio::test]
async fn a_connection_is_tested_with_words_for_each_failure() {
    let server = TestServer::start().await;
    let wrong = json!({"api_key": "wrong", "base_url": server.sandbox_url});
    let error = server
        .post("hostinger/test", wrong)
        .await
        .error(502, "provider_credentials");
    assert!(error.contains("401"), "{error}");
    server.post_empty("hostinger/test").await.ok();
    let down = json!({"api_key": TOKEN, "base_url": "http://127.0.0.1:9"});
    let error = server
        .post("hostinger/test", down)
        .await
        .error(503, "provider_unavailable");
    assert!(error.contains("connection failed"), "{error}");
    server
        .post_empty("powerdns/test")
        .await
        .error(404, "not_found");
}

#[tokio::test]
async fn what_a_provider_lacks_is_answered_with_501() {
    let server = TestServer::start().await;
    let error = server
        .post("hostinger/dns", json!({"name": "new.example"}))
        .await
        .error(501, "not_supported");
    assert!(error.contains("hostinger"), "{error}");
    let body = json!({"driver": "powerdns", "api_key": "k", "base_url": "http://127.0.0.1:9"});
    server.post("powerdns/configure", body).await.ok();
    for path in [
        "vms",
        "domains",
        "ssh-keys",
        "subscriptions",
        "catalog",
        "datacenters",
    ] {
        server
            .get(&format!("powerdns/{path}"))
            .await
            .error(501, "not_supported");
    }
    server
        .send(
            Method::POST,
            "/api/hosting/providers/powerdns/dns/example.com/reset",
            Some(&server.token),
            None,
        )
        .await
        .error(501, "not_supported");
}
