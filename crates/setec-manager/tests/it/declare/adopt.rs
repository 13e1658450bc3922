//! What is live goes into files.

use std::fs;

use super::demo;

#[test]
fn an_adopted_account_plans_nothing_in_either_layout() {
    let demo = demo();
    for layout in ["zone", "yaml"] {
        let dir = format!("{layout}-files");
        let adopted = demo.dns(&["adopt", "hostinger", "--dir", &dir, "--format", layout]);
        assert!(
            adopted.ok().contains("a plan changes nothing"),
            "{adopted:?}"
        );
        let file = demo
            .folder()
            .join(&dir)
            .join(format!("example.com.{layout}"));
        assert!(file.is_file(), "{adopted:?}");
        let planned = demo.dns(&["plan", "--dir", &dir]);
        assert!(planned.ok().contains("nothing to change"), "{planned:?}");
        let again = demo.dns(&["adopt", "hostinger", "--dir", &dir, "--format", layout]);
        assert!(again.ok().contains("says the same already"), "{again:?}");
    }
    let gone = demo.dns(&["adopt", "hostinger", "no-such-zone.example", "--dir", "x"]);
    assert_eq!(gone.code, Some(1), "{gone:?}");
    assert!(gone.stdout.contains("no-such-zone.example"), "{gone:?}");
}

#[test]
fn a_pull_does_not_overwrite_what_somebody_has_written() {
    let demo = demo();
    demo.dns(&["adopt", "hostinger", "example.com"]).ok();
    let create = [
        "create",
        "hostinger",
        "example.com",
        "--name",
        "outside",
        "--type",
        "A",
    ];
    demo.dns(&[&create[..], &["--content", "192.0.2.50", "--ttl", "300"]].concat())
        .ok();
    let file = demo.folder().join("example.com.zone");
    assert!(
        demo.dns(&["pull"])
            .ok()
            .contains("example.com.zone written")
    );
    let pulled = fs::read_to_string(&file).unwrap();
    assert!(pulled.contains("outside"), "{pulled}");
    demo.append("example.com.zone", "\nmine 300 IN A 192.0.2.51\n");
    let refused = demo.dns(&["pull"]);
    assert_eq!(refused.code, Some(1), "{refused:?}");
    assert!(
        refused.stdout.contains("--force overwrites it"),
        "{refused:?}"
    );
    assert!(fs::read_to_string(&file).unwrap().contains("mine"));
    demo.dns(&["pull", "--force"]).ok();
    assert_eq!(fs::read_to_string(&file).unwrap(), pulled);
}
