//! The API's own types, with the fields that are used.

use serde::{Deserialize, Serialize};

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

/// `Zone` with its record sets.
#[derive(Debug, Deserialize)]
pub(super) struct Zone {
    pub(super) rrsets: Vec<RrSet>,
}

/// `RRSet` as it is read.
#[derive(Debug, Deserialize)]
pub(super) struct RrSet {
    pub(super) name: String,
    #[serde(rename = "type")]
    pub(super) rtype: String,
    #[serde(default)]
    pub(super) ttl: u64,
    #[serde(default)]
    pub(super) records: Vec<Record>,
}

/// `Record`.
#[derive(Debug, Deserialize, Serialize)]
pub(super) struct Record {
    pub(super) content: String,
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
        records: Vec<Record>,
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
