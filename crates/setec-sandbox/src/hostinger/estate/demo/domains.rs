use chrono::{DateTime, TimeDelta, Utc};

use super::{account, customers, zones};
use crate::hostinger::clock::at;
use crate::hostinger::domains::{Contacts, Forwarding, Holding, Move, Transfer};
use crate::hostinger::estate::Estate;

pub(super) fn add_domains(estate: &mut Estate, now: DateTime<Utc>) {
    let mut example = Holding::registered(
        estate.next_id(),
        "example.com",
        at("2023-03-15T00:00:00Z"),
        at("2027-03-15T00:00:00Z"),
    );
    example.contacts = contacts(estate, "com");
    estate.portfolio.push(example);
    estate
        .zones
        .insert("example.com".to_owned(), zones::example());
    for (index, row) in customers::ROWS.iter().enumerate() {
        let expires_at = now + TimeDelta::days(row.days_left);
        let years = 1 + i64::try_from(index % 5).unwrap_or(0);
        let registered_at = expires_at - TimeDelta::days(365 * (years + 1));
        let id = estate.next_id();
        let mut holding = Holding::registered(id, row.domain, registered_at, expires_at);
        let tld = row.domain.split_once('.').map_or("", |(_, tld)| tld);
        holding.contacts = contacts(estate, tld);
        if row.days_left < 0 {
            holding.status = "expired";
        }
        // The registry of .se knows neither a lock nor privacy.
        if tld == "se" {
            holding.is_lockable = false;
            holding.is_locked = false;
            holding.is_privacy_protection_allowed = false;
            holding.is_privacy_protected = false;
        }
        estate.portfolio.push(holding);
        let number = u8::try_from(index).unwrap_or(u8::MAX);
        let zone = zones::zone(row.recipe, row.domain, number);
        estate.zones.insert(row.domain.to_owned(), zone);
    }
    single_out(estate);
    add_subscriptions(estate, now);
    add_unregistered(estate, now);
    add_journeys(estate, now);
    estate.forwardings.push(Forwarding {
        domain: "quillfeather-books.com".to_owned(),
        redirect_type: "301".to_owned(),
        redirect_url: "https://quillfeather.com/books".to_owned(),
        created_at: at("2025-02-27T11:54:22Z"),
        updated_at: None,
    });
}

fn contacts(estate: &Estate, tld: &str) -> Contacts {
    Contacts::all(estate.default_profile(tld).unwrap_or_default())
}

/// The peculiarities of single domains.
fn single_out(estate: &mut Estate) {
    let mut with = |domain: &str, change: fn(&mut Holding)| {
        estate
            .portfolio
            .iter_mut()
            .filter(|holding| holding.domain.as_deref() == Some(domain))
            .for_each(change);
    };
    with("nightjarroasters.com", |holding| holding.is_locked = false);
    with("kestrel-labs.com", |holding| {
        holding.is_privacy_protected = false;
    });
    with("lindgren-bakery.com", |holding| {
        holding.contacts = Contacts {
            owner: 571_204,
            ..holding.contacts
        };
    });
    with("brightwater-spa.com", |holding| {
        holding.status = "pending_verification";
        holding.message = Some("Registrant's email address is not verified".to_owned());
    });
    with("pine-cabins.com", |holding| {
        holding.status = "suspended";
        holding.message = Some("Suspended by the registry".to_owned());
    });
    with("copperline-logistics.com", |holding| {
        holding.is_premium_protected = true;
    });
    with("kestrelrobotics.dev", |holding| {
        holding.name_servers = ["ada.ns.cloudflare.com", "hugh.ns.cloudflare.com"]
            .map(str::to_owned)
            .to_vec();
    });
    with("kestrel-robotics.io", |holding| {
        for (name, address) in [("ns1", "203.0.113.131"), ("ns2", "203.0.113.132")] {
            holding.child_name_servers.insert(
                format!("{name}.kestrel-robotics.io"),
                vec![address.to_owned()],
            );
        }
    });
}

fn add_subscriptions(estate: &mut Estate, now: DateTime<Utc>) {
    let bought = [
        ("lindgren-bakery.com", ".COM Domain", 999, 141),
        ("harborandpine.io", ".IO Domain", 5999, 77),
        ("solveig-studio.dev", ".DEV Domain", 1499, 183),
    ];
    for (domain, name, cents, days_left) in bought {
        let id = account::add(estate, name, "year", cents, now, days_left)
            .id
            .clone();
        for holding in &mut estate.portfolio {
            if holding.domain.as_deref() == Some(domain) {
                holding.subscription_id = Some(id.clone());
            }
        }
    }
}

/// The entries that have no details.
fn add_unregistered(estate: &mut Estate, now: DateTime<Utc>) {
    let free = Holding::requested(estate.next_id(), None, now - TimeDelta::days(20));
    estate.portfolio.push(Holding {
        kind: "free_domain",
        status: "pending_setup",
        ..free
    });
    let arriving = Holding::requested(
        estate.next_id(),
        Some("brightwater-pools.com"),
        now - TimeDelta::days(1),
    );
    estate.portfolio.push(Holding {
        kind: "domain_transfer",
        status: "pending_setup",
        ..arriving
    });
}

fn add_journeys(estate: &mut Estate, now: DateTime<Utc>) {
    estate.transfers.push(Transfer {
        domain: "harborandpine.com".to_owned(),
        status: "Completed",
        initiated_at: Some(at("2024-05-02T10:00:00Z")),
        completed_at: Some(at("2024-05-08T06:14:00Z")),
    });
    let journey = |domain: &str, status, days| Move {
        domain: domain.to_owned(),
        status,
        created_at: now - TimeDelta::days(days),
        updated_at: now - TimeDelta::days(days),
        accepted: None,
    };
    estate
        .incoming
        .push(journey("brightmoor-brewery.com", "initiated", 2));
    estate
        .outgoing
        .push(journey("eklund-legal.com", "initiated", 1));
}
