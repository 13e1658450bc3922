//! What belongs to a domain's life besides its purchase.

use setec_core::domain::{
    Contact, Contacts, DomainOperation, DomainPurchase, DomainTransfer, TransferState,
};
use setec_core::{Money, Secret};
use setec_provider::ErrorKind;

use super::harness::{Account, name};

fn jane() -> Contact {
    Contact {
        first_name: "Jane".to_owned(),
        last_name: "Wanjiru".to_owned(),
        email: "jane@example.com".to_owned(),
        phone: "+254712345678".to_owned(),
        address1: "1 Moi Avenue".to_owned(),
        city: "Nairobi".to_owned(),
        postcode: "00100".to_owned(),
        country: "KE".to_owned(),
        ..Contact::default()
    }
}

fn jane_alone() -> Contacts {
    Contacts {
        registrant: Some(jane()),
        ..Contacts::default()
    }
}

#[tokio::test]
async fn contacts_are_read_and_changed_role_by_role() {
    let account = Account::new().await;
    let domain = name("lindgren-bakery.com");
    let contacts = account.domains().contacts().expect("contacts");
    let before = contacts.contacts(&domain).await.expect("contacts");
    assert!(before.registrant.is_some() && before.tech.is_some());
    assert_ne!(before.registrant, before.tech);
    let wanted = Contacts {
        tech: Some(jane()),
        ..jane_alone()
    };
    contacts.set_contacts(&domain, &wanted).await.expect("two");
    let after = contacts.contacts(&domain).await.expect("contacts");
    assert_eq!((after.registrant, after.tech), (Some(jane()), Some(jane())));
    assert_eq!(
        (after.admin, after.billing),
        (before.admin.clone(), before.billing.clone())
    );
    // The same again changes nothing, and makes no second profile.
    account.sandbox.take_exchanges();
    contacts.set_contacts(&domain, &wanted).await.expect("none");
    let methods: Vec<String> = account
        .sandbox
        .exchanges()
        .into_iter()
        .map(|exchange| exchange.method.clone())
        .collect();
    assert!(methods.iter().all(|method| method == "GET"), "{methods:?}");
    account.finish();
}

#[tokio::test]
async fn a_purchase_keeps_its_limit_its_contacts_and_its_name_servers() {
    let account = Account::new().await;
    let usd = "USD".parse().expect("a code");
    let order = DomainPurchase {
        domain: "quiet-harbor.com".to_owned(),
        period: 1,
        contacts: Some(jane_alone()),
        nameservers: vec![name("ns1.example.net"), name("ns2.example.net")],
        price_limit: Some(Money {
            minor: 1,
            currency: usd,
        }),
        ..DomainPurchase::default()
    };
    let domains = account.domains();
    let error = domains.purchase(&order).await.expect_err("1 cent");
    assert_eq!(error.kind, ErrorKind::Conflict, "{error}");
    assert!(account.sandbox.orders().is_empty());
    let order = DomainPurchase {
        price_limit: None,
        ..order
    };
    let bought = domains.purchase(&order).await.expect("a domain").domain;
    assert_eq!(bought.nameservers, ["ns1.example.net", "ns2.example.net"]);
    let contacts = domains.contacts().expect("contacts");
    let contacts = contacts.contacts(&name("quiet-harbor.com")).await;
    assert_eq!(contacts.expect("contacts").registrant, Some(jane()));
    account.finish();
}

#[tokio::test]
async fn prices_are_those_of_the_catalog() {
    let account = Account::new().await;
    let prices = account.domains().prices().expect("prices");
    let tlds = prices.tlds().await.expect("TLDs");
    assert!(tlds.contains(&"com".to_owned()), "{tlds:?}");
    let com = prices.prices(Some(".com")).await.expect("a list");
    assert_eq!(com.len(), 1);
    let usd = "USD".parse().expect("a code");
    let listed = com[0].find(DomainOperation::Renew, 1, usd);
    let renewals = prices
        .prices_of(&name("example.com"), DomainOperation::Renew)
        .await
        .expect("prices");
    assert_eq!(Some(renewals[0].price), listed);
    assert!(listed.is_some());
    let transfers = prices
        .prices_of(&name("example.com"), DomainOperation::Transfer)
        .await;
    assert_eq!(transfers.expect("none"), []);
    account.finish();
}

#[tokio::test]
async fn suggestions_come_for_a_word_and_for_a_description() {
    let account = Account::new().await;
    let suggestions = account.domains().suggestions().expect("suggestions");
    for words in ["bakery", "a bakery in Vilnius"] {
        let found = suggestions.suggest(words, &[], 3).await.expect(words);
        assert!((1..=3).contains(&found.len()), "{words}: {found:?}");
    }
    let nonsense = ["nonsense".to_owned()];
    let none = suggestions.suggest("bakery", &nonsense, 3).await;
    assert_eq!(none.expect("an answer"), []);
    account.finish();
}

#[tokio::test]
async fn child_name_servers_are_shown() {
    let account = Account::new().await;
    let list = account.domains().child_nameserver_list().expect("a list");
    let of = async |domain: &str| list.child_nameservers(&name(domain)).await.expect("a list");
    let shown: Vec<String> = of("kestrel-robotics.io")
        .await
        .iter()
        .map(|server| format!("{} {:?}", server.host, server.addresses))
        .collect();
    assert_eq!(
        shown,
        [
            "ns1.kestrel-robotics.io [203.0.113.131]",
            "ns2.kestrel-robotics.io [203.0.113.132]"
        ]
    );
    assert_eq!(of("example.com").await, []);
    account.finish();
}

#[tokio::test]
async fn a_transfer_that_is_paid_for_is_started_and_followed() {
    let account = Account::new().await;
    let order = DomainTransfer {
        domain: name("brightwater-pools.com"),
        auth_code: Secret::new("Auth123Code456"),
        contacts: None,
        nameservers: Vec::new(),
        years: 1,
        privacy_protection: None,
        price_limit: None,
    };
    let transfers = account.domains().transfers().expect("transfers");
    let offer = transfers.check_transfer(&order).await.expect("an offer");
    assert_eq!(offer.price.minor, 0);
    let receipt = transfers.start(&order).await.expect("a receipt");
    assert!(!receipt.answer.contains("Auth123Code456"));
    let state = transfers.state(&order.domain).await.expect("a state");
    assert!(
        matches!(
            state,
            TransferState::Pending { .. } | TransferState::Completed { .. }
        ),
        "{state:?}"
    );
    let unpaid = DomainTransfer {
        domain: name("somebody-else.com"),
        ..order
    };
    let error = transfers.check_transfer(&unpaid).await;
    let error = error.expect_err("nothing is paid for");
    assert_eq!(error.kind, ErrorKind::PaymentRequired);
    account.finish();
}
