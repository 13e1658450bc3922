//! Zones and record sets that nobody changes by accident: every write path asks here.

use std::sync::Arc;

use serde_json::json;
use setec_core::Violation;
use setec_core::dns::{Name, RecordType, SetKey};
use setec_core::plan::Change;
use setec_store::Protection;

use crate::account::Account;
use crate::dns::read::zone_name;
use crate::journal::Draft;
use crate::{Actor, App, Error, ErrorKind, Result};

/// What is protected in a zone.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ProtectionView {
    /// Whether nothing in it may be changed.
    pub zone: bool,
    /// Sets that may not be changed: name relative to the zone, and type.
    pub sets: Vec<(String, String)>,
}

/// Protections as the writer checks them.
#[derive(Debug, Default)]
pub(crate) struct Protected {
    zone: bool,
    sets: Vec<SetKey>,
}

impl Protected {
    /// Fails where a change touches what is protected, with all such sets named.
    pub(crate) fn allow(&self, zone: &Name, changes: &[Change]) -> Result<()> {
        if self.zone && !changes.is_empty() {
            return Err(protected(format!(
                "zone {zone} is protected; lift its protection first"
            )));
        }
        let touched: Vec<String> = changes
            .iter()
            .map(Change::key)
            .filter(|key| self.sets.contains(key))
            .map(|key| format!("{} {}", key.name.relative_to(zone), key.rtype))
            .collect();
        if touched.is_empty() {
            return Ok(());
        }
        Err(protected(format!(
            "protected: {}; lift the protection first",
            touched.join(", ")
        )))
    }

    /// Fails where anything at all is protected: what follows touches the whole zone.
    pub(crate) fn allow_everything(&self, zone: &Name) -> Result<()> {
        if self.zone || !self.sets.is_empty() {
            return Err(protected(format!(
                "zone {zone} holds protected records; lift their protection first"
            )));
        }
        Ok(())
    }
}

fn protected(message: String) -> Error {
    Error::new(ErrorKind::Protected, message)
}

impl App {
    /// What is protected in a zone.
    pub async fn protection(
        &self,
        actor: &Actor,
        provider: &str,
        domain: &str,
    ) -> Result<ProtectionView> {
        actor.may_read()?;
        let account = self.account(provider).await?;
        account.dns()?;
        let zone = zone_name(domain)?;
        let protected = self.protected(&account, &zone).await?;
        let shown = |key: SetKey| (key.name.relative_to(&zone), key.rtype.to_string());
        Ok(ProtectionView {
            zone: protected.zone,
            sets: protected.sets.into_iter().map(shown).collect(),
        })
    }

    /// Replaces what is protected in a zone.
    pub async fn set_protection(
        self: &Arc<Self>,
        actor: &Actor,
        provider: &str,
        domain: &str,
        wanted: ProtectionView,
    ) -> Result<()> {
        actor.may_write()?;
        let account = self.account(provider).await?;
        account.dns()?;
        let zone = zone_name(domain)?;
        let mut violations = Vec::new();
        let mut rows = Vec::new();
        for (at, (name, rtype)) in wanted.sets.iter().enumerate() {
            let name = Name::in_zone(name, &zone)
                .map_err(|error| Violation::new(format!("sets[{at}].name"), error.to_string()));
            let rtype = rtype
                .parse::<RecordType>()
                .map_err(|error| Violation::new(format!("sets[{at}].type"), error.to_string()));
            match (name, rtype) {
                (Ok(name), Ok(rtype)) => rows.push(Protection {
                    name: name.to_string(),
                    rtype: rtype.to_string(),
                }),
                (name, rtype) => violations.extend(name.err().into_iter().chain(rtype.err())),
            }
        }
        if !violations.is_empty() {
            return Err(Error::invalid(violations));
        }
        if wanted.zone {
            rows.push(Protection {
                name: String::new(),
                rtype: String::new(),
            });
        }
        rows.sort();
        rows.dedup();
        let draft = Draft::of(&account.name, "dns.protect", zone.as_str())
            .to(json!({"zone": wanted.zone, "sets": wanted.sets}));
        let app = Arc::clone(self);
        self.change(actor, draft, async move {
            Ok(app
                .store
                .set_protections(&account.name, zone.as_str(), &rows)
                .await?)
        })
        .await
    }

    pub(crate) async fn protected(&self, account: &Account, zone: &Name) -> Result<Protected> {
        let mut protected = Protected::default();
        for row in self.store.protections(&account.name, zone.as_str()).await? {
            if row.name.is_empty() {
                protected.zone = true;
                continue;
            }
            let key = (row.name.parse(), row.rtype.parse());
            if let (Ok(name), Ok(rtype)) = key {
                protected.sets.push(SetKey { name, rtype });
            }
        }
        Ok(protected)
    }
}
