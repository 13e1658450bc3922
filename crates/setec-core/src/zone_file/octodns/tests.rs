use proptest::prelude::*;

use crate::dns::{RecordSet, RecordType, Zone};
use crate::zone_file::Fault;
use crate::zone_file::Source;
use crate::zone_file::octodns::{parse, parse_split, print};
use crate::zone_file::tests::{any_zone, lines, name, shown, source};

fn read(text: &str) -> Result<Zone, Vec<Fault>> {
    let origin = name("unit.tests");
    parse(&source(text, &origin))
}

const ALL_TYPES: &str = r"---
? ''
: - type: NS
    values:
    - 6.2.3.4.
    - 7.2.3.4.
  - type: CAA
    value: {flags: 0, tag: issue, value: ca.unit.tests}
  - ttl: 3600
    type: SSHFP
    values:
    - algorithm: 1
      fingerprint: bf6b6825d2977c511a475bbefb88aad54a92ac73
      fingerprint_type: 1
_srv._tcp:
  ttl: 600
  type: SRV
  values:
  - {port: 30, priority: 12, target: foo-2.unit.tests., weight: 20}
_443._tcp:
  type: TLSA
  value: {certificate_usage: 3, selector: 1, matching_type: 1, certificate_association_data: AABB}
aaaa:
  ttl: 600
  type: AAAA
  value: 2601:644:500:e210:62f8:1dff:feb8:947a
alias: {type: ALIAS, value: www.unit.tests.}
cname: {type: CNAME, ttl: 300, value: unit.tests.}
dname: {type: DNAME, value: unit.tests.}
ds: {type: DS, value: {key_tag: 1, algorithm: 13, digest_type: 2, digest: aabb}}
https:
  type: HTTPS
  value:
    svcpriority: 1
    targetname: .
    svcparams:
      alpn: [h2, h3]
      no-default-alpn:
      port: 8443
ignored:
  octodns:
    ignored: true
  type: A
  value: 9.9.9.9
loc:
  type: LOC
  value:
    altitude: 20
    lat_degrees: 31
    lat_direction: S
    lat_minutes: 58
    lat_seconds: 52.1
    long_degrees: 115
    long_direction: E
    long_minutes: 49
    long_seconds: 11.7
    precision_horz: 10
    precision_vert: 2
    size: 10
mx:
  type: MX
  values:
  - exchange: smtp-1.unit.tests.
    preference: 40
  - priority: 10
    value: smtp-4.unit.tests.
naptr:
  type: NAPTR
  value:
    flags: S
    order: 10
    preference: 100
    regexp: '!^.*$!sip:info@bar.example.com!'
    replacement: .
    service: SIP+D2U
ptr: {type: PTR, values: [foo.bar.com.]}
txt:
  octodns: {lenient: true, healthcheck: {path: /}}
  ttl: 600
  type: TXT
  values:
  - Bah bah black sheep
  - 'v=DKIM1\;k=rsa\;p=A/kinda+of/long'
'*.www': {ttl: 300, type: A, values: [2.2.3.6, 2.2.3.7]}
";

#[test]
fn reads_every_type_of_the_layout() {
    let zone = read(ALL_TYPES).unwrap_or_else(|faults| panic!("{:#?}", shown(&faults)));
    let lines = lines(&zone);
    for wanted in [
        "@ 3600 NS 6.2.3.4.",
        "@ 3600 CAA 0 issue \"ca.unit.tests\"",
        "_srv._tcp 600 SRV 12 20 30 foo-2.unit.tests.",
        "_443._tcp 3600 TLSA 3 1 1 AABB",
        "aaaa 600 AAAA 2601:644:500:e210:62f8:1dff:feb8:947a",
        "alias 3600 ALIAS www.unit.tests.",
        "https 3600 HTTPS 1 . alpn=h2,h3 no-default-alpn port=8443",
        "mx 3600 MX 10 smtp-4.unit.tests.",
        "mx 3600 MX 40 smtp-1.unit.tests.",
        "naptr 3600 NAPTR 10 100 \"S\" \"SIP+D2U\" \"!^.*$!sip:info@bar.example.com!\" .",
        "txt 600 TXT \"v=DKIM1;k=rsa;p=A/kinda+of/long\"",
        "*.www 300 A 2.2.3.7",
    ] {
        assert!(lines.contains(&wanted.to_owned()), "{wanted} in {lines:#?}");
    }
    assert_eq!(lines.len(), 21, "{lines:#?}");
    let printed = print(&zone);
    assert_eq!(read(&printed), Ok(zone), "{printed}");
}

#[test]
fn prints_in_the_order_that_octodns_enforces() {
    let text = "a10: {type: A, value: 192.0.2.1}\na9: {type: A, value: 192.0.2.1}\n\
                '': [{type: MX, value: {preference: 1, exchange: m.}}, {type: TXT, values: ['it''s', 'a\\;b']}]\n";
    assert_eq!(
        print(&read(text).expect("a zone")),
        "---\n'':\n  - ttl: 3600\n    type: MX\n    value:\n      exchange: 'm.'\n      preference: 1\n\
         \x20 - ttl: 3600\n    type: TXT\n    values:\n    - 'a\\;b'\n    - 'it''s'\n\
         'a9':\n  ttl: 3600\n  type: A\n  value: '192.0.2.1'\n\
         'a10':\n  ttl: 3600\n  type: A\n  value: '192.0.2.1'\n"
    );
    let empty = Zone::empty(name("unit.tests"));
    assert_eq!(read(&print(&empty)), Ok(empty));
}

#[test]
fn each_fault_is_at_the_line_that_has_it() {
    for (text, faults) in [
        (
            "a: {type: A, value: 192.0.2.1}\n'@': {type: A, value: 192.0.2.1}",
            &["zone:2:1: the apex is '', not '@'"][..],
        ),
        (
            "a.: {type: A, value: 192.0.2.1}",
            &["zone:1:1: 'a.' must be relative to the zone, without a dot at its end"],
        ),
        (
            "a:\n  type: A\n  values:\n  - 192.0.2.1\n  - 192.0.2.x\n",
            &[
                "zone:5:5: a/A: value 2: '192.0.2.x' is not the data of an A record: an IPv4 address such as 192.0.2.1",
            ],
        ),
        (
            "a:\n  type: CNAME\n  value: b\n",
            &["zone:3:10: a/CNAME: value 1: 'b' needs a dot at its end"],
        ),
        (
            "a:\n  type: CNAME\n  values: [b.]\n",
            &["zone:3:11: a/CNAME: the one value stands under 'value'"],
        ),
        (
            "a:\n  type: MX\n  value: {exchange: b.}\n",
            &["zone:3:10: a/MX: value 1: preference is missing"],
        ),
        (
            "a: {type: SPF, value: v=spf1}",
            &["zone:1:11: 'a': SPF is no type any more (RFC 7208 section 3.1); use TXT"],
        ),
        (
            "a: {type: URLFWD, value: x}",
            &["zone:1:11: 'a': 'URLFWD' is no record type of this layout that is held here"],
        ),
        ("a: {value: x}", &["zone:1:4: 'a': the type is missing"]),
        ("a: {type: A}", &["zone:1:4: a/A: the value is missing"]),
        (
            "a: {type: A, values: []}",
            &["zone:1:22: a/A: the value is missing"],
        ),
        (
            "a: {type: A, ttl: 1h, value: 192.0.2.1}",
            &["zone:1:19: a/A: a TTL is a number of seconds from 0 to 2147483647"],
        ),
        (
            "a: {type: TXT, value: 'a\\\\;b'}",
            &["zone:1:23: a/TXT: value 1: double escaped ; write \\; for a semicolon"],
        ),
        (
            "a: {type: TXT, value: ü}",
            &["zone:1:23: a/TXT: value 1: write bytes beyond ASCII as \\DDD"],
        ),
        (
            "a: {type: A, value: 192.0.2.1}\na: {type: AAAA, value: '::1'}",
            &["zone:2:1: 'a' stands twice in the file"],
        ),
        (
            "a:\n- {type: A, value: 192.0.2.1}\n- {type: A, value: 192.0.2.2}",
            &["zone:3:10: a/A: a second record of that type; put its values into one"],
        ),
        (
            "a: {type: A, geo: {AF: [192.0.2.2]}, value: 192.0.2.1}",
            &["zone:1:14: 'a': answers that depend on the asker are not held here"],
        ),
        (
            "a: x\nb..c: {type: A, value: 1}\n",
            &[
                "zone:1:4: 'a': a record is a mapping with type and value",
                "zone:2:1: 'b..c.unit.tests' is not a domain name: labels have 1 to 63 octets and the whole name at most 255",
                "zone:2:24: b..c/A: value 1: '1' is not the data of an A record: an IPv4 address such as 192.0.2.1",
            ],
        ),
        (
            "- a\n",
            &["zone:1:1: the file is no mapping of names to records"],
        ),
        (
            "a: !include b.yaml\n",
            &["zone:1:13: the tag !include is not read"],
        ),
    ] {
        let found = read(text).expect_err(text);
        assert_eq!(shown(&found), faults, "{text}");
    }
    let broken = shown(&read("a: {type: A\nb: c\n").expect_err("broken YAML"));
    assert!(broken[0].starts_with("zone:2:"), "{broken:?}");
}

#[test]
fn anchors_and_merges_are_read_and_cannot_explode() {
    let text =
        "a: &a {type: A, ttl: 60, value: 192.0.2.1}\nb: *a\nc:\n  <<: *a\n  value: 192.0.2.2\n";
    assert_eq!(
        lines(&read(text).expect("a zone")),
        ["a 60 A 192.0.2.1", "b 60 A 192.0.2.1", "c 60 A 192.0.2.2"]
    );
    let mut bomb = "a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n".to_owned();
    for at in 1..12 {
        let aliases = vec![format!("*a{}", at - 1); 10].join(", ");
        bomb = format!("{bomb}a{at}: &a{at} [{aliases}]\n");
    }
    let faults = shown(&read(&bomb).expect_err("a bomb"));
    assert!(
        faults
            .iter()
            .any(|fault| fault.ends_with("aliases make the file too large"))
    );
}

#[test]
fn depth_has_a_limit() {
    for open in ["[", "{a: ", "- ", "&x [", "? "] {
        let faults = read(&format!("a: {}", open.repeat(200_000))).expect_err("too deep");
        assert!(!faults.is_empty());
        assert!(read(&format!("a:\n  {}", open.repeat(200_000))).is_err());
    }
}

proptest! {
    #[test]
    fn what_is_printed_reads_back_equal(zone in any_zone()) {
        let text = print(&zone);
        let origin = zone.name.clone();
        let is_held = |set: &&RecordSet| {
            !matches!(set.key.rtype, RecordType::Soa | RecordType::Unknown(65_280..))
                && (!set.key.rtype.is_single() && set.key.rtype != RecordType::Unknown(39) || set.values().len() == 1)
        };
        let held = Zone::from_sets(origin.clone(), zone.sets().filter(is_held).cloned());
        prop_assert_eq!(parse(&source(&text, &origin)), Ok(held), "{}", text);
    }

    #[test]
    fn no_text_makes_it_panic(text in "([a&*:{}\\[\\]'\"\n !<-]|type: |value: |A|TXT|LOC|\\PC){0,60}") {
        let _ = read(&text);
    }
}

#[test]
fn a_zone_may_be_split_over_files() {
    let origin = name("unit.tests");
    let split = |texts: &[(&'static str, &'static str)]| {
        let sources: Vec<Source<'_>> = texts
            .iter()
            .map(|(file, text)| Source {
                file,
                ..source(text, &origin)
            })
            .collect();
        parse_split(&origin, &sources)
    };
    let apex = "'': {type: NS, values: [6.2.3.4.]}\n'*': {type: CNAME, value: unit.tests.}\n";
    let www = "www: {type: A, value: 1.2.3.4}\n";
    let more = "www: {type: TXT, value: hi}\nalso: {type: A, value: 1.2.3.5}\n";
    let files = [
        ("$unit.tests.yaml", apex),
        ("www.yaml", www),
        ("x.yaml", more),
    ];
    let whole = read(
        &[
            apex,
            "www: [{type: A, value: 1.2.3.4}, {type: TXT, value: hi}]\n",
            "also: {type: A, value: 1.2.3.5}\n",
        ]
        .concat(),
    );
    assert_eq!(split(&files).unwrap(), whole.unwrap());
    let twice = split(&[("a.yaml", www), ("b.yaml", www), ("c.yaml", "x: [")]).unwrap_err();
    let shown: Vec<String> = twice.iter().map(ToString::to_string).collect();
    assert_eq!(shown.len(), 2, "{shown:?}");
    assert!(
        shown[0].starts_with("b.yaml:1:13: www/A: a second record"),
        "{shown:?}"
    );
    assert!(shown[1].starts_with("c.yaml:"), "{shown:?}");
    assert_eq!(split(&[]).unwrap(), Zone::empty(origin.clone()));
}
