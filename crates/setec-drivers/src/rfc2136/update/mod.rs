//! The UPDATE message for some changes (RFC 2136 sections 2.4 and 2.5).
//!
//! Every change brings its prerequisites: a set that is replaced or deleted has exactly the values
//! that were read, one that is made is not there. RFC 2136 compares no TTLs, so a change of nothing
//! but a TTL by somebody else is the one that is not noticed.

use std::collections::HashSet;

use domain::base::iana::{Class, Opcode, Rtype};
use domain::base::message_builder::PushError;
use domain::base::rdata::UnknownRecordData;
use setec_core::dns::{Name, RecordData, RecordSet, RecordType, SetKey};
use setec_core::plan::Change;

use crate::rfc2136::client::{Client, Request, wire_name};
use crate::rfc2136::transfer::Forms;
use crate::rfc2136::zones::RECORD_TYPES;

/// The changes need more than one message.
#[derive(Debug)]
pub(super) struct TooLong;

impl From<PushError> for TooLong {
    fn from(_: PushError) -> Self {
        Self
    }
}

/// The message, ready to be signed. Values stand in it in the server's own form where `forms` has it.
pub(super) fn message(
    client: &Client,
    zone: &Name,
    changes: &[&Change],
    forms: &Forms,
) -> Result<Request, TooLong> {
    let mut question = client.draft(Opcode::UPDATE).question();
    question.push((wire_name(zone), Rtype::SOA, Class::IN))?;
    let mut prerequisites = question.answer();
    for line in self::prerequisites(changes, forms) {
        prerequisites.push(line.compose()?)?;
    }
    let mut updates = prerequisites.authority();
    for change in changes {
        for line in self::updates(zone, change, forms) {
            updates.push(line.compose()?)?;
        }
    }
    Ok(updates.additional())
}

/// One resource record of the message; what it means is in its class.
#[derive(Debug, PartialEq, Eq)]
struct Line {
    owner: Name,
    class: Class,
    rtype: Rtype,
    ttl: u32,
    data: Vec<u8>,
}

impl Line {
    fn new(key: &SetKey, class: Class) -> Self {
        Self {
            owner: key.name.clone(),
            class,
            rtype: Rtype::from_int(key.rtype.number()),
            ttl: 0,
            data: Vec::new(),
        }
    }

    /// The set is not there, as a prerequisite.
    fn absent(name: &Name, rtype: RecordType) -> Self {
        let key = SetKey {
            name: name.clone(),
            rtype,
        };
        Self::new(&key, Class::NONE)
    }

    /// The name has no records at all, as a prerequisite.
    fn unused(name: &Name) -> Self {
        Self {
            rtype: Rtype::ANY,
            ..Self::absent(name, RecordType::A)
        }
    }

    /// The whole set goes.
    fn delete_set(key: &SetKey) -> Self {
        Self::new(key, Class::ANY)
    }

    /// One value goes.
    fn delete(key: &SetKey, data: Vec<u8>) -> Self {
        Self {
            data,
            ..Self::new(key, Class::NONE)
        }
    }

    /// One value: is there as a prerequisite, comes as an update.
    fn value(key: &SetKey, ttl: u32, data: Vec<u8>) -> Self {
        Self {
            ttl,
            data,
            ..Self::new(key, Class::IN)
        }
    }

    #[expect(
        clippy::type_complexity,
        reason = "it is the library's tuple of a record"
    )]
    fn compose(
        self,
    ) -> Result<
        (
            domain::base::Name<Vec<u8>>,
            Class,
            u32,
            UnknownRecordData<Vec<u8>>,
        ),
        TooLong,
    > {
        let data = UnknownRecordData::from_octets(self.rtype, self.data).map_err(|_| TooLong)?;
        Ok((wire_name(&self.owner), self.class, self.ttl, data))
    }
}

fn prerequisites(changes: &[&Change], forms: &Forms) -> Vec<Line> {
    let mut lines = Vec::new();
    let touches_cname: HashSet<&Name> = changes
        .iter()
        .map(|change| change.key())
        .filter(|key| key.rtype == RecordType::Cname)
        .map(|key| &key.name)
        .collect();
    let mut without_cname = HashSet::new();
    for change in changes {
        let key = change.key();
        match change.before() {
            Some(before) => {
                let values = before.values().iter();
                let bytes = values.flat_map(|value| bytes_of(key, value, forms));
                lines.extend(bytes.map(|bytes| Line::value(key, 0, bytes)));
            }
            // A server drops without a word what a CNAME stands in the way of, and a CNAME that
            // something stands in the way of (section 3.4.2.2).
            None if key.rtype == RecordType::Cname => lines.extend(room_for_a_cname(key, changes)),
            None => {
                lines.push(Line::absent(&key.name, key.rtype));
                if !touches_cname.contains(&key.name) && without_cname.insert(&key.name) {
                    lines.push(Line::absent(&key.name, RecordType::Cname));
                }
            }
        }
    }
    lines
}

fn room_for_a_cname(key: &SetKey, changes: &[&Change]) -> Vec<Line> {
    let leaving: Vec<RecordType> = changes
        .iter()
        .filter(|change| change.after().is_none() && change.key().name == key.name)
        .map(|change| change.key().rtype)
        .collect();
    if leaving.is_empty() {
        return vec![Line::unused(&key.name)];
    }
    let others = RECORD_TYPES.iter().filter(|rtype| !leaving.contains(rtype));
    others
        .map(|rtype| Line::absent(&key.name, *rtype))
        .collect()
}

fn updates(zone: &Name, change: &Change, forms: &Forms) -> Vec<Line> {
    let key = change.key();
    let Some(after) = change.after() else {
        return vec![Line::delete_set(key)];
    };
    let Some(before) = change.before() else {
        return adds(after, after.values(), forms);
    };
    let is_in = |set: &RecordSet, value: &RecordData| set.values().binary_search(value).is_ok();
    let gone: Vec<Line> = before
        .values()
        .iter()
        .filter(|value| !is_in(after, value))
        .flat_map(|value| bytes_of(key, value, forms))
        .map(|bytes| Line::delete(key, bytes))
        .collect();
    let same_ttl = before.ttl == after.ttl;
    if key.name == *zone && key.rtype == RecordType::Ns {
        // The apex NS cannot be deleted as a set, nor its last value (sections 3.4.2.3 and 3.4.2.4).
        let come = after.values().iter();
        let come = come.filter(|value| !same_ttl || !is_in(before, value));
        let mut lines = adds(after, come, forms);
        lines.extend(gone);
        return lines;
    }
    if !same_ttl {
        let mut lines = vec![Line::delete_set(key)];
        lines.extend(adds(after, after.values(), forms));
        return lines;
    }
    // What stays is left as it is, in whatever form the server has it.
    let come = after.values().iter().filter(|value| !is_in(before, value));
    let mut lines = gone;
    lines.extend(adds(after, come, forms));
    lines
}

fn adds<'a>(
    set: &RecordSet,
    values: impl IntoIterator<Item = &'a RecordData>,
    forms: &Forms,
) -> Vec<Line> {
    let ttl = set.ttl.secs();
    let bytes = |value| bytes_of(&set.key, value, forms).swap_remove(0);
    let values = values.into_iter();
    values
        .map(|value| Line::value(&set.key, ttl, bytes(value)))
        .collect()
}

/// The value as the server has it, in more than one form if it has more.
fn bytes_of(key: &SetKey, value: &RecordData, forms: &Forms) -> Vec<Vec<u8>> {
    if forms.is_empty() {
        return vec![value.to_wire()];
    }
    let known = forms.get(&(key.clone(), value.clone()));
    known.cloned().unwrap_or_else(|| vec![value.to_wire()])
}

#[cfg(test)]
mod tests;
