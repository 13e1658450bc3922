//! A read of a cached zone of 50 records: its server time, and its rate beside a bare handler that
//! returns the same bytes, in one run. Prints a table for docs/performance.md.
#![expect(clippy::print_stdout, reason = "the table is what the run is for")]

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::{Duration, Instant};

use axum::Router;
use axum::body::Body;
use axum::http::{Request, header};
use axum::routing::get;
use http_body_util::BodyExt;
use setec_app::{App, Config, ConfigureAccount, Resolver, SignIn};
use setec_core::Secret;
use setec_sandbox::hostinger::{Sandbox, TOKEN};
use setec_server::Certificate;
use setec_store::{MasterKey, Sealer, Store};
use tower::ServiceExt;

const RECORDS: usize = 50;
const PATH: &str = "/api/hosting/providers/hostinger/dns/bench.example";
const ROUNDS: u32 = 5;
const PER_ROUND: Duration = Duration::from_secs(2);
const CONNECTIONS: usize = 16;
const IN_PROCESS: u32 = 5_000;

#[tokio::main]
async fn main() {
    let data = tempfile::tempdir().expect("a directory");
    let (app, token) = app_with_zone(&data).await;
    let router = setec_server::router(app);

    let request = || {
        Request::get(PATH)
            .header(header::AUTHORIZATION, format!("Bearer {token}"))
            .body(Body::empty())
            .expect("a request")
    };
    let bytes = body_of(&router, request()).await;
    let records: Vec<serde_json::Value> = serde_json::from_slice(&bytes).expect("a list");
    assert_eq!(records.len(), RECORDS);

    let cpu_before = cpu_time();
    let started = Instant::now();
    for _ in 0..IN_PROCESS {
        body_of(&router, request()).await;
    }
    let wall = started.elapsed() / IN_PROCESS;
    let cpu = cpu_time().saturating_sub(cpu_before) / IN_PROCESS;
    println!(
        "cached zone of {RECORDS} records, {} bytes, router in process:",
        bytes.len()
    );
    println!(
        "  {:>8.1} us wall, {:>8.1} us CPU per read",
        micros(wall),
        micros(cpu)
    );

    let certificate =
        Certificate::self_signed(data.path(), [127, 0, 0, 1].into()).expect("a certificate");
    let ours = serve(router, &certificate);
    let answer = bytes.clone();
    let bare = Router::new().route(
        PATH,
        get(move || {
            let answer = answer.clone();
            async move { ([(header::CONTENT_TYPE, "application/json")], answer) }
        }),
    );
    let bare = serve(bare, &certificate);
    let mut rates = [0.0, 0.0];
    for _ in 0..ROUNDS {
        rates[0] += rate(ours, &token).await / f64::from(ROUNDS);
        rates[1] += rate(bare, &token).await / f64::from(ROUNDS);
    }
    println!(
        "over HTTPS, {CONNECTIONS} connections, client in the same process, {ROUNDS} rounds in turn:"
    );
    println!("  {:>8.0} requests/s this call", rates[0]);
    println!("  {:>8.0} requests/s bare handler, same bytes", rates[1]);
    println!("  {:>8.2} ratio", rates[0] / rates[1]);
}

async fn app_with_zone(data: &tempfile::TempDir) -> (Arc<App>, String) {
    let sandbox = Sandbox::new();
    for number in 0..RECORDS {
        let name = format!("host-{number}");
        let address = format!("192.0.2.{number}");
        sandbox.change_outside("bench.example", &name, "A", 300, &[&address]);
    }
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0")
        .await
        .expect("a socket");
    let base_url = format!("http://{}", listener.local_addr().expect("an address"));
    tokio::spawn(setec_sandbox::hostinger::serve(
        listener,
        sandbox,
        std::future::pending(),
    ));
    let database = data.path().join("setec.db");
    let config = Config {
        data_dir: data.path().to_owned(),
        store: Store::open(database.to_str().expect("UTF-8"))
            .await
            .expect("a database"),
        sealer: Sealer::new(&MasterKey::generate()),
        order_patience: std::time::Duration::from_mins(15),
        sandbox_url: None,
        resolver: Resolver::Off,
    };
    let app = App::open(config).await.expect("the app");
    app.create_first_admin(Secret::new("correct horse battery"))
        .await
        .expect("a user");
    let settings = ConfigureAccount {
        api_key: Some(Secret::new(TOKEN)),
        base_url: Some(base_url),
        ..ConfigureAccount::default()
    };
    app.provide_account("hostinger", settings)
        .await
        .expect("the account");
    let sign_in = SignIn {
        username: "admin".to_owned(),
        password: Secret::new("correct horse battery"),
        address: None,
    };
    let token = app.sign_in(sign_in).await.expect("a session").token;
    (app, token.expose().to_owned())
}

async fn body_of(router: &Router, request: Request<Body>) -> Vec<u8> {
    let response = router.clone().oneshot(request).await.expect("an answer");
    assert!(response.status().is_success());
    response
        .into_body()
        .collect()
        .await
        .expect("a body")
        .to_bytes()
        .to_vec()
}

fn serve(router: Router, certificate: &Certificate) -> SocketAddr {
    let listening = setec_server::bind(([127, 0, 0, 1], 0).into()).expect("a socket");
    let address = listening.address;
    let certificate = certificate.clone();
    tokio::spawn(async move {
        setec_server::serve(listening, &certificate, router, std::future::pending()).await
    });
    address
}

async fn rate(address: SocketAddr, token: &str) -> f64 {
    let url = format!("https://{address}{PATH}");
    let started = Instant::now();
    let clients = (0..CONNECTIONS).map(|_| {
        let (url, token) = (url.clone(), token.to_owned());
        tokio::spawn(async move {
            let client = reqwest::Client::builder()
                .tls_danger_accept_invalid_certs(true)
                .http1_only()
                .no_proxy()
                .build()
                .expect("a client");
            let mut answers = 0u32;
            while started.elapsed() < PER_ROUND {
                let response = client
                    .get(&url)
                    .bearer_auth(&token)
                    .send()
                    .await
                    .expect("an answer");
                response.bytes().await.expect("a body");
                answers += 1;
            }
            answers
        })
    });
    let answers = futures::future::join_all(clients).await;
    let total: u32 = answers
        .into_iter()
        .map(|answers| answers.expect("no panic"))
        .sum();
    f64::from(total) / started.elapsed().as_secs_f64()
}

/// CPU time of this process so far, user and system (proc(5), clock ticks of 10 ms).
fn cpu_time() -> Duration {
    let stat = std::fs::read_to_string("/proc/self/stat").expect("Linux");
    let after_name = stat.rsplit_once(')').expect("a name in brackets").1;
    let fields: Vec<&str> = after_name.split_whitespace().collect();
    let ticks: u64 = fields[11..=12]
        .iter()
        .map(|text| text.parse::<u64>().expect("a number"))
        .sum();
    Duration::from_millis(ticks * 10)
}

fn micros(duration: Duration) -> f64 {
    duration.as_secs_f64() * 1e6
}
