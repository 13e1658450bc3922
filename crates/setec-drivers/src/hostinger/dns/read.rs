//! Reading zones.

use async_trait::async_trait;
use serde::Deserialize;
use setec_core::dns::{Name, Ttl, Zone};
use setec_provider::dns::{DnsFacts, Granularity, ZoneInfo, ZoneReader};
use setec_provider::{ErrorKind, ProviderError, Result};

use super::wire::{self, WireSet};
use super::{DEFAULT_TTL_SECS, Dns, MIN_TTL_SECS, RECORD_TYPES, zone_path};
use crate::hostinger::lenient;

const READ: &str = "read DNS zone";

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Holding {
    #[serde(deserialize_with = "lenient::text")]
    domain: Option<String>,
}

#[async_trait]
impl ZoneReader for Dns {
    fn facts(&self) -> DnsFacts {
        let ttl = |secs| Ttl::from_secs(secs).expect("the constants are small");
        DnsFacts {
            record_types: RECORD_TYPES,
            unknown_types: false,
            min_ttl: ttl(MIN_TTL_SECS),
            max_ttl: None,
            default_ttl: ttl(DEFAULT_TTL_SECS),
            granularity: Granularity::RecordSet,
            atomic: false,
            lists_serials: false,
            switches_values: false,
        }
    }

    /// The API lists no zones; every domain of the portfolio has one. A free domain that is not
    /// claimed yet has no name.
    async fn zones(&self) -> Result<Vec<ZoneInfo>> {
        let holdings: Vec<Holding> = self
            .client
            .get("list zones", "api/domains/v1/portfolio")
            .await?;
        let mut zones = Vec::new();
        for text in holdings.into_iter().filter_map(|holding| holding.domain) {
            match text.parse() {
                Ok(name) => zones.push(ZoneInfo {
                    name,
                    serial: None,
                    kind: None,
                }),
                Err(error) => {
                    tracing::warn!(domain = %text, %error, "a domain of the portfolio is left out");
                }
            }
        }
        Ok(zones)
    }

    async fn zone(&self, name: &Name) -> Result<Zone> {
        let sets: Vec<WireSet> = self.client.get(READ, &zone_path(name)).await?;
        // A zone that the account does not have reads as `[]`; a real one has NS at least.
        if sets.is_empty() {
            let message = format!("zone {name} not found");
            return Err(ProviderError::new(ErrorKind::NotFound, READ, message));
        }
        wire::zone(name, sets).map_err(|reason| {
            let message = format!("zone {name}: {reason}");
            ProviderError::new(ErrorKind::Protocol, READ, message)
        })
    }
}
