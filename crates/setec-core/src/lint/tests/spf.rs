//! SPF terms and look-ups.

use crate::dns::{RecordData, RecordSet, Ttl};
use crate::lint::tests::{around, key, name, outside, shown, zone};
use crate::lint::{Severity, Spf, lint, spf_in, spf_outside};

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

#[test]
fn what_is_included_elsewhere_may_be_missing_or_out_of_reach() {
    let zone = zone("a 300 TXT \"v=spf1 include:gone.example.org include:mute.example.org -all\"");
    let findings = lint(&zone, &around());
    let shown = |rule: &str| {
        let found = findings.iter().find(|finding| finding.rule == rule);
        found.map(|finding| (finding.severity, finding.message.as_str()))
    };
    assert_eq!(
        shown("spf-include-missing"),
        Some((
            Severity::Error,
            "the SPF record of a.example.com includes gone.example.org, where there is no SPF record"
        ))
    );
    assert_eq!(
        shown("spf-not-looked-up"),
        Some((
            Severity::Notice,
            "the SPF record of a.example.com includes mute.example.org, which could not be looked up: no answer in time"
        ))
    );
}

#[test]
fn names_to_look_up_lead_on_as_they_are_answered() {
    let zone = zone(
        "@ 300 TXT \"v=spf1 include:deep.example.org include:b.example.com include:%{d}.example.org -all\"\n\
         b 300 TXT \"v=spf1 include:who.example.org -all\"\n\
         c 300 CNAME b\n\
         d 300 NS ns.d",
    );
    let nothing = |_: &_| Spf::Unknown;
    assert_eq!(
        spf_outside(&zone, &nothing),
        [name("deep.example.org"), name("who.example.org")]
    );
    assert_eq!(spf_outside(&zone, &outside), [name("who.example.org")]);
    let of_b = Spf::Record("v=spf1 include:who.example.org -all".to_owned());
    assert_eq!(spf_in(&zone, &name("c.example.com")), of_b);
    assert_eq!(spf_in(&zone, &name("none.example.com")), Spf::Missing);
    assert_eq!(spf_in(&zone, &name("x.d.example.com")), Spf::Unknown);
}
