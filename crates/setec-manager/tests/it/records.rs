//! Records and zones.

use std::fs;

use serde_json::Value;

use crate::harness::{demo, finish};

#[test]
fn records_are_made_changed_and_deleted() {
    let demo = demo();
    let server = &demo.server;
    let zone = ["hostinger", "tallgrass-outfitters.com"];
    let records = || server.json(&[&["dns", "list"], &zone[..]].concat());
    let api = |records: &Value| -> Vec<String> {
        let all = records
            .as_array()
            .unwrap()
            .iter()
            .filter(|record| record["name"] == "api-cli");
        all.map(|record| {
            format!(
                "{} {} {}",
                record["type"].as_str().unwrap(),
                record["ttl"],
                record["content"].as_str().unwrap()
            )
        })
        .collect()
    };
    let create = [
        "--name",
        "api-cli",
        "--type",
        "A",
        "--content",
        "192.0.2.10",
        "--ttl",
        "3600",
    ];
    let made = server.json(&[&["dns", "create"], &zone[..], &create].concat());
    assert_eq!(made["status"], "created");
    assert_eq!(api(&records()), ["A 3600 192.0.2.10"]);

    let file = demo.dir.path().join("records.yaml");
    fs::write(
        &file,
        "- { type: A, name: api-cli, content: 192.0.2.11, ttl: 600 }\n",
    )
    .unwrap();
    let update = [
        &["dns", "update"],
        &zone[..],
        &["--file", file.to_str().unwrap()],
    ]
    .concat();
    assert!(server.run(&update).ok().contains("1 record written"));
    assert!(
        api(&records()).contains(&"A 600 192.0.2.11".to_owned()),
        "{}",
        records()
    );

    let overwrite = server.run(&[&update[..], &["--overwrite"]].concat());
    assert_eq!(overwrite.code, Some(2), "{overwrite:?}");
    assert!(overwrite.stderr.contains("Replace all"), "{overwrite:?}");

    let delete = [
        &["dns", "delete"],
        &zone[..],
        &["--name", "api-cli", "--type", "A"],
    ]
    .concat();
    assert_eq!(server.json(&delete)["status"], "deleted");
    assert_eq!(api(&records()), [""; 0]);
}

#[test]
fn a_listed_zone_can_be_written_back() {
    let demo = demo();
    let server = &demo.server;
    let listed = server.run(&[
        "dns",
        "list",
        "hostinger",
        "lindgren-bakery.com",
        "-o",
        "json",
    ]);
    let mut update = server.command(&[
        "dns",
        "update",
        "hostinger",
        "lindgren-bakery.com",
        "--file",
        "-",
    ]);
    let written = finish(&mut update, listed.ok());
    assert_eq!(written.code, Some(0), "{written:?}");
    let again = server.run(&[
        "dns",
        "list",
        "hostinger",
        "lindgren-bakery.com",
        "-o",
        "json",
    ]);
    assert_eq!(listed.stdout, again.stdout);
    let exported = server.run(&["dns", "export", "hostinger", "lindgren-bakery.com"]);
    assert!(
        exported.ok().starts_with("$ORIGIN lindgren-bakery.com."),
        "{exported:?}"
    );
}

#[test]
fn what_a_provider_does_not_offer_is_said() {
    let demo = demo();
    let server = &demo.server;
    for arguments in [
        &["dns", "zones", "hostinger"][..],
        &["dns", "create-zone", "hostinger", "new.example"],
        &["dns", "delete-zone", "hostinger", "example.com"],
        &["dns", "notify", "hostinger", "example.com"],
    ] {
        let outcome = server.yes(arguments);
        assert!(
            matches!(outcome.code, Some(0 | 1)),
            "{arguments:?}: {outcome:?}"
        );
        if outcome.code == Some(1) {
            assert!(
                outcome.stderr.contains("not supported"),
                "{arguments:?}: {outcome:?}"
            );
        }
    }
    let reset = server.yes(&["dns", "reset", "hostinger", "solveig-studio.dev"]);
    assert_eq!(reset.code, Some(0), "{reset:?}");
}
