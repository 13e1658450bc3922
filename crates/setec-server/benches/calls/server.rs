//! The whole program behind its router, with the account `hostinger` on a simulator.

use std::sync::Arc;

use axum::Router;
use axum::body::Body;
use axum::http::{Method, Request, header};
use futures::{StreamExt, stream};
use http_body_util::BodyExt;
use serde_json::{Value, json};
use setec_app::{App, Config, ConfigureAccount, Resolver, SignIn};
use setec_core::Secret;
use setec_sandbox::hostinger::{Sandbox, TOKEN};
use setec_store::{MasterKey, Sealer, Store};
use tempfile::TempDir;
use tower::ServiceExt;

const PASSWORD: &str = "correct horse battery";

/// Requests that a client has under way at once, as the command line has.
const AT_ONCE: usize = 8;

pub(crate) struct Server {
    pub(crate) sandbox: Sandbox,
    router: Router,
    token: String,
    _data: TempDir,
}

impl Server {
    /// Signed in, with a vendor on which those things go wrong.
    pub(crate) async fn start(faults: &[&str]) -> Self {
        let data = tempfile::tempdir().expect("a temporary folder can be made");
        let faults = faults.iter().map(|text| text.parse().expect("a fault"));
        let sandbox = Sandbox::with_faults(faults);
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await;
        let listener = listener.expect("a port is free");
        let url = format!("http://{}", listener.local_addr().expect("it is bound"));
        tokio::spawn(setec_sandbox::hostinger::serve(
            listener,
            sandbox.clone(),
            std::future::pending(),
        ));
        let key = MasterKey::load_or_create(&data.path().join("master.key"));
        let database = data.path().join("setec.db");
        let config = Config {
            data_dir: data.path().to_owned(),
            store: Store::open(database.to_str().expect("UTF-8"))
                .await
                .expect("a database"),
            sealer: Sealer::new(&key.expect("a master key")),
            order_patience: std::time::Duration::from_mins(15),
            sandbox_url: None,
            resolver: Resolver::Off,
        };
        let app = App::open(config).await.expect("the app");
        app.create_first_admin(Secret::new(PASSWORD))
            .await
            .expect("the first user");
        let sign_in = SignIn {
            username: "admin".to_owned(),
            password: Secret::new(PASSWORD),
            address: None,
        };
        let token = app.sign_in(sign_in).await.expect("a session").token;
        let settings = ConfigureAccount {
            api_key: Some(Secret::new(TOKEN)),
            base_url: Some(url),
            ..ConfigureAccount::default()
        };
        app.provide_account("hostinger", settings)
            .await
            .expect("the account");
        Self {
            sandbox,
            router: setec_server::router(Arc::clone(&app)),
            token: token.expose().to_owned(),
            _data: data,
        }
    }

    /// Plans a zone and applies the plan, with an override of every guard that it trips.
    pub(crate) async fn plan_and_apply(&self, zone: &str, wanted: Value) {
        let plan = self.post(&format!("{}/plan", path(zone)), wanted).await;
        self.apply(&plan).await;
    }

    /// Plans many zones with one request and applies the plans, several at once.
    pub(crate) async fn plan_and_apply_many(&self, zones: Vec<Value>) {
        let plans = self.post("/api/dns/plan", json!({ "zones": zones })).await;
        let plans = plans.as_array().expect("a list");
        stream::iter(plans)
            .for_each_concurrent(AT_ONCE, |zone| self.apply(&zone["plan"]))
            .await;
    }

    async fn apply(&self, plan: &Value) {
        let guards = plan["guards"].as_array().expect("a list");
        let words: Vec<&Value> = guards.iter().map(|guard| &guard["guard"]).collect();
        let zone = plan["zone"].as_str().expect("a name");
        let request = json!({"digest": plan["digest"], "override": words});
        let applied = self.post(&format!("{}/apply", path(zone)), request).await;
        assert_eq!(applied["changes"], plan["changes"]);
        assert_eq!(applied["visible"], true);
    }

    pub(crate) async fn post(&self, path: &str, body: Value) -> Value {
        self.send(Method::POST, path, body).await
    }

    pub(crate) async fn put(&self, path: &str, body: Value) -> Value {
        self.send(Method::PUT, path, body).await
    }

    async fn send(&self, method: Method, path: &str, body: Value) -> Value {
        let request = Request::builder()
            .method(method)
            .uri(path)
            .header(header::AUTHORIZATION, format!("Bearer {}", self.token))
            .header(header::CONTENT_TYPE, "application/json")
            .body(Body::from(body.to_string()))
            .expect("a request");
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

/// A zone's path.
pub(crate) fn path(zone: &str) -> String {
    format!("/api/hosting/providers/hostinger/dns/{zone}")
}
