use serde_json::json;
use setec_store::{Ending, Entry, EntryFilter, NewEntry, Outcome, Progress, Store};
use uuid::Uuid;

use crate::database::{TestDatabase, on_both_databases};

on_both_databases!(
    an_entry_is_begun_and_finished,
    what_a_crash_left_open_is_found,
    pages_join_without_gap_or_repeat,
    filters_narrow,
    texts_outcomes_and_times_narrow_too,
    an_entry_that_never_was_cannot_be_finished,
    what_is_sent_together_is_written_with_one_commit,
    a_zero_character_does_not_stop_the_journal,
);

fn change(account: &str, subject: &str) -> NewEntry {
    NewEntry {
        actor: "anna".to_owned(),
        door: "api".to_owned(),
        account: Some(account.to_owned()),
        action: "dns.apply".to_owned(),
        subject: Some(subject.to_owned()),
        request_id: Some("r-1".to_owned()),
        before: Some(json!({"www": {"A": ["192.0.2.1"]}})),
        after: None,
    }
}

async fn all(store: &Store) -> Vec<Entry> {
    store.entries(&EntryFilter::default()).await.unwrap()
}

async fn an_entry_is_begun_and_finished(database: TestDatabase) {
    let store = database.open().await;
    let id = store
        .begin_entry(change("hostinger", "example.com"))
        .await
        .unwrap();
    let begun = all(&store).await.remove(0);
    assert_eq!(begun.id, id);
    assert_eq!(
        (begun.outcome, begun.finished_at, &begun.detail),
        (None, None, &None)
    );
    assert_eq!(begun.before, Some(json!({"www": {"A": ["192.0.2.1"]}})));
    assert_eq!(begun.after, None);
    store
        .finish_entry(
            id,
            Outcome::Failed,
            Some("hostinger API error 422".to_owned()),
        )
        .await
        .unwrap();
    let finished = all(&store).await.remove(0);
    assert!(finished.finished_at >= Some(begun.begun_at));
    assert_eq!(
        finished,
        Entry {
            outcome: Some(Outcome::Failed),
            detail: Some("hostinger API error 422".to_owned()),
            finished_at: finished.finished_at,
            ..begun
        }
    );
}

async fn what_a_crash_left_open_is_found(database: TestDatabase) {
    let store = database.open().await;
    let mut ids = Vec::new();
    for subject in ["a.example", "b.example", "c.example"] {
        ids.push(
            store
                .begin_entry(change("hostinger", subject))
                .await
                .unwrap(),
        );
    }
    store
        .finish_entry(ids[1], Outcome::Done, None)
        .await
        .unwrap();
    drop(store);
    let reopened = database.open().await;
    let open = reopened.open_entries().await.unwrap();
    let open_ids: Vec<Uuid> = open.iter().map(|entry| entry.id).collect();
    assert_eq!(open_ids, [ids[0], ids[2]]);
    reopened
        .finish_entry(ids[0], Outcome::Unknown, None)
        .await
        .unwrap();
    assert_eq!(reopened.open_entries().await.unwrap().len(), 1);
}

async fn pages_join_without_gap_or_repeat(database: TestDatabase) {
    let store = database.open().await;
    let mut begun = Vec::new();
    for n in 0..7 {
        begun.push(
            store
                .begin_entry(change("hostinger", &n.to_string()))
                .await
                .unwrap(),
        );
    }
    let (mut read, mut before) = (Vec::new(), None);
    loop {
        let filter = EntryFilter {
            before,
            limit: 3,
            ..EntryFilter::default()
        };
        let page = store.entries(&filter).await.unwrap();
        let Some(last) = page.last() else { break };
        before = Some(last.id);
        read.extend(page.iter().map(|entry| entry.id));
        // What comes in between does not shift the pages.
        store
            .begin_entry(change("hostinger", "late"))
            .await
            .unwrap();
    }
    begun.reverse();
    assert_eq!(read, begun);
}

async fn filters_narrow(database: TestDatabase) {
    let store = database.open().await;
    for (account, subject) in [("one", "a"), ("one", "b"), ("two", "a")] {
        store.begin_entry(change(account, subject)).await.unwrap();
    }
    let text = |text: &str| Some(text.to_owned());
    let any = EntryFilter::default();
    for (filter, count) in [
        (
            EntryFilter {
                account: text("one"),
                ..any.clone()
            },
            2,
        ),
        (
            EntryFilter {
                subject: text("a"),
                ..any.clone()
            },
            2,
        ),
        (
            EntryFilter {
                account: text("one"),
                subject: text("a"),
                ..any.clone()
            },
            1,
        ),
        (
            EntryFilter {
                action: text("dns.apply"),
                ..any.clone()
            },
            3,
        ),
        (
            EntryFilter {
                action: text("dns"),
                ..any.clone()
            },
            3,
        ),
        (
            EntryFilter {
                action: text("dn"),
                ..any.clone()
            },
            0,
        ),
        (
            EntryFilter {
                action: text("dns_"),
                ..any.clone()
            },
            0,
        ),
        (
            EntryFilter {
                limit: 0,
                ..any.clone()
            },
            0,
        ),
    ] {
        let found = store.entries(&filter).await.unwrap();
        assert_eq!(found.len(), count, "{filter:?}");
    }
}

async fn texts_outcomes_and_times_narrow_too(database: TestDatabase) {
    let store = database.open().await;
    let mut ids = Vec::new();
    for (actor, subject) in [
        ("anna", "shop.example.com"),
        ("bert", "100%_sure.example"),
        ("anna", "example.net"),
    ] {
        let entry = NewEntry {
            actor: actor.to_owned(),
            ..change("hostinger", subject)
        };
        ids.push(store.begin_entry(entry).await.unwrap());
    }
    store
        .finish_entry(ids[0], Outcome::Done, None)
        .await
        .unwrap();
    store
        .finish_entry(ids[1], Outcome::Failed, None)
        .await
        .unwrap();
    let begun: Vec<_> = all(&store).await.into_iter().rev().collect();
    let (first, last) = (begun[0].begun_at, begun[2].begun_at);
    let second = chrono::TimeDelta::seconds(1);
    let any = EntryFilter::default();
    let text = |text: &str| EntryFilter {
        text: Some(text.to_owned()),
        ..EntryFilter::default()
    };
    let progress = |progress| EntryFilter {
        progress: Some(progress),
        ..EntryFilter::default()
    };
    let between = |since, until| EntryFilter {
        since,
        until,
        ..EntryFilter::default()
    };
    let anna = EntryFilter {
        actor: Some("anna".to_owned()),
        ..any.clone()
    };
    for (filter, found) in [
        (text("EXAMPLE."), &[2, 0][..]),
        (text("%_"), &[1]),
        (text("%"), &[1]),
        (text("nothing"), &[]),
        (anna, &[2, 0]),
        (progress(Progress::Open), &[2]),
        (progress(Progress::Ended(Outcome::Done)), &[0]),
        (progress(Progress::Ended(Outcome::Failed)), &[1]),
        (progress(Progress::Ended(Outcome::Unknown)), &[]),
        (between(Some(first), Some(last + second)), &[2, 1, 0]),
        (between(None, Some(first)), &[]),
        (between(Some(last + second), None), &[]),
        (between(Some(first - second * 3600), Some(first)), &[]),
    ] {
        let entries = store.entries(&filter).await.unwrap();
        let read: Vec<_> = entries.iter().map(|entry| entry.id).collect();
        let wanted: Vec<_> = found.iter().map(|at: &usize| ids[*at]).collect();
        assert_eq!(read, wanted, "{filter:?}");
    }
}

async fn an_entry_that_never_was_cannot_be_finished(database: TestDatabase) {
    let store = database.open().await;
    let error = store
        .finish_entry(Uuid::nil(), Outcome::Done, None)
        .await
        .unwrap_err();
    assert_eq!(
        error.to_string(),
        format!("journal entry {} does not exist", Uuid::nil())
    );
}

async fn a_zero_character_does_not_stop_the_journal(database: TestDatabase) {
    let store = database.open().await;
    let mut entry = change("hostinger", "zero\0.example");
    entry.before = Some(json!({"txt": ["a\0b"]}));
    store.begin_entry(entry).await.unwrap();
    let kept = all(&store).await.remove(0);
    assert_eq!(kept.subject.as_deref(), Some("zero\u{fffd}.example"));
    assert_eq!(kept.before, Some(json!({"txt": ["a\u{fffd}b"]})));
}

async fn what_is_sent_together_is_written_with_one_commit(database: TestDatabase) {
    let store = database.open().await;
    let before = store.commits();
    let drafts: Vec<NewEntry> = (0..1_200)
        .map(|n| change("hostinger", &format!("{n}.example")))
        .collect();
    let ids = store.begin_entries(drafts).await.unwrap();
    assert_eq!(store.commits(), before + 1);
    assert!(ids.is_sorted(), "later entries have greater ids");
    let said = json!([{"call": "PUT /zones", "text": "200"}]);
    let endings = ids.iter().map(|id| Ending {
        id: *id,
        outcome: Outcome::Done,
        detail: None,
        answers: Some(said.clone()),
    });
    store.finish_entries(endings.collect()).await.unwrap();
    assert_eq!(store.commits(), before + 2);
    assert_eq!(store.open_entries().await.unwrap(), []);
    let newest = all(&store).await.remove(0);
    assert_eq!(newest.subject.as_deref(), Some("1199.example"));
    assert_eq!(newest.answers, Some(said));
    assert_eq!(
        store.begin_entries(Vec::new()).await.unwrap(),
        Vec::<Uuid>::new()
    );
    assert_eq!(store.commits(), before + 2, "nothing costs nothing");
}
