//! Fixes mend what they were offered for.

use crate::lint::lint;
use crate::lint::tests::{CLEAN, around, zone};

#[test]
fn a_fix_makes_its_finding_go_away() {
    for (added, rule) in [
        ("a 5 A 93.184.216.39", "ttl-low"),
        ("-_dmarc TXT", "dmarc-missing"),
        (
            "m 300 MX 10 mail\n-@ MX\n-_dmarc TXT\nm 300 TXT \"v=spf1 -all\"",
            "dmarc-missing",
        ),
        ("-@ TXT\n-@ MX\n@ 300 MX 0 .", "spf-missing-without-mail"),
        (
            "-@ TXT\n@ 300 TXT x\n-@ MX\n@ 300 MX 0 .",
            "spf-missing-without-mail",
        ),
        (
            "-@ CAA\n@ 300 CAA 0 issue \"ca.example.org\"",
            "caa-locks-out-issuer",
        ),
        (
            "@ 300 CAA 0 issuewild \"ca.example.org\"",
            "caa-locks-out-wildcards",
        ),
    ] {
        let mut zone = zone(&format!("{CLEAN}\n{added}"));
        let findings = lint(&zone, &around());
        let finding = findings.iter().find(|finding| finding.rule == rule);
        let fix = finding.and_then(|finding| finding.fix.clone());
        let fix = fix.unwrap_or_else(|| panic!("{added}: no fix in {findings:?}"));
        assert_eq!(zone.get(fix.key()), fix.before(), "{added}");
        zone.put(fix.after().expect("no fix deletes a set").clone());
        let left = lint(&zone, &around());
        assert!(left.iter().all(|finding| finding.rule != rule), "{left:?}");
    }
    // What is forbidden on purpose is not opened.
    let zone = zone("a 300 CAA 0 issue \";\"");
    assert_eq!(lint(&zone, &around())[0].fix, None);
}
