use chrono::{DateTime, TimeDelta, Utc};
use setec_store::{NewSession, Session, Store};
use uuid::Uuid;

use crate::database::{TestDatabase, make_user, on_both_databases};

on_both_databases!(
    a_session_is_kept_and_revoked,
    all_but_one_are_revoked,
    a_users_sessions_go_with_it,
    a_session_needs_a_user,
    expired_sessions_are_forgotten,
);

async fn begin(store: &Store, user_id: Uuid, expires_at: DateTime<Utc>) -> Session {
    let session = NewSession {
        id: Uuid::now_v7(),
        user_id,
        expires_at,
    };
    store.create_session(session).await.unwrap()
}

async fn is_revoked(store: &Store, session: &Session) -> bool {
    let kept = store.session(session.id).await.unwrap().unwrap();
    kept.revoked_at.is_some()
}

async fn a_session_is_kept_and_revoked(database: TestDatabase) {
    let store = database.open().await;
    let anna = make_user(&store, "anna").await;
    // Nanoseconds are more than PostgreSQL keeps.
    let expires_at = DateTime::from_timestamp(1_900_000_000, 123_456_789).unwrap();
    let session = begin(&store, anna.id, expires_at).await;
    assert_eq!(session.expires_at.timestamp_subsec_nanos(), 123_456_000);
    assert_eq!(
        store.session(session.id).await.unwrap(),
        Some(session.clone())
    );
    store.revoke_session(session.id).await.unwrap();
    let revoked = store.session(session.id).await.unwrap().unwrap();
    assert!(revoked.revoked_at.unwrap() >= session.created_at);
    store.revoke_session(session.id).await.unwrap();
    assert_eq!(store.session(session.id).await.unwrap(), Some(revoked));
    store.revoke_session(Uuid::now_v7()).await.unwrap();
}

async fn all_but_one_are_revoked(database: TestDatabase) {
    let store = database.open().await;
    let (anna, bert) = (
        make_user(&store, "anna").await,
        make_user(&store, "bert").await,
    );
    let tomorrow = Utc::now() + TimeDelta::days(1);
    let first = begin(&store, anna.id, tomorrow).await;
    let current = begin(&store, anna.id, tomorrow).await;
    let others = begin(&store, bert.id, tomorrow).await;
    store
        .revoke_sessions_of(anna.id, Some(current.id))
        .await
        .unwrap();
    assert!(is_revoked(&store, &first).await);
    assert!(!is_revoked(&store, &current).await);
    store.revoke_sessions_of(anna.id, None).await.unwrap();
    assert!(is_revoked(&store, &current).await);
    assert!(!is_revoked(&store, &others).await);
}

async fn a_users_sessions_go_with_it(database: TestDatabase) {
    let store = database.open().await;
    let anna = make_user(&store, "anna").await;
    let session = begin(&store, anna.id, Utc::now() + TimeDelta::days(1)).await;
    store.delete_user(anna.id).await.unwrap();
    assert_eq!(store.session(session.id).await.unwrap(), None);
}

async fn a_session_needs_a_user(database: TestDatabase) {
    let store = database.open().await;
    let nobody = Uuid::now_v7();
    let session = NewSession {
        id: Uuid::now_v7(),
        user_id: nobody,
        expires_at: Utc::now(),
    };
    let error = store.create_session(session).await.unwrap_err();
    assert_eq!(error.to_string(), format!("user {nobody} does not exist"));
}

async fn expired_sessions_are_forgotten(database: TestDatabase) {
    let store = database.open().await;
    let anna = make_user(&store, "anna").await;
    let at = |micros: i64| DateTime::from_timestamp_micros(1_900_000_000_000_000 + micros).unwrap();
    // Fractions of different lengths: text of them must still sort as time does.
    let mut sessions = Vec::new();
    for micros in [-1, 0, 1, 500_000, 500_001, 1_000_000] {
        sessions.push(begin(&store, anna.id, at(micros)).await);
    }
    assert_eq!(store.delete_expired_sessions(at(500_000)).await.unwrap(), 3);
    let mut left = Vec::new();
    for session in &sessions {
        if let Some(kept) = store.session(session.id).await.unwrap() {
            left.push(kept);
        }
    }
    assert_eq!(left, sessions[3..]);
}
