//! One Setec Manager buys at another, which buys at Hostinger: our driver is the client of our
//! server.

mod calls;
mod operator;
mod place;

use serde_json::{Value, json};

use self::operator::Chain;
use super::EMAIL;
use crate::harness::TestServer;

/// The domain that is bought.
const NAME: &str = "lakeside-walks.com";

fn jane() -> Value {
    json!({
        "first_name": "Jane", "last_name": "Wanjiru", "email": "jane@example.com",
        "phone": "+254712345678", "address1": "1 Moi Avenue", "city": "Nairobi",
        "state": "Nairobi", "postcode": "00100", "country": "KE"
    })
}

fn registration() -> Value {
    json!({
        "kind": "register_domain", "domain": NAME, "period": 1,
        "contacts": {"registrant": jane()}
    })
}

impl TestServer {
    /// Orders something; the order must be completed.
    async fn buy(&self, wish: Value) -> Value {
        let quote = self.quote_at("shop", wish).await;
        let key = quote["id"].as_str().expect("an id");
        let order = self.confirm(&quote, key).await.ok();
        self.until(&order["id"], "completed").await
    }

    /// The year in which a domain at Hostinger expires.
    async fn expiry_of(&self, name: &str) -> u32 {
        let path = format!("hostinger/domains/{name}");
        let seen = self.get(&path).await.ok();
        let date = seen["expires_at"].as_str().expect("a date");
        date[..4].parse().expect("a year")
    }
}

#[tokio::test]
async fn a_domain_is_bought_and_kept_through_the_chain() {
    let Chain {
        operator, buyer, ..
    } = Box::pin(Chain::start()).await;
    let prices = "shop/domains/prices?tld=.com&operation=register&years=1";
    let prices = buyer.get(prices).await.ok();
    let price = &prices[0]["prices"][0]["price"];
    assert_eq!(
        *price,
        json!({"minor": 1099, "currency": "USD"}),
        "9.99 and a tenth: {prices}"
    );
    let credit = buyer.get("shop/credit").await.ok();
    assert_eq!(credit["balance"]["minor"], 100_000);

    let name = NAME;
    let path = format!("shop/domains/{name}");
    buyer.buy(registration()).await;
    let state = buyer.post_empty(&format!("{path}/sync")).await.ok();
    assert_eq!(state["status"], "active", "{state}");
    let upstream = operator
        .get(&format!("hostinger/domains/{name}"))
        .await
        .ok();
    assert_eq!(upstream["status"], "active", "{upstream}");
    let credit = buyer.get("shop/credit").await.ok();
    assert_eq!(credit["balance"]["minor"], 100_000 - 1099);

    // Hostinger renews subscriptions: the one that pays for this domain is known.
    let path_of_prices = format!("shop/domains/prices?domain={name}&operation=renew");
    let prices = buyer.get(&path_of_prices).await.ok();
    let [only] = prices[0]["prices"].as_array().unwrap().as_slice() else {
        panic!("one term: {prices}");
    };
    assert_eq!(only["years"], 1);
    let price = only["price"]["minor"].as_i64().unwrap();
    let wish = json!({"kind": "renew_domain", "domain": name, "years": 1});
    let quote = buyer.quote_at("shop", wish.clone()).await;
    assert_eq!(quote["price"]["minor"], price, "{quote}");
    let before = operator.expiry_of(name).await;
    buyer.buy(wish).await;
    assert_eq!(operator.expiry_of(name).await, before + 1);
    let credit = buyer.get("shop/credit").await.ok();
    assert_eq!(credit["balance"]["minor"], 100_000 - 1099 - price);
    let upstream = operator.get("/api/hosting/orders?limit=1").await.ok();
    assert_eq!(upstream[0]["kind"], "renew_domain", "{upstream}");
    let cost = upstream[0]["price"]["minor"].as_i64().unwrap();
    assert_eq!(price, (cost * 11 + 5) / 10, "the cost and a tenth");
    let wish = json!({"kind": "renew_domain", "domain": name, "years": 2});
    let refused = buyer.post("shop/quotes", wish).await.error(400, "invalid");
    assert!(refused.contains("years"), "{refused}");
    // Which one pays for a domain that came otherwise, nobody can say: it has no price.
    let moved = "kestrel-robotics.io";
    let app = &operator.app;
    let admin = app.authenticate(&operator.token, None).await.unwrap();
    let given = app.assign_domain(&admin, EMAIL, ("hostinger", moved)).await;
    given.unwrap();
    let prices = format!("shop/domains/prices?domain={moved}&operation=renew");
    let prices = buyer.get(&prices).await.ok();
    assert_eq!(prices[0]["prices"], json!([]), "{prices}");
    let wish = json!({"kind": "renew_domain", "domain": moved, "years": 1});
    buyer.post("shop/quotes", wish).await.error(400, "invalid");

    let new = json!({"nameservers": ["ns1.example.net", "ns2.example.net"]});
    let nameservers = format!("{path}/nameservers");
    buyer.put(&nameservers, new.clone()).await.ok();
    assert_eq!(buyer.get(&nameservers).await.ok(), new);
    let upstream = format!("hostinger/domains/{name}/nameservers");
    assert_eq!(operator.get(&upstream).await.ok(), new);
    buyer.delete(&format!("{path}/lock")).await.ok();
    let seen = buyer.get(&path).await.ok();
    assert_eq!(seen["locked"], false, "{seen}");
    let contacts = buyer.get(&format!("{path}/contacts")).await.ok();
    assert!(contacts["registrant"].is_object(), "{contacts}");
    let code = buyer.get(&format!("{path}/auth-code")).await.ok();
    // Hostinger makes a new code each time.
    let code = code["auth_code"].as_str().expect("a code");
    assert!(code.starts_with("Hs!"), "{code}");
    let record = json!({"type": "A", "name": "shop", "content": "192.0.2.80"});
    let zone = format!("shop/dns/{name}");
    buyer.post(&zone, record).await.ok();
    for (server, zone) in [(&buyer, zone), (&operator, format!("hostinger/dns/{name}"))] {
        let records = server.get(&zone).await.ok();
        let text = records.to_string();
        assert!(
            text.contains("192.0.2.80") && text.contains("shop"),
            "{records}"
        );
    }
    // What Hostinger cannot do is said to be so all along the way.
    let forwards = buyer.get(&format!("{path}/email-forwarding")).await;
    forwards.error(501, "not_supported");
    // Another one's domain is nobody's.
    let foreign = buyer.get("shop/domains/example.com").await;
    foreign.error(404, "not_found");
}
