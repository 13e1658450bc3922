//! Record types, those that the provider holds and the others.

use setec_core::dns::{RecordSet, RecordType};
use setec_core::plan::Change;
use setec_provider::ErrorKind;

use super::Place;

/// Values of every type that a user may write; at names where each may stand.
const SAMPLES: [(&str, RecordType, &[&str]); 21] = [
    ("a.types", RecordType::A, &["192.0.2.1", "192.0.2.2"]),
    ("aaaa.types", RecordType::Aaaa, &["2001:db8::1"]),
    ("cname.types", RecordType::Cname, &["target.example."]),
    ("alias.types", RecordType::Alias, &["target.example."]),
    (
        "mx.types",
        RecordType::Mx,
        &["10 mail.example.", "20 mail2.example."],
    ),
    ("null.types", RecordType::Mx, &["0 ."]),
    ("txt.types", RecordType::Txt, &["\"v=spf1 -all\"", "second"]),
    (
        "sub.types",
        RecordType::Ns,
        &["ns1.example.", "ns2.example."],
    ),
    (
        "_sip._tcp.types",
        RecordType::Srv,
        &["10 20 5060 sip.example."],
    ),
    (
        "caa.types",
        RecordType::Caa,
        &[
            "0 issue \"letsencrypt.org\"",
            "0 iodef \"mailto:a@b.example\"",
        ],
    ),
    ("ptr.types", RecordType::Ptr, &["host.example."]),
    (
        "_443._tcp.types",
        RecordType::Tlsa,
        &["3 1 1 AABBCCDDEEFF00112233445566778899AABBCCDDEEFF00112233445566778899"],
    ),
    (
        "ssh.types",
        RecordType::Sshfp,
        &["4 2 AABBCCDDEEFF00112233445566778899AABBCCDDEEFF00112233445566778899"],
    ),
    (
        "https.types",
        RecordType::Https,
        &["1 . alpn=h2,h3 ipv4hint=192.0.2.1"],
    ),
    (
        "alias-form.types",
        RecordType::Https,
        &["0 target.example."],
    ),
    (
        "svcb.types",
        RecordType::Svcb,
        &["1 svc.example. alpn=h2 no-default-alpn port=8443"],
    ),
    (
        "sub.types",
        RecordType::Ds,
        &["12345 13 2 AABBCCDDEEFF00112233445566778899AABBCCDDEEFF00112233445566778899"],
    ),
    (
        "naptr.types",
        RecordType::Naptr,
        &["100 10 \"S\" \"SIP+D2U\" \"\" _sip._udp.example."],
    ),
    (
        "private.types",
        RecordType::Unknown(65280),
        &["\\# 3 ABCDEF"],
    ),
    ("hinfo.types", RecordType::Unknown(13), &["\"a b\" \"c\""]),
    ("dname.types", RecordType::Unknown(39), &["other.example."]),
];

pub(super) async fn declared_types_are_held(place: &dyn Place) {
    let sets = samples(place, true);
    let tried: Vec<RecordType> = sets.iter().map(|set| set.key.rtype).collect();
    for rtype in place.dns().facts().record_types {
        // The SOA is there already; who may write it tests that by itself.
        let is_tried = *rtype == RecordType::Soa || tried.contains(rtype);
        assert!(is_tried, "there is no sample of {rtype}");
    }
    for set in &sets {
        place.put([set.clone()]).await;
    }
    // A delegation cannot be deleted before what depends on it.
    for set in sets.iter().rev() {
        place.remove([set.key.clone()]).await;
    }
}

pub(super) async fn types_that_are_not_declared_are_refused(place: &dyn Place) {
    let before = place.read().await;
    for set in samples(place, false) {
        let rtype = set.key.rtype;
        let error = place.apply(&[Change::Create(set)]).await.unwrap_err();
        assert_eq!(error.source.kind, ErrorKind::Invalid, "{rtype}: {error}");
        assert_eq!(error.applied, []);
    }
    assert_eq!(place.read().await, before);
}

fn samples(place: &dyn Place, declared: bool) -> Vec<RecordSet> {
    let facts = place.dns().facts();
    let is_declared = |rtype: RecordType| match rtype {
        RecordType::Unknown(_) => facts.unknown_types,
        known => facts.record_types.contains(&known),
    };
    SAMPLES
        .iter()
        .filter(|(_, rtype, _)| is_declared(*rtype) == declared)
        .map(|(label, rtype, values)| place.set(label, *rtype, values))
        .collect()
}
