use serde_json::{Value, json};

use super::firewall::find;
use super::{firewall_rule, machine, public_key};
use crate::hostinger::estate::Estate;
use crate::hostinger::refusal::{Answer, accepted, ok};
use crate::hostinger::routes::Ask;

/// `PUT firewall/{firewallId}/rules`, of version 2: replaces all rules.
pub(super) fn replace_rules(estate: &mut Estate, ask: &Ask) -> Answer {
    let mut form = ask.form();
    let mut rules: Vec<_> = (0..form.array("rules"))
        .map(|index| firewall_rule::read(&mut form, &format!("rules.{index}.")))
        .collect();
    let is_sync = form.boolean("sync", false);
    form.done()?;
    for rule in &mut rules {
        rule.id = estate.next_id();
    }
    let firewall = find(estate, ask)?;
    firewall.rules = rules;
    firewall.touch(ask.now);
    firewall.is_synced = is_sync;
    ok(firewall)
}

/// `POST firewall/{firewallId}/sync`, of version 2: on all machines.
pub(super) fn sync_all(estate: &mut Estate, ask: &Ask) -> Answer {
    find(estate, ask)?.is_synced = true;
    accepted()
}

/// `GET virtual-machines/{id}/ssh-keys`, of version 2.
pub(super) fn ssh_keys(estate: &mut Estate, ask: &Ask) -> Answer {
    let rows: Vec<Value> = machine::find(estate, ask)?
        .keys
        .iter()
        .map(|key| row(key))
        .collect();
    ok(rows)
}

/// `POST virtual-machines/{id}/ssh-keys`, of version 2.
pub(super) fn add_ssh_keys(estate: &mut Estate, ask: &Ask) -> Answer {
    let keys = read(ask)?;
    let machine = machine::find(estate, ask)?;
    for key in keys {
        if !machine.keys.contains(&key) {
            machine.keys.push(key);
        }
    }
    ssh_keys(estate, ask)
}

/// `DELETE virtual-machines/{id}/ssh-keys`, of version 2.
pub(super) fn remove_ssh_keys(estate: &mut Estate, ask: &Ask) -> Answer {
    let keys = read(ask)?;
    machine::find(estate, ask)?
        .keys
        .retain(|key| !keys.contains(key));
    ssh_keys(estate, ask)
}

fn read(ask: &Ask) -> Result<Vec<String>, crate::hostinger::refusal::Refusal> {
    let mut form = ask.form();
    let keys = form.strings("keys");
    for (index, key) in keys.iter().enumerate() {
        if !key.is_empty() && !public_key::is_key(key) {
            let field = format!("keys.{index}");
            form.reject(&field, format!("The {field} field format is invalid."));
        }
    }
    form.done()?;
    Ok(keys)
}

fn row(key: &str) -> Value {
    let mut fields = key.splitn(3, ' ');
    json!({
        "key": key,
        "type": fields.next(),
        "data": fields.next(),
        "name": fields.next().unwrap_or_default(),
    })
}
