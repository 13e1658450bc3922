use setec_core::dns::RecordType;
use setec_core::plan::Change;
use setec_provider::ErrorKind;

use super::harness::{Account, data, key, set};

const ZONE: &str = "quillfeather.com";

/// An answer that never left is none of the document's.
const LOST: &[&str] = &["no JSON body"];

fn new_host() -> Change {
    Change::Create(set(
        "new.quillfeather.com",
        RecordType::A,
        300,
        &["192.0.2.1"],
    ))
}

#[tokio::test]
async fn an_append_whose_answer_is_lost_is_not_a_duplicate() {
    let account = Account::with_faults(&["lost-answer:on=PUT,times=1"]).await;
    account.apply(ZONE, &[new_host()]).await.unwrap();
    assert_eq!(account.upstream(ZONE, "new", "A"), ["192.0.2.1"]);
    assert_eq!(account.bodies("PUT").len(), 1);
    account.finish_despite(LOST);
}

#[tokio::test]
async fn an_append_that_never_arrived_is_sent_again() {
    let account = Account::with_faults(&["server-error:status=503,on=PUT,times=1"]).await;
    account.apply(ZONE, &[new_host()]).await.unwrap();
    assert_eq!(account.upstream(ZONE, "new", "A"), ["192.0.2.1"]);
    assert_eq!(account.bodies("PUT").len(), 2);
    account.finish();
}

#[tokio::test]
async fn a_lost_answer_and_a_stale_read_are_no_duplicate_either() {
    let account = Account::with_faults(&[
        "lost-answer:on=PUT,times=1",
        "eventual:ms=400,on=PUT,times=1",
    ])
    .await;
    account.apply(ZONE, &[new_host()]).await.unwrap();
    assert_eq!(account.upstream(ZONE, "new", "A"), ["192.0.2.1"]);
    account.finish_despite(LOST);
}

#[tokio::test]
async fn a_limited_append_is_sent_again() {
    let account = Account::with_faults(&["rate-limit:retry-after=0,on=PUT,times=2"]).await;
    account.apply(ZONE, &[new_host()]).await.unwrap();
    assert_eq!(account.bodies("PUT").len(), 3);
    account.finish();
}

#[tokio::test]
async fn a_value_that_somebody_has_made_meanwhile_is_done() {
    let account = Account::new().await;
    // Not seen by the validation: it overwrites.
    account
        .sandbox
        .change_outside(ZONE, "new", "A", 300, &["192.0.2.1"]);
    account.apply(ZONE, &[new_host()]).await.unwrap();
    account.finish();
}

#[tokio::test]
async fn a_value_that_is_there_in_part_is_told() {
    let account = Account::new().await;
    account
        .sandbox
        .change_outside(ZONE, "new", "A", 300, &["192.0.2.1"]);
    let change = Change::Create(set(
        "new.quillfeather.com",
        RecordType::A,
        300,
        &["192.0.2.1", "192.0.2.2"],
    ));
    let error = account.apply(ZONE, &[change]).await.unwrap_err();
    assert_eq!(error.source.kind, ErrorKind::Exists);
    assert!(
        error.to_string().starts_with("new A exists already: "),
        "{error}"
    );
    assert_eq!(account.upstream(ZONE, "new", "A"), ["192.0.2.1"]);
    account.finish();
}

#[tokio::test]
async fn a_write_returns_once_reads_show_it() {
    let account = Account::with_faults(&["eventual:ms=300,on=PUT"]).await;
    account.apply(ZONE, &[new_host()]).await.unwrap();
    let zone = account.zone(ZONE).await;
    assert!(
        zone.get(&key("new.quillfeather.com", RecordType::A))
            .is_some()
    );
    account.finish();
}

#[tokio::test]
async fn a_replacement_whose_answer_is_lost_is_sent_again() {
    let account = Account::with_faults(&["lost-answer:on=PUT,times=1"]).await;
    account
        .edit(ZONE, |zone| {
            zone.put(set(
                "api.quillfeather.com",
                RecordType::A,
                300,
                &["192.0.2.1"],
            ));
        })
        .await
        .unwrap();
    assert_eq!(account.upstream(ZONE, "api", "A"), ["192.0.2.1"]);
    account.finish_despite(LOST);
}

#[tokio::test]
async fn a_deletion_whose_answer_is_lost_is_done() {
    let account = Account::with_faults(&["lost-answer:on=DELETE"]).await;
    account
        .edit(ZONE, |zone| {
            zone.remove(&key("api.quillfeather.com", RecordType::A));
        })
        .await
        .unwrap();
    assert!(account.upstream(ZONE, "api", "A").is_empty());
    account.finish_despite(LOST);
}

#[tokio::test]
async fn a_failure_half_way_tells_what_stands() {
    let account = Account::with_faults(&["server-error:status=500,on=DELETE"]).await;
    let error = account
        .edit(ZONE, |zone| {
            zone.put(set(
                "new.quillfeather.com",
                RecordType::A,
                300,
                &["192.0.2.1"],
            ));
            zone.remove(&key("_dmarc.quillfeather.com", RecordType::Txt));
        })
        .await
        .unwrap_err();
    assert_eq!(error.applied, [key("new.quillfeather.com", RecordType::A)]);
    assert_eq!(error.source.kind, ErrorKind::Unavailable);
    assert_eq!(account.upstream(ZONE, "new", "A"), ["192.0.2.1"]);
    assert_eq!(account.upstream(ZONE, "_dmarc", "TXT").len(), 1);
    account.finish();
}

#[tokio::test]
async fn a_second_run_finds_nothing_to_do() {
    let account = Account::new().await;
    let edit = || {
        account.edit(ZONE, |zone| {
            let key = key("quillfeather.com", RecordType::Txt);
            let mut texts = zone.get(&key).expect("TXT").clone();
            texts.insert(data(RecordType::Txt, "\"one more\""));
            zone.put(texts);
        })
    };
    edit().await.unwrap();
    let calls = account.writes().len();
    edit().await.unwrap();
    assert_eq!(account.writes().len(), calls);
    assert_eq!(account.upstream(ZONE, "@", "TXT").len(), 4);
    account.finish();
}

#[tokio::test]
async fn a_value_that_is_there_but_disabled_is_told() {
    let account = Account::new().await;
    let error = account
        .edit(ZONE, |zone| {
            let key = key("old.quillfeather.com", RecordType::A);
            let mut set = zone.get(&key).expect("the set").clone();
            set.insert(data(RecordType::A, "198.51.100.7"));
            zone.put(set);
        })
        .await
        .unwrap_err();
    assert_eq!(error.source.kind, ErrorKind::Exists);
    account.finish();
}
