//! A server in front of a simulator, and requests as clients make them.

use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::body::Body;
use axum::http::{Method, Request, StatusCode, header};
use http_body_util::BodyExt;
use serde_json::{Value, json};
use setec_app::{App, Config, ConfigureAccount, Resolver};
use setec_core::Secret;
use setec_sandbox::hostinger::{Sandbox, TOKEN};
use setec_store::{MasterKey, Sealer, Store};
use tempfile::TempDir;
use tower::ServiceExt;

/// What the program gives orders by itself.
const PATIENCE: Duration = Duration::from_mins(15);

pub(crate) const PASSWORD: &str = "correct horse battery";

/// An answer that has been read to its end.
#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) status: StatusCode,
    pub(crate) headers: axum::http::HeaderMap,
    pub(crate) text: String,
}

impl Answer {
    pub(crate) fn json(&self) -> Value {
        serde_json::from_str(&self.text).unwrap_or_else(|error| panic!("{error}: {}", self.text))
    }

    /// The body of a success.
    #[track_caller]
    pub(crate) fn ok(&self) -> Value {
        assert_eq!(self.status, StatusCode::OK, "{}", self.text);
        self.json()
    }

    /// The `error` of a failure with that status and code.
    #[track_caller]
    pub(crate) fn error(&self, status: u16, code: &str) -> String {
        assert_eq!(self.status.as_u16(), status, "{}", self.text);
        let body = self.json();
        assert_eq!(body["code"], code, "{body}");
        assert!(body["request_id"].is_string(), "{body}");
        body["error"]
            .as_str()
            .expect("`error` is a text")
            .to_owned()
    }
}

/// A server with its own data directory, database and simulator.
pub(crate) struct TestServer {
    pub(crate) app: Arc<App>,
    pub(crate) store: Store,
    pub(crate) router: Router,
    pub(crate) sandbox: Sandbox,
    pub(crate) sandbox_url: String,
    pub(crate) data: TempDir,
    pub(crate) token: String,
}

impl TestServer {
    /// Signed in as `admin`, with the account `hostinger` on a fresh simulator.
    pub(crate) async fn start() -> Self {
        Self::start_with(PATIENCE, Resolver::Off).await
    }

    /// The same with somebody who is asked about names of others.
    pub(crate) async fn with_resolver(resolver: Resolver) -> Self {
        Self::start_with(PATIENCE, resolver).await
    }

    /// The same on that database, which other nodes may share.
    pub(crate) async fn start_on(database: &str) -> Self {
        Self::made(Some(database), PATIENCE, Resolver::Off)
            .await
            .with_account()
            .await
    }

    /// The same, giving up on orders whose answer was lost after that time.
    pub(crate) async fn start_with_patience(patience: Duration) -> Self {
        Self::start_with(patience, Resolver::Off).await
    }

    async fn start_with(patience: Duration, resolver: Resolver) -> Self {
        Self::made(None, patience, resolver)
            .await
            .with_account()
            .await
    }

    async fn with_account(self) -> Self {
        let settings = ConfigureAccount {
            api_key: Some(Secret::new(TOKEN)),
            base_url: Some(self.sandbox_url.clone()),
            extra: Some([("hostname_suffix".to_owned(), "demo.example".to_owned())].into()),
            ..ConfigureAccount::default()
        };
        self.app
            .provide_account("hostinger", settings)
            .await
            .expect("the account");
        self
    }

    /// Signed in as `admin`, without any account.
    pub(crate) async fn bare() -> Self {
        Self::made(None, PATIENCE, Resolver::Off).await
    }

    async fn made(database: Option<&str>, patience: Duration, resolver: Resolver) -> Self {
        let data = TempDir::new().expect("a directory");
        let sandbox = Sandbox::new();
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0")
            .await
            .expect("a socket");
        let sandbox_url = format!("http://{}", listener.local_addr().expect("an address"));
        tokio::spawn(setec_sandbox::hostinger::serve(
            listener,
            sandbox.clone(),
            std::future::pending(),
        ));
        let database = database.map_or_else(|| database_of(&data), str::to_owned);
        let (app, store) = open_with(&data, &database, None, patience, resolver).await;
        app.create_first_admin(Secret::new(PASSWORD))
            .await
            .expect("the first user");
        let router = setec_server::router(Arc::clone(&app));
        let mut server = Self {
            app,
            store,
            router,
            sandbox,
            sandbox_url,
            data,
            token: String::new(),
        };
        server.token = server.sign_in("admin", PASSWORD).await;
        server
    }

    pub(crate) async fn sign_in(&self, username: &str, password: &str) -> String {
        let body = json!({"username": username, "password": password});
        let answer = self
            .send(Method::POST, "/api/auth/login", None, Some(&body))
            .await;
        answer.ok()["token"].as_str().expect("a token").to_owned()
    }

    pub(crate) async fn get(&self, path: &str) -> Answer {
        self.send(Method::GET, &full(path), Some(&self.token), None)
            .await
    }

    pub(crate) async fn post(&self, path: &str, body: Value) -> Answer {
        self.send(Method::POST, &full(path), Some(&self.token), Some(&body))
            .await
    }

    pub(crate) async fn post_empty(&self, path: &str) -> Answer {
        self.send(Method::POST, &full(path), Some(&self.token), None)
            .await
    }

    pub(crate) async fn put(&self, path: &str, body: Value) -> Answer {
        self.send(Method::PUT, &full(path), Some(&self.token), Some(&body))
            .await
    }

    pub(crate) async fn delete(&self, path: &str) -> Answer {
        self.send(Method::DELETE, &full(path), Some(&self.token), None)
            .await
    }

    pub(crate) async fn send(
        &self,
        method: Method,
        path: &str,
        token: Option<&str>,
        body: Option<&Value>,
    ) -> Answer {
        let mut request = Request::builder().method(method).uri(path);
        if let Some(token) = token {
            request = request.header(header::AUTHORIZATION, format!("Bearer {token}"));
        }
        let body = match body {
            Some(body) => {
                request = request.header(header::CONTENT_TYPE, "application/json");
                Body::from(body.to_string())
            }
            None => Body::empty(),
        };
        self.raw(request.body(body).expect("a request")).await
    }

    pub(crate) async fn raw(&self, request: Request<Body>) -> Answer {
        let response = self
            .router
            .clone()
            .oneshot(request)
            .await
            .expect("the router answers");
        let (parts, body) = response.into_parts();
        let bytes = body.collect().await.expect("a body").to_bytes();
        Answer {
            status: parts.status,
            headers: parts.headers,
            text: String::from_utf8(bytes.to_vec()).expect("UTF-8"),
        }
    }
}

/// Opens the app over a data directory, as a start of the program does.
pub(crate) async fn open_app(data: &TempDir, sandbox_url: Option<String>) -> Arc<App> {
    let database = database_of(data);
    open_app_on(data, &database, sandbox_url, PATIENCE).await
}

/// The same on a certain database.
pub(crate) async fn open_app_on(
    data: &TempDir,
    database: &str,
    sandbox_url: Option<String>,
    order_patience: Duration,
) -> Arc<App> {
    let opened = open_with(data, database, sandbox_url, order_patience, Resolver::Off);
    opened.await.0
}

async fn open_with(
    data: &TempDir,
    database: &str,
    sandbox_url: Option<String>,
    order_patience: Duration,
    resolver: Resolver,
) -> (Arc<App>, Store) {
    let key = MasterKey::load_or_create(&data.path().join("master.key")).expect("a master key");
    let store = Store::open(database).await.expect("a database");
    let config = Config {
        data_dir: data.path().to_owned(),
        store: store.clone(),
        sealer: Sealer::new(&key),
        order_patience,
        sandbox_url,
        resolver,
    };
    (App::open(config).await.expect("the app"), store)
}

fn database_of(data: &TempDir) -> String {
    let path = data.path().join("setec.db");
    path.to_str().expect("UTF-8").to_owned()
}

/// Paths that do not begin with a slash are below `/api/hosting/providers`.
fn full(path: &str) -> String {
    if path.starts_with('/') || path.is_empty() {
        return format!(
            "{}{path}",
            if path.is_empty() {
                "/api/hosting/providers"
            } else {
                ""
            }
        );
    }
    format!("/api/hosting/providers/{path}")
}
