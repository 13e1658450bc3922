//! The life of a domain on the command line, at the reseller's simulator of the demo.

use serde_json::{Value, json};

use crate::harness::{demo, finish};

#[test]
fn a_domain_from_suggestion_to_release() {
    let demo = demo();
    let server = &demo.server;
    let contacts = demo.dir.path().join("contacts.yaml");
    std::fs::write(
        &contacts,
        "registrant:\n  first_name: Jane\n  last_name: Wanjiru\n  email: jane@example.com\n  \
         phone: '+254712345678'\n  address1: 1 Moi Avenue\n  city: Nairobi\n  country: KE\n",
    )
    .unwrap();
    let contacts = contacts.to_str().unwrap();

    let found = server.json(&["domains", "suggest", "hostraha", "acacia", "--tld", "com"]);
    assert!(!found.as_array().unwrap().is_empty(), "{found}");
    assert!(
        server
            .run(&["domains", "tlds", "hostraha"])
            .ok()
            .contains("co.ke")
    );
    let prices = [
        "domains",
        "prices",
        "hostraha",
        "--tld",
        "co.uk",
        "--operation",
        "register",
    ];
    let prices = server.run(&prices);
    assert!(prices.ok().contains("7.90 EUR"), "{prices:?}");
    let credit = server.run(&["providers", "credit", "hostraha"]);
    assert!(credit.ok().contains(" EUR"), "{credit:?}");

    let name = "acacia-walks.co.uk";
    let order = [
        "domains",
        "register",
        "hostraha",
        name,
        "--contacts",
        contacts,
    ];
    let order = server.json(&order);
    assert_eq!(order["state"], "completed", "{order}");
    let of = |command: &[&str], rest: &[&str]| {
        server.yes(&[command, &["hostraha", name], rest].concat())
    };

    let shown = of(&["domains", "contacts", "show"], &[]);
    assert!(shown.ok().contains("Jane Wanjiru"), "{shown:?}");
    of(&["domains", "contacts", "set"], &["--file", contacts]).ok();
    of(
        &["domains", "nameservers"],
        &["ns1.example.net", "ns2.example.net"],
    )
    .ok();
    let servers = of(&["domains", "nameservers"], &[]);
    assert!(servers.ok().contains("ns2.example.net"), "{servers:?}");
    of(
        &["domains", "glue", "add"],
        &["ns1.acacia-walks.co.uk", "192.0.2.53"],
    )
    .ok();
    let change = ["ns1.acacia-walks.co.uk", "192.0.2.53", "192.0.2.54"];
    of(&["domains", "glue", "change"], &change).ok();
    of(&["domains", "glue", "delete"], &["ns1.acacia-walks.co.uk"]).ok();
    let listed = of(&["domains", "glue", "list"], &[]);
    assert!(
        listed
            .stderr
            .contains("does not offer a list of child name servers"),
        "{listed:?}"
    );
    of(&["domains", "email", "set"], &["info=jane@example.net"]).ok();
    let forwards = of(&["domains", "email", "show"], &[]);
    assert!(forwards.ok().contains("jane@example.net"), "{forwards:?}");
    of(&["domains", "email", "set"], &["--none"]).ok();
    let forwards = of(&["domains", "email", "show"], &[]);
    assert_eq!(forwards.ok().trim(), "nothing is forwarded");
    let renewed = server.json(&["domains", "renew", "hostraha", name]);
    assert_eq!(renewed["state"], "completed", "{renewed}");

    let synced = server.json(&["domains", "sync", "hostraha"]);
    assert_eq!(synced[0]["problem"], Value::Null, "{synced}");
    let seen = server.json(&["domains", "overview", "--provider", "hostraha"]);
    let seen = seen.as_array().unwrap();
    let entry = seen.iter().find(|domain| domain["name"] == name).unwrap();
    assert_eq!(entry["status"], "active", "{entry}");
    assert_eq!(
        entry["renewal_price"],
        json!({"minor": 890, "currency": "EUR"})
    );

    // Without an answer to the question nothing leaves.
    let asked = server.run(&["domains", "release", "hostraha", name, "EXAMPLE-TAG"]);
    assert_eq!(asked.code, Some(2), "{asked:?}");
    of(&["domains", "release"], &["EXAMPLE-TAG"]).ok();
    let after = of(&["domains", "sync"], &[]);
    assert!(after.ok().contains("transferred_away"), "{after:?}");
}

#[test]
fn what_ends_a_domain_asks_first() {
    let demo = demo();
    let server = &demo.server;
    let name = "olivegrove.gr";
    let asked = server.run(&["domains", "delete-request", "hostraha", name]);
    assert_eq!(asked.code, Some(2), "{asked:?}");
    let state = server.json(&["domains", "sync", "hostraha", name]);
    assert_eq!(state["status"], "active", "{state}");
    let command = ["domains", "delete-request", "hostraha", name, "--yes"];
    finish(&mut server.command(&command), "").ok();
    let state = server.json(&["domains", "sync", "hostraha", name]);
    assert_eq!(state["status"], "deleted", "{state}");
    let transfer = server.run(&[
        "domains",
        "transfer-status",
        "hostraha",
        "riverbend-law.com",
    ]);
    assert!(
        transfer.ok().contains("pending") || transfer.ok().contains("completed"),
        "{transfer:?}"
    );
    let refused = server.yes(&[
        "domains",
        "cancel-transfer",
        "hostraha",
        "riverbend-law.com",
    ]);
    assert!(
        refused
            .stderr
            .contains("does not offer calling transfers off"),
        "{refused:?}"
    );
}
