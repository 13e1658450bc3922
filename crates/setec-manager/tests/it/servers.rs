//! Virtual servers and what surrounds them.

use std::fs;

use serde_json::Value;

use crate::harness::{demo, finish, first};

#[test]
fn a_servers_operations_are_waited_for() {
    let demo = demo();
    let server = &demo.server;
    let machine = ["hostinger", "948102"];
    let status = || server.json(&[&["vms", "show"], &machine[..]].concat())["status"].clone();
    assert!(
        server
            .run(&[&["vms", "stop"], &machine[..]].concat())
            .ok()
            .contains("done")
    );
    assert_eq!(status(), "stopped");
    let started = server.json(&[&["vms", "start"], &machine[..]].concat());
    assert_eq!(started["status"], "success");
    assert_eq!(status(), "running");
    let begun = server.json(&[&["vms", "restart"], &machine[..], &["--no-wait"]].concat());
    assert!(begun["id"].is_string(), "{begun}");
    let action = begun["id"].as_str().unwrap();
    let ended = server.json(&[&["vms", "action"], &machine[..], &[action]].concat());
    assert_eq!(ended["status"], "success");
}

#[test]
fn servers_are_changed() {
    let demo = demo();
    let server = &demo.server;
    let id = "1020557";
    let mut password =
        server.command(&["vms", "root-password", "hostinger", id, "--password-stdin"]);
    let changed = finish(&mut password, "Correct-horse-battery-9\n");
    assert_eq!(changed.code, Some(0), "{changed:?}");
    let key = first(server, &["ssh-keys", "list", "hostinger"], |_| true);
    let backup = first(server, &["vms", "backups", "list", "hostinger", id], |_| {
        true
    });
    for arguments in [
        &[
            "vms",
            "hostname",
            "set",
            "hostinger",
            id,
            "tracking-2.copperline-logistics.com",
        ][..],
        &["vms", "hostname", "reset", "hostinger", id],
        &["vms", "labels", "hostinger", id, "env=staging", "team=web"],
        &[
            "vms",
            "ptr",
            "set",
            "hostinger",
            id,
            "203.0.113.77",
            "mail.copperline-logistics.com",
        ],
        &["vms", "ptr", "reset", "hostinger", id, "203.0.113.77"],
        &["vms", "attach-keys", "hostinger", id, &key],
        &["vms", "snapshot", "create", "hostinger", id],
        &["vms", "snapshot", "restore", "hostinger", id],
        &["vms", "snapshot", "delete", "hostinger", id],
        &["vms", "backups", "restore", "hostinger", id, &backup],
        &[
            "vms",
            "recreate",
            "hostinger",
            id,
            "--template",
            "debian-12",
        ],
    ] {
        let outcome = server.yes(arguments);
        assert_eq!(outcome.code, Some(0), "{arguments:?}: {outcome:?}");
    }
    let shown = server.json(&["vms", "show", "hostinger", id]);
    assert_eq!(shown["labels"]["team"], "web");
    let cleared = server.json(&["vms", "labels", "hostinger", id, "--clear"]);
    assert!(cleared.get("labels").is_none(), "{cleared}");
}

#[test]
fn firewalls_scripts_and_keys_come_and_go() {
    let demo = demo();
    let server = &demo.server;
    let text = |answer: &Value| answer["id"].as_str().unwrap().to_owned();
    let firewall = text(&server.json(&["vms", "firewalls", "create", "hostinger", "cli"]));
    let rule = [
        "--protocol",
        "TCP",
        "--port",
        "443",
        "--source",
        "192.0.2.0/24",
    ];
    let add = ["vms", "firewalls", "add-rule", "hostinger", &firewall];
    let rule_id = text(&server.json(&[&add[..], &rule].concat()));
    let update = [
        "vms",
        "firewalls",
        "update-rule",
        "hostinger",
        &firewall,
        &rule_id,
    ];
    let changed = server.json(&[&update[..], &["--protocol", "TCP", "--port", "8443"]].concat());
    assert_eq!(changed["port"], "8443");
    for arguments in [
        &[
            "vms",
            "firewalls",
            "activate",
            "hostinger",
            &firewall,
            "901244",
        ][..],
        &["vms", "firewalls", "sync", "hostinger", &firewall, "901244"],
        &[
            "vms",
            "firewalls",
            "deactivate",
            "hostinger",
            &firewall,
            "901244",
        ],
        &[
            "vms",
            "firewalls",
            "delete-rule",
            "hostinger",
            &firewall,
            &rule_id,
        ],
        &["vms", "firewalls", "delete", "hostinger", &firewall],
    ] {
        let outcome = server.yes(arguments);
        assert_eq!(outcome.code, Some(0), "{arguments:?}: {outcome:?}");
    }

    let file = demo.dir.path().join("setup.sh");
    fs::write(&file, "#!/bin/sh\napt-get update\n").unwrap();
    let file = file.to_str().unwrap();
    let script = text(&server.json(&[
        "vms",
        "scripts",
        "create",
        "hostinger",
        "-n",
        "cli",
        "-f",
        file,
    ]));
    server
        .yes(&[
            "vms",
            "scripts",
            "update",
            "hostinger",
            &script,
            "-n",
            "cli-2",
            "-f",
            file,
        ])
        .ok();
    let shown = server.run(&["vms", "scripts", "show", "hostinger", &script]);
    assert_eq!(shown.ok(), "#!/bin/sh\napt-get update\n");
    server
        .yes(&["vms", "scripts", "delete", "hostinger", &script])
        .ok();

    let public =
        "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAILM+rvN+ot98qgEN796jTiQfZfG1KaT0PtFDJ/XFSqti cli@test";
    let key = text(&server.json(&["ssh-keys", "add", "hostinger", "--public-key", public]));
    server.yes(&["ssh-keys", "delete", "hostinger", &key]).ok();
}
