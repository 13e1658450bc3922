//! Subscriptions, labels and settings.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use futures::future::join_all;

use crate::database::{TestDatabase, on_both_databases};

on_both_databases!(
    a_subscription_is_replaced,
    a_subscription_pays_for_one_domain,
    labels_are_replaced_as_a_whole,
    of_many_settings_the_first_stands,
);

async fn a_subscription_is_replaced(database: TestDatabase) {
    let store = database.open().await;
    for (account, domain, subscription) in [
        ("one", "a.example", "s1"),
        ("one", "b.example", "s2"),
        ("two", "a.example", "s3"),
        ("one", "a.example", "s4"),
    ] {
        store
            .remember_subscription(account, domain, subscription)
            .await
            .unwrap();
    }
    let known = store.subscriptions_of("one").await.unwrap();
    let expected = [("a.example", "s4"), ("b.example", "s2")]
        .map(|(domain, subscription)| (domain.to_owned(), subscription.to_owned()));
    assert_eq!(known, HashMap::from(expected));
    assert!(store.subscriptions_of("three").await.unwrap().is_empty());
}

async fn a_subscription_pays_for_one_domain(database: TestDatabase) {
    let nodes = [database.open().await, database.open().await];
    let attempts = (0..8).map(|n| {
        let store = nodes[n % 2].clone();
        let link = async move {
            let domain = format!("{n}.example");
            store.link_subscription("one", &domain, "s1").await.unwrap()
        };
        tokio::spawn(link)
    });
    let answers: Vec<Option<String>> = join_all(attempts)
        .await
        .into_iter()
        .map(|attempt| attempt.unwrap())
        .collect();
    let store = &nodes[0];
    let known = store.subscriptions_of("one").await.unwrap();
    let holders: Vec<&String> = known.keys().collect();
    assert_eq!(holders.len(), 1);
    let refused = answers.iter().flatten();
    assert!(refused.clone().all(|other| other == holders[0]));
    assert_eq!(refused.count(), 7);

    let [link, forget] = [holders[0].as_str(), "else.example"];
    assert_eq!(
        store.link_subscription("one", link, "s1").await.unwrap(),
        None
    );
    assert_eq!(
        store.link_subscription("two", link, "s1").await.unwrap(),
        None
    );
    assert!(!store.forget_subscription("one", forget).await.unwrap());
    assert!(store.forget_subscription("one", link).await.unwrap());
    assert_eq!(
        store.link_subscription("one", forget, "s1").await.unwrap(),
        None
    );
    assert_eq!(store.subscriptions_of("two").await.unwrap().len(), 1);
}

async fn labels_are_replaced_as_a_whole(database: TestDatabase) {
    let store = database.open().await;
    let labels = |pairs: &[(&str, &str)]| -> BTreeMap<String, String> {
        pairs
            .iter()
            .map(|(key, value)| ((*key).to_owned(), (*value).to_owned()))
            .collect()
    };
    let first = labels(&[("env", "prod"), ("näme", "wört \"x\"")]);
    let second = labels(&[("env", "test")]);
    store.set_labels("one", "17", &first).await.unwrap();
    store.set_labels("one", "18", &first).await.unwrap();
    store.set_labels("two", "17", &first).await.unwrap();
    store.set_labels("one", "17", &second).await.unwrap();
    store.set_labels("one", "18", &labels(&[])).await.unwrap();
    assert_eq!(
        store.labels("one").await.unwrap(),
        HashMap::from([("17".to_owned(), second)])
    );
    assert_eq!(
        store.labels("two").await.unwrap(),
        HashMap::from([("17".to_owned(), first)])
    );
}

async fn of_many_settings_the_first_stands(database: TestDatabase) {
    let nodes = [database.open().await, database.open().await];
    let attempts = (0..16).map(|n| {
        let store = nodes[n % 2].clone();
        tokio::spawn(async move { store.setting_or_insert("jwt_key", &n.to_string()).await })
    });
    let stands: BTreeSet<String> = join_all(attempts)
        .await
        .into_iter()
        .map(|attempt| attempt.unwrap().unwrap())
        .collect();
    assert_eq!(stands.len(), 1);
    let kept = nodes[1].setting_or_insert("jwt_key", "late").await.unwrap();
    assert!(stands.contains(&kept));
    assert_eq!(nodes[0].setting_or_insert("other", "x").await.unwrap(), "x");
}
