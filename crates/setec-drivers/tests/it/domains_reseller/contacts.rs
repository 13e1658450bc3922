use setec_core::domain::{Contact, Contacts};
use setec_provider::ErrorKind;

use super::harness::{Account, jane, jane_alone, name};

#[tokio::test]
async fn contacts_are_read_in_every_dialect() {
    let domain = name("nordlund-studio.com");
    let plain = Account::new().await;
    let expected = plain.contacts().contacts(&domain).await.expect("contacts");
    let registrant = expected.registrant.clone().expect("a registrant");
    assert_eq!(registrant.check("registrant"), [], "{registrant:?}");
    assert!(registrant.phone.starts_with('+') && !registrant.phone.contains('.'));
    assert!(expected.tech.is_some() && expected.admin.is_some() && expected.billing.is_some());
    for fault in ["technical-role", "underscore-labels", "extra-keys"] {
        let account = Account::with_faults(&[fault]).await;
        let read = account.contacts().contacts(&domain).await.expect(fault);
        assert_eq!(read, expected, "{fault}");
    }
}

#[tokio::test]
async fn a_new_registrant_leaves_the_others_as_they_are() {
    let domain = name("nordlund-studio.com");
    for faults in [&[][..], &["technical-role"], &["underscore-labels"]] {
        let account = Account::with_faults(faults).await;
        let before = account
            .contacts()
            .contacts(&domain)
            .await
            .expect("contacts");
        account
            .contacts()
            .set_contacts(&domain, &jane_alone())
            .await
            .expect("a registrant");
        let after = account
            .contacts()
            .contacts(&domain)
            .await
            .expect("contacts");
        assert_eq!(after.registrant, Some(jane()), "{faults:?}");
        assert_eq!(
            (after.admin, after.tech, after.billing),
            (before.admin, before.tech, before.billing),
            "{faults:?}"
        );
    }
}

#[tokio::test]
async fn a_change_that_waits_for_the_registrant_is_told() {
    let domain = name("nordlund-studio.com");
    let account = Account::with_faults(&["pending-contacts"]).await;
    account
        .contacts()
        .set_contacts(&domain, &jane_alone())
        .await
        .expect("a registrant");
    let read = account.domains().get(&domain).await.expect("a domain");
    let message = read.message.expect("a message");
    assert!(message.contains("confirm"), "{message}");
}

#[tokio::test]
async fn bad_contacts_cost_no_call() {
    let account = Account::new().await;
    let contacts = Contacts {
        tech: Some(Contact {
            country: "Kenya".to_owned(),
            phone: "0712".to_owned(),
            ..jane()
        }),
        ..Contacts::default()
    };
    let error = account
        .contacts()
        .set_contacts(&name("nordlund-studio.com"), &contacts)
        .await
        .expect_err("two faults");
    assert_eq!(error.kind, ErrorKind::Invalid);
    let fields: Vec<&str> = error.violations.iter().map(|v| v.field.as_str()).collect();
    assert_eq!(fields, ["tech.phone", "tech.country"]);
    assert!(account.actions().is_empty());
}
