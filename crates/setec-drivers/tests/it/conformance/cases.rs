//! Sets that come, change and go.

use setec_core::dns::{RecordData, RecordSet, RecordType, Ttl, Zone};
use setec_core::plan::{Change, diff};
use setec_provider::ErrorKind;

use super::{Place, Race};

/// Beside siblings, one of several replaced, one deleted, the last deleted.
pub(super) async fn values_come_and_go_one_by_one(place: &dyn Place) {
    let label = "values";
    let states: [&[&str]; 4] = [
        &["192.0.2.1"],
        &["192.0.2.1", "192.0.2.2", "192.0.2.3"],
        &["192.0.2.1", "192.0.2.22", "192.0.2.3"],
        &["192.0.2.1", "192.0.2.22"],
    ];
    let sibling = place.set(label, RecordType::Txt, &["sibling"]);
    place.put([sibling.clone()]).await;
    for values in states {
        place.put([place.set(label, RecordType::A, values)]).await;
    }
    place.remove([place.key(label, RecordType::A)]).await;
    let seen = place.look(&sibling.key);
    assert_eq!(
        seen,
        Some(sibling),
        "the other set of the name is as it was"
    );
}

pub(super) async fn a_cname_takes_the_place_of_an_address_and_back(place: &dyn Place) {
    let label = "swap";
    let address = place.set(label, RecordType::A, &["192.0.2.1", "192.0.2.2"]);
    let alias = place.set(label, RecordType::Cname, &["target.example."]);
    place.put([address.clone()]).await;
    place
        .edit(|zone| {
            zone.remove(&address.key);
            zone.put(alias.clone());
        })
        .await;
    assert_eq!(place.look(&address.key), None);
    place
        .put([place.set(label, RecordType::Cname, &["other.example."])])
        .await;
    place
        .edit(|zone| {
            zone.remove(&alias.key);
            zone.put(address.clone());
            zone.put(place.set(label, RecordType::Txt, &["back"]));
        })
        .await;
    assert_eq!(place.look(&alias.key), None);
}

/// The apex, a wildcard, underscores, a name of another script, a deep one.
pub(super) async fn special_names_are_names(place: &dyn Place) {
    let labels = [
        "@",
        "*.wild",
        "_acme-challenge.names",
        "_443._tcp.names",
        "b\u{fc}cher",
        "a.b.c.d.names",
        "0-9.names",
    ];
    let sets: Vec<RecordSet> = labels
        .iter()
        .map(|label| {
            let key = place.key(label, RecordType::Txt);
            let text = format!("names of {label}").into_bytes();
            place.set_of(label, key.rtype, [RecordData::Txt(text.into())])
        })
        .collect();
    assert!(sets[4].key.name.as_str().starts_with("xn--bcher-kva."));
    // The zone may hold texts at its apex; they stay beside this one.
    let with_kept = |zone: &Zone, set: &RecordSet| {
        let mut set = set.clone();
        if let Some(kept) = zone.get(&set.key) {
            set.ttl = kept.ttl;
            for value in kept.values() {
                set.insert(value.clone());
            }
        }
        set
    };
    place
        .edit(|zone| {
            for set in &sets {
                zone.put(with_kept(zone, set));
            }
        })
        .await;
    place
        .edit(|zone| {
            for set in &sets {
                let mut left = zone.remove(&set.key).expect("it was put");
                left.remove(&set.values()[0]);
                zone.put(left);
            }
        })
        .await;
}

pub(super) async fn a_ttl_changes_without_its_values(place: &dyn Place) {
    let mut set = place.set("ttl", RecordType::A, &["192.0.2.1", "192.0.2.2"]);
    let facts = place.dns().facts();
    // Where records have no TTL of their own, there is none to change.
    if facts.max_ttl == Some(facts.min_ttl) {
        return;
    }
    let least = u64::from(facts.min_ttl.secs());
    for secs in [300, least, 86_400] {
        set.ttl = Ttl::from_secs(secs).expect("a TTL");
        place.put([set.clone()]).await;
    }
}

pub(super) async fn a_ttl_that_the_provider_does_not_take_is_refused(place: &dyn Place) {
    let least = u64::from(place.dns().facts().min_ttl.secs());
    // A provider that takes 0 takes every TTL.
    let Some(secs) = least.checked_sub(1) else {
        return;
    };
    let mut set = place.set("short", RecordType::A, &["192.0.2.1"]);
    set.ttl = Ttl::from_secs(secs).expect("a TTL");
    let before = place.read().await;
    let error = place.apply(&[Change::Create(set)]).await.unwrap_err();
    assert_eq!(error.source.kind, ErrorKind::Invalid, "{error}");
    assert_eq!(place.read().await, before);
}

pub(super) async fn many_sets_at_once(place: &dyn Place) {
    let sets: Vec<RecordSet> = (0..place.most_sets())
        .map(|n| place.set(&format!("h{n}.many"), RecordType::A, &["192.0.2.1"]))
        .collect();
    let live = place.read().await;
    let mut wanted = live.clone();
    for set in &sets {
        wanted.put(set.clone());
    }
    place
        .apply(&diff(&live, &wanted))
        .await
        .expect("all are made");
    assert_eq!(diff(&place.read().await, &wanted), []);
    for set in [&sets[0], &sets[sets.len() - 1]] {
        assert_eq!(place.look(&set.key).as_ref(), Some(set));
    }
    place
        .apply(&diff(&wanted, &live))
        .await
        .expect("all are deleted");
    assert_eq!(diff(&place.read().await, &live), []);
}

/// A CNAME cannot stand beside other data (RFC 1034 section 3.6.2).
pub(super) async fn a_refused_change_leaves_its_zone_as_it_was(place: &dyn Place) {
    place
        .put([place.set("taken", RecordType::A, &["192.0.2.1"])])
        .await;
    let before = place.read().await;
    let bad = place.set("taken", RecordType::Cname, &["target.example."]);
    let error = place.apply(&[Change::Create(bad)]).await.unwrap_err();
    let kinds = [ErrorKind::Invalid, ErrorKind::Conflict];
    assert!(kinds.contains(&error.source.kind), "{error}");
    assert_eq!(error.applied, []);
    assert_eq!(place.read().await, before);
    place.remove([place.key("taken", RecordType::A)]).await;
}

/// Both plans were made of the same zone, and are applied one after the other.
pub(super) async fn two_writers_of_one_set(place: &dyn Place) {
    let first = place.set("race", RecordType::A, &["192.0.2.1"]);
    place.put([first.clone()]).await;
    let [one, other] = ["192.0.2.11", "192.0.2.12"].map(|value| plus(&first, value));
    let outcome = place.apply(std::slice::from_ref(&one)).await;
    outcome.expect("the first writer");
    let outcome = place.apply(std::slice::from_ref(&other)).await;
    let stands = place.look(&first.key).expect("the set is there");
    match (place.race(), outcome) {
        (Race::NothingIsLost, Ok(())) => assert_eq!(stands.values().len(), 3, "both are there"),
        (Race::NothingIsLost, Err(error)) => {
            assert_eq!(error.source.kind, ErrorKind::Conflict, "{error}");
            assert_eq!(Some(&stands), one.after(), "the first writer's");
        }
        (Race::StaleIsRefused, outcome) => {
            let error = outcome.expect_err("the set is another one by now");
            assert_eq!(error.source.kind, ErrorKind::Conflict, "{error}");
            assert_eq!(Some(&stands), one.after(), "the first writer's");
        }
        (Race::TheLastStands, outcome) => {
            outcome.expect("nothing stops the second writer");
            assert_eq!(Some(&stands), other.after());
        }
    }
    place.remove([first.key]).await;
}

pub(super) async fn two_writers_at_the_same_time(place: &dyn Place) {
    let first = place.set("races", RecordType::A, &["192.0.2.1"]);
    place.put([first.clone()]).await;
    let changes: Vec<Change> = (10..14)
        .map(|n| plus(&first, &format!("192.0.2.{n}")))
        .collect();
    let writers = changes.iter().map(|change| async move {
        let outcome = place.apply(std::slice::from_ref(change)).await;
        (change, outcome)
    });
    let outcomes = futures::future::join_all(writers).await;
    let stands = place.look(&first.key).expect("the set is there");
    assert!(
        stands.values().contains(&first.values()[0]),
        "nobody took it out"
    );
    let mut accepted = Vec::new();
    for (change, outcome) in outcomes {
        match outcome {
            Ok(()) => accepted.push(change.after().expect("a replacement")),
            // PowerDNS says so when its database is busy with the other one.
            Err(error) => assert!(
                [ErrorKind::Conflict, ErrorKind::Unavailable].contains(&error.source.kind),
                "{error}"
            ),
        }
    }
    match place.race() {
        Race::NothingIsLost => {
            let added: usize = accepted.len();
            assert!(added >= 1, "one of them comes first");
            assert_eq!(
                stands.values().len(),
                1 + added,
                "each accepted value is there"
            );
            for set in accepted {
                let all_there = set.values().iter().all(|v| stands.values().contains(v));
                assert!(all_there, "{set:?} in {stands:?}");
            }
        }
        Race::TheLastStands | Race::StaleIsRefused => {
            assert!(accepted.contains(&&stands), "it is one writer's whole set");
        }
    }
    place.remove([first.key]).await;
}

fn plus(set: &RecordSet, value: &str) -> Change {
    let mut after = set.clone();
    after.insert(RecordData::A(value.parse().expect("an address")));
    Change::Replace {
        before: set.clone(),
        after,
    }
}
