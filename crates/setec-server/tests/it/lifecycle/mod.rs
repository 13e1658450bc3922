//! The life of a domain, from suggestion to release, at both simulators.

mod hostinger;
mod reseller;
mod sync;
mod wrong_input;

use axum::body::Body;
use axum::http::{Method, Request, header};
use serde_json::{Value, json};
use setec_sandbox::reseller::{API_KEY, ENDPOINT, Pace, Sandbox, USERNAME, serve};

use crate::harness::TestServer;

/// The domains that the account `reseller` is told of.
const DOMAINS: [&str; 6] = [
    "brightmoor-brewery.co.uk",
    "lakeside-clinic.org",
    "mombasa-divers.com",
    "nordlund-studio.com",
    "oldbrand.info",
    "tinkerlab.dev",
];

/// A server with the accounts `hostinger` and `reseller`, each on a simulator.
async fn start() -> (TestServer, Sandbox) {
    let server = TestServer::start().await;
    let vendor = Sandbox::demo();
    vendor.set_pace(Pace::instant());
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let origin = format!("http://{}", listener.local_addr().unwrap());
    tokio::spawn(serve(listener, vendor.clone(), std::future::pending()));
    let account = json!({
        "driver": "domains-reseller", "api_key": API_KEY, "base_url": format!("{origin}{ENDPOINT}"),
        "extra": {
            "username": USERNAME, "currency": "EUR", "domains": DOMAINS.join(","),
            "nameservers": "ns1.hostraha.example,ns2.hostraha.example"
        }
    });
    server.post("reseller/configure", account).await.ok();
    (server, vendor)
}

fn jane() -> Value {
    json!({
        "first_name": "Jane", "last_name": "Wanjiru", "email": "jane@example.com",
        "phone": "+254 712 345 678", "address1": "1 Moi Avenue", "city": "Nairobi",
        "state": "Nairobi", "postcode": "00100", "country": "ke"
    })
}

impl TestServer {
    /// Orders something by quote and confirmation; the order must be completed.
    async fn order_at(&self, account: &str, wish: Value) -> Value {
        let quote = self.post(&format!("{account}/quotes"), wish).await.ok();
        let id = quote["id"].as_str().expect("an id");
        let path = format!("/api/hosting/quotes/{id}/confirm");
        let order = self.confirm_with_key(&path).await;
        assert_eq!(order["state"], "completed", "{order}");
        order
    }

    async fn confirm_with_key(&self, path: &str) -> Value {
        let request = Request::builder()
            .method(Method::POST)
            .uri(path)
            .header(header::AUTHORIZATION, format!("Bearer {}", self.token))
            .header("Idempotency-Key", path);
        let request = request.body(Body::empty()).expect("a request");
        self.raw(request).await.ok()
    }

    /// The newest journal entry of an action.
    async fn journaled(&self, action: &str) -> Value {
        let path = format!("/api/journal?action={action}&limit=1");
        self.get(&path).await.ok()[0].clone()
    }
}

fn texts(list: &Value) -> Vec<&str> {
    let items = list.as_array().expect("a list").iter();
    items.map(|item| item.as_str().expect("a text")).collect()
}
