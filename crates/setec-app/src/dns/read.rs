//! Reading zones and records.

use std::sync::Arc;

use setec_core::dns::{FlatRecord, Name, Zone};
use setec_provider::dns::ZoneInfo;

use crate::account::Account;
use crate::{Actor, App, Error, Freshness, Result};

/// A zone's records as callers see them.
#[derive(Debug)]
pub struct RecordList {
    /// The apex.
    pub zone: Name,
    /// All records in canonical order.
    pub records: Vec<FlatRecord>,
}

impl RecordList {
    pub(crate) fn of(zone: &Zone) -> Self {
        Self {
            zone: zone.name.clone(),
            records: zone
                .sets()
                .flat_map(|set| set.to_flat(&zone.name))
                .collect(),
        }
    }
}

/// A zone's name as callers give it.
pub(crate) fn zone_name(text: &str) -> Result<Name> {
    let name: Name = text
        .parse()
        .map_err(|error| Error::field("domain", format!("{error}")))?;
    if name == Name::root() || name.is_wildcard() {
        return Err(Error::field(
            "domain",
            format!("'{text}' is no zone's name"),
        ));
    }
    Ok(name)
}

impl App {
    /// All zones of an account.
    pub async fn zones(&self, actor: &Actor, provider: &str) -> Result<Vec<ZoneInfo>> {
        actor.may_read()?;
        let account = self.account(provider).await?;
        let mut zones = account.dns()?.zones().await?;
        zones.sort_by(|a, b| a.name.cmp(&b.name));
        Ok(zones)
    }

    /// A zone's records, from the cache where it is fresh and `freshness` allows it.
    pub async fn records(
        &self,
        actor: &Actor,
        provider: &str,
        domain: &str,
        freshness: Freshness,
    ) -> Result<Arc<RecordList>> {
        actor.may_read()?;
        let account = self.account(provider).await?;
        let zone = zone_name(domain)?;
        let dns = account.dns()?;
        if freshness == Freshness::Now {
            self.forget_zone(&account, &zone);
        }
        let key = (account.name.clone(), account.generation, zone.to_string());
        self.zones
            .get(key, async { Ok(RecordList::of(&dns.zone(&zone).await?)) })
            .await
    }

    /// Puts a zone that was just read where the next reader finds it.
    pub(crate) async fn fill_zone(&self, account: &Account, zone: &Zone) {
        let key = (
            account.name.clone(),
            account.generation,
            zone.name.to_string(),
        );
        let filled = self
            .zones
            .get(key, async { Ok(RecordList::of(zone)) })
            .await;
        drop(filled);
    }

    pub(crate) fn forget_zone(&self, account: &Account, zone: &Name) {
        let key = (account.name.clone(), account.generation, zone.to_string());
        self.zones.forget(&key);
    }
}
