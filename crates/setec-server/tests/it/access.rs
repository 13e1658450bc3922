//! What an anonymous caller and a read-only user get from every operation of the document.

use axum::http::Method;
use serde_json::{Value, json};

use crate::harness::TestServer;

/// Operations that answer without a session.
const OPEN: [&str; 5] = ["login", "status", "healthz", "readyz", "metrics"];

/// Operations that change nothing although they are no GET.
const HARMLESS: [&str; 7] = [
    "plan_many",
    "plan_replace",
    "check_domains",
    "logout",
    "change_password",
    "plan_zone",
    "plan_zone_restore",
];

/// GETs of something secret.
const SECRET: [&str; 3] = ["get_auth_code", "list_users", "get_spending_limits"];

/// Operations whose answer does not end; `events.rs` shows that a read-only user may listen.
const ENDLESS: [&str; 1] = ["events"];

struct Operation {
    id: String,
    method: Method,
    path: String,
}

fn operations() -> Vec<Operation> {
    let document = serde_json::to_value(setec_server::openapi()).expect("it serializes");
    let mut operations = Vec::new();
    for (path, methods) in document["paths"].as_object().expect("paths") {
        for (method, operation) in methods.as_object().expect("methods") {
            operations.push(Operation {
                id: operation["operationId"].as_str().expect("an id").to_owned(),
                method: method.to_uppercase().parse().expect("a method"),
                path: example_path(path),
            });
        }
    }
    assert!(operations.len() > 80, "{}", operations.len());
    operations
}

fn example_path(template: &str) -> String {
    let mut path = template.to_owned();
    for (name, value) in [
        ("{provider}", "hostinger"),
        ("{domain}", "example.com"),
        ("{host}", "ns1.example.com"),
        ("{address_id}", "1"),
        ("{action_id}", "1"),
        ("{backup_id}", "1"),
        ("{rule_id}", "1"),
        ("{vm_id}", "1"),
        ("{id}", "1"),
        ("{key_id}", "1"),
        ("{tld}", "com"),
        ("{from}", "EUR"),
        ("{to}", "USD"),
    ] {
        path = path.replace(name, value);
    }
    assert!(!path.contains('{'), "{path}");
    path
}

/// A body that satisfies any operation's own reading, so that only the permission can refuse.
fn bodies(id: &str) -> Value {
    match id {
        "configure_provider" | "test_provider" => json!({"api_key": "sandbox-token"}),
        "create_record" => json!({"type": "A", "name": "x", "content": "192.0.2.1"}),
        "update_records" => {
            json!({"records": [{"type": "A", "name": "x", "content": "192.0.2.1"}]})
        }
        "plan_zone" => json!({"records": [{"type": "A", "name": "x", "content": "192.0.2.1"}]}),
        "apply_plan" | "apply_bulk" => json!({"digest": "x"}),
        "set_protection" => json!({"zone": true}),
        "plan_many" => json!({"zones": []}),
        "plan_replace" => json!({"search": "a", "replace": "b"}),
        "create_zone" => json!({"name": "new.example"}),
        "check_domains" => json!({"domains": ["x.com"]}),
        "create_quote" => json!({"kind": "register_domain", "domain": "x.com"}),
        "settle_order" => json!({"state": "failed", "reason": "x"}),
        "set_spending_limits" => json!({"limits": []}),
        "purchase_domain" => json!({"domain": "x.com"}),
        "set_nameservers" => json!({"nameservers": ["a.example.net", "b.example.net"]}),
        "set_contacts" => json!({"registrant": {"first_name": "Jane"}}),
        "register_child_nameserver" => {
            json!({"host": "ns1.example.com", "addresses": ["192.0.2.53"]})
        }
        "change_child_nameserver" => json!({"from": "192.0.2.53", "to": "192.0.2.54"}),
        "set_email_forwarding" => json!({"forwards": []}),
        "set_domain_subscription" => json!({"subscription_id": "X"}),
        "release_domain" => json!({"tag": "X"}),
        "request_domain_deletion" => json!({"confirm": "example.com"}),
        "set_forwarding" => json!({"redirect_url": "https://example.org/"}),
        "create_whois_profile" => {
            json!({"tld": "com", "country": "SE", "entity_type": "individual", "whois_details": {}})
        }
        "create_vm" => json!({"plan": "kvm-2", "data_center_id": "1", "template": "debian-12"}),
        "recreate_vm" => json!({"template": "debian-12"}),
        "set_vm_hostname" => json!({"hostname": "a.example.com"}),
        "set_vm_root_password" => json!({"password": "SecurePassword123!"}),
        "set_vm_labels" => json!({"labels": {}}),
        "set_domain_tags" | "set_zone_tags" | "set_vm_tags" => json!({"tags": ["x"]}),
        "change_tags" => {
            let thing = json!({"kind": "domain", "account": "hostinger", "id": "example.com"});
            json!({"things": [thing], "add": ["x"]})
        }
        "set_vm_ptr" => json!({"name": "a.example.com"}),
        "attach_vm_ssh_keys" => json!({"ssh_key_ids": ["1"]}),
        "create_firewall" => json!({"name": "f"}),
        "add_firewall_rule" | "update_firewall_rule" => {
            json!({"protocol": "TCP", "port": "443", "source": "any", "source_detail": "any"})
        }
        "create_script" | "update_script" => json!({"name": "s", "content": "echo"}),
        "add_ssh_key" => json!({"name": "k", "public_key": "x"}),
        "create_user" => json!({"name": "u", "password": "long enough 1", "role": "viewer"}),
        "change_password" => json!({"current_password": "x", "new_password": "long enough 1"}),
        "create_customer" | "update_customer" => {
            json!({"email": "a@example.com", "name": "A", "currency": "USD"})
        }
        "move_customer_credit" => {
            let amount = json!({"minor": 1, "currency": "USD"});
            json!({"kind": "deposit", "amount": amount, "reason": "x"})
        }
        "assign_customer_domain" => json!({"provider": "hostinger"}),
        "create_price_rule" | "replace_price_rule" => {
            json!({"currency": "USD", "basis": {"kind": "percent", "basis_points": 1}})
        }
        "set_route" => json!({"providers": ["hostinger"]}),
        "set_exchange_rate" => json!({"rate": "1.1"}),
        _ => Value::Null,
    }
}

#[tokio::test]
async fn an_anonymous_caller_gets_nothing() {
    let server = TestServer::start().await;
    server.sandbox.take_exchanges();
    for operation in operations() {
        if OPEN.contains(&operation.id.as_str()) && operation.id != "metrics" {
            continue;
        }
        let answer = server
            .send(
                operation.method,
                &operation.path,
                None,
                Some(&bodies(&operation.id)),
            )
            .await;
        assert_eq!(
            answer.status.as_u16(),
            401,
            "{}: {}",
            operation.id,
            answer.text
        );
        answer.error(401, "unauthenticated");
    }
    assert!(
        server.sandbox.exchanges().is_empty(),
        "no call reached the provider"
    );
}

#[tokio::test]
async fn a_read_only_user_changes_nothing_and_sees_no_secret() {
    let server = TestServer::start().await;
    let user = json!({"name": "viewer", "password": "long enough 1", "role": "viewer"});
    server.post("/api/users", user).await.ok();
    let token = server.sign_in("viewer", "long enough 1").await;
    server.sandbox.take_exchanges();
    for operation in operations() {
        let id = operation.id.as_str();
        if [&OPEN[..], &HARMLESS, &ENDLESS].concat().contains(&id) {
            continue;
        }
        let reads = operation.method == Method::GET && !SECRET.contains(&id);
        let body = (operation.method != Method::GET)
            .then(|| bodies(id))
            .filter(|body| !body.is_null());
        let answer = server
            .send(
                operation.method,
                &operation.path,
                Some(&token),
                body.as_ref(),
            )
            .await;
        if reads {
            assert!(
                !matches!(answer.status.as_u16(), 401 | 403),
                "{id}: {}",
                answer.text
            );
        } else {
            assert_eq!(answer.status.as_u16(), 403, "{id}: {}", answer.text);
            answer.error(403, "forbidden");
        }
    }
    let writes: Vec<String> = server
        .sandbox
        .exchanges()
        .into_iter()
        .filter(|exchange| exchange.method != "GET")
        .map(|exchange| format!("{} {}", exchange.method, exchange.path))
        .collect();
    assert!(writes.is_empty(), "{writes:?}");
}
