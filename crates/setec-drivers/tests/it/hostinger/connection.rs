use setec_provider::ErrorKind;

use super::harness::{Account, name, told};

#[tokio::test]
async fn a_good_token_passes_the_test_with_one_call() {
    let account = Account::new().await;
    account.provider.test().await.unwrap();
    let exchanges = account.sandbox.exchanges();
    assert_eq!(exchanges.len(), 1);
    assert_eq!(exchanges[0].path, "/api/domains/v1/portfolio");
    account.finish();
}

#[tokio::test]
async fn a_token_copied_with_its_bearer_is_understood() {
    let mut account = Account::new().await;
    account.reconnect("Bearer sandbox-token", None);
    account.provider.test().await.unwrap();
    account.finish();
}

#[tokio::test]
async fn a_bad_token_is_told_in_the_vendors_words() {
    let mut account = Account::new().await;
    account.reconnect("wrong", None);
    let (kind, words) = told(account.provider.test().await);
    assert_eq!(kind, ErrorKind::Credentials);
    assert!(
        words.starts_with("Hostinger does not accept the API key: "),
        "{words}"
    );
    assert!(
        words.contains("(hostinger API error 401: Unauthenticated (correlation id "),
        "{words}"
    );
    account.finish();
}

#[tokio::test]
async fn a_refusal_in_json_proves_the_token_nevertheless() {
    let account = Account::with_faults(&["forbidden"]).await;
    account.provider.test().await.unwrap();
    account.finish();
}

#[tokio::test]
async fn the_user_agent_is_a_real_one() {
    let account = Account::new().await;
    account.provider.test().await.unwrap();
    let exchange = account.sandbox.exchanges().remove(0);
    let agent = exchange
        .request_headers
        .iter()
        .find(|(name, _)| name == "user-agent")
        .map(|(_, value)| value.as_str());
    assert!(agent.is_some_and(|agent| agent.starts_with("setec-manager/")));
    account.finish();
}

#[tokio::test]
async fn the_text_of_an_error_is_found_under_either_name() {
    let account = Account::with_faults(&["error-field"]).await;
    let (kind, words) = told(account.provider.test().await);
    assert_eq!(kind, ErrorKind::Invalid);
    assert!(
        words.contains("hostinger API error 400: Something went wrong"),
        "{words}"
    );
    account.finish_despite(&["status 400"]);
}

#[tokio::test]
async fn a_page_of_the_front_end_is_survived() {
    let account = Account::with_faults(&["html-error:status=530"]).await;
    let (kind, words) = told(account.provider.test().await);
    assert_eq!(kind, ErrorKind::Unavailable);
    assert!(
        words.contains("(hostinger API error 530: developers.hostinger.com"),
        "{words}"
    );
    account.finish_despite(&["html"]);
}

#[tokio::test]
async fn a_bad_gateway_is_tried_again() {
    let account = Account::with_faults(&["html-error:status=502,times=1"]).await;
    account.dns().zones().await.unwrap();
    assert_eq!(account.sandbox.exchanges().len(), 2);
    account.finish_despite(&["html"]);
}

#[tokio::test]
async fn a_success_that_cannot_be_read_is_no_success() {
    let account = Account::with_faults(&["not-json"]).await;
    let (kind, words) = told(account.provider.test().await);
    assert_eq!(kind, ErrorKind::Protocol);
    assert!(words.contains("cannot be read"), "{words}");
    account.finish_despite(&["html", "JSON", "body"]);
}

#[tokio::test]
async fn a_limit_is_waited_for_as_long_as_the_vendor_asks() {
    let account = Account::with_faults(&["rate-limit:retry-after=0,times=3"]).await;
    account.dns().zones().await.unwrap();
    assert_eq!(account.sandbox.exchanges().len(), 4);
    account.finish();
}

#[tokio::test]
async fn a_limit_that_stays_is_told_after_three_repeats() {
    let account = Account::with_faults(&["rate-limit:retry-after=0"]).await;
    let (kind, words) = told(account.dns().zones().await);
    let retry_after = Some(std::time::Duration::ZERO);
    assert_eq!(kind, ErrorKind::RateLimited { retry_after });
    assert_eq!(words, "hostinger API error 429: rate limited");
    assert_eq!(account.sandbox.exchanges().len(), 4);
    account.finish();
}

#[tokio::test]
async fn a_limit_without_a_time_is_waited_for_all_the_same() {
    let account = Account::with_faults(&["rate-limit-silent:times=1"]).await;
    account.dns().zone(&name("example.com")).await.unwrap();
    assert_eq!(account.sandbox.exchanges().len(), 2);
    account.finish();
}

#[tokio::test]
async fn debug_shows_nothing_of_the_token() {
    let account = Account::new().await;
    let shown = format!("{:?}", account.provider);
    assert!(!shown.contains("sandbox-token"), "{shown}");
}
