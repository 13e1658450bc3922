use setec_core::domain::DomainStatus;
use setec_provider::ErrorKind;
use setec_provider::domains::Switch;

use super::harness::{Account, name};

#[tokio::test]
async fn the_list_is_of_the_known_domains_that_the_account_has() {
    let account = Account::new().await;
    let names = |domains: Vec<setec_core::domain::Domain>| -> Vec<String> {
        domains.into_iter().map(|domain| domain.name).collect()
    };
    let list = account.domains().list().await.expect("a list");
    let first = list
        .iter()
        .find(|domain| domain.name == "nordlund-studio.com");
    let first = first.expect("it is in the settings");
    assert_eq!(first.status, DomainStatus::Active);
    assert_eq!(first.locked, Some(true));
    assert_eq!(first.privacy_protection, Some(true));
    assert_eq!(first.registrar, "Domains Reseller");
    assert_eq!(
        first.nameservers,
        ["ns1.hostraha.example", "ns2.hostraha.example"]
    );
    let list = names(list);
    assert!(!list.contains(&"gone.example".to_owned()), "{list:?}");
    account.domains().know(&[name("tinkerlab.dev")]);
    let list = names(account.domains().list().await.expect("a list"));
    assert!(list.contains(&"tinkerlab.dev".to_owned()), "{list:?}");
}

#[tokio::test]
async fn one_domain_in_trouble_does_not_hide_the_others() {
    let account = Account::new().await;
    account.fault("server-error:path=/domains/sunrise-cafe.co.ke/information");
    let list = account.domains().list().await.expect("a list");
    let find = |name: &str| list.iter().find(|domain| domain.name == name);
    let troubled = find("sunrise-cafe.co.ke").expect("it is listed");
    assert_eq!(troubled.status, DomainStatus::Unknown);
    assert!(troubled.message.is_some());
    let other = find("nordlund-studio.com").expect("it is listed");
    assert_eq!(other.status, DomainStatus::Active);
}

#[tokio::test]
async fn a_list_of_which_nothing_can_be_read_is_an_error() {
    let account = Account::with_faults(&["key-disabled"]).await;
    let error = account.domains().list().await.expect_err("no list");
    assert_eq!(error.kind, ErrorKind::Credentials);
}

#[tokio::test]
async fn a_domain_is_the_same_in_every_dialect() {
    let plain = Account::new().await;
    let domain = name("nordlund-studio.com");
    let expected = plain.domains().get(&domain).await.expect("a domain");
    assert!(expected.expires_at.is_some());
    for fault in [
        "nameserver-list",
        "nameserver-object",
        "status-field",
        "plain-dates",
        "extra-keys",
        "loose-booleans",
        "text-html",
        "empty-arrays",
    ] {
        let account = Account::with_faults(&[fault]).await;
        let mut read = account.domains().get(&domain).await.expect(fault);
        let (ours, theirs) = (read.expires_at.take(), expected.expires_at);
        let days = (theirs.expect("a date") - ours.expect(fault)).num_days();
        assert!(days.abs() <= 1, "{fault}");
        read.expires_at = expected.expires_at;
        assert_eq!(read, expected, "{fault}");
        let nameservers = account.domains().nameservers(&domain).await.expect(fault);
        assert_eq!(nameservers, expected.nameservers, "{fault}");
    }
}

#[tokio::test]
async fn a_zero_date_is_no_date() {
    let account = Account::with_faults(&["garbage-dates"]).await;
    let domain = name("nordlund-studio.com");
    let read = account.domains().get(&domain).await.expect("a domain");
    assert_eq!(read.expires_at, None);
    let sync = account.domains().sync(&domain).await.expect("a sync");
    assert_eq!(sync.expires_at, None);
    assert_eq!(sync.status, DomainStatus::Active);
}

#[tokio::test]
async fn a_synchronisation_tells_where_a_domain_stands() {
    let account = Account::new().await;
    for (domain, status) in [
        ("nordlund-studio.com", DomainStatus::Active),
        ("lakeside-clinic.org", DomainStatus::Expired),
        ("oldbrand.info", DomainStatus::TransferredAway),
        ("riverbend-law.com", DomainStatus::PendingTransfer),
    ] {
        let sync = account.domains().sync(&name(domain)).await.expect(domain);
        assert_eq!(sync.status, status, "{domain}");
        let is_away = status == DomainStatus::TransferredAway;
        assert_eq!(sync.transferred_away, is_away, "{domain}");
    }
    let foreign = account.domains().sync(&name("acacia-lodge.com")).await;
    assert_eq!(foreign.expect_err("another's").kind, ErrorKind::NotFound);
}

#[tokio::test]
async fn name_servers_lock_and_privacy_are_set() {
    let account = Account::new().await;
    let domain = name("nordlund-studio.com");
    let domains = account.domains();
    let servers = [name("ns1.example.net"), name("ns2.example.net")];
    domains
        .set_nameservers(&domain, &servers)
        .await
        .expect("two");
    let read = domains.nameservers(&domain).await.expect("two");
    assert_eq!(read, ["ns1.example.net", "ns2.example.net"]);
    for switch in [Switch::Off, Switch::On] {
        domains.set_lock(&domain, switch).await.expect("a lock");
        domains.set_privacy(&domain, switch).await.expect("privacy");
        let read = domains.get(&domain).await.expect("a domain");
        let wanted = Some(switch == Switch::On);
        assert_eq!((read.locked, read.privacy_protection), (wanted, wanted));
    }
}

#[tokio::test]
async fn too_few_name_servers_cost_no_call() {
    let account = Account::new().await;
    let one = [name("ns1.example.net")];
    let error = account
        .domains()
        .set_nameservers(&name("nordlund-studio.com"), &one)
        .await
        .expect_err("one");
    assert_eq!(error.violations[0].field, "nameservers");
    assert!(account.actions().is_empty());
}

#[tokio::test]
async fn a_transfer_code_comes_plain_escaped_bare_or_by_mail() {
    let domain = name("tinkerlab.dev");
    let plain = Account::new().await;
    let code = plain.domains().auth_code(&domain).await.expect("a code");
    for fault in ["encoded-epp", "bare-epp"] {
        let account = Account::with_faults(&[fault]).await;
        let same = account.domains().auth_code(&domain).await.expect(fault);
        assert_eq!(same.0.expose(), code.0.expose(), "{fault}");
    }
    let account = Account::with_faults(&["mailed-epp"]).await;
    let error = account
        .domains()
        .auth_code(&domain)
        .await
        .expect_err("mail");
    assert_eq!(error.kind, ErrorKind::Conflict);
    assert!(error.message.contains("sent to the registrant"), "{error}");
}

#[tokio::test]
async fn errors_are_errors_under_status_200_too() {
    let account = Account::with_faults(&["errors-200"]).await;
    let error = account.domains().get(&name("acacia-lodge.com")).await;
    assert_eq!(error.expect_err("another's").kind, ErrorKind::NotFound);
}

#[tokio::test]
async fn what_is_no_answer_is_no_success() {
    for (fault, kind) in [
        ("empty-body", ErrorKind::Protocol),
        ("null-body", ErrorKind::Protocol),
        ("html-error:status=200", ErrorKind::Protocol),
        (
            "html-error:status=403,page=firewall",
            ErrorKind::Credentials,
        ),
        ("hollow-error", ErrorKind::Unavailable),
        ("cut", ErrorKind::Unavailable),
    ] {
        let account = Account::with_faults(&[fault]).await;
        let outcome = account
            .domains()
            .set_lock(&name("nordlund-studio.com"), Switch::On)
            .await;
        assert_eq!(outcome.expect_err(fault).kind, kind, "{fault}");
    }
}
