//! Lists and transfers.

use std::fmt::Write as _;

use setec_core::dns::{RecordData, Zone};
use setec_provider::ErrorKind;

use super::fixture::{BOTH, Fixture, connect, key, name, settings};
use super::server::{KEY, NameServer, Program, SECRET, ServedZone};

#[tokio::test]
async fn a_zone_is_read_with_all_its_types() {
    let records = "a A 192.0.2.1\na 60 AAAA 2001:db8::1\n* TXT wild\n_sip._tcp SRV 1 2 5060 sip\nsub NS ns.sub\n\
                   ns.sub A 192.0.2.53\nsub DS 1 13 2 AABBCCDDEEFF00112233445566778899AABBCCDDEEFF00112233445566778899\n\
                   n NAPTR 100 10 \"S\" \"SIP+D2U\" \"\" _sip._udp\nhinfo HINFO a b\nloc LOC 51 30 12.748 N 0 7 39.611 W 0m\n\
                   d DNAME other.example.\nrp RP admin.example. txt.example.\nt TYPE65280 \\# 3 ABCDEF\n\
                   xn--mnchen-3ya MX 10 mail\nsvc SVCB 1 . port=8443\na\\.dot TXT dot";
    for program in BOTH {
        let Some(fixture) = Fixture::start(program, records) else {
            continue;
        };
        let zone: Zone = fixture.read().await;
        assert_eq!(zone.len(), 17, "{program:?}");
        let sub = zone.get(&key("ns.sub.example.com", "A")).unwrap();
        assert_eq!(sub.values(), [RecordData::A([192, 0, 2, 53].into())]);
        assert!(zone.get(&key(r"a\.dot.example.com", "TXT")).is_some());
        let rp = zone.get(&key("rp.example.com", "TYPE17")).unwrap();
        assert_eq!(
            rp.values()[0].to_wire(),
            b"\x05admin\x07example\0\x03txt\x07example\0",
            "names in it are not compressed"
        );
        let listed = fixture.dns().zones().await.unwrap();
        assert_eq!(listed.len(), 1);
        assert_eq!(listed[0].serial, Some(1));
        fixture.provider.test().await.unwrap();
    }
}

/// Several messages, the signature of each depending on the one before.
#[tokio::test]
async fn a_large_zone_is_read_whole() {
    const RECORDS: usize = 30_000;
    let records = (0..RECORDS).fold(String::new(), |mut text, n| {
        writeln!(text, "host-{n} A 192.0.2.{}", n % 250).unwrap();
        text
    });
    for program in BOTH {
        let Some(fixture) = Fixture::start(program, &records) else {
            continue;
        };
        let zone = fixture.read().await;
        assert_eq!(zone.len(), RECORDS + 1, "{program:?}");
    }
}

#[tokio::test]
async fn many_zones_are_listed_with_their_serials() {
    for program in BOTH {
        let names: Vec<String> = (0..50).map(|n| format!("z{n}.example")).collect();
        let zones: Vec<ServedZone> = names.iter().map(|name| ServedZone::new(name, "")).collect();
        let Some(server) = NameServer::start(program, &zones) else {
            continue;
        };
        server.nsupdate("zone z7.example\nupdate add www.z7.example 60 A 192.0.2.1");
        let listed = format!("{}, missing.example", names.join(" "));
        let provider = connect(&settings(server.port(), KEY, SECRET, &listed));
        let zones = provider.dns().unwrap().zones().await.unwrap();
        assert_eq!(zones.len(), 51);
        let serial = |zone: &str| {
            let found = zones.iter().find(|info| info.name == name(zone));
            found.unwrap().serial
        };
        assert_eq!(serial("z6.example"), Some(1));
        assert!(serial("z7.example") > Some(1), "{program:?}");
        // It is named in the settings, so it is shown, and reading it says what is wrong.
        assert_eq!(serial("missing.example"), None);
    }
}

#[tokio::test]
async fn a_zone_outside_the_settings_is_not_this_accounts() {
    let zones = ["example.com", "example.org"].map(|name| ServedZone::new(name, ""));
    let Some(server) = NameServer::start(Program::Bind, &zones) else {
        return;
    };
    let provider = connect(&settings(server.port(), KEY, SECRET, "example.com"));
    let dns = provider.dns().unwrap();
    let error = dns.zone(&name("example.org")).await.unwrap_err();
    assert_eq!(error.kind, ErrorKind::NotFound);
    assert_eq!(
        error.message,
        "zone example.org is not among the zones of the account's settings"
    );
}
