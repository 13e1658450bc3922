//! Domains, registrants, money and users.

use crate::harness::{demo, finish, first};

#[test]
fn domains_are_changed() {
    let demo = demo();
    let server = &demo.server;
    let domain = ["hostinger", "kestrel-labs.com"];
    let with = |command: &[&'static str], rest: &[&'static str]| -> Vec<&'static str> {
        [command, &domain[..], rest].concat()
    };
    for arguments in [
        with(&["domains", "unlock"], &[]),
        with(&["domains", "lock"], &[]),
        with(&["domains", "privacy", "enable"], &[]),
        with(&["domains", "privacy", "disable"], &[]),
        with(
            &["domains", "nameservers"],
            &["ns1.example.net", "ns2.example.net"],
        ),
        with(
            &["domains", "forwarding", "set"],
            &["https://kestrel.example/"],
        ),
        with(&["domains", "forwarding", "delete"], &[]),
    ] {
        let outcome = server.yes(&arguments);
        assert_eq!(outcome.code, Some(0), "{arguments:?}: {outcome:?}");
    }
    let shown = server.json(&with(&["domains", "show"], &[]));
    assert_eq!(shown["locked"], true);
    assert_eq!(shown["nameservers"][0], "ns1.example.net");
}

#[test]
fn money_matters_are_changed() {
    let demo = demo();
    let server = &demo.server;
    let subscription = first(
        server,
        &["billing", "subscriptions", "hostinger"],
        |entry| entry["auto_renew"] == true && entry["status"] == "active",
    );
    let off = server.json(&[
        "billing",
        "auto-renewal",
        "disable",
        "hostinger",
        &subscription,
    ]);
    assert_eq!(off["auto_renew"], false);
    let on = server.json(&[
        "billing",
        "auto-renewal",
        "enable",
        "hostinger",
        &subscription,
    ]);
    assert_eq!(on["auto_renew"], true);
    let methods = ["billing", "payment-methods"];
    for arguments in [
        [&methods[..], &["set-default", "hostinger", "1402118"]].concat(),
        [&methods[..], &["set-default", "hostinger", "1327362"]].concat(),
        [&methods[..], &["delete", "hostinger", "1327410"]].concat(),
    ] {
        let outcome = server.yes(&arguments);
        assert_eq!(outcome.code, Some(0), "{arguments:?}: {outcome:?}");
    }
}

#[test]
fn users_are_made_and_may_do_what_their_role_allows() {
    let demo = demo();
    let server = &demo.server;
    let mut create = server.command(&[
        "users",
        "create",
        "looker",
        "--role",
        "viewer",
        "--password-stdin",
    ]);
    let created = finish(&mut create, "looker-password\n");
    assert_eq!(created.code, Some(0), "{created:?}");
    let home = demo.dir.path().join("looker");
    let looker = |arguments: &[&str], input: &str| {
        finish(
            server.command(arguments).env("XDG_CONFIG_HOME", &home),
            input,
        )
    };
    let login = [
        "login",
        "-u",
        "looker",
        "--server",
        &server.url,
        "--password-stdin",
        "--yes",
    ];
    assert_eq!(looker(&login, "looker-password\n").code, Some(0));
    assert_eq!(looker(&["domains", "list", "hostinger"], "").code, Some(0));
    let forbidden = looker(&["domains", "lock", "hostinger", "example.com"], "");
    assert_eq!(forbidden.code, Some(1), "{forbidden:?}");
    let change = looker(
        &["users", "password", "--password-stdin"],
        "looker-password\nanother-password\n",
    );
    assert_eq!(change.code, Some(0), "{change:?}");
    assert_eq!(looker(&login, "looker-password\n").code, Some(3));
    assert_eq!(looker(&login, "another-password\n").code, Some(0));
    server.yes(&["users", "delete", "looker"]).ok();
    assert_eq!(looker(&["domains", "list", "hostinger"], "").code, Some(3));
    assert_eq!(server.yes(&["users", "delete", "looker"]).code, Some(4));
}

#[test]
fn registrants_are_made_and_deleted() {
    let demo = demo();
    let server = &demo.server;
    let arguments = [
        "domains",
        "whois",
        "create",
        "hostinger",
        "--tld",
        "com",
        "--country",
        "SE",
        "--detail",
        "first_name=Maja",
        "--detail",
        "last_name=Ekdahl",
        "--detail",
        "email=maja@example.com",
        "--detail",
        "phone=+46.855501482",
        "--detail",
        "address=Kornhamnstorg 12",
        "--detail",
        "city=Stockholm",
        "--detail",
        "state=Stockholm",
        "--detail",
        "zip=111 27",
    ];
    let made = server.json(&arguments);
    assert_eq!(made["entity_type"], "individual");
    server
        .yes(&[
            "domains",
            "whois",
            "delete",
            "hostinger",
            made["id"].as_str().unwrap(),
        ])
        .ok();
}
