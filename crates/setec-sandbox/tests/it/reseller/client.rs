use axum::body::{Body, Bytes};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use chrono::Utc;
use http::{Method, Request, StatusCode};
use http_body_util::BodyExt;
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use ring::hmac;
use serde_json::Value;
use setec_sandbox::reseller::{API_KEY, ENDPOINT, Fault, Pace, Sandbox, USERNAME};
use tower::ServiceExt;

/// A sandbox whose asynchronous work is done at once, and a client of it.
pub(crate) struct Client {
    pub(crate) sandbox: Sandbox,
    pub(crate) username: &'static str,
    pub(crate) api_key: &'static str,
}

impl Client {
    pub(crate) fn new() -> Self {
        let sandbox = Sandbox::demo();
        sandbox.set_pace(Pace::instant());
        Self {
            sandbox,
            username: USERNAME,
            api_key: API_KEY,
        }
    }

    pub(crate) fn with_fault(text: &str) -> Self {
        let client = Self::new();
        client.fault(text);
        client
    }

    pub(crate) fn fault(&self, text: &str) {
        let fault: Fault = text.parse().expect("tests name known faults");
        self.sandbox.add_fault(fault);
    }

    pub(crate) async fn get(&self, action: &str) -> (u16, Value) {
        let request = self.request(Method::GET, action).body(Body::empty());
        self.send(request.unwrap()).await
    }

    pub(crate) async fn post(&self, action: &str, form: &[(&str, &str)]) -> (u16, Value) {
        self.send(self.form(action, form)).await
    }

    /// A `POST` that has not been sent yet.
    pub(crate) fn form(&self, action: &str, form: &[(&str, &str)]) -> Request<Body> {
        self.request(Method::POST, action)
            .header("content-type", "application/x-www-form-urlencoded")
            .body(Body::from(encode(form)))
            .unwrap()
    }

    /// The start of a request that the front lets in.
    pub(crate) fn request(&self, method: Method, action: &str) -> http::request::Builder {
        let now = Utc::now();
        let hour = now.format("%y-%m-%d %H").to_string();
        Request::builder()
            .method(method)
            .uri(format!("{ENDPOINT}{action}"))
            .header("username", self.username)
            .header("token", token(self.username, self.api_key, &hour))
            .header("timestamp", now.timestamp())
    }

    pub(crate) async fn send(&self, request: Request<Body>) -> (u16, Value) {
        let (status, body) = self.exchange(request).await;
        let body = body.expect("the answer arrives whole");
        let json = serde_json::from_slice(&body)
            .unwrap_or_else(|_| Value::String(String::from_utf8_lossy(&body).into_owned()));
        (status.as_u16(), json)
    }

    /// The status, and the body unless it breaks off.
    pub(crate) async fn exchange(&self, request: Request<Body>) -> (StatusCode, Option<Bytes>) {
        let response = self.sandbox.router().oneshot(request).await;
        let response = response.expect("the router is infallible");
        let status = response.status();
        let body = response.into_body().collect().await.ok();
        (status, body.map(http_body_util::Collected::to_bytes))
    }
}

/// PHP's formula, where the public part is the key and the API key is the message.
pub(crate) fn token(username: &str, api_key: &str, hour: &str) -> String {
    let key = format!("{username}:{hour}");
    let key = hmac::Key::new(hmac::HMAC_SHA256, key.as_bytes());
    let digest = hmac::sign(&key, api_key.as_bytes());
    STANDARD.encode(hex(digest.as_ref()))
}

pub(crate) fn hex(bytes: &[u8]) -> String {
    let digits: Vec<String> = bytes.iter().map(|byte| format!("{byte:02x}")).collect();
    digits.concat()
}

pub(crate) fn encode(form: &[(&str, &str)]) -> String {
    let encode = |text: &str| utf8_percent_encode(text, NON_ALPHANUMERIC).to_string();
    let pairs: Vec<String> = form
        .iter()
        .map(|(name, value)| format!("{}={}", encode(name), encode(value)))
        .collect();
    pairs.join("&")
}

/// A registration or a transfer as the vendor's own module sends it.
pub(crate) const ORDER: [(&str, &str); 12] = [
    ("regperiod", "1"),
    ("domainfields", "YTowOnt9"),
    ("addons[dnsmanagement]", "0"),
    ("addons[idprotection]", "0"),
    ("nameservers[ns1]", "ns1.h.example"),
    ("nameservers[ns2]", "ns2.h.example"),
    ("contacts[registrant][firstname]", "Jo"),
    ("contacts[registrant][lastname]", "Doe"),
    ("contacts[registrant][email]", "jo@example.org"),
    ("contacts[registrant][address1]", "Main Street 1"),
    ("contacts[registrant][city]", "Nairobi"),
    ("contacts[registrant][phonenumber]", "+254.712345678"),
];

/// [`ORDER`] of a domain, in which fields are put in place of its own.
pub(crate) fn order<'a>(
    domain: &'a str,
    changes: &[(&'a str, &'a str)],
) -> Vec<(&'a str, &'a str)> {
    let mut form = vec![("domain", domain), ("contacts[registrant][country]", "KE")];
    form.extend(ORDER);
    for (name, value) in changes {
        form.retain(|(field, _)| field != name);
        form.push((name, value));
    }
    form
}
