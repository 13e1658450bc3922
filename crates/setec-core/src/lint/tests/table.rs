//! Each rule, firing and silent.

use crate::lint::tests::{CLEAN, found};

#[test]
fn a_clean_zone_gives_nothing() {
    assert_eq!(found(CLEAN), []);
    assert_eq!(found(""), []);
}

#[test]
fn each_fault_is_found_where_it_is() {
    let long = format!("big 300 TXT {}", "\"0123456789\" ".repeat(410));
    // What is added to the clean zone, and what lint says of it then.
    let table: &[(&str, &[(&str, &str)])] = &[
        ("www 300 TXT hello", &[("cname-beside-data", "www")]),
        ("www 300 TYPE46 \\# 1 00", &[]),
        ("@ 300 CNAME mail", &[("cname-at-apex", "@")]),
        ("www 300 CNAME mail", &[("several-cnames", "www")]),
        (
            "a 300 CNAME b\nb 300 CNAME a\nc 300 CNAME a",
            &[("cname-loop", "a"), ("cname-loop", "b")],
        ),
        ("a 300 CNAME b\nb 300 CNAME www\nc 300 CNAME x.dev", &[]),
        (
            "a 300 CNAME gone\nb 300 CNAME gone.example.org.",
            &[("cname-dangling", "a")],
        ),
        (
            "@ 300 MX 20 www\n_a._tcp 300 SRV 0 0 1 www",
            &[("target-is-cname", "@"), ("target-is-cname", "_a._tcp")],
        ),
        ("@ 300 NS www", &[("target-is-cname", "@")]),
        ("@ 300 MX 20 192.0.2.1.", &[("target-is-address", "@")]),
        ("@ 300 MX 20 192.0.2.1", &[("target-is-address", "@")]),
        ("a 300 CNAME 192.0.2.1.", &[("target-is-address", "a")]),
        (
            "_a._tcp 300 SRV 0 0 1 2001:db8::1.",
            &[("target-is-address", "_a._tcp")],
        ),
        (
            "@ 300 MX 20 gone\n@ 300 MX 30 x.dev\n@ 300 MX 40 mx.sub",
            &[("target-dangling", "@")],
        ),
        ("@ 300 NS _dmarc", &[("target-dangling", "@")]),
        ("_a._tcp 300 SRV 0 0 0 .", &[]),
        ("@ 300 MX 0 .", &[("null-mx-beside-others", "@")]),
        ("-@ NS\n@ 86400 NS ns1.example.net.", &[("ns-single", "@")]),
        ("-@ NS", &[("ns-missing", "@")]),
        ("-@ NS\n-@ SOA", &[]),
        (
            "sub 300 NS ns2.sub\nother 300 NS ns.sub",
            &[("glue-missing", "sub")],
        ),
        ("-sub NS", &[("ds-without-ns", "sub")]),
        ("@ 300 DS 1 13 2 AABB", &[("ds-at-apex", "@")]),
        (
            "a.sub 300 TXT x\nsub 300 A 93.184.216.39",
            &[("occluded", "sub"), ("occluded", "a.sub")],
        ),
        ("sub 300 NS sub\nsub 300 A 93.184.216.39", &[]),
        (
            "d 300 TYPE39 \\# 1 00\na.d 300 A 93.184.216.39",
            &[("occluded", "a.d")],
        ),
        ("-@ TXT", &[("spf-missing", "@")]),
        ("m 300 MX 10 mail", &[("spf-missing", "m")]),
        ("-@ TXT\n-@ MX", &[("spf-missing-without-mail", "@")]),
        (
            "-@ TXT\n-@ MX\n@ 300 MX 0 .",
            &[("spf-missing-without-mail", "@")],
        ),
        ("@ 300 TXT \"V=SPF1 -all\"", &[("spf-duplicate", "@")]),
        (
            "@ 300 TXT \"v=spf1x\"\n@ 300 TXT hello",
            &[("spf-syntax", "@")],
        ),
        ("a 300 TXT \"v=spf1 +all\"", &[("spf-pass-all", "a")]),
        ("a 300 TXT \"v=spf1 ptr ?all\"", &[("spf-ptr", "a")]),
        (
            "a 300 TXT \"v=spf1 include:four.example.org include:four.example.org -all\"",
            &[],
        ),
        (
            "a 300 TXT \"v=spf1 a include:four.example.org include:four.example.org -all\"",
            &[("spf-too-many-lookups", "a")],
        ),
        (
            "a 300 TXT \"v=spf1 include:deep.example.org -all\"",
            &[("spf-too-many-lookups", "a")],
        ),
        (
            "a 300 TXT \"v=spf1 ip4:192.0.2.1 -all a a a a a a a a a a a redirect=b.example.org\"",
            &[],
        ),
        (
            "a 300 TXT \"v=spf1 a a a a a a a a a include:who.example.org -all\"",
            &[("spf-lookups-uncertain", "a")],
        ),
        (
            "a 300 TXT \"v=spf1 include:b.example.com -all\"\nb 300 TXT \"v=spf1 redirect=a.example.com\"",
            &[("spf-loop", "a"), ("spf-loop", "b")],
        ),
        (
            "-@ TXT\n@ 300 TXT \"v=spf1 include:back.example.org -all\"",
            &[("spf-loop", "@")],
        ),
        (
            "a 300 TXT \"v=spf1 include:mail.example.com -all\"",
            &[("spf-include-missing", "a")],
        ),
        ("a 300 TXT \"v=spf1 include:www.example.com -all\"", &[]),
        ("-_dmarc TXT", &[("dmarc-missing", "@")]),
        (
            "-_dmarc TXT\n-@ MX\nm 300 MX 10 mail\nm 300 TXT \"v=spf1 mx -all\"\nn 300 MX 0 .",
            &[("dmarc-missing", "m")],
        ),
        ("-_dmarc TXT\n_dmarc 300 CNAME x.dmarc.example.org.", &[]),
        (
            "_dmarc 300 TXT \"v=DMARC1; p=quarantine\"",
            &[("dmarc-duplicate", "_dmarc")],
        ),
        (
            "_dmarc 300 TXT \"verify=1\"\nx.com._report._dmarc 300 TXT v=DMARC1",
            &[],
        ),
        (
            "-_dmarc TXT\n_dmarc 300 TXT \"v=dmarc1; p=reject\"",
            &[("dmarc-syntax", "_dmarc")],
        ),
        (
            "_dmarc.a 300 TXT \"v=DMARC1; p=refuse\"",
            &[("dmarc-syntax", "_dmarc.a")],
        ),
        (
            "_dmarc.a 300 TXT \"v=DMARC1; reject\"",
            &[("dmarc-syntax", "_dmarc.a")],
        ),
        (
            "_dmarc.a 300 TXT \"v=DMARC1; rua=mailto:x@example.com\"",
            &[("dmarc-without-policy", "_dmarc.a")],
        ),
        (
            "_dmarc.a 300 TXT \"v = DMARC1 ;p=none;\"",
            &[("dmarc-policy-none", "_dmarc.a")],
        ),
        (
            "a._domainkey 300 TXT \"v=DKIM1; p=\"",
            &[("dkim-revoked", "a._domainkey")],
        ),
        (
            "a._domainkey 300 TXT \"p=AAAA\"",
            &[("dkim-weak-key", "a._domainkey")],
        ),
        (
            "a._domainkey 300 TXT \"k=rsa\"",
            &[("dkim-malformed", "a._domainkey")],
        ),
        (
            "a._domainkey 300 TXT \"k=ed25519; p=AA*A\"",
            &[("dkim-malformed", "a._domainkey")],
        ),
        (
            "a._domainkey 300 TXT \"p=;v=DKIM1\"",
            &[("dkim-malformed", "a._domainkey")],
        ),
        (
            "k1._domainkey 300 TXT \"p=\"",
            &[
                ("dkim-duplicate", "k1._domainkey"),
                ("dkim-revoked", "k1._domainkey"),
            ],
        ),
        (
            "-@ CAA\n@ 300 CAA 0 issue \"ca.example.org\"",
            &[("caa-locks-out-issuer", "@")],
        ),
        ("a 300 CAA 0 issue \";\"", &[("caa-locks-out-issuer", "a")]),
        (
            "@ 300 CAA 0 issuewild \";\"\n@ 300 CAA 0 issue \"ca.example.org; x=1\"",
            &[("caa-locks-out-wildcards", "@")],
        ),
        ("a 300 CAA 0 iodef \"mailto:x@example.com\"", &[]),
        (
            "a 300 CAA 0 isue \"letsencrypt.org\"",
            &[("caa-unknown-tag", "a")],
        ),
        (
            "@ 300 CAA 0 issue \"a.example, b.example\"",
            &[("caa-malformed", "@")],
        ),
        ("a 59 A 93.184.216.39", &[("ttl-low", "a")]),
        ("a 604801 A 93.184.216.39", &[("ttl-high", "a")]),
        ("a 604800 A 93.184.216.39", &[("ttl-outlier", "a")]),
        ("a 30000 A 93.184.216.39", &[]),
        (
            "-@ SOA\n@ 172800 SOA ns1.example.net. a.example.com. 1 2 3 4 172800",
            &[("soa-minimum", "@")],
        ),
        (
            "-@ SOA\n@ 3600 SOA ns1.example.net. a.example.com. 1 2 3 4 0",
            &[("soa-minimum", "@")],
        ),
        (
            "-@ SOA\n@ 3600 SOA ns1.example.net. a.example.com. 1 2 3 4 172800",
            &[],
        ),
        (
            "a.*.b 300 A 93.184.216.39\nx* 300 A 93.184.216.39",
            &[
                ("wildcard-misplaced", "a.*.b"),
                ("wildcard-misplaced", "x*"),
            ],
        ),
        ("*.n 300 NS ns1.example.net.", &[("wildcard-ns", "*.n")]),
        (
            "a.dev 300 TXT x\nb.c.dev 300 A 93.184.216.39\n_x.dev 300 TXT x",
            &[
                ("wildcard-shadowed", "a.dev"),
                ("wildcard-shadowed", "c.dev"),
            ],
        ),
        ("a.dev 300 A 93.184.216.39", &[]),
        (
            "a 300 A 10.0.0.1\nb 300 AAAA fd00::1\nc 300 A 127.0.0.1",
            &[
                ("private-address", "a"),
                ("private-address", "b"),
                ("private-address", "c"),
            ],
        ),
        (
            "a 300 AAAA fe80::1\nb 300 AAAA 2001:db8::1\nc 300 AAAA ::ffff:10.0.0.1",
            &[
                ("private-address", "a"),
                ("private-address", "b"),
                ("private-address", "c"),
            ],
        ),
        ("a 300 A 11.0.0.1\nb 300 AAAA 2606:2800::1", &[]),
        (&long, &[("txt-long", "big")]),
    ];
    for (added, expected) in table {
        let expected: Vec<(&str, String)> = expected
            .iter()
            .map(|(rule, name)| (*rule, (*name).to_owned()))
            .collect();
        assert_eq!(found(&format!("{CLEAN}\n{added}")), expected, "{added}");
    }
}
