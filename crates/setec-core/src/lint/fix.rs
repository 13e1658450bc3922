//! What mends a finding.

use crate::dns::{Mx, Name, RecordData, RecordSet, SetKey, Srv, Ttl, Zone};
use crate::lint::view::texts;
use crate::plan::Change;

/// TTL of records that a fix adds.
const NEW_TTL_SECS: u64 = 3600;

/// Changes that make a finding go away, for a person to look at before they are made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fix {
    /// What a button says, such as `Add a DMARC record that only watches`.
    pub label: String,
    /// The changes, each of another set.
    pub changes: Vec<Change>,
}

/// The change that adds values to a set of the zone, or makes the set.
pub(super) fn adding(zone: &Zone, name: &Name, values: Vec<RecordData>) -> Option<Change> {
    let rtype = values.first()?.rtype();
    let key = SetKey {
        name: name.clone(),
        rtype,
    };
    let Some(before) = zone.get(&key) else {
        let ttl = Ttl::from_secs(NEW_TTL_SECS).expect("an hour is a TTL");
        return Some(Change::Create(RecordSet::new(key, ttl, values)));
    };
    let mut after = before.clone();
    for value in values {
        after.insert(value);
    }
    Some(replacing(before, after))
}

/// The change that takes values out of a set; the set goes with the last one.
pub(super) fn removing(set: &RecordSet, gone: impl Fn(&RecordData) -> bool) -> Change {
    let mut after = set.clone();
    for value in set.values().iter().filter(|value| gone(value)) {
        after.remove(value);
    }
    replacing(set, after)
}

/// The change that gives a set another TTL.
pub(super) fn with_ttl(set: &RecordSet, secs: u32) -> Option<Change> {
    let mut after = set.clone();
    after.ttl = Ttl::from_secs(u64::from(secs)).ok()?;
    Some(replacing(set, after))
}

/// The change that writes other values in the place of some; `None` where none is affected.
pub(super) fn rewriting(
    set: &RecordSet,
    rewrite: impl Fn(&RecordData) -> Option<RecordData>,
) -> Option<Change> {
    let mut after = set.clone();
    for value in set.values() {
        if let Some(new) = rewrite(value) {
            after.remove(value);
            after.insert(new);
        }
    }
    (after != *set).then(|| replacing(set, after))
}

/// The same for texts.
pub(super) fn rewriting_texts(
    set: &RecordSet,
    rewrite: impl Fn(&str) -> Option<String>,
) -> Option<Change> {
    // A text that is no UTF-8 would not come back as it was.
    let is_whole = set.values().iter().all(|value| match value {
        RecordData::Txt(bytes) => std::str::from_utf8(bytes).is_ok(),
        _ => false,
    });
    if !is_whole {
        return None;
    }
    rewriting(set, |value| match value {
        RecordData::Txt(bytes) => {
            let text = String::from_utf8_lossy(bytes);
            Some(RecordData::Txt(rewrite(&text)?.into_bytes().into()))
        }
        _ => None,
    })
}

/// The change that puts one text in the place of all those that are chosen.
pub(super) fn joining(
    set: &RecordSet,
    chosen: impl Fn(&str) -> bool,
    text: String,
) -> Option<Change> {
    let is_chosen = |value: &RecordData| match value {
        RecordData::Txt(bytes) => std::str::from_utf8(bytes).is_ok_and(&chosen),
        _ => false,
    };
    let all = texts(set).filter(|text| chosen(text)).count();
    let mut after = set.clone();
    let mut found = 0;
    for value in set.values().iter().filter(|value| is_chosen(value)) {
        after.remove(value);
        found += 1;
    }
    after.insert(RecordData::Txt(text.into_bytes().into()));
    (found == all).then(|| replacing(set, after))
}

/// The value with another name to point to, where it points to one.
pub(super) fn pointing_to(value: &RecordData, target: Name) -> Option<RecordData> {
    Some(match value {
        RecordData::Mx(mx) => RecordData::Mx(Mx {
            exchange: target,
            ..mx.clone()
        }),
        RecordData::Srv(srv) => RecordData::Srv(Srv {
            target,
            ..srv.clone()
        }),
        RecordData::Ns(_) => RecordData::Ns(target),
        _ => return None,
    })
}

fn replacing(before: &RecordSet, after: RecordSet) -> Change {
    if after.is_empty() {
        return Change::Delete(before.clone());
    }
    Change::Replace {
        before: before.clone(),
        after,
    }
}
