use setec_provider::ErrorKind;
use setec_provider::domains::Switch;

use super::harness::{Account, told};

#[tokio::test]
async fn subscriptions_have_prices_and_slugs() {
    let account = Account::new().await;
    let subscriptions = account.billing().subscriptions().await.unwrap();
    let hosting = &subscriptions[0];
    assert_eq!(hosting.id, "Azz36nUfKX1S1MSF");
    assert_eq!(hosting.plan, "premium-web-hosting-48m");
    assert_eq!((hosting.price, hosting.renewal_price), (2.99, Some(2.99)));
    assert_eq!(hosting.currency, "USD");
    assert_eq!(hosting.auto_renew, Some(true));
    assert_eq!(
        hosting.renews_at.map(|at| at.to_rfc3339()).as_deref(),
        Some("2027-03-15T00:00:00+00:00")
    );
    let plans: Vec<&str> = subscriptions.iter().map(|one| one.plan.as_str()).collect();
    for plan in ["kvm-2", "domain-com", "business-premium-email-1y"] {
        assert!(plans.contains(&plan), "{plans:?}");
    }
    // One that ends has its end.
    let ended = subscriptions.iter().find(|one| one.status == "cancelled");
    let ended = ended.expect("a cancelled subscription");
    assert!(ended.renews_at.is_some() && ended.auto_renew == Some(false));
    account.finish();
}

#[tokio::test]
async fn renewal_is_switched_off_and_on() {
    let account = Account::new().await;
    let billing = account.billing();
    let id = "Azz36nUfKX1S1MSF";
    let off = billing.set_auto_renewal(id, Switch::Off).await.unwrap();
    assert_eq!(off.auto_renew, Some(false));
    let on = billing.set_auto_renewal(id, Switch::On).await.unwrap();
    assert_eq!((on.id.as_str(), on.auto_renew), (id, Some(true)));
    let verbs: Vec<String> = account
        .writes()
        .into_iter()
        .map(|call| call.method)
        .collect();
    assert_eq!(verbs, ["DELETE", "PATCH"]);
    let (kind, _) = told(billing.set_auto_renewal("no/such", Switch::On).await);
    assert_eq!(kind, ErrorKind::NotFound);
    account.finish_despite(&["no such operation"]);
}

#[tokio::test]
async fn the_catalog_names_every_price() {
    let account = Account::new().await;
    let all = account.billing().catalog(None).await.unwrap();
    let plans = account.billing().catalog(Some("vps")).await.unwrap();
    assert!(plans.len() < all.len() && plans.iter().all(|entry| entry.category == "vps"));
    let find = |id: &str| {
        let mut found = all.iter().filter(|entry| entry.id == id);
        let entry = found.next().expect("the entry").clone();
        assert!(found.next().is_none(), "{id} is there twice");
        entry
    };
    let monthly = find("kvm-2");
    assert_eq!(
        (
            monthly.name.as_str(),
            monthly.price_cents,
            monthly.period.as_str()
        ),
        ("KVM 2", 1199, "monthly")
    );
    assert_eq!(
        monthly.item_id.as_deref(),
        Some("hostingercom-vps-kvm2-usd-1m")
    );
    assert_eq!(monthly.first_period_price_cents, None);
    assert_eq!(monthly.description, "2 vCPU, 4 GB RAM, 80 GB disk");
    let yearly = find("kvm-2-1y");
    assert_eq!(
        (yearly.price_cents, yearly.first_period_price_cents),
        (11988, Some(8991))
    );
    assert_eq!(yearly.period, "yearly");
    assert_eq!(find("kvm-2-2y").period, "2y");
    assert_eq!(find("domain-com").period, "yearly");
    assert_eq!(find("domain-co.uk-2y").category, "domain");
    account.finish();
}

#[tokio::test]
async fn payment_methods_are_listed_preferred_and_removed() {
    let account = Account::new().await;
    let billing = account.billing();
    let methods = billing.payment_methods().await.unwrap();
    let default = methods.iter().find(|method| method.is_default);
    assert_eq!(default.map(|method| method.id.as_str()), Some("1327362"));
    assert!(methods.iter().any(|method| method.is_expired));
    assert!(methods.iter().any(|method| method.is_suspended));
    billing.set_default_payment_method("1402118").await.unwrap();
    billing.delete_payment_method("pm_1327410").await.unwrap();
    let after = billing.payment_methods().await.unwrap();
    assert_eq!(after.len() + 1, methods.len());
    let default = after.iter().find(|method| method.is_default);
    assert_eq!(default.map(|method| method.id.as_str()), Some("1402118"));
    let (kind, _) = told(billing.delete_payment_method("1").await);
    assert_eq!(kind, ErrorKind::NotFound);
    account.finish();
}
