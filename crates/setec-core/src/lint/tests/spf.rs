//! SPF terms and look-ups.

use crate::dns::{RecordData, RecordSet, Ttl};
use crate::lint::lint;
use crate::lint::tests::{around, key, shown, zone};

#[test]
fn spf_terms_are_read_as_the_rfc_has_them() {
    for (terms, valid) in [
        ("", true),
        (
            " a mx:mail.example.com/24//64 a//64 ptr:example.com ~all",
            true,
        ),
        (" ip4:192.0.2.0/24 ip6:2001:db8::/32 ip6:::1 -ALL", true),
        (
            " exists:%{ir}.%{v}._spf.%{d2} exp=why.%{d} x-note=%{i}%_",
            true,
        ),
        (" redirect=_spf.example.com.", true),
        (" ip4:mail.example.com", false),
        (" ip4:192.0.2.0/33", false),
        (" ip6:192.0.2.1", false),
        (" a:192.0.2.1", false),
        (" include", false),
        (" include:spf", false),
        (" include:a.example,b.example;", false),
        (" include=_spf.example.com", false),
        (" all:example.com", false),
        (" allow -all", false),
        (" redirect=a.example redirect=b.example", false),
        (" exists:%{x}.example.com", false),
        (" exists:%x.example.com", false),
        (" -all;", false),
        ("\tmx -all", false),
    ] {
        let mut zone = zone("");
        let text = format!("v=spf1{terms}").into_bytes();
        let data = RecordData::Txt(text.into());
        let ttl = Ttl::from_secs(300).expect("a TTL");
        zone.put(RecordSet::new(key("a", "TXT"), ttl, [data]));
        let rules = shown(&zone, &lint(&zone, &around()));
        let syntax = rules.iter().any(|(rule, _)| *rule == "spf-syntax");
        assert_eq!(!syntax, valid, "{terms:?}: {rules:?}");
    }
}

#[test]
fn look_ups_are_counted_and_what_is_not_known_is_said() {
    let zone = zone(
        "a 300 TXT \"v=spf1 a a a a a a a a a a a include:who.example.org include:%{d}.example.org -all\"",
    );
    let findings = lint(&zone, &around());
    let message = &findings.first().expect("a finding").message;
    assert!(message.contains("costs 13 DNS look-ups"), "{message}");
    assert!(
        message.contains("who.example.org, %{d}.example.org"),
        "{message}"
    );
}
