use futures::future::join_all;
use setec_store::{NewUser, Role, StoreError};
use uuid::Uuid;

use crate::database::{TestDatabase, make_user, new_user, on_both_databases};

on_both_databases!(
    a_user_is_found_by_name_and_id,
    a_name_is_taken_once,
    of_many_first_users_one_is_made,
    a_first_user_is_refused_when_there_is_another,
    password_and_role_change,
    what_is_not_there_cannot_be_changed,
    a_zero_character_is_no_failure,
);

async fn a_user_is_found_by_name_and_id(database: TestDatabase) {
    let store = database.open().await;
    let bert = make_user(&store, "bert").await;
    let anna = make_user(&store, "anna").await;
    // Equality covers `created_at`: what was returned is what is kept, to the microsecond.
    assert_eq!(
        store.user_by_name("anna").await.unwrap(),
        Some(anna.clone())
    );
    assert_eq!(store.user(bert.id).await.unwrap(), Some(bert.clone()));
    assert_eq!(store.users().await.unwrap(), [anna, bert]);
    assert_eq!(store.user_by_name("ANNA").await.unwrap(), None);
    assert_eq!(store.user(Uuid::now_v7()).await.unwrap(), None);
}

async fn a_name_is_taken_once(database: TestDatabase) {
    let store = database.open().await;
    make_user(&store, "anna").await;
    let error = store.create_user(new_user("anna")).await.unwrap_err();
    assert!(matches!(error, StoreError::Exists { .. }));
    assert_eq!(error.to_string(), "user 'anna' exists already");
    assert_eq!(store.users().await.unwrap().len(), 1);
}

async fn of_many_first_users_one_is_made(database: TestDatabase) {
    // Two pools stand for two nodes.
    let nodes = [database.open().await, database.open().await];
    let attempts = (0..16).map(|n| {
        let store = nodes[n % 2].clone();
        tokio::spawn(async move { store.create_first_user(new_user(&format!("u{n}"))).await })
    });
    let made: Vec<_> = join_all(attempts)
        .await
        .into_iter()
        .filter_map(|attempt| attempt.unwrap().unwrap())
        .collect();
    assert_eq!(made.len(), 1);
    assert_eq!(nodes[0].users().await.unwrap(), made);
}

async fn a_first_user_is_refused_when_there_is_another(database: TestDatabase) {
    let store = database.open().await;
    let anna = make_user(&store, "anna").await;
    assert_eq!(
        store.create_first_user(new_user("bert")).await.unwrap(),
        None
    );
    store.delete_user(anna.id).await.unwrap();
    let bert = store.create_first_user(new_user("bert")).await.unwrap();
    assert_eq!(bert.unwrap().name, "bert");
}

async fn password_and_role_change(database: TestDatabase) {
    let store = database.open().await;
    let anna = make_user(&store, "anna").await;
    let bert = make_user(&store, "bert").await;
    store
        .set_password_hash(anna.id, "another-hash")
        .await
        .unwrap();
    store.set_role(anna.id, Role::Admin).await.unwrap();
    let changed = store.user(anna.id).await.unwrap().unwrap();
    assert_eq!(changed.password_hash, "another-hash");
    assert_eq!(changed.role, Role::Admin);
    assert_eq!(store.user(bert.id).await.unwrap(), Some(bert));
}

async fn what_is_not_there_cannot_be_changed(database: TestDatabase) {
    let store = database.open().await;
    let nobody = Uuid::now_v7();
    for attempt in [
        store.set_password_hash(nobody, "hash").await,
        store.set_role(nobody, Role::Admin).await,
        store.delete_user(nobody).await,
    ] {
        let error = attempt.unwrap_err();
        assert_eq!(error.to_string(), format!("user {nobody} does not exist"));
    }
}

async fn a_zero_character_is_no_failure(database: TestDatabase) {
    let store = database.open().await;
    assert_eq!(store.user_by_name("an\0na").await.unwrap(), None);
}

#[test]
fn debug_prints_no_hash() {
    let user: NewUser = new_user("anna");
    assert!(!format!("{user:?}").contains("argon2id"));
}

#[test]
fn roles_are_lower_case_words() {
    let words = serde_json::to_string(&[Role::Admin, Role::Viewer]).unwrap();
    assert_eq!(words, r#"["admin","viewer"]"#);
}
