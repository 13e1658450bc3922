//! The journal: who changed what, through which door, and how it ended.

use serde_json::Value;
use setec_store::{Entry, EntryFilter, NewEntry};

use crate::{Actor, App, Result};

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
        Ok(self.store.entries(filter).await?)
    }
}
