//! Customers, as administrators make them and as they order.

mod admin;
mod orders;
mod prices;

use std::sync::Arc;

use serde_json::{Value, json};
use setec_app::{
    CustomerCaller, PurchaseInput, RenewalInput, ResellerOrder, ResellerRequest, SaleView,
};
use setec_core::domain::{Contact, Contacts};
use setec_sandbox::hostinger;
use setec_sandbox::reseller::{API_KEY, ENDPOINT, Pace, Sandbox, USERNAME, serve};

use crate::harness::TestServer;

const CUSTOMERS: &str = "/api/reseller/customers";

/// A server with the accounts `hostinger` (US dollars) and `reseller` (euros), each on a simulator.
pub(crate) async fn start() -> (TestServer, Sandbox) {
    let server = TestServer::start().await;
    server.sandbox.set_pace(hostinger::Pace::instant());
    let vendor = Sandbox::demo();
    vendor.set_pace(Pace::instant());
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let origin = format!("http://{}", listener.local_addr().unwrap());
    tokio::spawn(serve(listener, vendor.clone(), std::future::pending()));
    let account = json!({
        "driver": "domains-reseller", "api_key": API_KEY, "base_url": format!("{origin}{ENDPOINT}"),
        "extra": {
            "username": USERNAME, "currency": "EUR",
            "nameservers": "ns1.hostraha.example,ns2.hostraha.example"
        }
    });
    server.post("reseller/configure", account).await.ok();
    (server, vendor)
}

impl TestServer {
    /// A customer that pays in US dollars and has so many cents.
    pub(crate) async fn customer(&self, email: &str, credit: i64) -> CustomerCaller {
        let body = json!({"email": email, "name": "Anna's Hosting", "currency": "USD"});
        self.post(CUSTOMERS, body).await.ok();
        if credit > 0 {
            self.pay_in(email, credit).await.ok();
        }
        self.caller(email).await
    }

    pub(crate) async fn caller(&self, email: &str) -> CustomerCaller {
        let customer = self.store.customer_by_email(email).await.unwrap().unwrap();
        CustomerCaller {
            id: customer.id,
            email: email.to_owned(),
            customer: Arc::new(customer),
            address: None,
            request_id: None,
        }
    }

    async fn pay_in(&self, email: &str, minor: i64) -> crate::harness::Answer {
        let body = json!({
            "kind": "deposit", "amount": {"minor": minor, "currency": "USD"}, "reason": "invoice 17"
        });
        self.post(&format!("{CUSTOMERS}/{email}/credit"), body)
            .await
    }

    /// Ten percent on top of everything, and a euro is a dollar and a tenth.
    pub(crate) async fn usual_prices(&self) {
        let rule = json!({"currency": "USD", "basis": {"kind": "percent", "basis_points": 1000}});
        self.post("/api/reseller/prices", rule).await.ok();
        self.put("/api/reseller/rates/EUR/USD", json!({"rate": "1.1"}))
            .await
            .ok();
    }

    pub(crate) async fn route(&self, tld: &str, accounts: &[&str]) {
        let path = format!("/api/reseller/routes/{tld}");
        self.put(&path, json!({"providers": accounts})).await.ok();
    }

    async fn balance(&self, email: &str) -> i64 {
        let customer = self.get(&format!("{CUSTOMERS}/{email}")).await.ok();
        customer["balance"]["minor"].as_i64().expect("a number")
    }

    async fn sales(&self, email: &str) -> Vec<Value> {
        let sales = self.get(&format!("{CUSTOMERS}/{email}/orders")).await.ok();
        sales.as_array().expect("a list").clone()
    }

    async fn assert_ledger_is_right(&self) {
        let check = self.get("/api/reseller/ledger/check").await.ok();
        assert_eq!(check["right"], true, "{check}");
        assert_eq!(check["mismatches"], json!([]));
    }

    async fn order_for(
        &self,
        caller: &CustomerCaller,
        request: ResellerRequest,
    ) -> setec_app::Error {
        let order = ResellerOrder { request, key: None };
        let outcome = self.app.reseller_order(caller, order).await;
        outcome.expect_err("it is refused")
    }

    async fn ordered(
        &self,
        caller: &CustomerCaller,
        request: ResellerRequest,
        key: Option<&str>,
    ) -> SaleView {
        let order = ResellerOrder {
            request,
            key: key.map(str::to_owned),
        };
        self.app.reseller_order(caller, order).await.unwrap()
    }
}

fn registration(domain: &str) -> ResellerRequest {
    let contact = Contact {
        first_name: "Jane".to_owned(),
        last_name: "Wanjiru".to_owned(),
        email: "jane@example.com".to_owned(),
        phone: "+254712345678".to_owned(),
        address1: "1 Moi Avenue".to_owned(),
        city: "Nairobi".to_owned(),
        state: "Nairobi".to_owned(),
        postcode: "00100".to_owned(),
        country: "KE".to_owned(),
        ..Contact::default()
    };
    ResellerRequest::Register(PurchaseInput {
        domain: domain.to_owned(),
        period: 1,
        contacts: Some(Contacts {
            registrant: Some(contact),
            ..Contacts::default()
        }),
        nameservers: vec!["ns1.example.net".to_owned(), "ns2.example.net".to_owned()],
        ..PurchaseInput::default()
    })
}

fn renewal(domain: &str) -> ResellerRequest {
    ResellerRequest::Renew(RenewalInput::of(domain.to_owned(), 1))
}
