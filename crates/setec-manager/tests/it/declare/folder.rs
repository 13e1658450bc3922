//! What a folder may hold.

use super::demo;

#[test]
fn faults_of_all_files_are_named_and_nothing_is_sent() {
    let demo = demo();
    demo.write(
        "setec.toml",
        "account = \"hostinger\"\n[[zone]]\nname = \"example.com\"\n[[zone]]\nname = \"solveig-interiors.com\"\n[[zone]]\nname = \"nowhere.example\"\n",
    );
    demo.write(
        "example.com.zone",
        "www 300 A 192.0.2.1\nbad 300 A 192.0.2.256\n",
    );
    demo.write(
        "solveig-interiors.com.yaml",
        "www:\n  type: A\n  value: nonsense\n",
    );
    demo.write("stray.example.zone", "www 300 A 192.0.2.1\n");
    for command in ["plan", "apply", "diff"] {
        let refused = demo.dns(&[command, "--yes"]);
        assert_eq!(refused.code, Some(1), "{refused:?}");
        for place in [
            "example.com.zone:2:11: ",
            "solveig-interiors.com.yaml:3:10: ",
            "setec.toml:7:8: ",
        ] {
            assert!(refused.stderr.contains(place), "{place}: {refused:?}");
        }
        assert!(
            refused.stderr.contains("3 faults; nothing was sent"),
            "{refused:?}"
        );
    }
    let faults = demo.says(&["plan"], 1);
    assert_eq!(faults["faults"].as_array().unwrap().len(), 3, "{faults}");
    assert!(!demo.live("example.com").contains("www 300"));

    demo.write("example.com.zone", "$INCLUDE ../data/secret\n");
    let outside = demo.dns(&["plan", "example.com"]);
    assert_eq!(outside.code, Some(1), "{outside:?}");
    assert!(
        outside.stderr.contains("example.com.zone:1:10: "),
        "{outside:?}"
    );
    assert!(
        outside.stderr.contains("it leads out of the folder"),
        "{outside:?}"
    );

    demo.write("example.com.zone", "$INCLUDE hosts\n");
    demo.write("hosts", "included 300 A 192.0.2.40\n");
    let inside = demo.dns(&["plan", "example.com"]);
    assert_eq!(inside.code, Some(2), "{inside:?}");
    assert!(
        inside.stdout.contains("+ included.example.com A 300"),
        "{inside:?}"
    );
    let unknown = demo.dns(&["plan", "example.net"]);
    assert!(
        unknown
            .stderr
            .contains("not declared in setec.toml: example.net"),
        "{unknown:?}"
    );
}

#[test]
fn a_file_that_belongs_to_no_zone_is_a_warning() {
    let demo = demo();
    demo.write(
        "setec.toml",
        "account = \"hostinger\"\n[[zone]]\nname = \"example.com\"\n",
    );
    demo.write("example.com.zone", "included 300 A 192.0.2.40\n");
    demo.write("stray.example.zone", "www 300 A 192.0.2.1\n");
    demo.write("production.yaml", "providers: {}\n");
    let planned = demo.dns(&["plan"]);
    let warning = "warning: stray.example.zone belongs to no zone in setec.toml\n";
    assert_eq!(planned.stderr, warning, "{planned:?}");
}

#[test]
fn a_folder_of_octo_dns_is_read_as_it_is() {
    let demo = demo();
    demo.write(
        "setec.toml",
        "[[zone]]\nname = \"example.com\"\naccount = \"hostinger\"\n",
    );
    demo.write(
        "example.com.yaml",
        "---\nocto:\n  - ttl: 300\n    type: A\n    values:\n      - 192.0.2.60\n      - 192.0.2.61\n  - type: MX\n    values:\n      - exchange: mail.example.net.\n        preference: 10\n",
    );
    let planned = demo.dns(&["plan"]);
    assert_eq!(planned.code, Some(2), "{planned:?}");
    for line in [
        "  + octo.example.com A 300 192.0.2.60 192.0.2.61\n",
        "  + octo.example.com MX 3600 10 mail.example.net.\n",
    ] {
        assert!(planned.stdout.contains(line), "{planned:?}");
    }
}

#[test]
fn the_two_forms_of_a_plan_do_not_mix() {
    let demo = demo();
    let nothing = demo.dns(&["plan"]);
    assert_eq!(nothing.code, Some(2), "{nothing:?}");
    assert!(
        nothing.stderr.contains("setec.toml is not there"),
        "{nothing:?}"
    );
    for arguments in [
        &["plan", "--policy", "sync"][..],
        &["plan", "hostinger", "--file", "x.yaml"],
        &[
            "plan",
            "hostinger",
            "example.com",
            "--file",
            "x.yaml",
            "--dir",
            ".",
        ],
    ] {
        assert_eq!(demo.dns(arguments).code, Some(2), "{arguments:?}");
    }
}
