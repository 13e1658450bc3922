//! Reads queries.

use domain::base::iana::{OptionCode, Rcode, Rtype};
use domain::base::opt::Cookie;
use domain::dep::octseq::Parser;

use super::{HEADER, flag, read_u16};
use crate::name::QueryName;

/// A query as far as it is looked at.
pub(crate) struct Query {
    pub(crate) flags: u16,
    /// `None` where the message has no question, as one that asks for a cookie only (RFC 7873).
    pub(crate) question: Option<Question>,
    pub(crate) question_end: usize,
    pub(crate) edns: Option<Edns>,
    /// The last record is a TSIG.
    pub(crate) is_signed: bool,
}

/// What is asked.
#[derive(Clone, Copy)]
pub(crate) struct Question {
    pub(crate) name: QueryName,
    pub(crate) qtype: u16,
    pub(crate) class: u16,
}

/// The OPT record (RFC 6891).
pub(crate) struct Edns {
    /// The most bytes that the client takes over UDP.
    pub(crate) size: u16,
    pub(crate) version: u8,
    /// DNSSEC OK (RFC 3225), which the answer repeats.
    pub(crate) dnssec_ok: bool,
    pub(crate) cookie: Option<Cookie>,
}

/// Why a message gets no proper answer.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Malformed {
    /// No header, or an answer itself: anything sent back could make a loop.
    Silent,
    /// FORMERR, with the header alone.
    FormErr,
}

impl Query {
    pub(crate) fn read(packet: &[u8]) -> Result<Self, Malformed> {
        let header = packet.first_chunk::<HEADER>().ok_or(Malformed::Silent)?;
        let field = |at| u16::from_be_bytes([header[at], header[at + 1]]);
        let flags = field(2);
        if flags & flag::QR != 0 {
            return Err(Malformed::Silent);
        }
        let mut query = Self {
            flags,
            question: None,
            question_end: HEADER,
            edns: None,
            is_signed: false,
        };
        query
            .read_body(packet, [field(4), field(6), field(8), field(10)])
            .ok_or(Malformed::FormErr)?;
        Ok(query)
    }

    pub(crate) fn opcode(&self) -> u8 {
        opcode(self.flags)
    }

    fn read_body(&mut self, packet: &[u8], counts: [u16; 4]) -> Option<()> {
        let [questions, answers, authorities, additionals] = counts;
        if questions > 1 {
            return None;
        }
        if questions == 1 {
            let name = QueryName::read(&packet[HEADER..])?;
            let at = HEADER + name.as_slice().len();
            self.question = Some(Question {
                name,
                qtype: read_u16(packet, at)?,
                class: read_u16(packet, at + 2)?,
            });
            self.question_end = at + 4;
        }
        let mut at = self.question_end;
        for _ in 0..u32::from(answers) + u32::from(authorities) {
            at = Record::read(packet, at)?.end;
        }
        for left in (0..additionals).rev() {
            let record = Record::read(packet, at)?;
            match Rtype::from_int(record.rtype) {
                Rtype::OPT if self.edns.is_some() || !record.is_root => return None,
                Rtype::OPT => self.edns = Some(Edns::read(&record)?),
                // RFC 8945 section 5.1: anywhere but at the end it is an error.
                Rtype::TSIG if left > 0 => return None,
                Rtype::TSIG => self.is_signed = true,
                _ => {}
            }
            at = record.end;
        }
        Some(())
    }
}

impl Edns {
    fn read(record: &Record<'_>) -> Option<Self> {
        let mut edns = Self {
            size: record.class,
            version: record.ttl.to_be_bytes()[1],
            dnssec_ok: record.ttl & 0x8000 != 0,
            cookie: None,
        };
        let mut options = record.data;
        while !options.is_empty() {
            let code = read_u16(options, 0)?;
            let length = usize::from(read_u16(options, 2)?);
            let value = options.get(4..4 + length)?;
            options = &options[4 + length..];
            if code == OptionCode::COOKIE.to_int() && edns.cookie.is_none() {
                // RFC 7873 section 5.2.2: any other length is an error.
                if value.len() != 8 && !(16..=40).contains(&value.len()) {
                    return None;
                }
                edns.cookie = Some(Cookie::parse(&mut Parser::from_ref(value)).ok()?);
            }
        }
        Some(edns)
    }
}

pub(super) fn opcode(flags: u16) -> u8 {
    ((flags & flag::OPCODE) >> 11) as u8
}

/// Writes an answer of the header alone.
pub(crate) fn bare_answer(packet: &[u8], rcode: Rcode, out: &mut Vec<u8>) {
    out.clear();
    let flags = read_u16(packet, 2).unwrap_or_default();
    let flags = flag::QR | flags & (flag::OPCODE | flag::RD | flag::CD);
    out.extend_from_slice(&packet[..2]);
    out.extend_from_slice(&(flags | u16::from(rcode.to_int())).to_be_bytes());
    out.extend_from_slice(&[0; HEADER - 4]);
}

/// A record of a query.
struct Record<'a> {
    is_root: bool,
    rtype: u16,
    class: u16,
    ttl: u32,
    data: &'a [u8],
    end: usize,
}

impl<'a> Record<'a> {
    fn read(packet: &'a [u8], start: usize) -> Option<Self> {
        let mut at = start;
        loop {
            let length = *packet.get(at)?;
            match length {
                0 => break at += 1,
                1..=63 => at += 1 + usize::from(length),
                0xc0.. => break at += 2,
                _ => return None,
            }
        }
        let length = usize::from(read_u16(packet, at + 8)?);
        Some(Self {
            is_root: at == start + 1,
            rtype: read_u16(packet, at)?,
            class: read_u16(packet, at + 2)?,
            ttl: super::read_u32(packet, at + 4)?,
            data: packet.get(at + 10..at + 10 + length)?,
            end: at + 10 + length,
        })
    }
}
