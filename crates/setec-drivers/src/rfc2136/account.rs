//! An account: one server, one key and the zones that it may work on.

use std::collections::BTreeSet;
use std::sync::Arc;

use async_trait::async_trait;
use futures::future::join_all;
use setec_core::dns::Name;
use setec_provider::{DnsProvider, ErrorKind, Provider, ProviderError, Pulse, Result, Settings};

use crate::rfc2136::client::Client;
use crate::rfc2136::settings::Config;
use crate::rfc2136::{transfer, zones};

/// A connected server.
#[derive(Debug)]
pub(super) struct Rfc2136 {
    pub(super) client: Client,
    pub(super) zones: BTreeSet<Name>,
}

pub(super) fn connect(settings: &Settings) -> Result<Arc<dyn Provider>> {
    let config = Config::read(settings)?;
    Ok(Arc::new(Rfc2136 {
        client: Client::new(config.server, config.key, config.timeout),
        zones: config.zones,
    }))
}

#[async_trait]
impl Provider for Rfc2136 {
    /// Asks for the SOA of every zone and for the first message of its transfer.
    async fn test(&self) -> Result<()> {
        // No more of them are at work at a time than connections may be open.
        let outcomes = join_all(self.zones.iter().map(|zone| self.test_zone(zone))).await;
        let mut faults = outcomes.into_iter().filter_map(Result::err);
        let Some(mut first) = faults.next() else {
            return Ok(());
        };
        // A wrong key has the same words for every zone.
        let mut told = BTreeSet::from([first.message.clone()]);
        for fault in faults {
            if told.insert(fault.message.clone()) {
                first.message = format!("{}; {}", first.message, fault.message);
            }
        }
        Err(first)
    }

    fn pulse(&self) -> Option<&Pulse> {
        Some(self.client.pulse())
    }

    fn dns(&self) -> Option<&dyn DnsProvider> {
        Some(self)
    }
}

impl Rfc2136 {
    async fn test_zone(&self, zone: &Name) -> Result<()> {
        zones::serial(&self.client, zone).await?;
        transfer::probe(&self.client, zone).await
    }

    /// Only what the settings name is this account's, whatever else the server would answer.
    pub(super) fn require(&self, operation: &'static str, zone: &Name) -> Result<()> {
        if self.zones.contains(zone) {
            return Ok(());
        }
        let message = format!("zone {zone} is not among the zones of the account's settings");
        Err(ProviderError::new(ErrorKind::NotFound, operation, message))
    }
}
