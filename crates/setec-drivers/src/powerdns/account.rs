//! An account: one server and its API key.

use std::sync::Arc;

use async_trait::async_trait;
use http::Method;
use setec_provider::http::{Left, Repeat};
use setec_provider::{DnsProvider, ErrorKind, Provider, ProviderError, Pulse, Result, Settings};

use crate::powerdns::client::{Client, Request};
use crate::powerdns::wire;

/// A connected server.
#[derive(Debug)]
pub(super) struct PowerDns {
    pub(super) client: Client,
}

pub(super) fn connect(settings: &Settings) -> Result<Arc<dyn Provider>> {
    let client = Client::new(settings)?;
    Ok(Arc::new(PowerDns { client }))
}

#[async_trait]
impl Provider for PowerDns {
    async fn test(&self) -> Result<()> {
        let operation = "read server information";
        let request = Request::new(operation, Method::GET, "", Repeat::Idempotent);
        let answer = self.client.send(request).await;
        let reply = answer.map_err(|error| match error.kind {
            ErrorKind::NotFound => error.context("no such server at this base_url and server_id"),
            _ => self.client.http().explain(error, "the server", "API key"),
        })?;
        let server: wire::Server = reply.json()?;
        // The Recursor answers the same path, but it hosts no zones.
        if server.daemon_type != "authoritative" {
            let message = format!(
                "this is a PowerDNS {}, not an authoritative server",
                server.daemon_type
            );
            return Err(ProviderError::new(ErrorKind::Invalid, operation, message));
        }
        Ok(())
    }

    fn pulse(&self) -> Option<&Pulse> {
        Some(self.client.http().pulse())
    }

    fn budget(&self) -> Option<Left> {
        self.client.http().left()
    }

    fn dns(&self) -> Option<&dyn DnsProvider> {
        Some(self)
    }
}
