use chrono::{DateTime, TimeDelta, Utc};

use super::account;
use crate::hostinger::clock::at;
use crate::hostinger::estate::Estate;
use crate::hostinger::vps::{Action, Address, Backup, Machine, Snapshot};

struct Row {
    id: i64,
    hostname: &'static str,
    plan: &'static str,
    cents: i64,
    state: &'static str,
    center: i64,
    template: i64,
    ipv4: &'static str,
    ipv6: &'static str,
    created_at: &'static str,
}

const ROWS: [Row; 7] = [
    Row {
        id: 894_670,
        // Made before the rule that hostnames are full names.
        hostname: "production-1",
        plan: "KVM 2",
        cents: 1199,
        state: "running",
        center: 11,
        template: 1077,
        ipv4: "93.184.216.34",
        ipv6: "2606:2800:220:1:248:1893:25c8:1946",
        created_at: "2025-01-15T10:30:00Z",
    },
    Row {
        id: 901_244,
        hostname: "web-2.nordlund-studio.com",
        plan: "KVM 4",
        cents: 1999,
        state: "running",
        center: 19,
        template: 1122,
        ipv4: "198.51.100.21",
        ipv6: "2001:db8:19::21",
        created_at: "2025-03-04T08:12:45Z",
    },
    Row {
        id: 917_833,
        hostname: "staging.nordlund-studio.com",
        plan: "KVM 1",
        cents: 649,
        state: "stopped",
        center: 14,
        template: 1088,
        ipv4: "198.51.100.40",
        ipv6: "2001:db8:14::40",
        created_at: "2025-04-28T07:31:09Z",
    },
    Row {
        id: 948_102,
        hostname: "shop.tallgrass-outfitters.com",
        plan: "KVM 4",
        cents: 1999,
        state: "running",
        center: 24,
        template: 1121,
        ipv4: "203.0.113.18",
        ipv6: "2001:db8:24::18",
        created_at: "2025-08-19T14:50:31Z",
    },
    Row {
        id: 1_020_557,
        hostname: "tracking.copperline-logistics.com",
        plan: "KVM 8",
        cents: 3799,
        state: "running",
        center: 19,
        template: 1088,
        ipv4: "203.0.113.77",
        ipv6: "2001:db8:19::77",
        created_at: "2025-11-02T09:05:00Z",
    },
    Row {
        id: 1_144_391,
        hostname: "db.kestrel-robotics.io",
        plan: "KVM 2",
        cents: 1199,
        state: "error",
        center: 22,
        template: 1173,
        ipv4: "203.0.113.130",
        ipv6: "2001:db8:22::130",
        created_at: "2026-02-11T16:02:18Z",
    },
    Row {
        id: 872_015,
        hostname: "archive.quillfeather.com",
        plan: "KVM 1",
        cents: 649,
        state: "suspended",
        center: 21,
        template: 1040,
        ipv4: "198.51.100.199",
        ipv6: "2001:db8:21::199",
        created_at: "2024-10-07T11:47:52Z",
    },
];

pub(super) fn add_machines(estate: &mut Estate, now: DateTime<Utc>) {
    for (index, row) in ROWS.iter().enumerate() {
        let days_left = 4 + 3 * i64::try_from(index).unwrap_or(0);
        let machine = build(estate, row, now, days_left);
        estate.machines.push(machine);
    }
    let coming = unfinished(estate, "KVM 2", 1199, now);
    estate.machines.push(Machine {
        hostname: "web-3.nordlund-studio.com".to_owned(),
        state: "creating",
        data_center_id: Some(19),
        template: estate.template(1122).cloned(),
        ready_at: Some(now + TimeDelta::minutes(10)),
        ..coming
    });
    let forgotten = unfinished(estate, "KVM 1", 649, now - TimeDelta::days(2));
    estate.machines.push(forgotten);
    for (machine, firewall) in [(0, 65_224), (3, 65_224), (4, 65_390)] {
        estate.machines[machine].firewall_group_id = Some(firewall);
    }
    for (index, age_days) in [(0, 3), (4, 11)] {
        let id = estate.next_id();
        let taken = now - TimeDelta::days(age_days);
        estate.machines[index].snapshot = Some(Snapshot::taken(id, taken));
    }
}

fn build(estate: &mut Estate, row: &Row, now: DateTime<Utc>, days_left: i64) -> Machine {
    let mut machine = unfinished(estate, row.plan, row.cents, at(row.created_at));
    if let Some(paid) = estate.subscriptions.last_mut() {
        paid.paid_until = now + TimeDelta::days(days_left);
        paid.created_at = at(row.created_at);
        paid.set_renewal(row.state != "suspended");
    }
    machine.id = row.id;
    row.hostname.clone_into(&mut machine.hostname);
    machine.state = row.state;
    machine.data_center_id = Some(row.center);
    machine.template = estate.template(row.template).cloned();
    machine.ns1 = Some("153.92.2.6".to_owned());
    machine.ns2 = Some("1.1.1.1".to_owned());
    let address = |id, address: &str, ptr: Option<&str>| Address {
        id,
        text: address.to_owned(),
        ptr: ptr.map(str::to_owned),
    };
    machine.ipv4 = Some(vec![address(
        estate.next_id(),
        row.ipv4,
        Some(row.hostname),
    )]);
    machine.ipv6 = Some(vec![address(estate.next_id(), row.ipv6, None)]);
    machine.keys = estate
        .keys
        .iter()
        .take(2)
        .map(|key| key.key.clone())
        .collect();
    machine.actions = vec![
        Action::past(estate.next_id(), "ct_create", at(row.created_at)),
        Action::past(
            estate.next_id(),
            "ct_restart",
            at(row.created_at) + TimeDelta::days(30),
        ),
    ];
    machine.backups = (1..=4)
        .map(|week| Backup {
            id: estate.next_id(),
            size: machine.disk * 1024 / 4 + week * 20_480,
            restore_time: 1500 + week * 60,
            location: "nl-srv-openvzbackups",
            created_at: now - TimeDelta::days(7 * week) + TimeDelta::hours(3),
        })
        .collect();
    machine
}

/// A paid machine that has not been set up.
fn unfinished(estate: &mut Estate, plan: &str, cents: i64, created_at: DateTime<Utc>) -> Machine {
    let id = estate.next_machine_id();
    let subscription = account::add(estate, plan, "month", cents, created_at, 30);
    subscription.created_at = created_at;
    let subscription_id = subscription.id.clone();
    let mut machine = Machine::initial(id, created_at);
    machine.plan = Some(plan.to_owned());
    machine.subscription_id = Some(subscription_id);
    let metadata = estate
        .catalog
        .iter()
        .find(|item| item.name == plan)
        .and_then(|item| item.metadata.clone());
    machine.size_from(metadata.as_ref());
    machine
}
