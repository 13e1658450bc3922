//! What is shown of servers and of what they are made from.

use crate::cli::column::{Column, field, made, state, time};

pub(super) const LIST: &[Column] = &[
    field("Id", "id"),
    field("Name", "name"),
    state("Status", "status"),
    field("Plan", "plan"),
    field("Region", "region"),
    field("IPv4", "ipv4"),
    field("OS", "os"),
    field("Labels", "labels"),
    field("Tags", "tags"),
];

pub(super) const DETAILS: &[Column] = &[
    field("Id", "id"),
    field("Name", "name"),
    state("Status", "status"),
    field("Provider's word", "state"),
    field("Plan", "plan"),
    field("Region", "region"),
    made("Addresses", |entry| {
        let addresses = entry.get("addresses").entries().iter().map(|address| {
            let (id, text) = (address.str("id"), address.str("address"));
            match address.get("ptr").text() {
                Some(ptr) => format!("{text} ({ptr}, id {id})"),
                None => format!("{text} (id {id})"),
            }
        });
        addresses.collect::<Vec<_>>().join(", ")
    }),
    field("OS", "os"),
    field("Processors", "cpus"),
    made("Memory", |entry| {
        format!("{} MiB", entry.get("memory_mb").words())
    }),
    made("Disk", |entry| {
        format!("{} GiB", entry.get("disk_gb").words())
    }),
    made("Traffic a month", |entry| {
        format!("{} GiB", entry.get("bandwidth_gb").words())
    }),
    time("Created", "created_at"),
    field("Labels", "labels"),
    field("Tags", "tags"),
    field("Subscription", "subscription_id"),
    field("Firewall", "firewall_id"),
];

pub(super) const DATA_CENTERS: &[Column] = &[
    field("Id", "id"),
    field("Name", "name"),
    field("Location", "location"),
    field("Country", "country"),
];

pub(super) const TEMPLATES: &[Column] = &[
    field("Id", "id"),
    field("Slug", "slug"),
    field("Name", "name"),
];

pub(super) const SNAPSHOT: &[Column] = &[
    field("Id", "id"),
    time("Created", "created_at"),
    time("Expires", "expires_at"),
    made("Restore takes", |entry| {
        format!("{} s", entry.get("restore_secs").words())
    }),
];

pub(super) const BACKUPS: &[Column] = &[
    field("Id", "id"),
    time("Created", "created_at"),
    made("Size", |entry| match entry.get("size_kb").number() {
        Some(size) => format!("{:.1} GiB", size / f64::from(1 << 20)),
        None => "-".to_owned(),
    }),
    made("Restore takes", |entry| {
        format!("{} s", entry.get("restore_secs").words())
    }),
    field("Kept at", "location"),
];

pub(super) const NAMES: &[Column] = &[
    field("Account", "account"),
    field("Zone", "zone"),
    field("Name", "name"),
    field("Type", "type"),
    field("Addresses", "addresses"),
    field("Others", "others"),
];
