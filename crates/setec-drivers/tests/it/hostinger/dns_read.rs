use setec_core::dns::{RecordData, RecordType};
use setec_provider::ErrorKind;
use setec_provider::dns::Granularity;

use super::harness::{Account, data, key, name, told};

#[tokio::test]
async fn every_named_domain_of_the_portfolio_is_a_zone() {
    let account = Account::new().await;
    let zones = account.dns().zones().await.unwrap();
    assert!(zones.iter().any(|zone| zone.name == name("example.com")));
    let named = account
        .sandbox
        .portfolio()
        .iter()
        .filter(|holding| holding["domain"].is_string())
        .count();
    assert_eq!(zones.len(), named);
    assert!(named < account.sandbox.portfolio().len());
    account.finish();
}

#[tokio::test]
async fn a_zone_is_read_with_dots_quotes_and_priorities_taken_apart() {
    let account = Account::new().await;
    let zone = account.zone("quillfeather.com").await;
    let mail = zone
        .get(&key("quillfeather.com", RecordType::Mx))
        .expect("MX");
    assert_eq!(mail.values().len(), 5);
    assert_eq!(
        mail.values()[0],
        data(RecordType::Mx, "1 aspmx.l.google.com.")
    );
    let texts = zone
        .get(&key("quillfeather.com", RecordType::Txt))
        .expect("TXT");
    let policy = "v=spf1 include:_spf.google.com include:sendgrid.net ~all";
    assert!(
        texts
            .values()
            .contains(&RecordData::Txt(policy.as_bytes().into()))
    );
    let long = zone
        .get(&key("google._domainkey.quillfeather.com", RecordType::Txt))
        .expect("a DKIM key");
    match &long.values()[0] {
        RecordData::Txt(bytes) => {
            assert!(bytes.len() > 255 && bytes.starts_with(b"v=DKIM1; k=rsa; p="));
        }
        other => panic!("{other:?}"),
    }
    assert!(
        zone.get(&key("*.preview.quillfeather.com", RecordType::A))
            .is_some()
    );
    account.finish();
}

#[tokio::test]
async fn every_type_that_the_vendor_has_is_read() {
    let account = Account::new().await;
    let mut seen: Vec<RecordType> = Vec::new();
    for info in account.dns().zones().await.unwrap() {
        match account.dns().zone(&info.name).await {
            Ok(zone) => seen.extend(zone.sets().map(|set| set.key.rtype)),
            // Not arrived yet, so without a zone.
            Err(error) => assert_eq!(error.kind, ErrorKind::NotFound, "{error}"),
        }
    }
    let facts = account.dns().facts();
    assert_eq!(facts.granularity, Granularity::RecordSet);
    assert_eq!(
        (facts.min_ttl.secs(), facts.default_ttl.secs()),
        (60, 14400)
    );
    for rtype in facts.record_types {
        assert!(seen.contains(rtype), "{rtype}");
    }
    account.finish();
}

#[tokio::test]
async fn disabled_records_are_kept_apart_from_those_that_are_served() {
    let account = Account::new().await;
    let zone = account.zone("quillfeather.com").await;
    let set = zone
        .get(&key("old.quillfeather.com", RecordType::A))
        .expect("the set");
    assert_eq!(set.values(), [data(RecordType::A, "198.51.100.8")]);
    assert_eq!(set.disabled(), [data(RecordType::A, "198.51.100.7")]);
    account.finish();
}

#[tokio::test]
async fn an_empty_list_is_no_empty_zone() {
    let account = Account::new().await;
    let (kind, words) = told(account.dns().zone(&name("nobody.example")).await);
    assert_eq!(kind, ErrorKind::NotFound);
    assert_eq!(words, "zone nobody.example not found");
    account.finish();
}

#[tokio::test]
async fn a_zone_of_another_customer_is_not_there() {
    let account = Account::new().await;
    let (kind, words) = told(account.dns().zone(&name("taken.example")).await);
    assert_eq!(kind, ErrorKind::NotFound);
    assert!(words.contains("DNS:4002"), "{words}");
    account.finish();
}

#[tokio::test]
async fn a_record_that_cannot_be_read_is_named() {
    let account = Account::new().await;
    account
        .sandbox
        .change_outside("example.com", "odd", "A", 300, &["not-an-address"]);
    let (kind, words) = told(account.dns().zone(&name("example.com")).await);
    assert_eq!(kind, ErrorKind::Protocol);
    assert!(words.contains("the record odd A cannot be read"), "{words}");
    account.finish();
}

#[tokio::test]
async fn an_earlier_state_is_listed_read_and_restored() {
    let account = Account::new().await;
    let zone = name("example.com");
    account
        .edit("example.com", |zone| {
            zone.remove(&key("example.com", RecordType::Mx));
        })
        .await
        .unwrap();
    assert!(account.upstream("example.com", "@", "MX").is_empty());
    let snapshots = account.dns().snapshots().expect("snapshots");
    let list = snapshots.list(&zone).await.unwrap();
    let newest = list.last().expect("a snapshot");
    assert!(newest.created_at.is_some() && !newest.reason.is_empty());
    let (found, state) = snapshots.get(&zone, &newest.id).await.unwrap();
    assert_eq!(found.id, newest.id);
    assert!(state.get(&key("example.com", RecordType::Mx)).is_some());
    snapshots.restore(&zone, &newest.id).await.unwrap();
    assert_eq!(
        account.upstream("example.com", "@", "MX"),
        ["10 mail.example.com."]
    );
    for (kind, _) in [
        told(snapshots.get(&zone, "../1").await),
        told(snapshots.restore(&zone, "1").await),
    ] {
        assert_eq!(kind, ErrorKind::NotFound);
    }
    account.finish();
}

#[tokio::test]
async fn a_reset_brings_the_vendors_records_back() {
    let account = Account::new().await;
    let reset = account.dns().reset().expect("reset");
    reset.reset(&name("example.com")).await.unwrap();
    let zone = account.zone("example.com").await;
    assert!(zone.get(&key("example.com", RecordType::Alias)).is_some());
    let body = account.bodies("POST").remove(0);
    assert_eq!(
        body,
        serde_json::json!({"sync": true, "reset_email_records": true})
    );
    assert!(account.dns().hosting().is_none());
    account.finish();
}
