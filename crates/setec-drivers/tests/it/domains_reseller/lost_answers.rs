//! An order whose answer is lost is looked for, never sent again, and never called a success that
//! nobody has seen.

use setec_core::domain::DomainStatus;

use super::harness::{Account, purchase, transfer};

/// Every way in which an answer gets lost after the work is done.
const AFTER: [&str; 7] = [
    "lost-answer:path=/order/domains",
    "cut:path=/order/domains",
    "empty-body:when=after,path=/order/domains",
    "null-body:path=/order/domains",
    "html-error:status=200,when=after,path=/order/domains",
    "html-error:status=503,when=after,path=/order/domains",
    "hollow-error:when=after,path=/order/domains",
];

/// Every way in which nothing is done and nobody says so.
const BEFORE: [&str; 4] = [
    "server-error:path=/order/domains",
    "empty-body:path=/order/domains",
    "html-error:status=200,path=/order/domains",
    "html-error:status=503,path=/order/domains",
];

#[tokio::test]
async fn a_renewal_that_was_carried_out_is_found() {
    for fault in AFTER {
        let account = Account::with_faults(&[fault]).await;
        let order = account.renewal("nordlund-studio.com", 1).await;
        let receipt = account.renewals().renew(&order).await.expect(fault);
        assert!(receipt.answer.contains("the answer was lost"), "{fault}");
        assert!(receipt.expires_at > order.current_expiry, "{fault}");
        assert_eq!(account.sent_orders(), 1, "{fault}");
        assert_eq!(account.sandbox.charges().len(), 1, "{fault}");
    }
}

#[tokio::test]
async fn a_renewal_that_nobody_has_seen_is_unknown() {
    for fault in BEFORE {
        let account = Account::with_faults(&[fault]).await;
        let order = account.renewal("nordlund-studio.com", 1).await;
        let error = account.renewals().renew(&order).await.expect_err(fault);
        assert!(error.kind.outcome_is_unknown(), "{fault}: {error}");
        assert!(
            error.message.contains("still expires on"),
            "{fault}: {error}"
        );
        assert_eq!(account.sent_orders(), 1, "{fault}");
        assert_eq!(account.sandbox.charges().len(), 0, "{fault}");
    }
}

#[tokio::test]
async fn a_registration_that_was_carried_out_is_found() {
    for fault in AFTER {
        let account = Account::with_faults(&[fault]).await;
        let order = purchase("northern-lights.com", 1);
        let bought = account.domains().purchase(&order).await.expect(fault);
        assert_eq!(bought.domain.status, DomainStatus::Active, "{fault}");
        let message = bought.domain.message.expect(fault);
        assert!(
            message.contains("the answer to the order was lost"),
            "{fault}"
        );
        assert_eq!(account.sent_orders(), 1, "{fault}");
    }
}

#[tokio::test]
async fn a_registration_that_nobody_has_seen_is_unknown() {
    for fault in BEFORE {
        let account = Account::with_faults(&[fault]).await;
        let order = purchase("northern-lights.com", 1);
        let error = account.domains().purchase(&order).await.expect_err(fault);
        assert!(error.kind.outcome_is_unknown(), "{fault}: {error}");
        assert!(
            error.message.contains("is not in the account"),
            "{fault}: {error}"
        );
        assert_eq!(account.sent_orders(), 1, "{fault}");
    }
}

#[tokio::test]
async fn a_transfer_whose_answer_is_lost_stays_open() {
    let account = Account::with_faults(&["stuck-transfer", AFTER[0]]).await;
    let order = transfer("granite-peak.com", "Gr4n!te&Peak");
    let error = account.transfers().start(&order).await.expect_err("lost");
    assert!(error.kind.outcome_is_unknown(), "{error}");
    assert!(error.message.contains("under way"), "{error}");
    assert!(!error.message.contains("Gr4n"), "{error}");
    assert_eq!(account.sent_orders(), 1);
}

#[tokio::test]
async fn an_order_is_not_sent_again_after_a_429_either() {
    let account = Account::with_faults(&["rate-limit:path=/order/domains/renew"]).await;
    let order = account.renewal("nordlund-studio.com", 1).await;
    let error = account.renewals().renew(&order).await.expect_err("limited");
    assert!(!error.kind.outcome_is_unknown(), "{error}");
    assert_eq!(account.sent_orders(), 1);
}
