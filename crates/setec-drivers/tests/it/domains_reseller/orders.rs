use chrono::Utc;
use setec_core::Money;
use setec_core::domain::{Contacts, DomainPurchase, DomainRestore, DomainStatus, Stage};
use setec_provider::ErrorKind;

use super::harness::{Account, jane, name, purchase};

fn eur(minor: i64) -> Money {
    let currency = "EUR".parse().expect("a code");
    Money { minor, currency }
}

#[tokio::test]
async fn a_domain_is_bought_with_what_the_order_says() {
    let mut account = Account::new().await;
    account.reconnect(&[("addons", "dns")]);
    let order = DomainPurchase {
        privacy_protection: Some(true),
        price_limit: Some(eur(2750)),
        ..purchase("northern-lights.com", 2)
    };
    let offer = account
        .domains()
        .check_purchase(&order)
        .await
        .expect("an offer");
    assert_eq!(offer.price.to_string(), "27.50 EUR");
    assert_eq!(
        offer
            .renewal_price
            .map(|price| price.to_string())
            .as_deref(),
        Some("13.75 EUR")
    );
    assert_eq!(
        offer.what,
        "registration of northern-lights.com for 2 years"
    );
    assert_eq!(account.sent_orders(), 0);
    let bought = account.domains().purchase(&order).await.expect("a domain");
    assert_eq!(bought.domain.status, DomainStatus::Active);
    assert_eq!(bought.domain.privacy_protection, Some(true));
    assert_eq!(account.sent_orders(), 1);
    let upstream = account.sandbox.domain("northern-lights.com");
    assert_eq!(
        upstream["nameservers"][0], "ns1.hostraha.example",
        "{upstream}"
    );
    let zones = account.dns().zones().await.expect("zones");
    assert!(
        zones
            .iter()
            .any(|zone| zone.name == name("northern-lights.com"))
    );
    let contacts = account
        .contacts()
        .contacts(&name("northern-lights.com"))
        .await;
    let contacts = contacts.expect("contacts");
    for role in setec_core::domain::Role::ALL {
        assert_eq!(contacts.given(role), Some(&jane()), "{role:?}");
    }
    let charges = account.sandbox.charges();
    assert_eq!(charges.len(), 1, "{charges:?}");
}

#[tokio::test]
async fn all_faults_of_an_order_are_named_at_once_and_cost_no_call() {
    let mut account = Account::new().await;
    account.reconnect(&[("nameservers", "")]);
    let order = DomainPurchase {
        domain: "example".to_owned(),
        period: 11,
        auto_renew: Some(true),
        payment_method_id: Some("1".to_owned()),
        contacts: Some(Contacts::default()),
        ..DomainPurchase::default()
    };
    let error = account.domains().purchase(&order).await.expect_err("six");
    let fields: Vec<&str> = error.violations.iter().map(|v| v.field.as_str()).collect();
    assert_eq!(
        fields,
        [
            "domain",
            "period",
            "contacts.registrant",
            "nameservers",
            "auto_renew",
            "payment_method_id"
        ]
    );
    assert!(account.actions().is_empty());
}

#[tokio::test]
async fn what_would_be_refused_after_the_payment_is_not_sent() {
    let account = Account::new().await;
    let limited = DomainPurchase {
        price_limit: Some(eur(1374)),
        ..purchase("northern-lights.com", 1)
    };
    for (order, kind, words) in [
        (
            purchase("nordlund-studio.com", 1),
            ErrorKind::Exists,
            "not available",
        ),
        (
            purchase("northern-lights.co.ke", 3),
            ErrorKind::Invalid,
            "offered: 1",
        ),
        (limited, ErrorKind::Conflict, "more than 13.74 EUR"),
        (
            purchase("voice.com", 1),
            ErrorKind::PaymentRequired,
            "2500.00 EUR",
        ),
        (
            purchase("voice.com", 2),
            ErrorKind::Invalid,
            "a price of its own",
        ),
    ] {
        let error = account.domains().purchase(&order).await.expect_err(words);
        assert_eq!(error.kind, kind, "{error}");
        assert!(error.message.contains(words), "{error}");
    }
    assert_eq!(account.sent_orders(), 0);
}

#[tokio::test]
async fn further_fields_of_a_registry_go_with_the_order() {
    let account = Account::new().await;
    let mut order = purchase("northern-lights.us", 1);
    let registrant = order
        .contacts
        .as_mut()
        .and_then(|all| all.registrant.as_mut());
    registrant.expect("it is there").extra = [
        ("Nexus Category", "C11"),
        ("Application Purpose", "Business use for profit"),
    ]
    .map(|(key, value)| (key.to_owned(), value.to_owned()))
    .into();
    let bought = account.domains().purchase(&order).await.expect("a domain");
    assert_eq!(bought.domain.status, DomainStatus::Active);
    let without = purchase("southern-lights.us", 1);
    let error = account
        .domains()
        .purchase(&without)
        .await
        .expect_err("no nexus");
    assert_eq!(error.kind, ErrorKind::Invalid, "{error}");
}

#[tokio::test]
async fn a_renewal_moves_the_end_of_the_term_and_says_so() {
    let account = Account::new().await;
    let order = account.renewal("nordlund-studio.com", 3).await;
    let offer = account
        .renewals()
        .check_renewal(&order)
        .await
        .expect("an offer");
    assert_eq!(offer.price.to_string(), "41.25 EUR");
    let receipt = account.renewals().renew(&order).await.expect("a receipt");
    assert_eq!(receipt.stage, Stage::Done);
    assert!(receipt.answer.contains("success"), "{}", receipt.answer);
    let after = receipt.expires_at.expect("an expiry");
    let days = (after - order.current_expiry.expect("it was read")).num_days();
    assert!((1095..=1096).contains(&days), "{days}");
    assert_eq!(account.sandbox.charges().len(), 1);
}

/// The order says at which end of the term it was made, so the same order cannot act twice.
#[tokio::test]
async fn a_renewal_for_another_term_is_refused() {
    let account = Account::new().await;
    let order = account.renewal("nordlund-studio.com", 1).await;
    account.renewals().renew(&order).await.expect("a receipt");
    let error = account.renewals().renew(&order).await.expect_err("again");
    assert_eq!(error.kind, ErrorKind::Conflict);
    assert!(error.message.contains("renewed meanwhile"), "{error}");
    assert_eq!(account.sent_orders(), 1);
}

#[tokio::test]
async fn a_domain_that_has_gone_is_not_renewed() {
    let account = Account::new().await;
    let order = account.renewal("oldbrand.info", 1);
    let mut order = order.await;
    order.current_expiry = None;
    let error = account.renewals().renew(&order).await.expect_err("gone");
    assert_eq!(error.kind, ErrorKind::Conflict);
    assert_eq!(account.sent_orders(), 0);
}

#[tokio::test]
async fn too_little_credit_is_a_payment_required() {
    let account = Account::with_faults(&["no-credit"]).await;
    let order = account.renewal("nordlund-studio.com", 1).await;
    let error = account
        .renewals()
        .renew(&order)
        .await
        .expect_err("no credit");
    assert_eq!(error.kind, ErrorKind::PaymentRequired);
    assert!(!error.kind.outcome_is_unknown());
    assert!(error.message.contains("enough credit"), "{error}");
    assert_eq!(
        account.sent_orders(),
        1,
        "a refused order is not sent again"
    );
    let dear = account.renewal("nordlund-studio.com", 10).await;
    account
        .sandbox
        .set_credit(setec_sandbox::reseller::Money(100));
    let error = account.renewals().renew(&dear).await.expect_err("1 EUR");
    assert_eq!(error.kind, ErrorKind::PaymentRequired);
    assert_eq!(account.sent_orders(), 1, "the balance is looked at first");
}

#[tokio::test]
async fn an_order_that_answers_an_object_is_an_order_too() {
    let account = Account::with_faults(&["object-orders"]).await;
    let order = account.renewal("nordlund-studio.com", 1).await;
    let receipt = account.renewals().renew(&order).await.expect("a receipt");
    assert!(receipt.expires_at > order.current_expiry);
}

#[tokio::test]
async fn a_domain_in_redemption_is_restored_and_no_other() {
    let account = Account::new().await;
    account.sandbox.add_domain("winterhaven.org", -40);
    let expired = DomainRestore {
        domain: name("lakeside-clinic.org"),
        current_expiry: None,
        price_limit: Some(eur(9395)),
    };
    let error = account.restores().restore(&expired).await;
    let error = error.expect_err("it has only expired");
    assert_eq!(error.kind, ErrorKind::Conflict);
    assert_eq!(account.sent_orders(), 0);
    let order = DomainRestore {
        domain: name("winterhaven.org"),
        ..expired
    };
    let seen = account
        .domains()
        .get(&order.domain)
        .await
        .expect("it is there");
    assert_eq!(seen.status, DomainStatus::Redemption);
    let offer = account.restores().check_restore(&order).await;
    assert_eq!(offer.expect("an offer").price.to_string(), "93.95 EUR");
    let dear = DomainRestore {
        price_limit: Some(eur(9394)),
        ..order.clone()
    };
    let error = account.restores().restore(&dear).await.expect_err("a cent");
    assert_eq!(error.kind, ErrorKind::Conflict);
    let receipt = account.restores().restore(&order).await.expect("a receipt");
    assert_eq!(receipt.stage, Stage::Done);
    assert!(receipt.expires_at.expect("an expiry") > Utc::now());
    assert_eq!(account.sent_orders(), 1);
}

#[tokio::test]
async fn a_registration_that_stays_pending_is_requested() {
    let account = Account::with_faults(&["pending-orders"]).await;
    let order = purchase("northern-lights.com", 1);
    let bought = account.domains().purchase(&order).await.expect("accepted");
    assert_eq!(bought.domain.status, DomainStatus::Requested);
    let sync = account.domains().sync(&name("northern-lights.com")).await;
    let sync = sync.expect("it is known");
    assert_eq!(sync.status, DomainStatus::Requested);
    account.sandbox.finish_pending();
    let sync = account.domains().sync(&name("northern-lights.com")).await;
    assert_eq!(sync.expect("it is there").status, DomainStatus::Active);
}

#[tokio::test]
async fn the_registrars_failure_keeps_its_words() {
    let account = Account::with_faults(&["registrar-error"]).await;
    let order = account.renewal("nordlund-studio.com", 1).await;
    let error = account
        .renewals()
        .renew(&order)
        .await
        .expect_err("a failure");
    assert_eq!(account.sent_orders(), 1);
    assert!(
        error.kind.outcome_is_unknown(),
        "a 500 may come after the charge: {error}"
    );
}
