//! Plans carried out.

use setec_core::dns::{RecordSet, Ttl};
use setec_core::plan::Change;
use setec_provider::ErrorKind;

use super::fixture::{Fixture, data, key, set};

#[tokio::test]
async fn values_of_a_set_come_and_go_one_by_one() {
    let Some(fixture) = Fixture::start().await else {
        return;
    };
    let owner = "www.example.com";
    let states: [&[&str]; 5] = [
        &["192.0.2.1"],
        &["192.0.2.1", "192.0.2.2", "192.0.2.3"],
        &["192.0.2.1", "192.0.2.22", "192.0.2.3"],
        &["192.0.2.1", "192.0.2.22"],
        &[],
    ];
    for values in states {
        let changes = fixture.edit(|zone| {
            zone.remove(&key(owner, "A"));
            zone.put(set(owner, "A", 60, values));
        });
        assert_eq!(changes.await.len(), 1);
        assert_eq!(fixture.server.dig(owner, "A"), values);
    }
    assert_eq!(fixture.read().await.len(), 1, "only the apex NS is left");
}

#[tokio::test]
async fn a_cname_takes_the_place_of_an_address_and_back() {
    let Some(fixture) = Fixture::start().await else {
        return;
    };
    let owner = "www.example.com";
    fixture
        .edit(|zone| zone.put(set(owner, "A", 60, &["192.0.2.1"])))
        .await;
    fixture
        .edit(|zone| {
            zone.remove(&key(owner, "A"));
            zone.put(set(owner, "CNAME", 60, &["other.example."]));
        })
        .await;
    assert_eq!(fixture.server.dig(owner, "CNAME"), ["other.example."]);
    fixture
        .edit(|zone| {
            zone.remove(&key(owner, "CNAME"));
            zone.put(set(owner, "A", 60, &["192.0.2.1"]));
            zone.put(set(owner, "TXT", 60, &["back"]));
        })
        .await;
    assert_eq!(fixture.server.dig(owner, "A"), ["192.0.2.1"]);
}

#[tokio::test]
async fn a_ttl_changes_without_its_values() {
    let Some(fixture) = Fixture::start().await else {
        return;
    };
    for ttl in [60, 0, 2_147_483_647] {
        let changed = set("example.com", "A", ttl, &["192.0.2.1", "192.0.2.2"]);
        fixture.edit(|zone| zone.put(changed)).await;
        let zone = fixture.read().await;
        let read = zone.get(&key("example.com", "A")).unwrap();
        assert_eq!(u64::from(read.ttl.secs()), ttl);
    }
}

#[tokio::test]
async fn the_soa_can_be_edited() {
    let Some(fixture) = Fixture::start().await else {
        return;
    };
    let text = "ns1.example.net. admin.example.com. 2030010101 7200 1800 1209600 300";
    let soa = set("example.com", "SOA", 1800, &[text]);
    let live = fixture.dns().zone(&fixture.zone).await.unwrap();
    let before = live.get(&soa.key).unwrap().clone();
    let change = Change::Replace { before, after: soa };
    fixture.apply(&[change]).await.unwrap();
    let served = fixture.server.dig("example.com", "SOA").join("");
    assert!(
        served.starts_with("ns1.example.net. admin.example.com. 2030"),
        "{served}"
    );
    assert!(served.ends_with("7200 1800 1209600 300"), "{served}");
}

#[tokio::test]
async fn a_thousand_sets_are_one_change() {
    let Some(fixture) = Fixture::start().await else {
        return;
    };
    let owner = |number: u32| format!("host{number}.example.com");
    let changes = fixture.edit(|zone| {
        for number in 0..1000 {
            let address = format!("198.51.{}.{}", number / 256, number % 256);
            zone.put(set(&owner(number), "A", 60, &[&address]));
        }
    });
    assert_eq!(changes.await.len(), 1000);
    assert_eq!(fixture.server.dig(&owner(999), "A"), ["198.51.3.231"]);
    let changes = fixture.edit(|zone| {
        for number in 0..1000 {
            zone.remove(&key(&owner(number), "A"));
        }
    });
    assert_eq!(changes.await.len(), 1000);
}

#[tokio::test]
async fn an_invalid_batch_changes_nothing() {
    let Some(fixture) = Fixture::start().await else {
        return;
    };
    fixture
        .edit(|zone| zone.put(set("old.example.com", "A", 60, &["192.0.2.1"])))
        .await;
    let before = fixture.read().await;
    let good = Change::Create(set("new.example.com", "A", 60, &["192.0.2.2"]));
    let gone = Change::Delete(set("old.example.com", "A", 60, &["192.0.2.1"]));
    for (bad, field, words) in [
        (
            set("www.example.org", "A", 60, &["192.0.2.1"]),
            "www.example.org./A",
            "powerdns API error 422: RRset www.example.org. IN A: Name is out of zone",
        ),
        (
            set("new.example.com", "CNAME", 60, &["a.example."]),
            "new/CNAME",
            "powerdns API error 422: RRset new.example.com. IN CNAME: Conflicts with pre-existing RRset",
        ),
    ] {
        let changes = [good.clone(), gone.clone(), Change::Create(bad)];
        let error = fixture.apply(&changes).await.unwrap_err();
        assert_eq!(error.source.kind, ErrorKind::Invalid);
        assert_eq!(error.source.message, format!("{field}: {words}"));
        let named = error.source.violations.iter().map(|v| v.field.as_str());
        assert_eq!(named.collect::<Vec<_>>(), [field]);
        assert_eq!(error.applied, []);
        assert_eq!(fixture.read().await, before);
    }
}

#[tokio::test]
async fn a_value_is_switched_on() {
    let Some(fixture) = Fixture::start().await else {
        return;
    };
    let mut asleep = RecordSet::new(key("www.example.com", "A"), Ttl::from_secs(60).unwrap(), []);
    asleep.insert_disabled(data("A", "192.0.2.1"));
    fixture.edit(|zone| zone.put(asleep.clone())).await;
    assert_eq!(fixture.server.dig("www.example.com", "A"), [""; 0]);

    // The same value, served and disabled at once, would be refused as a duplicate.
    let mut awake = asleep.clone();
    awake.insert(data("A", "192.0.2.1"));
    let change = Change::Replace {
        before: asleep,
        after: awake,
    };
    fixture.apply(&[change]).await.unwrap();
    assert_eq!(fixture.server.dig("www.example.com", "A"), ["192.0.2.1"]);
}
