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
    values: Values,
}

/// Nearly every set has one value, which stands in the set itself.
///
/// What can be `None` or `One` is never `More`, so that equal sets are equal.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Values {
    None,
    One(RecordData),
    More(Box<More>),
}

#[derive(Debug, Clone, Default, PartialEq, Eq)]
struct More {
    served: Vec<RecordData>,
    disabled: Vec<RecordData>,
}

impl RecordSet {
    /// A set of those values, in any order and with repetitions; each is of the key's type.
    pub fn new(key: SetKey, ttl: Ttl, values: impl IntoIterator<Item = RecordData>) -> Self {
        let mut values = values.into_iter();
        let values = match (values.next(), values.next()) {
            (None, _) => Values::None,
            (Some(value), None) => Values::One(value),
            (Some(first), Some(second)) => {
                let mut served = vec![first, second];
                served.extend(values);
                served.sort_unstable();
                served.dedup();
                served.shrink_to_fit();
                let disabled = Vec::new();
                Values::of(More { served, disabled })
            }
        };
        let set = Self { key, ttl, values };
        debug_assert!(set.values().iter().all(|v| v.rtype() == set.key.rtype));
        set
    }

    /// The values that are served, sorted and without repetition.
    pub fn values(&self) -> &[RecordData] {
        match &self.values {
            Values::None => &[],
            Values::One(value) => std::slice::from_ref(value),
            Values::More(more) => &more.served,
        }
    }

    /// Values that the provider keeps but does not serve.
    pub fn disabled(&self) -> &[RecordData] {
        match &self.values {
            Values::None | Values::One(_) => &[],
            Values::More(more) => &more.disabled,
        }
    }

    /// Adds a value; `false` if it was there already.
    pub fn insert(&mut self, value: RecordData) -> bool {
        debug_assert_eq!(value.rtype(), self.key.rtype);
        if let Values::None = self.values {
            self.values = Values::One(value);
            return true;
        }
        self.edit(|more| insert_sorted(&mut more.served, value))
    }

    /// Adds a value that is kept but not served.
    pub fn insert_disabled(&mut self, value: RecordData) -> bool {
        self.edit(|more| insert_sorted(&mut more.disabled, value))
    }

    /// Takes a value out; `false` if it was not there.
    pub fn remove(&mut self, value: &RecordData) -> bool {
        self.edit(|more| match more.served.binary_search(value) {
            Ok(at) => {
                more.served.remove(at);
                true
            }
            Err(_) => false,
        })
    }

    /// Whether it holds no value at all, served or not.
    pub fn is_empty(&self) -> bool {
        matches!(self.values, Values::None)
    }

    fn edit<T>(&mut self, edit: impl FnOnce(&mut More) -> T) -> T {
        let mut more = match std::mem::replace(&mut self.values, Values::None) {
            Values::None => More::default(),
            Values::One(value) => More {
                served: vec![value],
                disabled: Vec::new(),
            },
            Values::More(more) => *more,
        };
        let outcome = edit(&mut more);
        self.values = Values::of(more);
        outcome
    }
}

impl Values {
    fn of(mut more: More) -> Self {
        match (more.served.len(), more.disabled.len()) {
            (0, 0) => Self::None,
            (1, 0) => Self::One(more.served.remove(0)),
            _ => Self::More(Box::new(more)),
        }
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

#[cfg(test)]
mod tests {
    use super::{RecordSet, SetKey};
    use crate::dns::{RecordData, RecordType, Ttl};

    #[test]
    fn equal_sets_are_equal_however_they_came_about() {
        let set = |values: &[u8]| {
            let key = SetKey {
                name: "www.example.com".parse().expect("a name"),
                rtype: RecordType::A,
            };
            let values = values.iter().map(|value| address(*value));
            RecordSet::new(key, Ttl::from_secs(60).expect("a TTL"), values)
        };
        let mut grown = set(&[]);
        assert!(grown.is_empty());
        assert!(grown.insert(address(2)) && grown.insert(address(1)) && !grown.insert(address(2)));
        assert_eq!(grown, set(&[2, 1, 1]));
        assert_eq!(grown.values(), [address(1), address(2)]);
        assert!(grown.remove(&address(1)) && !grown.remove(&address(1)));
        assert_eq!(grown, set(&[2]));
        let mut kept = grown.clone();
        assert!(kept.insert_disabled(address(3)));
        assert!(kept != grown && kept.remove(&address(2)) && !kept.is_empty());
        assert_eq!(
            (kept.values(), kept.disabled()),
            (&[][..], &[address(3)][..])
        );
        assert!(grown.remove(&address(2)) && grown.is_empty());
    }

    #[test]
    fn a_set_takes_little_room() {
        // A zone of a million records is a million of these.
        assert!(size_of::<RecordSet>() <= 64);
    }

    fn address(last: u8) -> RecordData {
        RecordData::A([192, 0, 2, last].into())
    }
}
