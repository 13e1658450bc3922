//! An operator with many customers, whose domains are at a simulated registrar.

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::body::Body;
use axum::extract::ConnectInfo;
use axum::http::{HeaderMap, HeaderValue, Method, Request, header};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use chrono::{TimeDelta, Utc};
use http_body_util::BodyExt;
use ring::hmac;
use setec_app::{Actor, App, Config, ConfigureAccount, CustomerInput, Door, Resolver, Role};
use setec_core::domain::DomainStatus;
use setec_core::reseller::{PriceBasis, PriceRule, ReplyForm, Rounding};
use setec_core::{Currency, Secret};
use setec_sandbox::reseller::{API_KEY, ENDPOINT, Sandbox, USERNAME, serve};
use setec_server::Certificate;
use setec_store::{CustomerDomain, DomainState, MasterKey, Sealer, Store};
use tower::ServiceExt;
use uuid::Uuid;

use crate::Case;

const BASE: &str = "/modules/addons/DomainsReseller/api/index.php";
const ACCOUNT: &str = "upstream";

/// Where the domains are spread over.
const TLDS: [&str; 8] = ["com", "net", "org", "io", "dev", "co.ke", "co.uk", "eu"];

/// Words that are looked up again and again. Each costs a call upstream in a minute, where the
/// account may make 100.
pub(crate) const WORDS: usize = 40;

pub(crate) struct Shop {
    vendor: Sandbox,
    pub(crate) address: SocketAddr,
    pub(crate) rules: usize,
    router: Router,
    customers: Arc<Vec<(String, Secret)>>,
    domains: usize,
    _data: tempfile::TempDir,
}

/// One request.
pub(crate) struct Pick {
    pub(crate) path: String,
    pub(crate) form: Option<String>,
    pub(crate) headers: HeaderMap,
}

/// Requests of one client by chance, the same in every run.
pub(crate) struct Picks {
    case: Case,
    customers: Arc<Vec<(String, Secret)>>,
    domains: usize,
    seed: u64,
}

impl Shop {
    pub(crate) async fn open(customers: usize, domains: usize) -> Self {
        let data = tempfile::tempdir().expect("a directory");
        let database = data.path().join("setec.db");
        let database = database.to_str().expect("UTF-8");
        let store = Store::open(database).await.expect("a database");
        let config = Config {
            data_dir: data.path().to_owned(),
            store: store.clone(),
            sealer: Sealer::new(&MasterKey::generate()),
            order_patience: Duration::from_mins(15),
            sandbox_url: None,
            resolver: Resolver::Off,
        };
        let app = App::open(config).await.expect("the app");
        let operator = Actor {
            user_id: Uuid::nil(),
            name: "bench".to_owned(),
            role: Role::Admin,
            session_id: Uuid::nil(),
            door: Door::System,
            request_id: None,
        };
        let vendor = vendor(&app).await;
        let route = [ACCOUNT.to_owned()];
        for tld in ["*"].into_iter().chain(TLDS) {
            let set = app.set_route(&operator, tld, &route).await;
            set.expect("a route");
        }
        let mut rules = Vec::new();
        for tld in [None].into_iter().chain(TLDS.map(Some)) {
            rules.push(rule(None, tld, 2_000));
        }
        let mut keys = Vec::new();
        let mut owners = Vec::new();
        for at in 0..customers {
            let input = customer(at);
            let email = input.email.clone();
            let made = app.create_customer(&operator, input).await;
            let id = made.expect("a customer").customer.id;
            let key = app.create_customer_key(&operator, &email, "bench").await;
            let points = 1_000 + u32::try_from(at).expect("a small number");
            rules.push(rule(Some(id), None, points));
            keys.push((email, key.expect("a key").key));
            owners.push(id);
        }
        let count = rules.len();
        for rule in rules {
            let made = app.create_price_rule(&operator, rule).await;
            made.expect("a rule");
        }
        fill(&store, &owners, domains).await;
        let certificate = Certificate::self_signed(data.path(), [127, 0, 0, 1].into());
        let certificate = certificate.expect("a certificate");
        let listening = setec_server::bind(([127, 0, 0, 1], 0).into()).expect("a socket");
        let address = listening.address;
        let router = setec_server::router(app);
        let served = router.clone();
        tokio::spawn(async move {
            setec_server::serve(listening, &certificate, served, std::future::pending()).await
        });
        Self {
            vendor,
            address,
            rules: count,
            router,
            customers: Arc::new(keys),
            domains,
            _data: data,
        }
    }

    pub(crate) fn picks(&self, case: Case, client: usize) -> Picks {
        Picks {
            case,
            customers: Arc::clone(&self.customers),
            domains: self.domains,
            seed: (client as u64) << 32 | case as u64,
        }
    }

    /// Calls that the registrar has received.
    pub(crate) fn calls(&self) -> usize {
        self.vendor.exchanges().len()
    }

    /// A request straight through the router.
    pub(crate) async fn answer(&self, pick: &Pick) {
        let method = match pick.form {
            Some(_) => Method::POST,
            None => Method::GET,
        };
        let form = pick.form.clone().unwrap_or_default();
        let mut request = Request::new(Body::from(form));
        *request.method_mut() = method;
        *request.uri_mut() = pick.path.parse().expect("a path");
        *request.headers_mut() = pick.headers.clone();
        let peer = SocketAddr::from(([127, 0, 0, 1], 4711));
        request.extensions_mut().insert(ConnectInfo(peer));
        let response = self.router.clone().oneshot(request).await;
        let response = response.expect("an answer");
        let status = response.status();
        let body = response.into_body().collect().await.expect("a body");
        let body = body.to_bytes();
        assert!(status.is_success(), "{}: {status} {body:?}", pick.path);
        assert!(body.len() > 10, "{}: {body:?}", pick.path);
    }
}

impl Picks {
    pub(crate) fn next(&mut self) -> Pick {
        let at = self.chance(self.domains);
        let domain = domain(at);
        let (path, form) = match self.case {
            Case::Information => (format!("{BASE}/domains/{domain}/information"), None),
            Case::Pricing => {
                let call = "order/pricing/domains/renew";
                (format!("{BASE}/{call}?domain={domain}"), None)
            }
            Case::Lookup => {
                let word = self.chance(WORDS);
                let form = "&tldsToInclude[]=.com&tldsToInclude[]=.org&tldsToInclude[]=.co.ke";
                let form = format!("searchTerm=word-{word}{form}");
                (format!("{BASE}/domains/lookup"), Some(form))
            }
        };
        let (email, key) = &self.customers[at % self.customers.len()];
        Pick {
            path,
            form,
            headers: headers(email, key),
        }
    }

    /// A number below that one (splitmix64).
    fn chance(&mut self, below: usize) -> usize {
        self.seed = self.seed.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.seed;
        mixed = (mixed ^ mixed >> 30).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ mixed >> 27).wrapping_mul(0x94d0_49bb_1331_11eb);
        usize::try_from(mixed ^ mixed >> 31).expect("64 bits") % below
    }
}

fn domain(at: usize) -> String {
    format!("domain-{at}.{}", TLDS[at % TLDS.len()])
}

fn customer(at: usize) -> CustomerInput {
    CustomerInput {
        email: format!("billing-{at}@resold.example"),
        name: format!("Customer {at}"),
        currency: "EUR".to_owned(),
        reply: ReplyForm::Bare,
        variants: Vec::new(),
        // A named address has no limit of its own.
        allowed: vec!["127.0.0.1/32".to_owned()],
        per_minute: 1_000_000,
        burst: 1_000_000,
        per_day: 1_000_000_000,
        max_domains: None,
        max_order: None,
        max_month: None,
        credit_limit: 0,
        nameservers: Vec::new(),
    }
}

fn rule(customer: Option<Uuid>, tld: Option<&str>, basis_points: u32) -> PriceRule {
    let currency: Currency = "EUR".parse().expect("a currency");
    PriceRule {
        customer: customer.map(|id| id.to_string()),
        tld: tld.map(str::to_owned),
        operation: None,
        currency,
        basis: PriceBasis::Percent { basis_points },
        surcharge: 0,
        rounding: Some(Rounding {
            step: 100,
            ending: 99,
        }),
        min_margin: 100,
        min_margin_basis_points: 0,
    }
}

/// The registrar that has the domains.
async fn vendor(app: &App) -> Sandbox {
    let vendor = Sandbox::demo();
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await;
    let listener = listener.expect("a socket");
    let origin = format!("http://{}", listener.local_addr().expect("an address"));
    tokio::spawn(serve(listener, vendor.clone(), std::future::pending()));
    let extra = [("username", USERNAME), ("currency", "EUR")];
    let settings = ConfigureAccount {
        driver: Some("domains-reseller".to_owned()),
        api_key: Some(Secret::new(API_KEY)),
        base_url: Some(format!("{origin}{ENDPOINT}")),
        extra: Some(
            extra
                .map(|(name, value)| (name.to_owned(), value.to_owned()))
                .into(),
        ),
        ..ConfigureAccount::default()
    };
    let provided = app.provide_account(ACCOUNT, settings).await;
    provided.expect("the account");
    vendor
}

/// All domains, in turn one of each customer, as the synchronisation has just seen them.
async fn fill(store: &Store, owners: &[Uuid], domains: usize) {
    let now = Utc::now();
    let all: Vec<CustomerDomain> = (0..domains)
        .map(|at| CustomerDomain {
            customer_id: owners[at % owners.len()],
            domain: domain(at),
            account: ACCOUNT.to_owned(),
            since: now,
        })
        .collect();
    let assigned = store.assign_domains(&all).await;
    assigned.expect("they are nobody's");
    let states: Vec<DomainState> = (0..domains).map(state).collect();
    let kept = store.keep_domain_states(&states).await;
    kept.expect("they are kept");
}

fn state(at: usize) -> DomainState {
    let now = Utc::now();
    DomainState {
        account: ACCOUNT.to_owned(),
        domain: domain(at),
        status: DomainStatus::Active,
        expires_at: Some(now + TimeDelta::days(200)),
        locked: Some(true),
        privacy: Some(false),
        auto_renew: Some(false),
        nameservers: vec![
            "ns1.resold.example".to_owned(),
            "ns2.resold.example".to_owned(),
        ],
        renewal_price: None,
        seen_at: now,
        checked_at: now,
        problem: None,
    }
}

/// What lets a customer in, made anew for each request as clients do.
fn headers(email: &str, key: &Secret) -> HeaderMap {
    let now = Utc::now();
    let public = format!("{email}:{}", now.format("%y-%m-%d %H"));
    let public = hmac::Key::new(hmac::HMAC_SHA256, public.as_bytes());
    let tag = hmac::sign(&public, key.expose().as_bytes());
    let hex: Vec<String> = tag
        .as_ref()
        .iter()
        .map(|byte| format!("{byte:02x}"))
        .collect();
    let value = |text: String| HeaderValue::from_str(&text).expect("visible ASCII");
    let form = "application/x-www-form-urlencoded".to_owned();
    [
        ("username", email.to_owned()),
        ("token", STANDARD.encode(hex.concat())),
        ("timestamp", now.timestamp().to_string()),
        (header::CONTENT_TYPE.as_str(), form),
    ]
    .into_iter()
    .map(|(name, text)| {
        let name = header::HeaderName::from_bytes(name.as_bytes());
        (name.expect("a name"), value(text))
    })
    .collect()
}
