//! Zones that nobody would write.

use proptest::prelude::*;

use crate::lint::lint;
use crate::lint::tests::fixes::mended;
use crate::lint::tests::{around, zone};

fn any_record() -> impl Strategy<Value = String> {
    let owner = prop::sample::select(vec![
        "@",
        "*",
        "a",
        "b.a",
        "*.a",
        "a.*",
        "_dmarc",
        "x._domainkey",
        "c.b.a",
        r"q\.r.a",
    ]);
    let target = prop::sample::select(vec![
        "@",
        "a",
        "b.a",
        "x.*",
        ".",
        "192.0.2.1",
        "e.example.org.",
    ]);
    let data =
        (0..9u8, target, "[ -~&&[^\"\\\\]]{0,30}").prop_map(|(kind, target, text)| match kind {
            0 => "A 10.1.2.3".to_owned(),
            1 => format!("CNAME {target}"),
            2 => format!("MX 10 {target}"),
            3 => format!("NS {target}"),
            4 => format!("TXT \"v=spf1 {text}\""),
            5 => format!("TXT \"v=spf1 include:a.example.com redirect=b.a.example.com {text}\""),
            6 => format!("TXT \"v=DMARC1; {text}\""),
            7 => format!("TXT \"{text}\""),
            _ => "CAA 0 issue \"%;\"".to_owned(),
        });
    (owner, 0..100_000u32, data).prop_map(|(owner, ttl, data)| format!("{owner} {ttl} {data}"))
}

proptest! {
    #[test]
    fn no_zone_makes_it_panic(records in prop::collection::vec(any_record(), 0..25)) {
        let zone = zone(&records.join("\n"));
        let findings = lint(&zone, &around());
        prop_assert!(findings.is_sorted_by_key(|finding| (finding.severity, finding.name.clone())));
    }

    #[test]
    fn every_fix_mends_its_finding(records in prop::collection::vec(any_record(), 0..12)) {
        let zone = zone(&records.join("\n"));
        for finding in lint(&zone, &around()) {
            let Some(fix) = &finding.fix else {
                continue;
            };
            let mended = mended(&zone, fix);
            let again = lint(&mended, &around()).into_iter().any(|other| {
                (other.rule, &other.name, other.rtype) == (finding.rule, &finding.name, finding.rtype)
            });
            prop_assert!(!again, "{:?}", finding);
        }
    }
}
