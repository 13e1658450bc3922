use setec_core::dns::{RecordType, SetKey};
use setec_provider::ErrorKind;

use super::harness::{Account, name, set};

const ZONE: &str = "nordlund-studio.com";

fn key(owner: &str, rtype: RecordType) -> SetKey {
    SetKey {
        name: name(owner),
        rtype,
    }
}

#[tokio::test]
async fn zones_are_the_known_domains_with_dns_management() {
    let account = Account::new().await;
    let zones = account.dns().zones().await.expect("zones");
    let names: Vec<&str> = zones.iter().map(|zone| zone.name.as_str()).collect();
    assert!(names.contains(&ZONE), "{names:?}");
    assert!(!names.contains(&"sunrise-cafe.co.ke"), "{names:?}");
    assert!(!names.contains(&"gone.example"), "{names:?}");
}

#[tokio::test]
async fn a_zone_is_read_with_short_and_with_full_names() {
    let mut zones = Vec::new();
    for faults in [&[][..], &["full-hostnames"][..]] {
        let account = Account::with_faults(faults).await;
        zones.push(account.dns().zone(&name(ZONE)).await.expect("a zone"));
    }
    assert_eq!(zones[0], zones[1]);
    let apex = |rtype| {
        zones[0]
            .get(&key(ZONE, rtype))
            .expect("a set")
            .values()
            .to_vec()
    };
    assert_eq!(apex(RecordType::A)[0].to_text(), "192.0.2.44");
    assert_eq!(
        apex(RecordType::Mx)[0].to_text(),
        "10 mail.nordlund-studio.com."
    );
    assert_eq!(apex(RecordType::Txt)[0].to_text(), "\"v=spf1 mx -all\"");
}

#[tokio::test]
async fn a_zone_of_another_account_is_not_found() {
    let account = Account::new().await;
    let outcome = account.dns().zone(&name("acacia-lodge.com")).await;
    assert_eq!(outcome.expect_err("another's").kind, ErrorKind::NotFound);
}

#[tokio::test]
async fn a_change_keeps_every_other_row() {
    for faults in [&[][..], &["full-hostnames"][..]] {
        let account = Account::with_faults(faults).await;
        account
            .edit(ZONE, |zone| {
                zone.put(set(
                    "api.nordlund-studio.com",
                    RecordType::A,
                    &["192.0.2.7", "192.0.2.8"],
                ));
                zone.put(set(
                    ZONE,
                    RecordType::Mx,
                    &["10 mail.nordlund-studio.com.", "20 mx.example.net."],
                ));
                zone.put(set(
                    "_sip._tcp.nordlund-studio.com",
                    RecordType::Srv,
                    &["10 5 5060 sip.example.net."],
                ));
                zone.remove(&key("www.nordlund-studio.com", RecordType::Cname));
            })
            .await
            .expect("a write");
        assert_eq!(
            account.rows(ZONE),
            [
                "@ A 192.0.2.44",
                "@ MX mail.nordlund-studio.com",
                "@ MX mx.example.net",
                "@ TXT v=spf1 mx -all",
                "_sip._tcp SRV 5 5060 sip.example.net",
                "api A 192.0.2.7",
                "api A 192.0.2.8",
            ],
            "{faults:?}"
        );
        let zone = account.dns().zone(&name(ZONE)).await.expect("a zone");
        assert_eq!(zone.len(), 5, "{faults:?}");
    }
}

/// The ids of rows that stay are the vendor's proof that they are the same rows.
#[tokio::test]
async fn redirections_are_left_alone_and_ids_stay() {
    let account = Account::new().await;
    let records = |account: &Account| account.sandbox.domain(ZONE)["records"].clone();
    // By the API's own means: the engine does not know such rows.
    let before = records(&account);
    let id_of = |records: &serde_json::Value, kind: &str| {
        let rows = records.as_array().cloned().unwrap_or_default();
        rows.iter()
            .find(|row| row["type"] == kind)
            .map(|row| row["id"].clone())
    };
    account
        .edit(ZONE, |zone| {
            zone.put(set(
                "new.nordlund-studio.com",
                RecordType::Txt,
                &["\"a b\""],
            ));
        })
        .await
        .expect("a write");
    let after = records(&account);
    for kind in ["A", "MX", "CNAME"] {
        assert!(id_of(&before, kind).is_some());
        assert_eq!(id_of(&before, kind), id_of(&after, kind), "{kind}");
    }
}

/// A form has no empty list, and what an operator makes of none at all nobody knows.
#[tokio::test]
async fn the_last_record_of_a_zone_is_not_deleted() {
    let account = Account::new().await;
    let before = account.rows(ZONE);
    let outcome = account
        .edit(ZONE, |zone| {
            let keys: Vec<SetKey> = zone.sets().map(|set| set.key.clone()).collect();
            for key in keys {
                zone.remove(&key);
            }
        })
        .await;
    let error = outcome.expect_err("nothing would be left").source;
    assert_eq!(error.kind, ErrorKind::Invalid);
    assert_eq!(account.rows(ZONE), before);
}

#[tokio::test]
async fn what_the_api_cannot_hold_is_refused_before_any_write() {
    let account = Account::new().await;
    let outcome = account
        .edit(ZONE, |zone| {
            let mut short = set("a.nordlund-studio.com", RecordType::A, &["192.0.2.1"]);
            short.ttl = setec_core::dns::Ttl::from_secs(300).expect("a TTL");
            zone.put(short);
            zone.put(set(
                "b.nordlund-studio.com",
                RecordType::Ptr,
                &["example.net."],
            ));
        })
        .await;
    let error = outcome.expect_err("two faults");
    assert!(error.applied.is_empty());
    let fields: Vec<&str> = error
        .source
        .violations
        .iter()
        .map(|violation| violation.field.as_str())
        .collect();
    assert_eq!(fields.len(), 2, "{fields:?}");
    assert!(
        fields.contains(&"a A") && fields.contains(&"b PTR"),
        "{fields:?}"
    );
    let actions = account.actions();
    assert!(
        actions.iter().all(|action| action.starts_with("GET ")),
        "{actions:?}"
    );
}

#[tokio::test]
async fn a_zone_that_changed_since_the_plan_is_not_written() {
    let account = Account::new().await;
    let live = account.dns().zone(&name(ZONE)).await.expect("a zone");
    let mut wanted = live.clone();
    wanted.put(set(
        "www.nordlund-studio.com",
        RecordType::Cname,
        &["example.net."],
    ));
    let changes = setec_core::plan::diff(&live, &wanted);
    account
        .edit(ZONE, |zone| {
            zone.put(set(
                "www.nordlund-studio.com",
                RecordType::Cname,
                &["example.org."],
            ));
        })
        .await
        .expect("somebody else's write");
    let outcome = account.dns().apply(&name(ZONE), &changes).await;
    let error = outcome.expect_err("it has changed").source;
    assert_eq!(error.kind, ErrorKind::Conflict);
    assert!(
        account
            .rows(ZONE)
            .contains(&"www CNAME example.org".to_owned())
    );
}
