use std::time::Duration;

use http::Method;
use serde_json::{Value, json};
use setec_sandbox::hostinger::Pace;

use crate::client::Client;

const MACHINES: &str = "/api/vps/v1/virtual-machines";

fn purchase(hostname: &str) -> Value {
    json!({
        "item_id": "hostingercom-vps-kvm2-usd-1m",
        "setup": {
            "template_id": 1077,
            "data_center_id": 11,
            "hostname": hostname,
            "password": "SecurePassword123!",
        },
    })
}

#[tokio::test]
async fn a_machine_runs_some_time_after_its_purchase() {
    let client = Client::new();
    client.sandbox.set_pace(Pace::default());
    let (status, answer) = client.post(MACHINES, purchase("web-9.example.com")).await;
    assert_eq!(status, 200);
    let machine = &answer["virtual_machine"];
    assert_eq!(
        (&machine["state"], &machine["ipv4"]),
        (&json!("creating"), &json!(null))
    );
    assert_eq!(
        (&machine["cpus"], &machine["disk"]),
        (&json!(2), &json!(81920))
    );
    let path = format!("{MACHINES}/{}", machine["id"]);
    client.sandbox.advance(Duration::from_secs(3));
    let (_, machine) = client.get(&path).await;
    assert_eq!(machine["state"], "running");
    assert!(machine["ipv4"][0]["address"].is_string());
}

#[tokio::test]
async fn a_purchase_charges_first_and_validates_after() {
    let client = Client::new();
    let before = client.sandbox.machines().len();
    let (status, answer) = client.post(MACHINES, purchase("web-server-2")).await;
    assert_eq!(status, 422);
    assert_eq!(answer["message"], "[VPS:2004] Wrong hostname FQDN format");
    let machines = client.sandbox.machines();
    assert_eq!(machines.len(), before + 1);
    assert_eq!(machines[before]["state"], "initial");
    assert_eq!(client.sandbox.orders().len(), 1);
    let setup = purchase("web-2.example.com")["setup"].clone();
    let path = format!("{MACHINES}/{}/setup", machines[before]["id"]);
    assert_eq!(client.post(&path, setup).await.0, 200);
    assert_eq!(client.sandbox.machines()[before]["state"], "running");
}

#[tokio::test]
async fn a_declined_card_leaves_a_machine_behind_or_not() {
    for (charge, made) in [("after", 1), ("before", 0)] {
        let client = Client::with_fault(&format!("declined-card:charge={charge}"));
        let before = client.sandbox.machines().len();
        let (status, _) = client.post(MACHINES, purchase("web-2.example.com")).await;
        assert_eq!(status, 402);
        assert_eq!(client.sandbox.machines().len(), before + made);
    }
}

#[tokio::test]
async fn a_retired_data_center_is_named_without_its_path() {
    let client = Client::with_fault("data-center-retired");
    let (status, answer) = client.post(MACHINES, purchase("web-2.example.com")).await;
    assert_eq!(status, 422);
    assert!(answer["errors"]["data_center_id"].is_array());
    assert!(client.sandbox.orders().is_empty());
}

#[tokio::test]
async fn the_state_follows_the_action() {
    let client = Client::new();
    client.sandbox.set_pace(Pace::default());
    let machine = format!("{MACHINES}/894670");
    let (_, action) = client.bare(Method::POST, &format!("{machine}/stop")).await;
    assert_eq!(
        (&action["name"], &action["state"]),
        (&json!("ct_stop"), &json!("created"))
    );
    let (_, busy) = client.get(&machine).await;
    assert_eq!(
        (&busy["state"], &busy["actions_lock"]),
        (&json!("stopping"), &json!("locked"))
    );
    let path = format!("{machine}/actions/{}", action["id"]);
    client.sandbox.advance(Duration::from_millis(200));
    assert_eq!(client.get(&path).await.1["state"], "sent");
    client.sandbox.advance(Duration::from_millis(200));
    assert_eq!(client.get(&path).await.1["state"], "success");
    let (_, idle) = client.get(&machine).await;
    assert_eq!(
        (&idle["state"], &idle["actions_lock"]),
        (&json!("stopped"), &json!("unlocked"))
    );
}

#[tokio::test]
async fn actions_can_be_hollow_stuck_or_failed() {
    let hollow = Client::with_fault("hollow-action");
    let path = format!("{MACHINES}/894670/restart");
    let (status, action) = hollow.bare(Method::POST, &path).await;
    assert_eq!(status, 200);
    assert_eq!(action, json!({"id": 0, "name": "", "state": ""}));
    for (fault, state, machine) in [
        ("failed-action", "error", "running"),
        ("stuck-action", "sent", "stopping"),
    ] {
        let client = Client::with_fault(fault);
        let (_, action) = client.bare(Method::POST, &path).await;
        let action = format!("{MACHINES}/894670/actions/{}", action["id"]);
        assert_eq!(client.get(&action).await.1["state"], state);
        assert_eq!(client.sandbox.machines()[0]["state"], machine);
    }
}

#[tokio::test]
async fn there_is_one_snapshot_or_a_fake_one() {
    let client = Client::new();
    let path = format!("{MACHINES}/901244/snapshot");
    assert_eq!(client.get(&path).await.1["id"], 0);
    client.bare(Method::POST, &path).await;
    let (_, first) = client.get(&path).await;
    client.bare(Method::POST, &path).await;
    let (_, second) = client.get(&path).await;
    assert_ne!(first["id"], second["id"]);
    let body = json!({"template_id": 1088});
    let recreate = format!("{MACHINES}/901244/recreate");
    assert_eq!(client.post(&recreate, body).await.0, 200);
    assert_eq!(client.get(&path).await.1["id"], 0);
}

#[tokio::test]
async fn keys_have_pages() {
    let client = Client::new();
    let keys = "/api/vps/v1/public-keys";
    let (_, page) = client.get(keys).await;
    assert_eq!(page["data"][0]["name"], "deploy-key");
    let count = page["meta"]["total"].as_u64().unwrap();
    let key = page["data"][0]["key"].clone();
    for number in count..52 {
        let body = json!({"name": format!("key-{number}"), "key": key});
        assert_eq!(client.post(keys, body).await.0, 200);
    }
    let (_, page) = client.get(&format!("{keys}?page=2")).await;
    assert_eq!(
        page["meta"],
        json!({"current_page": 2, "per_page": 50, "total": 52})
    );
    assert_eq!(page["data"].as_array().unwrap().len(), 2);
}

#[tokio::test]
async fn a_documented_route_is_missing() {
    let client = Client::new();
    let (status, answer) = client.get(&format!("{MACHINES}/894670/public-keys")).await;
    assert_eq!(status, 404);
    assert_eq!(answer["message"], "[VPS:2002] Route is not found.");
}

#[tokio::test]
async fn a_changed_rule_has_to_be_synced() {
    let client = Client::new();
    let firewall = "/api/vps/v1/firewall/65224";
    let rule = json!({
        "protocol": "TCP", "port": "8000:8100", "source": "custom", "source_detail": "192.0.2.0/24",
    });
    let (status, made) = client.post(&format!("{firewall}/rules"), rule).await;
    assert_eq!((status, &made["action"]), (200, &json!("accept")));
    assert_eq!(client.get(firewall).await.1["is_synced"], false);
    let path = format!("{firewall}/sync/894670");
    assert_eq!(client.bare(Method::POST, &path).await.0, 200);
    assert_eq!(client.get(firewall).await.1["is_synced"], true);
}

#[tokio::test]
async fn passwords_have_a_length_and_perhaps_more() {
    let client = Client::new();
    let path = format!("{MACHINES}/894670/root-password");
    assert_eq!(client.put(&path, json!({"password": "short"})).await.0, 422);
    let plain = json!({"password": "oMeNRustosIO"});
    assert_eq!(client.put(&path, plain.clone()).await.0, 200);
    client.fault("strict-password");
    assert_eq!(client.put(&path, plain).await.0, 422);
}
