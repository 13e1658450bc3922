//! Making, listing, exporting and removing zones.

use setec_provider::ErrorKind;
use setec_provider::dns::{NewZone, ZoneInfo};

use super::fixture::{Fixture, connect, name, set};

#[tokio::test]
async fn a_zone_is_made_listed_and_removed() {
    let Some(fixture) = Fixture::start().await else {
        return;
    };
    let (dns, zone) = (fixture.dns(), &fixture.zone);
    fixture.provider.test().await.unwrap();
    assert_eq!(fixture.server.dig("example.com", "NS").len(), 2);

    let listed = dns.zones().await.unwrap();
    let [
        ZoneInfo {
            name: listed_name,
            serial,
            kind,
        },
    ] = &listed[..]
    else {
        panic!("{listed:?}");
    };
    assert_eq!(listed_name, zone);
    assert!(
        serial.is_some_and(|serial| serial > 2_000_000_000),
        "{serial:?}"
    );
    assert_eq!(kind.as_deref(), Some("Native"));

    let hosting = dns.hosting().unwrap();
    let again = NewZone {
        name: zone.clone(),
        kind: None,
        nameservers: Vec::new(),
        sets: Vec::new(),
    };
    let error = hosting.create(&again).await.unwrap_err();
    assert_eq!(error.kind, ErrorKind::Exists);
    assert_eq!(error.message, "zone example.com exists already");

    hosting.delete(zone).await.unwrap();
    assert_eq!(dns.zones().await.unwrap(), []);
    for error in [
        hosting.delete(zone).await.unwrap_err(),
        dns.zone(zone).await.unwrap_err(),
        hosting.export(zone).await.unwrap_err(),
        hosting.notify(zone).await.unwrap_err(),
    ] {
        assert_eq!(error.kind, ErrorKind::NotFound);
        assert_eq!(error.message, "zone example.com not found");
    }
}

#[tokio::test]
async fn a_zone_is_made_with_its_sets_by_one_call_that_shows_it() {
    let Some(fixture) = Fixture::start().await else {
        return;
    };
    let new = NewZone {
        name: name("filled.example"),
        kind: None,
        nameservers: Vec::new(),
        sets: vec![
            set(
                "filled.example",
                "SOA",
                60,
                &["ns1.example.net. admin.example.net. 1 10800 3600 604800 3600"],
            ),
            set("filled.example", "NS", 60, &["ns1.example.net."]),
            set("www.filled.example", "A", 60, &["192.0.2.1", "192.0.2.2"]),
            set("www.filled.example", "TXT", 60, &[r#""say \"hi\"; ok""#]),
        ],
    };
    let hosting = fixture.dns().hosting().unwrap();
    let made = hosting.create(&new).await.unwrap();
    assert_eq!(made.answer.call, "POST /zones");
    assert_eq!(made.answer.text, "201 Created");
    let live = fixture.dns().zone(&new.name).await.unwrap();
    assert_eq!(made.zone, Some(live.clone()));
    for set in &new.sets[1..] {
        assert_eq!(live.get(&set.key), Some(set));
    }
    let soa = fixture.server.dig("filled.example", "SOA");
    assert!(
        soa[0].starts_with("ns1.example.net. admin.example.net. "),
        "{soa:?}"
    );
    assert!(soa[0].ends_with(" 10800 3600 604800 3600"), "{soa:?}");
    assert_eq!(
        fixture.server.dig("www.filled.example", "A"),
        ["192.0.2.1", "192.0.2.2"]
    );
}

/// PowerDNS makes the zone first and then fills it, which here fails.
#[tokio::test]
async fn a_zone_that_cannot_be_filled_is_not_left_behind() {
    let Some(fixture) = Fixture::start().await else {
        return;
    };
    fixture.server.sql(
        "CREATE TRIGGER refused BEFORE INSERT ON records WHEN NEW.name = 'refused.half.example' \
         BEGIN SELECT RAISE(ABORT, 'the disk is full'); END;",
    );
    let mut new = NewZone {
        name: name("half.example"),
        kind: None,
        nameservers: vec![name("ns1.example.net")],
        sets: vec![set("refused.half.example", "A", 60, &["192.0.2.1"])],
    };
    let hosting = fixture.dns().hosting().unwrap();
    let error = hosting.create(&new).await.unwrap_err();
    assert_eq!(error.kind, ErrorKind::Unavailable, "{error}");
    let zones = fixture.dns().zones().await.unwrap();
    assert_eq!(zones.len(), 1, "{zones:?}");
    // What is there with records is nothing that was left behind.
    new.name = fixture.zone.clone();
    new.sets = Vec::new();
    let error = hosting.create(&new).await.unwrap_err();
    assert_eq!(error.kind, ErrorKind::Exists, "{error}");
    assert_eq!(fixture.read().await.len(), 1);
}

#[tokio::test]
async fn the_kind_of_a_zone_is_the_users_choice() {
    let Some(fixture) = Fixture::start().await else {
        return;
    };
    let hosting = fixture.dns().hosting().unwrap();
    let mut new = NewZone {
        name: name("primary.example"),
        kind: Some("Primary".to_owned()),
        nameservers: vec![name("ns1.example.net")],
        sets: Vec::new(),
    };
    hosting.create(&new).await.unwrap();
    let zones = fixture.dns().zones().await.unwrap();
    let made = zones.iter().find(|zone| zone.name == new.name).unwrap();
    assert_eq!(made.kind.as_deref(), Some("Master"));

    new.kind = Some("Nonsense".to_owned());
    let error = hosting.create(&new).await.unwrap_err();
    assert_eq!(error.kind, ErrorKind::Invalid);
    assert_eq!(error.violations[0].field, "kind");
}

#[tokio::test]
async fn an_export_is_a_zone_file() {
    let Some(fixture) = Fixture::start().await else {
        return;
    };
    fixture
        .edit(|zone| zone.put(set("www.example.com", "A", 60, &["192.0.2.1"])))
        .await;
    let hosting = fixture.dns().hosting().unwrap();
    let text = hosting.export(&fixture.zone).await.unwrap();
    for line in [
        "www.example.com.\t60\tIN\tA\t192.0.2.1",
        "example.com.\t3600\tIN\tNS\tns1.example.net.",
    ] {
        assert!(text.lines().any(|found| found == line), "{text}");
    }
    assert!(text.contains("\tSOA\t"), "{text}");
    hosting.notify(&fixture.zone).await.unwrap();
}

#[tokio::test]
async fn zones_with_unusual_names_are_found() {
    let Some(fixture) = Fixture::with_zone("münchen.example").await else {
        return;
    };
    assert_eq!(fixture.zone.as_str(), "xn--mnchen-3ya.example");
    fixture
        .edit(|zone| zone.put(set("www.münchen.example", "A", 60, &["192.0.2.1"])))
        .await;
    assert_eq!(
        fixture.server.dig("www.xn--mnchen-3ya.example", "A"),
        ["192.0.2.1"]
    );

    // A classless delegation (RFC 2317) has a slash in its name.
    let new = NewZone {
        name: name("0/26.2.0.192.in-addr.arpa"),
        kind: None,
        nameservers: vec![name("ns1.example.net")],
        sets: Vec::new(),
    };
    let hosting = fixture.dns().hosting().unwrap();
    hosting.create(&new).await.unwrap();
    assert_eq!(fixture.dns().zone(&new.name).await.unwrap().len(), 2);
    hosting.delete(&new.name).await.unwrap();
}

#[tokio::test]
async fn the_base_url_may_name_the_api() {
    let Some(fixture) = Fixture::start().await else {
        return;
    };
    for suffix in ["", "/", "/api/v1", "/api/v1/"] {
        let url = format!("{}{suffix}", fixture.server.api_url());
        let provider = connect(&url, fixture.server.api_key());
        provider.test().await.unwrap();
        let zones = provider.dns().unwrap().zones().await.unwrap();
        assert_eq!(zones.len(), 1, "{url}");
    }
}
