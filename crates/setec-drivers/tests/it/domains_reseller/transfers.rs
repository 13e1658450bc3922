use setec_core::domain::{DomainTransfer, Stage, TransferState};
use setec_core::order::Finding;
use setec_provider::ErrorKind;

use super::harness::{Account, name, transfer};

#[tokio::test]
async fn a_transfer_starts_and_arrives() {
    let account = Account::new().await;
    let order = transfer("granite-peak.com", "Gr4n!te&Peak");
    let offer = account
        .transfers()
        .check_transfer(&order)
        .await
        .expect("an offer");
    assert_eq!(offer.price.to_string(), "13.75 EUR");
    let receipt = account.transfers().start(&order).await.expect("a receipt");
    assert_eq!(receipt.stage, Stage::UnderWay);
    assert!(!receipt.answer.contains("Gr4n"), "{}", receipt.answer);
    account.sandbox.finish_pending();
    let state = account
        .transfers()
        .state(&order.domain)
        .await
        .expect("a state");
    assert!(
        matches!(
            state,
            TransferState::Completed {
                expires_at: Some(_)
            }
        ),
        "{state:?}"
    );
    assert!(matches!(order.settled_by(Some(&state)), Finding::There(_)));
    let domain = account
        .domains()
        .get(&order.domain)
        .await
        .expect("a domain");
    assert_eq!(domain.name, "granite-peak.com");
}

#[tokio::test]
async fn a_transfer_that_waits_is_pending_and_not_ordered_again() {
    let account = Account::with_faults(&["stuck-transfer"]).await;
    let order = transfer("granite-peak.com", "Gr4n!te&Peak");
    account.transfers().start(&order).await.expect("a receipt");
    let state = account
        .transfers()
        .state(&order.domain)
        .await
        .expect("a state");
    assert_eq!(state, TransferState::Pending { message: None });
    let error = account.transfers().start(&order).await.expect_err("again");
    assert_eq!(error.kind, ErrorKind::Conflict, "{error}");
    assert_eq!(account.sent_orders(), 1);
}

#[tokio::test]
async fn a_failed_transfer_tells_why() {
    let account = Account::with_faults(&["failed-transfer"]).await;
    let order = transfer("granite-peak.com", "Gr4n!te&Peak");
    account.transfers().start(&order).await.expect("a receipt");
    account.sandbox.finish_pending();
    let state = account
        .transfers()
        .state(&order.domain)
        .await
        .expect("a state");
    let TransferState::Failed { reason } = &state else {
        panic!("a failure, not {state:?}");
    };
    assert!(!reason.is_empty());
    assert!(matches!(order.settled_by(Some(&state)), Finding::Broken(_)));
}

#[tokio::test]
async fn what_is_wrong_with_a_transfer_is_found_before() {
    let account = Account::new().await;
    let bare = DomainTransfer {
        contacts: None,
        nameservers: Vec::new(),
        years: 0,
        ..transfer("granite-peak.com", "x")
    };
    let error = account.transfers().start(&bare).await.expect_err("three");
    let fields: Vec<&str> = error.violations.iter().map(|v| v.field.as_str()).collect();
    assert_eq!(fields, ["years", "contacts.registrant", "nameservers"]);
    let own = transfer("nordlund-studio.com", "x");
    let error = account.transfers().start(&own).await.expect_err("its own");
    assert_eq!(error.kind, ErrorKind::Exists);
    assert_eq!(account.sent_orders(), 0);
}

/// Orders are taken before the losing registrar is asked.
#[tokio::test]
async fn a_transfer_with_a_wrong_code_fails_later() {
    let account = Account::new().await;
    let order = transfer("granite-peak.com", "wrong");
    account.transfers().start(&order).await.expect("a receipt");
    account.sandbox.finish_pending();
    let state = account.transfers().state(&order.domain).await;
    let state = state.expect("a state");
    assert!(matches!(state, TransferState::Failed { .. }), "{state:?}");
}

#[tokio::test]
async fn an_unknown_transfer_is_not_found() {
    let account = Account::new().await;
    let outcome = account.transfers().state(&name("granite-peak.com")).await;
    assert_eq!(outcome.expect_err("none").kind, ErrorKind::NotFound);
}
