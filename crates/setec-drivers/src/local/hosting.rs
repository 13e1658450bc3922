//! Making and removing zones.

use async_trait::async_trait;
use chrono::Utc;
use setec_core::Violation;
use setec_core::dns::{Name, RecordData, RecordSet, RecordType, SetKey, Zone};
use setec_provider::dns::{Answer, MadeZone, NewZone, ZoneHosting, ZoneReader};
use setec_provider::{ProviderError, Result};

use super::{Local, no_zone, soa, ttl};

const CREATE: &str = "create zone";
const NS_TTL: u64 = 3_600;

#[async_trait]
impl ZoneHosting for Local {
    async fn create(&self, new: &NewZone) -> Result<MadeZone> {
        let (zone, serial) = self.zone_of(new)?;
        self.storage.create(&zone, serial).await?;
        Ok(MadeZone {
            answer: Answer {
                call: format!("create {}", zone.name),
                text: format!("serial {serial}"),
            },
            zone: Some(zone),
        })
    }

    async fn delete(&self, zone: &Name) -> Result<()> {
        if self.storage.remove(zone).await? {
            Ok(())
        } else {
            Err(no_zone("delete zone", zone))
        }
    }

    async fn export(&self, zone: &Name) -> Result<String> {
        Ok(self.zone(zone).await?.to_zone_file())
    }

    async fn notify(&self, zone: &Name) -> Result<()> {
        if self.storage.notify(zone).await? {
            Ok(())
        } else {
            Err(no_zone("notify secondaries", zone))
        }
    }
}

impl Local {
    /// The zone as it begins: its sets, an NS set and an SOA.
    fn zone_of(&self, new: &NewZone) -> Result<(Zone, u32)> {
        let mut violations = Vec::new();
        let word = new.kind.as_deref().map(str::to_ascii_lowercase);
        if !matches!(
            word.as_deref(),
            None | Some("primary" | "master" | "native")
        ) {
            violations.push(Violation::new(
                "kind",
                "Primary; secondary zones are not kept here",
            ));
        }
        for set in new.sets.iter().filter(|set| !set.key.name.is_in(&new.name)) {
            let shown = format!("{}/{}", set.key.name, set.key.rtype);
            violations.push(Violation::new(
                shown,
                format!("it is not in zone {}", new.name),
            ));
        }
        let mut zone = Zone::from_sets(new.name.clone(), new.sets.iter().cloned());
        let ns_key = SetKey {
            name: new.name.clone(),
            rtype: RecordType::Ns,
        };
        if zone.get(&ns_key).is_none() {
            let given = if new.nameservers.is_empty() {
                &self.defaults.nameservers
            } else {
                &new.nameservers
            };
            let values = given.iter().cloned().map(RecordData::Ns);
            zone.put(RecordSet::new(ns_key.clone(), ttl(NS_TTL), values));
        }
        let primary = zone.get(&ns_key).and_then(|set| set.values().first());
        let Some(primary) = primary.and_then(RecordData::target).cloned() else {
            violations.push(Violation::new(
                "nameservers",
                "one or more host names, or the account's own setting of that name",
            ));
            return Err(ProviderError::invalid(CREATE, violations));
        };
        let soa_key = soa::key(&new.name);
        let serial = match zone.get(&soa_key).and_then(soa::of) {
            Some(soa) => soa.serial,
            None => soa::next_serial(0, Utc::now().date_naive()),
        };
        if zone.get(&soa_key).is_none() {
            let hostmaster = match &self.defaults.hostmaster {
                Some(name) => name.clone(),
                None => Name::in_zone("hostmaster", &new.name).map_err(|error| {
                    ProviderError::invalid(CREATE, vec![Violation::new("name", error.to_string())])
                })?,
            };
            zone.put(soa::new(&new.name, &primary, hostmaster, serial));
        }
        violations.extend(zone.check(new.sets.iter().map(|set| &set.key)));
        if violations.is_empty() {
            Ok((zone, serial))
        } else {
            Err(ProviderError::invalid(CREATE, violations))
        }
    }
}
