use setec_core::Secret;
use setec_provider::{ErrorKind, Settings};
use setec_sandbox::reseller::{OTHER_API_KEY, OTHER_USERNAME};

use super::harness::{Account, connect, name};

#[tokio::test]
async fn good_credentials_are_proved_by_the_balance() {
    let account = Account::new().await;
    account.provider.test().await.expect("good credentials");
    assert_eq!(account.actions(), ["GET billing/credits", "GET version"]);
    let credit = account.provider.credit().expect("credit");
    let credit = credit.credit().await.expect("a balance");
    assert_eq!(credit.balance.to_string(), "150.50 EUR");
}

#[tokio::test]
async fn a_wrong_key_is_said_to_be_wrong() {
    let mut account = Account::new().await;
    account.reconnect(&[("api_key", "another-key")]);
    let error = account.provider.test().await.expect_err("a wrong key");
    assert_eq!(error.kind, ErrorKind::Credentials);
    assert!(!error.message.contains("another-key"), "{error}");
}

#[tokio::test]
async fn refusals_of_the_account_keep_the_operators_words() {
    for (fault, words) in [("ip-refused", "IP"), ("key-disabled", "disabled")] {
        let account = Account::with_faults(&[fault]).await;
        let error = account.provider.test().await.expect_err(fault);
        assert_eq!(error.kind, ErrorKind::Credentials, "{fault}: {error}");
        assert!(error.message.contains(words), "{fault}: {error}");
    }
}

#[tokio::test]
async fn the_balance_comes_in_many_shapes() {
    for fault in ["credit-number", "credit-object"] {
        let account = Account::with_faults(&[fault]).await;
        let credit = account.provider.credit().expect("credit");
        let credit = credit.credit().await.expect(fault);
        assert_eq!(credit.balance.to_string(), "150.50 EUR", "{fault}");
    }
}

#[tokio::test]
async fn an_account_in_another_currency_says_which() {
    let mut account = Account::with_faults(&["currencies"]).await;
    account.reconnect(&[("username", OTHER_USERNAME), ("api_key", OTHER_API_KEY)]);
    let credit = account.provider.credit().expect("credit");
    let error = credit.credit().await.expect_err("three currencies");
    assert_eq!(error.violations[0].field, "extra.currency");
    account.reconnect(&[
        ("username", OTHER_USERNAME),
        ("api_key", OTHER_API_KEY),
        ("currency", "kes"),
    ]);
    let credit = account.provider.credit().expect("credit");
    let credit = credit.credit().await.expect("a balance");
    assert_eq!(credit.balance.to_string(), "25000.00 KES");
}

#[tokio::test]
async fn bad_settings_are_named_all_at_once() {
    let error = connect(
        "http://127.0.0.1:1",
        &[
            ("username", "nobody"),
            ("currency", "euro"),
            ("domains", "example.com,nonsense"),
            ("nameservers", "ns1.example.net"),
            ("addons", "dns,web"),
        ],
    )
    .expect_err("bad settings");
    let fields: Vec<&str> = error
        .violations
        .iter()
        .map(|violation| violation.field.as_str())
        .collect();
    assert_eq!(
        fields,
        [
            "extra.username",
            "extra.currency",
            "extra.domains",
            "extra.nameservers",
            "extra.addons"
        ]
    );
}

#[tokio::test]
async fn hostraha_needs_no_url() {
    let driver = setec_drivers::driver("hostraha").expect("the preset");
    let settings = Settings {
        api_key: Secret::new("key"),
        extra: [("username".to_owned(), "me@example.com".to_owned())].into(),
        ..Settings::default()
    };
    assert_eq!(settings.check(driver.fields), []);
    let provider = (driver.connect)(&settings).expect("settings");
    assert!(provider.domains().is_some());
    let generic = setec_drivers::driver("domains-reseller").expect("the driver");
    assert_eq!(settings.check(generic.fields)[0].field, "base_url");
}

#[tokio::test]
async fn every_call_bears_the_user_name_the_token_and_its_instant() {
    let account = Account::new().await;
    let domain = name("nordlund-studio.com");
    account.domains().get(&domain).await.expect("a domain");
    account.domains().sync(&domain).await.expect("a sync");
    for exchange in account.sandbox.exchanges() {
        assert!((200..300).contains(&exchange.status));
        for header in ["username", "token", "timestamp"] {
            let count = exchange
                .request_headers
                .iter()
                .filter(|(name, _)| name == header)
                .count();
            assert_eq!(count, 1, "{header} of {}", exchange.action);
        }
    }
}
