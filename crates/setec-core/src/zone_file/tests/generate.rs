//! BIND's `$GENERATE`.

use crate::zone_file::tests::{lines, read, shown};

#[test]
fn fills_numbers_in_as_bind_documents() {
    for (text, records) in [
        (
            "$GENERATE 1-3/2 host-$ 60 IN A 192.0.2.$",
            &["host-1 60 A 192.0.2.1", "host-3 60 A 192.0.2.3"][..],
        ),
        (
            "$GENERATE 9-10 ${0,3,d} CNAME $.x",
            &[
                "009 3600 CNAME 9.x.example.com.",
                "010 3600 CNAME 10.x.example.com.",
            ],
        ),
        (
            "$GENERATE 10-10 h${-5} A 192.0.2.${+1}",
            &["h5 3600 A 192.0.2.11"],
        ),
        (
            "$GENERATE 255-255 ${0,4,x}-${0,0,X}-${0,5,o} A 192.0.2.1",
            &["00ff-ff-00377 3600 A 192.0.2.1"],
        ),
        (
            "$GENERATE 18-18 ${0,5,n} A 192.0.2.1",
            &["2.1.0 3600 A 192.0.2.1"],
        ),
        ("$GENERATE 1-1 h$ MX \"0 .\"", &["h1 3600 MX 0 ."]),
        (
            "$GENERATE 1-1 h$ TXT \\$$$-\\\\x$",
            &["h1 3600 TXT \"$$-\\\\x1\""],
        ),
        (
            "$GENERATE 2-2 $ PTR host-$.example.",
            &["2 3600 PTR host-2.example."],
        ),
    ] {
        let zone = read(text).unwrap_or_else(|faults| panic!("{text}: {faults:?}"));
        assert_eq!(lines(&zone), records, "{text}");
    }
}

#[test]
fn refuses_what_is_no_range_or_makes_no_records() {
    for (text, fault) in [
        (
            "$GENERATE 3-1 a$ A 192.0.2.1",
            "zone:1:11: '3-1' is not a range",
        ),
        (
            "$GENERATE 0-65536 a$ A 192.0.2.1",
            "zone:1:11: '0-65536' is not a range",
        ),
        (
            "$GENERATE 1-3/0 a$ A 192.0.2.1",
            "zone:1:11: '1-3/0' is not a range",
        ),
        ("$GENERATE 1-3 a$", "zone:1:1: $GENERATE takes"),
        ("$GENERATE 1-3 a$ A", "zone:1:1: $GENERATE takes"),
        (
            "$GENERATE 1-3 a$ FOO x",
            "zone:1:18: 'FOO' is not a DNS record type",
        ),
        (
            "$GENERATE 1-3 ${0,x} A 192.0.2.1",
            "zone:1:15: a $ stands alone",
        ),
        (
            "$GENERATE 1-3 ${0 A 192.0.2.1",
            "zone:1:15: a $ stands alone",
        ),
        (
            "$GENERATE 1-3 a${-2} A 192.0.2.1",
            "zone:1:1: at 1: the offset -2",
        ),
        (
            "$GENERATE 254-300 a$ A 192.0.2.$",
            "zone:1:1: at 256: '192.0.2.256'",
        ),
    ] {
        let faults = shown(&read(text).expect_err(text));
        assert_eq!(faults.len(), 1, "{faults:?}");
        assert!(faults[0].starts_with(fault), "{text}: {faults:?}");
    }
    assert_eq!(
        read("$GENERATE 0-65535 a$ CNAME x").map(|zone| zone.len()),
        Ok(65536)
    );
}

#[test]
fn directives_together_have_a_limit_too() {
    // Each stops at its first record, so that the test need not make a million.
    let text = "$GENERATE 0-65535 a$ A x$\n".repeat(17);
    let faults = shown(&read(&text).expect_err("a limit"));
    assert!(
        faults[15].starts_with("zone:16:1: at 0: 'x0'"),
        "{faults:?}"
    );
    assert_eq!(
        faults[16],
        "zone:17:1: $GENERATE makes more than 1048576 records in all"
    );
}
