//! Requests to the server's REST API.

use std::error::Error as StdError;
use std::sync::Arc;
use std::time::Duration;

use reqwest::{Method, RequestBuilder, Response, header};
use serde_json::Value;
use setec_core::Secret;
use url::Url;

use crate::cli::answer::Answer;
use crate::cli::failure::{Failure, Result};
use crate::cli::tls::{Trust, Verifier};

/// Above the server's own limit of 240 s, so that its answer is the one that is seen.
const TIMEOUT: Duration = Duration::from_secs(260);
const CONNECT_TIMEOUT: Duration = Duration::from_secs(10);

/// Of an answer that has no end, in the place of the limit of all others.
const ENDLESS: Duration = Duration::from_hours(24 * 365);

/// A path of the API, segment by segment.
#[derive(Debug, Clone)]
pub(crate) struct Path(Vec<String>);

/// The path of an account.
pub(crate) fn account(name: &str) -> Path {
    Path::of(&["api", "hosting", "providers", name])
}

impl Path {
    /// A path of these segments.
    pub(crate) fn of(segments: &[&str]) -> Self {
        Self(segments.iter().map(|&segment| segment.to_owned()).collect())
    }

    /// One segment further.
    pub(crate) fn at(mut self, segment: &str) -> Self {
        self.0.push(segment.to_owned());
        self
    }
}

/// A connection to one server.
pub(crate) struct Client {
    server: Url,
    http: reqwest::Client,
    verifier: Arc<Verifier>,
    token: Option<Secret>,
}

impl Client {
    /// A client that trusts as told.
    pub(crate) fn new(server: Url, trust: Trust, token: Option<Secret>) -> Result<Self> {
        let verifier = Verifier::new(trust);
        let http = reqwest::Client::builder()
            .tls_backend_preconfigured(verifier.client_config()?)
            .https_only(true)
            .connect_timeout(CONNECT_TIMEOUT)
            .timeout(TIMEOUT)
            // A token must not follow to where the server sends us.
            .redirect(reqwest::redirect::Policy::none())
            .user_agent(concat!("setec-manager/", env!("CARGO_PKG_VERSION")))
            .build()
            .map_err(|error| Failure::Failed(format!("no HTTP client: {error}")))?;
        Ok(Self {
            server,
            http,
            verifier,
            token,
        })
    }

    /// Where the server is.
    pub(crate) fn server(&self) -> &Url {
        &self.server
    }

    /// Whether it can say who is asking.
    pub(crate) fn has_token(&self) -> bool {
        self.token.is_some()
    }

    /// The checker of certificates.
    pub(crate) fn verifier(&self) -> &Verifier {
        &self.verifier
    }

    /// Reads.
    pub(crate) async fn get(&self, path: Path) -> Result<Answer> {
        self.get_with(path, &[]).await
    }

    /// Reads with query parameters.
    pub(crate) async fn get_with(&self, path: Path, query: &[(&str, String)]) -> Result<Answer> {
        json(self.send(Method::GET, path, query, None).await?).await
    }

    /// Reads a text that is no JSON.
    pub(crate) async fn get_text(&self, path: Path) -> Result<String> {
        self.get_text_with(path, &[]).await
    }

    /// Reads a text that is no JSON, with query parameters.
    pub(crate) async fn get_text_with(
        &self,
        path: Path,
        query: &[(&str, String)],
    ) -> Result<String> {
        let response = self.send(Method::GET, path, query, None).await?;
        response.text().await.map_err(|error| broken_off(&error))
    }

    /// Reads an answer that goes on for as long as it is read.
    pub(crate) async fn open(&self, path: Path) -> Result<Response> {
        let request = self.request(Method::GET, &path)?.timeout(ENDLESS);
        self.answered(request).await
    }

    /// Posts without a body.
    pub(crate) async fn post(&self, path: Path) -> Result<Answer> {
        json(self.send(Method::POST, path, &[], None).await?).await
    }

    /// Posts a body.
    pub(crate) async fn post_body(&self, path: Path, body: &Value) -> Result<Answer> {
        json(self.send(Method::POST, path, &[], Some(body)).await?).await
    }

    /// Posts a body under a key, so that the same request is not carried out twice.
    pub(crate) async fn post_once(&self, path: Path, body: &Value, key: &str) -> Result<Answer> {
        let request = self.request(Method::POST, &path)?.json(body);
        let request = request.header("Idempotency-Key", key);
        json(self.answered(request).await?).await
    }

    /// Puts a body.
    pub(crate) async fn put(&self, path: Path, body: &Value) -> Result<Answer> {
        json(self.send(Method::PUT, path, &[], Some(body)).await?).await
    }

    /// Deletes.
    pub(crate) async fn delete(&self, path: Path) -> Result<Answer> {
        self.delete_with(path, &[]).await
    }

    /// Deletes with query parameters.
    pub(crate) async fn delete_with(&self, path: Path, query: &[(&str, String)]) -> Result<Answer> {
        json(self.send(Method::DELETE, path, query, None).await?).await
    }

    async fn send(
        &self,
        method: Method,
        path: Path,
        query: &[(&str, String)],
        body: Option<&Value>,
    ) -> Result<Response> {
        let mut request = self.request(method, &path)?.query(query);
        if let Some(body) = body {
            request = request.json(body);
        }
        self.answered(request).await
    }

    fn request(&self, method: Method, path: &Path) -> Result<RequestBuilder> {
        let mut request = self.http.request(method, self.url(path)?);
        if let Some(token) = &self.token {
            let mut value = header::HeaderValue::from_str(&format!("Bearer {}", token.expose()))
                .map_err(|_| Failure::NotSignedIn("the token is damaged".to_owned()))?;
            value.set_sensitive(true);
            request = request.header(header::AUTHORIZATION, value);
        }
        Ok(request)
    }

    async fn answered(&self, request: RequestBuilder) -> Result<Response> {
        let response = request
            .send()
            .await
            .map_err(|error| self.not_sent(&error))?;
        let status = response.status();
        if status.is_success() {
            return Ok(response);
        }
        let text = response.text().await.unwrap_or_default();
        Err(Failure::Refused {
            status: status.as_u16(),
            body: serde_json::from_str(&text).unwrap_or(Answer::Null),
        })
    }

    fn url(&self, path: &Path) -> Result<Url> {
        let mut url = self.server.clone();
        let mut segments = url
            .path_segments_mut()
            .map_err(|()| Failure::Usage(format!("{} is no server", self.server)))?;
        segments.pop_if_empty();
        for segment in &path.0 {
            // Such a segment would lead to another path than the one that was meant.
            if matches!(segment.as_str(), "" | "." | "..") {
                return Err(Failure::Usage(format!("'{segment}' is no name and no id")));
            }
            segments.push(segment);
        }
        drop(segments);
        Ok(url)
    }

    fn not_sent(&self, error: &reqwest::Error) -> Failure {
        let server = self.server.as_str().trim_end_matches('/');
        if let Some(presented) = self.verifier.refused() {
            return Failure::Failed(match self.verifier.pinned() {
                Some(pinned) => format!(
                    "{server} shows another certificate than the one that is trusted\n  \
                     trusted: {pinned}\n  shown:   {presented}\n  \
                     If the certificate was renewed, sign in again with `setec-manager login`; \
                     otherwise somebody may be listening in"
                ),
                None => format!(
                    "the certificate of {server} is not trusted: {}\n  shown: {presented}\n  \
                     Sign in with `setec-manager login`, or give --fingerprint or --cacert",
                    innermost(error)
                ),
            });
        }
        if error.is_timeout() {
            return Failure::Unreachable(format!("{server} does not answer in time"));
        }
        Failure::Unreachable(format!("cannot reach {server}: {}", innermost(error)))
    }
}

async fn json(response: Response) -> Result<Answer> {
    let text = response.text().await.map_err(|error| broken_off(&error))?;
    serde_json::from_str(&text).map_err(|_| {
        Failure::Failed("the answer is no JSON: is this the address of a Setec Manager?".to_owned())
    })
}

fn broken_off(error: &reqwest::Error) -> Failure {
    Failure::Unreachable(format!("the answer broke off: {}", innermost(error)))
}

fn innermost(error: &reqwest::Error) -> String {
    let mut cause: &dyn StdError = error;
    while let Some(inner) = cause.source() {
        cause = inner;
    }
    cause.to_string()
}

#[cfg(test)]
mod tests {
    use super::{Client, Path, account};
    use crate::cli::failure::Failure;
    use crate::cli::tls::Trust;

    #[test]
    fn names_cannot_lead_to_another_path() {
        let server = "https://127.0.0.1:9090/setec/".parse().unwrap();
        let client = Client::new(server, Trust::Blind, None).unwrap();
        let url = client
            .url(&account("hostinger").at("dns").at("a/b?c#d"))
            .unwrap();
        assert_eq!(
            url.as_str(),
            "https://127.0.0.1:9090/setec/api/hosting/providers/hostinger/dns/a%2Fb%3Fc%23d"
        );
        for bad in ["", ".", ".."] {
            let refused = client.url(&Path::of(&["api", bad]));
            assert!(matches!(refused, Err(Failure::Usage(_))), "{bad}");
        }
    }
}
