//! DNS of the operator's name servers. One call gives all records of a domain, one replaces them.

mod row;
mod write;

use async_trait::async_trait;
use futures::{StreamExt, stream};
use serde_json::Value;
use setec_core::dns::{Name, RecordSet, RecordType, Ttl, Zone};
use setec_core::domain::DomainStatus;
use setec_provider::dns::{DnsFacts, Granularity, ZoneInfo, ZoneReader};
use setec_provider::{DnsProvider, ErrorKind, ProviderError, Result};

use self::row::Row;
use super::account::Reseller;
use super::client::path;
use super::information::Information;
use super::value;

/// The records of WHMCS's form, and those that registrars' modules pass through in it. Its URL,
/// FRAME and MXE are services of the operator: such rows are left alone.
const RECORD_TYPES: &[RecordType] = &[
    RecordType::A,
    RecordType::Aaaa,
    RecordType::Cname,
    RecordType::Mx,
    RecordType::Txt,
    RecordType::Ns,
    RecordType::Srv,
    RecordType::Caa,
];

/// Records have no TTL of their own; this stands for the operator's.
const TTL_SECS: u64 = 3600;

const AT_ONCE: usize = 8;

fn ttl() -> Ttl {
    Ttl::from_secs(TTL_SECS).expect("an hour is a TTL")
}

impl Reseller {
    async fn rows(&self, operation: &'static str, zone: &Name) -> Result<Vec<Row>> {
        let answer = self.client.get(operation, &path(zone, "dns")).await?;
        if !matches!(answer, Value::Array(_) | Value::Object(_)) {
            let message = format!("the provider's answer lists no records of {zone}");
            return Err(ProviderError::new(ErrorKind::Protocol, operation, message));
        }
        Ok(value::items(&answer)
            .into_iter()
            .filter(|entry| entry.is_object())
            .map(|entry| Row::read(entry, zone))
            .collect())
    }

    async fn has_dns(&self, name: &Name) -> bool {
        if let Some(information) = self.seen.get(name) {
            return may_have_zone(&information);
        }
        match self.information("list zones", name).await {
            Ok(information) => may_have_zone(&information),
            Err(error) => {
                tracing::debug!(domain = %name, %error, "a domain is not listed as a zone");
                false
            }
        }
    }
}

/// The calls for records refuse domains that are not there yet, or no more.
fn may_have_zone(information: &Information) -> bool {
    let is_elsewhere = information.status.is_some_and(|status| {
        let is_coming = matches!(
            status,
            DomainStatus::Requested | DomainStatus::PendingTransfer
        );
        status.is_over() || is_coming
    });
    information.dns != Some(false) && !is_elsewhere
}

impl DnsProvider for Reseller {}

#[async_trait]
impl ZoneReader for Reseller {
    fn facts(&self) -> DnsFacts {
        DnsFacts {
            record_types: RECORD_TYPES,
            unknown_types: false,
            min_ttl: ttl(),
            max_ttl: Some(ttl()),
            default_ttl: ttl(),
            granularity: Granularity::Zone,
            atomic: true,
            lists_serials: false,
            switches_values: false,
        }
    }

    /// The known domains whose DNS management is not off.
    async fn zones(&self) -> Result<Vec<ZoneInfo>> {
        let zones: Vec<Option<ZoneInfo>> = stream::iter(self.names())
            .map(|name| async move {
                self.has_dns(&name).await.then_some(ZoneInfo {
                    name,
                    serial: None,
                    kind: None,
                })
            })
            .buffered(AT_ONCE)
            .collect()
            .await;
        Ok(zones.into_iter().flatten().collect())
    }

    async fn zone(&self, name: &Name) -> Result<Zone> {
        let rows = self.rows("read zone", name).await?;
        let mut zone = Zone::empty(name.clone());
        for row in rows {
            let Some((key, data)) = row.record else {
                continue;
            };
            let mut set = zone
                .remove(&key)
                .unwrap_or_else(|| RecordSet::new(key, ttl(), []));
            set.insert(data);
            zone.put(set);
        }
        self.remember(std::slice::from_ref(name));
        Ok(zone)
    }
}
