//! Zone transfers to secondaries (AXFR, RFC 5936).

use std::sync::Arc;
use std::time::Duration;

use domain::base::iana::Rtype;
use domain::base::{Message, ParsedName};
use domain::rdata::Soa;
use domain::rdata::tsig::Time48;
use setec_core::dns::RecordType;

use crate::AliasResolver;
use crate::answer::{Flattened, flatten};
use crate::message::{HEADER, IN, Signer, flag, read_u16};
use crate::zone::{NodeId, ServedZone, Set};
use crate::zones::Table;

/// Bytes of a message up to which records are added.
const MESSAGE: usize = 32 * 1024;
/// Bytes that no message exceeds, with room for a signature. The longest record that is served fits
/// behind header, question and SOA.
const LARGEST: usize = 65_000;
/// Bytes of the longest owner and of what stands between it and the data.
const OWNER: usize = 255 + 10;
/// Places of names that are kept for pointers, by the last bits of their number.
const PLACES: usize = 256;
/// A pointer has 14 bits (RFC 1035 section 4.1.4).
const REACH: usize = 0x4000;

/// A zone on its way to a secondary, message by message. What changes meanwhile is not in it.
pub struct Transfer {
    zone: Arc<ServedZone>,
    /// Header and question of the query.
    question: Vec<u8>,
    signer: Option<Signer>,
    /// What ALIAS sets stand for; a secondary could not make much of them.
    flattened: Vec<Addresses>,
    next: Next,
    places: Places,
}

/// Records that stand for an ALIAS.
struct Addresses {
    node: NodeId,
    rtype: u16,
    ttl: u32,
    records: Vec<Vec<u8>>,
}

/// What is to be written next.
#[derive(Clone, Copy)]
enum Next {
    /// The SOA that begins the transfer.
    Begin,
    /// Records of the zone: the number of the node, of its set, and of records of that to skip.
    Record(u32, usize, usize),
    /// Addresses for an ALIAS: the number among `flattened` and of its record.
    Address(usize, usize),
    /// The SOA that ends it.
    End,
    Done,
}

/// The target of an ALIAS cannot be told now, so neither can the zone.
pub(crate) struct UnknownAlias {
    pub(crate) signer: Option<Signer>,
}

impl Transfer {
    pub(crate) fn new(
        table: &Table,
        resolver: Option<&dyn AliasResolver>,
        zone: &Arc<ServedZone>,
        question: Vec<u8>,
        signer: Option<Signer>,
    ) -> Result<Self, UnknownAlias> {
        let Some(flattened) = flatten_all(table, resolver, zone) else {
            return Err(UnknownAlias { signer });
        };
        Ok(Self {
            flattened,
            zone: zone.clone(),
            question,
            signer,
            next: Next::Begin,
            places: Places::new(),
        })
    }

    /// The zone that is sent.
    pub fn zone(&self) -> &ServedZone {
        &self.zone
    }

    /// Writes the next message into `out`; `false` after the last. `now` is the time since 1970.
    pub fn next_message(&mut self, now: Duration, out: &mut Vec<u8>) -> bool {
        out.clear();
        if matches!(self.next, Next::Done) {
            return false;
        }
        self.begin_message(out);
        let mut count = 0;
        while out.len() < MESSAGE && !matches!(self.next, Next::Done) {
            let Some(written) = self.write_next(out) else {
                break;
            };
            count += written;
        }
        out[6..8].copy_from_slice(&u16::to_be_bytes(count));
        if let Some(signer) = &mut self.signer {
            signer.sign(out, Time48::from_u64(now.as_secs()));
        }
        true
    }

    fn begin_message(&mut self, out: &mut Vec<u8>) {
        self.places.clear();
        // RFC 5936 section 2.2.1: only the first message needs to repeat the question.
        let is_first = matches!(self.next, Next::Begin);
        let kept = read_u16(&self.question, 2).unwrap_or_default() & flag::RD;
        out.extend_from_slice(&self.question[..2]);
        out.extend_from_slice(&(flag::QR | flag::AA | kept).to_be_bytes());
        out.extend_from_slice(&u16::from(is_first).to_be_bytes());
        out.extend_from_slice(&[0; 6]);
        if is_first {
            self.places.keep(NodeId::APEX, HEADER);
            out.extend_from_slice(&self.question[HEADER..]);
        }
    }

    /// Writes records, or only moves on; gives how many were written, `None` if the next one wants a
    /// message of its own.
    fn write_next(&mut self, out: &mut Vec<u8>) -> Option<u16> {
        match self.next {
            Next::Begin | Next::End => {
                let soa = self.zone.soa();
                let zone = self.zone.clone();
                let rdata = zone.store.records_of(soa).next().unwrap_or_default();
                self.record(out, NodeId::APEX, soa.rtype, soa.ttl, rdata);
                self.next = match self.next {
                    Next::Begin => Next::Record(0, 0, 0),
                    _ => Next::Done,
                };
                Some(1)
            }
            Next::Record(node, set, skipped) => self.write_set(out, node, set, skipped),
            Next::Address(at, record) => {
                let Some(addresses) = self.flattened.get_mut(at) else {
                    self.next = Next::End;
                    return Some(0);
                };
                let Some(rdata) = addresses.records.get_mut(record).map(std::mem::take) else {
                    self.next = Next::Address(at + 1, 0);
                    return Some(0);
                };
                let (node, rtype, ttl) = (addresses.node, addresses.rtype, addresses.ttl);
                self.record(out, node, rtype, ttl, &rdata);
                self.next = Next::Address(at, record + 1);
                Some(1)
            }
            Next::Done => Some(0),
        }
    }

    /// Writes as many records of a set as the message takes.
    fn write_set(&mut self, out: &mut Vec<u8>, at: u32, set: usize, skipped: usize) -> Option<u16> {
        let zone = self.zone.clone();
        let Some((node, sets)) = zone.store.node_at(at) else {
            self.next = Next::Address(0, 0);
            return Some(0);
        };
        let Some(found) = sets.get(set) else {
            self.next = Next::Record(at + 1, 0, 0);
            return Some(0);
        };
        self.next = Next::Record(at, set + 1, 0);
        if is_left_out(node, found) {
            return Some(0);
        }
        let mut count = 0;
        for rdata in zone.store.records_of(*found).skip(skipped) {
            let is_too_long = out.len() + OWNER + rdata.len() > LARGEST;
            if out.len() >= MESSAGE || is_too_long {
                self.next = Next::Record(at, set, skipped + usize::from(count));
                return (count > 0).then_some(count);
            }
            self.record(out, node, found.rtype, found.ttl, rdata);
            count += 1;
        }
        Some(count)
    }

    fn record(&mut self, out: &mut Vec<u8>, node: NodeId, rtype: u16, ttl: u32, rdata: &[u8]) {
        self.places.write(&self.zone, out, node);
        let mut fixed = [0; 10];
        fixed[..2].copy_from_slice(&rtype.to_be_bytes());
        fixed[2..4].copy_from_slice(&IN.to_be_bytes());
        fixed[4..8].copy_from_slice(&ttl.to_be_bytes());
        let length = u16::try_from(rdata.len()).expect("rdata has at most 65,535 bytes");
        fixed[8..].copy_from_slice(&length.to_be_bytes());
        out.extend_from_slice(&fixed);
        out.extend_from_slice(rdata);
    }
}

/// Where names stand in the message that is written.
struct Places([Option<(NodeId, u16)>; PLACES]);

impl Places {
    fn new() -> Self {
        Self([None; PLACES])
    }

    fn clear(&mut self) {
        self.0.fill(None);
    }

    fn keep(&mut self, node: NodeId, at: usize) {
        if let (true, Ok(place)) = (at < REACH, u16::try_from(at)) {
            self.0[node.number() % PLACES] = Some((node, place));
        }
    }

    /// Writes a name: its labels up to one that stands in the message already.
    fn write(&mut self, zone: &ServedZone, out: &mut Vec<u8>, node: NodeId) {
        let mut next = Some(node);
        while let Some(node) = next {
            if let Some((known, place)) = self.0[node.number() % PLACES]
                && known == node
            {
                out.extend_from_slice(&(0xc000 | place).to_be_bytes());
                return;
            }
            let name = zone.store.name(node);
            self.keep(node, out.len());
            next = zone.store.parent(node);
            let shown = match next {
                Some(_) => &name[..=usize::from(name[0])],
                None => name,
            };
            out.extend_from_slice(shown);
        }
    }
}

/// The SOA has its places, and of an ALIAS the addresses are sent.
fn is_left_out(node: NodeId, set: &Set) -> bool {
    set.rtype == RecordType::Alias.number()
        || node == NodeId::APEX && set.rtype == Rtype::SOA.to_int()
}

fn flatten_all(
    table: &Table,
    resolver: Option<&dyn AliasResolver>,
    zone: &ServedZone,
) -> Option<Vec<Addresses>> {
    let mut all = Vec::new();
    for (node, sets) in zone.store.nodes() {
        let Some(alias) = sets
            .iter()
            .find(|set| set.rtype == RecordType::Alias.number())
        else {
            continue;
        };
        for rtype in [Rtype::A.to_int(), Rtype::AAAA.to_int()] {
            if sets.iter().any(|set| set.rtype == rtype) {
                continue;
            }
            match flatten(table, resolver, zone, *alias, rtype) {
                Flattened::Unknown => return None,
                Flattened::Addresses { records, ttl } => all.push(Addresses {
                    node,
                    rtype,
                    ttl,
                    records,
                }),
            }
        }
    }
    Some(all)
}

/// The serial that an IXFR query says its sender has (RFC 1995 section 3).
pub(crate) fn ixfr_serial(packet: &[u8]) -> Option<u32> {
    let message = Message::from_octets(packet).ok()?;
    let mut records = message
        .authority()
        .ok()?
        .limit_to::<Soa<ParsedName<&[u8]>>>();
    let soa = records.next()?.ok()?;
    Some(soa.data().serial().into_int())
}
