//! Record data by type.

use std::net::{Ipv4Addr, Ipv6Addr};

use crate::dns::{Name, RecordType};

/// The data of one record (RDATA), typed where Setec Manager knows the type.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[expect(
    missing_docs,
    reason = "the variants are the mnemonics of the IANA registry"
)]
pub enum RecordData {
    A(Ipv4Addr),
    Aaaa(Ipv6Addr),
    Cname(Name),
    Alias(Name),
    Mx(Mx),
    /// One byte string, without quotes and without the 255-byte chunks of the wire.
    Txt(Box<[u8]>),
    Ns(Name),
    Soa(Box<Soa>),
    Srv(Srv),
    Caa(Box<Caa>),
    Ptr(Name),
    Tlsa(Box<Tlsa>),
    Sshfp(Box<Sshfp>),
    Https(Box<Svcb>),
    Svcb(Box<Svcb>),
    Ds(Box<Ds>),
    Naptr(Box<Naptr>),
    Unknown(UnknownData),
}

/// Mail exchange (RFC 1035 section 3.3.9).
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Mx {
    /// Lower is tried first.
    pub preference: u16,
    /// The mail server.
    pub exchange: Name,
}

/// Start of authority (RFC 1035 section 3.3.13); times in seconds.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[expect(missing_docs, reason = "the fields are named as in the RFC")]
pub struct Soa {
    pub mname: Name,
    pub rname: Name,
    pub serial: u32,
    pub refresh: u32,
    pub retry: u32,
    pub expire: u32,
    pub minimum: u32,
}

/// Location of a service (RFC 2782).
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[expect(missing_docs, reason = "the fields are named as in the RFC")]
pub struct Srv {
    pub priority: u16,
    pub weight: u16,
    pub port: u16,
    pub target: Name,
}

/// Which certificate authorities may issue (RFC 8659).
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[expect(missing_docs, reason = "the fields are named as in the RFC")]
pub struct Caa {
    pub flags: u8,
    pub tag: Box<str>,
    pub value: Box<[u8]>,
}

/// Certificate association (RFC 6698).
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[expect(missing_docs, reason = "the fields are named as in the RFC")]
pub struct Tlsa {
    pub usage: u8,
    pub selector: u8,
    pub matching_type: u8,
    pub association: Box<[u8]>,
}

/// Fingerprint of an SSH host key (RFC 4255).
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[expect(missing_docs, reason = "the fields are named as in the RFC")]
pub struct Sshfp {
    pub algorithm: u8,
    pub fingerprint_type: u8,
    pub fingerprint: Box<[u8]>,
}

/// Service binding (RFC 9460), of SVCB and HTTPS.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Svcb {
    /// 0 for the alias form.
    pub priority: u16,
    /// The endpoint; `.` means the owner.
    pub target: Name,
    /// The parameters in wire form, in ascending order of their keys.
    pub params: Box<[u8]>,
}

/// Digest of a child zone's key (RFC 4034 section 5).
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[expect(missing_docs, reason = "the fields are named as in the RFC")]
pub struct Ds {
    pub key_tag: u16,
    pub algorithm: u8,
    pub digest_type: u8,
    pub digest: Box<[u8]>,
}

/// Naming authority pointer (RFC 3403).
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[expect(missing_docs, reason = "the fields are named as in the RFC")]
pub struct Naptr {
    pub order: u16,
    pub preference: u16,
    pub flags: Box<[u8]>,
    pub services: Box<[u8]>,
    pub regexp: Box<[u8]>,
    pub replacement: Name,
}

/// Data of a type without a variant, as bytes of the wire (RFC 3597).
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct UnknownData {
    /// The type's number.
    pub rtype: u16,
    /// RDATA, uncompressed.
    pub bytes: Box<[u8]>,
}

impl RecordData {
    /// The type that such data belongs to.
    pub fn rtype(&self) -> RecordType {
        match self {
            Self::A(_) => RecordType::A,
            Self::Aaaa(_) => RecordType::Aaaa,
            Self::Cname(_) => RecordType::Cname,
            Self::Alias(_) => RecordType::Alias,
            Self::Mx(_) => RecordType::Mx,
            Self::Txt(_) => RecordType::Txt,
            Self::Ns(_) => RecordType::Ns,
            Self::Soa(_) => RecordType::Soa,
            Self::Srv(_) => RecordType::Srv,
            Self::Caa(_) => RecordType::Caa,
            Self::Ptr(_) => RecordType::Ptr,
            Self::Tlsa(_) => RecordType::Tlsa,
            Self::Sshfp(_) => RecordType::Sshfp,
            Self::Https(_) => RecordType::Https,
            Self::Svcb(_) => RecordType::Svcb,
            Self::Ds(_) => RecordType::Ds,
            Self::Naptr(_) => RecordType::Naptr,
            Self::Unknown(data) => RecordType::from_number(data.rtype),
        }
    }

    /// The name that the data points to, where it points to one.
    pub fn target(&self) -> Option<&Name> {
        match self {
            Self::Cname(name) | Self::Alias(name) | Self::Ns(name) | Self::Ptr(name) => Some(name),
            Self::Mx(mx) => Some(&mx.exchange),
            Self::Srv(srv) => Some(&srv.target),
            Self::Https(svcb) | Self::Svcb(svcb) => Some(&svcb.target),
            _ => None,
        }
    }
}
