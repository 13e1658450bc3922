//! Calls to the API and its two forms of lists.

use std::time::Duration;

use http::Method;
use serde::Deserialize;
use serde::de::{DeserializeOwned, IgnoredAny};
use serde_json::Value;
use setec_core::Secret;
use setec_provider::Result;
use setec_provider::http::{Call, Calls, Http, Repeat, Reply};

use crate::hostinger::{errors, lenient};

/// An answer such as `{"message": "Request accepted"}`, which says nothing.
pub(super) type Accepted = IgnoredAny;

/// The checks of names that are free, three calls under one limit.
pub(super) const AVAILABILITY: &str = "api/domains/v1/availability";

/// The only limit that the API's document tells.
const AVAILABILITY_LIMIT: (u64, Duration) = (90, Duration::from_mins(1));

/// A list longer than this many pages is one that does not end.
const MAX_PAGES: u32 = 1000;

/// The API with one token.
#[derive(Debug)]
pub(super) struct Client {
    http: Http,
}

#[derive(Deserialize)]
#[serde(bound = "T: DeserializeOwned")]
struct Page<T> {
    #[serde(default, deserialize_with = "lenient::list")]
    data: Vec<T>,
    #[serde(default)]
    meta: Meta,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Meta {
    #[serde(deserialize_with = "lenient::number")]
    total: Option<i64>,
}

impl Client {
    /// The API at `base_url`; a token may bear the `Bearer` of a header it was copied from.
    pub(super) fn new(base_url: &str, token: &Secret) -> Result<Self> {
        let token = token.expose().trim();
        let bare = match token.split_once(' ') {
            Some((scheme, rest)) if scheme.eq_ignore_ascii_case("bearer") => rest.trim(),
            _ => token,
        };
        let bearer = format!("Bearer {bare}");
        let http = Http::new(base_url, "authorization", &bearer, errors::against_account)?;
        let (calls, window) = AVAILABILITY_LIMIT;
        Ok(Self {
            http: http.with_limit(Calls::To(AVAILABILITY), calls, window),
        })
    }

    /// The HTTP client, for what it knows of the account.
    pub(super) fn http(&self) -> &Http {
        &self.http
    }

    pub(super) async fn get<T: DeserializeOwned>(
        &self,
        operation: &'static str,
        path: &str,
    ) -> Result<T> {
        self.get_with(operation, path, &[]).await
    }

    pub(super) async fn get_with<T: DeserializeOwned>(
        &self,
        operation: &'static str,
        path: &str,
        query: &[(&str, &str)],
    ) -> Result<T> {
        let call = Call {
            operation,
            method: Method::GET,
            path,
            query,
            body: None,
            repeat: Repeat::Idempotent,
        };
        errors::read(&self.http.send(call).await?)
    }

    /// The answer as it came, whatever its status.
    pub(super) async fn send_get(&self, operation: &'static str, path: &str) -> Result<Reply> {
        self.send(operation, Method::GET, path, None, Repeat::Idempotent)
            .await
    }

    /// Everything of a list that comes in pages, as far as `meta.total` says.
    pub(super) async fn pages<T: DeserializeOwned>(
        &self,
        operation: &'static str,
        path: &str,
    ) -> Result<Vec<T>> {
        let mut items = Vec::new();
        for page in 1..=MAX_PAGES {
            let number = page.to_string();
            let Page { data, meta } = self
                .get_with::<Page<T>>(operation, path, &[("page", &number)])
                .await?;
            let is_empty = data.is_empty();
            items.extend(data);
            let total = meta.total.and_then(|total| usize::try_from(total).ok());
            if is_empty || total.is_some_and(|total| items.len() >= total) {
                break;
            }
        }
        Ok(items)
    }

    pub(super) async fn put<T: DeserializeOwned>(
        &self,
        operation: &'static str,
        path: &str,
        body: Option<&Value>,
    ) -> Result<T> {
        let reply = self
            .send(operation, Method::PUT, path, body, Repeat::Idempotent)
            .await?;
        errors::read(&reply)
    }

    pub(super) async fn patch<T: DeserializeOwned>(
        &self,
        operation: &'static str,
        path: &str,
    ) -> Result<T> {
        let reply = self
            .send(operation, Method::PATCH, path, None, Repeat::Idempotent)
            .await?;
        errors::read(&reply)
    }

    pub(super) async fn delete<T: DeserializeOwned>(
        &self,
        operation: &'static str,
        path: &str,
        body: Option<&Value>,
    ) -> Result<T> {
        let reply = self
            .send(operation, Method::DELETE, path, body, Repeat::Idempotent)
            .await?;
        errors::read(&reply)
    }

    /// A POST that does something; repeated only where the limit says that it has not.
    pub(super) async fn post<T: DeserializeOwned>(
        &self,
        operation: &'static str,
        path: &str,
        body: Option<&Value>,
    ) -> Result<T> {
        let reply = self
            .send(operation, Method::POST, path, body, Repeat::WhenLimited)
            .await?;
        errors::read(&reply)
    }

    /// A POST that changes nothing.
    pub(super) async fn ask<T: DeserializeOwned>(
        &self,
        operation: &'static str,
        path: &str,
        body: &Value,
    ) -> Result<T> {
        let reply = self
            .send(
                operation,
                Method::POST,
                path,
                Some(body),
                Repeat::Idempotent,
            )
            .await?;
        errors::read(&reply)
    }

    /// Spends money: sent exactly once. An error here means that no answer came.
    pub(super) async fn order(
        &self,
        operation: &'static str,
        path: &str,
        body: &Value,
    ) -> Result<Reply> {
        self.send(operation, Method::POST, path, Some(body), Repeat::Never)
            .await
    }

    pub(super) async fn send(
        &self,
        operation: &'static str,
        method: Method,
        path: &str,
        body: Option<&Value>,
        repeat: Repeat,
    ) -> Result<Reply> {
        let call = Call {
            operation,
            method,
            path,
            query: &[],
            body,
            repeat,
        };
        self.http.send(call).await
    }
}
