//! What scripts go by.

use std::fs;
use std::net::TcpListener;

use serde_json::Value;

use crate::harness::{demo, finish};

#[test]
fn every_kind_of_failure_has_its_code() {
    let demo = demo();
    let server = &demo.server;
    let fails = |arguments: &[&str], code: i32, words: &str| {
        let outcome = server.run(arguments);
        assert_eq!(outcome.code, Some(code), "{arguments:?}: {outcome:?}");
        assert!(outcome.stderr.contains(words), "{arguments:?}: {outcome:?}");
        assert_eq!(outcome.stdout, "", "{arguments:?}");
    };
    let bad = [
        "dns",
        "create",
        "hostinger",
        "example.com",
        "-n",
        "a",
        "-t",
        "A",
        "-c",
        "not-an-address",
    ];
    fails(&bad, 1, "error: ");
    fails(&bad, 1, "request id: ");
    fails(&["dns", "create", "hostinger"], 2, "Usage");
    fails(&["dns", "delete", "hostinger", "example.com"], 2, "--name");
    fails(
        &["domains", "show", "hostinger", ".."],
        2,
        "'..' is no name",
    );
    fails(
        &["domains", "list", "nope"],
        4,
        "hosting provider 'nope' not registered",
    );
    fails(&["domains", "list", "powerdns"], 4, "not configured");
    let double = [
        "dns",
        "create",
        "hostinger",
        "example.com",
        "-n",
        "www",
        "-t",
        "CNAME",
    ];
    fails(
        &[&double[..], &["-c", "example.com"]].concat(),
        5,
        "error: ",
    );
    let closed = TcpListener::bind("127.0.0.1:0")
        .unwrap()
        .local_addr()
        .unwrap();
    fails(
        &["status", "--server", &closed.to_string()],
        6,
        "cannot reach",
    );
    fails(&["status", "--server", "http://127.0.0.1"], 2, "https://");
}

#[test]
fn nothing_is_done_without_a_sign_in() {
    let demo = demo();
    let nobody = tempfile::tempdir().unwrap();
    let run = |arguments: &[&str]| {
        let mut command = demo.server.command(arguments);
        command
            .env("XDG_CONFIG_HOME", nobody.path())
            .env("SETEC_SERVER", &demo.server.url);
        finish(&mut command, "")
    };
    let outcome = run(&["providers", "list"]);
    assert_eq!(outcome.code, Some(3), "{outcome:?}");
    assert!(
        outcome.stderr.contains("setec-manager login"),
        "{outcome:?}"
    );
    let untrusted = run(&["status"]);
    assert_eq!(untrusted.code, Some(1), "{untrusted:?}");
    assert!(
        untrusted.stderr.contains(&demo.server.fingerprint),
        "{untrusted:?}"
    );
    let anonymous = run(&["status", "--fingerprint", &demo.server.fingerprint]);
    assert_eq!(anonymous.code, Some(3), "{anonymous:?}");
    assert_eq!(run(&["server", "ready", "--insecure"]).code, Some(0));
}

#[test]
fn a_wrong_password_and_a_stale_token_are_code_3() {
    let demo = demo();
    let wrong = demo.server.login("wrong password");
    assert_eq!(wrong.code, Some(3), "{wrong:?}");
    assert!(
        wrong.stderr.contains("wrong user name or password"),
        "{wrong:?}"
    );
    let mut command = demo.server.command(&["users", "list", "--insecure"]);
    command
        .env("SETEC_TOKEN", "stale")
        .env("SETEC_SERVER", &demo.server.url);
    let stale = finish(&mut command, "");
    assert_eq!(stale.code, Some(3), "{stale:?}");
}

#[test]
fn another_certificate_than_the_pinned_one_is_refused() {
    let demo = demo();
    let file = demo.server.home.join("setec-manager/session.json");
    let mut session: Value = serde_json::from_str(&fs::read_to_string(file).unwrap()).unwrap();
    let pinned = session["fingerprint"].as_str().unwrap().to_owned();
    assert_eq!(pinned, demo.server.fingerprint);
    let other = format!("SHA256:{}", "ab".repeat(32));
    session["fingerprint"] = Value::from(other.as_str());
    let home = tempfile::tempdir().unwrap();
    fs::create_dir(home.path().join("setec-manager")).unwrap();
    fs::write(
        home.path().join("setec-manager/session.json"),
        session.to_string(),
    )
    .unwrap();
    let run = |arguments: &[&str], input: &str| {
        let mut command = demo.server.command(arguments);
        finish(command.env("XDG_CONFIG_HOME", home.path()), input)
    };
    let refused = run(&["providers", "list"], "");
    assert_eq!(refused.code, Some(1), "{refused:?}");
    assert!(
        refused.stderr.contains(&pinned) && refused.stderr.contains(&other),
        "{refused:?}"
    );
    let blind = run(&["login", "--password-stdin", "--yes"], &demo.password);
    assert_eq!(
        blind.code,
        Some(1),
        "a changed certificate is not taken on --yes: {blind:?}"
    );
    assert!(blind.stderr.contains("has changed"), "{blind:?}");
    let known = run(
        &["login", "--password-stdin", "--fingerprint", &pinned],
        &demo.password,
    );
    assert_eq!(known.code, Some(0), "{known:?}");
    assert_eq!(run(&["providers", "list"], "").code, Some(0));
    assert_eq!(run(&["logout"], "").code, Some(0));
    assert_eq!(run(&["providers", "list"], "").code, Some(3));
}

#[test]
fn a_token_goes_only_to_the_server_that_gave_it() {
    let demo = demo();
    let other = demo
        .server
        .run(&["providers", "list", "--server", "https://localhost:1"]);
    assert_eq!(other.code, Some(3), "{other:?}");
}

#[test]
fn what_destroys_or_costs_is_refused_without_a_yes() {
    let demo = demo();
    let server = &demo.server;
    for arguments in [
        &["providers", "delete", "hostinger"][..],
        &["dns", "reset", "hostinger", "example.com"],
        &["dns", "delete", "hostinger", "example.com", "-n", "www"],
        &["dns", "delete-zone", "hostinger", "example.com"],
        &[
            "dns",
            "snapshots",
            "restore",
            "hostinger",
            "example.com",
            "1",
        ],
        &[
            "domains",
            "nameservers",
            "hostinger",
            "example.com",
            "ns1.example.net",
        ],
        &[
            "domains",
            "forwarding",
            "delete",
            "hostinger",
            "example.com",
        ],
        &["domains", "purchase", "hostinger", "confirm-me-first.com"],
        &[
            "vms",
            "create",
            "hostinger",
            "--plan",
            "kvm-1",
            "--data-center",
            "19",
            "--template",
            "debian-12",
        ],
        &[
            "vms",
            "recreate",
            "hostinger",
            "901244",
            "--template",
            "debian-12",
        ],
        &["vms", "snapshot", "restore", "hostinger", "894670"],
        &["vms", "snapshot", "create", "hostinger", "894670"],
        &["vms", "backups", "restore", "hostinger", "894670", "1"],
        &["vms", "firewalls", "delete", "hostinger", "65224"],
        &["ssh-keys", "delete", "hostinger", "1"],
        &["billing", "auto-renewal", "disable", "hostinger", "1"],
        &[
            "billing",
            "payment-methods",
            "delete",
            "hostinger",
            "1402118",
        ],
        &["users", "delete", "admin"],
    ] {
        let outcome = server.run(arguments);
        assert_eq!(outcome.code, Some(2), "{arguments:?}: {outcome:?}");
        assert!(
            outcome.stderr.contains("--yes"),
            "{arguments:?}: {outcome:?}"
        );
    }
}
