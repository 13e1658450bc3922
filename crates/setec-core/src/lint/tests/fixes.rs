//! Fixes mend what they were offered for.

use crate::dns::{Name, Zone};
use crate::lint::tests::{CLEAN, around, name, zone};
use crate::lint::{Finding, Fix, Surroundings, lint};

/// The zone with a fix applied; what the fix says of it must be so.
pub(super) fn mended(zone: &Zone, fix: &Fix) -> Zone {
    let mut mended = zone.clone();
    for change in &fix.changes {
        assert_eq!(zone.get(change.key()), change.before(), "{fix:?}");
        match change.after() {
            Some(set) => mended.put(set.clone()),
            None => drop(mended.remove(change.key())),
        }
    }
    mended
}

fn fix_of(findings: &[Finding], rule: &str) -> Option<Fix> {
    let finding = findings.iter().find(|finding| finding.rule == rule);
    finding
        .unwrap_or_else(|| panic!("no {rule} in {findings:?}"))
        .fix
        .clone()
}

/// A set after a fix, its values with commas between.
fn values(zone: &Zone, set: &str) -> Option<String> {
    let (owner, rtype) = set.split_once(' ').expect("an owner and a type");
    let set = zone.get(&super::key(owner, rtype))?;
    let values: Vec<String> = set.values().iter().map(ToString::to_string).collect();
    Some(values.join(", "))
}

#[test]
fn a_fix_makes_its_finding_go_away() {
    // What is added to the clean zone, the rule, and what stands where after its fix.
    let table: &[(&str, &str, &str, Option<&str>)] = &[
        (
            "a 5 A 93.184.216.39",
            "ttl-low",
            "a A",
            Some("93.184.216.39"),
        ),
        (
            "a 999999 A 93.184.216.39",
            "ttl-high",
            "a A",
            Some("93.184.216.39"),
        ),
        (
            "a 604800 A 93.184.216.39",
            "ttl-outlier",
            "a A",
            Some("93.184.216.39"),
        ),
        (
            "-_dmarc TXT",
            "dmarc-missing",
            "_dmarc TXT",
            Some("\"v=DMARC1; p=none\""),
        ),
        (
            "m 300 MX 10 mail\n-@ MX\n-_dmarc TXT\nm 300 TXT \"v=spf1 -all\"",
            "dmarc-missing",
            "_dmarc TXT",
            Some("\"v=DMARC1; p=none\""),
        ),
        (
            "-_dmarc TXT\n_dmarc 300 TXT \"v=DMARC1; rua=mailto:a@example.com\"",
            "dmarc-without-policy",
            "_dmarc TXT",
            Some("\"v=DMARC1; p=none; rua=mailto:a@example.com\""),
        ),
        ("-@ TXT", "spf-missing", "@ TXT", Some("\"v=spf1 mx ~all\"")),
        (
            "-@ TXT\n-@ MX\n@ 300 MX 1 aspmx.l.google.com.\n@ 300 MX 5 mx.example.net.",
            "spf-missing",
            "@ TXT",
            Some("\"v=spf1 mx include:_spf.google.com ~all\""),
        ),
        (
            "-@ TXT\n-@ MX\n@ 300 MX 0 .",
            "spf-missing-without-mail",
            "@ TXT",
            Some("\"v=spf1 -all\""),
        ),
        (
            "-@ TXT\n@ 300 TXT x\n-@ MX\n@ 300 MX 0 .",
            "spf-missing-without-mail",
            "@ TXT",
            Some("\"v=spf1 -all\", \"x\""),
        ),
        (
            "a 300 TXT \"v=spf1 a -all\"\na 300 TXT \"v=spf1 A mx ~all\"\na 300 TXT x",
            "spf-duplicate",
            "a TXT",
            Some("\"v=spf1 A mx ~all\", \"x\""),
        ),
        (
            "a 300 TXT \"v=spf1 mx all\"",
            "spf-pass-all",
            "a TXT",
            Some("\"v=spf1 mx ~all\""),
        ),
        (
            "a 300 TXT \"v=spf1 ?ptr:example.com mx -all\"",
            "spf-ptr",
            "a TXT",
            Some("\"v=spf1 mx -all\""),
        ),
        (
            "a 300 TXT \"v=spf1 mx include:gone.example.org -all\"",
            "spf-include-missing",
            "a TXT",
            Some("\"v=spf1 mx -all\""),
        ),
        (
            "-@ CAA\n@ 300 CAA 0 issue \"ca.example.org\"",
            "caa-locks-out-issuer",
            "@ CAA",
            Some("0 issue \"ca.example.org\", 0 issue \"letsencrypt.org\""),
        ),
        (
            "@ 300 CAA 0 issuewild \"ca.example.org\"",
            "caa-locks-out-wildcards",
            "@ CAA",
            Some(
                "0 issue \"letsencrypt.org\", 0 issuewild \"ca.example.org\", 0 issuewild \"letsencrypt.org\"",
            ),
        ),
        ("www 300 TXT hello", "cname-beside-data", "www CNAME", None),
        (
            "@ 300 CNAME mail",
            "cname-at-apex",
            "@ ALIAS",
            Some("mail.example.com."),
        ),
        ("a 300 CNAME gone", "cname-dangling", "a CNAME", None),
        (
            "b 300 CNAME mail\na 300 CNAME b\n@ 300 MX 20 a",
            "target-is-cname",
            "@ MX",
            Some("10 mail.example.com., 20 mail.example.com."),
        ),
        (
            "a 300 CNAME 192.0.2.1.",
            "target-is-address",
            "a A",
            Some("192.0.2.1"),
        ),
        (
            "@ 300 MX 20 93.184.216.35",
            "target-is-address",
            "@ MX",
            Some("10 mail.example.com., 20 mail.example.com."),
        ),
        (
            "@ 300 MX 20 gone\n@ 300 MX 30 lost",
            "target-dangling",
            "@ MX",
            Some("10 mail.example.com."),
        ),
        (
            "_a._tcp 300 SRV 0 0 1 gone",
            "target-dangling",
            "_a._tcp SRV",
            None,
        ),
        (
            "@ 300 MX 0 .",
            "null-mx-beside-others",
            "@ MX",
            Some("10 mail.example.com."),
        ),
        ("-sub NS", "ds-without-ns", "sub DS", None),
        ("@ 300 DS 1 13 2 AABB", "ds-at-apex", "@ DS", None),
        (
            "x.a.dev 300 A 93.184.216.39",
            "wildcard-shadowed",
            "a.dev A",
            Some("93.184.216.36"),
        ),
    ];
    for (added, rule, set, wanted) in table {
        let zone = zone(&format!("{CLEAN}\n{added}"));
        let fix = fix_of(&lint(&zone, &around()), rule);
        let fix = fix.unwrap_or_else(|| panic!("{added}: no fix"));
        assert!(!fix.label.is_empty(), "{added}");
        let mended = mended(&zone, &fix);
        assert_eq!(values(&mended, set).as_deref(), *wanted, "{added}");
        let left = lint(&mended, &around());
        assert!(left.iter().all(|finding| finding.rule != *rule), "{left:?}");
    }
}

#[test]
fn what_only_a_person_can_decide_has_no_fix() {
    for (added, rule) in [
        // What is forbidden on purpose is not opened.
        ("-@ CAA\n@ 300 CAA 0 issue \";\"", "caa-locks-out-issuer"),
        ("www 300 CNAME mail", "several-cnames"),
        ("a 300 CNAME b\nb 300 CNAME a", "cname-loop"),
        ("b 300 CNAME gone\n@ 300 MX 20 b", "target-is-cname"),
        ("@ 300 MX 20 192.0.2.1", "target-is-address"),
        ("@ 300 NS gone", "target-dangling"),
        (
            "a 300 TXT \"v=spf1 redirect=a.example\"\na 300 TXT \"v=spf1 redirect=b.example\"",
            "spf-duplicate",
        ),
        ("_dmarc 300 TXT \"v=DMARC1; p=none\"", "dmarc-duplicate"),
    ] {
        let zone = zone(&format!("{CLEAN}\n{added}"));
        assert_eq!(fix_of(&lint(&zone, &around()), rule), None, "{added}");
    }
}

#[test]
fn the_zone_follows_the_registrar_where_they_share_a_server() {
    let zone = zone(CLEAN);
    let found = |registered: &[&str]| {
        let registered: Vec<Name> = registered.iter().map(|text| name(text)).collect();
        let surroundings = Surroundings {
            registrar_nameservers: Some(&registered),
            ..around()
        };
        fix_of(&lint(&zone, &surroundings), "delegation-mismatch")
    };
    let fix = found(&["ns1.example.net", "ns9.example.net"]).expect("a fix");
    let wanted = "ns1.example.net., ns9.example.net.";
    assert_eq!(
        values(&mended(&zone, &fix), "@ NS").as_deref(),
        Some(wanted)
    );
    assert_eq!(found(&["ns1.elsewhere.example"]), None);
}
