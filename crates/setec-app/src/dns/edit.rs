//! What an edit makes of a zone: pure functions from the live state to the desired one.

use std::collections::BTreeMap;

use setec_core::dns::{Name, RecordData, RecordSet, RecordType, SetKey, Ttl, Zone};
use setec_core::plan::holds_the_zone;

use crate::dns::DeleteRecords;
use crate::dns::input::GivenSet;
use crate::{Error, ErrorKind, Result};

/// Adds one value to a zone; it must not be there yet.
pub(crate) fn append(
    zone: &mut Zone,
    key: SetKey,
    given: GivenSet,
    default_ttl: Ttl,
) -> Result<()> {
    let existing = zone.get(&key);
    for value in &given.values {
        if existing.is_some_and(|set| set.values().contains(value)) {
            return Err(Error::new(
                ErrorKind::Exists,
                format!(
                    "the record exists already: {} {} {}",
                    key.name.relative_to(&zone.name),
                    key.rtype,
                    value.to_content().0
                ),
            ));
        }
    }
    let set = merged(existing, key, given, default_ttl);
    zone.put(set);
    Ok(())
}

/// Merges sets into a zone: values are added, a set of a single-valued type takes the new value.
pub(crate) fn merge(zone: &mut Zone, sets: BTreeMap<SetKey, GivenSet>, default_ttl: Ttl) {
    for (key, given) in sets {
        let existing = zone.get(&key);
        let set = if key.rtype.is_single() {
            let ttl = given
                .ttl
                .or(existing.map(|set| set.ttl))
                .unwrap_or(default_ttl);
            RecordSet::new(key, ttl, given.values)
        } else {
            merged(existing, key, given, default_ttl)
        };
        zone.put(set);
    }
}

/// Replaces everything in a zone but its SOA and, unless others are given, its apex NS.
pub(crate) fn replace_all(live: &Zone, sets: BTreeMap<SetKey, GivenSet>, default_ttl: Ttl) -> Zone {
    let mut zone = Zone::empty(live.name.clone());
    for set in live
        .sets()
        .filter(|set| holds_the_zone(&set.key, &live.name))
    {
        zone.put(set.clone());
    }
    for (key, given) in sets {
        let ttl = given
            .ttl
            .or(live.get(&key).map(|set| set.ttl))
            .unwrap_or(default_ttl);
        zone.put(RecordSet::new(key, ttl, given.values));
    }
    zone
}

/// Puts back the values that the live zone keeps without serving them.
pub(crate) fn keep_disabled(live: &Zone, desired: &mut Zone) {
    for set in live.sets().filter(|set| !set.disabled().is_empty()) {
        let kept = desired.remove(&set.key);
        let mut kept = kept.unwrap_or_else(|| RecordSet::new(set.key.clone(), set.ttl, []));
        for value in set.disabled() {
            if !kept.values().contains(value) {
                kept.insert_disabled(value.clone());
            }
        }
        desired.put(kept);
    }
}

/// Takes the matching records out; the names of what went are returned, none is an error.
pub(crate) fn delete(zone: &mut Zone, what: &DeleteRecords) -> Result<()> {
    let name = match &what.name {
        Some(name) => Some(
            Name::in_zone(name, &zone.name)
                .map_err(|error| Error::field("name", error.to_string()))?,
        ),
        None => None,
    };
    let rtype: Option<RecordType> = match &what.rtype {
        Some(rtype) => Some(
            rtype
                .parse()
                .map_err(|error| Error::field("type", format!("{error}")))?,
        ),
        None => None,
    };
    if name.is_none() && rtype.is_none() {
        return Err(Error::field(
            "name",
            "name or type is required; a whole zone is never deleted by an empty filter",
        ));
    }
    let value = wanted_value(what, rtype, &zone.name)?;
    let matching: Vec<SetKey> = zone
        .sets()
        .filter(|set| name.as_ref().is_none_or(|name| set.key.name == *name))
        .filter(|set| rtype.is_none_or(|rtype| set.key.rtype == rtype))
        .filter(|set| {
            value
                .as_ref()
                .is_none_or(|value| set.values().contains(value))
        })
        .map(|set| set.key.clone())
        .collect();
    let (protected, free): (Vec<SetKey>, Vec<SetKey>) = matching
        .into_iter()
        .partition(|key| holds_the_zone(key, &zone.name));
    if free.is_empty() {
        return Err(match protected.first() {
            Some(key) => Error::new(
                ErrorKind::Protected,
                format!("the {} of the zone's apex cannot be deleted", key.rtype),
            ),
            None => Error::not_found("no record matches"),
        });
    }
    for key in free {
        let Some(mut set) = zone.remove(&key) else {
            continue;
        };
        if let Some(value) = &value {
            set.remove(value);
            zone.put(set);
        }
    }
    Ok(())
}

fn merged(
    existing: Option<&RecordSet>,
    key: SetKey,
    given: GivenSet,
    default_ttl: Ttl,
) -> RecordSet {
    let mut set = match existing {
        Some(set) => set.clone(),
        None => RecordSet::new(key, given.ttl.unwrap_or(default_ttl), []),
    };
    set.ttl = given.ttl.unwrap_or(set.ttl);
    for value in given.values {
        set.insert(value);
    }
    set
}

fn wanted_value(
    what: &DeleteRecords,
    rtype: Option<RecordType>,
    zone: &Name,
) -> Result<Option<RecordData>> {
    let Some(content) = &what.content else {
        return Ok(None);
    };
    let rtype =
        rtype.ok_or_else(|| Error::field("type", "it is required where content is given"))?;
    if what.name.is_none() {
        return Err(Error::field(
            "name",
            "it is required where content is given",
        ));
    }
    let priority = what.priority.map(u16::try_from).transpose();
    let priority = priority.map_err(|_| Error::field("priority", "a number from 0 to 65535"))?;
    RecordData::from_content(rtype, content, priority, zone)
        .map(Some)
        .map_err(|error| Error::field(error.field, error.to_string()))
}
