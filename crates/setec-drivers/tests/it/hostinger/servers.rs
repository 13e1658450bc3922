use chrono::{TimeDelta, Utc};
use setec_core::Secret;
use setec_core::server::{Action, ActionStatus, NewFirewallRule, Recreate, ServerStatus};
use setec_provider::ErrorKind;
use setec_provider::servers::Power;

use super::harness::{Account, told};

const WEB: &str = "901244";

#[tokio::test]
async fn servers_are_shown_in_the_words_of_the_unified_api() {
    let account = Account::new().await;
    let servers = account.servers().list().await.unwrap();
    assert_eq!(servers.len(), account.sandbox.machines().len());
    let first = servers.iter().find(|server| server.id == "894670");
    let first = first.expect("the server");
    assert_eq!(
        (first.name.as_str(), first.plan.as_str()),
        ("production-1", "kvm-2")
    );
    assert_eq!(first.status, ServerStatus::Running);
    assert_eq!(first.region.as_deref(), Some("New York"));
    assert_eq!(first.data_center_id.as_deref(), Some("11"));
    assert_eq!(first.ipv4.as_deref(), Some("93.184.216.34"));
    assert_eq!(first.os.as_deref(), Some("Ubuntu 22.04"));
    assert_eq!(
        (first.memory_mb, first.disk_gb, first.bandwidth_gb),
        (4096, 80, 4000)
    );
    assert_eq!(first.firewall_id.as_deref(), Some("65224"));
    assert!(first.subscription_id.is_some() && first.created_at.is_some());
    assert_eq!(first.addresses.len(), 2);
    let status = |id: &str| {
        let found = servers.iter().find(|server| server.id == id);
        found.expect("the server").status
    };
    assert_eq!(status("917833"), ServerStatus::Stopped);
    assert_eq!(status("1144391"), ServerStatus::Error);
    assert_eq!(status("872015"), ServerStatus::Suspended);
    let unfinished = servers.iter().find(|server| server.state == "initial");
    let unfinished = unfinished.expect("a server without a set-up");
    assert_eq!(
        (unfinished.status, unfinished.ipv4.as_deref()),
        (ServerStatus::Creating, None)
    );
    account.finish();
}

#[tokio::test]
async fn an_id_may_bear_its_prefix_and_nothing_else() {
    let account = Account::new().await;
    for id in ["894670", "vm-894670"] {
        assert_eq!(account.servers().get(id).await.unwrap().id, "894670");
    }
    for id in ["vm-abc123", "", "1", "../894670", "-5"] {
        assert_eq!(told(account.servers().get(id).await).0, ErrorKind::NotFound);
    }
    account.finish();
}

#[tokio::test]
async fn servers_are_shown_without_regions_where_those_cannot_be_read() {
    let account = Account::with_faults(&["server-error:path=data-centers"]).await;
    let servers = account.servers().list().await.unwrap();
    assert!(servers.iter().all(|server| server.region.is_none()));
    account.finish();
}

async fn settled(account: &Account, id: &str, started: Action) -> Action {
    let found = account.servers().action(id, &started.id).await;
    let found = found.expect("the action");
    assert_eq!(found.name, started.name);
    found
}

#[tokio::test]
async fn a_server_is_stopped_started_and_restarted() {
    let account = Account::new().await;
    for (power, state) in [
        (Power::Stop, "stopped"),
        (Power::Start, "running"),
        (Power::Restart, "running"),
    ] {
        let started = account.servers().power(WEB, power).await.unwrap();
        let done = settled(&account, WEB, started).await;
        assert_eq!(done.status, ActionStatus::Success);
        assert_eq!(account.servers().get(WEB).await.unwrap().state, state);
    }
    let actions = account.servers().actions(WEB).await.unwrap();
    assert!(actions.len() >= 3);
    assert!(actions.is_sorted_by(|a, b| a.created_at >= b.created_at));
    account.finish();
}

#[tokio::test]
async fn an_empty_action_means_that_nothing_was_done() {
    let account = Account::with_faults(&["hollow-action"]).await;
    let (kind, words) = told(account.servers().power(WEB, Power::Stop).await);
    assert_eq!(kind, ErrorKind::Conflict);
    assert!(words.starts_with("the provider did nothing"), "{words}");
    account.finish_despite(&["state"]);
}

#[tokio::test]
async fn an_unfinished_action_is_running_and_a_failed_one_an_error() {
    for (fault, status) in [
        ("stuck-action", ActionStatus::Running),
        ("failed-action", ActionStatus::Error),
    ] {
        let account = Account::with_faults(&[fault]).await;
        let started = account.servers().power(WEB, Power::Stop).await.unwrap();
        assert_eq!(settled(&account, WEB, started).await.status, status);
        account.finish();
    }
}

#[tokio::test]
async fn names_passwords_and_systems_are_changed() {
    let mut account = Account::new().await;
    account.reconnect("sandbox-token", Some("nordlund-studio.com"));
    let servers = account.servers();
    servers.set_hostname(WEB, "web-9").await.unwrap();
    let name = || async { servers.get(WEB).await.unwrap().name };
    assert_eq!(name().await, "web-9.nordlund-studio.com");
    servers.reset_hostname(WEB).await.unwrap();
    assert!(name().await.ends_with(".hstgr.cloud"));
    let good = Secret::new("Correct-Horse7");
    servers.set_root_password(WEB, &good).await.unwrap();
    let weak = told(
        servers
            .set_root_password(WEB, &Secret::new("hunter2"))
            .await,
    );
    assert_eq!(weak.0, ErrorKind::Invalid);
    assert!(!weak.1.contains("hunter2"));
    servers
        .recreate(
            WEB,
            &Recreate {
                template: "debian-12".to_owned(),
                password: Some(good),
                post_install_script_id: Some("9568314".to_owned()),
            },
        )
        .await
        .unwrap();
    let server = servers.get(WEB).await.unwrap();
    assert_eq!(server.os.as_deref(), Some("Debian 12"));
    account.finish();
}

#[tokio::test]
async fn a_bare_host_name_needs_a_suffix() {
    let account = Account::new().await;
    let (kind, words) = told(account.servers().set_hostname(WEB, "web-9").await);
    assert_eq!(kind, ErrorKind::Invalid);
    assert!(words.contains("extra.hostname_suffix"), "{words}");
    assert!(account.sandbox.exchanges().is_empty());
}

#[tokio::test]
async fn the_reverse_name_of_one_address_is_set() {
    let account = Account::new().await;
    let servers = account.servers();
    let address = servers.get(WEB).await.unwrap().addresses.remove(0);
    servers
        .set_ptr(WEB, &address.id, "mail.nordlund-studio.com.")
        .await
        .unwrap();
    let after = servers.get(WEB).await.unwrap().addresses.remove(0);
    assert_eq!(after.ptr.as_deref(), Some("mail.nordlund-studio.com"));
    let sent = account.writes().remove(0);
    assert!(sent.path.ends_with(&format!("/ptr/{}", address.id)));
    servers.reset_ptr(WEB, &address.id).await.unwrap();
    let (kind, _) = told(servers.set_ptr(WEB, "x", "mail.example.com").await);
    assert_eq!(kind, ErrorKind::NotFound);
    account.finish();
}

#[tokio::test]
async fn a_snapshot_with_the_id_zero_is_none() {
    let account = Account::new().await;
    let servers = account.servers();
    assert_eq!(servers.snapshot(WEB).await.unwrap(), None);
    servers.create_snapshot(WEB).await.unwrap();
    let made = servers.snapshot(WEB).await.unwrap().expect("a snapshot");
    assert!(made.restore_secs > 0 && made.created_at < made.expires_at);
    servers.restore_snapshot(WEB).await.unwrap();
    servers.delete_snapshot(WEB).await.unwrap();
    assert_eq!(servers.snapshot(WEB).await.unwrap(), None);
    assert_eq!(told(servers.snapshot("1").await).0, ErrorKind::NotFound);
    account.finish();
}

#[tokio::test]
async fn backups_are_listed_and_restored() {
    let account = Account::new().await;
    let backups = account.servers().backups(WEB).await.unwrap();
    assert_eq!(backups.len(), 4);
    assert!(backups[0].size_kb > 0 && !backups[0].location.is_empty());
    account
        .servers()
        .restore_backup(WEB, &backups[0].id)
        .await
        .unwrap();
    account.finish();
}

#[tokio::test]
async fn metrics_are_series_in_the_order_of_time() {
    let account = Account::new().await;
    let now = Utc::now();
    let series = account
        .servers()
        .metrics(WEB, now - TimeDelta::hours(6), now)
        .await
        .unwrap();
    let names: Vec<&str> = series.iter().map(|one| one.name.as_str()).collect();
    assert_eq!(
        names,
        [
            "cpu_usage",
            "ram_usage",
            "disk_space",
            "outgoing_traffic",
            "incoming_traffic",
            "uptime"
        ]
    );
    for one in &series {
        assert!(!one.unit.is_empty() && !one.points.is_empty());
        assert!(one.points.is_sorted_by_key(|point| point.at));
    }
    account.finish();
}

#[tokio::test]
async fn data_centers_and_templates_are_listed_once_and_kept() {
    let account = Account::new().await;
    let servers = account.servers();
    for _ in 0..2 {
        let centers = servers.data_centers().await.unwrap();
        let frankfurt = centers.iter().find(|center| center.id == "19");
        let frankfurt = frankfurt.expect("the data center");
        assert_eq!(
            (frankfurt.name.as_str(), frankfurt.country.as_str()),
            ("Frankfurt", "DE")
        );
        let templates = servers.templates().await.unwrap();
        assert!(templates.iter().any(|one| one.slug == "ubuntu-22.04"));
    }
    assert_eq!(account.sandbox.exchanges().len(), 2);
    account.finish();
}

#[tokio::test]
async fn a_firewall_is_made_filled_and_put_before_a_server() {
    let account = Account::new().await;
    let firewalls = account.servers().firewalls().expect("firewalls");
    assert_eq!(firewalls.list().await.unwrap().len(), 3);
    let made = firewalls.create("Mail").await.unwrap();
    let rule = |port: &str| NewFirewallRule {
        protocol: "tcp".to_owned(),
        port: port.to_owned(),
        source: "any".to_owned(),
        source_detail: "any".to_owned(),
    };
    let added = firewalls.add_rule(&made.id, &rule("25")).await.unwrap();
    assert_eq!(
        (added.action.as_str(), added.rule.protocol.as_str()),
        ("accept", "TCP")
    );
    let changed = firewalls
        .update_rule(&made.id, &added.id, &rule("1024:2048"))
        .await
        .unwrap();
    assert_eq!(changed.rule.port, "1024:2048");
    firewalls.activate(&made.id, WEB).await.unwrap();
    firewalls.sync(&made.id, WEB).await.unwrap();
    assert_eq!(firewalls.get(&made.id).await.unwrap().rules.len(), 1);
    firewalls.deactivate(&made.id, WEB).await.unwrap();
    firewalls.delete_rule(&made.id, &added.id).await.unwrap();
    firewalls.delete(&made.id).await.unwrap();
    assert_eq!(told(firewalls.get(&made.id).await).0, ErrorKind::NotFound);
    let mut odd = rule("1");
    odd.protocol = "QUIC".to_owned();
    assert_eq!(
        told(firewalls.add_rule("65224", &odd).await).0,
        ErrorKind::Invalid
    );
    account.finish();
}

#[tokio::test]
async fn a_script_is_made_changed_and_removed() {
    let account = Account::new().await;
    let scripts = account.servers().scripts().expect("scripts");
    assert_eq!(scripts.list().await.unwrap().len(), 2);
    let made = scripts
        .create("Hello", "#!/bin/sh\necho 1\n")
        .await
        .unwrap();
    let changed = scripts
        .update(&made.id, "Hello", "#!/bin/sh\necho 2\n")
        .await
        .unwrap();
    assert_eq!(changed.content, "#!/bin/sh\necho 2\n");
    assert_eq!(scripts.get(&made.id).await.unwrap().name, "Hello");
    scripts.delete(&made.id).await.unwrap();
    let too_long = "x".repeat(48 * 1024 + 1);
    assert_eq!(
        told(scripts.create("Long", &too_long).await).0,
        ErrorKind::Invalid
    );
    account.finish();
}
