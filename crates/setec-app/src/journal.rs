//! The journal: who changed what, through which door, and how it ended.

use chrono::Datelike;
use serde_json::Value;
use setec_core::Violation;
use setec_store::{Ending, Entry, EntryFilter, NewEntry, Outcome, Progress};
use uuid::Uuid;

use crate::event::of_entry;
use crate::{Actor, App, Error, Result};

/// A change that is about to be made.
#[derive(Debug)]
pub(crate) struct Draft {
    pub(crate) account: Option<String>,
    pub(crate) action: &'static str,
    pub(crate) subject: Option<String>,
    pub(crate) before: Option<Value>,
    pub(crate) after: Option<Value>,
}

impl Draft {
    pub(crate) fn new(action: &'static str) -> Self {
        Self {
            account: None,
            action,
            subject: None,
            before: None,
            after: None,
        }
    }

    pub(crate) fn of(account: &str, action: &'static str, subject: impl Into<String>) -> Self {
        Self {
            account: Some(account.to_owned()),
            subject: Some(subject.into()),
            ..Self::new(action)
        }
    }

    pub(crate) fn to(self, after: Value) -> Self {
        Self {
            after: Some(after),
            ..self
        }
    }

    pub(crate) fn by(self, actor: &Actor) -> NewEntry {
        NewEntry {
            actor: actor.name.clone(),
            door: actor.door.as_str().to_owned(),
            account: self.account,
            action: self.action.to_owned(),
            subject: self.subject,
            request_id: actor.request_id.clone(),
            before: self.before,
            after: self.after,
        }
    }
}

/// An entry as callers see it.
pub type JournalEntry = Entry;

/// How far an entry has got.
pub type JournalProgress = Progress;

/// Which entries are wanted.
pub type JournalFilter = EntryFilter;

impl App {
    /// Entries, newest first.
    pub async fn journal(
        &self,
        actor: &Actor,
        filter: &JournalFilter,
    ) -> Result<Vec<JournalEntry>> {
        actor.may_read()?;
        check(filter)?;
        Ok(self.store.entries(filter).await?)
    }

    /// Writes down that a change is about to be sent, and tells it.
    pub(crate) async fn begin_entry(&self, entry: NewEntry) -> Result<Uuid> {
        let ids = self.begin_entries(vec![entry]).await?;
        Ok(ids[0])
    }

    /// The same for changes that are sent together.
    pub(crate) async fn begin_entries(&self, entries: Vec<NewEntry>) -> Result<Vec<Uuid>> {
        let told: Vec<_> = entries.iter().map(of_entry).collect();
        let ids = self.store.begin_entries(entries).await?;
        self.events.begun(ids.iter().zip(told));
        Ok(ids)
    }

    /// Writes down how a change has ended, and tells it.
    pub(crate) async fn finish_entry(&self, id: Uuid, outcome: Outcome, detail: Option<String>) {
        let ending = Ending {
            id,
            outcome,
            detail,
            answers: None,
        };
        self.finish_entries(vec![ending]).await;
    }

    /// The same for changes that were sent together.
    ///
    /// The changes stand whatever becomes of their record, so a failure is only logged: the next
    /// start settles what is open.
    pub(crate) async fn finish_entries(&self, endings: Vec<Ending>) {
        let ends: Vec<(Uuid, Outcome)> = endings
            .iter()
            .map(|ending| (ending.id, ending.outcome))
            .collect();
        if let Err(error) = self.store.finish_entries(endings).await {
            tracing::error!(%error, entries = ?ends, "journal entries cannot be finished");
        }
        for (id, outcome) in ends {
            self.events.ended(id, outcome);
        }
    }
}

/// Times that a database can hold, the earlier one first.
fn check(filter: &JournalFilter) -> Result<()> {
    let mut violations = Vec::new();
    for (field, time) in [("since", filter.since), ("until", filter.until)] {
        if time.is_some_and(|time| !(1970..10_000).contains(&time.year())) {
            violations.push(Violation::new(field, "a time from 1970 to 9999"));
        }
    }
    if let (Some(since), Some(until)) = (filter.since, filter.until)
        && since >= until
    {
        violations.push(Violation::new("until", "it is later than since"));
    }
    if violations.is_empty() {
        return Ok(());
    }
    Err(Error::invalid(violations))
}
