use chrono::{DateTime, TimeDelta, Utc};
use serde::Serialize;

use super::content;
use crate::hostinger::clock::stamped;
use crate::hostinger::fault::Effect;
use crate::hostinger::routes::Ask;

/// A zone: its record sets, the undo history, and what reads still show.
#[derive(Debug, Default)]
pub(in crate::hostinger) struct Zone {
    sets: Vec<RecordSet>,
    pub(super) snapshots: Vec<Snapshot>,
    stale: Option<Stale>,
}

/// All contents of one name and type, which share one TTL.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub(in crate::hostinger) struct RecordSet {
    pub(super) name: String,
    pub(super) records: Vec<Record>,
    pub(super) ttl: u32,
    #[serde(rename = "type")]
    pub(super) kind: String,
}

#[derive(Debug, Clone, PartialEq, Serialize)]
pub(super) struct Record {
    pub(super) content: String,
    pub(super) is_disabled: bool,
}

/// The sets as they were before a write.
#[derive(Debug, Clone, Serialize)]
pub(super) struct Snapshot {
    pub(super) id: i64,
    pub(super) reason: String,
    #[serde(rename = "snapshot")]
    pub(super) sets: Vec<RecordSet>,
    #[serde(with = "stamped")]
    pub(super) created_at: DateTime<Utc>,
}

#[derive(Debug)]
struct Stale {
    until: DateTime<Utc>,
    sets: Vec<RecordSet>,
}

impl Zone {
    /// The sets as they are.
    pub(in crate::hostinger) fn sets(&self) -> &[RecordSet] {
        &self.sets
    }

    /// The sets as a read shows them: reads lag behind writes.
    pub(super) fn shown(&self, now: DateTime<Utc>) -> &[RecordSet] {
        match &self.stale {
            Some(stale) if now < stale.until => &stale.sets,
            _ => &self.sets,
        }
    }

    /// Replaces all sets and keeps the old ones as a snapshot.
    pub(super) fn commit(&mut self, ask: &Ask, id: i64, reason: &str, sets: Vec<RecordSet>) {
        let before = std::mem::replace(&mut self.sets, sets);
        let lag = ask.effects().iter().find_map(|effect| match effect {
            Effect::Eventual { millis } => i64::try_from(*millis).ok(),
            _ => None,
        });
        if let Some(millis) = lag {
            self.lag(ask.now, TimeDelta::milliseconds(millis), &before);
        }
        self.snapshots.push(Snapshot {
            id,
            reason: reason.to_owned(),
            sets: before,
            created_at: ask.now,
        });
    }

    /// Lets reads show the state before a write for a while.
    pub(super) fn lag(&mut self, now: DateTime<Utc>, by: TimeDelta, before: &[RecordSet]) {
        let sets = match self.stale.take() {
            Some(stale) if now < stale.until => stale.sets,
            _ => before.to_vec(),
        };
        self.stale = Some(Stale {
            until: now + by,
            sets,
        });
    }

    /// Replaces one set without checks, as the estate and hPanel do; no contents remove it.
    pub(in crate::hostinger) fn put(&mut self, name: &str, kind: &str, ttl: u32, texts: &[&str]) {
        self.sets.retain(|set| !set.is(name, kind));
        if !texts.is_empty() {
            self.sets.push(RecordSet {
                name: name.to_owned(),
                records: texts.iter().map(|text| Record::new(kind, text)).collect(),
                ttl,
                kind: kind.to_owned(),
            });
        }
    }

    /// Disables one content, which only hPanel can do.
    pub(in crate::hostinger) fn disable(&mut self, name: &str, kind: &str, content: &str) {
        for set in self.sets.iter_mut().filter(|set| set.is(name, kind)) {
            for record in &mut set.records {
                record.is_disabled |= record.content == content;
            }
        }
    }
}

impl RecordSet {
    pub(super) fn is(&self, name: &str, kind: &str) -> bool {
        self.name == name && self.kind == kind
    }
}

impl Record {
    fn new(kind: &str, text: &str) -> Self {
        let content = content::stored(kind, text).unwrap_or_else(|| text.to_owned());
        Self {
            content,
            is_disabled: false,
        }
    }
}
