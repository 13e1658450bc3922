use std::fs;
use std::path::Path;

use super::Folder;

fn folder(files: &[(&str, &str)]) -> tempfile::TempDir {
    let dir = tempfile::tempdir().unwrap();
    for (name, text) in files {
        fs::write(dir.path().join(name), text).unwrap();
    }
    dir
}

fn faults(dir: &Path) -> Vec<String> {
    let outcome = Folder::open(dir).and_then(|folder| {
        let entries = folder.entries().to_vec();
        folder.read(entries).map(|_| ())
    });
    let prefix = format!("{}/", dir.display());
    let faults = outcome.expect_err("faults");
    faults
        .iter()
        .map(|fault| fault.to_string().replace(&prefix, ""))
        .collect()
}

#[test]
fn every_fault_of_the_settings_has_its_place() {
    let dir = folder(&[(
        "setec.toml",
        "polcy = \"sync\"\n[[zone]]\nname = \"example.com\"\npolicy = \"merge\"\n[[zone]]\naccount = \"a\"\nttl = \"x\"\n\
         [[zone]]\nname = \"b.example\"\naccount = \"a\"\n[[zone.ignore]]\ntypes = [\"A\", \"BOGUS\"]\nnmae = \"x\"\n",
    )]);
    let found = faults(dir.path());
    let places: Vec<&str> = found
        .iter()
        .map(|fault| fault.split(": ").next().unwrap())
        .collect();
    assert_eq!(
        places,
        [
            "setec.toml:1:1",
            "setec.toml:3:8",
            "setec.toml:4:10",
            "setec.toml:5:1",
            "setec.toml:7:7",
            "setec.toml:12:15",
            "setec.toml:13:1",
        ],
        "{found:#?}"
    );
}

#[test]
fn the_folder_is_not_left() {
    let outside = folder(&[("secret", "www 60 A 192.0.2.1\n")]);
    let dir = folder(&[
        (
            "setec.toml",
            "account = \"a\"\n[[zone]]\nname = \"example.com\"\n[[zone]]\nname = \"b.example\"\nfile = \"../b.zone\"\n",
        ),
        (
            "example.com.zone",
            "$INCLUDE ../secret\n$INCLUDE link\n$INCLUDE /etc/passwd\n",
        ),
    ]);
    std::os::unix::fs::symlink(outside.path().join("secret"), dir.path().join("link")).unwrap();
    let found = faults(dir.path());
    assert_eq!(found.len(), 4, "{found:#?}");
    for fault in &found {
        assert!(fault.contains("leads out of the folder"), "{fault}");
    }
    assert!(
        found[1].starts_with("example.com.zone:2:10: "),
        "{found:#?}"
    );
}

#[test]
fn a_record_that_is_ignored_is_not_declared() {
    let dir = folder(&[
        (
            "setec.toml",
            "account = \"a\"\n[[zone]]\nname = \"example.com\"\n[[zone.ignore]]\nname = \"_acme*\"\n",
        ),
        (
            "example.com.yaml",
            "_acme-challenge:\n  type: TXT\n  value: x\n",
        ),
    ]);
    let found = faults(dir.path());
    assert_eq!(found.len(), 1, "{found:#?}");
    assert!(
        found[0].starts_with("setec.toml:4:1: _acme-challenge TXT"),
        "{found:#?}"
    );
}

#[test]
fn a_split_zone_of_octodns_is_read_from_its_folder() {
    let dir = folder(&[(
        "setec.toml",
        "account = \"a\"\n[[zone]]\nname = \"example.com\"\n",
    )]);
    let split = dir.path().join("example.com.");
    fs::create_dir(&split).unwrap();
    assert_eq!(
        faults(dir.path()),
        ["setec.toml:3:8: the folder example.com. of example.com: it holds no .yaml file"]
    );
    fs::write(
        split.join("$example.com.yaml"),
        "'': {type: A, value: 192.0.2.1}\n",
    )
    .unwrap();
    fs::write(split.join("www.yaml"), "www: {type: A, value: 192.0.2.2}\n").unwrap();
    fs::write(split.join(".yaml"), "'*': {type: A, value: 192.0.2.3}\n").unwrap();
    fs::write(split.join("README.md"), "no record").unwrap();
    let opened = Folder::open(dir.path()).unwrap();
    let (zones, strays) = opened.read(opened.entries().to_vec()).unwrap();
    assert_eq!((zones[0].zone.len(), strays.len()), (3, 0));
    let pulled = |zone: &setec_core::dns::Zone| {
        let entry = &opened.entries()[0];
        opened.pull(entry, zone, super::layout::Layout::Zone, true)
    };
    let (_, same) = pulled(&zones[0].zone).unwrap();
    assert_eq!(same, super::Pulled::Same);
    let nothing = setec_core::dns::Zone::empty("example.com".parse().unwrap());
    assert!(pulled(&nothing).unwrap_err().contains("is not written"));

    fs::write(split.join("bad.yaml"), "bad: {type: A, value: x}\n").unwrap();
    let found = faults(dir.path());
    assert!(
        found[0].starts_with("example.com./bad.yaml:1:"),
        "{found:?}"
    );
    fs::remove_file(split.join("bad.yaml")).unwrap();
    fs::write(dir.path().join("example.com.yaml"), "").unwrap();
    assert_eq!(
        faults(dir.path()),
        ["setec.toml:3:8: example.com.yaml and the folder example.com. both hold example.com"]
    );
}
