//! Zones and records.

mod batch;
mod read;
mod snapshots;
mod wire;
mod write;

use std::sync::Arc;

use async_trait::async_trait;
use serde_json::json;
use setec_core::dns::{Name, RecordType};
use setec_provider::dns::{DnsProvider, ZoneReset, ZoneSnapshots, ZoneValidator};
use setec_provider::{Result, http::segment};

use crate::hostinger::client::{Accepted, Client};

/// Types whose sets may be written; SOA is read only.
const RECORD_TYPES: &[RecordType] = &[
    RecordType::A,
    RecordType::Aaaa,
    RecordType::Cname,
    RecordType::Alias,
    RecordType::Mx,
    RecordType::Txt,
    RecordType::Ns,
    RecordType::Srv,
    RecordType::Caa,
];

/// Below it the API refuses a set (`DNS:4005`).
const MIN_TTL_SECS: u64 = 60;

/// What the API gives a set without a TTL.
const DEFAULT_TTL_SECS: u64 = 14400;

/// DNS of the account. Zones come and go in hPanel only.
#[derive(Debug)]
pub(super) struct Dns {
    client: Arc<Client>,
}

impl Dns {
    pub(super) fn new(client: Arc<Client>) -> Self {
        Self { client }
    }
}

impl DnsProvider for Dns {
    fn validator(&self) -> Option<&dyn ZoneValidator> {
        Some(self)
    }

    fn reset(&self) -> Option<&dyn ZoneReset> {
        Some(self)
    }

    fn snapshots(&self) -> Option<&dyn ZoneSnapshots> {
        Some(self)
    }
}

#[async_trait]
impl ZoneReset for Dns {
    async fn reset(&self, zone: &Name) -> Result<()> {
        // The body is required although all its fields are optional.
        let body = json!({"sync": true, "reset_email_records": true});
        let path = format!("{}/reset", zone_path(zone));
        self.client
            .post::<Accepted>("reset DNS zone", &path, Some(&body))
            .await?;
        Ok(())
    }
}

fn zone_path(zone: &Name) -> String {
    format!("api/dns/v1/zones/{}", segment(zone.as_str()))
}
