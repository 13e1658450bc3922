//! The one HTTP client of all drivers: a budget per account, time-outs, repeats by kind of call,
//! traces without secrets.

mod budget;
mod form;
mod redact;
mod retry;
mod sign;

use std::fmt::Write;
use std::time::{Duration, Instant};

use http::header::RETRY_AFTER;
use http::{HeaderMap, HeaderValue, Method, StatusCode};
use serde::de::DeserializeOwned;
use serde_json::Value;
use url::Url;

use crate::dns::Mark;
use crate::http::budget::{Budget, Pass};
use crate::{ErrorKind, ProviderError, Pulse, Result, Tested};

pub use budget::{Calls, Left, background};
pub use redact::redact;
pub use retry::Repeat;
pub use sign::Sign;

/// Some vendors' front ends refuse the default names of HTTP libraries.
const USER_AGENT: &str = concat!("setec-manager/", env!("CARGO_PKG_VERSION"));

/// How long connecting may take.
const CONNECT_TIMEOUT: Duration = Duration::from_secs(10);

/// How long one attempt may take, to the last byte of the answer.
const CALL_TIMEOUT: Duration = Duration::from_secs(30);

const FORM: &str = "application/x-www-form-urlencoded";

/// An answer above this size is no answer of an API.
const MAX_BODY: usize = 64 << 20;

/// A vendor's API at one base URL with one set of credentials.
pub struct Http {
    client: reqwest::Client,
    base: Url,
    budget: Budget,
    signer: Option<Box<dyn Sign>>,
    encoding: Encoding,
    judge: Judge,
    pulse: Pulse,
}

/// What an answer says against the account, or `None` where it is one of an account in order.
type Judge = fn(&Reply) -> Option<ProviderError>;

/// How a vendor takes bodies.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Encoding {
    Json,
    Form,
}

impl std::fmt::Debug for Http {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Http")
            .field("base", &self.base.as_str())
            .finish_non_exhaustive()
    }
}

/// One call to a vendor.
#[derive(Debug)]
pub struct Call<'a> {
    /// What it is for, such as `list zones`.
    pub operation: &'static str,
    /// The method.
    pub method: Method,
    /// Path below the base URL, its parts escaped by [`segment`].
    pub path: &'a str,
    /// Query parameters.
    pub query: &'a [(&'a str, &'a str)],
    /// The body: JSON, or a form where the client is one [of forms](Http::of_forms).
    pub body: Option<&'a Value>,
    /// Whether it may be sent again.
    pub repeat: Repeat,
}

/// A vendor's answer of any status.
#[derive(Debug)]
pub struct Reply {
    /// What the call was for.
    pub operation: &'static str,
    /// The status.
    pub status: StatusCode,
    /// The headers.
    pub headers: HeaderMap,
    /// The body as it came.
    pub body: Vec<u8>,
}

impl Http {
    /// A client that sends `header` with the credential on every call; `judge` reads what an answer
    /// says against the account.
    pub fn new(
        base_url: &str,
        header: &'static str,
        credential: &str,
        judge: fn(&Reply) -> Option<ProviderError>,
    ) -> Result<Self> {
        let operation = "connect";
        let invalid = |message: &str| ProviderError::new(ErrorKind::Invalid, operation, message);
        let mut base = Url::parse(base_url).map_err(|_| invalid("base_url: not a URL"))?;
        if !base.path().ends_with('/') {
            base.set_path(&format!("{}/", base.path()));
        }
        let mut value = HeaderValue::from_str(credential)
            .map_err(|_| invalid("api_key: it holds characters that no HTTP header takes"))?;
        value.set_sensitive(true);
        let mut headers = HeaderMap::new();
        headers.insert(header, value);
        headers.insert(
            http::header::ACCEPT,
            HeaderValue::from_static("application/json"),
        );
        // Installing the provider twice is an error of no consequence: the first one stays.
        let _ = rustls::crypto::ring::default_provider().install_default();
        let client = reqwest::Client::builder()
            .user_agent(USER_AGENT)
            .default_headers(headers)
            .connect_timeout(CONNECT_TIMEOUT)
            .timeout(CALL_TIMEOUT)
            // A redirect would carry the credential to another place.
            .redirect(reqwest::redirect::Policy::none())
            .no_proxy()
            .build()
            .map_err(|error| invalid("the HTTP client cannot be built").with_source(error))?;
        Ok(Self {
            client,
            base,
            budget: Budget::default(),
            signer: None,
            encoding: Encoding::Json,
            judge,
            pulse: Pulse::default(),
        })
    }

    /// Keeps those calls to a limit which the vendor's documentation tells: so many in each window.
    ///
    /// Other limits are learned from answers; this one holds before the first of them.
    #[must_use]
    pub fn with_limit(self, calls: Calls<'_>, limit: u64, window: Duration) -> Self {
        self.budget.declare(calls, limit, window);
        self
    }

    /// The same client with credentials that are made for each call.
    #[must_use]
    pub fn signed(mut self, signer: Box<dyn Sign>) -> Self {
        self.signer = Some(signer);
        self
    }

    /// The same client for a vendor that takes bodies as forms, nested as PHP nests them.
    #[must_use]
    pub fn of_forms(mut self) -> Self {
        self.encoding = Encoding::Form;
        self
    }

    /// How the account is doing, as the calls so far show it.
    pub fn pulse(&self) -> &Pulse {
        &self.pulse
    }

    /// Why a test of the account has failed, with what to do about it.
    pub fn explain(&self, error: ProviderError, vendor: &str, credential: &str) -> ProviderError {
        let address = self.base.origin().ascii_serialization();
        let tested = Tested {
            vendor,
            credential,
            address: &address,
        };
        tested.explain(error)
    }

    /// What is left of the calls that the vendor allows, where that is known.
    pub fn left(&self) -> Option<Left> {
        self.budget.left()
    }

    /// Sends a call when the account's budget lets it, again where its [`Repeat`] allows, and gives
    /// the last answer of any status.
    pub async fn send(&self, call: Call<'_>) -> Result<Reply> {
        let outcome = self.send_repeatedly(call).await;
        match &outcome {
            Ok(reply) => self.pulse.heard((self.judge)(reply).as_ref()),
            Err(error) => self.pulse.heard(Some(error)),
        }
        outcome
    }

    async fn send_repeatedly(&self, call: Call<'_>) -> Result<Reply> {
        let mut attempt = 1;
        let pass = self.budget.pass(call.operation, call.path).await?;
        let mut outcome = self.attempt(&call, pass).await;
        while let Some(pause) = retry::pause(&outcome, call.repeat, attempt) {
            let is_told = outcome.as_ref().is_ok_and(|reply| {
                reply.status == StatusCode::TOO_MANY_REQUESTS && reply.retry_after().is_some()
            });
            // The budget keeps a pause that the vendor tells, and knows when it is too long.
            if !is_told {
                tokio::time::sleep(pause).await;
            }
            attempt += 1;
            let Ok(pass) = self.budget.pass(call.operation, call.path).await else {
                // The answer that is there says more.
                return outcome;
            };
            outcome = self.attempt(&call, pass).await;
        }
        outcome
    }

    /// Sends a call with the credentials of this moment, and once more with others where a refusal
    /// says that the moment was the wrong one. Where both are refused, the first answer counts: it
    /// has the reason, the other ones were a guess. But who answers 403 knew the credentials.
    async fn attempt(&self, call: &Call<'_>, pass: Pass<'_>) -> Result<Reply> {
        let Some(signer) = &self.signer else {
            return self.send_once(call, pass, HeaderMap::new()).await;
        };
        let sent = signer.headers();
        let outcome = self.send_once(call, pass, sent.clone()).await;
        let other = match &outcome {
            Ok(reply) if is_refusal(reply) => signer.headers_after(&sent, reply),
            _ => None,
        };
        let Some(other) = other else {
            return outcome;
        };
        let Ok(pass) = self.budget.pass(call.operation, call.path).await else {
            return outcome;
        };
        let again = self.send_once(call, pass, other).await;
        let is_guess = |reply: &Reply| is_refusal(reply) && reply.status != StatusCode::FORBIDDEN;
        if again.as_ref().is_ok_and(is_guess) {
            outcome
        } else {
            again
        }
    }

    async fn send_once(
        &self,
        call: &Call<'_>,
        pass: Pass<'_>,
        headers: HeaderMap,
    ) -> Result<Reply> {
        let url = self
            .base
            .join(call.path.trim_start_matches('/'))
            .map_err(|error| {
                ProviderError::new(ErrorKind::Invalid, call.operation, "the path is malformed")
                    .with_source(error)
            })?;
        let mut request = self
            .client
            .request(call.method.clone(), url)
            .query(call.query)
            .headers(headers);
        if let Some(body) = call.body {
            request = match self.encoding {
                Encoding::Json => request.json(body),
                Encoding::Form => request
                    .header(http::header::CONTENT_TYPE, FORM)
                    .body(form::encode(body)),
            };
        }
        let started = Instant::now();
        let outcome = receive(call.operation, request).await;
        if let Ok(reply) = &outcome {
            pass.answered(reply.status, &reply.headers);
        }
        trace(call, &outcome, started.elapsed());
        outcome
    }
}

fn is_refusal(reply: &Reply) -> bool {
    matches!(reply.status.as_u16(), 401 | 403)
}

async fn receive(operation: &'static str, request: reqwest::RequestBuilder) -> Result<Reply> {
    let fail = |error: reqwest::Error| {
        let kind = if error.is_timeout() {
            ErrorKind::Timeout
        } else {
            ErrorKind::Unavailable
        };
        let message = match kind {
            ErrorKind::Timeout => "the provider did not answer in time",
            _ if error.is_connect() => "connection failed",
            _ => "the connection broke before the answer was complete",
        };
        // The URL may hold names that the log should not have twice, and never a credential.
        ProviderError::new(kind, operation, message).with_source(error.without_url())
    };
    let mut response = request.send().await.map_err(fail)?;
    let status = response.status();
    let headers = response.headers().clone();
    let announced = response.content_length().unwrap_or(0);
    let mut body = Vec::with_capacity(usize::try_from(announced).map_or(0, |n| n.min(MAX_BODY)));
    while let Some(chunk) = response.chunk().await.map_err(fail)? {
        if body.len() + chunk.len() > MAX_BODY {
            return Err(ProviderError::new(
                ErrorKind::Protocol,
                operation,
                "the answer is too large",
            ));
        }
        body.extend_from_slice(&chunk);
    }
    Ok(Reply {
        operation,
        status,
        headers,
        body,
    })
}

fn trace(call: &Call<'_>, outcome: &Result<Reply>, elapsed: Duration) {
    let millis = u64::try_from(elapsed.as_millis()).unwrap_or(u64::MAX);
    let (method, path) = (&call.method, call.path);
    match outcome {
        Ok(reply) => {
            tracing::debug!(%method, path, status = reply.status.as_u16(), millis, "hosting provider call");
        }
        Err(error) => {
            tracing::debug!(%method, path, kind = ?error.kind, millis, "hosting provider call failed");
        }
    }
    if let Some(body) = call.body {
        tracing::trace!(%method, path, body = %redact(body), "hosting provider request body");
    }
}

impl Reply {
    /// Whether the status is of the 2xx kind.
    pub fn is_success(&self) -> bool {
        self.status.is_success()
    }

    /// The body as JSON of the expected shape; anything else is `Protocol`.
    pub fn json<T: DeserializeOwned>(&self) -> Result<T> {
        serde_json::from_slice(&self.body).map_err(|error| {
            let message = format!(
                "the provider's answer to '{}' cannot be read: {error}",
                self.operation
            );
            ProviderError::new(ErrorKind::Protocol, self.operation, message)
        })
    }

    /// What identifies the body.
    pub fn mark(&self) -> Mark {
        let digest = ring::digest::digest(&ring::digest::SHA256, &self.body);
        let bytes = digest.as_ref().try_into();
        Mark(bytes.expect("SHA-256 has 32 bytes"))
    }

    /// The pause that the vendor asks for, in seconds or as a date.
    pub fn retry_after(&self) -> Option<Duration> {
        retry::parse_retry_after(self.headers.get(RETRY_AFTER)?.to_str().ok()?)
    }

    /// The status and the beginning of the body, as the journal keeps a vendor's answer.
    pub fn summary(&self) -> String {
        format!("{} {}", self.status.as_u16(), self.excerpt())
            .trim_end()
            .to_owned()
    }

    /// The beginning of a body that is no JSON, for an error's text; markup is left out.
    pub fn excerpt(&self) -> String {
        let text = String::from_utf8_lossy(&self.body);
        let mut plain = String::new();
        let mut in_tag = false;
        for c in text.chars() {
            match c {
                '<' => in_tag = true,
                '>' => {
                    in_tag = false;
                    plain.push(' ');
                }
                c if !in_tag => plain.push(if c.is_control() { ' ' } else { c }),
                _ => {}
            }
        }
        let words: Vec<&str> = plain.split_whitespace().collect();
        words.join(" ").chars().take(120).collect()
    }
}

/// Escapes one part of a path, so that no input can reach another path.
pub fn segment(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for byte in text.bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'_' | b'~' => {
                escaped.push(char::from(byte));
            }
            // A part of only dots would be taken for a step in the tree.
            b'.' if !text.bytes().all(|b| b == b'.') => escaped.push('.'),
            other => {
                let _ = write!(escaped, "%{other:02X}");
            }
        }
    }
    escaped
}
