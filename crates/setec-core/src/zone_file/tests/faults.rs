//! Each fault with its place, all of them at once.

use proptest::prelude::*;

use crate::zone_file::tests::{read, shown};

#[test]
fn each_fault_is_at_the_field_that_has_it() {
    for (text, faults) in [
        (
            "a A 999.1.1.1",
            &[
                "zone:1:5: '999.1.1.1' is not the data of an A record: an IPv4 address such as 192.0.2.1",
            ][..],
        ),
        (
            "ok A 192.0.2.1\n\n  300 BOGUS x",
            &["zone:3:7: 'BOGUS' is not a DNS record type"],
        ),
        (
            "a 1x A 192.0.2.1",
            &[
                "zone:1:3: '1x' is not a TTL: a number of seconds from 0 to 2147483647, or such as 1h30m",
            ],
        ),
        (
            "a 1h30 A 192.0.2.1",
            &[
                "zone:1:3: '1h30' is not a TTL: a number of seconds from 0 to 2147483647, or such as 1h30m",
            ],
        ),
        (
            "a 2147483648 A 192.0.2.1",
            &[
                "zone:1:3: '2147483648' is not a TTL: a number of seconds from 0 to 2147483647, or such as 1h30m",
            ],
        ),
        (
            "a CH A 192.0.2.1",
            &["zone:1:3: class CH is not held here, only IN"],
        ),
        (
            "www.example.org. A 192.0.2.1",
            &["zone:1:1: 'www.example.org' is not in zone example.com"],
        ),
        (
            "a..b A 192.0.2.1",
            &[
                "zone:1:1: 'a..b.example.com' is not a domain name: labels have 1 to 63 octets and the whole name at most 255",
            ],
        ),
        (
            " A 192.0.2.1",
            &["zone:1:2: no owner stands here and no record before it has one"],
        ),
        ("a 300 IN", &["zone:1:9: the record type is missing"]),
        (
            "a IN A ; nothing",
            &["zone:1:7: the data of the A record is missing"],
        ),
        (
            "a MX mail",
            &["zone:1:10: less than a preference and a name, the data of MX"],
        ),
        (
            "a MX ten mail",
            &["zone:1:6: 'ten' is not a number of 16 bits"],
        ),
        (
            "a MX 10 mail x",
            &["zone:1:14: more than a preference and a name, the data of MX"],
        ),
        (
            "a SOA b c 1 2 3 4 5",
            &["zone:1:3: the SOA record belongs to the apex, example.com"],
        ),
        (
            "@ SOA ns admin (\n  1\n  2\n  3\n  4x\n  5)",
            &["zone:5:3: '4x' is not a span of time such as 3600 or 1h"],
        ),
        (
            "@ SOA a b 1 2 3 4 5\n@ SOA a b 2 2 3 4 5",
            &["zone:2:3: a second SOA record; the first is in line 1"],
        ),
        (
            "a 60 A 192.0.2.1\nb A 192.0.2.2\na 70 A 192.0.2.3",
            &[
                "zone:3:3: TTL 70 differs from TTL 60 of the same record set in line 1 (RFC 2181 section 5.2)",
            ],
        ),
        (
            "a TXT \"open\nb A 192.0.2.1",
            &["zone:1:7: this quote is never closed on its line"],
        ),
        ("a TXT x\\", &["zone:1:8: nothing follows the backslash"]),
        (
            "a TXT \"\\999\"",
            &["zone:1:7: a backslash and digits stand for a byte from \\000 to \\255"],
        ),
        (
            "a MX (10 mail\nb BOGUS x",
            &[
                "zone:1:6: this parenthesis is never closed",
                "zone:2:3: 'BOGUS' is not a DNS record type",
            ],
        ),
        (
            "a MX 10 mail )",
            &["zone:1:14: this parenthesis was never opened"],
        ),
        (
            "a TXT (\"x\n y )\nb BOGUS x",
            &[
                "zone:1:8: this quote is never closed on its line",
                "zone:3:3: 'BOGUS' is not a DNS record type",
            ],
        ),
        ("a A 192.0.2.\x001", &["zone:1:13: a NUL byte"]),
        (
            "$TTL\n$TTL x\n$FOO\n$ORIGIN a..b\n$ORIGIN",
            &[
                "zone:1:1: $TTL takes one TTL",
                "zone:2:6: 'x' is not a TTL: a number of seconds from 0 to 2147483647, or such as 1h30m",
                "zone:3:1: $FOO is no directive; known are $ORIGIN, $TTL, $INCLUDE and $GENERATE",
                "zone:4:9: 'a..b.example.com' is not a domain name: labels have 1 to 63 octets and the whole name at most 255",
                "zone:5:1: $ORIGIN takes one name",
            ],
        ),
        (
            "ü A 192.0.2.1\nü BOGUS",
            &["zone:2:3: 'BOGUS' is not a DNS record type"],
        ),
        (
            "x LOC 91 N 4 E 0m",
            &["zone:1:7: degrees, minutes, seconds and N or S were expected"],
        ),
    ] {
        let found = read(text).expect_err(text);
        assert_eq!(shown(&found), faults, "{text}");
    }
}

#[test]
fn no_fault_hides_another() {
    let text = "$TTL 1h\n\
                a..b 1x CH BOGUS x\n\
                \tA 192.0.2.1.1\n\
                c A 192.0.2.1\n\
                d.example.net. MX ten mail\n";
    let faults = shown(&read(text).expect_err("faults"));
    let places: Vec<&str> = faults.iter().map(|fault| &fault[..8]).collect();
    assert_eq!(
        places,
        [
            "zone:2:1", "zone:2:6", "zone:2:9", "zone:2:1", "zone:3:4", "zone:5:1", "zone:5:1"
        ],
        "{faults:#?}"
    );
}

#[test]
fn a_blank_owner_below_a_fault_is_not_the_owner_above_it() {
    let faults = read("a A 192.0.2.1\nb..c A 192.0.2.2\n AAAA ::1\n").expect_err("a fault");
    assert_eq!(faults.len(), 1);
}

#[test]
fn a_line_of_more_than_a_mebibyte_is_refused() {
    let text = format!("a A 192.0.2.1\nb TXT {}\nc BOGUS x\n", "x".repeat(1 << 20));
    assert_eq!(
        shown(&read(&text).expect_err("faults")),
        [
            "zone:2:1: the line is longer than 1048576 bytes",
            "zone:3:3: 'BOGUS' is not a DNS record type"
        ]
    );
}

#[test]
fn thousands_of_open_parentheses_end_the_reading() {
    let text = "a MX (10 mail\n".repeat(5000);
    let faults = read(&text).expect_err("faults");
    assert_eq!(faults.len(), 101);
    assert!(
        faults[100].message.contains("the rest was not read"),
        "{}",
        faults[100]
    );
}

proptest! {
    #[test]
    fn no_text_makes_it_panic(text in "\\PC{0,120}") {
        let _ = read(&text);
    }

    #[test]
    fn no_near_zone_file_makes_it_panic(
        text in "([a@*$\\\\\"();.{}0-9,/-]|\\$GENERATE |\\$INCLUDE |\\$ORIGIN |TXT |LOC |A |MX |NAPTR |HTTPS |\\\\# |\n|\r\n| |\t|é){0,40}"
    ) {
        let _ = read(&text);
    }
}
