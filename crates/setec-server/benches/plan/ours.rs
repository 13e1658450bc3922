//! Our side: each case in a process of its own, so that its peak of memory is its own.

use std::io::{BufRead, BufReader, Write};
use std::path::Path;
use std::process::{Command, Stdio};
use std::str::FromStr;
use std::sync::Arc;

use axum::Router;
use axum::body::Body;
use axum::http::{Method, Request, header};
use futures::{StreamExt, stream};
use http_body_util::BodyExt;
use serde_json::{Value, json};
use setec_app::{App, Config, ConfigureAccount, Resolver, SignIn};
use setec_core::Secret;
use setec_core::dns::{Name, Ttl, Zone};
use setec_core::zone_file::Source;
use setec_store::{MasterKey, Sealer, Store};
use tower::ServiceExt;

use crate::measured::{Clock, Measured};
use crate::proxy::Proxy;
use crate::zones;

const PASSWORD: &str = "correct horse battery";
const SMALL: usize = 20;
const MANY: usize = 1_000;

/// Requests under way at once, as the command line has.
const AT_ONCE: usize = 8;

/// What is measured.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Case {
    /// One zone of that many records, which is as it shall be.
    Unchanged(usize),
    /// Ten changes to such a zone, planned and applied.
    ApplyTen(usize),
    /// A thousand small zones, which are as they shall be.
    ManyUnchanged,
    /// A thousand small zones, made and filled.
    CreateMany,
    /// A thousand changes to one zone by as many callers at once.
    Concurrent,
    /// Two zone files of that many records, read and compared.
    Core(usize),
}

impl std::fmt::Display for Case {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Unchanged(records) => write!(f, "unchanged:{records}"),
            Self::ApplyTen(records) => write!(f, "apply-ten:{records}"),
            Self::ManyUnchanged => f.write_str("many-unchanged"),
            Self::CreateMany => f.write_str("create-many"),
            Self::Concurrent => f.write_str("concurrent"),
            Self::Core(records) => write!(f, "core:{records}"),
        }
    }
}

impl FromStr for Case {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let (word, number) = text.split_once(':').unwrap_or((text, "0"));
        let records = number.parse().map_err(|_| format!("no number: {text}"))?;
        match word {
            "unchanged" => Ok(Self::Unchanged(records)),
            "apply-ten" => Ok(Self::ApplyTen(records)),
            "many-unchanged" => Ok(Self::ManyUnchanged),
            "create-many" => Ok(Self::CreateMany),
            "concurrent" => Ok(Self::Concurrent),
            "core" => Ok(Self::Core(records)),
            _ => Err(format!("no case: {text}")),
        }
    }
}

/// Measures a case in a new process that keeps its data in `data`.
pub(crate) fn measure(case: Case, data: &Path, api_key: &str, proxy: &mut Proxy) -> Measured {
    let program = std::env::current_exe().expect("the program has a path");
    let mut process = Command::new(program)
        .arg("case")
        .arg(case.to_string())
        .arg(data)
        .args([&proxy.port().to_string(), api_key])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("the program starts again");
    let mut lines = BufReader::new(process.stdout.take().expect("it is piped")).lines();
    let mut next = || match lines.next() {
        Some(line) => line.expect("UTF-8"),
        None => panic!("{case} ended early"),
    };
    assert_eq!(next(), "ready");
    proxy.take_count();
    writeln!(process.stdin.take().expect("it is piped")).expect("it listens");
    let line = next();
    process.wait().expect("it ends");
    Measured::read(&line, proxy.take_count())
}

/// What the process of a case does.
#[expect(clippy::print_stdout, reason = "it is how the two processes talk")]
pub(crate) async fn run(case: Case, data: &Path, port: &str, api_key: &str) {
    let server = match case {
        Case::Core(_) => None,
        _ => Some(Server::open(data, port, api_key).await),
    };
    println!("ready");
    let mut go = String::new();
    std::io::stdin().read_line(&mut go).expect("a parent");
    let clock = Clock::start();
    match (case, &server) {
        (Case::Core(records), _) => core(records),
        (_, None) => unreachable!("only the core works alone"),
        (Case::Unchanged(records), Some(server)) => {
            let plan = server
                .plan(&big_name(records), zones::text(records, 0))
                .await;
            assert_eq!(plan["changes"], json!([]));
        }
        (Case::ApplyTen(records), Some(server)) => {
            let zone = big_name(records);
            let plan = server.plan(&zone, zones::text(records, 1)).await;
            server.apply(&zone, &plan, zones::CHANGED).await;
        }
        (Case::ManyUnchanged, Some(server)) => server.plan_many().await,
        (Case::CreateMany, Some(server)) => server.create_many().await,
        (Case::Concurrent, Some(server)) => server.change_at_once().await,
    }
    println!("{}", clock.line());
}

/// The name of the one zone of that many records.
pub(crate) fn big_name(records: usize) -> String {
    format!("big{records}.example")
}

/// Names and texts of the small zones.
pub(crate) fn small_zones() -> impl Iterator<Item = (String, String)> {
    (0..MANY).map(|number| (zones::small_name(number), zones::text(SMALL, 0)))
}

/// Reads a zone file.
pub(crate) fn parse(zone: &str, text: &str) -> Zone {
    let origin: Name = zone.parse().expect("a name");
    let source = Source {
        file: "bench",
        text,
        origin: &origin,
        default_ttl: Ttl::from_secs(300).expect("a TTL"),
    };
    let mut no_include = |_: &str| Err(String::new());
    setec_core::zone_file::parse(&source, &mut no_include).expect("a sound zone file")
}

fn core(records: usize) {
    let zone = big_name(records);
    let live = parse(&zone, &zones::text(records, 0));
    let wanted = parse(&zone, &zones::text(records, 1));
    let changes = setec_core::plan::diff(&live, &wanted);
    assert_eq!(changes.len(), zones::CHANGED);
}

/// The whole program behind its router, with the account `powerdns`.
struct Server {
    router: Router,
    token: String,
}

impl Server {
    async fn open(data: &Path, port: &str, api_key: &str) -> Self {
        let database = data.join("setec.db");
        let key = MasterKey::load_or_create(&data.join("master.key")).expect("a master key");
        let config = Config {
            data_dir: data.to_owned(),
            store: Store::open(database.to_str().expect("UTF-8"))
                .await
                .expect("a database"),
            sealer: Sealer::new(&key),
            order_patience: std::time::Duration::from_mins(15),
            sandbox_url: None,
            resolver: Resolver::Off,
        };
        let app = App::open(config).await.expect("the app");
        // A case before may have made it in the same data.
        let _ = app.create_first_admin(Secret::new(PASSWORD)).await;
        let sign_in = SignIn {
            username: "admin".to_owned(),
            password: Secret::new(PASSWORD),
            address: None,
        };
        let token = app.sign_in(sign_in).await.expect("a session").token;
        let settings = ConfigureAccount {
            api_key: Some(Secret::new(api_key)),
            base_url: Some(format!("http://127.0.0.1:{port}")),
            ..ConfigureAccount::default()
        };
        app.provide_account("powerdns", settings)
            .await
            .expect("the account");
        Self {
            router: setec_server::router(Arc::clone(&app)),
            token: token.expose().to_owned(),
        }
    }

    async fn plan(&self, zone: &str, text: String) -> Value {
        let path = format!("/api/hosting/providers/powerdns/dns/{zone}/plan");
        self.post(&path, json!({"zone_file": text, "policy": "sync"}))
            .await
    }

    async fn apply(&self, zone: &str, plan: &Value, changes: usize) {
        let path = format!("/api/hosting/providers/powerdns/dns/{zone}/apply");
        let request = json!({"digest": plan["digest"]});
        let applied = self.post(&path, request).await;
        assert_eq!(applied["changes"].as_array().map(Vec::len), Some(changes));
    }

    /// Plans all small zones with one request.
    async fn plan_small_zones(&self) -> Value {
        let zones: Vec<Value> = small_zones()
            .map(|(zone, text)| {
                json!({"provider": "powerdns", "zone": zone, "zone_file": text, "policy": "sync"})
            })
            .collect();
        self.post("/api/dns/plan", json!({"zones": zones})).await
    }

    async fn plan_many(&self) {
        let plans = self.plan_small_zones().await;
        let plans = plans.as_array().expect("a list");
        assert_eq!(plans.len(), MANY);
        for plan in plans {
            assert_eq!(plan["plan"]["changes"], json!([]), "{plan}");
        }
    }

    async fn create_many(&self) {
        let plans = self.plan_small_zones().await;
        let plans = plans.as_array().expect("a list");
        let apply = |plan: &'_ Value| {
            let zone = plan["zone"].as_str().expect("a name").to_owned();
            let plan = plan["plan"].clone();
            async move {
                assert_eq!(plan["creates_zone"], true, "{plan}");
                let changes = plan["changes"].as_array().expect("a list").len();
                self.apply(&zone, &plan, changes).await;
            }
        };
        stream::iter(plans)
            .for_each_concurrent(AT_ONCE, apply)
            .await;
    }

    async fn change_at_once(&self) {
        let path = format!(
            "/api/hosting/providers/powerdns/dns/{}",
            zones::small_name(0)
        );
        let path = &path;
        let changes = (0..MANY).map(|number| async move {
            let name = format!("new{number}");
            let record = json!({"type": "A", "name": name, "content": "192.0.2.1", "ttl": 300});
            self.post(path, record).await;
        });
        futures::future::join_all(changes).await;
    }

    async fn post(&self, path: &str, body: Value) -> Value {
        let request = Request::builder()
            .method(Method::POST)
            .uri(path)
            .header(header::AUTHORIZATION, format!("Bearer {}", self.token))
            .header(header::CONTENT_TYPE, "application/json")
            .body(Body::from(body.to_string()))
            .expect("a request");
        drop(body);
        let response = self.router.clone().oneshot(request).await;
        let response = response.expect("an answer");
        let status = response.status();
        let bytes = response.into_body().collect().await.expect("a body");
        let bytes = bytes.to_bytes();
        let text = String::from_utf8_lossy(&bytes);
        assert!(status.is_success(), "{path}: {status} {text}");
        serde_json::from_slice(&bytes).expect("JSON")
    }
}
