//! What can be looked at, and how it looks.

use crate::harness::{demo, first};

#[test]
fn lists_are_for_people_unless_asked_otherwise() {
    let demo = demo();
    let server = &demo.server;
    let table = server.run(&["vms", "list", "hostinger"]);
    let line = table
        .ok()
        .lines()
        .find(|line| line.contains("production-1"))
        .unwrap();
    assert!(
        line.contains("93.184.216.34") && line.contains("env=production"),
        "{line}"
    );
    assert!(
        !table.stdout.contains('\u{1b}'),
        "no colours but on a terminal"
    );
    let yaml = server.run(&["vms", "list", "hostinger", "-o", "yaml"]);
    assert!(yaml.ok().contains("name: production-1"), "{yaml:?}");
    let json = server.json(&["billing", "catalog", "hostinger", "--category", "vps"]);
    let kvm = json
        .as_array()
        .unwrap()
        .iter()
        .find(|entry| entry["id"] == "kvm-2")
        .unwrap();
    assert_eq!(kvm["price_cents"], 1199);
    let catalog = server.run(&["billing", "catalog", "hostinger", "--category", "vps"]);
    assert!(catalog.ok().contains("11.99 USD"), "{catalog:?}");
    let nothing = server.run(&["journal", "--account", "nobody"]);
    assert_eq!(nothing.ok(), "no changes so far\n");
}

#[test]
fn everything_that_reads_can_be_read() {
    let demo = demo();
    let server = &demo.server;
    let record = ["-n", "snap", "-t", "A", "-c", "192.0.2.77"];
    let create = ["dns", "create", "hostinger", "harborandpine.io"];
    server.run(&[&create[..], &record].concat()).ok();
    let snapshot = first(
        server,
        &["dns", "snapshots", "list", "hostinger", "harborandpine.io"],
        |_| true,
    );
    let profile = first(
        server,
        &["domains", "whois", "list", "hostinger", "--tld", "com"],
        |_| true,
    );
    let firewall = first(server, &["vms", "firewalls", "list", "hostinger"], |_| true);
    let script = first(server, &["vms", "scripts", "list", "hostinger"], |_| true);
    for arguments in [
        &["status"][..],
        &["server", "health"],
        &["server", "metrics"],
        &["providers", "list"],
        &[
            "dns",
            "snapshots",
            "show",
            "hostinger",
            "harborandpine.io",
            &snapshot,
        ],
        &[
            "domains",
            "check",
            "hostinger",
            "free-name-1.com",
            "example.com",
        ],
        &["domains", "auth-code", "hostinger", "nightjarroasters.com"],
        &[
            "domains",
            "forwarding",
            "show",
            "hostinger",
            "quillfeather-books.com",
        ],
        &["domains", "whois", "show", "hostinger", &profile],
        &["domains", "whois", "usage", "hostinger", &profile],
        &["vms", "metrics", "hostinger", "901244", "--since", "6h"],
        &["vms", "actions", "hostinger", "901244"],
        &["vms", "snapshot", "show", "hostinger", "894670"],
        &["vms", "backups", "list", "hostinger", "901244"],
        &["vms", "datacenters", "hostinger"],
        &["vms", "templates", "hostinger"],
        &["vms", "firewalls", "show", "hostinger", &firewall],
        &["vms", "scripts", "show", "hostinger", &script],
        &["ssh-keys", "list", "hostinger"],
        &["billing", "subscriptions", "hostinger"],
        &["billing", "payment-methods", "list", "hostinger"],
        &["users", "list"],
        &["journal"],
    ] {
        let outcome = server.run(arguments);
        assert_eq!(outcome.code, Some(0), "{arguments:?}: {outcome:?}");
        assert!(!outcome.stdout.is_empty(), "{arguments:?}");
    }
}
