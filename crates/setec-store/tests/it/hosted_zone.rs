//! Zones of our own, kept as sets.

use setec_store::{HostedChange, HostedSet, HostedZone, Store, StoreError};

use crate::database::{TestDatabase, on_both_databases};

on_both_databases!(
    a_zone_changes_from_serial_to_serial,
    one_zone_of_a_name,
    writers_do_not_overtake_each_other,
    large_zones_fit,
);

fn set(name: &str, rtype: &str, served: &str) -> HostedSet {
    HostedSet {
        name: name.to_owned(),
        rtype: rtype.to_owned(),
        ttl: 300,
        served: served.to_owned(),
        disabled: String::new(),
    }
}

fn zone(account: &str, serial: u32) -> HostedZone {
    HostedZone {
        zone: "example.com".to_owned(),
        account: account.to_owned(),
        serial,
    }
}

async fn sets(store: &Store) -> (u32, Vec<HostedSet>) {
    let stored = store.hosted_sets("example.com", None).await.unwrap();
    let (place, mut sets) = stored.unwrap();
    sets.sort_by(|a, b| (&a.name, &a.rtype).cmp(&(&b.name, &b.rtype)));
    (place.serial, sets)
}

async fn a_zone_changes_from_serial_to_serial(database: TestDatabase) {
    let store = database.open().await;
    let first = vec![
        set("example.com", "NS", "ns1.example.net."),
        set("www.example.com", "A", "192.0.2.1"),
    ];
    store
        .create_hosted_zone(&zone("local", u32::MAX), first)
        .await
        .unwrap();
    let change = HostedChange {
        from_serial: u32::MAX,
        to_serial: 1,
        gone: vec![("www.example.com".to_owned(), "A".to_owned())],
        put: vec![
            set("example.com", "NS", "ns1.example.net.\nns2.example.net."),
            set("mail.example.com", "AAAA", "2001:db8::1"),
        ],
    };
    for (account, happens) in [("other", false), ("local", true), ("local", false)] {
        let changed = store.change_hosted_zone(account, "example.com", change.clone());
        assert_eq!(changed.await.unwrap(), happens, "{account}");
    }
    assert_eq!(sets(&store).await, (1, change.put.clone()));
    let owners = ["mail.example.com".to_owned()];
    let some = store.hosted_sets("example.com", Some(&owners)).await;
    assert_eq!(some.unwrap().unwrap().1, change.put[1..]);
    assert!(
        !store
            .delete_hosted_zone("other", "example.com")
            .await
            .unwrap()
    );
    assert!(
        store
            .delete_hosted_zone("local", "example.com")
            .await
            .unwrap()
    );
    assert_eq!(store.hosted_sets("example.com", None).await.unwrap(), None);
    // What was in it is gone with it.
    store
        .create_hosted_zone(&zone("local", 7), Vec::new())
        .await
        .unwrap();
    assert_eq!(sets(&store).await, (7, Vec::new()));
}

async fn one_zone_of_a_name(database: TestDatabase) {
    let store = database.open().await;
    store
        .create_hosted_zone(
            &zone("local", 1),
            vec![set("example.com", "A", "192.0.2.1")],
        )
        .await
        .unwrap();
    let refused = store
        .create_hosted_zone(
            &zone("second", 9),
            vec![set("example.com", "A", "192.0.2.9")],
        )
        .await
        .unwrap_err();
    assert!(matches!(refused, StoreError::Exists { .. }), "{refused:?}");
    assert_eq!(store.hosted_zones().await.unwrap(), [zone("local", 1)]);
    assert_eq!(sets(&store).await.1[0].served, "192.0.2.1");
}

async fn writers_do_not_overtake_each_other(database: TestDatabase) {
    let store = database.open().await;
    store
        .create_hosted_zone(&zone("local", 0), Vec::new())
        .await
        .unwrap();
    let writers = (0..8).map(|number| {
        let store = store.clone();
        tokio::spawn(async move {
            let change = HostedChange {
                from_serial: 0,
                to_serial: 1,
                put: vec![set("www.example.com", "A", &format!("192.0.2.{number}"))],
                ..HostedChange::default()
            };
            store
                .change_hosted_zone("local", "example.com", change)
                .await
                .unwrap()
        })
    });
    let mut happened = 0;
    for writer in writers.collect::<Vec<_>>() {
        happened += u32::from(writer.await.unwrap());
    }
    assert_eq!(happened, 1);
    assert_eq!(sets(&store).await.0, 1);
}

async fn large_zones_fit(database: TestDatabase) {
    let store = database.open().await;
    let many = (0..12_000).map(|number| set(&format!("h{number}.example.com"), "A", "192.0.2.1"));
    store
        .create_hosted_zone(&zone("local", 1), many.collect())
        .await
        .unwrap();
    assert_eq!(sets(&store).await.1.len(), 12_000);
    let owners: Vec<String> = (0..11_000)
        .map(|number| format!("h{number}.example.com"))
        .collect();
    let some = store.hosted_sets("example.com", Some(&owners)).await;
    assert_eq!(some.unwrap().unwrap().1.len(), 11_000);
}
