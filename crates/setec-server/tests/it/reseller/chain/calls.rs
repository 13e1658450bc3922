//! Every call of the API, made by our driver and carried out by our server.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use super::operator::{Chain, HELD, QUIET, WITH_DISABLED};
use super::{NAME, jane, registration};
use crate::harness::TestServer;

#[tokio::test]
async fn every_call_is_made_through_the_chain() {
    let chain = Box::pin(Chain::start()).await;
    Box::pin(what_is_sold(&chain.buyer)).await;
    Box::pin(at_hostinger(&chain)).await;
    Box::pin(a_zone_with_disabled_records(&chain)).await;
    Box::pin(what_hostinger_lacks(&chain.buyer)).await;
    Box::pin(a_transfer(&chain)).await;
    Box::pin(at_the_registrar(&chain)).await;
    let document = setec_server::reseller_openapi();
    let paths = document["paths"].as_object().unwrap().iter();
    let documented: BTreeSet<String> = paths
        .flat_map(|(path, operations)| {
            let methods = operations.as_object().unwrap().keys();
            methods.map(move |method| format!("{} {path}", method.to_uppercase()))
        })
        .collect();
    let done = chain.seen.done();
    let left: Vec<&String> = documented.difference(&done).collect();
    assert!(left.is_empty(), "never carried out: {left:?}");
    // The specification counts the three price calls as one.
    assert_eq!(documented.len(), 32);
}

async fn what_is_sold(buyer: &TestServer) {
    let tested = buyer.post_empty("shop/test").await.ok();
    assert_eq!(tested["status"], "ok", "{tested}");
    let tlds = buyer.get("shop/domains/tlds").await.ok();
    let has = |tld: &str| tlds.as_array().unwrap().contains(&json!(tld));
    assert!(has("com") && has("net"), "{tlds}");
    let list = buyer.get("shop/domains/prices?tld=com").await.ok();
    assert_eq!(list[0]["tld"], "com", "{list}");
    for (domain, operation) in [
        ("granite-walks.com", "register"),
        ("granite-walks.com", "renew"),
        ("granite-walks.net", "transfer"),
    ] {
        let path = format!("shop/domains/prices?domain={domain}&operation={operation}");
        let prices = buyer.get(&path).await.ok();
        let first = &prices[0]["prices"][0];
        assert_eq!(first["price"]["currency"], "USD", "{operation}: {prices}");
    }
    let names = json!({"domains": [NAME, "kestrel-robotics.io"]});
    let found = buyer.post("shop/domains/check", names).await.ok();
    assert_eq!(
        (&found[0]["available"], &found[1]["available"]),
        (&json!(true), &json!(false)),
        "{found}"
    );
    let found = buyer
        .get("shop/domains/suggestions?words=lakeside&tlds=com&limit=3")
        .await
        .ok();
    assert!(!found.as_array().unwrap().is_empty(), "{found}");
    let credit = buyer.get("shop/credit").await.ok();
    assert_eq!(credit["balance"]["minor"], 100_000, "{credit}");
}

async fn at_hostinger(chain: &Chain) {
    let Chain {
        operator, buyer, ..
    } = chain;
    buyer.buy(registration()).await;
    let wish = json!({"kind": "renew_domain", "domain": NAME, "years": 1});
    buyer.buy(wish).await;
    let path = format!("shop/domains/{NAME}");
    let upstream = format!("hostinger/domains/{NAME}");
    let state = buyer.post_empty(&format!("{path}/sync")).await.ok();
    assert_eq!(state["status"], "active", "{state}");

    let new = json!({"nameservers": ["ns1.example.net", "ns2.example.net"]});
    let nameservers = format!("{path}/nameservers");
    buyer.put(&nameservers, new.clone()).await.ok();
    assert_eq!(buyer.get(&nameservers).await.ok(), new);
    buyer.delete(&format!("{path}/lock")).await.ok();
    buyer.post_empty(&format!("{path}/privacy")).await.ok();
    for server in [(buyer, &path), (operator, &upstream)] {
        let seen = server.0.get(server.1).await.ok();
        assert_eq!(seen["locked"], false, "{seen}");
        assert_eq!(seen["privacy_protection"], true, "{seen}");
        assert_eq!(seen["nameservers"], new["nameservers"]);
    }
    let contacts = format!("{path}/contacts");
    let mut tech = jane();
    tech["first_name"] = json!("Amina");
    buyer.put(&contacts, json!({"tech": tech})).await.ok();
    for (server, path) in [
        (buyer, contacts),
        (operator, format!("{upstream}/contacts")),
    ] {
        let seen = server.get(&path).await.ok();
        assert_eq!(seen["tech"]["first_name"], "Amina", "{seen}");
        assert_eq!(seen["registrant"]["first_name"], "Jane", "{seen}");
    }
    let code = buyer.get(&format!("{path}/auth-code")).await.ok();
    assert!(code["auth_code"].is_string(), "{code}");

    let zone = format!("shop/dns/{NAME}");
    let record = json!({"type": "A", "name": "shop", "content": "192.0.2.80"});
    buyer.post(&zone, record).await.ok();
    let seen = operator.get(&format!("hostinger/dns/{NAME}")).await.ok();
    assert!(seen.to_string().contains("192.0.2.80"), "{seen}");
}

/// What is not served is not shown to customers, and no write of theirs touches it.
async fn a_zone_with_disabled_records(chain: &Chain) {
    let path = format!("second/dns/{WITH_DISABLED}");
    let disabled = || {
        let zone = chain.operator.sandbox.zone_json(WITH_DISABLED);
        let sets = zone.as_array().expect("a zone").iter();
        let records = sets.flat_map(|set| set["records"].as_array().expect("records").clone());
        let disabled: Vec<Value> = records.filter(|one| one["is_disabled"] == true).collect();
        disabled
    };
    let before = disabled();
    assert!(!before.is_empty(), "there is one");
    let record = json!({"type": "A", "name": "shop", "content": "192.0.2.80"});
    chain.buyer.post(&path, record).await.ok();
    assert_eq!(disabled(), before);
    let zone = chain.operator.sandbox.zone_json(WITH_DISABLED);
    assert!(zone.to_string().contains("192.0.2.80"), "{zone}");
}

/// The driver offers it, the operator's account does not: that is said along the whole way.
async fn what_hostinger_lacks(buyer: &TestServer) {
    let path = format!("second/domains/{NAME}");
    let host = format!("ns1.{NAME}");
    let at = format!("{path}/child-nameservers/{host}");
    let server = json!({"host": host, "addresses": ["192.0.2.53"]});
    let moved = json!({"from": "192.0.2.53", "to": "192.0.2.54"});
    let forwards = json!({"forwards": [{"prefix": "info", "target": "jane@example.com"}]});
    for answer in [
        buyer.get(&format!("{path}/email-forwarding")).await,
        buyer
            .put(&format!("{path}/email-forwarding"), forwards)
            .await,
        buyer
            .post(&format!("{path}/child-nameservers"), server)
            .await,
        buyer.put(&at, moved).await,
        buyer.delete(&at).await,
        buyer
            .post(&format!("{path}/release"), json!({"tag": "EXAMPLE-TAG"}))
            .await,
        buyer
            .post(&format!("{path}/deletion"), json!({"confirm": NAME}))
            .await,
    ] {
        let words = answer.error(501, "not_supported");
        assert!(words.contains("not supported"), "{words}");
    }
}

/// The second route leads where transfers are sold.
async fn a_transfer(chain: &Chain) {
    let (buyer, name) = (&chain.buyer, "amber-hollow.net");
    chain.registrar.add_foreign(name, "C0de-of-amber");
    let wish = json!({
        "kind": "transfer_domain", "domain": name, "years": 1, "auth_code": "C0de-of-amber",
        "contacts": {"registrant": jane()},
        "nameservers": ["ns1.example.net", "ns2.example.net"]
    });
    let quote = buyer.quote_at("second", wish).await;
    let order = buyer.confirm(&quote, "transfer").await.ok();
    chain.registrar.finish_pending();
    buyer.until(&order["id"], "completed").await;
    let path = format!("second/domains/{name}/transfer");
    let state = buyer.get(&path).await.ok();
    assert_eq!(state["state"], "completed", "{state}");
    let upstream = chain.registrar.domain(name);
    assert_eq!(upstream["status"], "Active", "{upstream}");
}

async fn at_the_registrar(chain: &Chain) {
    let Chain {
        buyer, registrar, ..
    } = chain;
    let [name, released, deleted] = HELD;
    let glue = |of: &Value| of["glue"][format!("ns1.{name}")].clone();
    let path = format!("second/domains/{name}/child-nameservers");
    let at = format!("{path}/ns1.{name}");
    let server = json!({"host": format!("ns1.{name}"), "addresses": ["192.0.2.53"]});
    buyer.post(&path, server).await.ok();
    assert_eq!(glue(&registrar.domain(name)), "192.0.2.53");
    let moved = json!({"from": "192.0.2.53", "to": "192.0.2.54"});
    buyer.put(&at, moved).await.ok();
    assert_eq!(glue(&registrar.domain(name)), "192.0.2.54");
    buyer.delete(&at).await.ok();
    assert!(glue(&registrar.domain(name)).is_null());

    let mail = format!("second/domains/{name}/email-forwarding");
    let forwards = json!([{"prefix": "info", "target": "jane@example.com"}]);
    buyer.put(&mail, json!({"forwards": forwards})).await.ok();
    assert_eq!(buyer.get(&mail).await.ok(), forwards);

    let quiet = buyer.get(&format!("second/domains/{QUIET}")).await.ok();
    assert_eq!(
        quiet["locked"],
        registrar.domain(QUIET)["locked"],
        "{quiet}"
    );

    let tag = json!({"tag": "EXAMPLE-TAG"});
    buyer
        .post(&format!("second/domains/{released}/release"), tag)
        .await
        .ok();
    assert_eq!(registrar.domain(released)["status"], "Transferred Away");
    let sure = json!({"confirm": deleted});
    buyer
        .post(&format!("second/domains/{deleted}/deletion"), sure)
        .await
        .ok();
    let sync = format!("second/domains/{deleted}/sync");
    let gone = buyer.post_empty(&sync).await.ok();
    assert_eq!(gone["status"], "deleted", "{gone}");
}
