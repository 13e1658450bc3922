//! Every record type, written and read back.

use setec_core::dns::{RecordData, RecordSet, Ttl};

use super::fixture::{Fixture, key, set};

const SAMPLES: [(&str, &str, &[&str]); 30] = [
    ("a", "A", &["192.0.2.1", "192.0.2.2"]),
    ("aaaa", "AAAA", &["2001:db8::1", "::ffff:192.0.2.1"]),
    ("cname", "CNAME", &["target.example."]),
    ("@", "ALIAS", &["target.example."]),
    ("@", "MX", &["10 mail.example.", "20 mail2.example.", "0 ."]),
    ("txt", "TXT", &["\"v=spf1 -all\"", "\"second\""]),
    ("sub", "NS", &["ns1.example.", "ns2.example."]),
    ("_sip._tcp", "SRV", &["10 20 5060 sip.example.", "0 0 0 ."]),
    (
        "@",
        "CAA",
        &[
            "0 issue \"letsencrypt.org; x=\\\"y\\\"\"",
            "128 iodef \"mailto:a@b.example\"",
            "0 issue \"\"",
        ],
    ),
    ("ptr", "PTR", &["host.example."]),
    (
        "_443._tcp",
        "TLSA",
        &["3 1 1 AABBCCDDEEFF00112233445566778899AABBCCDDEEFF00112233445566778899"],
    ),
    (
        "ssh",
        "SSHFP",
        &["4 2 AABBCCDDEEFF00112233445566778899AABBCCDDEEFF00112233445566778899"],
    ),
    (
        "h",
        "HTTPS",
        &["1 . alpn=h2,h3 ipv4hint=192.0.2.1,192.0.2.2 ech=\"aGVsbG8=\" ipv6hint=2001:db8::1"],
    ),
    ("h0", "HTTPS", &["0 target.example."]),
    (
        "s",
        "SVCB",
        &[
            "1 svc.example. mandatory=alpn,port alpn=h2 no-default-alpn port=8443",
            "2 . key65000=\"a b\"",
            "3 . alpn=dot dohpath=/dns-query{?dns}",
        ],
    ),
    (
        "sub",
        "DS",
        &["12345 13 2 AABBCCDDEEFF00112233445566778899AABBCCDDEEFF00112233445566778899"],
    ),
    (
        "n",
        "NAPTR",
        &[
            "100 10 \"S\" \"SIP+D2U\" \"\" _sip._udp.example.",
            "100 20 \"u\" \"E2U+sip\" \"!^.*$!sip:\\\\1@b.example!\" .",
        ],
    ),
    ("t", "TYPE65280", &["\\# 3 ABCDEF"]),
    ("*.wild", "A", &["192.0.2.3"]),
    ("_acme-challenge", "TXT", &["token"]),
    ("dname", "DNAME", &["other.example."]),
    ("hinfo", "HINFO", &["\"a b\" \"c\\\"d\""]),
    ("rp", "RP", &["admin.example. ."]),
    ("spf", "TYPE99", &["\\# 12 0b763d73706631202d616c6c"]),
    ("uri", "TYPE256", &["\\# 13 0001 0002 687474703a2f2f782f"]),
    ("smimea", "TYPE53", &["\\# 6 030101aabbcc"]),
    ("eui", "TYPE108", &["\\# 6 001122334455"]),
    ("cert", "TYPE37", &["\\# 10 0001 0002 03 68656c6c6f"]),
    ("key", "OPENPGPKEY", &["aGVsbG8="]),
    ("cdnskey", "CDNSKEY", &["257 3 13 aGVsbG8="]),
];

#[tokio::test]
async fn every_type_is_read_as_it_was_written() {
    let Some(fixture) = Fixture::start().await else {
        return;
    };
    for (owner, rtype, values) in SAMPLES {
        let owner = match owner {
            "@" => "example.com".to_owned(),
            label => format!("{label}.example.com"),
        };
        fixture
            .edit(|zone| zone.put(set(&owner, rtype, 300, values)))
            .await;
    }
    let all = fixture.read().await;
    assert_eq!(all.len(), SAMPLES.len() + 1, "the samples and the apex NS");

    let dig = |owner: &str, rtype: &str| fixture.server.dig(&format!("{owner}example.com"), rtype);
    assert_eq!(dig("a.", "A"), ["192.0.2.1", "192.0.2.2"]);
    assert_eq!(
        dig("", "MX"),
        ["0 .", "10 mail.example.", "20 mail2.example."]
    );
    assert_eq!(dig("any.wild.", "A"), ["192.0.2.3"]);
    assert_eq!(dig("cname.", "A"), ["target.example."]);
    assert_eq!(
        dig("_sip._tcp.", "SRV"),
        ["0 0 0 .", "10 20 5060 sip.example."]
    );
    assert_eq!(dig("txt.", "TXT"), ["\"second\"", "\"v=spf1 -all\""]);
    assert_eq!(dig("t.", "TYPE65280"), ["\\# 3 ABCDEF"]);
    assert_eq!(dig("uri.", "URI"), ["1 2 \"http://x/\""]);
    assert_eq!(dig("h0.", "HTTPS"), ["0 target.example."]);
    assert!(
        dig("s.", "SVCB")
            .iter()
            .any(|line| line.contains("no-default-alpn"))
    );
}

#[tokio::test]
async fn any_bytes_of_a_txt_survive() {
    let Some(fixture) = Fixture::start().await else {
        return;
    };
    let texts: [&[u8]; 10] = [
        br#"mid"dle quote and back\slash"#,
        b"v=DKIM1; k=rsa; p=ABC",
        "gr\u{fc}n".as_bytes(),
        b"\x00\x01\x7f\x80\xff",
        b"\\065 is no escape here",
        b" spaces  inside ",
        b"$ORIGIN @ (paren) # ;",
        &[b'x'; 300],
        &[b'y'; 4000],
        b"",
    ];
    for (number, text) in texts.iter().enumerate() {
        let key = key(&format!("t{number}.example.com"), "TXT");
        let value = RecordData::Txt((*text).into());
        fixture
            .edit(|zone| zone.put(RecordSet::new(key, Ttl::from_secs(60).unwrap(), [value])))
            .await;
    }
    let dig = |number| fixture.server.dig(&format!("t{number}.example.com"), "TXT");
    assert_eq!(dig(0), [r#""mid\"dle quote and back\\slash""#]);
    assert_eq!(dig(3), [r#""\000\001\127\128\255""#]);
    let (first, second) = ("x".repeat(255), "x".repeat(45));
    assert_eq!(dig(7), [format!("\"{first}\" \"{second}\"")]);
}

#[tokio::test]
async fn foreign_types_do_not_hide_a_zone() {
    let Some(fixture) = Fixture::start().await else {
        return;
    };
    fixture.patch(
        r#"[{"name": "lua.example.com.", "type": "LUA", "ttl": 60, "changetype": "REPLACE", "records":
             [{"content": "A \"ifportup(443, {'192.0.2.1'})\"", "disabled": false}]},
            {"name": "loc.example.com.", "type": "LOC", "ttl": 60, "changetype": "REPLACE", "records":
             [{"content": "51 30 12.748 N 0 7 39.611 W 0.00m 0.00m 0.00m 0.00m", "disabled": false}]}]"#,
    );
    // PowerDNS's own type has a number of its own; a set of an unreadable type stays where it is.
    let live = fixture.read().await;
    assert_eq!(live.len(), 2);
    let lua = live
        .get(&key("lua.example.com", "TYPE65402"))
        .unwrap()
        .clone();
    fixture
        .edit(|zone| {
            let mut changed = RecordSet::new(lua.key.clone(), Ttl::from_secs(90).unwrap(), []);
            for value in lua.values() {
                changed.insert(value.clone());
            }
            zone.put(changed);
        })
        .await;
    let text = fixture
        .dns()
        .hosting()
        .unwrap()
        .export(&fixture.zone)
        .await
        .unwrap();
    assert!(
        text.contains("lua.example.com.\t90\tIN\tLUA\tA \"ifportup(443, {'192.0.2.1'})\""),
        "{text}"
    );
    assert!(text.contains("\tLOC\t51 30 12.748 N"), "{text}");

    let loc = set(
        "loc.example.com",
        "TYPE29",
        60,
        &["\\# 16 00121613891750577009bdbb80098968"],
    );
    let error = fixture
        .apply(&[setec_core::plan::Change::Create(loc)])
        .await
        .unwrap_err();
    assert_eq!(
        error.source.message,
        "LOC records cannot be written to PowerDNS"
    );
}
