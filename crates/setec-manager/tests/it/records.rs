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

#[test]
fn what_an_overwrite_takes_away_needs_its_word() {
    let demo = demo();
    let server = &demo.server;
    let zone = ["hostinger", "quillfeather.com"];
    let file = demo.dir.path().join("only.yaml");
    fs::write(
        &file,
        "- { type: A, name: only-cli, content: 192.0.2.12 }\n",
    )
    .unwrap();
    let overwrite = [
        &["dns", "update"],
        &zone[..],
        &["--overwrite", "--file", file.to_str().unwrap()],
    ]
    .concat();
    let refused = server.yes(&overwrite);
    assert_eq!(refused.code, Some(5), "{refused:?}");
    assert!(
        refused.stderr.contains("override with \"remove-mx\""),
        "{refused:?}"
    );
    let records = server.json(&[&["dns", "list"], &zone[..]].concat());
    assert!(records.as_array().unwrap().len() > 5, "{records}");

    let most = [&["dns", "delete"], &zone[..], &["--type", "CNAME"]].concat();
    let unknown = server.yes(&[&most[..], &["--override", "everything"]].concat());
    assert!(
        unknown.stderr.contains("'everything' is no guard"),
        "{unknown:?}"
    );
}

#[test]
fn the_journal_shows_what_the_provider_said() {
    let demo = demo();
    let server = &demo.server;
    let zone = ["hostinger", "solveig-interiors.com"];
    let record = [
        "--name",
        "journal-cli",
        "--type",
        "A",
        "--content",
        "192.0.2.13",
    ];
    server
        .run(&[&["dns", "create"], &zone[..], &record].concat())
        .ok();
    let journal = ["journal", "--subject", zone[1], "--action", "dns.create"];
    let shown = server.run(&journal);
    assert!(shown.ok().contains("Provider said"), "{shown:?}");
    let entry = &server.json(&journal)[0];
    let said = &entry["answers"][0];
    assert_eq!(said["call"], "PUT /api/dns/v1/zones/solveig-interiors.com");
    assert!(said["text"].as_str().unwrap().starts_with("200"), "{said}");
}
