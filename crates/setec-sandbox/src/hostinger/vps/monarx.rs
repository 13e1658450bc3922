use chrono::{TimeDelta, Utc};
use serde_json::{Value, json};

use super::Machine;
use super::action::{Finish, begin};
use super::machine::find;
use super::power::usable_state;
use crate::hostinger::clock::stamp;
use crate::hostinger::estate::Estate;
use crate::hostinger::refusal::{Answer, Refusal, ok};
use crate::hostinger::routes::Ask;

/// `GET monarx`.
pub(super) fn show(estate: &mut Estate, ask: &Ask) -> Answer {
    let scans = find(estate, ask)?.scans.clone();
    ok(scans.ok_or_else(|| Refusal::not_found("Malware scanner"))?)
}

/// `POST monarx`.
pub(super) fn install(estate: &mut Estate, ask: &Ask) -> Answer {
    usable_state(estate, ask)?;
    let finish = Finish::Monarx { is_installed: true };
    begin(estate, ask, "ct_monarx_install", None, finish)
}

/// `DELETE monarx`.
pub(super) fn uninstall(estate: &mut Estate, ask: &Ask) -> Answer {
    usable_state(estate, ask)?;
    let finish = Finish::Monarx {
        is_installed: false,
    };
    begin(estate, ask, "ct_monarx_uninstall", None, finish)
}

/// The findings right after the scanner was installed.
pub(in crate::hostinger) fn first_scan(machine: &Machine) -> Value {
    let started = Utc::now().max(machine.created_at);
    json!({
        "records": 12,
        "malicious": 0,
        "compromised": 0,
        "scanned_files": 34_567,
        "scan_started_at": stamp(started),
        "scan_ended_at": stamp(started + TimeDelta::minutes(4)),
    })
}
