use chrono::{DateTime, Utc};
use serde::Serialize;

use super::action::{Finish, begin};
use super::machine;
use crate::hostinger::clock::stamped;
use crate::hostinger::estate::Estate;
use crate::hostinger::page::page;
use crate::hostinger::refusal::{Answer, Refusal, accepted, ok};
use crate::hostinger::routes::Ask;

/// A group of rules; what no rule accepts is dropped.
#[derive(Debug, Clone, Serialize)]
pub(in crate::hostinger) struct Firewall {
    pub(in crate::hostinger) id: i64,
    pub(in crate::hostinger) name: String,
    pub(in crate::hostinger) is_synced: bool,
    pub(in crate::hostinger) rules: Vec<Rule>,
    #[serde(with = "stamped")]
    pub(in crate::hostinger) created_at: DateTime<Utc>,
    #[serde(with = "stamped")]
    pub(in crate::hostinger) updated_at: DateTime<Utc>,
}

#[derive(Debug, Clone, Serialize)]
pub(in crate::hostinger) struct Rule {
    pub(in crate::hostinger) id: i64,
    pub(in crate::hostinger) action: &'static str,
    pub(in crate::hostinger) protocol: String,
    pub(in crate::hostinger) port: String,
    pub(in crate::hostinger) source: String,
    pub(in crate::hostinger) source_detail: String,
}

/// `GET firewall`.
pub(super) fn list(estate: &mut Estate, ask: &Ask) -> Answer {
    page(ask, &estate.firewalls)
}

/// `POST firewall`.
pub(super) fn create(estate: &mut Estate, ask: &Ask) -> Answer {
    let mut form = ask.form();
    let name = form.string("name");
    form.done()?;
    let firewall = Firewall {
        id: estate.next_id(),
        name,
        is_synced: false,
        rules: Vec::new(),
        created_at: ask.now,
        updated_at: ask.now,
    };
    estate.firewalls.push(firewall.clone());
    ok(firewall)
}

/// `GET firewall/{firewallId}`.
pub(super) fn show(estate: &mut Estate, ask: &Ask) -> Answer {
    ok(find(estate, ask)?)
}

/// `DELETE firewall/{firewallId}`; machines lose it.
pub(super) fn remove(estate: &mut Estate, ask: &Ask) -> Answer {
    let id = find(estate, ask)?.id;
    estate.firewalls.retain(|firewall| firewall.id != id);
    for machine in &mut estate.machines {
        if machine.firewall_group_id == Some(id) {
            machine.firewall_group_id = None;
        }
    }
    accepted()
}

/// `POST firewall/{firewallId}/activate/{virtualMachineId}`; replaces another active group.
pub(super) fn activate(estate: &mut Estate, ask: &Ask) -> Answer {
    machine::find(estate, ask)?;
    let firewall = find(estate, ask)?;
    firewall.is_synced = true;
    let finish = Finish::Firewall(Some(firewall.id));
    begin(estate, ask, "firewall_activate", None, finish)
}

/// `POST firewall/{firewallId}/deactivate/{virtualMachineId}`.
pub(super) fn deactivate(estate: &mut Estate, ask: &Ask) -> Answer {
    check_active(estate, ask)?;
    begin(
        estate,
        ask,
        "firewall_deactivate",
        None,
        Finish::Firewall(None),
    )
}

/// `POST firewall/{firewallId}/sync/{virtualMachineId}`.
pub(super) fn sync(estate: &mut Estate, ask: &Ask) -> Answer {
    check_active(estate, ask)?;
    find(estate, ask)?.is_synced = true;
    begin(estate, ask, "firewall_sync", None, Finish::Nothing)
}

pub(super) fn find<'a>(estate: &'a mut Estate, ask: &Ask) -> Result<&'a mut Firewall, Refusal> {
    let id = ask.id("firewallId");
    estate
        .firewalls
        .iter_mut()
        .find(|firewall| firewall.id == id)
        .ok_or_else(|| Refusal::not_found("Firewall"))
}

fn check_active(estate: &mut Estate, ask: &Ask) -> Result<(), Refusal> {
    let id = find(estate, ask)?.id;
    if machine::find(estate, ask)?.firewall_group_id == Some(id) {
        return Ok(());
    }
    let text = "Firewall is not active on this virtual machine.";
    Err(Refusal::field("firewall_id", text))
}

impl Firewall {
    /// Any change of the rules leaves the machines behind until the next sync.
    pub(super) fn touch(&mut self, now: DateTime<Utc>) {
        self.is_synced = false;
        self.updated_at = now;
    }
}
