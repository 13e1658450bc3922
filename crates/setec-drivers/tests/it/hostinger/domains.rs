use setec_core::dns::Name;
use setec_core::domain::{DomainStatus, EntityType, NewWhoisProfile};
use setec_provider::ErrorKind;
use setec_provider::domains::Switch;

use super::harness::{Account, name, told};

#[tokio::test]
async fn the_list_has_what_only_the_details_tell() {
    let account = Account::new().await;
    let domains = account.domains().list().await.unwrap();
    let find = |name: &str| {
        let found = domains.iter().find(|domain| domain.name == name);
        found.expect("the domain").clone()
    };
    let example = find("example.com");
    assert_eq!(example.registrar, "Hostinger");
    assert_eq!(example.status, DomainStatus::Active);
    assert_eq!(
        example.expires_at.map(|at| at.to_rfc3339()).as_deref(),
        Some("2027-03-15T00:00:00+00:00")
    );
    assert!(example.registered_at < example.expires_at && example.registered_at.is_some());
    assert_eq!(
        (example.locked, example.privacy_protection),
        (Some(true), Some(true))
    );
    assert_eq!(
        example.nameservers,
        ["ns1.dns-parking.com", "ns2.dns-parking.com"]
    );
    // No call tells it.
    assert_eq!(example.auto_renew, None);
    assert_eq!(find("nightjarroasters.com").locked, Some(false));
    let suspended = find("pine-cabins.com");
    assert_eq!(suspended.status, DomainStatus::Suspended);
    assert_eq!(
        suspended.message.as_deref(),
        Some("Suspended by the registry")
    );
    // Neither a domain without details nor one without a name hides the others.
    let arriving = find("brightwater-pools.com");
    assert_eq!(arriving.status, DomainStatus::PendingSetup);
    assert_eq!((arriving.locked, arriving.nameservers.len()), (None, 0));
    assert_eq!(domains.len() + 1, account.sandbox.portfolio().len());
    account.finish();
}

#[tokio::test]
async fn a_detail_that_fails_does_not_hide_its_domain() {
    let account = Account::with_faults(&["server-error:path=portfolio/example.com"]).await;
    let domains = account.domains().list().await.unwrap();
    let example = domains.iter().find(|domain| domain.name == "example.com");
    assert_eq!(example.expect("the domain").locked, None);
    account.finish();
}

#[tokio::test]
async fn one_domain_is_read_whether_it_has_details_or_not() {
    let account = Account::new().await;
    let get = async |domain: &str| account.domains().get(&name(domain)).await;
    assert_eq!(get("example.com").await.unwrap().locked, Some(true));
    let arriving = get("brightwater-pools.com").await.unwrap();
    assert_eq!(arriving.status, DomainStatus::PendingSetup);
    assert_eq!(told(get("nobody.com").await).0, ErrorKind::NotFound);
    account.finish();
}

#[tokio::test]
async fn availability_is_asked_once_per_label_and_has_prices() {
    let account = Account::new().await;
    let names: Vec<Name> = [
        "cool-project.com",
        "cool-project.dev",
        "other-project.co.uk",
        "example.com",
        "cool-project.zz",
    ]
    .map(name)
    .to_vec();
    let told = account.domains().check(&names).await.unwrap();
    let answered: Vec<&str> = told.iter().map(|answer| answer.domain.as_str()).collect();
    assert_eq!(answered, names.iter().map(Name::as_str).collect::<Vec<_>>());
    assert!(told[0].available);
    assert_eq!(
        (told[0].price, told[0].currency.as_deref()),
        (Some(9.99), Some("USD"))
    );
    assert_eq!((told[1].price, told[1].renewal_price), (Some(14.99), None));
    // The first year is cheaper than those that follow.
    assert_eq!(
        (told[2].price, told[2].renewal_price),
        (Some(6.99), Some(8.99))
    );
    assert!(!told[3].available && told[3].price.is_none());
    assert_eq!(account.writes().len(), 3);
    account.finish();
}

#[tokio::test]
async fn prices_are_kept_for_a_while() {
    let account = Account::new().await;
    for _ in 0..3 {
        account
            .domains()
            .check(&[name("cool-project.com")])
            .await
            .unwrap();
    }
    let exchanges = account.sandbox.exchanges();
    let reads = exchanges.iter().filter(|call| call.method == "GET");
    assert_eq!(reads.count(), 1);
    account.finish();
}

#[tokio::test]
async fn a_name_without_a_tld_is_refused() {
    let account = Account::new().await;
    let (kind, words) = told(account.domains().check(&[name("cool-project")]).await);
    assert_eq!(kind, ErrorKind::Invalid);
    assert!(words.contains("has no TLD"), "{words}");
    assert!(account.sandbox.exchanges().is_empty());
}

#[tokio::test]
async fn two_to_four_name_servers_are_set() {
    let account = Account::new().await;
    let domain = name("example.com");
    let servers: Vec<Name> = ["ada.ns.cloudflare.com", "hugh.ns.cloudflare.com"]
        .map(name)
        .to_vec();
    account
        .domains()
        .set_nameservers(&domain, &servers)
        .await
        .unwrap();
    let found = account.domains().get(&domain).await.unwrap();
    assert_eq!(
        found.nameservers,
        ["ada.ns.cloudflare.com", "hugh.ns.cloudflare.com"]
    );
    for count in [0, 1, 5] {
        let servers = vec![name("ns.example.net"); count];
        let outcome = account.domains().set_nameservers(&domain, &servers).await;
        assert_eq!(told(outcome).0, ErrorKind::Invalid);
    }
    account.finish();
}

#[tokio::test]
async fn lock_and_privacy_are_set_and_cleared() {
    let account = Account::new().await;
    let domain = name("example.com");
    for (switch, state) in [(Switch::Off, Some(false)), (Switch::On, Some(true))] {
        account.domains().set_lock(&domain, switch).await.unwrap();
        account
            .domains()
            .set_privacy(&domain, switch)
            .await
            .unwrap();
        let found = account.domains().get(&domain).await.unwrap();
        assert_eq!((found.locked, found.privacy_protection), (state, state));
    }
    let verbs: Vec<String> = account
        .writes()
        .into_iter()
        .map(|call| call.method)
        .collect();
    assert_eq!(verbs, ["DELETE", "DELETE", "PUT", "PUT"]);
    account.finish();
}

#[tokio::test]
async fn what_a_registry_does_not_offer_is_not_tried() {
    let account = Account::new().await;
    let domain = name("nordlund-studio.se");
    let (kind, words) = told(account.domains().set_lock(&domain, Switch::On).await);
    assert_eq!(kind, ErrorKind::Conflict);
    assert!(words.contains("cannot be locked"), "{words}");
    let (kind, _) = told(account.domains().set_privacy(&domain, Switch::On).await);
    assert_eq!(kind, ErrorKind::Conflict);
    assert!(account.writes().is_empty());
    account.finish();
}

#[tokio::test]
async fn a_transfer_code_is_given_and_not_shown() {
    let account = Account::new().await;
    let code = account
        .domains()
        .auth_code(&name("nightjarroasters.com"))
        .await
        .unwrap();
    assert!(!code.0.is_empty());
    assert!(!format!("{code:?}").contains(code.0.expose()));
    account.finish();
}

#[tokio::test]
async fn a_domain_is_forwarded_changed_and_freed() {
    let account = Account::new().await;
    let forwarding = account.domains().forwarding().expect("forwarding");
    let domain = name("example.com");
    assert_eq!(told(forwarding.get(&domain).await).0, ErrorKind::NotFound);
    let made = forwarding
        .set(&domain, 301, "https://example.net/new")
        .await
        .unwrap();
    assert_eq!(
        (made.domain.as_str(), made.redirect_type),
        ("example.com", 301)
    );
    forwarding
        .set(&domain, 302, "https://example.net/newer")
        .await
        .unwrap();
    let found = forwarding.get(&domain).await.unwrap();
    assert_eq!(
        (found.redirect_type, found.redirect_url.as_str()),
        (302, "https://example.net/newer")
    );
    forwarding.delete(&domain).await.unwrap();
    assert_eq!(told(forwarding.get(&domain).await).0, ErrorKind::NotFound);
    for (code, url) in [(307, "https://example.net"), (301, "ftp://example.net")] {
        assert_eq!(
            told(forwarding.set(&domain, code, url).await).0,
            ErrorKind::Invalid
        );
    }
    account.finish();
}

#[tokio::test]
async fn whois_profiles_are_listed_made_and_removed() {
    let account = Account::new().await;
    let whois = account.domains().whois().expect("whois");
    let all = whois.list(None).await.unwrap();
    let of_com = whois.list(Some("com")).await.unwrap();
    assert!(of_com.len() < all.len() && of_com.iter().all(|profile| profile.tld == "com"));
    assert_eq!(whois.get(&of_com[0].id).await.unwrap(), of_com[0]);
    let used: Vec<String> = whois.usage(&of_com[0].id).await.unwrap();
    assert!(used.contains(&"example.com".to_owned()), "{used:?}");
    let details = [
        ("first_name", "Ada"),
        ("last_name", "Byron"),
        ("email", "ada@example.com"),
        ("phone", "+44.2079460000"),
        ("address", "12 St James's Square"),
        ("city", "London"),
        ("state", "London"),
        ("zip", "SW1Y 4JH"),
    ];
    let made = whois
        .create(&NewWhoisProfile {
            tld: "app".to_owned(),
            country: "GB".to_owned(),
            entity_type: EntityType::Individual,
            whois_details: details
                .map(|(key, value)| (key.to_owned(), value.to_owned()))
                .into(),
            tld_details: std::collections::BTreeMap::new(),
        })
        .await
        .unwrap();
    assert_eq!(made.whois_details["first_name"], "Ada");
    whois.delete(&made.id).await.unwrap();
    for id in [made.id.as_str(), "x"] {
        assert_eq!(told(whois.get(id).await).0, ErrorKind::NotFound);
    }
    account.finish();
}
