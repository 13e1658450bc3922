//! The vendor counts for real: what is sent too fast is refused.

use std::time::Duration;

use futures::future::join_all;

use setec_provider::ErrorKind;

use super::harness::{Account, name, told};

const ZONE: &str = "quillfeather.com";

fn refusals(account: &Account) -> usize {
    let exchanges = account.sandbox.exchanges();
    exchanges
        .iter()
        .filter(|exchange| exchange.status == 429)
        .count()
}

#[tokio::test]
async fn a_burst_of_reads_is_spread_so_that_none_is_refused() {
    let account = Account::with_faults(&["limit:calls=20,window=1"]).await;
    let zone = name(ZONE);
    let reads = join_all((0..60).map(|_| account.dns().zone(&zone))).await;
    for outcome in reads {
        outcome.unwrap();
    }
    assert_eq!(account.sandbox.exchanges().len(), 60);
    assert_eq!(refusals(&account), 0);
    account.finish();
}

/// No answer shows this limit: it stands in the vendor's document only.
#[tokio::test]
async fn the_first_burst_of_availability_checks_is_not_refused() {
    let account = Account::new().await;
    let names: Vec<_> = (0..150).map(|n| name(&format!("burst-{n}.com"))).collect();
    let check = account.domains().check(&names);
    let in_time = tokio::time::timeout(Duration::from_secs(3), check).await;
    assert!(in_time.is_err(), "more than 90 in a minute");
    let sent = account.sandbox.exchanges().len();
    assert!((45..=60).contains(&sent), "half of it goes at once: {sent}");
    assert_eq!(refusals(&account), 0);
    account.finish();
}

#[tokio::test]
async fn calls_of_all_kinds_share_the_accounts_limit() {
    let account = Account::with_faults(&["limit:calls=10,window=1"]).await;
    let zone = name(ZONE);
    let reads = join_all((0..10).map(|_| account.dns().zone(&zone)));
    let tests = join_all((0..10).map(|_| account.provider.test()));
    let keys = join_all((0..10).map(|_| account.ssh_keys().list()));
    let (reads, tests, keys) = futures::join!(reads, tests, keys);
    assert!(reads.iter().all(Result::is_ok));
    assert!(tests.iter().all(Result::is_ok));
    assert!(keys.iter().all(Result::is_ok));
    assert_eq!(refusals(&account), 0);
    account.finish();
}

#[tokio::test]
async fn a_refusal_reaches_one_call_and_not_those_behind_it() {
    let account = Account::with_faults(&["rate-limit:retry-after=1,times=1"]).await;
    let zone = name(ZONE);
    let reads = join_all((0..30).map(|_| account.dns().zone(&zone))).await;
    for outcome in reads {
        outcome.unwrap();
    }
    assert_eq!(refusals(&account), 1);
    assert_eq!(account.sandbox.exchanges().len(), 31);
    account.finish();
}

#[tokio::test]
async fn a_pause_too_long_to_wait_for_is_told_at_once_and_kept() {
    let account = Account::with_faults(&["rate-limit:retry-after=900,times=1"]).await;
    for _ in 0..2 {
        let (kind, _) = told(account.dns().zone(&name(ZONE)).await);
        let ErrorKind::RateLimited { retry_after } = kind else {
            panic!("{kind:?}");
        };
        assert!(retry_after.is_some());
    }
    assert_eq!(account.sandbox.exchanges().len(), 1);
    account.finish();
}
