//! Both ends of the chain, and what is said between them.

use std::collections::BTreeSet;
use std::net::SocketAddr;
use std::sync::{Arc, Mutex};

use axum::body::{Body, to_bytes};
use axum::extract::{Request, State};
use axum::http::{Method, header};
use axum::middleware::{Next, from_fn_with_state};
use axum::response::Response;
use serde_json::{Value, json};
use setec_app::{CreditInput, LedgerKind};
use setec_core::Currency;
use setec_core::reseller::{PriceBasis, PriceRule};
use setec_sandbox::hostinger::Pace;
use setec_sandbox::reseller;

use super::super::{BASE, EMAIL, customer};
use crate::harness::TestServer;

/// A domain whose information does not tell its lock: modules of single registrars leave it out, and
/// then the driver asks for it.
pub(super) const QUIET: &str = "mombasa-divers.com";

/// A zone at Hostinger that is the customer's.
pub(super) const ZONE: &str = "many-records.com";

/// The same, with a record that Hostinger keeps without serving it.
pub(super) const WITH_DISABLED: &str = "quillfeather.com";

/// Domains that are the customer's at the operator's second account.
pub(super) const HELD: [&str; 3] = ["nordlund-studio.com", "brightmoor-brewery.co.uk", QUIET];

/// The operator, who buys at Hostinger and has what Hostinger lacks at a simulated registrar, and
/// the customer, with the accounts `shop` and `second`: the driver keeps each account to the pace of
/// 50 calls at once.
pub(super) struct Chain {
    pub(super) operator: TestServer,
    pub(super) buyer: TestServer,
    pub(super) registrar: reseller::Sandbox,
    pub(super) seen: Seen,
    /// Where the operator serves the API, and the customer's key.
    pub(super) origin: String,
    pub(super) key: String,
}

/// The calls that the operator has received and carried out, such as `GET /domains/{domain}/lock`.
#[derive(Clone, Default)]
pub(super) struct Seen(Arc<Mutex<BTreeSet<String>>>);

impl Seen {
    pub(super) fn done(&self) -> BTreeSet<String> {
        self.0.lock().unwrap().clone()
    }
}

impl Chain {
    pub(super) async fn start() -> Self {
        let operator = TestServer::start().await;
        operator.sandbox.set_pace(Pace::instant());
        operator.sandbox.add_domain(ZONE, 200);
        operator
            .sandbox
            .change_outside(ZONE, "@", "A", 14_400, &["192.0.2.1"]);
        let registrar = registrar_of(&operator).await;
        let key = Box::pin(furnish(&operator)).await;
        let seen = Seen::default();
        let origin = serve(&operator, &seen).await;
        let buyer = TestServer::bare().await;
        let account = json!({
            "driver": "domains-reseller", "api_key": key, "base_url": format!("{origin}{BASE}"),
            "extra": {"username": EMAIL, "currency": "USD",
                      "nameservers": "ns1.resold.example,ns2.resold.example"}
        });
        for name in ["shop", "second"] {
            let path = format!("{name}/configure");
            buyer.post(&path, account.clone()).await.ok();
        }
        Self {
            operator,
            buyer,
            registrar,
            seen,
            origin,
            key,
        }
    }
}

/// The operator's account `registrar`, on the simulator of the very API that is served here.
async fn registrar_of(operator: &TestServer) -> reseller::Sandbox {
    let registrar = reseller::Sandbox::demo();
    registrar.set_pace(reseller::Pace::instant());
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let origin = format!("http://{}", listener.local_addr().unwrap());
    let serving = reseller::serve(listener, registrar.clone(), std::future::pending());
    tokio::spawn(serving);
    let account = json!({
        "driver": "domains-reseller", "api_key": reseller::API_KEY,
        "base_url": format!("{origin}{}", reseller::ENDPOINT),
        "extra": {"username": reseller::USERNAME, "currency": "EUR", "domains": HELD.join(",")}
    });
    operator.post("registrar/configure", account).await.ok();
    registrar
}

/// Customer, credit, prices and routes; the customer's key.
async fn furnish(operator: &TestServer) -> String {
    let (app, usd) = (&operator.app, "USD".parse::<Currency>().unwrap());
    let admin = app.authenticate(&operator.token, None).await.unwrap();
    let mut input = customer(EMAIL);
    input.currency = usd.to_string();
    input.nameservers = Vec::new();
    (input.per_minute, input.burst) = (6_000, 6_000);
    app.create_customer(&admin, input).await.unwrap();
    let credit = CreditInput {
        kind: LedgerKind::Deposit,
        amount: "1000 USD".parse().unwrap(),
        reason: "a start".to_owned(),
        key: None,
    };
    app.move_credit(&admin, EMAIL, credit).await.unwrap();
    let rule = PriceRule {
        customer: None,
        tld: None,
        operation: None,
        currency: usd,
        basis: PriceBasis::Percent { basis_points: 1000 },
        surcharge: 0,
        rounding: None,
        min_margin: 0,
        min_margin_basis_points: 0,
    };
    app.create_price_rule(&admin, rule).await.unwrap();
    let rate = app.set_exchange_rate(&admin, ("EUR", "USD"), "1.2").await;
    rate.unwrap();
    for (tld, account) in [("*", "hostinger"), ("net", "registrar")] {
        let accounts = [account.to_owned()];
        app.set_route(&admin, tld, &accounts).await.unwrap();
    }
    let held = HELD.map(|domain| ("registrar", domain));
    let zones = [ZONE, WITH_DISABLED].map(|zone| ("hostinger", zone));
    for domain in held.into_iter().chain(zones) {
        let given = app.assign_domain(&admin, EMAIL, domain).await;
        given.unwrap();
    }
    let key = app.create_customer_key(&admin, EMAIL, "chain").await;
    key.unwrap().key.expose().to_owned()
}

async fn serve(operator: &TestServer, seen: &Seen) -> String {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let origin = format!("http://{}", listener.local_addr().unwrap());
    let layer = from_fn_with_state(seen.clone(), note);
    let router = operator.router.clone().layer(layer);
    let service = router.into_make_service_with_connect_info::<SocketAddr>();
    tokio::spawn(async move { axum::serve(listener, service).await });
    origin
}

async fn note(State(seen): State<Seen>, mut request: Request, next: Next) -> Response {
    // Answers are looked into here.
    request.headers_mut().remove(header::ACCEPT_ENCODING);
    let path = request.uri().path();
    let action = path.strip_prefix(BASE).unwrap_or(path);
    let parts = action
        .split('/')
        .map(|part| if part.contains('.') { "{domain}" } else { part });
    let parts: Vec<&str> = parts.collect();
    let call = format!("{} {}", request.method(), parts.join("/"));
    let is_quiet = action == format!("/domains/{QUIET}/information");
    if action == format!("/domains/{ZONE}/dns") && request.method() == Method::POST {
        request = with_override(request).await;
    }
    let answer = next.run(request).await;
    if answer.status().is_success() {
        seen.0.lock().unwrap().insert(call);
    }
    if is_quiet {
        without_lock(answer).await
    } else {
        answer
    }
}

/// The suite deletes on purpose what the operator's guard would stop; the driver has no words for it.
async fn with_override(request: Request) -> Request {
    let (mut parts, body) = request.into_parts();
    let mut form = to_bytes(body, usize::MAX).await.unwrap().to_vec();
    form.extend_from_slice(b"&override=mass-delete");
    parts.headers.remove(header::CONTENT_LENGTH);
    Request::from_parts(parts, Body::from(form))
}

async fn without_lock(answer: Response) -> Response {
    let (mut parts, body) = answer.into_parts();
    let body = to_bytes(body, usize::MAX).await.unwrap();
    let mut fields: Value = serde_json::from_slice(&body).unwrap();
    let fields = fields.as_object_mut().expect("an object");
    fields.remove("transferLock");
    parts.headers.remove(header::CONTENT_LENGTH);
    let body = serde_json::to_vec(fields).unwrap();
    Response::from_parts(parts, Body::from(body))
}
