use axum::body::Body;
use http::{Method, Request, StatusCode};
use http_body_util::BodyExt;
use serde_json::Value;
use setec_sandbox::hostinger::{Fault, Pace, Sandbox, TOKEN};
use tower::ServiceExt;

/// A sandbox whose asynchronous work is done at once, and a client of it.
pub(crate) struct Client {
    pub(crate) sandbox: Sandbox,
}

impl Client {
    pub(crate) fn new() -> Self {
        let sandbox = Sandbox::new();
        sandbox.set_pace(Pace::instant());
        Self { sandbox }
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

    pub(crate) async fn get(&self, path: &str) -> (u16, Value) {
        self.call(Method::GET, path, None).await
    }

    pub(crate) async fn post(&self, path: &str, body: Value) -> (u16, Value) {
        self.call(Method::POST, path, Some(body)).await
    }

    pub(crate) async fn put(&self, path: &str, body: Value) -> (u16, Value) {
        self.call(Method::PUT, path, Some(body)).await
    }

    pub(crate) async fn delete(&self, path: &str, body: Value) -> (u16, Value) {
        self.call(Method::DELETE, path, Some(body)).await
    }

    /// A call without a body.
    pub(crate) async fn bare(&self, method: Method, path: &str) -> (u16, Value) {
        self.call(method, path, None).await
    }

    pub(crate) async fn call(
        &self,
        method: Method,
        path: &str,
        body: Option<Value>,
    ) -> (u16, Value) {
        let mut request = request(method, path);
        if let Some(body) = body {
            request = request.header("content-type", "application/json");
            return self.send(request.body(Body::from(body.to_string()))).await;
        }
        self.send(request.body(Body::empty())).await
    }

    async fn send(&self, request: http::Result<Request<Body>>) -> (u16, Value) {
        let request = request.expect("tests write proper requests");
        let (status, body) = self.exchange(request).await;
        let body = body.expect("the answer arrives whole");
        let json = serde_json::from_slice(&body)
            .unwrap_or_else(|_| Value::String(String::from_utf8_lossy(&body).into_owned()));
        (status.as_u16(), json)
    }

    /// The status, and the body unless it breaks off.
    pub(crate) async fn exchange(
        &self,
        request: Request<Body>,
    ) -> (StatusCode, Option<axum::body::Bytes>) {
        let response = self
            .sandbox
            .router()
            .oneshot(request)
            .await
            .expect("the router is infallible");
        let status = response.status();
        let body = response.into_body().collect().await.ok();
        (status, body.map(http_body_util::Collected::to_bytes))
    }
}

/// The start of a request that the front lets through.
pub(crate) fn request(method: Method, path: &str) -> http::request::Builder {
    Request::builder()
        .method(method)
        .uri(path)
        .header("authorization", format!("Bearer {TOKEN}"))
        .header("user-agent", "setec-tests/1.0")
}
