//! Names that point at a server.

use serde_json::json;

use super::{entry, with_local};

#[tokio::test]
async fn names_of_a_server_are_found_in_all_zones() {
    let server = with_local().await;
    let vms = server.get("hostinger/vms").await.ok();
    let vm = vms
        .as_array()
        .unwrap()
        .iter()
        .find(|vm| vm["ipv4"].is_string())
        .unwrap();
    let (id, address) = (vm["id"].as_str().unwrap(), vm["ipv4"].as_str().unwrap());
    let path = format!("hostinger/vms/{id}/names");
    for (zone, name) in [
        ("local/dns/demo.test", "app"),
        ("hostinger/dns/example.com", "api"),
    ] {
        let records = json!([
            {"type": "A", "name": name, "content": address, "ttl": 300},
            {"type": "A", "name": name, "content": "198.51.100.99", "ttl": 300},
        ]);
        server.put(zone, json!({"records": records})).await.ok();
    }
    let found = server.get(&path).await.ok();
    assert_eq!(found["unread"], json!([]));
    assert!(found["zones"].as_u64().unwrap() > 2, "{found}");
    let addresses = found["addresses"].as_array().unwrap();
    assert!(addresses.contains(&json!(address)), "{found}");
    for (name, zone, account) in [
        ("app", "demo.test", "local"),
        ("api", "example.com", "hostinger"),
    ] {
        let hit = entry(&found["names"], "name", name);
        assert_eq!(
            (&hit["zone"], &hit["account"]),
            (&json!(zone), &json!(account))
        );
        assert_eq!(hit["type"], "A");
        assert_eq!(hit["addresses"], json!([address]));
        assert_eq!(hit["others"], json!(["198.51.100.99"]));
    }

    let gone = "local/dns/demo.test?name=app&type=A";
    server.delete(gone).await.ok();
    let found = server.get(&path).await.ok();
    let names = found["names"].as_array().unwrap();
    assert!(names.iter().all(|hit| hit["name"] != "app"), "{names:?}");

    server
        .get("hostinger/vms/999999/names")
        .await
        .error(404, "not_found");
    server
        .get("local/vms/1/names")
        .await
        .error(501, "not_supported");
}
