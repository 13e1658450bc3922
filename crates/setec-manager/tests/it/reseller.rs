//! Customers over the command line, on the demo.

use std::time::{Duration, Instant};

use crate::harness::demo;

const NORTHWIND: &str = "billing@northwind-hosting.example";

#[test]
fn a_customer_is_made_paid_in_and_shown_what_things_cost() {
    let demo = demo();
    // The demo's own customer comes in the background.
    let deadline = Instant::now() + Duration::from_mins(10);
    let shown = loop {
        let shown = demo
            .server
            .json(&["reseller", "customers", "list", "--search", NORTHWIND]);
        let is_whole = shown[0]["domains"] == 1;
        if is_whole || Instant::now() > deadline {
            break shown;
        }
        std::thread::sleep(Duration::from_millis(100));
    };
    assert_eq!(shown[0]["balance"]["minor"], 50_000, "{shown}");
    assert_eq!(shown[0]["domains"], 1, "{shown}");
    let run = |arguments: &[&str]| demo.server.yes(&[&["reseller"], arguments].concat());
    let anna = "anna@example.com";
    let create = [
        "customers",
        "create",
        anna,
        "--name",
        "Anna",
        "--currency",
        "EUR",
    ];
    let limit = ["--max-order", "200 EUR", "--allow", "192.0.2.0/24"];
    run(&[&create[..], &limit].concat()).ok();
    let wrong = run(&["customers", "update", anna, "--max-order", "5 USD"]);
    assert!(
        wrong.stderr.contains("the currency is EUR"),
        "{}",
        wrong.stderr
    );
    run(&[
        "customers",
        "update",
        anna,
        "--max-order",
        "none",
        "--variant",
        "swapped-raw",
    ])
    .ok();
    let changed = demo.server.json(&["reseller", "customers", "show", anna]);
    assert!(changed["max_order_minor"].is_null(), "{changed}");
    assert_eq!(changed["variants"][0], "swapped_raw");
    assert_eq!(changed["allowed"][0], "192.0.2.0/24");
    let key = run(&["keys", "create", anna, "--label", "whmcs"])
        .ok()
        .trim()
        .to_owned();
    assert_eq!(key.len(), 48, "the key alone: {key}");
    assert!(!run(&["keys", "list", anna]).ok().contains(&key));
    for _ in 0..2 {
        let paid = [
            "credit", "deposit", anna, "50 EUR", "--reason", "=1+1", "--key", "k",
        ];
        assert!(run(&paid).ok().contains("50.00 EUR"));
    }
    run(&["credit", "correct", anna, "-5 EUR", "--reason", "bank fee"]).ok();
    let table = run(&["statement", anna, "--csv"]).ok().to_owned();
    assert!(
        table.contains(",deposit,'=1+1,,,50.00,50.00,EUR"),
        "{table}"
    );
    assert!(
        table.contains(",correction,bank fee,,,-5.00,45.00,EUR"),
        "{table}"
    );
    let preview = run(&["prices", "preview", anna, "--tld", "com"])
        .ok()
        .to_owned();
    assert!(
        preview.contains("hostinger") && preview.contains(".99 EUR"),
        "{preview}"
    );
    assert!(
        run(&["credit", "check"])
            .ok()
            .contains("the ledger is right")
    );
}
