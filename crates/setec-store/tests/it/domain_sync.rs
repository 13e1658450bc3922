use chrono::{TimeDelta, Utc};
use futures::future::join_all;
use sea_orm::prelude::Uuid;
use setec_core::domain::DomainStatus;
use setec_store::{DomainState, DomainStateFilter, SyncResult, TldPriceList};

use crate::database::{TestDatabase, on_both_databases};

on_both_databases!(
    of_many_nodes_one_synchronises_an_account,
    a_lease_that_ran_out_is_taken_over,
    states_replace_each_other_and_are_found_by_filters,
    an_unanswered_account_keeps_what_was_seen,
);

const LEASE: TimeDelta = TimeDelta::minutes(2);

fn state(account: &str, domain: &str, days: i64) -> DomainState {
    let now = Utc::now();
    DomainState {
        account: account.to_owned(),
        domain: domain.to_owned(),
        status: DomainStatus::Active,
        expires_at: Some(now + TimeDelta::days(days)),
        locked: Some(true),
        privacy: None,
        auto_renew: Some(false),
        nameservers: vec!["ns1.example.net".to_owned(), "ns2.example.net".to_owned()],
        renewal_price: Some("13.75 EUR".parse().unwrap()),
        seen_at: now,
        checked_at: now,
        problem: None,
    }
}

fn of(accounts: &[&str]) -> DomainStateFilter {
    DomainStateFilter {
        accounts: accounts.iter().map(|&name| name.to_owned()).collect(),
        ..DomainStateFilter::default()
    }
}

async fn names(store: &setec_store::Store, filter: DomainStateFilter) -> Vec<String> {
    let found = store.domain_states(&filter).await.unwrap();
    found.into_iter().map(|state| state.domain).collect()
}

async fn of_many_nodes_one_synchronises_an_account(database: TestDatabase) {
    let store = database.open().await;
    let now = Utc::now();
    store.schedule_domain_sync("a", now).await.unwrap();
    // A second scheduling changes nothing.
    let later = now + TimeDelta::days(1);
    store.schedule_domain_sync("a", later).await.unwrap();
    let nodes: Vec<Uuid> = (0..8).map(|_| Uuid::now_v7()).collect();
    let claims = nodes
        .iter()
        .map(|node| store.claim_domain_sync("a", *node, LEASE, Some(now)));
    let claims = join_all(claims).await;
    let won: Vec<Uuid> = nodes
        .into_iter()
        .zip(claims)
        .filter_map(|(node, claim)| claim.unwrap().then_some(node))
        .collect();
    let [node] = won[..] else {
        panic!("{won:?}");
    };
    assert!(store.domain_sync("a").await.unwrap().unwrap().is_running);
    let prices = TldPriceList([("com".to_owned(), "13.75 EUR".parse().unwrap())].into());
    store.keep_domain_prices("a", prices.clone()).await.unwrap();
    let result = SyncResult {
        domains: Some(7),
        problems: 1,
        problem: None,
    };
    store
        .finish_domain_sync("a", node, result, later)
        .await
        .unwrap();
    let sync = store.domain_sync("a").await.unwrap().unwrap();
    assert!(!sync.is_running && sync.finished_at.is_some());
    assert_eq!((sync.domains, sync.problems), (7, 1));
    assert_eq!(sync.prices, Some(prices));
    // It is not due any more, but it can be had on demand.
    let claim = async |due| {
        store
            .claim_domain_sync("a", node, LEASE, due)
            .await
            .unwrap()
    };
    assert!(!claim(Some(now)).await);
    assert!(claim(None).await);
    assert!(!claim(None).await);
}

async fn a_lease_that_ran_out_is_taken_over(database: TestDatabase) {
    let store = database.open().await;
    let [gone, alive] = [Uuid::now_v7(), Uuid::now_v7()];
    store.schedule_domain_sync("a", Utc::now()).await.unwrap();
    let claim = async |node, lease| {
        let claimed = store.claim_domain_sync("a", node, lease, None).await;
        claimed.unwrap()
    };
    assert!(claim(gone, TimeDelta::zero()).await);
    assert!(claim(alive, LEASE).await);
    assert!(!store.hold_domain_sync("a", gone, LEASE).await.unwrap());
    assert!(store.hold_domain_sync("a", alive, LEASE).await.unwrap());
    // What the one that is gone still writes does not end the other's work.
    let result = SyncResult::default();
    store
        .finish_domain_sync("a", gone, result, Utc::now())
        .await
        .unwrap();
    assert!(store.domain_sync("a").await.unwrap().unwrap().is_running);
}

async fn states_replace_each_other_and_are_found_by_filters(database: TestDatabase) {
    let store = database.open().await;
    let mut states: Vec<DomainState> = (0..1201)
        .map(|at| state("a", &format!("d{at:04}.com"), at))
        .collect();
    states.push(state("b", "other.com", 5));
    store.keep_domain_states(&states).await.unwrap();
    let first = store.domain_state("a", "d0007.com").await.unwrap();
    let first = first.unwrap();
    assert_eq!(first.nameservers, states[7].nameservers);
    assert_eq!(first.renewal_price, states[7].renewal_price);

    let expiring = DomainStateFilter {
        expires_before: Some(Utc::now() + TimeDelta::days(2) + TimeDelta::hours(1)),
        ..of(&["a", "b"])
    };
    let soon = names(&store, expiring.clone()).await;
    assert_eq!(soon, ["d0000.com", "d0001.com", "d0002.com"]);
    let gone = DomainState {
        status: DomainStatus::TransferredAway,
        ..states[1].clone()
    };
    store.keep_domain_states(&[gone]).await.unwrap();
    assert_eq!(names(&store, expiring).await, ["d0000.com", "d0002.com"]);
    let away = DomainStateFilter {
        status: Some(DomainStatus::TransferredAway),
        ..of(&["a", "b"])
    };
    assert_eq!(names(&store, away).await, ["d0001.com"]);
    assert_eq!(store.domains_seen("a").await.unwrap().len(), 1200);

    let page = DomainStateFilter {
        after: Some(("a".to_owned(), "d1199.com".to_owned())),
        limit: Some(2),
        ..of(&["a", "b"])
    };
    assert_eq!(names(&store, page).await, ["d1200.com", "other.com"]);
    store.forget_domain_states("a").await.unwrap();
    assert_eq!(names(&store, of(&["a", "b"])).await, ["other.com"]);
}

async fn an_unanswered_account_keeps_what_was_seen(database: TestDatabase) {
    let store = database.open().await;
    let kept = state("a", "kept.com", 5);
    let gone = DomainState {
        status: DomainStatus::Deleted,
        ..state("a", "gone.com", 5)
    };
    store
        .keep_domain_states(&[kept.clone(), gone])
        .await
        .unwrap();
    store
        .note_domains_unanswered("a", "no answer")
        .await
        .unwrap();
    let noted = store.domain_state("a", "kept.com").await.unwrap().unwrap();
    assert_eq!(noted.problem.as_deref(), Some("no answer"));
    assert_eq!(noted.status, DomainStatus::Active);
    assert!(noted.checked_at > noted.seen_at);
    let gone = store.domain_state("a", "gone.com").await.unwrap().unwrap();
    assert_eq!(gone.problem, None);
}
