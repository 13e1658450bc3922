//! Plans and versions of zones.

use chrono::{TimeDelta, Utc};
use serde_json::json;
use setec_store::{NewVersion, Origin, Protection, Retention, StoredPlan};
use uuid::Uuid;

use crate::database::{TestDatabase, on_both_databases};

on_both_databases!(
    a_plan_is_found_by_its_digest_until_it_is_long_gone,
    a_state_is_kept_once_and_the_newest_comes_first,
    old_states_go_by_count_and_age,
    protections_are_replaced_zone_by_zone,
);

const LONG: Retention = Retention {
    count: 100,
    age: TimeDelta::days(365),
};

fn plan(digest: &str, expires_in: TimeDelta) -> StoredPlan {
    StoredPlan {
        id: Uuid::now_v7(),
        digest: digest.to_owned(),
        account: "a".to_owned(),
        zone: "example.com".to_owned(),
        body: json!({"changes": []}),
        created_at: Utc::now(),
        expires_at: Utc::now() + expires_in,
        applied_at: None,
    }
}

fn version(zone: &str, digest: &str) -> NewVersion {
    NewVersion {
        account: "a".to_owned(),
        zone: zone.to_owned(),
        origin: Origin::Change,
        actor: Some("anna".to_owned()),
        entry_id: None,
        digest: digest.to_owned(),
        serial: Some(1),
        body: json!([digest]),
    }
}

async fn a_plan_is_found_by_its_digest_until_it_is_long_gone(database: TestDatabase) {
    let store = database.open().await;
    store
        .keep_plan(plan("old", TimeDelta::days(-2)))
        .await
        .unwrap();
    store
        .keep_plan(plan("new", TimeDelta::minutes(10)))
        .await
        .unwrap();
    assert!(store.plan("old").await.unwrap().is_none());
    let found = store.plan("new").await.unwrap().unwrap();
    assert_eq!(found.applied_at, None);
    store.mark_applied(found.id).await.unwrap();
    assert!(
        store
            .plan("new")
            .await
            .unwrap()
            .unwrap()
            .applied_at
            .is_some()
    );
}

async fn a_state_is_kept_once_and_the_newest_comes_first(database: TestDatabase) {
    let store = database.open().await;
    let first = store
        .keep_version(version("example.com", "1"), LONG)
        .await
        .unwrap()
        .unwrap();
    assert_eq!(
        store
            .keep_version(version("example.com", "1"), LONG)
            .await
            .unwrap(),
        None
    );
    let second = store
        .keep_version(version("example.com", "2"), LONG)
        .await
        .unwrap()
        .unwrap();
    store
        .keep_version(version("other.example", "9"), LONG)
        .await
        .unwrap();
    let versions = store.versions("a", "example.com", 10).await.unwrap();
    let ids: Vec<Uuid> = versions.iter().map(|version| version.id).collect();
    assert_eq!(ids, [second, first]);
    let one = store
        .version("a", "example.com", first)
        .await
        .unwrap()
        .unwrap();
    assert_eq!(one.body, json!(["1"]));
    assert!(
        store
            .version("a", "other.example", first)
            .await
            .unwrap()
            .is_none()
    );
}

async fn old_states_go_by_count_and_age(database: TestDatabase) {
    let store = database.open().await;
    let at_once = Retention {
        count: 3,
        age: TimeDelta::zero(),
    };
    for number in 0..6 {
        let digest = number.to_string();
        store
            .keep_version(version("example.com", &digest), at_once)
            .await
            .unwrap();
    }
    let kept = store.versions("a", "example.com", 10).await.unwrap();
    let digests: Vec<&str> = kept.iter().map(|version| version.digest.as_str()).collect();
    assert_eq!(digests, ["5", "4", "3"]);
    let by_age = Retention {
        count: 1,
        age: TimeDelta::days(1),
    };
    store
        .keep_version(version("example.com", "6"), by_age)
        .await
        .unwrap();
    assert_eq!(
        store.versions("a", "example.com", 10).await.unwrap().len(),
        4
    );
}

async fn protections_are_replaced_zone_by_zone(database: TestDatabase) {
    let store = database.open().await;
    let set = |name: &str, rtype: &str| Protection {
        name: name.to_owned(),
        rtype: rtype.to_owned(),
    };
    let both = [set("example.com", "MX"), set("www.example.com", "A")];
    store
        .set_protections("a", "example.com", &both)
        .await
        .unwrap();
    store
        .set_protections("a", "other.example", &[set("", "")])
        .await
        .unwrap();
    assert_eq!(store.protections("a", "example.com").await.unwrap(), both);
    store
        .set_protections("a", "example.com", &[])
        .await
        .unwrap();
    assert!(
        store
            .protections("a", "example.com")
            .await
            .unwrap()
            .is_empty()
    );
    assert_eq!(
        store.protections("a", "other.example").await.unwrap(),
        [set("", "")]
    );
}
