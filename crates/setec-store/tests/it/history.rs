//! Plans and versions of zones.

use chrono::{TimeDelta, Utc};
use sea_orm::{ConnectionTrait, Database};
use serde_json::json;
use setec_store::{Kept, NewVersion, Origin, Part, Protection, Retention, Store, StoredPlan};
use uuid::Uuid;

use crate::database::{TestDatabase, on_both_databases};

on_both_databases!(
    a_plan_is_found_by_its_digest_until_it_is_long_gone,
    a_state_is_kept_once_and_the_newest_comes_first,
    old_states_go_by_count_and_age,
    a_state_is_put_together_from_what_changed,
    what_a_kept_state_is_built_upon_stays,
    a_state_from_before_the_lines_is_read,
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
        records: 3,
        base: None,
        lines: digest.to_owned(),
    }
}

async fn keep(store: &Store, version: NewVersion, retention: Retention) -> Uuid {
    match store.keep_version(version, retention).await.unwrap() {
        Kept::New(id) => id,
        other => panic!("{other:?}"),
    }
}

async fn lines(store: &Store, id: Uuid) -> Vec<String> {
    let version = store.version("a", "example.com", id).await.unwrap();
    let text = |part: Part| match part {
        Part::Lines(lines) => lines,
        Part::Json(json) => json.to_string(),
    };
    let parts = version.expect("it is kept").parts;
    parts.into_iter().map(text).collect()
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
    let first = keep(&store, version("example.com", "1"), LONG).await;
    let again = store.keep_version(version("example.com", "1"), LONG).await;
    assert_eq!(again.unwrap(), Kept::Known);
    let second = keep(&store, version("example.com", "2"), LONG).await;
    keep(&store, version("other.example", "9"), LONG).await;
    let versions = store.versions("a", "example.com", 10).await.unwrap();
    let ids: Vec<Uuid> = versions.iter().map(|version| version.id).collect();
    assert_eq!(ids, [second, first]);
    assert_eq!(lines(&store, first).await, ["1"]);
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
        keep(&store, version("example.com", &digest), at_once).await;
    }
    let kept = store.versions("a", "example.com", 10).await.unwrap();
    let digests: Vec<&str> = kept.iter().map(|version| version.digest.as_str()).collect();
    assert_eq!(digests, ["5", "4", "3"]);
    let by_age = Retention {
        count: 1,
        age: TimeDelta::days(1),
    };
    keep(&store, version("example.com", "6"), by_age).await;
    assert_eq!(
        store.versions("a", "example.com", 10).await.unwrap().len(),
        4
    );
}

/// What changed since `base`.
fn change(digest: &str, base: Uuid) -> NewVersion {
    NewVersion {
        base: Some(base),
        ..version("example.com", digest)
    }
}

async fn a_state_is_put_together_from_what_changed(database: TestDatabase) {
    let store = database.open().await;
    let whole = keep(&store, version("example.com", "0"), LONG).await;
    let mut newest = whole;
    let mut kept = vec!["0".to_owned()];
    // At some point the chain is long enough, and the next state is asked for as a whole.
    let ended = loop {
        let digest = kept.len().to_string();
        let outcome = store.keep_version(change(&digest, newest), LONG).await;
        match outcome.unwrap() {
            Kept::New(id) => newest = id,
            other => break other,
        }
        kept.push(digest);
        assert_eq!(lines(&store, newest).await, kept);
    };
    assert_eq!(ended, Kept::NeedsWhole);
    assert!(kept.len() > 10);
    assert_eq!(lines(&store, whole).await, ["0"]);
    let states = store.version_parts(&[newest, whole]).await.unwrap();
    assert_eq!(states[&newest].len(), kept.len());
    assert_eq!(states[&whole], [Part::Lines("0".to_owned())]);
    let of_an_old_one = store.keep_version(change("x", whole), LONG).await;
    assert_eq!(of_an_old_one.unwrap(), Kept::NeedsWhole);
    let other = keep(&store, version("example.com", "whole"), LONG).await;
    let on_top = keep(&store, change("on top", other), LONG).await;
    assert_eq!(lines(&store, on_top).await, ["whole", "on top"]);
}

async fn a_state_from_before_the_lines_is_read(database: TestDatabase) {
    let store = database.open().await;
    let old = keep(&store, version("example.com", "old"), LONG).await;
    let raw = Database::connect(&database.url).await.unwrap();
    raw.execute_unprepared("UPDATE zone_versions SET lines = NULL, body = '[\"old\"]'")
        .await
        .unwrap();
    let new = keep(&store, change("new", old), LONG).await;
    let version = store.version("a", "example.com", new).await.unwrap();
    assert_eq!(
        version.unwrap().parts,
        [Part::Json(json!(["old"])), Part::Lines("new".to_owned())]
    );
}

async fn what_a_kept_state_is_built_upon_stays(database: TestDatabase) {
    let store = database.open().await;
    let at_once = Retention {
        count: 2,
        age: TimeDelta::zero(),
    };
    let digests = async || -> Vec<String> {
        let versions = store.versions("a", "example.com", 10).await.unwrap();
        versions.into_iter().map(|version| version.digest).collect()
    };
    keep(&store, version("example.com", "old"), at_once).await;
    let mut newest = keep(&store, version("example.com", "whole"), at_once).await;
    for digest in ["1", "2", "3"] {
        newest = keep(&store, change(digest, newest), at_once).await;
    }
    assert_eq!(digests().await, ["3", "2", "1", "whole"]);
    assert_eq!(lines(&store, newest).await, ["whole", "1", "2", "3"]);
    let whole = keep(&store, version("example.com", "new"), at_once).await;
    keep(&store, change("4", whole), at_once).await;
    assert_eq!(digests().await, ["4", "new"]);
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
