//! The credit of many customers that order at once, while the registrar errs and the server is
//! killed: no credit appears or disappears.

use std::collections::BTreeMap;
use std::fmt::Write;
use std::net::TcpListener;
use std::path::Path;
use std::process::Command;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use chrono::Utc;
use futures::future::join_all;
use reqwest::Method;
use ring::hmac;
use serde_json::{Value, json};
use setec_sandbox::reseller::{API_KEY, ENDPOINT, Money, Pace, Sandbox, USERNAME};
use tokio::runtime::Runtime;

use crate::harness::{Server, serve_at};
use crate::orders::Dice;

const PASSWORD: &str = "correct horse battery";
const CUSTOMERS: usize = 64;

/// Rounds of every run; `SETEC_LEDGER_ROUNDS` asks for more.
const ROUNDS: usize = 2;

/// What is sold, each from an account of its own: the driver keeps to 100 calls a minute for each,
/// as the vendor's operators ask for.
const TLDS: [&str; 7] = ["com", "net", "org", "info", "dev", "io", "africa"];

/// What goes wrong at the registrar in a round, each with one in three.
const FAULTS: [&str; 7] = [
    "lost-answer:times=6,on=POST,path=order",
    "cut:times=6,on=POST,path=order",
    "server-error:times=6,on=POST,path=order,when=after",
    "server-error:times=6,on=POST,path=order,when=before",
    "registrar-error:times=6,on=POST,path=order",
    "no-credit:times=6,on=POST,path=order",
    "slow:ms=100,on=POST,path=order",
];

/// Somebody who buys, with what was paid in for it and what it has asked for.
struct Buyer {
    email: String,
    id: String,
    key: String,
    paid_in: i64,
    domains: Vec<String>,
}

/// Requests to the server, which may be gone at any time.
struct Client {
    http: reqwest::Client,
    url: String,
    token: String,
    /// Orders that have got an answer in this round.
    answered: AtomicUsize,
}

impl Client {
    async fn sign_in(url: &str) -> Self {
        // Another test of this process may have done it.
        let _ = rustls::crypto::ring::default_provider().install_default();
        let http = reqwest::Client::builder()
            .tls_danger_accept_invalid_certs(true)
            .timeout(Duration::from_secs(20))
            .build()
            .unwrap();
        let mut client = Self {
            http,
            url: url.to_owned(),
            token: String::new(),
            answered: AtomicUsize::new(0),
        };
        let body = json!({"username": "admin", "password": PASSWORD});
        let session = client
            .ask(Method::POST, "/api/auth/login", Some(body))
            .await;
        session["token"]
            .as_str()
            .unwrap()
            .clone_into(&mut client.token);
        client
    }

    /// The answer to the operator; it must come, and be a success.
    async fn ask(&self, method: Method, path: &str, body: Option<Value>) -> Value {
        let mut request = self.http.request(method, format!("{}{path}", self.url));
        if !self.token.is_empty() {
            request = request.bearer_auth(&self.token);
        }
        if let Some(body) = body {
            request = request.json(&body);
        }
        let answer = request.send().await.unwrap();
        let (status, text) = (answer.status(), answer.text().await.unwrap());
        assert!(status.is_success(), "{path}: {status} {text}");
        serde_json::from_str(&text).unwrap()
    }

    /// Pays in, once for each key; `false` where no answer came.
    async fn pay_in(&self, customer: &str, key: &str, cents: i64) -> bool {
        let body = json!({"kind": "deposit", "amount": {"minor": cents, "currency": "EUR"}, "reason": key});
        let path = format!("{}/api/reseller/customers/{customer}/credit", self.url);
        let request = self.http.post(path).bearer_auth(&self.token);
        let sent = request
            .header("Idempotency-Key", key)
            .json(&body)
            .send()
            .await;
        sent.is_ok_and(|answer| answer.status().is_success())
    }

    /// An order as a customer's program sends it; what becomes of it is for the ledger to say.
    async fn order(&self, email: &str, key: &str, action: &str, form: &[(String, String)]) {
        let stamp = format!("{email}:{}", Utc::now().format("%y-%m-%d %H"));
        let digest = hmac::sign(
            &hmac::Key::new(hmac::HMAC_SHA256, stamp.as_bytes()),
            key.as_bytes(),
        );
        let mut hex = String::new();
        for byte in digest.as_ref() {
            write!(hex, "{byte:02x}").expect("a String takes every text");
        }
        let request = self
            .http
            .post(format!("{}{ENDPOINT}/order/domains/{action}", self.url))
            .header("username", email)
            .header("token", STANDARD.encode(hex))
            .form(form);
        // The server may be killed before it answers.
        let _ = request.send().await;
        self.answered.fetch_add(1, Ordering::SeqCst);
    }
}

fn configured(dir: &Path, address: &str) -> Command {
    let mut command = serve_at(dir, address);
    command
        .env("SETEC_ADMIN_PASSWORD", PASSWORD)
        .env("SETEC_ORDER_PATIENCE_SECS", "2");
    command
}

/// The operator's shop: an account, a price, a route, and customers, every fourth of them poor.
async fn open_shop(client: &Client, vendor_url: &str) -> Vec<Buyer> {
    let account = json!({
        "driver": "domains-reseller", "api_key": API_KEY, "base_url": format!("{vendor_url}{ENDPOINT}"),
        "extra": {"username": USERNAME, "currency": "EUR"}
    });
    for tld in TLDS {
        let configure = format!("/api/hosting/providers/for-{tld}/configure");
        client
            .ask(Method::POST, &configure, Some(account.clone()))
            .await;
    }
    let rule = json!({"currency": "EUR", "basis": {"kind": "percent", "basis_points": 1700}});
    client
        .ask(Method::POST, "/api/reseller/prices", Some(rule))
        .await;
    for (at, tld) in TLDS.iter().enumerate() {
        let next = TLDS[(at + 1) % TLDS.len()];
        let route = json!({"providers": [format!("for-{tld}"), format!("for-{next}")]});
        let path = format!("/api/reseller/routes/{tld}");
        client.ask(Method::PUT, &path, Some(route)).await;
    }
    join_all((0..CUSTOMERS).map(async |number| {
        let email = format!("customer-{number}@shop.example");
        let made = json!({
            "email": email, "name": format!("Customer {number}"), "currency": "EUR",
            "per_minute": 6000, "burst": 6000, "per_day": 100_000,
            "nameservers": ["ns1.shop.example", "ns2.shop.example"]
        });
        let made = client
            .ask(Method::POST, "/api/reseller/customers", Some(made))
            .await;
        let id = made["id"].as_str().unwrap().to_owned();
        let path = format!("/api/reseller/customers/{id}/keys");
        let key = client.ask(Method::POST, &path, None).await;
        let paid_in = if number % 4 == 0 { 1500 } else { 100_000 };
        assert!(
            client
                .pay_in(&id, &format!("start-{number}"), paid_in)
                .await
        );
        let key = key["api_key"].as_str().expect("the new key").to_owned();
        Buyer {
            email,
            id,
            key,
            paid_in,
            domains: Vec::new(),
        }
    }))
    .await
}

fn form(domain: &str, years: u64, more: &[(&str, &str)]) -> Vec<(String, String)> {
    let contact = [
        ("firstname", "Jane"),
        ("lastname", "Wanjiru"),
        ("email", "jane@example.com"),
        ("phonenumber", "+254.712345678"),
        ("address1", "1 Moi Avenue"),
        ("city", "Nairobi"),
        ("state", "Nairobi"),
        ("postcode", "00100"),
        ("country", "KE"),
    ];
    let mut form = vec![
        ("domain".to_owned(), domain.to_owned()),
        ("regperiod".to_owned(), years.to_string()),
    ];
    form.extend(
        contact.map(|(field, value)| (format!("contacts[registrant][{field}]"), value.to_owned())),
    );
    form.extend(
        [("ns1", "ns1.shop.example"), ("ns2", "ns2.shop.example")]
            .map(|(place, host)| (format!("nameservers[{place}]"), host.to_owned())),
    );
    form.extend(
        more.iter()
            .map(|(name, value)| ((*name).to_owned(), (*value).to_owned())),
    );
    form
}

/// One order of a customer, and perhaps something that is paid in beside it.
async fn buy(client: &Client, buyer: &mut Buyer, dice: &Mutex<Dice>, round: usize) {
    let roll = |limit| dice.lock().unwrap().below(limit);
    let number = buyer
        .email
        .trim_start_matches("customer-")
        .split('@')
        .next()
        .unwrap();
    let tld = TLDS[number.parse::<usize>().unwrap() % TLDS.len()];
    let fresh = format!("ledger-{round}-{number}.{tld}");
    let deposit = (roll(3) == 0).then(|| 100 + i64::try_from(roll(900)).unwrap());
    if let Some(cents) = deposit {
        buyer.paid_in += cents;
    }
    let (id, payment) = (buyer.id.clone(), format!("pay-{round}-{number}"));
    let pay = async {
        if let Some(cents) = deposit {
            // Until it is answered: the key makes it one payment.
            let mut tries = 0;
            while !client.pay_in(&id, &payment, cents).await {
                tries += 1;
                assert!(tries < 600, "{payment} is never answered");
                tokio::time::sleep(Duration::from_millis(100)).await;
            }
        }
    };
    let known = buyer.domains.clone();
    let order = async {
        let years = 1 + roll(2);
        match roll(10) {
            0..=2 if !known.is_empty() => {
                let at = usize::try_from(roll(known.len() as u64)).unwrap();
                let renewal = form(&known[at], years, &[]);
                client
                    .order(&buyer.email, &buyer.key, "renew", &renewal)
                    .await;
            }
            3 => {
                let moved = format!("moved-{round}-{number}.{tld}");
                let transfer = form(&moved, 1, &[("eppcode", "Kx9-secret-code")]);
                client
                    .order(&buyer.email, &buyer.key, "transfer", &transfer)
                    .await;
            }
            _ => {
                let registration = form(&fresh, years, &[]);
                client
                    .order(&buyer.email, &buyer.key, "register", &registration)
                    .await;
            }
        }
    };
    tokio::join!(pay, order);
    buyer.domains.push(fresh);
}

/// Waits until no order is open any more.
async fn settled(client: &Client) {
    let deadline = Instant::now() + Duration::from_mins(3);
    for state in ["confirmed", "sent", "unknown"] {
        loop {
            let path = format!("/api/hosting/orders?limit=500&state={state}");
            let open = client.ask(Method::GET, &path, None).await;
            if open.as_array().unwrap().is_empty() {
                break;
            }
            assert!(Instant::now() < deadline, "{open}");
            tokio::time::sleep(Duration::from_millis(200)).await;
        }
    }
}

/// All orders of a customer.
async fn sales(client: &Client, customer: &str) -> Vec<Value> {
    let path = format!("/api/reseller/customers/{customer}/orders?limit=500");
    let sales = client.ask(Method::GET, &path, None).await;
    let sales = sales.as_array().unwrap().clone();
    assert!(sales.len() < 500, "the page is not all of them");
    sales
}

fn minor(money: &Value) -> i64 {
    money["minor"].as_i64().unwrap_or_else(|| panic!("{money}"))
}

/// What was bought, by what it was and for which domain.
type Bought = BTreeMap<(String, String), usize>;

/// A customer's statement agrees with its orders and with what was paid in. Gives what its orders
/// have cost the operator, and how many there were.
async fn require_right(client: &Client, buyer: &Buyer, bought: &mut Bought) -> (i64, usize) {
    let sales = sales(client, &buyer.id).await;
    let path = format!(
        "/api/reseller/customers/{}/statement?from=2020-01-01",
        buyer.id
    );
    let statement = client.ask(Method::GET, &path, None).await;
    let rows = statement["rows"].as_array().unwrap();
    let sum = |kind: &str| -> i64 {
        let rows = rows.iter().filter(|row| row["kind"] == kind);
        rows.map(|row| minor(&row["amount"])).sum()
    };
    let (mut spent, mut cost) = (0, 0);
    for sale in &sales {
        let of_it = |kind: &str| -> Vec<i64> {
            let rows = rows
                .iter()
                .filter(|row| row["kind"] == kind && row["order_id"] == sale["id"]);
            rows.map(|row| minor(&row["amount"])).collect()
        };
        let price = minor(&sale["price"]);
        assert_eq!(of_it("charge"), [-price], "{sale}");
        match sale["state"].as_str().unwrap() {
            "completed" => {
                assert!(of_it("refund").is_empty(), "{sale}");
                (spent, cost) = (spent + price, cost + minor(&sale["cost"]));
                let text = |field: &str| sale[field].as_str().unwrap().to_owned();
                *bought
                    .entry((text("operation"), text("domain")))
                    .or_default() += 1;
            }
            "refunded" => assert_eq!(of_it("refund"), [price], "{sale}"),
            other => panic!("{other}: {sale}"),
        }
    }
    assert_eq!(sum("deposit"), buyer.paid_in, "{}", buyer.email);
    let path = format!("/api/reseller/customers/{}", buyer.id);
    let shown = client.ask(Method::GET, &path, None).await;
    assert_eq!(minor(&shown["balance"]), buyer.paid_in - spent, "{shown}");
    assert_eq!(minor(&shown["held"]), 0, "{shown}");
    assert_eq!(
        minor(&statement["closing"]),
        minor(&shown["balance"]),
        "{shown}"
    );
    assert!(minor(&shown["balance"]) >= 0, "{shown}");
    (cost, sales.len())
}

#[test]
fn no_credit_appears_or_disappears_whatever_breaks() {
    let rounds = std::env::var("SETEC_LEDGER_ROUNDS")
        .map_or(ROUNDS, |text| text.parse().expect("a number of rounds"));
    let seed = std::time::SystemTime::now()
        .duration_since(std::time::UNIX_EPOCH)
        .unwrap()
        .subsec_nanos();
    println!("seed {seed}, {rounds} rounds of {CUSTOMERS} customers");
    let dice = Arc::new(Mutex::new(Dice(u64::from(seed) | 1)));
    let runtime = Runtime::new().unwrap();
    let vendor = Sandbox::demo();
    vendor.set_pace(Pace::instant());
    let plenty = Money(100_000_000);
    vendor.set_credit(plenty);
    let before = vendor.orders().len();
    let listener = runtime
        .block_on(tokio::net::TcpListener::bind("127.0.0.1:0"))
        .unwrap();
    let vendor_url = format!("http://{}", listener.local_addr().unwrap());
    runtime.spawn(setec_sandbox::reseller::serve(
        listener,
        vendor.clone(),
        std::future::pending(),
    ));
    let dir = tempfile::tempdir().unwrap();
    let free = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = free.local_addr().unwrap().to_string();
    drop(free);
    let start = || Server::start(dir.path(), &mut configured(dir.path(), &address));
    let mut server = start();
    let client = Arc::new(runtime.block_on(Client::sign_in(&server.url)));
    let mut buyers = runtime.block_on(open_shop(&client, &vendor_url));

    for round in 0..rounds {
        vendor.clear_faults();
        for fault in FAULTS {
            if dice.lock().unwrap().below(3) == 0 {
                vendor.add_fault(fault.parse().unwrap());
            }
        }
        let enough = usize::try_from(dice.lock().unwrap().below(CUSTOMERS as u64)).unwrap();
        client.answered.store(0, Ordering::SeqCst);
        let (shared, dice) = (Arc::clone(&client), Arc::clone(&dice));
        let orders = runtime.spawn(async move {
            join_all(
                buyers
                    .iter_mut()
                    .map(|buyer| buy(&shared, buyer, &dice, round)),
            )
            .await;
            buyers
        });
        // In the middle of the orders, however fast the machine is.
        while client.answered.load(Ordering::SeqCst) < enough && !orders.is_finished() {
            std::thread::sleep(Duration::from_millis(2));
        }
        server.process.signal("KILL");
        server = start();
        buyers = runtime.block_on(orders).unwrap();
    }
    vendor.clear_faults();

    runtime.block_on(async {
        settled(&client).await;
        let check = client
            .ask(Method::GET, "/api/reseller/ledger/check", None)
            .await;
        assert_eq!(check["right"], true, "{check}");
        let mut bought = Bought::new();
        let (mut cost, mut orders) = (0, 0);
        for buyer in &buyers {
            let (of_it, count) = require_right(&client, buyer, &mut bought).await;
            (cost, orders) = (cost + of_it, orders + count);
        }
        let mut upstream = Bought::new();
        for order in vendor
            .orders()
            .iter()
            .skip(before)
            .filter(|order| order["status"] != "failed")
        {
            let text = |field: &str| order[field].as_str().unwrap().to_owned();
            *upstream.entry((text("kind"), text("domain"))).or_default() += 1;
        }
        assert_eq!(
            upstream, bought,
            "what the registrar sold is what customers have paid for"
        );
        assert_eq!(
            (plenty - vendor.credit()).0,
            cost,
            "at the price that was reckoned with"
        );
        println!(
            "{orders} orders, {} completed; {} ledger entries",
            bought.values().sum::<usize>(),
            check["entries"]
        );
        assert!(orders > CUSTOMERS / 2, "too few orders to show anything");
    });
    drop(server);
}
