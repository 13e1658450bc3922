use chrono::{DateTime, Utc};
use serde::Serialize;

use super::action::{Finish, begin};
use super::machine::find;
use super::power::usable_state;
use crate::hostinger::clock::stamped;
use crate::hostinger::estate::Estate;
use crate::hostinger::page::page;
use crate::hostinger::refusal::{Answer, Refusal};
use crate::hostinger::routes::Ask;

/// A weekly copy of a machine.
#[derive(Debug, Clone, Serialize)]
pub(in crate::hostinger) struct Backup {
    pub(in crate::hostinger) id: i64,
    /// In KB, unlike sizes of machines.
    pub(in crate::hostinger) size: i64,
    /// In seconds.
    pub(in crate::hostinger) restore_time: i64,
    pub(in crate::hostinger) location: &'static str,
    #[serde(with = "stamped")]
    pub(in crate::hostinger) created_at: DateTime<Utc>,
}

/// `GET backups`.
pub(super) fn list(estate: &mut Estate, ask: &Ask) -> Answer {
    page(ask, &find(estate, ask)?.backups)
}

/// `POST backups/{backupId}/restore`.
pub(super) fn restore(estate: &mut Estate, ask: &Ask) -> Answer {
    let id = ask.id("backupId");
    let machine = find(estate, ask)?;
    if !machine.backups.iter().any(|backup| backup.id == id) {
        return Err(Refusal::not_found("Backup"));
    }
    usable_state(estate, ask)?;
    let finish = Finish::State("running");
    begin(estate, ask, "ct_backup_restore", Some("restoring"), finish)
}
