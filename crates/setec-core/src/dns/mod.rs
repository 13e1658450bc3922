//! DNS in the terms of RFC 9499: names, record data, record sets and zones.
//!
//! The record set (name, type) is the atom. Names are absolute, lower-case A-labels; a TXT value is
//! one byte string. Quoting, chunks and trailing dots exist only where text is read or written.

mod content;
mod data;
mod name;
mod plain;
mod record_set;
mod rtype;
mod sorted;
mod text;
mod ttl;
mod wire;
mod zone;

pub use content::{FlatRecord, InvalidContent};
pub use data::{Caa, Ds, Mx, Naptr, RecordData, Soa, Srv, Sshfp, Svcb, Tlsa, UnknownData};
pub use name::{InvalidName, Name};
pub(crate) use name::{ends_escaped, escape_for_zone_file};
pub use record_set::{RecordSet, SetKey};
pub use rtype::{InvalidRecordType, RecordType};
pub use text::InvalidRecordText;
pub use ttl::{InvalidTtl, Ttl};
pub use zone::Zone;
