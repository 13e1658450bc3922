//! Changes cut into as few calls as their order allows.

use serde_json::{Value, json};
use setec_core::Violation;
use setec_core::dns::{Name, RecordData, RecordSet, RecordType, SetKey, Zone};
use setec_core::plan::Change;
use setec_provider::{ErrorKind, ProviderError, Result};

use super::{MIN_TTL_SECS, RECORD_TYPES, wire};

/// What a call does to the sets that it names.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Kind {
    /// Puts whole sets in the place of what is there.
    Overwrite,
    /// Adds values beside what is there, also beside what nobody has told us of.
    Append,
    /// Removes whole sets.
    Delete,
}

/// One change as a call carries it out.
#[derive(Debug, Clone)]
pub(super) struct Step<'a> {
    pub(super) kind: Kind,
    pub(super) change: &'a Change,
    /// The values to be sent.
    pub(super) values: Vec<&'a RecordData>,
}

/// What a read shows of a step.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Sight {
    /// It stands.
    Done,
    /// The set is as it was.
    NotYet,
    /// The set is neither: somebody else writes as well, or the vendor spells it another way.
    Other,
}

impl<'a> Step<'a> {
    fn new(change: &'a Change) -> Self {
        let (kind, values) = match change {
            Change::Create(set) => (Kind::Append, set.values().iter().collect()),
            Change::Delete(_) => (Kind::Delete, Vec::new()),
            Change::Replace { before, after } => match added(before, after) {
                Some(values) => (Kind::Append, values),
                None => (Kind::Overwrite, after.values().iter().collect()),
            },
        };
        Self {
            kind,
            change,
            values,
        }
    }

    pub(super) fn key(&self) -> &'a SetKey {
        self.change.key()
    }

    pub(super) fn sight(&self, live: &Zone) -> Sight {
        let set = live.get(self.key());
        let is_done = match self.kind {
            Kind::Delete => set.is_none(),
            Kind::Append => set.is_some_and(|set| {
                let missing = |value: &&RecordData| set.values().binary_search(value).is_err();
                !self.values.iter().any(missing)
            }),
            Kind::Overwrite => set.is_some_and(|set| Some(set) == self.change.after()),
        };
        if is_done {
            Sight::Done
        } else if set == self.change.before() {
            Sight::NotYet
        } else {
            Sight::Other
        }
    }

    /// Whether any value that the step adds is there already, if only disabled.
    pub(super) fn stands_in_part(&self, live: &Zone) -> bool {
        live.get(self.key()).is_some_and(|set| {
            let mut there = set.values().iter().chain(set.disabled());
            there.any(|value| self.values.contains(&value))
        })
    }

    /// Changes between which the plan's order matters are of different stages.
    fn stage(&self) -> (bool, bool) {
        let is_delete = self.kind == Kind::Delete;
        let is_ns = self.key().rtype == RecordType::Ns;
        (is_delete, is_ns && !is_delete)
    }
}

/// The values that are new, if nothing but new values sets the two apart.
fn added<'a>(before: &RecordSet, after: &'a RecordSet) -> Option<Vec<&'a RecordData>> {
    let is_in = |set: &RecordSet, value: &RecordData| set.values().binary_search(value).is_ok();
    let keeps_all = before.values().iter().all(|value| is_in(after, value));
    if before.ttl != after.ttl || !keeps_all {
        return None;
    }
    let new = after.values().iter().filter(|value| !is_in(before, value));
    let new: Vec<&RecordData> = new.collect();
    (!new.is_empty()).then_some(new)
}

/// The changes as steps, or why some of them cannot be carried out.
pub(super) fn steps<'a>(zone: &Name, changes: &'a [Change]) -> Result<Vec<Step<'a>>> {
    let violations: Vec<Violation> = changes
        .iter()
        .filter_map(|change| fault(zone, change))
        .collect();
    if !violations.is_empty() {
        return Err(ProviderError::invalid("apply DNS changes", violations));
    }
    let steps: Vec<Step<'_>> = changes.iter().map(Step::new).collect();
    for step in &steps {
        if loses_disabled(step) {
            let message = format!(
                "the {} set of {} holds disabled records, which this API cannot keep when the set is rewritten; enable or delete them in hPanel first",
                step.key().rtype,
                step.key().name.relative_to(zone)
            );
            return Err(ProviderError::new(
                ErrorKind::Conflict,
                "apply DNS changes",
                message,
            ));
        }
    }
    Ok(steps)
}

fn loses_disabled(step: &Step<'_>) -> bool {
    let disabled = |set: Option<&RecordSet>| set.map_or(0, |set| set.disabled().len());
    let (before, after) = (
        disabled(step.change.before()),
        disabled(step.change.after()),
    );
    match step.kind {
        Kind::Delete => false,
        Kind::Append => before != after,
        Kind::Overwrite => before > 0 || after > 0,
    }
}

fn fault(zone: &Name, change: &Change) -> Option<Violation> {
    let key = change.key();
    let field = format!("{}/{}", key.name.relative_to(zone), key.rtype);
    let rule = if key.rtype == RecordType::Soa {
        "the SOA record is Hostinger's own and cannot be changed".to_owned()
    } else if !RECORD_TYPES.contains(&key.rtype) {
        format!("Hostinger holds no {} records", key.rtype)
    } else if !key.name.is_in(zone) {
        format!("it is not in zone {zone}")
    } else {
        match change.after() {
            None if key.rtype == RecordType::Ns && key.name == *zone => {
                "the NS records of the zone itself cannot be deleted".to_owned()
            }
            Some(set) if u64::from(set.ttl.secs()) < MIN_TTL_SECS => {
                format!("a TTL is at least {MIN_TTL_SECS} seconds")
            }
            _ => return None,
        }
    };
    Some(Violation::new(field, rule))
}

/// The steps in calls, each of one kind.
pub(super) fn batches<'a>(steps: &[Step<'a>]) -> Vec<Vec<Step<'a>>> {
    let mut ordered: Vec<Step<'a>> = Vec::with_capacity(steps.len());
    for stage in steps.chunk_by(|a, b| a.stage() == b.stage()) {
        let mut stage = stage.to_vec();
        // Going on with the kind at hand saves a call.
        let last = ordered.last().map(|step| step.kind);
        stage.sort_by_key(|step| (Some(step.kind) != last, step.kind));
        ordered.extend(stage);
    }
    ordered
        .chunk_by(|a, b| a.kind == b.kind)
        .map(<[Step<'a>]>::to_vec)
        .collect()
}

/// The body of a PUT. `overwrite` is always in it: the API's default is the one that destroys.
pub(super) fn put_body(zone: &Name, batch: &[Step<'_>], kind: Kind) -> Value {
    let sets: Vec<Value> = batch
        .iter()
        .filter_map(|step| {
            let ttl = step.change.after()?.ttl;
            let values = step.values.iter().copied();
            Some(wire::set(zone, step.key(), ttl, values))
        })
        .collect();
    json!({"overwrite": kind == Kind::Overwrite, "zone": sets})
}

/// The body of a DELETE.
pub(super) fn delete_body(zone: &Name, batch: &[Step<'_>]) -> Value {
    let filters: Vec<Value> = batch
        .iter()
        .map(|step| {
            let key = step.key();
            json!({"name": key.name.relative_to(zone), "type": key.rtype.to_string()})
        })
        .collect();
    json!({"filters": filters})
}
