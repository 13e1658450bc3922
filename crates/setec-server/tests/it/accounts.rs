//! Accounts and their files.

use std::os::unix::fs::PermissionsExt;
use std::time::Duration;

use axum::http::Method;
use serde_json::{Value, json};
use setec_sandbox::hostinger::TOKEN;

use crate::harness::{Answer, TestServer, open_app};

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
async fn what_is_stored_is_shown_without_secrets() {
    let server = TestServer::start().await;
    let body = json!({"driver": "hostinger", "api_key": TOKEN, "base_url": server.sandbox_url,
        "extra": {"hostname_suffix": "shown.example"}});
    server.post("second/configure", body).await.ok();
    let shown = server.get("second").await.ok();
    assert_eq!(shown["settings"]["extra.hostname_suffix"], "shown.example");
    assert_eq!(shown["settings"]["base_url"], server.sandbox_url);
    assert_eq!(shown["secrets"], json!(["api_key"]));
    let text = shown.to_string();
    assert!(
        !text.contains(TOKEN) && !text.contains("perhaps-a-secret"),
        "{text}"
    );
    let none = server.get("powerdns").await.ok();
    assert_eq!(
        (&none["settings"], &none["secrets"]),
        (&json!({}), &json!([]))
    );
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
    assert!(
        error.starts_with("Hostinger does not accept the API key: it is mistyped"),
        "{error}"
    );
    assert!(error.contains("(hostinger API error 401"), "{error}");
    server.post_empty("hostinger/test").await.ok();
    let down = json!({"api_key": TOKEN, "base_url": "http://127.0.0.1:9"});
    let error = server
        .post("hostinger/test", down)
        .await
        .error(503, "provider_unavailable");
    assert!(
        error.starts_with("Hostinger cannot be reached at http://127.0.0.1:9"),
        "{error}"
    );
    assert!(error.contains("the API key was not looked at"), "{error}");
    let blocked = "html-error:status=403,times=1".parse();
    server.sandbox.add_fault(blocked.expect("a fault"));
    let error = server
        .post_empty("hostinger/test")
        .await
        .error(502, "provider_credentials");
    assert!(
        error.starts_with("Hostinger does not let this server in"),
        "{error}"
    );
    server
        .post_empty("powerdns/test")
        .await
        .error(404, "not_found");
}

#[tokio::test]
async fn an_account_shows_its_health_its_last_synchronisation_and_its_budget() {
    let server = TestServer::start().await;
    let limit = "limit:calls=600,window=60".parse().expect("a fault");
    server.sandbox.add_fault(limit);
    let fresh = server.get("hostinger").await.ok();
    assert_eq!(
        fresh["health"],
        json!({"state": "unknown", "since": null, "message": null})
    );
    assert_eq!(fresh["last_sync"], json!(null));
    assert_eq!(fresh["budget"], json!(null));
    assert_eq!(
        server.get("powerdns").await.ok()["health"],
        json!(null),
        "no account, no health"
    );

    server.get("hostinger/dns/example.com").await.ok();
    let seen = server.get("hostinger").await.ok();
    assert_eq!(seen["health"]["state"], "ok");
    assert_eq!(seen["health"]["message"], json!(null));
    assert_eq!(seen["budget"]["limit"], 600);
    assert_eq!(seen["budget"]["remaining"], 599);
    assert!(seen["budget"]["resets_at"].is_string(), "{seen}");
    server
        .post_empty("hostinger/domains/sync?wait=60")
        .await
        .ok();
    let synced = server.get("hostinger").await.ok();
    assert!(synced["last_sync"].is_string(), "{synced}");

    let down = "server-error:status=500,times=1".parse();
    server.sandbox.add_fault(down.expect("a fault"));
    let zone = "hostinger/dns/example.com?refresh=true";
    server.get(zone).await.error(503, "provider_unavailable");
    let list = server.get("").await.ok();
    let listed = list.as_array().expect("a list").iter();
    let mut hostinger = listed.filter(|account| account["name"] == "hostinger");
    let failing = &hostinger.next().expect("the account")["health"];
    assert_eq!(failing["state"], "failing");
    let message = failing["message"].as_str().expect("words");
    assert!(message.contains("hostinger API error 500"), "{message}");
    server.get(zone).await.ok();
    let again = server.get("hostinger").await.ok();
    assert_eq!(again["health"]["state"], "ok");
    // What cannot be found is no fault of the account.
    server
        .get("hostinger/vms/999")
        .await
        .error(404, "not_found");
    assert_eq!(
        server.get("hostinger").await.ok()["health"],
        again["health"]
    );

    let wrong = json!({"api_key": "wrong"});
    server.post("hostinger/configure", wrong).await.ok();
    server
        .post_empty("hostinger/test")
        .await
        .error(502, "provider_credentials");
    let refused = server.get("hostinger").await.ok();
    assert_eq!(refused["connected"], false);
    assert_eq!(refused["health"]["state"], "failing");
    // A start later nobody has asked yet, and the refusal is not forgotten.
    let app = open_app(&server.data, Some(server.sandbox_url.clone())).await;
    let router = setec_server::router(app);
    let later = TestServer { router, ..server };
    let refused = later.get("hostinger").await.ok();
    assert_eq!(refused["health"]["state"], "failing");
    assert_eq!(refused["health"]["since"], json!(null));
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
