use std::error::Error;
use std::fs;
use std::os::unix::fs::PermissionsExt;

use futures::future::join_all;
use sea_orm::{ConnectionTrait, Database};
use setec_store::{EntryFilter, NewEntry, Outcome, Store};

use crate::database::{TestDatabase, make_user, new_user, on_both_databases};

on_both_databases!(
    what_was_kept_is_there_after_reopening,
    nodes_that_start_together_share_one_schema,
    many_writers_all_succeed,
    a_failed_write_leaves_nothing_behind,
    a_newer_schema_is_left_alone,
);

async fn what_was_kept_is_there_after_reopening(database: TestDatabase) {
    let store = database.open().await;
    let anna = make_user(&store, "anna").await;
    store.close().await.unwrap();
    let reopened = database.open().await;
    reopened.ping().await.unwrap();
    assert_eq!(reopened.users().await.unwrap(), [anna]);
}

async fn nodes_that_start_together_share_one_schema(database: TestDatabase) {
    let nodes = join_all((0..6).map(|_| Store::open(&database.url))).await;
    for node in &nodes {
        assert!(node.as_ref().unwrap().users().await.unwrap().is_empty());
    }
    make_user(nodes[0].as_ref().unwrap(), "anna").await;
    assert_eq!(nodes[5].as_ref().unwrap().users().await.unwrap().len(), 1);
}

async fn many_writers_all_succeed(database: TestDatabase) {
    // Two pools on one SQLite file are the server and a command beside it.
    let pools = [database.open().await, database.open().await];
    let writers = (0..64).map(|n| {
        let store = pools[n % 2].clone();
        tokio::spawn(async move {
            let entry = NewEntry {
                actor: format!("writer {n}"),
                ..NewEntry::default()
            };
            let id = store.begin_entry(entry).await?;
            store.labels("one").await?;
            store.finish_entry(id, Outcome::Done, None).await
        })
    });
    for written in join_all(writers).await {
        written.unwrap().unwrap();
    }
    let entries = pools[0].entries(&EntryFilter::default()).await.unwrap();
    assert_eq!(entries.len(), 64);
    assert!(pools[1].open_entries().await.unwrap().is_empty());
}

async fn a_failed_write_leaves_nothing_behind(database: TestDatabase) {
    let store = database.open().await;
    make_user(&store, "anna").await;
    for _ in 0..30 {
        store.create_user(new_user("anna")).await.unwrap_err();
    }
    make_user(&store, "bert").await;
    assert_eq!(store.users().await.unwrap().len(), 2);
}

async fn a_newer_schema_is_left_alone(database: TestDatabase) {
    database.open().await.close().await.unwrap();
    let raw = Database::connect(&database.url).await.unwrap();
    raw.execute_unprepared("INSERT INTO schema_version VALUES (99, '2030-01-01T00:00:00Z')")
        .await
        .unwrap();
    let error = Store::open(&database.url).await.unwrap_err();
    let cause = error.source().unwrap().to_string();
    assert!(cause.contains("its schema is number 99"), "{cause}");
}

#[tokio::test]
async fn a_sqlite_file_is_private() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("data/set ec?.db");
    let mode = || fs::metadata(&path).unwrap().permissions().mode() & 0o777;
    let store = Store::open(path.to_str().unwrap()).await.unwrap();
    make_user(&store, "anna").await;
    for entry in fs::read_dir(path.parent().unwrap()).unwrap() {
        let entry = entry.unwrap();
        let others = entry.metadata().unwrap().permissions().mode() & 0o077;
        assert_eq!(others, 0, "{:?}", entry.file_name());
    }
    drop(store);
    fs::set_permissions(&path, fs::Permissions::from_mode(0o644)).unwrap();
    let store = Store::open(path.to_str().unwrap()).await.unwrap();
    assert_eq!(mode(), 0o600);
    assert_eq!(store.users().await.unwrap().len(), 1);
}

#[tokio::test]
async fn an_error_does_not_tell_the_databases_password() {
    let url = "postgres://setec:hunter2@127.0.0.1:1/setec?sslmode=nonsense";
    let error = Store::open(url).await.unwrap_err();
    assert!(!format!("{error:?} {error}").contains("hunter2"));
}
