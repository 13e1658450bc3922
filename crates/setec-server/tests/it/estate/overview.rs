//! Everything at a glance.

use serde_json::{Value, json};

use super::{add_silent_account, entry, once, with_local};

const OVERVIEW: &str = "/api/overview";

fn attention<'a>(overview: &'a Value, kind: &str) -> Vec<&'a Value> {
    let all = overview["attention"].as_array().unwrap().iter();
    all.filter(|item| item["kind"] == kind).collect()
}

#[tokio::test]
async fn the_overview_counts_what_the_accounts_hold_and_says_what_needs_attention() {
    let server = with_local().await;
    server
        .post_empty("hostinger/domains/sync?wait=30")
        .await
        .ok();
    let overview = server.get(OVERVIEW).await.ok();
    let counts = entry(&overview["counts"], "account", "hostinger");
    for (kind, path) in [
        ("zones", "hostinger/dns"),
        ("servers", "hostinger/vms"),
        ("keys", "hostinger/ssh-keys"),
        ("subscriptions", "hostinger/subscriptions"),
        ("domains", "hostinger/domains"),
    ] {
        let listed = server.get(path).await.ok();
        assert_eq!(counts[kind], listed.as_array().unwrap().len(), "{kind}");
    }
    assert_eq!(counts["problem"], json!(null));
    let local = entry(&overview["counts"], "account", "local");
    assert_eq!(
        (&local["zones"], &local["servers"]),
        (&json!(1), &json!(null))
    );

    let newest = &overview["changes"][0];
    assert_eq!(newest["subject"], "demo.test", "{newest}");
    assert!(overview["changes"].as_array().unwrap().len() <= 10);

    let cost = entry(&overview["costs"], "account", "hostinger");
    assert!(cost["monthly_minor"].as_i64().unwrap() > 0, "{cost}");
    let trend = cost["trend"].as_array().unwrap();
    assert_eq!(trend.len(), 6);
    assert_eq!(trend[5]["minor"], cost["monthly_minor"], "{cost}");
    let months: Vec<&str> = trend.iter().map(|m| m["month"].as_str().unwrap()).collect();
    assert!(months.is_sorted(), "{months:?}");

    let due = overview["renewals"].as_array().unwrap();
    assert!(!due.is_empty());
    let times: Vec<&str> = due.iter().map(|due| due["at"].as_str().unwrap()).collect();
    assert!(times.is_sorted(), "{times:?}");
    let severities: Vec<&str> = overview["attention"]
        .as_array()
        .unwrap()
        .iter()
        .map(|item| item["severity"].as_str().unwrap())
        .collect();
    // As it happens, the words are in the order of the alphabet.
    assert!(severities.is_sorted(), "{severities:?}");

    // A record that leads nowhere, and a zone that was changed elsewhere.
    let record = json!({"type": "CNAME", "name": "old", "content": "gone.demo.test"});
    server.post("local/dns/demo.test", record).await.ok();
    let overview = once(&server, OVERVIEW, |overview| {
        let all = attention(overview, "dangling");
        all.iter().any(|item| item["subject"] == "demo.test")
    })
    .await;
    let all = overview["attention"].clone();
    let dangling = entry(&all, "subject", "demo.test");
    assert_eq!(dangling["link"], "/dns/local/demo.test?tab=health");
    assert!(
        dangling["message"]
            .as_str()
            .unwrap()
            .contains("gone.demo.test"),
        "{dangling}"
    );
}

#[tokio::test]
async fn a_silent_or_failing_account_does_not_hold_the_overview_up() {
    let server = with_local().await;
    let silent = add_silent_account(&server).await;
    std::fs::write(server.data.path().join("hosting/broken.json"), "{").unwrap();
    let body = json!({"api_key": "expired", "base_url": server.sandbox_url});
    server.post("hostinger/configure", body).await.ok();
    let overview = once(&server, OVERVIEW, |overview| {
        let failing = attention(overview, "account_failing");
        failing.len() == 3
    })
    .await;
    for (account, words) in [
        ("hostinger", "401"),
        ("silent", "the provider has not answered yet"),
        ("broken", ""),
    ] {
        let counts = entry(&overview["counts"], "account", account);
        let problem = counts["problem"].as_str().unwrap();
        assert!(problem.contains(words), "{counts}");
        let failing = attention(&overview, "account_failing").into_iter();
        let failing: Vec<&Value> = failing.filter(|item| item["account"] == account).collect();
        assert_eq!(failing.len(), 1, "{account}");
        assert_eq!(failing[0]["link"], format!("/providers/{account}"));
        assert_eq!(failing[0]["severity"], "error");
    }
    let local = entry(&overview["counts"], "account", "local");
    assert_eq!(local["zones"], 1);
    drop(silent);
}
