//! Record sets, the atom of DNS.

use crate::dns::{Name, RecordData, RecordType, Ttl};

/// What identifies a record set in its zone.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SetKey {
    /// The owner.
    pub name: Name,
    /// The type.
    pub rtype: RecordType,
}

/// All records of one name and type; they share one TTL (RFC 2181 section 5).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RecordSet {
    /// Owner and type.
    pub key: SetKey,
    /// Time to live.
    pub ttl: Ttl,
    values: Vec<RecordData>,
    disabled: Vec<RecordData>,
}

impl RecordSet {
    /// A set of those values, in any order and with repetitions; each is of the key's type.
    pub fn new(key: SetKey, ttl: Ttl, values: impl IntoIterator<Item = RecordData>) -> Self {
        let values = values.into_iter();
        let mut set = Self {
            key,
            ttl,
            values: Vec::with_capacity(values.size_hint().0),
            disabled: Vec::new(),
        };
        for value in values {
            set.insert(value);
        }
        set
    }

    /// The values that are served, sorted and without repetition.
    pub fn values(&self) -> &[RecordData] {
        &self.values
    }

    /// Values that the provider keeps but does not serve.
    pub fn disabled(&self) -> &[RecordData] {
        &self.disabled
    }

    /// Adds a value; `false` if it was there already.
    pub fn insert(&mut self, value: RecordData) -> bool {
        debug_assert_eq!(value.rtype(), self.key.rtype);
        insert_sorted(&mut self.values, value)
    }

    /// Adds a value that is kept but not served.
    pub fn insert_disabled(&mut self, value: RecordData) -> bool {
        insert_sorted(&mut self.disabled, value)
    }

    /// Takes a value out; `false` if it was not there.
    pub fn remove(&mut self, value: &RecordData) -> bool {
        match self.values.binary_search(value) {
            Ok(at) => {
                self.values.remove(at);
                true
            }
            Err(_) => false,
        }
    }

    /// Whether it holds no value at all, served or not.
    pub fn is_empty(&self) -> bool {
        self.values.is_empty() && self.disabled.is_empty()
    }
}

fn insert_sorted(values: &mut Vec<RecordData>, value: RecordData) -> bool {
    match values.binary_search(&value) {
        Ok(_) => false,
        Err(at) => {
            values.insert(at, value);
            true
        }
    }
}
