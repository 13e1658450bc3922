//! The served Domains Reseller API: customers on this side, a simulated registrar on the other.

mod calls;
mod chain;
mod documented;
mod entry;
mod leaving;
mod orders;
mod programs;
mod wrong_input;

use std::net::SocketAddr;

use axum::body::Body;
use axum::extract::ConnectInfo;
use axum::http::{Method, Request, header};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use chrono::Utc;
use ring::hmac;
use serde_json::{Value, json};
use setec_app::{Actor, CreditInput, CustomerInput, LedgerKind};
use setec_core::reseller::{PriceBasis, PriceRule, ReplyForm, TokenVariant};
use setec_core::{Currency, Money, Secret};
use setec_sandbox::reseller::{API_KEY, ENDPOINT, Pace, Sandbox, USERNAME, serve};

use crate::harness::{Answer, TestServer};

/// Where the vendor's clients expect the API.
const BASE: &str = "/modules/addons/DomainsReseller/api/index.php";

const EMAIL: &str = "anna@resold.example";

/// The domains of the customer, all at the account `upstream`.
const OWN: [&str; 3] = [
    "nordlund-studio.com",
    "mombasa-divers.com",
    "brightmoor-brewery.co.uk",
];

/// An operator who sells what a simulated registrar has to one customer, at cost and a fifth.
struct Shop {
    server: TestServer,
    vendor: Sandbox,
    admin: Actor,
    key: Secret,
}

fn euro(minor: i64) -> Money {
    let currency: Currency = "EUR".parse().expect("a currency");
    Money { minor, currency }
}

fn customer(email: &str) -> CustomerInput {
    CustomerInput {
        email: email.to_owned(),
        name: "Anna's hosting".to_owned(),
        currency: "EUR".to_owned(),
        reply: ReplyForm::Bare,
        variants: Vec::new(),
        allowed: Vec::new(),
        per_minute: 600,
        burst: 600,
        per_day: 10_000,
        max_domains: None,
        max_order: None,
        max_month: None,
        credit_limit: 0,
        nameservers: vec![
            "ns1.resold.example".to_owned(),
            "ns2.resold.example".to_owned(),
        ],
    }
}

impl Shop {
    async fn open() -> Self {
        Self::open_with(customer(EMAIL)).await
    }

    async fn open_with(input: CustomerInput) -> Self {
        Box::pin(Self::furnished(input)).await
    }

    async fn furnished(input: CustomerInput) -> Self {
        let server = TestServer::bare().await;
        let vendor = Sandbox::demo();
        vendor.set_pace(Pace::instant());
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let origin = format!("http://{}", listener.local_addr().unwrap());
        tokio::spawn(serve(listener, vendor.clone(), std::future::pending()));
        let account = json!({
            "driver": "domains-reseller", "api_key": API_KEY, "base_url": format!("{origin}{ENDPOINT}"),
            "extra": {"username": USERNAME, "currency": "EUR", "domains": OWN.join(",")}
        });
        server.post("upstream/configure", account).await.ok();
        let admin = server.app.authenticate(&server.token, None).await.unwrap();
        let mut shop = Self {
            server,
            vendor,
            admin,
            key: Secret::default(),
        };
        shop.key = shop.enroll(input, 10_000).await;
        let rule = PriceRule {
            customer: None,
            tld: None,
            operation: None,
            currency: euro(0).currency,
            basis: PriceBasis::Percent { basis_points: 2000 },
            surcharge: 0,
            rounding: None,
            min_margin: 0,
            min_margin_basis_points: 0,
        };
        let app = &shop.server.app;
        app.create_price_rule(&shop.admin, rule).await.unwrap();
        app.set_route(&shop.admin, "*", &["upstream".to_owned()])
            .await
            .unwrap();
        for domain in OWN {
            shop.give(EMAIL, domain).await;
        }
        shop
    }

    /// Makes a customer with a key and so many cents of credit.
    async fn enroll(&self, input: CustomerInput, cents: i64) -> Secret {
        let app = &self.server.app;
        let email = input.email.clone();
        app.create_customer(&self.admin, input).await.unwrap();
        let credit = CreditInput {
            kind: LedgerKind::Deposit,
            amount: euro(cents),
            reason: "a start".to_owned(),
            key: None,
        };
        if cents > 0 {
            let moved = app.move_credit(&self.admin, &email, credit).await;
            moved.unwrap();
        }
        let key = app
            .create_customer_key(&self.admin, &email, "test")
            .await
            .unwrap();
        key.key
    }

    async fn give(&self, email: &str, domain: &str) {
        let app = &self.server.app;
        let given = app
            .assign_domain(&self.admin, email, ("upstream", domain))
            .await;
        given.unwrap_or_else(|error| panic!("{domain}: {error}"));
    }

    async fn get(&self, action: &str) -> Answer {
        self.call(Method::GET, action, "").await
    }

    async fn post(&self, action: &str, form: &str) -> Answer {
        self.call(Method::POST, action, form).await
    }

    /// A call of the customer with a good token.
    async fn call(&self, method: Method, action: &str, form: &str) -> Answer {
        let token = token(EMAIL, &self.key);
        let request = Request::builder()
            .method(method)
            .uri(format!("{BASE}/{action}"))
            .header("username", EMAIL)
            .header("token", token)
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded");
        self.send(request.body(Body::from(form.to_owned())).unwrap())
            .await
    }

    /// Any request; whatever comes back is JSON, and an error has words.
    async fn send(&self, request: Request<Body>) -> Answer {
        let answer = self.server.raw(request).await;
        let kind = answer.headers[header::CONTENT_TYPE].to_str().unwrap();
        assert_eq!(kind, "application/json; charset=utf-8", "{}", answer.text);
        assert_eq!(answer.headers[header::CACHE_CONTROL], "no-store");
        if !answer.status.is_success() {
            let body = answer.json();
            assert!(
                body["error"].as_str().is_some_and(|text| !text.is_empty()),
                "{body}"
            );
            assert_eq!(body["error"], body["message"]);
        }
        answer
    }

    /// The customer's credit as the API tells it.
    async fn credit(&self) -> String {
        let credit = self.get("billing/credits").await.ok();
        credit.as_str().expect("a bare string").to_owned()
    }

    /// Orders that the registrar has received.
    fn bought(&self) -> usize {
        self.vendor.orders().len()
    }
}

impl Answer {
    /// The words of an error with that status.
    #[track_caller]
    fn refused(&self, status: u16) -> String {
        assert_eq!(self.status.as_u16(), status, "{}", self.text);
        self.json()["error"].as_str().expect("a text").to_owned()
    }
}

/// The token of this hour, as PHP makes it.
fn token(email: &str, key: &Secret) -> String {
    token_by(None, email, key.expose())
}

/// The token of this hour by a known mistake.
fn token_by(variant: Option<TokenVariant>, email: &str, key: &str) -> String {
    let stamp = match variant {
        Some(TokenVariant::FourDigitYear) => "%Y-%m-%d %H",
        Some(TokenVariant::SwappedRawIsoStamp) => "%Y-%m-%d-%H",
        _ => "%y-%m-%d %H",
    };
    let public = format!("{email}:{}", Utc::now().format(stamp));
    let (secret, message) = match variant {
        None | Some(TokenVariant::RawDigest | TokenVariant::FourDigitYear) => {
            (public.as_str(), key)
        }
        Some(_) => (key, public.as_str()),
    };
    let secret = hmac::Key::new(hmac::HMAC_SHA256, secret.as_bytes());
    let tag = hmac::sign(&secret, message.as_bytes());
    let is_raw = matches!(
        variant,
        Some(TokenVariant::RawDigest | TokenVariant::SwappedRaw | TokenVariant::SwappedRawIsoStamp)
    );
    if is_raw {
        return STANDARD.encode(tag);
    }
    let hex: Vec<String> = tag
        .as_ref()
        .iter()
        .map(|byte| format!("{byte:02x}"))
        .collect();
    STANDARD.encode(hex.concat())
}

/// Where a request comes from.
fn from(address: &str) -> ConnectInfo<SocketAddr> {
    ConnectInfo(SocketAddr::new(address.parse().expect("an address"), 4711))
}

/// A registrant as WHMCS sends one.
const CONTACTS: &str = "contacts%5Bregistrant%5D%5Bfirstname%5D=Jane\
    &contacts%5Bregistrant%5D%5Blastname%5D=Wanjiru&contacts%5Bregistrant%5D%5Bcompanyname%5D=\
    &contacts%5Bregistrant%5D%5Bemail%5D=jane%40example.com\
    &contacts%5Bregistrant%5D%5Baddress1%5D=1+Moi+Avenue&contacts%5Bregistrant%5D%5Bcity%5D=Nairobi\
    &contacts%5Bregistrant%5D%5Bstate%5D=Nairobi&contacts%5Bregistrant%5D%5Bpostcode%5D=00100\
    &contacts%5Bregistrant%5D%5Bcountry%5D=KE\
    &contacts%5Bregistrant%5D%5Bphonenumber%5D=%2B254.712345678";

fn keys(object: &Value) -> Vec<&str> {
    let fields = object.as_object().expect("an object");
    fields.keys().map(String::as_str).collect()
}
