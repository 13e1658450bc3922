//! Redirections of whole domains.

use async_trait::async_trait;
use chrono::{DateTime, Utc};
use serde::Deserialize;
use serde_json::json;
use setec_core::Violation;
use setec_core::dns::Name;
use setec_core::domain::Forwarding;
use setec_provider::domains::ForwardingProvider;
use setec_provider::http::segment;
use setec_provider::{ErrorKind, ProviderError, Result};

use super::Domains;
use crate::hostinger::client::Accepted;
use crate::hostinger::{date, lenient};

const PATH: &str = "api/domains/v1/forwarding";

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct WireForwarding {
    #[serde(deserialize_with = "lenient::text")]
    domain: Option<String>,
    // A string upstream: "301" or "302".
    #[serde(deserialize_with = "lenient::number")]
    redirect_type: Option<i64>,
    #[serde(deserialize_with = "lenient::text")]
    redirect_url: Option<String>,
    #[serde(deserialize_with = "date::optional")]
    created_at: Option<DateTime<Utc>>,
    #[serde(deserialize_with = "date::optional")]
    updated_at: Option<DateTime<Utc>>,
}

impl WireForwarding {
    fn of(self, domain: &Name) -> Forwarding {
        let redirect_type = self.redirect_type.and_then(|code| u16::try_from(code).ok());
        Forwarding {
            domain: self.domain.unwrap_or_else(|| domain.as_str().to_owned()),
            redirect_type: redirect_type.unwrap_or_default(),
            redirect_url: self.redirect_url.unwrap_or_default(),
            created_at: self.created_at,
            updated_at: self.updated_at,
        }
    }
}

#[async_trait]
impl ForwardingProvider for Domains {
    async fn get(&self, domain: &Name) -> Result<Forwarding> {
        let found: WireForwarding = self
            .client
            .get("read forwarding", &forwarding_path(domain))
            .await?;
        if found.redirect_url.is_none() {
            let message = format!("{domain} is not forwarded");
            return Err(ProviderError::new(
                ErrorKind::NotFound,
                "read forwarding",
                message,
            ));
        }
        Ok(found.of(domain))
    }

    async fn set(&self, domain: &Name, redirect_type: u16, url: &str) -> Result<Forwarding> {
        let operation = "set forwarding";
        let mut violations = Vec::new();
        if ![301, 302].contains(&redirect_type) {
            violations.push(Violation::new("redirect_type", "301 or 302"));
        }
        let is_web = url::Url::parse(url)
            .is_ok_and(|url| matches!(url.scheme(), "http" | "https") && url.has_host());
        if !is_web {
            violations.push(Violation::new(
                "redirect_url",
                "a URL such as https://www.example.com",
            ));
        }
        if !violations.is_empty() {
            return Err(ProviderError::invalid(operation, violations));
        }
        let mut body = json!({"redirect_type": redirect_type.to_string(), "redirect_url": url});
        let made: WireForwarding = match ForwardingProvider::get(self, domain).await {
            Ok(_) => {
                self.client
                    .put(operation, &forwarding_path(domain), Some(&body))
                    .await?
            }
            Err(error) if error.kind == ErrorKind::NotFound => {
                body["domain"] = domain.as_str().into();
                self.client.post(operation, PATH, Some(&body)).await?
            }
            Err(error) => return Err(error),
        };
        Ok(made.of(domain))
    }

    async fn delete(&self, domain: &Name) -> Result<()> {
        self.client
            .delete::<Accepted>("delete forwarding", &forwarding_path(domain), None)
            .await?;
        Ok(())
    }
}

fn forwarding_path(domain: &Name) -> String {
    format!("{PATH}/{}", segment(domain.as_str()))
}
