//! Tags of domains, zones and servers.

use setec_core::TagKind::{self, Domain, Server, Zone};
use setec_store::{Store, TagChange, TagCount};

use crate::database::{TestDatabase, on_both_databases};

on_both_databases!(
    tags_come_and_go_by_difference,
    tags_are_counted_and_go_with_their_account,
);

fn change(
    account: &str,
    kind: TagKind,
    subject: &str,
    added: &[&str],
    removed: &[&str],
) -> TagChange {
    let owned = |tags: &[&str]| tags.iter().map(|tag| (*tag).to_owned()).collect();
    TagChange {
        account: account.to_owned(),
        kind,
        subject: subject.to_owned(),
        added: owned(added),
        removed: owned(removed),
    }
}

async fn of(store: &Store, accounts: &[&str], kind: Option<TagKind>) -> Vec<String> {
    let accounts: Vec<String> = accounts.iter().map(|name| (*name).to_owned()).collect();
    let rows = store.tags(&accounts, kind).await.unwrap();
    let rows = rows.into_iter();
    rows.map(|row| {
        let kind = row.kind.word();
        format!("{} {kind} {} {}", row.account, row.subject, row.tag)
    })
    .collect()
}

async fn tags_come_and_go_by_difference(database: TestDatabase) {
    let store = database.open().await;
    store
        .change_tags(&[
            change("a", Domain, "x.example", &["one", "two"], &[]),
            change("a", Zone, "x.example", &["zone"], &[]),
            change("b", Domain, "x.example", &["other"], &[]),
        ])
        .await
        .unwrap();
    // What is there already stays, what is not there goes without a word.
    let again = change("a", Domain, "x.example", &["two", "three"], &["one", "no"]);
    store.change_tags(&[again]).await.unwrap();
    let domain = store.tags_of("a", Domain, "x.example").await.unwrap();
    assert_eq!(domain, ["three", "two"]);
    assert_eq!(
        of(&store, &["a"], None).await,
        [
            "a domain x.example three",
            "a domain x.example two",
            "a zone x.example zone"
        ]
    );
    assert_eq!(
        of(&store, &["a", "b"], Some(Domain)).await,
        [
            "a domain x.example three",
            "a domain x.example two",
            "b domain x.example other"
        ]
    );
    store.forget_tags_of("a", Zone, "x.example").await.unwrap();
    assert!(of(&store, &["a"], Some(Zone)).await.is_empty());
    assert_eq!(of(&store, &["a"], Some(Domain)).await.len(), 2);
}

async fn tags_are_counted_and_go_with_their_account(database: TestDatabase) {
    let store = database.open().await;
    let many = (0..6_000).map(|n| change("a", Server, &n.to_string(), &["many"], &[]));
    store.change_tags(&many.collect::<Vec<_>>()).await.unwrap();
    store
        .change_tags(&[change("b", Zone, "z.example", &["many", "few"], &[])])
        .await
        .unwrap();
    let counts = |accounts: &'static [&str]| {
        let accounts: Vec<String> = accounts.iter().map(|name| (*name).to_owned()).collect();
        let store = store.clone();
        async move { store.tag_counts(&accounts).await.unwrap() }
    };
    let count = |tag: &str, kind, things| TagCount {
        tag: tag.to_owned(),
        kind,
        things,
    };
    assert_eq!(
        counts(&["a", "b"]).await,
        [
            count("few", Zone, 1),
            count("many", Server, 6_000),
            count("many", Zone, 1)
        ]
    );
    store.forget_tags("a").await.unwrap();
    assert_eq!(
        counts(&["a", "b"]).await,
        [count("few", Zone, 1), count("many", Zone, 1)]
    );
    assert_eq!(counts(&["a"]).await, []);
}
