//! Lost races and lost answers, in words.

use setec_core::dns::{RecordData, RecordSet, RecordType, Zone};
use setec_core::plan::Change;
use setec_provider::{ErrorKind, ProviderError};

use crate::rfc2136::write::WRITE_RECORDS;

/// Sets named in a message about a lost race.
const MAX_NAMED: usize = 5;

/// Characters of a set's values in such a message.
const MAX_SHOWN: usize = 200;

/// What the set is instead of what it was, and what stands in its way; TTLs do not count.
pub(super) fn difference(live: &Zone, change: &Change) -> Option<String> {
    let key = change.key();
    let now = live.get(key);
    if values(now) != values(change.before()) {
        let shown = |set: Option<&RecordSet>| match set {
            Some(set) => {
                let all: Vec<String> = set.values().iter().map(ToString::to_string).collect();
                shorten(&all.join(" "))
            }
            None => "nothing".to_owned(),
        };
        return Some(format!(
            "{} {} was {} and is now {}",
            key.name,
            key.rtype,
            shown(change.before()),
            shown(now)
        ));
    }
    let made = change.before().is_none();
    let in_the_way = |set: &&RecordSet| {
        set.key.rtype != key.rtype
            && (set.key.rtype == RecordType::Cname || key.rtype == RecordType::Cname)
    };
    let other = live.at(&key.name).find(in_the_way).filter(|_| made)?;
    Some(format!("{} has {} records", key.name, other.key.rtype))
}

fn values(set: Option<&RecordSet>) -> &[RecordData] {
    set.map_or(&[], RecordSet::values)
}

fn shorten(text: &str) -> String {
    match text.char_indices().nth(MAX_SHOWN) {
        Some((at, _)) => format!("{}...", &text[..at]),
        None => text.to_owned(),
    }
}

/// The differences, the first few of them.
pub(super) fn in_short(differences: &[String]) -> String {
    let named = differences[..differences.len().min(MAX_NAMED)].join("; ");
    match differences.len().saturating_sub(MAX_NAMED) {
        0 => named,
        more => format!("{named}; and {more} more"),
    }
}

/// A write that somebody else has overtaken.
pub(super) fn conflict(words: &str) -> ProviderError {
    let message = format!("somebody else has changed the zone meanwhile: {words}");
    ProviderError::new(ErrorKind::Conflict, WRITE_RECORDS, message)
}

/// A write of which nobody knows whether it was carried out.
pub(super) fn unknown(lost: &ProviderError) -> ProviderError {
    let message = format!(
        "{lost}; whether the changes were made is not known, so look at the zone before you repeat them"
    );
    ProviderError::new(lost.kind, WRITE_RECORDS, message)
}
