use chrono::{DateTime, TimeDelta, Utc};
use serde::Serialize;
use serde_json::json;

use super::machine::{Machine, find};
use super::{Snapshot, Template};
use crate::hostinger::clock::stamped;
use crate::hostinger::estate::Estate;
use crate::hostinger::fault::Effect;
use crate::hostinger::page::page;
use crate::hostinger::refusal::{Answer, Refusal, ok};
use crate::hostinger::routes::Ask;

/// Work on a machine: `created`, then `sent`, then `success` or `error`.
#[derive(Debug, Clone, Serialize)]
pub(in crate::hostinger) struct Action {
    pub(in crate::hostinger) id: i64,
    pub(in crate::hostinger) name: &'static str,
    pub(in crate::hostinger) state: &'static str,
    #[serde(with = "stamped")]
    pub(in crate::hostinger) created_at: DateTime<Utc>,
    #[serde(with = "stamped")]
    pub(in crate::hostinger) updated_at: DateTime<Utc>,
    #[serde(skip)]
    pub(super) course: Option<Course>,
}

/// What an unfinished action is going to do.
#[derive(Debug, Clone)]
pub(super) struct Course {
    sent_at: DateTime<Utc>,
    done_at: Option<DateTime<Utc>>,
    final_state: &'static str,
    state_before: &'static str,
    finish: Finish,
}

/// What has changed when an action is done.
#[derive(Debug, Clone)]
pub(super) enum Finish {
    Nothing,
    State(&'static str),
    Hostname(String),
    Nameservers([Option<String>; 2]),
    Ptr { address: i64, name: Option<String> },
    Snapshot(Option<Snapshot>),
    Recreated(Template),
    Firewall(Option<i64>),
    Keys(Vec<String>),
    Monarx { is_installed: bool },
}

/// `GET virtual-machines/{id}/actions`, newest first.
pub(super) fn list(estate: &mut Estate, ask: &Ask) -> Answer {
    let machine = find(estate, ask)?;
    let rows: Vec<&Action> = machine.actions.iter().rev().collect();
    page(ask, &rows)
}

/// `GET virtual-machines/{id}/actions/{actionId}`.
pub(super) fn show(estate: &mut Estate, ask: &Ask) -> Answer {
    let id = ask.id("actionId");
    let action = find(estate, ask)?
        .actions
        .iter()
        .find(|action| action.id == id)
        .ok_or_else(|| Refusal::not_found("Action"))?;
    ok(action)
}

/// Starts an action on the machine of the path, and answers it.
pub(super) fn begin(
    estate: &mut Estate,
    ask: &Ask,
    name: &'static str,
    state_meanwhile: Option<&'static str>,
    finish: Finish,
) -> Answer {
    if ask.has(&Effect::HollowAction) {
        return ok(json!({"id": 0, "name": "", "state": ""}));
    }
    let id = estate.next_id();
    let pace = TimeDelta::from_std(estate.pace.action).unwrap_or(TimeDelta::MAX);
    let machine = find(estate, ask)?;
    if ask.has(&Effect::LockedActions) && machine.actions_lock == "locked" {
        let text = "Virtual machine is locked by another action.";
        return Err(Refusal::field("virtual_machine_id", text));
    }
    let is_failing = ask.has(&Effect::FailedAction);
    let action = Action {
        id,
        name,
        state: "created",
        created_at: ask.now,
        updated_at: ask.now,
        course: Some(Course {
            sent_at: ask.now + pace / 2,
            done_at: (!ask.has(&Effect::StuckAction)).then(|| ask.now + pace),
            final_state: if is_failing { "error" } else { "success" },
            state_before: machine.state,
            finish,
        }),
    };
    if let Some(state) = state_meanwhile {
        machine.state = state;
    }
    machine.actions_lock = "locked";
    machine.actions.push(action.clone());
    machine.settle(ask.now);
    ok(action)
}

impl Action {
    /// An action that ended long ago.
    pub(in crate::hostinger) fn past(id: i64, name: &'static str, at: DateTime<Utc>) -> Self {
        Self {
            id,
            name,
            state: "success",
            created_at: at,
            updated_at: at + TimeDelta::seconds(42),
            course: None,
        }
    }

    /// Moves on; what has to be done to the machine once the action is over.
    fn settle(&mut self, now: DateTime<Utc>) -> Option<Course> {
        let course = self.course.as_ref()?;
        if let Some(done_at) = course.done_at.filter(|done_at| *done_at <= now) {
            self.state = course.final_state;
            self.updated_at = done_at;
            return self.course.take();
        }
        if course.sent_at <= now && self.state == "created" {
            self.state = "sent";
            self.updated_at = course.sent_at;
        }
        None
    }
}

impl Machine {
    /// Carries out the actions that are due.
    pub(in crate::hostinger) fn settle(&mut self, now: DateTime<Utc>) {
        let over: Vec<Course> = self
            .actions
            .iter_mut()
            .filter_map(|action| action.settle(now))
            .collect();
        for course in over {
            if course.final_state == "success" {
                self.apply(course.finish);
            } else {
                self.state = course.state_before;
            }
        }
        let is_busy = self.actions.iter().any(|action| action.course.is_some());
        self.actions_lock = if is_busy { "locked" } else { "unlocked" };
    }

    fn apply(&mut self, finish: Finish) {
        match finish {
            Finish::Nothing => {}
            Finish::State(state) => self.state = state,
            Finish::Hostname(name) => {
                for address in self.ipv4.iter_mut().flatten() {
                    address.ptr = Some(name.clone());
                }
                self.hostname = name;
            }
            Finish::Nameservers([ns1, ns2]) => {
                self.ns1 = ns1;
                self.ns2 = ns2;
            }
            Finish::Ptr { address, name } => {
                for other in self.addresses_mut().filter(|other| other.id == address) {
                    other.ptr.clone_from(&name);
                }
            }
            Finish::Snapshot(snapshot) => self.snapshot = snapshot,
            Finish::Recreated(template) => {
                self.template = Some(template);
                self.snapshot = None;
                self.scans = None;
                self.state = "running";
            }
            Finish::Firewall(id) => self.firewall_group_id = id,
            Finish::Keys(keys) => {
                for key in keys {
                    if !self.keys.contains(&key) {
                        self.keys.push(key);
                    }
                }
            }
            Finish::Monarx { is_installed } => {
                self.scans = is_installed.then(|| super::monarx::first_scan(self));
            }
        }
    }
}
