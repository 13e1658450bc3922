//! Writing zones: one PATCH for a whole batch, which happens as a whole or not at all.

use async_trait::async_trait;
use http::{Method, StatusCode};
use setec_core::dns::{Name, RecordSet};
use setec_core::plan::Change;
use setec_provider::Result;
use setec_provider::dns::{Answer, ApplyError, ZoneWriter};
use setec_provider::http::Repeat;

use crate::powerdns::account::PowerDns;
use crate::powerdns::client::{Request, expect_status, zone_path};
use crate::powerdns::content;
use crate::powerdns::wire::{Patch, Record, RrSetChange};

pub(super) const WRITE_RECORDS: &str = "write records";

#[async_trait]
impl ZoneWriter for PowerDns {
    async fn apply(
        &self,
        zone: &Name,
        changes: &[Change],
    ) -> std::result::Result<Vec<Answer>, ApplyError> {
        if changes.is_empty() {
            return Ok(Vec::new());
        }
        let rrsets: Result<Vec<RrSetChange>> = changes.iter().map(rrset_change).collect();
        let path = zone_path(zone);
        // Whole sets are replaced, so a second PATCH after a lost answer changes nothing more.
        let request = Request::new(WRITE_RECORDS, Method::PATCH, &path, Repeat::Idempotent)
            .body(&Patch { rrsets: rrsets? });
        let reply = self.client.send_about(zone, request).await?;
        expect_status(&reply, StatusCode::NO_CONTENT)?;
        Ok(vec![Answer {
            call: format!("PATCH {path}"),
            text: reply.summary(),
        }])
    }

    /// One PATCH takes any number of sets.
    fn calls(&self, changes: &[Change]) -> u32 {
        u32::from(!changes.is_empty())
    }
}

fn rrset_change(change: &Change) -> Result<RrSetChange> {
    let key = change.key();
    match change.after() {
        Some(set) if !set.is_empty() => replacement(set),
        _ => Ok(RrSetChange::Delete {
            name: key.name.to_absolute(),
            rtype: content::write_type(key.rtype)?,
        }),
    }
}

/// A whole set as the server takes it.
pub(super) fn replacement(set: &RecordSet) -> Result<RrSetChange> {
    Ok(RrSetChange::Replace {
        name: set.key.name.to_absolute(),
        rtype: content::write_type(set.key.rtype)?,
        ttl: set.ttl.secs(),
        records: records(set),
    })
}

fn records(set: &RecordSet) -> Vec<Record<'static>> {
    let served = set.values().iter().map(|value| (value, false));
    // PowerDNS refuses a value that is there twice, served and disabled.
    let kept = set
        .disabled()
        .iter()
        .filter(|value| !set.values().contains(value))
        .map(|value| (value, true));
    served
        .chain(kept)
        .map(|(value, disabled)| Record {
            content: content::write(value).into(),
            disabled,
        })
        .collect()
}
