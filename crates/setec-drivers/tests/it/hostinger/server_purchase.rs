use setec_core::Secret;
use setec_core::server::{NewServer, ServerStatus};
use setec_provider::ErrorKind;

use super::harness::{Account, told};

const LOST: &[&str] = &["no JSON body"];

fn order() -> NewServer {
    NewServer {
        plan: "kvm-2".to_owned(),
        data_center_id: "Frankfurt".to_owned(),
        template: "ubuntu-22.04".to_owned(),
        password: Some(Secret::new("Secure-Password123")),
        hostname: Some("web-4.nordlund-studio.com".to_owned()),
        ssh_key_id: Some("key-325112".to_owned()),
        post_install_script_id: None,
        payment_method_id: Some("1327362".to_owned()),
    }
}

fn orders_sent(account: &Account) -> usize {
    let sent = account.writes().into_iter();
    sent.filter(|call| call.path.ends_with("/virtual-machines"))
        .count()
}

#[tokio::test]
async fn a_server_is_bought_by_the_words_that_people_use() {
    let mut account = Account::new().await;
    account.reconnect("sandbox-token", Some("nordlund-studio.com"));
    let mut order = order();
    order.hostname = Some("web-4".to_owned());
    order.post_install_script_id = Some("9568314".to_owned());
    account.servers().check_purchase(&order).await.unwrap();
    let bought = account.servers().purchase(&order).await.unwrap();
    let server = bought.server.expect("a server");
    assert_eq!(server.name, "web-4.nordlund-studio.com");
    assert_eq!(
        (server.plan.as_str(), server.status),
        ("kvm-2", ServerStatus::Creating)
    );
    assert_eq!(server.region.as_deref(), Some("Frankfurt"));
    assert_eq!(bought.order_status.as_deref(), Some("completed"));
    assert_eq!(account.sandbox.orders().len(), 1);
    let body = account.bodies("POST").remove(0);
    assert_eq!(body["item_id"], "hostingercom-vps-kvm2-usd-1m");
    assert_eq!(body["setup"]["template_id"], 1077);
    assert_eq!(body["setup"]["data_center_id"], 19);
    assert_eq!(body["setup"]["post_install_script_id"], 9_568_314);
    assert_eq!(body["setup"]["public_key"]["name"], "deploy-key");
    assert!(body["setup"].get("public_key_ids").is_none());
    account.finish();
}

#[tokio::test]
async fn a_longer_term_and_a_price_id_are_understood() {
    for (plan, price) in [
        ("kvm-1-1y", "hostingercom-vps-kvm1-usd-1y"),
        ("KVM 1", "hostingercom-vps-kvm1-usd-1m"),
        (
            "hostingercom-vps-kvm8-usd-2y",
            "hostingercom-vps-kvm8-usd-2y",
        ),
    ] {
        let account = Account::new().await;
        let mut order = order();
        order.plan = plan.to_owned();
        account.servers().purchase(&order).await.unwrap();
        assert_eq!(account.bodies("POST")[0]["item_id"], price);
        account.finish();
    }
}

#[tokio::test]
async fn everything_that_can_be_known_is_found_wrong_before_the_order() {
    let account = Account::new().await;
    let with = |change: fn(&mut NewServer)| {
        let mut order = order();
        change(&mut order);
        order
    };
    for (order, kind, words) in [
        (
            with(|order| order.plan = "kvm-3".to_owned()),
            ErrorKind::Invalid,
            "kvm-2",
        ),
        (
            with(|order| order.data_center_id = "us-east-1".to_owned()),
            ErrorKind::Invalid,
            "11 (nyc, New York)",
        ),
        (
            with(|order| order.data_center_id = "us".to_owned()),
            ErrorKind::Invalid,
            "fits 3 data centers",
        ),
        (
            with(|order| order.template = "windows".to_owned()),
            ErrorKind::Invalid,
            "no template 'windows'",
        ),
        (
            with(|order| order.hostname = Some("web-server-2".to_owned())),
            ErrorKind::Invalid,
            "extra.hostname_suffix",
        ),
        (
            with(|order| order.password = Some(Secret::new("tooshort"))),
            ErrorKind::Invalid,
            "at least 12 characters",
        ),
        (
            with(|order| order.ssh_key_id = Some("key-1".to_owned())),
            ErrorKind::Invalid,
            "no SSH key key-1",
        ),
        (
            with(|order| order.post_install_script_id = Some("1".to_owned())),
            ErrorKind::Invalid,
            "no post-install script 1",
        ),
        (
            with(|order| order.payment_method_id = Some("pm_abc123".to_owned())),
            ErrorKind::Invalid,
            "'pm_abc123' is not the id",
        ),
        (
            with(|order| order.payment_method_id = Some("1327410".to_owned())),
            ErrorKind::PaymentRequired,
            "has expired",
        ),
    ] {
        let (found, message) = told(account.servers().check_purchase(&order).await);
        assert_eq!(found, kind, "{message}");
        assert!(message.contains(words), "{message}");
    }
    let several = with(|order| {
        order.hostname = Some("x".to_owned());
        order.password = Some(Secret::new(""));
    });
    let error = account.servers().purchase(&several).await.unwrap_err();
    assert_eq!(error.violations.len(), 5);
    assert_eq!(orders_sent(&account), 0);
    assert!(account.sandbox.orders().is_empty());
    account.finish();
}

#[tokio::test]
async fn a_data_center_is_found_by_id_name_city_or_its_only_country() {
    let account = Account::new().await;
    for word in ["19", "fra", "Frankfurt", "frankfurt", "DE"] {
        let mut order = order();
        order.data_center_id = word.to_owned();
        account.servers().check_purchase(&order).await.unwrap();
    }
    account.finish();
}

#[tokio::test]
async fn a_payment_under_way_is_an_order_without_a_server() {
    let account = Account::with_faults(&["orders-202"]).await;
    let bought = account.servers().purchase(&order()).await.unwrap();
    assert!(bought.server.is_none());
    assert_eq!(bought.order_status.as_deref(), Some("payment_initiated"));
    let orders = account.sandbox.orders();
    assert_eq!(
        bought.order_id.as_deref(),
        Some(orders[0]["id"].to_string().as_str())
    );
    account.finish_despite(&["status 202"]);
}

#[tokio::test]
async fn a_declined_card_may_leave_a_server_behind_and_that_is_told() {
    let account = Account::with_faults(&["declined-card"]).await;
    let (kind, words) = told(account.servers().purchase(&order()).await);
    assert_eq!(kind, ErrorKind::PaymentRequired);
    assert!(
        words.starts_with("the provider has created VM ")
            && words.contains("(initial) although it refused the order")
            && words.contains("hostinger API error 402: Your card was declined."),
        "{words}"
    );
    assert_eq!(orders_sent(&account), 1);
    account.finish();
}

#[tokio::test]
async fn a_card_declined_before_the_charge_is_just_that() {
    let account = Account::with_faults(&["declined-card:charge=before"]).await;
    let (kind, words) = told(account.servers().purchase(&order()).await);
    assert_eq!(kind, ErrorKind::PaymentRequired);
    assert!(words.starts_with("hostinger API error 402"), "{words}");
    account.finish();
}

#[tokio::test]
async fn a_retired_data_center_is_told_by_its_field() {
    let account = Account::with_faults(&["data-center-retired"]).await;
    let error = account.servers().purchase(&order()).await.unwrap_err();
    assert_eq!(error.kind, ErrorKind::Invalid);
    assert_eq!(error.violations[0].field, "data_center_id");
    account.finish();
}

#[tokio::test]
async fn an_order_whose_answer_is_lost_is_the_new_server() {
    let account = Account::with_faults(&["lost-answer:on=POST,path=/virtual-machines"]).await;
    let bought = account.servers().purchase(&order()).await.unwrap();
    let server = bought.server.expect("a server");
    assert_eq!(server.name, "web-4.nordlund-studio.com");
    assert_eq!(account.sandbox.orders().len(), 1);
    assert_eq!(orders_sent(&account), 1);
    account.finish_despite(LOST);
}

#[tokio::test]
async fn an_order_of_unknown_outcome_is_not_sent_twice() {
    let account = Account::with_faults(&["server-error:status=502,on=POST"]).await;
    let (kind, words) = told(account.servers().purchase(&order()).await);
    assert_eq!(kind, ErrorKind::Unavailable);
    assert!(words.contains("nothing was sent twice"), "{words}");
    assert_eq!(orders_sent(&account), 1);
    account.finish();
}
