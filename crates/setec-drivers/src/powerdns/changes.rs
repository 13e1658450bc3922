//! Writing zones: one PATCH for a whole batch, which happens as a whole or not at all.

use async_trait::async_trait;
use http::{Method, StatusCode};
use setec_core::dns::{Name, RecordSet};
use setec_core::plan::Change;
use setec_core::{Violation, join_violations};
use setec_provider::dns::{Answer, ApplyError, Written, ZoneWriter, set_field};
use setec_provider::http::Repeat;
use setec_provider::{ErrorKind, ProviderError, Result};

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
    ) -> std::result::Result<Written, ApplyError> {
        if changes.is_empty() {
            return Ok(Written::default());
        }
        let rrsets: Result<Vec<RrSetChange>> = changes.iter().map(rrset_change).collect();
        let path = zone_path(zone);
        // Whole sets are replaced, so a second PATCH after a lost answer changes nothing more.
        let request = Request::new(WRITE_RECORDS, Method::PATCH, &path, Repeat::Idempotent)
            .body(&Patch { rrsets: rrsets? });
        let reply = self.client.send_about(zone, request).await;
        let reply = reply.map_err(|error| name_sets(error, zone, changes))?;
        expect_status(&reply, StatusCode::NO_CONTENT)?;
        let answer = Answer {
            call: format!("PATCH {path}"),
            text: reply.summary(),
        };
        Ok(Written {
            answers: vec![answer],
            seen: None,
        })
    }

    /// One PATCH takes any number of sets.
    fn calls(&self, changes: &[Change]) -> u32 {
        u32::from(!changes.is_empty())
    }

    /// 204 comes after the commit, and a content in another form than the server's is refused.
    fn stands_as_sent(&self) -> bool {
        true
    }
}

/// The refusal with the sets that the server's words name.
///
/// There is no call that checks without writing, but refusals name the set (seen at 4.7):
/// `RRset www.example.com. IN CNAME: Conflicts with pre-existing RRset`,
/// `Record www.example.com./A 'x': Parsing record content ...`,
/// `Record example.com. IN DS is not allowed at apex`.
fn name_sets(mut error: ProviderError, zone: &Name, changes: &[Change]) -> ProviderError {
    if !matches!(error.kind, ErrorKind::Invalid | ErrorKind::Conflict) {
        return error;
    }
    let is_named = |change: &&Change| {
        let key = change.key();
        let (name, rtype) = (key.name.to_absolute(), key.rtype.to_string());
        let forms = [
            format!("RRset {name} IN {rtype}"),
            format!("Record {name}/{rtype}"),
            format!("Record {name} IN {rtype}"),
        ];
        forms.iter().any(|form| has_word(&error.message, form))
    };
    let named = changes.iter().filter(is_named);
    let violations: Vec<Violation> = named
        .map(|change| Violation::new(set_field(zone, change.key()), error.message.clone()))
        .collect();
    if !violations.is_empty() {
        error.message = join_violations(&violations);
        error.violations = violations;
    }
    error
}

/// Whether a text holds another one that no letter or digit continues: `A` is not `AAAA`.
fn has_word(text: &str, word: &str) -> bool {
    text.match_indices(word).any(|(at, _)| {
        let next = text[at + word.len()..].chars().next();
        !next.is_some_and(|c| c.is_ascii_alphanumeric())
    })
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
