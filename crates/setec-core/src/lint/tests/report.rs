//! What a finding says, and in which order findings come.

use crate::dns::{Name, RecordData, RecordSet, RecordType, SetKey, Ttl};
use crate::lint::tests::{CLEAN, around, found, name, shown, zone};
use crate::lint::{Finding, Severity, Surroundings, lint};

#[test]
fn the_registrars_name_servers_are_compared() {
    let zone = zone(CLEAN);
    let with = |registered: &[&str]| {
        let registered: Vec<Name> = registered.iter().map(|text| name(text)).collect();
        let surroundings = Surroundings {
            registrar_nameservers: Some(&registered),
            ..around()
        };
        let findings = lint(&zone, &surroundings).into_iter();
        let show = |finding: Finding| (finding.rule, finding.severity, finding.message);
        findings.map(show).collect::<Vec<_>>()
    };
    assert_eq!(with(&["NS2.example.net.", "ns1.example.net"]), []);
    assert_eq!(
        with(&["ns1.example.net", "old.example.net"]),
        [(
            "delegation-mismatch",
            Severity::Warning,
            "ns2.example.net stand in the zone but not at the registrar; \
             old.example.net stand at the registrar but not in the zone"
                .to_owned()
        )]
    );
    let lame = with(&["ns1.example.org"]);
    assert_eq!(lame[0].1, Severity::Error);
}

#[test]
fn records_outside_the_zone_are_named_and_otherwise_ignored() {
    let mut zone = zone(CLEAN);
    let ttl = Ttl::from_secs(300).expect("a TTL");
    let outside = SetKey {
        name: name("www.example.org"),
        rtype: RecordType::A,
    };
    zone.put(RecordSet::new(
        outside,
        ttl,
        [RecordData::A([10, 0, 0, 1].into())],
    ));
    let findings = lint(&zone, &around());
    assert_eq!(
        shown(&zone, &findings),
        [("outside-zone", "www.example.org.".to_owned())]
    );
}

#[test]
fn the_worst_comes_first() {
    let findings = found(&format!(
        "{CLEAN}\na 59 A 93.184.216.39\nz 300 CNAME gone\n-_dmarc TXT\n@ 300 MX 20 www"
    ));
    let rules: Vec<&str> = findings.iter().map(|(rule, _)| *rule).collect();
    assert_eq!(
        rules,
        [
            "target-is-cname",
            "dmarc-missing",
            "cname-dangling",
            "ttl-low"
        ]
    );
}
