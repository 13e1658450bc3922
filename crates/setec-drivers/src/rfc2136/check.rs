//! What no update can do, told before any is sent.

use setec_core::Violation;
use setec_core::dns::{Name, RecordData, RecordSet, RecordType};
use setec_core::plan::Change;
use setec_provider::ProviderError;

use crate::rfc2136::pack::DoesNotFit;
use crate::rfc2136::transfer::is_of_the_server;
use crate::rfc2136::write::WRITE_RECORDS;

/// Everything that no update can do, all of it at once.
pub(super) fn faults(zone: &Name, changes: &[Change]) -> Vec<Violation> {
    let mut violations = Vec::new();
    for change in changes {
        let key = change.key();
        let is_apex = key.name == *zone;
        let rule = if !key.name.is_in(zone) {
            "it is not in the zone"
        } else if key.rtype == RecordType::Soa {
            "the SOA is the server's own: it counts the serial at every update"
        } else if is_of_the_server(key.rtype) {
            "records of that type are the server's own: it makes them when it signs the zone"
        } else if key.rtype == RecordType::Alias && change.after().is_some() {
            "no server of RFC 2136 takes records of that type"
        } else if is_apex && key.rtype == RecordType::Ns && change.after().is_none() {
            "a zone's own NS cannot be deleted by an update (RFC 2136 section 3.4.2.3)"
        } else if change
            .after()
            .is_some_and(|after| !after.disabled().is_empty())
        {
            "a record that is kept without being served cannot be held here"
        } else if change.after().is_some_and(is_too_long) {
            "one of its values is longer than the 65,535 bytes of a record"
        } else {
            continue;
        };
        let field = format!("{}/{}", key.name.relative_to(zone), key.rtype);
        violations.push(Violation::new(field, rule));
    }
    violations
}

fn is_too_long(set: &RecordSet) -> bool {
    // Only a text has no limit of its own; one byte of 256 is a string's length.
    let is_long = |value: &RecordData| match value {
        RecordData::Txt(text) => text.len() + text.len().div_ceil(255) > 65_535,
        _ => false,
    };
    set.values().iter().any(is_long)
}

/// Changes that no message takes.
pub(super) fn too_long(zone: &Name, part: &DoesNotFit<'_>) -> ProviderError {
    let rule =
        "the set as it is and as it shall be do not fit into the 65,535 bytes of one message";
    let violations = part.0.iter().map(|change| {
        let key = change.key();
        let field = format!("{}/{}", key.name.relative_to(zone), key.rtype);
        Violation::new(field, rule)
    });
    ProviderError::invalid(WRITE_RECORDS, violations.collect())
}
