use setec_core::domain::DomainOperation;
use setec_provider::ErrorKind;

use super::harness::{Account, name};

#[tokio::test]
async fn names_are_asked_by_label_and_priced_by_the_list() {
    let account = Account::new().await;
    let names = [
        name("northern-lights.com"),
        name("nordlund-studio.com"),
        name("northern-lights.co.ke"),
        name("voice.com"),
        name("northern-lights.nonsense"),
    ];
    let found = account.domains().check(&names).await.expect("an answer");
    let told: Vec<(&str, bool, Option<f64>)> = found
        .iter()
        .map(|one| (one.domain.as_str(), one.available, one.price))
        .collect();
    assert_eq!(
        told[..4],
        [
            ("northern-lights.com", true, Some(13.75)),
            ("nordlund-studio.com", false, None),
            ("northern-lights.co.ke", true, Some(9.9)),
            ("voice.com", true, Some(2500.0)),
        ]
    );
    assert!(!told[4].1);
    assert_eq!(found[0].currency.as_deref(), Some("EUR"));
    assert!(found[3].restriction.is_some(), "a premium name says so");
    let lookups = account.actions();
    let count = |action: &str| lookups.iter().filter(|other| *other == action).count();
    assert_eq!(count("POST domains/lookup"), 3);
    assert_eq!(count("GET tlds/pricing"), 1);
}

#[tokio::test]
async fn availability_is_told_without_prices_too() {
    let account = Account::with_faults(&["null-prices"]).await;
    let found = account
        .domains()
        .check(&[name("northern-lights.com")])
        .await
        .expect("an answer");
    assert!(found[0].available);
    assert_eq!(found[0].price, None);
}

#[tokio::test]
async fn a_name_without_a_tld_costs_no_call() {
    let account = Account::new().await;
    let error = account.domains().check(&[name("localhost")]).await;
    assert_eq!(error.expect_err("no TLD").kind, ErrorKind::Invalid);
    assert!(account.actions().is_empty());
}

#[tokio::test]
async fn suggestions_have_prices() {
    let account = Account::new().await;
    let suggestions = account.domains().suggestions().expect("suggestions");
    let tlds = ["com".to_owned(), ".net".to_owned()];
    let found = suggestions.suggest("bakery", &tlds, 3).await.expect("some");
    assert!((1..=3).contains(&found.len()), "{found:?}");
    for one in &found {
        assert!(one.available.is_some(), "{one:?}");
        let tld = one.domain.split_once('.').map(|(_, tld)| tld);
        assert!(matches!(tld, Some("com" | "net")), "{one:?}");
        if one.available == Some(true) {
            assert!(one.price.is_some(), "{one:?}");
        }
    }
}

#[tokio::test]
async fn tlds_come_as_texts_and_as_objects() {
    for faults in [&[][..], &["tld-objects"][..]] {
        let account = Account::with_faults(faults).await;
        let tlds = account.prices().tlds().await.expect("TLDs");
        assert!(tlds.contains(&"co.ke".to_owned()), "{tlds:?}");
        assert!(tlds.iter().all(|tld| !tld.starts_with('.')));
    }
}

#[tokio::test]
async fn price_lists_keep_currencies_apart_and_are_read_once() {
    let account = Account::with_faults(&["currencies"]).await;
    let com = account.prices().prices(Some(".com")).await.expect("a list");
    let [com] = com.as_slice() else {
        panic!("one TLD, not {com:?}");
    };
    let price = |code: &str| {
        let currency = code.parse().expect("a code");
        com.find(DomainOperation::Register, 1, currency)
            .map(setec_core::Money::to_decimal)
    };
    assert_eq!(price("EUR").as_deref(), Some("13.75"));
    assert_eq!(price("USD").as_deref(), Some("14.85"));
    assert_eq!(price("GBP"), None);
    account.prices().prices(None).await.expect("lists");
    assert_eq!(account.actions(), ["GET tlds/pricing"]);
}

#[tokio::test]
async fn a_domain_has_prices_for_every_term_on_offer() {
    let account = Account::new().await;
    let prices = account.prices();
    let list = |prices: Vec<setec_core::domain::DomainPrice>| -> Vec<String> {
        prices
            .iter()
            .map(|price| format!("{} {}", price.years, price.price))
            .collect()
    };
    let gr = name("olivegrove.gr");
    let renewals = prices.prices_of(&gr, DomainOperation::Renew).await;
    let renewals = list(renewals.expect("prices"));
    assert_eq!(renewals[..2], ["2 22.00 EUR", "4 44.00 EUR"]);
    let premium = prices
        .prices_of(&name("voice.com"), DomainOperation::Register)
        .await;
    let premium = premium.expect("prices");
    assert!(premium[0].is_premium);
    assert_eq!(premium[0].price.to_string(), "2500.00 EUR");
}
