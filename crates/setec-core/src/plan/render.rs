//! Changes as lines for people; also what a plan's digest is made over.

use std::fmt;

use crate::dns::RecordSet;
use crate::plan::Change;

impl fmt::Display for Change {
    /// `+ name TYPE ttl values`, `~ name TYPE before -> after` or `- name TYPE ttl values`, with
    /// absolute names.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let key = self.key();
        match self {
            Self::Create(set) => write!(f, "+ {} {} {}", key.name, key.rtype, Data(set)),
            Self::Delete(set) => write!(f, "- {} {} {}", key.name, key.rtype, Data(set)),
            Self::Replace { before, after } => {
                write!(
                    f,
                    "~ {} {} {} -> {}",
                    key.name,
                    key.rtype,
                    Data(before),
                    Data(after)
                )
            }
        }
    }
}

/// TTL and values of a set.
struct Data<'a>(&'a RecordSet);

impl fmt::Display for Data<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.0.ttl)?;
        for value in self.0.values() {
            write!(f, " {value}")?;
        }
        for value in self.0.disabled() {
            write!(f, " disabled:{value}")?;
        }
        Ok(())
    }
}
