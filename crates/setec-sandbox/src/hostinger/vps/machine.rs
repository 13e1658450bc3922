use chrono::{DateTime, Utc};
use serde::Serialize;
use serde_json::Value;

use super::{Action, Backup, Snapshot, Template};
use crate::hostinger::clock::stamped;
use crate::hostinger::estate::Estate;
use crate::hostinger::refusal::{Answer, Refusal, ok};
use crate::hostinger::routes::Ask;

/// A virtual machine. It has no name, labels, region or price.
#[derive(Debug, Clone, Serialize)]
pub(in crate::hostinger) struct Machine {
    pub(in crate::hostinger) id: i64,
    pub(in crate::hostinger) firewall_group_id: Option<i64>,
    pub(in crate::hostinger) subscription_id: Option<String>,
    pub(in crate::hostinger) data_center_id: Option<i64>,
    pub(in crate::hostinger) plan: Option<String>,
    pub(in crate::hostinger) hostname: String,
    pub(in crate::hostinger) state: &'static str,
    pub(in crate::hostinger) actions_lock: &'static str,
    pub(in crate::hostinger) cpus: i64,
    /// In MB.
    pub(in crate::hostinger) memory: i64,
    /// In MB.
    pub(in crate::hostinger) disk: i64,
    /// In MB a month.
    pub(in crate::hostinger) bandwidth: i64,
    pub(in crate::hostinger) ns1: Option<String>,
    pub(in crate::hostinger) ns2: Option<String>,
    pub(in crate::hostinger) ipv4: Option<Vec<Address>>,
    pub(in crate::hostinger) ipv6: Option<Vec<Address>>,
    pub(in crate::hostinger) template: Option<Template>,
    #[serde(with = "stamped")]
    pub(in crate::hostinger) created_at: DateTime<Utc>,
    #[serde(skip)]
    pub(in crate::hostinger) actions: Vec<Action>,
    #[serde(skip)]
    pub(in crate::hostinger) backups: Vec<Backup>,
    #[serde(skip)]
    pub(in crate::hostinger) snapshot: Option<Snapshot>,
    #[serde(skip)]
    pub(in crate::hostinger) scans: Option<Value>,
    #[serde(skip)]
    pub(in crate::hostinger) keys: Vec<String>,
    /// When a machine that is being made starts to run.
    #[serde(skip)]
    pub(in crate::hostinger) ready_at: Option<DateTime<Utc>>,
}

/// An address, with the name that it resolves back to.
#[derive(Debug, Clone, Serialize)]
pub(in crate::hostinger) struct Address {
    pub(in crate::hostinger) id: i64,
    #[serde(rename = "address")]
    pub(in crate::hostinger) text: String,
    pub(in crate::hostinger) ptr: Option<String>,
}

/// `GET virtual-machines`.
pub(super) fn list(estate: &mut Estate, _: &Ask) -> Answer {
    ok(&estate.machines)
}

/// `GET virtual-machines/{id}`.
pub(super) fn show(estate: &mut Estate, ask: &Ask) -> Answer {
    ok(find(estate, ask)?)
}

/// The machine of the path.
pub(super) fn find<'a>(estate: &'a mut Estate, ask: &Ask) -> Result<&'a mut Machine, Refusal> {
    let id = ask.id("virtualMachineId");
    estate
        .machines
        .iter_mut()
        .find(|machine| machine.id == id)
        .ok_or_else(|| Refusal::not_found("Virtual machine"))
}

impl Machine {
    /// A machine that has been paid for and not been set up.
    pub(in crate::hostinger) fn initial(id: i64, now: DateTime<Utc>) -> Self {
        Self {
            id,
            firewall_group_id: None,
            subscription_id: None,
            data_center_id: None,
            plan: None,
            hostname: Self::vendor_hostname(id),
            state: "initial",
            actions_lock: "unlocked",
            cpus: 1,
            memory: 0,
            disk: 0,
            bandwidth: 0,
            ns1: None,
            ns2: None,
            ipv4: None,
            ipv6: None,
            template: None,
            created_at: now,
            actions: Vec::new(),
            backups: Vec::new(),
            snapshot: None,
            scans: None,
            keys: Vec::new(),
            ready_at: None,
        }
    }

    /// The hostname of a machine that was given none.
    pub(in crate::hostinger) fn vendor_hostname(id: i64) -> String {
        format!("srv{id}.hstgr.cloud")
    }

    /// Takes its size from the catalog's description of the plan.
    pub(in crate::hostinger) fn size_from(&mut self, metadata: Option<&Value>) {
        let number = |key: &str| {
            metadata
                .and_then(|metadata| metadata[key].as_str()?.parse().ok())
                .unwrap_or_default()
        };
        self.cpus = number("cpus");
        self.memory = number("memory");
        self.disk = number("disk_space");
        self.bandwidth = number("bandwidth");
    }

    pub(super) fn addresses_mut(&mut self) -> impl Iterator<Item = &mut Address> {
        self.ipv4.iter_mut().chain(self.ipv6.iter_mut()).flatten()
    }
}
