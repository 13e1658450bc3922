use serde_json::{Value, json};

use super::start;
use crate::harness::Answer;

fn fields(answer: &Answer) -> Vec<String> {
    answer.error(400, "invalid");
    let violations = answer.json()["violations"].clone();
    let violations = violations.as_array().expect("violations").clone();
    violations
        .iter()
        .map(|violation| violation["field"].as_str().expect("a field").to_owned())
        .collect()
}

#[tokio::test]
async fn every_mistake_is_named_at_once_and_nothing_is_sent() {
    let (server, vendor) = start().await;
    vendor.take_exchanges();
    let mistakes: [(&str, &str, Value, &[&str]); 11] = [
        (
            "PUT",
            "reseller/domains/tinkerlab.dev/contacts",
            json!({"registrant": {"first_name": "Jane"}, "tech": {"email": "nobody"}}),
            &[
                "registrant.last_name",
                "registrant.address1",
                "registrant.city",
                "registrant.email",
                "registrant.phone",
                "registrant.country",
                "tech.first_name",
                "tech.last_name",
                "tech.address1",
                "tech.city",
                "tech.email",
                "tech.phone",
                "tech.country",
            ],
        ),
        (
            "PUT",
            "reseller/domains/dev/contacts",
            json!({}),
            &["domain", "registrant"],
        ),
        (
            "POST",
            "reseller/domains/tinkerlab.dev/child-nameservers",
            json!({"host": "ns1.example.com", "addresses": ["192.0.2.1", "here", "192.0.2.256"]}),
            &["host", "addresses[1]", "addresses[2]"],
        ),
        (
            "POST",
            "reseller/domains/tinkerlab.dev/child-nameservers",
            json!({"host": "ns1.tinkerlab.dev", "addresses": []}),
            &["addresses"],
        ),
        (
            "PUT",
            "reseller/domains/tinkerlab.dev/child-nameservers/ns1.example.com",
            json!({"from": "192.0.2.1", "to": "0.0.0.0"}),
            &["host", "to"],
        ),
        (
            "PUT",
            "reseller/domains/tinkerlab.dev/email-forwarding",
            json!({"forwards": [{"prefix": "in fo", "target": "x"}, {"prefix": "*", "target": "y"}]}),
            &[
                "forwards[0].prefix",
                "forwards[0].target",
                "forwards[1].target",
            ],
        ),
        (
            "POST",
            "reseller/domains/tinkerlab.dev/release",
            json!({"tag": " "}),
            &["tag"],
        ),
        (
            "POST",
            "reseller/domains/tinkerlab.dev/deletion",
            json!({"confirm": "tinkerlab.com"}),
            &["confirm"],
        ),
        (
            "GET",
            "reseller/domains/prices?tld=a..b&domain=tinkerlab.dev&years=11&currency=euro",
            Value::Null,
            &["tld", "currency", "years", "tld", "operation"],
        ),
        (
            "GET",
            "reseller/domains/suggestions?words=%20&tlds=com,-x&limit=101",
            Value::Null,
            &["words", "tlds", "limit"],
        ),
        (
            "GET",
            "/api/hosting/domains?status=asleep&limit=0&after=x",
            Value::Null,
            &["status", "limit", "after"],
        ),
    ];
    for (method, path, body, expected) in mistakes {
        let answer = match method {
            "PUT" => server.put(path, body).await,
            "POST" => server.post(path, body).await,
            _ => server.get(path).await,
        };
        assert_eq!(fields(&answer), expected, "{path}");
    }
    assert!(vendor.take_exchanges().is_empty());
    let changes = server.get("/api/journal?account=reseller").await.ok();
    let actions: Vec<&Value> = changes
        .as_array()
        .unwrap()
        .iter()
        .map(|entry| &entry["action"])
        .collect();
    assert_eq!(actions, ["provider.configure"]);
}

#[tokio::test]
async fn what_the_vendor_refuses_is_said_in_its_words() {
    let (server, vendor) = start().await;
    let two = json!({"host": "ns1.tinkerlab.dev", "addresses": ["192.0.2.1", "2001:db8::1"]});
    let path = "reseller/domains/tinkerlab.dev/child-nameservers";
    let words = server.post(path, two).await.error(400, "invalid");
    assert!(words.contains("one address"), "{words}");
    let not_ours = server.get("reseller/domains/example.org/contacts").await;
    not_ours.error(404, "not_found");
    let in_use = "reseller/domains/mombasa-divers.com/child-nameservers/ns1.mombasa-divers.com";
    let refused = server.delete(in_use).await;
    assert!(refused.text.contains("in use"), "{}", refused.text);
    assert!(vendor.domain("mombasa-divers.com")["glue"]["ns1.mombasa-divers.com"].is_string());
}

#[tokio::test]
async fn a_ttl_that_the_registrar_cannot_keep_is_told_by_the_plan() {
    let (server, vendor) = start().await;
    vendor.take_exchanges();
    let record = |ttl: u32| json!({"name": "new", "type": "A", "content": "192.0.2.7", "ttl": ttl});
    let zone = "reseller/dns/tinkerlab.dev";
    for ttl in [60, 86_400] {
        let direct = server.post(zone, record(ttl)).await;
        assert_eq!(fields(&direct), ["ttl"], "{ttl}");
    }
    let file = "$ORIGIN tinkerlab.dev.\nlong 86400 A 192.0.2.8\nshort 60 A 192.0.2.9\n";
    let plan = server
        .post(
            &format!("{zone}/plan"),
            json!({"zone_file": file, "policy": "upsert"}),
        )
        .await;
    assert_eq!(fields(&plan), ["long/A", "short/A"]);
    let written = vendor.take_exchanges();
    assert!(written.iter().all(|exchange| exchange.method != "POST"));
}
