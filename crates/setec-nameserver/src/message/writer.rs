//! Writes an answer.

use domain::base::iana::Rtype;

use super::compress::{Names, pointer};
use super::{HEADER, IN, Query, flag};

/// The owner of records.
#[derive(Clone, Copy)]
pub(crate) enum Owner<'a> {
    /// The name of the question, or another one that stands at that place of the message.
    At(u16),
    /// A name in wire form.
    Name(&'a [u8]),
}

impl Owner<'_> {
    /// The name of the question.
    pub(crate) const QUESTION: Self = Self::At(12);
}

/// A section of records.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Section {
    Answer,
    Authority,
    Additional,
}

/// The set does not fit; nothing of it was written.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Full;

/// A message that is being written.
pub(crate) struct Writer<'a> {
    out: &'a mut Vec<u8>,
    names: Names,
    has_question_names: bool,
    question_end: usize,
    limit: usize,
    counts: [u16; 3],
    flags: u16,
}

impl<'a> Writer<'a> {
    /// Begins the answer to `query`; `packet` is the query itself, `limit` the most bytes of records.
    pub(crate) fn new(out: &'a mut Vec<u8>, packet: &[u8], query: &Query, limit: usize) -> Self {
        out.clear();
        out.extend_from_slice(&packet[..2]);
        out.extend_from_slice(&[0; HEADER - 2]);
        out.extend_from_slice(&packet[HEADER..query.question_end]);
        let kept = flag::OPCODE | flag::RD | flag::CD;
        Self {
            question_end: out.len(),
            out,
            names: Names::new(),
            has_question_names: false,
            limit,
            counts: [0; 3],
            flags: flag::QR | query.flags & kept,
        }
    }

    pub(crate) fn set_flag(&mut self, flag: u16) {
        self.flags |= flag;
    }

    /// Writes all records of a set or nothing.
    pub(crate) fn set<'r>(
        &mut self,
        section: Section,
        owner: Owner<'_>,
        rtype: u16,
        ttl: u32,
        records: impl Iterator<Item = &'r [u8]>,
    ) -> Result<(), Full> {
        let start = self.out.len();
        let mut owner = owner;
        let mut count = 0;
        for rdata in records {
            match owner {
                Owner::At(place) => self.out.extend_from_slice(&pointer(place)),
                Owner::Name(name) => {
                    if let Some(place) = self.name(name) {
                        owner = Owner::At(place);
                    }
                }
            }
            self.fixed_part(rtype, ttl);
            self.rdata(rtype, rdata);
            count += 1;
            if self.out.len() > self.limit {
                self.out.truncate(start);
                self.names.truncate(start);
                return Err(Full);
            }
        }
        self.counts[section as usize] += count;
        Ok(())
    }

    /// Takes all records away and says to come back over TCP.
    pub(crate) fn truncate(&mut self) {
        self.out.truncate(self.question_end);
        self.counts = [0; 3];
        self.flags |= flag::TC;
    }

    /// Ends the message; `opt` is the whole OPT record, or empty.
    pub(crate) fn finish(self, rcode: u16, opt: &[u8]) -> &'a mut Vec<u8> {
        let [answer, authority, mut additional] = self.counts;
        if !opt.is_empty() {
            self.out.extend_from_slice(opt);
            additional += 1;
        }
        let questions = u16::from(self.question_end > HEADER);
        let fields = [
            self.flags | (rcode & 0xf),
            questions,
            answer,
            authority,
            additional,
        ];
        for (field, place) in fields.into_iter().zip(self.out[2..].chunks_exact_mut(2)) {
            place.copy_from_slice(&field.to_be_bytes());
        }
        self.out
    }

    fn fixed_part(&mut self, rtype: u16, ttl: u32) {
        let mut fixed = [0; 8];
        fixed[..2].copy_from_slice(&rtype.to_be_bytes());
        fixed[2..4].copy_from_slice(&IN.to_be_bytes());
        fixed[4..].copy_from_slice(&ttl.to_be_bytes());
        self.out.extend_from_slice(&fixed);
    }

    /// Names are compressed in the types of RFC 1035 only (RFC 3597 section 4).
    fn rdata(&mut self, rtype: u16, rdata: &[u8]) {
        let start = self.out.len();
        self.out.extend_from_slice(&[0; 2]);
        match Rtype::from_int(rtype) {
            Rtype::NS | Rtype::CNAME | Rtype::PTR => {
                self.name(rdata);
            }
            Rtype::MX if rdata.len() > 2 => {
                self.out.extend_from_slice(&rdata[..2]);
                self.name(&rdata[2..]);
            }
            Rtype::SOA => {
                let mut rest = rdata;
                for _ in 0..2 {
                    let (name, behind) = split_name(rest);
                    self.name(name);
                    rest = behind;
                }
                self.out.extend_from_slice(rest);
            }
            _ => self.out.extend_from_slice(rdata),
        }
        let length = u16::try_from(self.out.len() - start - 2).expect("rdata has at most 65,535");
        self.out[start..start + 2].copy_from_slice(&length.to_be_bytes());
    }

    fn name(&mut self, name: &[u8]) -> Option<u16> {
        if !self.has_question_names {
            self.has_question_names = true;
            let question = self.out[HEADER..self.question_end].to_vec();
            self.names.note(HEADER, split_name(&question).0);
        }
        self.names.append(self.out, name)
    }
}

/// A name in wire form and what follows it.
fn split_name(bytes: &[u8]) -> (&[u8], &[u8]) {
    let mut end = 0;
    while let Some(length) = bytes.get(end) {
        end += 1 + usize::from(*length);
        if *length == 0 {
            break;
        }
    }
    bytes.split_at(end.min(bytes.len()))
}
