use setec_core::domain::{ChildNameserver, EmailForward};
use setec_provider::ErrorKind;

use super::harness::{Account, name};

fn forward(prefix: &str, target: &str) -> EmailForward {
    EmailForward {
        prefix: prefix.to_owned(),
        target: target.to_owned(),
    }
}

#[tokio::test]
async fn forwards_are_replaced_as_a_whole() {
    let account = Account::new().await;
    let domain = name("nordlund-studio.com");
    let forwards = account.forwards();
    let before = forwards.email_forwards(&domain).await.expect("forwards");
    assert_eq!(before, [forward("hello", "maja@nordlund-studio.se")]);
    let wanted = [
        forward("info", "a@example.net"),
        forward("sales", "b@example.net"),
    ];
    for list in [&wanted[..], &wanted[1..], &[]] {
        forwards
            .set_email_forwards(&domain, list)
            .await
            .expect("a write");
        let read = forwards.email_forwards(&domain).await.expect("forwards");
        assert_eq!(read, list);
    }
}

#[tokio::test]
async fn a_bad_forward_costs_no_call() {
    let account = Account::new().await;
    let list = [forward("in fo", "nobody")];
    let outcome = account
        .forwards()
        .set_email_forwards(&name("nordlund-studio.com"), &list)
        .await;
    assert_eq!(outcome.expect_err("two faults").violations.len(), 2);
    assert!(account.actions().is_empty());
}

#[tokio::test]
async fn child_name_servers_are_registered_changed_and_removed() {
    let account = Account::new().await;
    let domain = name("nordlund-studio.com");
    let host = name("ns1.nordlund-studio.com");
    let address = |text: &str| text.parse().expect("an address");
    let server = ChildNameserver {
        host: host.clone(),
        addresses: vec![address("192.0.2.1")],
    };
    let children = account.children();
    children.register(&domain, &server).await.expect("a server");
    let glue = || account.sandbox.domain("nordlund-studio.com")["glue"].clone();
    assert_eq!(glue()["ns1.nordlund-studio.com"], "192.0.2.1");
    let again = children.register(&domain, &server).await;
    assert_eq!(again.expect_err("it is there").kind, ErrorKind::Exists);
    children
        .modify(&domain, &host, address("192.0.2.1"), address("192.0.2.2"))
        .await
        .expect("an address");
    assert_eq!(glue()["ns1.nordlund-studio.com"], "192.0.2.2");
    children.delete(&domain, &host).await.expect("gone");
    assert!(glue()["ns1.nordlund-studio.com"].is_null());
}

#[tokio::test]
async fn a_child_name_server_has_one_address_here() {
    let account = Account::new().await;
    let server = ChildNameserver {
        host: name("ns1.example.net"),
        addresses: vec![
            "192.0.2.1".parse().expect("one"),
            "::1".parse().expect("one"),
        ],
    };
    let outcome = account
        .children()
        .register(&name("nordlund-studio.com"), &server)
        .await;
    let fields: Vec<String> = outcome
        .expect_err("two faults")
        .violations
        .into_iter()
        .map(|violation| violation.field)
        .collect();
    assert_eq!(fields, ["host", "addresses"]);
    assert!(account.actions().is_empty());
}

#[tokio::test]
async fn a_domain_is_released_by_its_tag() {
    let account = Account::new().await;
    let releases = account.domains().releases().expect("releases");
    let domain = name("brightmoor-brewery.co.uk");
    let error = releases.release(&domain, " ").await.expect_err("no tag");
    assert_eq!(error.violations[0].field, "tag");
    releases
        .release(&domain, "EXAMPLE-TAG")
        .await
        .expect("released");
    assert_eq!(
        account.actions(),
        ["POST domains/brightmoor-brewery.co.uk/release"]
    );
    let sync = account.domains().sync(&domain).await.expect("a sync");
    assert!(sync.transferred_away);
}

/// What cannot be taken back is not sent again.
#[tokio::test]
async fn a_deletion_is_asked_for_once() {
    let account = Account::new().await;
    let deletions = account.domains().deletions().expect("deletions");
    account.fault("html-error:on=POST,status=503");
    let domain = name("tinkerlab.dev");
    let error = deletions.request_deletion(&domain).await.expect_err("503");
    assert_eq!(error.kind, ErrorKind::Unavailable);
    assert_eq!(account.actions().len(), 1);
    account.sandbox.clear_faults();
    deletions
        .request_deletion(&domain)
        .await
        .expect("a request");
    let upstream = account.sandbox.domain("tinkerlab.dev");
    assert_ne!(upstream["state"], "active", "{upstream}");
}
