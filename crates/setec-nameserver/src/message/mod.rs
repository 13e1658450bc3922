//! DNS messages: queries read, answers written.

mod compress;
mod query;
mod sign;
mod writer;

pub(crate) use query::{Edns, Malformed, Query, Question, bare_answer};
pub(crate) use sign::{Signer, Unverified, verify};
pub(crate) use writer::{Full, Owner, Section, Writer};

/// Bytes of the header (RFC 1035 section 4.1.1).
pub(crate) const HEADER: usize = 12;

/// Class IN.
pub(crate) const IN: u16 = 1;

/// Flags of the header, with the op code and the response code (RFC 1035 section 4.1.1).
pub(crate) mod flag {
    pub(crate) const QR: u16 = 0x8000;
    pub(crate) const OPCODE: u16 = 0x7800;
    pub(crate) const AA: u16 = 0x0400;
    pub(crate) const TC: u16 = 0x0200;
    pub(crate) const RD: u16 = 0x0100;
    /// Checking disabled (RFC 4035 section 3.2.2); an answer repeats it.
    pub(crate) const CD: u16 = 0x0010;
}

pub(crate) fn read_u16(bytes: &[u8], at: usize) -> Option<u16> {
    let bytes = bytes.get(at..)?.first_chunk::<2>()?;
    Some(u16::from_be_bytes(*bytes))
}

pub(crate) fn read_u32(bytes: &[u8], at: usize) -> Option<u32> {
    let bytes = bytes.get(at..)?.first_chunk::<4>()?;
    Some(u32::from_be_bytes(*bytes))
}
