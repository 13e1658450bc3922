use std::collections::BTreeSet;

use http::StatusCode;

use super::zone::{Record, RecordSet};
use super::{TYPES, content, name, owned, refuse_foreign};
use crate::hostinger::estate::Estate;
use crate::hostinger::form::Form;
use crate::hostinger::refusal::{Answer, Refusal, accepted};
use crate::hostinger::routes::Ask;

// Not documented; the default of an absent ttl is an assumption (spec 1.2).
const DEFAULT_TTL: i64 = 14400;

/// `PUT zones/{domain}`.
pub(super) fn update(estate: &mut Estate, ask: &Ask) -> Answer {
    let sets = planned(estate, ask)?;
    let id = estate.next_id();
    owned(estate, &ask.domain())?.commit(ask, id, "Zone records update request", sets);
    accepted()
}

/// `POST zones/{domain}/validate`.
pub(super) fn validate(estate: &mut Estate, ask: &Ask) -> Answer {
    planned(estate, ask)?;
    accepted()
}

/// `DELETE zones/{domain}`.
pub(super) fn destroy(estate: &mut Estate, ask: &Ask) -> Answer {
    let mut form = ask.form();
    let filters: Vec<(String, String)> = (0..form.array("filters"))
        .map(|index| {
            let name = form.string(&format!("filters.{index}.name"));
            let kind = form.one_of(&format!("filters.{index}.type"), &TYPES);
            (name, kind)
        })
        .collect();
    form.done()?;
    let id = estate.next_id();
    let zone = owned(estate, &ask.domain())?;
    // Whether the vendor refuses this is not known; a zone without them does not work.
    if filters
        .iter()
        .any(|(name, kind)| kind == "SOA" || (kind == "NS" && name == "@"))
    {
        return Err(conflict());
    }
    let mut sets = zone.sets().to_vec();
    sets.retain(|set| !filters.iter().any(|(name, kind)| set.is(name, kind)));
    zone.commit(ask, id, "Zone records delete request", sets);
    accepted()
}

/// The sets that the zone would have; a request is taken whole or not at all.
fn planned(estate: &mut Estate, ask: &Ask) -> Result<Vec<RecordSet>, Refusal> {
    let mut form = ask.form();
    let overwrite = form.boolean("overwrite", true);
    let given: Vec<(RecordSet, i64)> = (0..form.array("zone"))
        .map(|index| given_set(&mut form, &format!("zone.{index}")))
        .collect();
    form.done()?;
    let domain = ask.domain();
    refuse_foreign(estate, &domain)?;
    let zone = owned(estate, &domain)?;
    let mut sets = zone.sets().to_vec();
    if overwrite {
        sets.retain(|set| !given.iter().any(|(new, _)| set.is(&new.name, &new.kind)));
    }
    for (new, ttl) in given {
        let ttl = checked_ttl(ttl)?;
        merge(&mut sets, new, ttl)?;
    }
    check_conflicts(&sets)?;
    Ok(sets)
}

fn given_set(form: &mut Form, path: &str) -> (RecordSet, i64) {
    let name = form.string(&format!("{path}.name"));
    let kind = form.one_of(&format!("{path}.type"), &TYPES);
    let ttl = form.optional_integer(&format!("{path}.ttl"));
    let records = (0..form.array(&format!("{path}.records")))
        .map(|index| Record {
            content: form.string(&format!("{path}.records.{index}.content")),
            is_disabled: false,
        })
        .collect();
    let set = RecordSet {
        name,
        records,
        ttl: 0,
        kind,
    };
    (set, ttl.unwrap_or(DEFAULT_TTL))
}

fn checked_ttl(ttl: i64) -> Result<u32, Refusal> {
    u32::try_from(ttl)
        .ok()
        .filter(|ttl| *ttl >= 60)
        .ok_or_else(|| {
            Refusal::coded(
                StatusCode::UNPROCESSABLE_ENTITY,
                "DNS:4005",
                "Resource record TTL must be at least 60 seconds!",
            )
        })
}

/// Appends a set; the set that is there takes the new TTL, and a content twice is an error.
fn merge(sets: &mut Vec<RecordSet>, new: RecordSet, ttl: u32) -> Result<(), Refusal> {
    let name = new.name.to_ascii_lowercase();
    if !name::is_relative(&name) {
        return Err(conflict());
    }
    let position = sets.iter().position(|set| set.is(&name, &new.kind));
    let index = position.unwrap_or_else(|| {
        sets.push(RecordSet {
            name,
            records: Vec::new(),
            ttl,
            kind: new.kind.clone(),
        });
        sets.len() - 1
    });
    let set = &mut sets[index];
    set.ttl = ttl;
    for record in new.records {
        let content = content::stored(&set.kind, &record.content).ok_or_else(conflict)?;
        let key = content::compared(&set.kind, &content);
        let is_twice = set
            .records
            .iter()
            .any(|other| content::compared(&set.kind, &other.content) == key);
        if is_twice {
            return Err(conflict());
        }
        set.records.push(Record {
            content,
            is_disabled: false,
        });
    }
    Ok(())
}

/// A CNAME stands alone, and below a delegation there is only glue.
fn check_conflicts(sets: &[RecordSet]) -> Result<(), Refusal> {
    let aliases: BTreeSet<&str> = sets
        .iter()
        .filter(|set| set.kind == "CNAME")
        .map(|set| set.name.as_str())
        .collect();
    let beside_alias = sets.iter().any(|set| {
        aliases.contains(set.name.as_str()) && (set.kind != "CNAME" || set.records.len() > 1)
    });
    let single = |kind: &str| {
        sets.iter()
            .any(|set| set.kind == kind && set.records.len() > 1)
    };
    let below_cut = sets
        .iter()
        .filter(|cut| cut.kind == "NS" && cut.name != "@")
        .any(|cut| {
            sets.iter().any(|set| {
                name::is_below(&set.name, &cut.name) && set.kind != "A" && set.kind != "AAAA"
            })
        });
    if beside_alias || below_cut || single("SOA") || single("ALIAS") {
        return Err(conflict());
    }
    Ok(())
}

fn conflict() -> Refusal {
    Refusal::coded(
        StatusCode::UNPROCESSABLE_ENTITY,
        "DNS:4008",
        "DNS resource record is not valid or conflicts with another resource record",
    )
}
