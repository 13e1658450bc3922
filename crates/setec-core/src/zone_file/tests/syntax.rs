//! What RFC 1035, RFC 2308, RFC 3597 and BIND let a zone file say.

use crate::zone_file::tests::{lines, name, read, source};
use crate::zone_file::{parse, print};

#[test]
fn reads_the_forms_of_the_rfcs_and_of_bind() {
    for (text, records) in [
        ("", &[][..]),
        ("\n ; only a comment\n\t\n", &[]),
        ("www 300 IN A 192.0.2.1", &["www 300 A 192.0.2.1"]),
        ("www IN 300 A 192.0.2.1\n", &["www 300 A 192.0.2.1"]),
        ("www a 192.0.2.1\r\n", &["www 3600 A 192.0.2.1"]),
        ("\u{feff}www a 192.0.2.1\n", &["www 3600 A 192.0.2.1"]),
        ("WWW.Example.COM. in A 192.0.2.1", &["www 3600 A 192.0.2.1"]),
        ("@ 1h30m A 192.0.2.1", &["@ 5400 A 192.0.2.1"]),
        ("@ 1W2D A 192.0.2.1", &["@ 777600 A 192.0.2.1"]),
        (
            "$TTL 5m\na A 192.0.2.1\nb 60 A 192.0.2.2\nc A 192.0.2.3",
            &["a 300 A 192.0.2.1", "b 60 A 192.0.2.2", "c 300 A 192.0.2.3"],
        ),
        (
            "a 60 A 192.0.2.1\nb A 192.0.2.2",
            &["a 60 A 192.0.2.1", "b 60 A 192.0.2.2"],
        ),
        (
            "a A 192.0.2.1\n  A 192.0.2.2 ; same owner\n\tAAAA 2001:DB8::1",
            &[
                "a 3600 A 192.0.2.1",
                "a 3600 A 192.0.2.2",
                "a 3600 AAAA 2001:db8::1",
            ],
        ),
        (
            "@ SOA ns1 admin ( 1 ; serial\n 2h ; refresh\n\n 15m 1w\n 300 )\n NS ns1\n",
            &[
                "@ 300 SOA ns1.example.com. admin.example.com. 1 7200 900 604800 300",
                "@ 300 NS ns1.example.com.",
            ],
        ),
        (
            "$ORIGIN dev.example.com.\nwww CNAME @\n$ORIGIN eu\nwww MX 10 mail\n",
            &[
                "www.eu.dev 3600 MX 10 mail.eu.dev.example.com.",
                "www.dev 3600 CNAME dev.example.com.",
            ],
        ),
        (
            r#"t TXT "a;b" c\;d "e\"f\\" "\001" (
               "next line" )"#,
            &[r#"t 3600 TXT "a;bc;de\"f\\\001next line""#],
        ),
        (r"a\.b A 192.0.2.1", &[r"a\.b 3600 A 192.0.2.1"]),
        (
            r"a\032b\; CNAME x\(y",
            &[r"a\032b; 3600 CNAME x\(y.example.com."],
        ),
        ("*.x CNAME .", &["*.x 3600 CNAME ."]),
        ("@ ALIAS target.example.", &["@ 3600 ALIAS target.example."]),
        (
            r"x TYPE65280 \# 3 ab cdef",
            &[r"x 3600 TYPE65280 \# 3 abcdef"],
        ),
        (r"x CLASS1 TYPE1 \# 4 C0000201", &["x 3600 A 192.0.2.1"]),
        (r"x CNAME \# 3 01 61 00", &["x 3600 CNAME a."]),
        (
            "x DNAME y",
            &[r"x 3600 DNAME \# 15 0179076578616d706c6503636f6d00"],
        ),
        (
            "x CAA 0 issue \"ca.example; a=b\"",
            &["x 3600 CAA 0 issue \"ca.example; a=b\""],
        ),
        (
            "x SRV 1 2 3 host\nx HTTPS 1 . alpn=\"h2,h3\" no-default-alpn\n",
            &[
                "x 3600 SRV 1 2 3 host.example.com.",
                "x 3600 HTTPS 1 . alpn=h2,h3 no-default-alpn",
            ],
        ),
        (
            "x LOC 52 22 23.000 N 4 53 32.000 E -2.00m 0.00m 10000m 10m",
            &[r"x 3600 LOC \# 16 00001613 8b3cf018 810cbce0 009895b8"],
        ),
        ("a A 192.0.2.1\na A 192.0.2.1\n", &["a 3600 A 192.0.2.1"]),
        (
            "@ SOA a b 1 2 3 4 5\n@ SOA a b 1 2 3 4 5\n",
            &["@ 5 SOA a.example.com. b.example.com. 1 2 3 4 5"],
        ),
        ("münchen A 192.0.2.1", &["xn--mnchen-3ya 3600 A 192.0.2.1"]),
        ("in in in a 192.0.2.1", &[]),
    ] {
        match read(text) {
            Ok(zone) => {
                let found: Vec<String> = lines(&zone).iter().map(|l| squeezed(l)).collect();
                let wanted: Vec<String> = records.iter().map(|l| squeezed(l)).collect();
                assert_eq!(found, wanted, "{text}");
            }
            Err(faults) => assert!(text.starts_with("in in in"), "{text}: {faults:?}"),
        }
    }
}

/// Without the spaces that printers put into hexadecimal digits.
fn squeezed(line: &str) -> String {
    match line.split_once("\\#") {
        Some((start, data)) => format!("{start}{}", data.replace(' ', "").to_ascii_lowercase()),
        None => line.to_owned(),
    }
}

#[test]
fn prints_soa_and_ns_first_and_an_owner_once() {
    let zone = read(
        "www 60 A 192.0.2.1\nwww 60 A 192.0.2.2\n@ NS ns1\n$TTL 300\n@ SOA ns1 admin 1 2 3 4 5\n\
         a.www TXT \"x y\"\n*.a\\;b CNAME @\n",
    )
    .expect("a zone");
    let text = print(&zone);
    assert_eq!(
        text,
        "$ORIGIN example.com.\n\
         $TTL 300\n\
         @         IN SOA   ns1.example.com. admin.example.com. 1 2 3 4 5\n\
         \x20      60 IN NS    ns1.example.com.\n\
         *.a\\;b    IN CNAME example.com.\n\
         www    60 IN A     192.0.2.1\n\
         \x20      60 IN A     192.0.2.2\n\
         a.www     IN TXT   \"x y\"\n"
    );
}

#[test]
fn a_zone_may_be_the_root() {
    let origin = name(".");
    let text = "com. NS a.gtld-servers.net.\n@ NS a.root-servers.net.\nnet NS b\n";
    let mut none = |_: &str| Err(String::new());
    let zone = parse(&source(text, &origin), &mut none).expect("a zone");
    assert_eq!(
        lines(&zone),
        [
            "@ 3600 NS a.root-servers.net.",
            "com 3600 NS a.gtld-servers.net.",
            "net 3600 NS b."
        ]
    );
    assert_eq!(parse(&source(&print(&zone), &origin), &mut none), Ok(zone));
}
