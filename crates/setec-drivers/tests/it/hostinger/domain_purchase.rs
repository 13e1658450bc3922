use setec_core::domain::{DomainPurchase, DomainStatus};
use setec_provider::ErrorKind;

use super::harness::{Account, told};

const LOST: &[&str] = &["no JSON body"];

fn order(domain: &str) -> DomainPurchase {
    DomainPurchase {
        domain: domain.to_owned(),
        period: 1,
        auto_renew: Some(true),
        privacy_protection: Some(true),
        payment_method_id: Some("pm_1327362".to_owned()),
        ..DomainPurchase::default()
    }
}

#[tokio::test]
async fn a_domain_is_bought_with_everything_that_was_wished_for() {
    let account = Account::new().await;
    let bought = account
        .domains()
        .purchase(&order("cool-project.com"))
        .await
        .unwrap();
    let domain = &bought.domain;
    assert_eq!(domain.name, "cool-project.com");
    assert_eq!(domain.status, DomainStatus::Active);
    assert_eq!(
        (domain.auto_renew, domain.privacy_protection),
        (Some(true), Some(true))
    );
    assert_eq!(domain.message, None);
    let orders = account.sandbox.orders();
    assert_eq!(orders.len(), 1);
    assert_eq!(
        bought.order_id.as_deref(),
        Some(orders[0]["id"].to_string().as_str())
    );
    assert_eq!(
        bought.subscription_id.as_deref(),
        orders[0]["subscription_id"].as_str()
    );
    let sent = account.writes();
    let body = sent
        .iter()
        .find(|call| call.path.ends_with("/portfolio"))
        .and_then(|call| call.request_body.clone())
        .expect("the order");
    assert_eq!(
        body,
        serde_json::json!({
            "domain": "cool-project.com",
            "item_id": "hostingercom-domain-com-usd-1y",
            "payment_method_id": 1_327_362,
        })
    );
    account.finish();
}

#[tokio::test]
async fn auto_renewal_can_be_left_off() {
    let account = Account::new().await;
    let mut order = order("cool-project.com");
    order.auto_renew = Some(false);
    order.privacy_protection = None;
    let bought = account.domains().purchase(&order).await.unwrap();
    assert_eq!(bought.domain.auto_renew, Some(false));
    account.finish();
}

#[tokio::test]
async fn everything_that_can_be_known_is_found_wrong_before_the_order() {
    let account = Account::new().await;
    let with = |change: fn(&mut DomainPurchase)| {
        let mut order = order("cool-project.com");
        change(&mut order);
        order
    };
    for (order, kind, words) in [
        (
            with(|order| order.domain = "cool-project".to_owned()),
            ErrorKind::Invalid,
            "has no TLD",
        ),
        (
            with(|order| order.domain = "cool-project.museum".to_owned()),
            ErrorKind::Invalid,
            "does not sell .museum",
        ),
        (
            with(|order| order.period = 7),
            ErrorKind::Invalid,
            "offered: 1, 2, 3",
        ),
        (
            with(|order| order.payment_method_id = Some("visa".to_owned())),
            ErrorKind::Invalid,
            "'visa' is not the id",
        ),
        (
            with(|order| order.payment_method_id = Some("7".to_owned())),
            ErrorKind::Invalid,
            "no payment method 7",
        ),
        (
            with(|order| order.payment_method_id = Some("1327410".to_owned())),
            ErrorKind::PaymentRequired,
            "has expired",
        ),
        (
            with(|order| order.payment_method_id = Some("1391775".to_owned())),
            ErrorKind::PaymentRequired,
            "is suspended",
        ),
        (
            with(|order| order.domain = "cool-project.app".to_owned()),
            ErrorKind::Invalid,
            "no WHOIS profile for .app",
        ),
        (
            with(|order| order.domain = "example.com".to_owned()),
            ErrorKind::Exists,
            "not available",
        ),
    ] {
        let outcome = account.domains().check_purchase(&order).await;
        let (found, message) = told(outcome);
        assert_eq!(found, kind, "{message}");
        assert!(message.contains(words), "{message}");
        assert_eq!(told(account.domains().purchase(&order).await).1, message);
    }
    account
        .domains()
        .check_purchase(&order("cool-project.com"))
        .await
        .unwrap();
    assert!(account.sandbox.orders().is_empty());
    account.finish();
}

#[tokio::test]
async fn an_order_whose_answer_is_lost_is_found_in_the_portfolio() {
    let account = Account::with_faults(&["lost-answer:on=POST,path=/portfolio"]).await;
    let bought = account
        .domains()
        .purchase(&order("cool-project.com"))
        .await
        .unwrap();
    assert_eq!(bought.domain.name, "cool-project.com");
    let message = bought.domain.message.expect("a message");
    assert!(
        message.contains("answer to the order was lost"),
        "{message}"
    );
    assert_eq!(account.sandbox.orders().len(), 1);
    account.finish_despite(LOST);
}

#[tokio::test]
async fn an_order_of_unknown_outcome_is_not_sent_twice() {
    let account = Account::with_faults(&["server-error:status=503,on=POST,path=/portfolio"]).await;
    let outcome = account.domains().purchase(&order("cool-project.com")).await;
    let (kind, words) = told(outcome);
    assert_eq!(kind, ErrorKind::Unavailable);
    assert!(words.contains("nothing was sent twice"), "{words}");
    let posts = account
        .writes()
        .into_iter()
        .filter(|call| call.path.ends_with("/portfolio"));
    assert_eq!(posts.count(), 1);
    account.finish();
}

#[tokio::test]
async fn not_even_a_limit_makes_an_order_go_out_twice() {
    let account = Account::with_faults(&["rate-limit:retry-after=0,on=POST,path=/portfolio"]).await;
    let outcome = account.domains().purchase(&order("cool-project.com")).await;
    assert!(matches!(told(outcome).0, ErrorKind::RateLimited { .. }));
    let posts = account
        .writes()
        .into_iter()
        .filter(|call| call.path.ends_with("/portfolio"));
    assert_eq!(posts.count(), 1);
    account.finish();
}

#[tokio::test]
async fn a_declined_card_is_told_as_such() {
    let account = Account::with_faults(&["declined-card:charge=before"]).await;
    let outcome = account.domains().purchase(&order("cool-project.com")).await;
    let (kind, words) = told(outcome);
    assert_eq!(kind, ErrorKind::PaymentRequired);
    assert!(
        words.starts_with("hostinger API error 402: Your card was declined."),
        "{words}"
    );
    account.finish();
}

#[tokio::test]
async fn a_wish_that_fails_is_a_note_and_no_error() {
    let account = Account::with_faults(&["no-privacy"]).await;
    let bought = account
        .domains()
        .purchase(&order("cool-project.com"))
        .await
        .unwrap();
    let message = bought.domain.message.expect("a message");
    assert!(
        message.contains("privacy protection was not set: cool-project.com cannot have"),
        "{message}"
    );
    assert_eq!(bought.domain.auto_renew, Some(true));
    account.finish();
}

#[tokio::test]
async fn a_registration_that_fails_is_shown_as_failed() {
    let account = Account::with_faults(&["failed-registration"]).await;
    let bought = account
        .domains()
        .purchase(&order("cool-project.com"))
        .await
        .unwrap();
    assert_eq!(bought.domain.status, DomainStatus::Failed);
    assert!(bought.order_id.is_some());
    account.finish();
}

#[tokio::test]
async fn a_payment_under_way_is_a_requested_domain() {
    let account = Account::with_faults(&["orders-202"]).await;
    let bought = account
        .domains()
        .purchase(&order("cool-project.com"))
        .await
        .unwrap();
    assert_eq!(bought.domain.status, DomainStatus::Requested);
    assert!(bought.order_id.is_some() && bought.subscription_id.is_some());
    let message = bought.domain.message.expect("a message");
    assert!(
        message.contains("Payment is being processed") && message.contains("not registered yet"),
        "{message}"
    );
    account.finish_despite(&["status 202"]);
}
