//! Zones and changes as documents: how plans and versions are stored, shown and digested.

use std::fmt::{self, Write};

use ring::digest::{Context, SHA256};
use serde::{Deserialize, Serialize};
use setec_core::dns::{Name, RecordData, RecordSet, RecordType, SetKey, Ttl, Zone};
use setec_core::plan::Change;

use crate::{Error, Result};

/// A record set in text form.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SetDocument {
    /// Owner, absolute, without a trailing dot.
    pub name: String,
    /// Type.
    #[serde(rename = "type")]
    pub rtype: String,
    /// Seconds.
    pub ttl: u32,
    /// Values in presentation format.
    pub values: Vec<String>,
    /// Values that the provider keeps without serving them.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub disabled: Vec<String>,
}

/// A change in text form.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ChangeDocument {
    /// The set as it is; absent where it is made.
    pub before: Option<SetDocument>,
    /// The set as it shall be; absent where it goes.
    pub after: Option<SetDocument>,
}

impl From<&RecordSet> for SetDocument {
    fn from(set: &RecordSet) -> Self {
        let texts = |values: &[RecordData]| values.iter().map(RecordData::to_text).collect();
        Self {
            name: set.key.name.as_str().to_owned(),
            rtype: set.key.rtype.to_string(),
            ttl: set.ttl.secs(),
            values: texts(set.values()),
            disabled: texts(set.disabled()),
        }
    }
}

impl From<&Change> for ChangeDocument {
    fn from(change: &Change) -> Self {
        Self {
            before: change.before().map(SetDocument::from),
            after: change.after().map(SetDocument::from),
        }
    }
}

impl ChangeDocument {
    pub(crate) fn to_change(&self) -> Result<Change> {
        let before = self.before.as_ref().map(SetDocument::to_set).transpose()?;
        let after = self.after.as_ref().map(SetDocument::to_set).transpose()?;
        match (before, after) {
            (None, Some(after)) => Ok(Change::Create(after)),
            (Some(before), None) => Ok(Change::Delete(before)),
            (Some(before), Some(after)) => Ok(Change::Replace { before, after }),
            (None, None) => Err(Error::internal("a change without a before and an after")),
        }
    }
}

impl SetDocument {
    fn to_set(&self) -> Result<RecordSet> {
        let rtype: RecordType = self
            .rtype
            .parse()
            .map_err(|error| Error::internal(format!("{error}")))?;
        let name: Name = self
            .name
            .parse()
            .map_err(|error| Error::internal(format!("{error}")))?;
        let ttl = Ttl::from_secs(self.ttl.into()).map_err(Error::internal)?;
        let parse =
            |text: &String| RecordData::parse(rtype, text, &Name::root()).map_err(Error::internal);
        let values: Result<Vec<RecordData>> = self.values.iter().map(parse).collect();
        let mut set = RecordSet::new(SetKey { name, rtype }, ttl, values?);
        for text in &self.disabled {
            set.insert_disabled(parse(text)?);
        }
        Ok(set)
    }
}

/// The document of a zone.
pub(crate) fn of_zone(zone: &Zone) -> Vec<SetDocument> {
    zone.sets().map(SetDocument::from).collect()
}

/// The zone of a document.
pub(crate) fn to_zone(name: &Name, sets: &[SetDocument]) -> Result<Zone> {
    let sets: Result<Vec<RecordSet>> = sets.iter().map(SetDocument::to_set).collect();
    Ok(Zone::from_sets(name.clone(), sets?))
}

/// SHA-256 over everything in a zone but its SOA: providers raise the serial by themselves.
pub(crate) fn zone_digest(zone: &Zone) -> String {
    let mut hash = Hash::new();
    for set in zone.sets().filter(|set| set.key.rtype != RecordType::Soa) {
        // Names are pushed as they are: formatting is most of what a large zone's digest costs.
        hash.push(set.key.name.as_str());
        hash.add(format_args!(" {} {}", set.key.rtype, set.ttl));
        for value in set.values() {
            hash.add(format_args!(" {value}"));
        }
        for value in set.disabled() {
            hash.add(format_args!(" disabled:{value}"));
        }
        hash.push("\n");
    }
    hash.finish()
}

/// SHA-256 over the digest of the zone that was reviewed and what shall be changed in it.
pub(crate) fn plan_digest(account: &str, zone: &Name, live: &str, changes: &[Change]) -> String {
    let mut hash = Hash::new();
    hash.add(format_args!("{account} {zone} {live}\n"));
    for change in changes {
        hash.add(format_args!("{change}\n"));
    }
    hash.finish()
}

/// SHA-256 over a zone that is not there and what it shall be made with.
pub(crate) fn creation_digest(account: &str, zone: &Name, changes: &[Change]) -> String {
    let mut hash = Hash::new();
    hash.add(format_args!("{account} {zone} new\n"));
    for change in changes {
        hash.add(format_args!("{change}\n"));
    }
    hash.finish()
}

/// SHA-256 over parts that are digests themselves.
pub(crate) fn digest_of<'a>(parts: impl Iterator<Item = &'a str>) -> String {
    let mut hash = Hash::new();
    for part in parts {
        hash.add(format_args!("{part}\n"));
    }
    hash.finish()
}

/// Text that is digested as it is printed, for zones that are large.
struct Hash {
    context: Context,
    /// What is not digested yet: printing writes a few bytes at a time.
    text: String,
}

/// How much text is gathered before it is digested, in bytes.
const GATHERED: usize = 8 << 10;

impl Hash {
    fn new() -> Self {
        Self {
            context: Context::new(&SHA256),
            text: String::new(),
        }
    }

    fn push(&mut self, text: &str) {
        self.text.push_str(text);
        if self.text.len() >= GATHERED {
            self.context.update(self.text.as_bytes());
            self.text.clear();
        }
    }

    fn add(&mut self, text: fmt::Arguments<'_>) {
        // Writing into a digest cannot fail.
        let _ = self.write_fmt(text);
    }

    fn finish(mut self) -> String {
        self.context.update(self.text.as_bytes());
        let digest = self.context.finish();
        digest
            .as_ref()
            .iter()
            .fold(String::new(), |mut text, byte| {
                let _ = write!(text, "{byte:02x}");
                text
            })
    }
}

impl fmt::Write for Hash {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        self.push(text);
        Ok(())
    }
}
