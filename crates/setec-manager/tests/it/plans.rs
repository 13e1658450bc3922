//! Plans, history and lint on the command line.

use std::fs;

use crate::harness::demo;

#[test]
fn a_plan_is_shown_applied_and_undone() {
    let demo = demo();
    let server = &demo.server;
    let zone = ["hostinger", "solveig-interiors.com"];
    let file = demo.dir.path().join("plan.yaml");
    fs::write(
        &file,
        "- { type: A, name: plan-cli, content: 192.0.2.20, ttl: 300 }\n",
    )
    .unwrap();
    let plan = [
        &["dns", "plan"],
        &zone[..],
        &["--file", file.to_str().unwrap()],
    ]
    .concat();
    let with = |words: &[&'static str], rest: &[&str]| -> Vec<String> {
        let all = [words, &zone[..], rest].concat();
        all.into_iter().map(str::to_owned).collect()
    };
    let run = |arguments: Vec<String>| {
        let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
        server.yes(&arguments)
    };

    let shown = server.run(&plan);
    let line = format!("+ plan-cli.{} 300 A 192.0.2.20", zone[1]);
    assert!(shown.ok().contains(&line), "{shown:?}");
    let digest = server.json(&plan)["digest"].as_str().unwrap().to_owned();
    let applied = run(with(&["dns", "apply"], &[&digest]));
    assert!(applied.ok().contains("1 record set"), "{applied:?}");
    let twice = run(with(&["dns", "apply"], &[&digest]));
    assert_eq!(twice.code, Some(5), "{twice:?}");
    let nothing = server.run(&plan);
    assert!(nothing.ok().contains("nothing to change"), "{nothing:?}");

    let history = server.json(&[&["dns", "history", "list"], &zone[..]].concat());
    let states = history.as_array().unwrap();
    let id = |at: usize| states[at]["id"].as_str().unwrap().to_owned();
    let diff = run(with(&["dns", "history", "diff"], &[&id(1), &id(0)]));
    assert!(diff.ok().contains(&line), "{diff:?}");
    run(with(&["dns", "history", "show"], &[&id(0)])).ok();
    let asked = server.run(&[&["dns", "history", "restore"], &zone[..], &[&id(1)]].concat());
    assert_eq!(asked.code, Some(2), "{asked:?}");
    assert!(asked.stderr.contains("- plan-cli."), "{asked:?}");
    run(with(&["dns", "history", "restore"], &[&id(1)])).ok();
    let left = server.run(&[&["dns", "list"], &zone[..], &["--refresh"]].concat());
    assert!(!left.ok().contains("plan-cli"), "{left:?}");
}

#[test]
fn a_guard_is_not_overridden_by_a_yes() {
    let demo = demo();
    let server = &demo.server;
    let file = demo.dir.path().join("empty.yaml");
    fs::write(
        &file,
        "- { type: A, name: '@', content: 192.0.2.1, ttl: 300 }\n",
    )
    .unwrap();
    let plan = [
        "dns",
        "plan",
        "hostinger",
        "example.com",
        "--policy",
        "sync",
        "--apply",
        "--file",
    ];
    let refused = server.yes(&[&plan[..], &[file.to_str().unwrap()]].concat());
    assert_eq!(refused.code, Some(5), "{refused:?}");
    assert!(refused.stderr.contains("guard remove-mx"), "{refused:?}");
}

#[test]
fn a_zone_is_looked_over() {
    let demo = demo();
    let found = demo
        .server
        .run(&["dns", "lint", "hostinger", "example.com"]);
    assert!(matches!(found.code, Some(0 | 1)), "{found:?}");
    assert!(!found.stdout.is_empty(), "{found:?}");
}

#[test]
fn an_override_that_would_do_nothing_is_refused() {
    let demo = demo();
    let word = ["--override", "mass-delete"];
    let file = demo.dir.path().join("none.yaml");
    fs::write(&file, "[]\n").unwrap();
    let of_one = ["dns", "plan", "hostinger", "example.com", "--file"];
    for command in [
        vec!["dns", "plan", "--dir", "."],
        [&of_one[..], &[file.to_str().unwrap()]].concat(),
        vec![
            "dns",
            "replace",
            "--search",
            "192.0.2.1",
            "--replace",
            "192.0.2.2",
        ],
        vec![
            "dns",
            "history",
            "restore",
            "hostinger",
            "example.com",
            "x",
            "--plan-only",
        ],
    ] {
        let refused = demo.server.run(&[&command[..], &word].concat());
        assert_eq!(refused.code, Some(2), "{command:?}: {refused:?}");
        assert!(
            refused.stderr.contains("--override is for applying"),
            "{refused:?}"
        );
    }
}

#[test]
fn the_issuer_in_use_is_looked_for_in_caa_records() {
    let demo = demo();
    let server = &demo.server;
    let zone = ["hostinger", "tallgrass-outfitters.com"];
    let record = [
        "--name",
        "caa-cli",
        "--type",
        "CAA",
        "--content",
        "0 issue \"digicert.com\"",
    ];
    server
        .run(&[&["dns", "create"], &zone[..], &record].concat())
        .ok();
    let lint = [&["dns", "lint"], &zone[..]].concat();
    let rule = "caa-locks-out-issuer";
    assert!(!server.run(&lint).stdout.contains(rule));
    let found = server.run(&[&lint[..], &["--issuer", "letsencrypt.org"]].concat());
    assert_eq!(found.code, Some(1), "{found:?}");
    assert!(found.stdout.contains(rule), "{found:?}");
}
