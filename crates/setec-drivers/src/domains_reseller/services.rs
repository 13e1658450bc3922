//! What goes with a domain: forwarding of mail, child name servers, release and deletion.

use std::net::IpAddr;

use async_trait::async_trait;
use serde_json::{Value, json};
use setec_core::Violation;
use setec_core::dns::Name;
use setec_core::domain::{ChildNameserver, EmailForward};
use setec_provider::domains::{
    ChildNameserverProvider, DeletionProvider, EmailForwardingProvider, ReleaseProvider,
};
use setec_provider::{ErrorKind, ProviderError, Result};

use super::account::Reseller;
use super::client::path;
use super::value;

#[async_trait]
impl EmailForwardingProvider for Reseller {
    async fn email_forwards(&self, domain: &Name) -> Result<Vec<EmailForward>> {
        let operation = "read e-mail forwarding";
        let answer = self.client.get(operation, &path(domain, "email")).await?;
        if !matches!(answer, Value::Array(_) | Value::Object(_)) {
            let message = format!("the provider's answer lists no forwarding of {domain}");
            return Err(ProviderError::new(ErrorKind::Protocol, operation, message));
        }
        Ok(value::items(&answer)
            .into_iter()
            .filter_map(|entry| {
                Some(EmailForward {
                    prefix: value::text_of(entry, &["prefix"])?,
                    target: value::text_of(entry, &["forwardto", "target"])?,
                })
            })
            .collect())
    }

    async fn set_email_forwards(&self, domain: &Name, forwards: &[EmailForward]) -> Result<()> {
        let operation = "set e-mail forwarding";
        let violations = EmailForward::check_all(forwards, "forwards");
        if !violations.is_empty() {
            return Err(ProviderError::invalid(operation, violations));
        }
        let column = |text: fn(&EmailForward) -> &String| -> Vec<&str> {
            if forwards.is_empty() {
                // A form has no empty list, so one empty line stands for it.
                return vec![""];
            }
            forwards
                .iter()
                .map(|forward| text(forward).as_str())
                .collect()
        };
        let body = json!({
            "domain": domain.as_str(),
            "prefix": column(|forward| &forward.prefix),
            "forwardto": column(|forward| &forward.target),
        });
        let path = path(domain, "email");
        self.client.set(operation, &path, &body).await.map(drop)
    }
}

fn not_below(operation: &'static str, domain: &Name, host: &Name) -> Result<()> {
    if host != domain && host.is_in(domain) {
        return Ok(());
    }
    let violation = Violation::new("host", format!("a name below {domain}"));
    Err(ProviderError::invalid(operation, vec![violation]))
}

#[async_trait]
impl ChildNameserverProvider for Reseller {
    async fn register(&self, domain: &Name, server: &ChildNameserver) -> Result<()> {
        let operation = "register name server";
        let mut violations = server.check(domain, "");
        if server.addresses.len() > 1 {
            violations.push(Violation::new(
                "addresses",
                "this provider takes one address for each name server",
            ));
        }
        if !violations.is_empty() {
            return Err(ProviderError::invalid(operation, violations));
        }
        let body = json!({
            "domain": domain.as_str(),
            "nameserver": server.host.as_str(),
            "ipaddress": server.addresses[0].to_string(),
        });
        // A second one would find the first one there.
        let path = path(domain, "nameservers/register");
        self.client.once(operation, &path, &body).await.map(drop)
    }

    async fn modify(&self, domain: &Name, host: &Name, from: IpAddr, to: IpAddr) -> Result<()> {
        let operation = "change name server";
        not_below(operation, domain, host)?;
        let body = json!({
            "domain": domain.as_str(),
            "nameserver": host.as_str(),
            "currentipaddress": from.to_string(),
            "newipaddress": to.to_string(),
        });
        let path = path(domain, "nameservers/modify");
        self.client.once(operation, &path, &body).await.map(drop)
    }

    async fn delete(&self, domain: &Name, host: &Name) -> Result<()> {
        let operation = "delete name server";
        not_below(operation, domain, host)?;
        let body = json!({"domain": domain.as_str(), "nameserver": host.as_str()});
        let path = path(domain, "nameservers/delete");
        self.client.once(operation, &path, &body).await.map(drop)
    }
}

#[async_trait]
impl ReleaseProvider for Reseller {
    async fn release(&self, domain: &Name, tag: &str) -> Result<()> {
        let operation = "release domain";
        let tag = tag.trim();
        if tag.is_empty() || tag.len() > 64 || tag.chars().any(char::is_control) {
            let violation = Violation::new("tag", "the other registrar's tag");
            return Err(ProviderError::invalid(operation, vec![violation]));
        }
        let body = json!({"domain": domain.as_str(), "transfertag": tag});
        let path = path(domain, "release");
        self.client.once(operation, &path, &body).await?;
        self.seen.forget(domain);
        Ok(())
    }
}

#[async_trait]
impl DeletionProvider for Reseller {
    async fn request_deletion(&self, domain: &Name) -> Result<()> {
        let body = json!({"domain": domain.as_str()});
        let path = path(domain, "delete");
        self.client.once("delete domain", &path, &body).await?;
        self.seen.forget(domain);
        Ok(())
    }
}
