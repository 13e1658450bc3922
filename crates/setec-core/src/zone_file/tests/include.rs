//! `$INCLUDE`.

use std::collections::BTreeMap;

use crate::dns::Zone;
use crate::zone_file::tests::{lines, name, shown, source};
use crate::zone_file::{Fault, parse};

fn read(text: &str, files: &[(&str, &str)]) -> Result<Zone, Vec<Fault>> {
    let files: BTreeMap<&str, &str> = files.iter().copied().collect();
    let origin = name("example.com");
    parse(&source(text, &origin), &mut |file| {
        let found = files.get(file).map(|text| (*text).to_owned());
        found.ok_or_else(|| "there is no such file".to_owned())
    })
}

#[test]
fn origin_and_owner_stay_what_they_were() {
    let zone = read(
        "$TTL 60\nfirst A 192.0.2.1\n$INCLUDE \"mail.zone\" sub\n  A 192.0.2.2\nlast CNAME x\n",
        &[("mail.zone", "@ MX 10 mx\n$ORIGIN deep\nhost A 192.0.2.3\n")],
    )
    .expect("a zone");
    assert_eq!(
        lines(&zone),
        [
            "first 60 A 192.0.2.1",
            "first 60 A 192.0.2.2",
            "last 60 CNAME x.example.com.",
            "sub 60 MX 10 mx.sub.example.com.",
            "host.deep.sub 60 A 192.0.2.3",
        ]
    );
}

#[test]
fn faults_name_the_file_that_has_them() {
    let faults = read(
        "$INCLUDE one\n$INCLUDE none\nb 60 A 192.0.2.1\nx BOGUS\n",
        &[("one", "a BOGUS\nb 70 A 192.0.2.2\n")],
    )
    .expect_err("faults");
    assert_eq!(
        shown(&faults),
        [
            "zone:2:10: none cannot be included: there is no such file",
            "zone:3:3: TTL 60 differs from TTL 70 of the same record set in one line 2 (RFC 2181 section 5.2)",
            "zone:4:3: 'BOGUS' is not a DNS record type",
            "one:1:3: 'BOGUS' is not a DNS record type",
        ]
    );
}

#[test]
fn circles_depth_and_number_have_a_limit() {
    let circle = read(
        "$INCLUDE a",
        &[("a", "$INCLUDE b"), ("b", "\n $INCLUDE\n$INCLUDE a")],
    );
    let circle = shown(&circle.expect_err("a circle"));
    assert!(
        circle.contains(&"b:3:10: a includes itself".to_owned()),
        "{circle:?}"
    );

    let origin = name("example.com");
    let mut depth = 0;
    let deep = parse(&source("$INCLUDE 0", &origin), &mut |_| {
        depth += 1;
        Ok(format!("$INCLUDE {depth}"))
    });
    assert_eq!(
        shown(&deep.expect_err("too deep")),
        ["9:1:10: files include each other more than 10 deep"]
    );

    let mut number = 0;
    let many = parse(&source("$INCLUDE x\n$INCLUDE y", &origin), &mut |_| {
        number += 1;
        let twice = |which: u32| format!("$INCLUDE {number}-{which}\n");
        Ok((0..50).map(twice).collect())
    });
    let many = many.expect_err("too many");
    assert!(
        many.iter()
            .any(|fault| fault.message == "more than 1000 files are included")
    );
}
