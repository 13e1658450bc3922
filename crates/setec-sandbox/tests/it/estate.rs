use std::collections::BTreeSet;

use serde_json::{Value, json};

use crate::client::Client;

fn zones(client: &Client) -> Vec<(String, Value)> {
    let mut zones = Vec::new();
    for row in client.sandbox.portfolio() {
        let Some(domain) = row["domain"].as_str() else {
            continue;
        };
        let zone = client.sandbox.zone_json(domain);
        if zone.is_array() {
            zones.push((domain.to_owned(), zone));
        }
    }
    zones
}

#[tokio::test]
async fn every_zone_could_have_been_written_through_the_api() {
    let client = Client::new();
    for (domain, zone) in zones(&client) {
        let path = format!("/api/dns/v1/zones/{domain}/validate");
        let (status, answer) = client.post(&path, json!({"zone": zone})).await;
        assert_eq!(status, 200, "{domain}: {answer}");
    }
}

#[test]
fn the_zones_are_those_of_an_agency() {
    let client = Client::new();
    let zones = zones(&client);
    let mut kinds = BTreeSet::new();
    let mut sizes = Vec::new();
    for (_, zone) in &zones {
        let sets = zone.as_array().unwrap();
        kinds.extend(sets.iter().map(|set| set["type"].to_string()));
        sizes.push(
            sets.iter()
                .map(|set| set["records"].as_array().unwrap().len())
                .sum::<usize>(),
        );
    }
    assert_eq!(kinds.len(), 10);
    assert_eq!(zones.len(), 41);
    assert_eq!(sizes.iter().filter(|size| **size >= 60).count(), 1);
    assert!(sizes.iter().filter(|size| (8..=34).contains(*size)).count() >= 38);
}

#[test]
fn domains_and_machines_are_in_many_states() {
    let client = Client::new();
    let states = |rows: Vec<Value>, field: &str| {
        rows.iter()
            .map(|row| row[field].as_str().unwrap().to_owned())
            .collect::<BTreeSet<_>>()
    };
    assert_eq!(
        states(client.sandbox.portfolio(), "status"),
        [
            "active",
            "expired",
            "pending_setup",
            "pending_verification",
            "suspended"
        ]
        .map(str::to_owned)
        .into()
    );
    assert_eq!(
        states(client.sandbox.machines(), "state"),
        [
            "creating",
            "error",
            "initial",
            "running",
            "stopped",
            "suspended"
        ]
        .map(str::to_owned)
        .into()
    );
}
