use http::Method;
use serde_json::{Value, json};
use setec_sandbox::contract::{self, Contract};

use crate::client::Client;

fn load() -> Option<Contract> {
    let Some(path) = contract::find() else {
        #[expect(clippy::print_stdout, reason = "a skipped check must be seen")]
        {
            println!("SKIPPED: hostinger-openapi.json not found");
        }
        return None;
    };
    Some(Contract::load(&path).unwrap())
}

fn assert_kept(contract: &Contract, client: &Client) {
    let problems: Vec<String> = client
        .sandbox
        .take_exchanges()
        .iter()
        .flat_map(|exchange| contract.check(exchange))
        .collect();
    assert!(problems.is_empty(), "{}", problems.join("\n"));
}

/// A path of the document with ids of the estate in it.
async fn fill(client: &Client, template: &str) -> String {
    let (_, actions) = client
        .get("/api/vps/v1/virtual-machines/894670/actions")
        .await;
    let (_, backups) = client
        .get("/api/vps/v1/virtual-machines/894670/backups")
        .await;
    let (_, snapshots) = client.get("/api/dns/v1/snapshots/example.com").await;
    let domain = [
        ("/forwarding/", "quillfeather-books.com"),
        ("/transfers/", "harborandpine.com"),
        ("/move/incoming/", "brightmoor-brewery.com"),
        ("/move/outgoing/", "eklund-legal.com"),
        ("/irtp/", "lindgren-bakery.com"),
    ]
    .into_iter()
    .find(|(part, _)| template.contains(part))
    .map_or("example.com", |(_, domain)| domain);
    let values = [
        ("domain", domain.to_owned()),
        ("snapshotId", snapshots[0]["id"].to_string()),
        ("actionId", actions["data"][0]["id"].to_string()),
        ("backupId", backups["data"][0]["id"].to_string()),
        ("virtualMachineId", "894670".to_owned()),
        ("ipAddressId", "1".to_owned()),
        ("firewallId", "65224".to_owned()),
        ("ruleId", "41946".to_owned()),
        ("templateId", "1077".to_owned()),
        ("publicKeyId", "325112".to_owned()),
        ("postInstallScriptId", "9568314".to_owned()),
        ("whoisId", "564651".to_owned()),
        ("paymentMethodId", "1402118".to_owned()),
        ("subscriptionId", "Azz36nUfKX1S1MSF".to_owned()),
    ];
    let mut path = template.to_owned();
    for (name, value) in values {
        path = path.replace(&format!("{{{name}}}"), &value);
    }
    if path.ends_with("/metrics") {
        path += "?date_from=2026-01-01T00:00:00Z&date_to=2026-01-02T00:00:00Z";
    }
    path
}

/// An estate in which every GET has something to show.
async fn prepared() -> Client {
    let client = Client::new();
    let zone = json!({"zone": [
        {"name": "x", "type": "TXT", "ttl": 300, "records": [{"content": "x"}]},
    ]});
    client.put("/api/dns/v1/zones/example.com", zone).await;
    let change = json!({
        "new_whois_id": 564_651, "domain": "lindgren-bakery.com", "change_for": ["owner"],
    });
    client.put("/api/domains/v1/whois/change", change).await;
    let monarx = "/api/vps/v1/virtual-machines/894670/monarx";
    client.bare(Method::POST, monarx).await;
    client
}

#[tokio::test]
async fn every_get_answers_as_documented() {
    let Some(contract) = load() else { return };
    let client = prepared().await;
    let paths: Vec<String> = contract
        .operations()
        .filter(|(method, path)| *method == "GET" && !path.contains("/docker"))
        .map(|(_, path)| path.to_owned())
        .collect();
    for template in paths {
        let path = fill(&client, &template).await;
        let (status, body) = client.get(&path).await;
        let is_missing_live = template.ends_with("{virtualMachineId}/public-keys");
        assert_eq!(
            status,
            if is_missing_live { 404 } else { 200 },
            "{path}: {body}"
        );
    }
    for domain in client
        .get("/api/domains/v1/portfolio")
        .await
        .1
        .as_array()
        .unwrap()
    {
        if let Some(domain) = domain["domain"].as_str() {
            client
                .get(&format!("/api/domains/v1/portfolio/{domain}"))
                .await;
            client.get(&format!("/api/dns/v1/zones/{domain}")).await;
        }
    }
    assert_kept(&contract, &client);
}

#[tokio::test]
async fn every_operation_exists() {
    let Some(contract) = load() else { return };
    let operations: Vec<(Method, String)> = contract
        .operations()
        .filter(|(_, path)| !path.contains("/docker"))
        .map(|(method, path)| (method.parse().unwrap(), path.to_owned()))
        .collect();
    assert_eq!(operations.len(), 108);
    for (method, template) in operations {
        let client = Client::new();
        let path = fill(&client, &template).await;
        let (status, body) = client.bare(method.clone(), &path).await;
        assert_ne!(status, 405, "{method} {template}");
        assert_ne!(body["message"], "Route not found", "{method} {template}");
    }
}

#[tokio::test]
async fn writes_answer_as_documented() {
    let Some(contract) = load() else { return };
    let setup = json!({"template_id": 1077, "data_center_id": 11, "hostname": "a.example.com"});
    let rule = json!({
        "protocol": "SSH", "port": "22", "source": "any", "source_detail": "any",
    });
    let key = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIBcB0UnUu58KJSwWds2JAEZvIuEMja6Aa0IdGMYCfWWk";
    let whois = json!({
        "tld": "app", "country": "SE", "entity_type": "individual", "whois_details": {"email": "a@b.se"},
    });
    let forwarding = json!({"redirect_type": "302", "redirect_url": "https://example.org"});
    let mut new_forwarding = forwarding.clone();
    new_forwarding["domain"] = json!("example.com");
    let vm = "vps/v1/virtual-machines";
    let writes: Vec<(&str, String, Value)> = vec![
        (
            "POST",
            "dns/v1/zones/example.com/reset".into(),
            json!({"sync": true}),
        ),
        (
            "POST",
            "domains/v1/portfolio".into(),
            json!({"domain": "my-new-site.com", "item_id": "hostingercom-domain-com-usd-1y"}),
        ),
        (
            "POST",
            "domains/v1/portfolio/claim".into(),
            json!({"domain": "free-pick.com"}),
        ),
        (
            "PUT",
            "domains/v1/portfolio/example.com/domain-lock".into(),
            Value::Null,
        ),
        (
            "DELETE",
            "domains/v1/portfolio/example.com/privacy-protection".into(),
            Value::Null,
        ),
        (
            "PUT",
            "domains/v1/portfolio/example.com/nameservers".into(),
            json!({"ns1": "a.b.se", "ns2": "c.d.se"}),
        ),
        (
            "POST",
            "domains/v1/availability/alternatives-from-description".into(),
            json!({"description": "a bakery in town", "limit": 3}),
        ),
        (
            "POST",
            "domains/v1/availability/alternatives-from-domain".into(),
            json!({"domain": "bakery.com", "limit": 3}),
        ),
        ("POST", "domains/v1/forwarding".into(), new_forwarding),
        (
            "PUT",
            "domains/v1/forwarding/example.com".into(),
            forwarding,
        ),
        (
            "DELETE",
            "domains/v1/forwarding/example.com".into(),
            Value::Null,
        ),
        ("POST", "domains/v1/whois".into(), whois),
        ("PUT", "domains/v1/whois/default/571204".into(), Value::Null),
        (
            "POST",
            "domains/v1/transfers/claim".into(),
            json!({"domain": "brightwater-pools.com", "auth_code": "abc"}),
        ),
        (
            "POST",
            "domains/v1/move/outgoing/example.com".into(),
            json!({"new_customer_email": "a@b.se"}),
        ),
        (
            "POST",
            "billing/v1/orders".into(),
            json!({"items": [{"item_id": "hostingercom-email-business-starter-usd-1y"}]}),
        ),
        (
            "POST",
            vm.into(),
            json!({"item_id": "hostingercom-vps-kvm1-usd-1m", "setup": setup}),
        ),
        (
            "PUT",
            format!("{vm}/894670/hostname"),
            json!({"hostname": "p.example.com"}),
        ),
        (
            "PUT",
            format!("{vm}/894670/nameservers"),
            json!({"ns1": "1.1.1.1", "ns2": null}),
        ),
        (
            "PUT",
            format!("{vm}/894670/panel-password"),
            json!({"password": "oMeNRustosIO"}),
        ),
        ("POST", format!("{vm}/894670/snapshot/restore"), Value::Null),
        (
            "POST",
            format!("{vm}/894670/recovery"),
            json!({"root_password": "oMeNRustosIO"}),
        ),
        ("DELETE", format!("{vm}/894670/recovery"), Value::Null),
        (
            "POST",
            format!("{vm}/894670/recreate"),
            json!({"template_id": 1088}),
        ),
        (
            "POST",
            "vps/v1/public-keys".into(),
            json!({"name": "k", "key": key}),
        ),
        (
            "POST",
            "vps/v1/public-keys/attach/894670".into(),
            json!({"ids": [325_112]}),
        ),
        (
            "POST",
            "vps/v1/post-install-scripts".into(),
            json!({"name": "s", "content": "#!/bin/sh\n"}),
        ),
        ("POST", "vps/v1/firewall".into(), json!({"name": "new"})),
        ("POST", "vps/v1/firewall/65224/rules".into(), rule.clone()),
        ("PUT", "vps/v1/firewall/65224/rules/41946".into(), rule),
        (
            "POST",
            "vps/v1/firewall/65390/activate/894670".into(),
            Value::Null,
        ),
        ("DELETE", "vps/v1/firewall/65224".into(), Value::Null),
    ];
    let client = Client::new();
    for (method, path, body) in writes {
        let path = format!("/api/{path}");
        let body = (!body.is_null()).then_some(body);
        let (status, answer) = client.call(method.parse().unwrap(), &path, body).await;
        assert_eq!(status, 200, "{method} {path}: {answer}");
    }
    assert_kept(&contract, &client);
}

#[tokio::test]
async fn the_check_finds_what_is_wrong() {
    let Some(contract) = load() else { return };
    let client = Client::new();
    client.get("/api/vps/v1/regions").await;
    client.get("/api/vps/v1/templates?per_page=5").await;
    client
        .bare(Method::POST, "/api/dns/v1/zones/example.com/reset")
        .await;
    let body = json!({"ns1": "a.b.se", "ns2": "c.d.se", "ns9": 1});
    let path = "/api/domains/v1/portfolio/example.com/nameservers";
    client.put(path, body).await;
    let mut exchange = client.sandbox.exchanges()[1].clone();
    exchange.query = None;
    exchange.response_body = Some(json!([{"id": "1077"}]));
    let problems: Vec<usize> = client
        .sandbox
        .take_exchanges()
        .iter()
        .chain([&exchange])
        .map(|exchange| contract.check(exchange).len())
        .collect();
    assert_eq!(problems, [1, 1, 1, 1, 1]);
}
