//! The API's own types, with the fields that are used.

use std::borrow::Cow;
use std::fmt;

use serde::de::{SeqAccess, Visitor};
use serde::{Deserialize, Deserializer, Serialize};

/// `Server`.
#[derive(Debug, Deserialize)]
pub(super) struct Server {
    pub(super) daemon_type: String,
}

/// `Zone` in the list.
#[derive(Debug, Deserialize)]
pub(super) struct ZoneHead {
    pub(super) name: String,
    pub(super) kind: Option<String>,
    pub(super) serial: Option<u32>,
}

/// `Zone` with its record sets, each given to `T` as it comes: all of them in this form at once
/// would take more memory than the zone.
#[derive(Debug, Deserialize)]
#[serde(bound(deserialize = "T: Default + for<'a> Extend<RrSet<'a>>"))]
pub(super) struct Zone<T> {
    #[serde(deserialize_with = "one_by_one")]
    pub(super) rrsets: T,
}

fn one_by_one<'de, D, T>(deserializer: D) -> Result<T, D::Error>
where
    D: Deserializer<'de>,
    T: Default + for<'a> Extend<RrSet<'a>>,
{
    struct Sets<T>(T);

    impl<'de, T: for<'a> Extend<RrSet<'a>>> Visitor<'de> for Sets<T> {
        type Value = T;

        fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str("record sets")
        }

        fn visit_seq<A: SeqAccess<'de>>(mut self, mut list: A) -> Result<T, A::Error> {
            while let Some(set) = list.next_element::<RrSet<'de>>()? {
                self.0.extend([set]);
            }
            Ok(self.0)
        }
    }

    deserializer.deserialize_seq(Sets(T::default()))
}

/// `RRSet` as it is read; texts without escapes stay where they are in the answer.
#[derive(Debug, Deserialize)]
pub(super) struct RrSet<'a> {
    #[serde(borrow)]
    pub(super) name: Cow<'a, str>,
    #[serde(borrow, rename = "type")]
    pub(super) rtype: Cow<'a, str>,
    #[serde(default)]
    pub(super) ttl: u64,
    #[serde(borrow, default)]
    pub(super) records: Vec<Record<'a>>,
}

/// `Record`.
#[derive(Debug, Deserialize, Serialize)]
pub(super) struct Record<'a> {
    #[serde(borrow)]
    pub(super) content: Cow<'a, str>,
    #[serde(default)]
    pub(super) disabled: bool,
}

/// The body of a PATCH.
#[derive(Debug, Serialize)]
pub(super) struct Patch {
    pub(super) rrsets: Vec<RrSetChange>,
}

/// `RRSet` as it is written.
///
/// A REPLACE without the key `comments` leaves the set's comments as they are.
#[derive(Debug, Serialize)]
#[serde(tag = "changetype", rename_all = "UPPERCASE")]
pub(super) enum RrSetChange {
    Replace {
        name: String,
        #[serde(rename = "type")]
        rtype: String,
        ttl: u32,
        records: Vec<Record<'static>>,
    },
    Delete {
        name: String,
        #[serde(rename = "type")]
        rtype: String,
    },
}

/// `Zone` to be made.
#[derive(Debug, Serialize)]
pub(super) struct NewZone {
    pub(super) name: String,
    pub(super) kind: &'static str,
    pub(super) nameservers: Vec<String>,
    pub(super) rrsets: Vec<RrSetChange>,
}

/// The answer of an export.
#[derive(Debug, Deserialize)]
pub(super) struct Export {
    pub(super) zone: String,
}

/// `Error`.
#[derive(Debug, Deserialize)]
pub(super) struct Error {
    pub(super) error: String,
    #[serde(default)]
    pub(super) errors: Vec<String>,
}
