//! Calls to one operator.

use std::time::Duration;

use http::Method;
use serde_json::Value;
use setec_core::Secret;
use setec_core::dns::Name;
use setec_provider::http::{Call, Calls, Http, Repeat, Reply, segment};
use setec_provider::{ErrorKind, ProviderError, Result};

use super::answer;
use super::token::Hourly;

/// What two operators document; the others document nothing and run the same add-on.
const CALLS: (u64, Duration) = (100, Duration::from_mins(1));

/// One operator's API with one reseller's credentials.
#[derive(Debug)]
pub(super) struct Client {
    http: Http,
}

impl Client {
    pub(super) fn new(base_url: &str, email: &str, api_key: &Secret) -> Result<Self> {
        let api_key = Secret::new(api_key.expose().trim());
        let signer = Hourly {
            email: email.to_owned(),
            api_key,
        };
        let http = Http::new(base_url, "username", email, |reply| {
            answer::read(reply).err()
        })?
        .signed(Box::new(signer))
        .of_forms()
        .with_limit(Calls::All, CALLS.0, CALLS.1);
        Ok(Self { http })
    }

    /// The HTTP client, for what it knows of the account.
    pub(super) fn http(&self) -> &Http {
        &self.http
    }

    pub(super) async fn get(&self, operation: &'static str, path: &str) -> Result<Value> {
        self.get_with(operation, path, &[]).await
    }

    pub(super) async fn get_with(
        &self,
        operation: &'static str,
        path: &str,
        query: &[(&str, &str)],
    ) -> Result<Value> {
        let call = Call {
            operation,
            method: Method::GET,
            path,
            query,
            body: None,
            repeat: Repeat::Idempotent,
        };
        answer::read(&self.http.send(call).await?)
    }

    /// A POST that changes nothing.
    pub(super) async fn ask(
        &self,
        operation: &'static str,
        path: &str,
        body: &Value,
    ) -> Result<Value> {
        let reply = self.post(operation, path, body, Repeat::Idempotent).await?;
        answer::read(&reply)
    }

    /// A POST that sets something to what it says, as often as it is sent.
    pub(super) async fn set(
        &self,
        operation: &'static str,
        path: &str,
        body: &Value,
    ) -> Result<Reply> {
        self.change(operation, path, body, Repeat::Idempotent).await
    }

    /// A POST that must not be sent twice.
    pub(super) async fn once(
        &self,
        operation: &'static str,
        path: &str,
        body: &Value,
    ) -> Result<Reply> {
        self.change(operation, path, body, Repeat::Never).await
    }

    async fn change(
        &self,
        operation: &'static str,
        path: &str,
        body: &Value,
        repeat: Repeat,
    ) -> Result<Reply> {
        let reply = self.post(operation, path, body, repeat).await?;
        answer::expect_done(&reply, &answer::read(&reply)?)?;
        Ok(reply)
    }

    /// Spends money: sent exactly once. Only an answer that says so is a success; whatever else
    /// comes after the sending leaves the outcome unknown.
    pub(super) async fn order(
        &self,
        operation: &'static str,
        path: &str,
        body: &Value,
    ) -> Result<Reply> {
        let reply = self.post(operation, path, body, Repeat::Never).await?;
        let value = answer::read(&reply)?;
        if answer::says_success(&value) {
            return Ok(reply);
        }
        let message = format!(
            "the provider's answer to '{operation}' says neither yes nor no: {}",
            reply.excerpt()
        );
        Err(ProviderError::new(ErrorKind::Protocol, operation, message))
    }

    async fn post(
        &self,
        operation: &'static str,
        path: &str,
        body: &Value,
        repeat: Repeat,
    ) -> Result<Reply> {
        let call = Call {
            operation,
            method: Method::POST,
            path,
            query: &[],
            body: Some(body),
            repeat,
        };
        self.http.send(call).await
    }
}

/// The path of a domain's own call.
pub(super) fn path(domain: &Name, call: &str) -> String {
    format!("domains/{}/{call}", segment(domain.as_str()))
}
