//! The `local` driver, with its zones served by the name server.

mod place;
mod storage;

use setec_core::dns::{RecordData, RecordSet, RecordType, SetKey, Ttl, Zone};
use setec_core::plan::{Change, diff};
use setec_provider::ErrorKind;
use setec_provider::dns::{NewZone, ZoneHosting};

use crate::conformance;
use place::{LocalPlace, name};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn it_does_what_every_driver_does() {
    conformance::run(&LocalPlace::start().await).await;
}

fn soa_key() -> SetKey {
    SetKey {
        name: name("example.com"),
        rtype: RecordType::Soa,
    }
}

fn serial(zone: &Zone) -> u32 {
    let set = zone.get(&soa_key()).expect("a zone has its SOA");
    match &set.values()[0] {
        RecordData::Soa(soa) => soa.serial,
        other => panic!("{other:?}"),
    }
}

fn address(last: u8) -> RecordSet {
    let key = SetKey {
        name: name("www.example.com"),
        rtype: RecordType::A,
    };
    let value = RecordData::A([192, 0, 2, last].into());
    RecordSet::new(key, Ttl::from_secs(60).unwrap(), [value])
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_serial_moves_with_every_change_and_can_be_set_ahead() {
    let place = LocalPlace::start().await;
    let apex = name("example.com");
    let first = place.driver().zone(&apex).await.unwrap();
    let added = [Change::Create(address(1))];
    place.driver().apply(&apex, &added).await.unwrap();
    let second = place.driver().zone(&apex).await.unwrap();
    assert!(serial(&second) > serial(&first));

    let with_serial = |serial: u32| {
        let mut wanted = second.clone();
        let mut soa = match &second.get(&soa_key()).unwrap().values()[0] {
            RecordData::Soa(soa) => soa.clone(),
            other => panic!("{other:?}"),
        };
        soa.serial = serial;
        let ttl = Ttl::from_secs(3_600).unwrap();
        wanted.put(RecordSet::new(soa_key(), ttl, [RecordData::Soa(soa)]));
        diff(&second, &wanted)
    };
    let back = with_serial(serial(&second) - 1);
    let refused = place.driver().apply(&apex, &back).await.unwrap_err();
    assert_eq!(refused.source.kind, ErrorKind::Invalid);
    let ahead = with_serial(serial(&second) + 1_000);
    place.driver().apply(&apex, &ahead).await.unwrap();
    let third = place.driver().zone(&apex).await.unwrap();
    assert_eq!(serial(&third), serial(&second) + 1_000);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_was_reviewed_must_be_what_is_there() {
    let place = LocalPlace::start().await;
    let apex = name("example.com");
    let added = [Change::Create(address(1))];
    place.driver().apply(&apex, &added).await.unwrap();
    let stale = [Change::Replace {
        before: address(2),
        after: address(3),
    }];
    for changes in [&added[..], &stale] {
        let refused = place.driver().apply(&apex, changes).await.unwrap_err();
        assert_eq!(refused.source.kind, ErrorKind::Conflict);
        assert_eq!(
            refused.source.message,
            "www A has been changed by somebody else meanwhile"
        );
    }
    let live = place.driver().zone(&apex).await.unwrap();
    assert_eq!(live.get(&address(1).key), Some(&address(1)));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_zone_keeps_what_makes_it_one() {
    let place = LocalPlace::start().await;
    let apex = name("example.com");
    let live = place.driver().zone(&apex).await.unwrap();
    let all: Vec<Change> = live.sets().cloned().map(Change::Delete).collect();
    let refused = place.driver().apply(&apex, &all).await.unwrap_err();
    let fields: Vec<&str> = refused
        .source
        .violations
        .iter()
        .map(|violation| violation.field.as_str())
        .collect();
    assert_eq!(fields, ["@/SOA", "@/NS"]);
    let after = place.driver().zone(&apex).await.unwrap();
    assert_eq!(after, live);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_new_zone_needs_name_servers_and_gets_the_rest() {
    let place = LocalPlace::start().await;
    let hosting: &dyn ZoneHosting = place.driver().hosting().expect("it hosts zones");
    let mut new = NewZone {
        name: name("other.example"),
        kind: Some("Secondary".to_owned()),
        nameservers: Vec::new(),
        sets: vec![address(1)],
    };
    let refused = hosting.create(&new).await.unwrap_err();
    let fields: Vec<&str> = refused
        .violations
        .iter()
        .map(|violation| violation.field.as_str())
        .collect();
    assert_eq!(fields, ["kind", "www.example.com/A", "nameservers"]);
    new.kind = None;
    new.sets.clear();
    new.nameservers = vec![name("ns1.example.net")];
    hosting.create(&new).await.unwrap();
    let again = hosting.create(&new).await.unwrap_err();
    assert_eq!(again.kind, ErrorKind::Exists);
    let text = hosting.export(&new.name).await.unwrap();
    assert!(text.contains("hostmaster.other.example."), "{text}");
    hosting.delete(&new.name).await.unwrap();
    let gone = hosting.delete(&new.name).await.unwrap_err();
    assert_eq!(gone.kind, ErrorKind::NotFound);
}
