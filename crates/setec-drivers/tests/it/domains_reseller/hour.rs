//! Tokens are of an hour, and two clocks need not agree which one it is.

use chrono::{TimeDelta, Timelike, Utc};
use setec_provider::ErrorKind;

use super::front_end;
use super::harness::{Account, connect, name};

/// An operator whose clock is off, with a front end that shows its time or none.
async fn off_by(hours: i64, shows_time: bool) -> Account {
    let mut account = Account::with_faults(&["strict-hour"]).await;
    let theirs = Utc::now() + TimeDelta::hours(hours);
    account.sandbox.set_time(theirs);
    let front = front_end::listen(account.origin(), shows_time.then_some(theirs)).await;
    account.provider = connect(&front, &[]).expect("settings");
    account
}

/// Whether another hour begins while a test runs, or has just begun.
fn is_turn() -> bool {
    let minute = Utc::now().minute();
    !(3..57).contains(&minute)
}

#[tokio::test]
async fn a_refused_token_is_made_again_for_the_operators_hour() {
    for hours in [1, -1, 24] {
        let account = off_by(hours, true).await;
        account.provider.test().await.expect("the second token");
        let statuses: Vec<u16> = account
            .sandbox
            .take_exchanges()
            .iter()
            .map(|exchange| exchange.status)
            .collect();
        assert_eq!(statuses, [401, 200, 401, 200], "{hours}");
    }
}

/// The front end's clock is wrong, so the second token is refused as a token.
#[tokio::test]
async fn what_was_refused_for_another_reason_says_that_reason() {
    let mut account = Account::with_faults(&["ip-refused"]).await;
    let wrong = Utc::now() + TimeDelta::hours(1);
    let front = front_end::listen(account.origin(), Some(wrong)).await;
    account.provider = connect(&front, &[]).expect("settings");
    let error = account.provider.test().await.expect_err("not let in");
    assert_eq!(account.sandbox.take_exchanges().len(), 2);
    assert!(error.to_string().contains("whitelist"), "{error}");
}

/// A refused call has not been let in, so the second one is the first that does anything.
#[tokio::test]
async fn an_order_at_the_turn_of_an_hour_is_executed_once() {
    let account = off_by(1, true).await;
    let order = account.renewal("nordlund-studio.com", 1).await;
    let receipt = account.renewals().renew(&order).await.expect("a renewal");
    let moved = receipt.expires_at.expect("an expiry") - order.current_expiry.expect("it was read");
    assert!((365..=366).contains(&moved.num_days()));
    assert_eq!(account.sent_orders(), 2);
    assert_eq!(account.sandbox.orders().len(), 1);
    assert_eq!(account.sandbox.charges().len(), 1);
}

#[tokio::test]
async fn without_the_operators_time_only_a_turn_is_a_reason_to_try_again() {
    if is_turn() {
        eprintln!("SKIPPED: an hour is turning");
        return;
    }
    let account = off_by(1, false).await;
    let error = account.provider.test().await.expect_err("a refused token");
    assert_eq!(error.kind, ErrorKind::Credentials);
    assert_eq!(account.actions().len(), 1);
}

#[tokio::test]
async fn a_wrong_key_is_not_tried_again() {
    if is_turn() {
        eprintln!("SKIPPED: an hour is turning");
        return;
    }
    let mut account = Account::new().await;
    account.reconnect(&[("api_key", "wrong")]);
    let order = account.domains().sync(&name("nordlund-studio.com")).await;
    assert_eq!(order.expect_err("refused").kind, ErrorKind::Credentials);
    assert_eq!(account.actions().len(), 1);
}
