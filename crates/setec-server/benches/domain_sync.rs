//! A full synchronisation of 100 accounts with 100 domains each, against the limits of both
//! simulators: the calls that it takes beside the smallest number possible. Prints what
//! docs/performance.md has.
#![expect(clippy::print_stdout, reason = "the numbers are what the run is for")]

use std::sync::Arc;
use std::time::{Duration, Instant};

use setec_app::{Actor, App, Config, ConfigureAccount, DomainQuery, Door, Resolver, Role};
use setec_core::Secret;
use setec_sandbox::{hostinger, reseller};
use setec_store::{MasterKey, Sealer, Store};
use tokio::net::TcpListener;
use uuid::Uuid;

/// Accounts of each of the two.
const ACCOUNTS: usize = 50;
const DOMAINS: usize = 100;

/// What the vendors allow: every answer tells it here, and no answer there.
const HOSTINGER_LIMIT: &str = "limit:calls=60,window=60";
const RESELLER_LIMIT: &str = "limit:calls=100,window=60";

/// The list, which lacks lock and name servers, the details of each, and the prices.
const HOSTINGER_LEAST: usize = 1 + DOMAINS + 1;

/// There is no list.
const RESELLER_LEAST: usize = DOMAINS + 1;

fn main() {
    tokio::runtime::Runtime::new()
        .expect("a runtime")
        .block_on(run());
}

struct World {
    app: Arc<App>,
    actor: Actor,
    hostinger: Vec<hostinger::Sandbox>,
    reseller: Vec<reseller::Sandbox>,
}

async fn run() {
    let data = tempfile::TempDir::new().expect("a directory");
    let world = World::start(&data).await;
    println!(
        "{} accounts, {} domains; {HOSTINGER_LIMIT} and {RESELLER_LIMIT}",
        2 * ACCOUNTS,
        2 * ACCOUNTS * DOMAINS
    );
    for (round, least) in [
        ("first of the day", [HOSTINGER_LEAST, RESELLER_LEAST]),
        // Prices are read once a day.
        ("again", [HOSTINGER_LEAST - 1, RESELLER_LEAST - 1]),
    ] {
        let started = Instant::now();
        world.sync().await;
        let took = started.elapsed().as_secs_f64();
        println!("{round}: {took:.0} s");
        let hostinger = world.hostinger.iter().map(|sandbox| {
            let exchanges = sandbox.take_exchanges();
            exchanges.iter().map(|one| one.status).collect()
        });
        report("hostinger", hostinger.collect(), least[0]);
        let reseller = world.reseller.iter().map(|sandbox| {
            let exchanges = sandbox.take_exchanges();
            exchanges.iter().map(|one| one.status).collect()
        });
        report("domains reseller", reseller.collect(), least[1]);
        world.check().await;
    }
}

/// The statuses of every account's calls, beside what an account takes at least.
fn report(vendor: &str, accounts: Vec<Vec<u16>>, least: usize) {
    let least = least * accounts.len();
    let statuses: Vec<u16> = accounts.into_iter().flatten().collect();
    let made = statuses.len();
    let refused = statuses.iter().filter(|status| **status == 429).count();
    println!("  {vendor}: {made} calls, {refused} of them refused; least possible {least}");
}

impl World {
    async fn start(data: &tempfile::TempDir) -> Self {
        let database = data.path().join("setec.db");
        let database = database.to_str().expect("UTF-8");
        let config = Config {
            data_dir: data.path().to_owned(),
            store: Store::open(database).await.expect("a database"),
            sealer: Sealer::new(&MasterKey::generate()),
            order_patience: Duration::from_mins(15),
            sandbox_url: None,
            resolver: Resolver::Off,
        };
        let mut world = Self {
            app: App::open(config).await.expect("the app"),
            actor: Actor {
                user_id: Uuid::nil(),
                name: "bench".to_owned(),
                role: Role::Admin,
                session_id: Uuid::nil(),
                door: Door::System,
                request_id: None,
            },
            hostinger: Vec::new(),
            reseller: Vec::new(),
        };
        for number in 0..ACCOUNTS {
            world.add_hostinger(number).await;
            world.add_reseller(number).await;
        }
        world
    }

    async fn add_hostinger(&mut self, number: usize) {
        let sandbox = hostinger::Sandbox::new();
        let portfolio = sandbox.portfolio();
        let named = portfolio.iter().filter(|entry| entry["domain"].is_string());
        for at in named.count()..DOMAINS {
            sandbox.add_domain(&format!("bench-{at}.com"), 200);
        }
        sandbox.add_fault(HOSTINGER_LIMIT.parse().expect("a fault"));
        let (listener, url) = listen().await;
        let served = hostinger::serve(listener, sandbox.clone(), std::future::pending());
        tokio::spawn(served);
        let settings = ConfigureAccount {
            driver: Some("hostinger".to_owned()),
            api_key: Some(Secret::new(hostinger::TOKEN)),
            base_url: Some(url),
            ..ConfigureAccount::default()
        };
        self.provide(&format!("hostinger-{number}"), settings).await;
        self.hostinger.push(sandbox);
    }

    async fn add_reseller(&mut self, number: usize) {
        let sandbox = reseller::Sandbox::demo();
        let names: Vec<String> = (0..DOMAINS).map(|at| format!("bench-{at}.com")).collect();
        for name in &names {
            sandbox.add_domain(name, 200);
        }
        sandbox.add_fault(RESELLER_LIMIT.parse().expect("a fault"));
        let (listener, url) = listen().await;
        let served = reseller::serve(listener, sandbox.clone(), std::future::pending());
        tokio::spawn(served);
        let extra = [
            ("username", reseller::USERNAME.to_owned()),
            ("currency", "EUR".to_owned()),
            ("domains", names.join(",")),
        ];
        let settings = ConfigureAccount {
            driver: Some("domains-reseller".to_owned()),
            api_key: Some(Secret::new(reseller::API_KEY)),
            base_url: Some(format!("{url}{}", reseller::ENDPOINT)),
            extra: Some(extra.map(|(name, value)| (name.to_owned(), value)).into()),
            ..ConfigureAccount::default()
        };
        self.provide(&format!("reseller-{number}"), settings).await;
        self.reseller.push(sandbox);
    }

    async fn provide(&self, name: &str, settings: ConfigureAccount) {
        let provided = self.app.provide_account(name, settings).await;
        provided.expect("the account");
    }

    async fn sync(&self) {
        let begun = self.app.sync_all_domains(&self.actor).await;
        for account in begun.expect("it begins") {
            let name = account.account;
            while self
                .app
                .account_sync(&self.actor, &name, Duration::from_mins(1))
                .await
                .expect("a state")
                .is_running
            {}
        }
    }

    /// Everything was read, and nothing is missing.
    async fn check(&self) {
        let all = self
            .app
            .domain_overview(&self.actor, &DomainQuery::default())
            .await
            .expect("the overview");
        assert_eq!(all.domains.len(), 2 * ACCOUNTS * DOMAINS);
        let problems = all.domains.iter().filter(|one| one.thing.problem.is_some());
        assert_eq!(problems.count(), 0);
        assert!(all.accounts.iter().all(|one| one.problem.is_none()));
    }
}

async fn listen() -> (TcpListener, String) {
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a socket");
    let url = format!("http://{}", listener.local_addr().expect("an address"));
    (listener, url)
}
