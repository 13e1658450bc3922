//! What is shown before money is spent, and what is bought then.

use crate::harness::demo;

#[test]
fn a_domains_price_is_shown_before_the_question() {
    let demo = demo();
    let server = &demo.server;
    let asked = server.run(&[
        "domains",
        "purchase",
        "hostinger",
        "never-bought-at-all.com",
    ]);
    assert_eq!(asked.code, Some(2), "{asked:?}");
    assert!(
        asked.stderr.contains(" USD for the first year"),
        "{asked:?}"
    );
    let taken = server.yes(&["domains", "purchase", "hostinger", "example.com"]);
    assert_eq!(taken.code, Some(1), "{taken:?}");
    assert!(taken.stderr.contains("taken"), "{taken:?}");

    let bought = server.json(&["domains", "purchase", "hostinger", "bought-by-a-test.com"]);
    assert_eq!(bought["name"], "bought-by-a-test.com");
    let names = server.json(&["domains", "list", "hostinger"]);
    let mut names = names
        .as_array()
        .unwrap()
        .iter()
        .map(|domain| domain["name"].as_str().unwrap());
    assert!(names.clone().any(|name| name == "bought-by-a-test.com"));
    assert!(!names.any(|name| name == "never-bought-at-all.com"));
}

#[test]
fn a_servers_price_is_shown_before_the_question() {
    let demo = demo();
    let server = &demo.server;
    let order = [
        "vms",
        "create",
        "hostinger",
        "--plan",
        "kvm-1",
        "--data-center",
        "19",
        "--template",
    ];
    let asked = server.run(&[&order[..], &["debian-12"]].concat());
    assert_eq!(asked.code, Some(2), "{asked:?}");
    assert!(asked.stderr.contains(" USD, monthly"), "{asked:?}");
    let unknown = [
        "vms",
        "create",
        "hostinger",
        "--plan",
        "kvm-99",
        "--data-center",
        "19",
        "--template",
        "debian-12",
    ];
    let unknown = server.yes(&unknown);
    assert_eq!(unknown.code, Some(4), "{unknown:?}");

    let bought = server.json(&[&order[..], &["debian-12", "--hostname", "bought"]].concat());
    assert_eq!(bought["name"], "bought.demo.example");
    assert_eq!(bought["plan"], "kvm-1");
}
