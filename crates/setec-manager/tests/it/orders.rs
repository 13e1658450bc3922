//! Orders survive kill -9 at any place, with answers lost at any time.

use std::net::TcpListener;
use std::path::Path;
use std::process::Command;
use std::sync::Arc;
use std::time::{Duration, Instant};

use reqwest::Method;
use serde_json::{Value, json};
use setec_sandbox::hostinger::{Pace, Sandbox, TOKEN};
use tokio::runtime::Runtime;

use crate::harness::{Server, demo, serve_at};

const PASSWORD: &str = "correct horse battery";

/// Rounds of every run; `SETEC_CRASH_ROUNDS` asks for more.
const ROUNDS: usize = 20;

/// The simulator in this process, where a killed server does not take it along.
struct Vendor {
    runtime: Runtime,
    sandbox: Sandbox,
    url: String,
}

impl Vendor {
    fn start() -> Self {
        let runtime = Runtime::new().unwrap();
        let sandbox = Sandbox::new();
        sandbox.set_pace(Pace::instant());
        let listener = runtime
            .block_on(tokio::net::TcpListener::bind("127.0.0.1:0"))
            .unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let served =
            setec_sandbox::hostinger::serve(listener, sandbox.clone(), std::future::pending());
        runtime.spawn(served);
        Self {
            runtime,
            sandbox,
            url,
        }
    }

    /// How often something was ordered, answered or not.
    fn ordered(&self, path: &str, name: &str) -> usize {
        let exchanges = self.sandbox.exchanges();
        let orders = exchanges
            .iter()
            .filter(|exchange| exchange.method == "POST" && exchange.path.ends_with(path));
        orders
            .filter(|exchange| {
                let body = exchange.request_body.as_ref().unwrap();
                body["domain"] == name || body["setup"]["hostname"] == name
            })
            .count()
    }

    /// Whether the vendor has it.
    fn has(&self, name: &str) -> bool {
        let domains = self.sandbox.portfolio();
        let machines = self.sandbox.machines();
        domains.iter().any(|domain| domain["domain"] == name)
            || machines.iter().any(|machine| machine["hostname"] == name)
    }
}

/// Requests to one server, which may be gone.
struct Api {
    runtime: Arc<Runtime>,
    http: reqwest::Client,
    url: String,
    token: String,
}

impl Api {
    fn sign_in(url: &str) -> Self {
        // Another test of this process may have done it.
        let _ = rustls::crypto::ring::default_provider().install_default();
        let http = reqwest::Client::builder()
            .tls_danger_accept_invalid_certs(true)
            .build()
            .unwrap();
        let mut api = Self {
            runtime: Arc::new(Runtime::new().unwrap()),
            http,
            url: url.to_owned(),
            token: String::new(),
        };
        let body = json!({"username": "admin", "password": PASSWORD});
        let session = api.send(Method::POST, "/api/auth/login", None, Some(body));
        session.unwrap()["token"]
            .as_str()
            .unwrap()
            .clone_into(&mut api.token);
        api
    }

    /// The answer's body; `None` where no whole answer came.
    fn send(
        &self,
        method: Method,
        path: &str,
        key: Option<&str>,
        body: Option<Value>,
    ) -> Option<Value> {
        let mut request = self
            .http
            .request(method, format!("{}{path}", self.url))
            .bearer_auth(&self.token);
        if let Some(key) = key {
            request = request.header("Idempotency-Key", key);
        }
        if let Some(body) = body {
            request = request.json(&body);
        }
        self.runtime
            .block_on(async { request.send().await.ok()?.json().await.ok() })
    }

    fn confirm(&self, quote: &str, key: &str) -> Option<Value> {
        let path = format!("/api/hosting/quotes/{quote}/confirm");
        self.send(Method::POST, &path, Some(key), None)
    }
}

/// Numbers that look random; the seed is printed by a failed test.
pub(crate) struct Dice(pub(crate) u64);

impl Dice {
    pub(crate) fn below(&mut self, limit: u64) -> u64 {
        // xorshift64: no more than that is needed here.
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0 % limit
    }
}

/// The faults of one round.
fn spoil(vendor: &Vendor, dice: &mut Dice) {
    vendor.sandbox.clear_faults();
    let path = if dice.below(2) == 0 {
        "portfolio"
    } else {
        "virtual-machines"
    };
    let faults = [
        "lost-answer:times=1,on=POST,path=",
        "cut:times=1,on=POST,path=",
        "server-error:status=503,times=1,on=POST,path=",
        "html-error:status=502,times=1,on=POST,path=",
        "slow:ms=150,path=",
        "slow:ms=60,on=POST,path=",
    ];
    for fault in faults {
        if dice.below(3) == 0 {
            let fault = format!("{fault}{path}");
            vendor.sandbox.add_fault(fault.parse().unwrap());
        }
    }
}

fn wish(round: usize) -> (Value, String, &'static str) {
    if round % 3 == 2 {
        let name = format!("crash-{round}.example.com");
        let wish = json!({
            "kind": "create_server", "plan": "kvm-1", "data_center_id": "19",
            "template": "debian-12", "hostname": name
        });
        return (wish, name, "/virtual-machines");
    }
    let name = format!("crash-test-{round}.com");
    let wish = json!({"kind": "register_domain", "domain": name});
    (wish, name, "/portfolio")
}

fn configured(dir: &Path, address: &str) -> Command {
    let mut command = serve_at(dir, address);
    command
        .env("SETEC_ADMIN_PASSWORD", PASSWORD)
        .env("SETEC_ORDER_PATIENCE_SECS", "2");
    command
}

#[test]
fn killed_at_random_places_nothing_is_bought_twice() {
    let rounds = std::env::var("SETEC_CRASH_ROUNDS")
        .ok()
        .map_or(ROUNDS, |text| text.parse().unwrap());
    let seed = std::time::SystemTime::now()
        .duration_since(std::time::UNIX_EPOCH)
        .unwrap()
        .subsec_nanos();
    println!("seed {seed}, {rounds} rounds");
    let mut dice = Dice(u64::from(seed) | 1);
    let vendor = Vendor::start();
    let dir = tempfile::tempdir().unwrap();
    let free = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = free.local_addr().unwrap().to_string();
    drop(free);
    let start = || Server::start(dir.path(), &mut configured(dir.path(), &address));
    let mut server = start();
    let api = Api::sign_in(&server.url);
    let account = json!({
        "api_key": TOKEN, "base_url": vendor.url, "extra": {"hostname_suffix": "demo.example"}
    });
    api.send(
        Method::POST,
        "/api/hosting/providers/hostinger/configure",
        None,
        Some(account),
    )
    .unwrap();
    let mut asked = Vec::new();
    for round in 0..rounds {
        vendor.sandbox.clear_faults();
        let (wish, name, path) = wish(round);
        let quotes = "/api/hosting/providers/hostinger/quotes";
        let quote = api.send(Method::POST, quotes, None, Some(wish)).unwrap();
        let quote = quote["id"]
            .as_str()
            .unwrap_or_else(|| panic!("{quote}"))
            .to_owned();
        spoil(&vendor, &mut dice);
        let delay = Duration::from_millis(dice.below(600));
        std::thread::scope(|scope| {
            scope.spawn(|| api.confirm(&quote, &format!("key-{round}")));
            // The moment is the point of the test: any one will do.
            std::thread::sleep(delay);
            server.process.signal("KILL");
        });
        server = start();
        if dice.below(2) == 0 {
            // A caller that got no answer asks again under the same key.
            api.confirm(&quote, &format!("key-{round}"));
        }
        asked.push((name, path));
    }
    vendor.sandbox.clear_faults();
    let orders = settled(&api);
    let mut bought = 0;
    for (name, path) in &asked {
        let sent = vendor.ordered(path, name);
        assert!(sent <= 1, "{name} was ordered {sent} times");
        let of_name: Vec<&Value> = orders
            .iter()
            .filter(|order| order["target"] == **name)
            .collect();
        assert!(of_name.len() <= 1, "{of_name:?}");
        let state = of_name
            .first()
            .map_or("none", |order| order["state"].as_str().unwrap());
        assert_eq!(vendor.has(name), state == "completed", "{of_name:?}");
        bought += usize::from(vendor.has(name));
    }
    assert_eq!(vendor.sandbox.orders().len(), bought);
    println!(
        "{} orders of {rounds} confirmations, {bought} completed",
        orders.len()
    );
    drop(server);
    drop(vendor.runtime);
}

/// All orders, once none of them is open.
fn settled(api: &Api) -> Vec<Value> {
    let deadline = Instant::now() + Duration::from_mins(2);
    loop {
        let orders = api
            .send(Method::GET, "/api/hosting/orders?limit=500", None, None)
            .unwrap();
        let orders = orders.as_array().unwrap().clone();
        let is_open =
            |order: &&Value| !matches!(order["state"].as_str(), Some("completed" | "failed"));
        let open: Vec<&Value> = orders.iter().filter(is_open).collect();
        if open.is_empty() {
            return orders;
        }
        assert!(Instant::now() < deadline, "{open:?}");
        std::thread::sleep(Duration::from_millis(200));
    }
}

#[test]
fn a_quote_is_shown_before_the_question_and_bought_with_a_yes() {
    let demo = demo();
    let server = &demo.server;
    let quoted = server.run(&[
        "domains",
        "quote",
        "register",
        "hostinger",
        "only-quoted.com",
    ]);
    assert!(quoted.ok().contains("9.99 USD"), "{quoted:?}");
    let asked = server.run(&["domains", "register", "hostinger", "only-asked.com"]);
    assert_eq!(asked.code, Some(2), "{asked:?}");
    assert!(asked.stderr.contains("9.99 USD"), "{asked:?}");
    let cheap = [
        "domains",
        "register",
        "hostinger",
        "too-dear.com",
        "--max-price",
        "5 USD",
    ];
    let cheap = server.run(&cheap);
    assert_eq!(cheap.code, Some(5), "{cheap:?}");
    let order = server.json(&["domains", "register", "hostinger", "by-a-quote.com"]);
    assert_eq!(order["state"], "completed", "{order}");
    let id = order["id"].as_str().unwrap();
    assert_eq!(
        server.json(&["orders", "show", id])["steps"],
        order["steps"]
    );
    let listed = server.json(&["orders", "list", "--target", "by-a-quote.com"]);
    assert_eq!(listed[0]["id"], id);
    assert_eq!(server.yes(&["orders", "cancel", id]).code, Some(5));
    let quote = order["quote_id"].as_str().unwrap();
    assert_eq!(
        server.json(&["orders", "quote", quote])["target"],
        "by-a-quote.com"
    );
    let again = server.yes(&["orders", "confirm", quote]);
    assert_eq!(again.code, Some(5), "{again:?}");
    let within = [
        "vms",
        "order",
        "hostinger",
        "--plan",
        "kvm-1",
        "--data-center",
        "19",
        "--template",
        "debian-12",
        "--hostname",
        "by-a-quote",
        "--max-price",
        "100 USD",
    ];
    let bought = server.run(&within);
    assert!(
        bought.ok().contains("by-a-quote.demo.example"),
        "{bought:?}"
    );
    let limits = server.json(&["users", "limits", "show", "admin"]);
    assert_eq!(limits["limits"], json!([]));
    assert!(
        limits["spent"][0]["month"].as_u64().unwrap() > 999,
        "{limits}"
    );
}
