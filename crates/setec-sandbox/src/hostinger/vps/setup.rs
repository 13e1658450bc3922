use chrono::{DateTime, TimeDelta, Utc};

use super::machine::find;
use super::{Address, Machine, PublicKey, network, password};
use crate::hostinger::estate::Estate;
use crate::hostinger::fault::Effect;
use crate::hostinger::form::Form;
use crate::hostinger::refusal::{Answer, Refusal, ok};
use crate::hostinger::routes::Ask;

/// How a new machine is to be made.
#[derive(Debug)]
pub(super) struct Setup {
    template_id: i64,
    data_center_id: i64,
    password: Option<String>,
    hostname: Option<String>,
    install_monarx: bool,
    nameservers: [Option<String>; 2],
    key: Option<(String, String)>,
    key_ids: Vec<i64>,
}

/// `POST setup`, for machines that are `initial` only.
pub(super) fn setup(estate: &mut Estate, ask: &Ask) -> Answer {
    let mut form = ask.form();
    let mut setup = Setup::read(&mut form, "", ask, estate);
    form.done()?;
    // The undocumented field works inside a purchase only (spec 1.4).
    setup.key_ids.clear();
    let machine = find(estate, ask)?;
    if machine.state != "initial" {
        let text = "Virtual machine is already set up.";
        return Err(Refusal::field("virtual_machine_id", text));
    }
    let id = machine.id;
    setup.check(ask)?;
    setup.start(estate, ask, id);
    ok(find(estate, ask)?)
}

impl Setup {
    /// Reads the fields below a path; existence of what they name is part of their shape.
    pub(super) fn read(form: &mut Form, path: &str, ask: &Ask, estate: &Estate) -> Self {
        let at = |field: &str| {
            if path.is_empty() {
                field.to_owned()
            } else {
                format!("{path}.{field}")
            }
        };
        let template_id = form.integer(&at("template_id"));
        let data_center_id = form.integer(&at("data_center_id"));
        let script_id = form.optional_integer(&at("post_install_script_id"));
        let password = form.optional_string(&at("password"));
        password::check(
            form,
            &at("password"),
            password.as_deref().unwrap_or_default(),
            12,
        );
        if template_id != 0 && estate.template(template_id).is_none() {
            form.reject(&at("template_id"), "The selected template id is invalid.");
        }
        let is_retired = ask.has(&Effect::DataCenterRetired);
        if data_center_id != 0 && (is_retired || !estate.has_data_center(data_center_id)) {
            // The live answer names the field without its path.
            form.reject("data_center_id", "The selected data center id is invalid.");
        }
        if script_id.is_some_and(|id| !estate.scripts.iter().any(|script| script.id == id)) {
            let text = "The selected post install script id is invalid.";
            form.reject(&at("post_install_script_id"), text);
        }
        let key_text = form.optional_string(&at("public_key.key"));
        let key_name = form.optional_string(&at("public_key.name"));
        let key_ids = if form.get(&at("public_key_ids")).is_some() {
            form.integers(&at("public_key_ids"))
        } else {
            Vec::new()
        };
        form.boolean(&at("enable_backups"), true);
        Self {
            template_id,
            data_center_id,
            password,
            hostname: form.optional_string(&at("hostname")),
            install_monarx: form.boolean(&at("install_monarx"), false),
            nameservers: ["ns1", "ns2"].map(|field| form.optional_string(&at(field))),
            key: key_text.map(|key| (key_name.unwrap_or_else(|| "default".to_owned()), key)),
            key_ids,
        }
    }

    /// What only the service behind the gateway checks, that is: after the charge.
    pub(super) fn check(&self, ask: &Ask) -> Result<(), Refusal> {
        if let Some(hostname) = &self.hostname {
            network::check_hostname(hostname)?;
        }
        if let Some(password) = &self.password {
            password::check_strength(ask, password)?;
        }
        Ok(())
    }

    /// Begins to make the machine.
    pub(super) fn start(self, estate: &mut Estate, ask: &Ask, id: i64) {
        let template = estate.template(self.template_id).cloned();
        let mut keys: Vec<String> = estate
            .keys
            .iter()
            .filter(|key| self.key_ids.contains(&key.id))
            .map(|key| key.key.clone())
            .collect();
        if let Some((name, key)) = self.key {
            keys.push(key.clone());
            let id = estate.next_id();
            estate.keys.push(PublicKey { id, name, key });
        }
        let pace = TimeDelta::from_std(estate.pace.creation).unwrap_or(TimeDelta::MAX);
        let Some(machine) = estate.machines.iter_mut().find(|machine| machine.id == id) else {
            return;
        };
        machine.state = "creating";
        machine.data_center_id = Some(self.data_center_id);
        machine.template = template;
        machine.keys = keys;
        if let Some(hostname) = self.hostname {
            machine.hostname = hostname;
        }
        let [ns1, ns2] = self.nameservers;
        machine.ns1 = Some(ns1.unwrap_or_else(|| "153.92.2.6".to_owned()));
        machine.ns2 = Some(ns2.unwrap_or_else(|| "1.1.1.1".to_owned()));
        if self.install_monarx {
            machine.scans = Some(super::monarx::first_scan(machine));
        }
        machine.ready_at = Some(ask.now + pace);
    }
}

impl Estate {
    /// Lets the machines run that are ready; addresses exist only from then on.
    pub(in crate::hostinger) fn settle_machines(&mut self, now: DateTime<Utc>) {
        let mut last_id = self.last_id;
        for machine in &mut self.machines {
            machine.settle(now);
            if machine.ready_at.is_some_and(|at| at <= now) {
                machine.ready_at = None;
                machine.run(&mut last_id);
            }
        }
        self.last_id = last_id;
    }
}

impl Machine {
    fn run(&mut self, last_id: &mut i64) {
        let number = self.id.unsigned_abs();
        let (high, low) = ((number / 250) % 250 + 1, number % 250 + 1);
        self.state = "running";
        self.ipv4 = Some(vec![Address {
            id: *last_id + 1,
            text: format!("198.51.{high}.{low}"),
            ptr: Some(self.hostname.clone()),
        }]);
        self.ipv6 = Some(vec![Address {
            id: *last_id + 2,
            text: format!("2001:db8:{high:x}::{low:x}"),
            ptr: None,
        }]);
        *last_id += 2;
    }
}
