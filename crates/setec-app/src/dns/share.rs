//! One caller's share of a joined write: what it changes, and what the journal keeps of it.

use std::collections::BTreeSet;

use serde_json::{Value, json};
use setec_core::dns::{Name, RecordSet, SetKey, Zone};
use setec_core::plan::{Change, Guard, diff, guards};
use setec_provider::dns::{Answer, DnsFacts};
use uuid::Uuid;

use crate::account::Account;
use crate::dns::plan::{faults, require_overrides};
use crate::dns::protection::Protected;
use crate::dns::writer::{Edit, Pending};
use crate::journal::Draft;
use crate::{Error, Result};

/// Calls whose answers an entry keeps, and how much of each.
const ANSWERS_KEPT: usize = 20;
const ANSWER_CHARS: usize = 300;

/// A joined edit with its own part of the plan.
pub(crate) struct Share {
    pub(crate) pending: Pending,
    pub(crate) changes: Vec<Change>,
    pub(crate) entry_id: Uuid,
    /// Whether it is tried again because the zone had moved.
    pub(crate) is_repeated: bool,
}

impl Share {
    /// Those of the sets that this share changes.
    pub(crate) fn own<'a>(&self, sets: &'a [SetKey]) -> Vec<&'a SetKey> {
        let is_own = |key: &&SetKey| self.changes.iter().any(|change| change.key() == *key);
        sets.iter().filter(is_own).collect()
    }
}

/// What the zone shall be after an edit, and the changes that it takes: checked and allowed.
pub(crate) fn plan_share(
    pending: &Pending,
    now: &Zone,
    facts: &DnsFacts,
    protected: &Protected,
) -> Result<(Zone, Vec<Change>)> {
    let next = (pending.desire)(now)?;
    let changes = diff(now, &next);
    let violations = faults(&changes, &next, facts);
    if !violations.is_empty() {
        return Err(Error::invalid(violations));
    }
    protected.allow(&now.name, &changes)?;
    let Edit {
        guards: held,
        overrides,
        ..
    } = &pending.edit;
    if !held.is_empty() {
        let mut trips = guards(now, &next, &changes);
        trips.retain(|trip| held.hold(trip.guard));
        require_overrides(&trips, overrides)?;
    }
    Ok((next, changes))
}

/// The entry of a share, before it is sent.
pub(crate) fn draft(account: &Account, zone: &Name, edit: &Edit, changes: &[Change]) -> Draft {
    let mut draft = Draft::of(&account.name, edit.action, zone.as_str());
    draft.before = Some(sets_text(changes.iter().filter_map(Change::before)));
    let mut after = sets_text(changes.iter().filter_map(Change::after));
    if let (false, Some(list)) = (edit.overrides.is_empty(), after.as_array_mut()) {
        let given: &BTreeSet<Guard> = &edit.overrides;
        list.push(json!({"override": given}));
    }
    draft.after = Some(after);
    draft
}

/// Record sets as the journal keeps them.
pub(crate) fn sets_text<'a>(sets: impl Iterator<Item = &'a RecordSet>) -> Value {
    sets.map(|set| {
        let values: Vec<String> = set.values().iter().map(ToString::to_string).collect();
        json!({"name": set.key.name.as_str(), "type": set.key.rtype.to_string(), "ttl": set.ttl.secs(), "values": values})
    })
    .collect()
}

/// A vendor's answers as the journal keeps them; drivers have left out hosts and secrets.
pub(crate) fn answers_text(answers: &[Answer]) -> Option<Value> {
    if answers.is_empty() {
        return None;
    }
    let cut = |text: &str| text.chars().take(ANSWER_CHARS).collect::<String>();
    let mut kept: Vec<Value> = answers
        .iter()
        .take(ANSWERS_KEPT)
        .map(|answer| json!({"call": cut(&answer.call), "text": cut(&answer.text)}))
        .collect();
    if answers.len() > ANSWERS_KEPT {
        let more = format!("{} more calls", answers.len() - ANSWERS_KEPT);
        kept.push(json!({"call": more, "text": ""}));
    }
    Some(Value::Array(kept))
}
