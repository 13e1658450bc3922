use chrono::{DateTime, TimeDelta, Utc};
use serde::Serialize;

use super::action::{Finish, begin};
use super::machine::find;
use super::power::usable_state;
use crate::hostinger::clock::{at, stamped};
use crate::hostinger::estate::Estate;
use crate::hostinger::refusal::{Answer, Refusal, ok};
use crate::hostinger::routes::Ask;

/// The one snapshot that a machine can have.
#[derive(Debug, Clone, Serialize)]
pub(in crate::hostinger) struct Snapshot {
    pub(in crate::hostinger) id: i64,
    /// In seconds.
    pub(in crate::hostinger) restore_time: i64,
    #[serde(with = "stamped")]
    pub(in crate::hostinger) created_at: DateTime<Utc>,
    #[serde(with = "stamped")]
    pub(in crate::hostinger) expires_at: DateTime<Utc>,
}

/// `GET snapshot`; a machine without one answers id 0 and dates that mean nothing.
pub(super) fn show(estate: &mut Estate, ask: &Ask) -> Answer {
    let machine = find(estate, ask)?;
    let none = Snapshot {
        id: 0,
        restore_time: 0,
        created_at: at("1970-01-01T00:00:00Z"),
        expires_at: at("1970-01-01T00:00:00Z"),
    };
    ok(machine.snapshot.clone().unwrap_or(none))
}

/// `POST snapshot`; replaces the one there is.
pub(super) fn create(estate: &mut Estate, ask: &Ask) -> Answer {
    usable_state(estate, ask)?;
    let snapshot = Snapshot::taken(estate.next_id(), ask.now);
    let finish = Finish::Snapshot(Some(snapshot));
    begin(estate, ask, "ct_snapshot_create", None, finish)
}

/// `DELETE snapshot`.
pub(super) fn remove(estate: &mut Estate, ask: &Ask) -> Answer {
    existing(estate, ask)?;
    begin(
        estate,
        ask,
        "ct_snapshot_delete",
        None,
        Finish::Snapshot(None),
    )
}

/// `POST snapshot/restore`.
pub(super) fn restore(estate: &mut Estate, ask: &Ask) -> Answer {
    existing(estate, ask)?;
    let finish = Finish::State("running");
    begin(
        estate,
        ask,
        "ct_snapshot_restore",
        Some("restoring"),
        finish,
    )
}

impl Snapshot {
    pub(in crate::hostinger) fn taken(id: i64, now: DateTime<Utc>) -> Self {
        Self {
            id,
            restore_time: 1800,
            created_at: now,
            expires_at: now + TimeDelta::days(20),
        }
    }
}

fn existing(estate: &mut Estate, ask: &Ask) -> Result<(), Refusal> {
    match find(estate, ask)?.snapshot {
        Some(_) => Ok(()),
        None => Err(Refusal::not_found("Snapshot")),
    }
}
