//! What a question is answered with (RFC 1034 section 4.3.2 with RFC 2308, 4592, 6672 and 8482).

use domain::base::iana::{OptRcode, Rtype};
use setec_core::dns::RecordType;

use super::alias::{self, Flattened};
use super::{Transport, Verdicts, subject};
use crate::message::{Full, Owner, Question, Section, Writer, flag};
use crate::name::{QueryName, is_in, parent};
use crate::zone::{Cut, Found, NodeId, Place, ServedZone, Set};
use crate::zones::Table;
use crate::{AliasResolver, zone};

/// CNAME and DNAME records that one answer follows, as many as BIND does.
const CHAIN: usize = 11;

/// What may stand beside a CNAME is asked for at that name itself (RFC 4035 section 2.5, RFC 2535).
const BESIDE_CNAME: [Rtype; 5] = [
    Rtype::RRSIG,
    Rtype::NSEC,
    Rtype::SIG,
    Rtype::KEY,
    Rtype::NXT,
];

/// Writes the records that answer `question`.
pub(super) fn resolve(
    table: &Table,
    aliases: Option<&dyn AliasResolver>,
    question: &Question,
    transport: Transport,
    is_brief: bool,
    writer: &mut Writer<'_>,
) -> Result<Verdicts, Full> {
    let mut resolver = Resolver {
        table,
        aliases,
        question,
        transport,
        is_brief,
        writer,
        name: question.name,
        is_chain: false,
        first_zone: None,
    };
    let mut seen: Vec<QueryName> = Vec::new();
    for _ in 0..=CHAIN {
        match resolver.step()? {
            Step::Done(verdicts) => return Ok(verdicts),
            Step::Follow => {
                resolver.is_chain = true;
                let target = resolver.name.as_slice();
                let is_target = |name: &QueryName| name.as_slice() == target;
                if is_target(&question.name) || seen.iter().any(is_target) {
                    break;
                }
                seen.push(resolver.name);
            }
        }
    }
    // A loop, or nearly one: its records are there for whoever looks for the fault.
    Ok(Verdicts {
        rcode: OptRcode::SERVFAIL,
        subject: subject::answer(question.name.as_slice()),
    })
}

struct Resolver<'a, 'w, 'o> {
    table: &'a Table,
    aliases: Option<&'a dyn AliasResolver>,
    question: &'a Question,
    transport: Transport,
    /// The client wants no more than it asked for.
    is_brief: bool,
    writer: &'w mut Writer<'o>,
    /// The name that is looked for now.
    name: QueryName,
    /// It is the target of a CNAME.
    is_chain: bool,
    /// The zone of the question; a chain is not followed out of it.
    first_zone: Option<&'a ServedZone>,
}

enum Step {
    Done(Verdicts),
    /// Go on with the name, which is another one now.
    Follow,
}

impl<'a> Resolver<'a, '_, '_> {
    fn step(&mut self) -> Result<Step, Full> {
        let name = self.name;
        let Some(zone) = self.zone() else {
            if self.is_chain {
                // Resolvers go on from here, and believe of other zones only what those say.
                return Ok(Step::Done(Verdicts {
                    rcode: OptRcode::NOERROR,
                    subject: subject::answer(self.question.name.as_slice()),
                }));
            }
            return Ok(Step::Done(Verdicts::error(OptRcode::REFUSED)));
        };
        self.first_zone = Some(zone);
        let place = zone.store.locate(name.as_slice());
        match place.cut {
            Some(Cut::Delegation(cut)) => {
                // RFC 4035 section 3.1.4.1: the parent has the DS records of its children.
                let is_ds = self.is(Rtype::DS) && place.found == Found::Node(cut);
                if !is_ds {
                    return self.referral(zone, cut).map(Step::Done);
                }
            }
            Some(Cut::Dname(owner)) => return self.renamed(zone, owner),
            None => {}
        }
        self.writer.set_flag(flag::AA);
        match place.found {
            Found::Node(node) => self.node(zone, node, subject::answer(name.as_slice())),
            Found::Wildcard(node) => {
                let subject = subject::below(zone.store.name(node));
                self.node(zone, node, subject)
            }
            Found::Nothing => {
                let subject = subject::nothing(zone.store.apex());
                let verdicts = self.negative(zone, OptRcode::NXDOMAIN, subject)?;
                Ok(Step::Done(verdicts))
            }
        }
    }

    /// The zone that answers for the name. The DS records of an apex are the zone's above it, and a
    /// chain stays in the zone where it began.
    fn zone(&self) -> Option<&'a ServedZone> {
        let (table, name) = (self.table, self.name);
        let closest: &ServedZone = table.find(name.as_slice())?;
        let is_first = |zone: &ServedZone| {
            let first = self.first_zone.map(ServedZone::name);
            !self.is_chain || first == Some(zone.name())
        };
        if self.is(Rtype::DS)
            && closest.store.apex() == name.as_slice()
            && let Some(above) = parent(name.as_slice()).and_then(|above| table.find(above))
            && is_first(above)
        {
            return Some(above);
        }
        is_first(closest).then_some(closest)
    }

    fn node(&mut self, zone: &ServedZone, node: NodeId, subject: u64) -> Result<Step, Full> {
        let found = Verdicts {
            rcode: OptRcode::NOERROR,
            subject,
        };
        if self.is(Rtype::ANY) {
            return self.any(zone, node, found).map(Step::Done);
        }
        let sets = zone.store.sets_at(node);
        let qtype = self.question.qtype;
        let is_alias = |set: &&Set| set.rtype == RecordType::Alias.number();
        if let Some(set) = sets.iter().find(|set| set.rtype == qtype)
            && !is_alias(&set)
        {
            self.answer(zone, *set)?;
            if self.is(Rtype::NS) && !self.is_brief {
                self.add_servers(zone, *set);
            }
            return Ok(Step::Done(found));
        }
        let cname = sets
            .iter()
            .find(|set| set.rtype == Rtype::CNAME.to_int())
            .filter(|_| !BESIDE_CNAME.contains(&Rtype::from_int(qtype)));
        if let Some(cname) = cname {
            self.answer(zone, *cname)?;
            let target = zone.store.records_of(*cname).next();
            let Some(target) = target.and_then(QueryName::read) else {
                return Ok(Step::Done(Verdicts::error(OptRcode::SERVFAIL)));
            };
            self.name = target;
            return Ok(Step::Follow);
        }
        if let (true, Some(set)) = (
            self.is(Rtype::A) || self.is(Rtype::AAAA),
            sets.iter().find(is_alias),
        ) {
            return self.flattened(zone, *set, found).map(Step::Done);
        }
        let verdicts = self.negative(zone, OptRcode::NOERROR, subject)?;
        Ok(Step::Done(verdicts))
    }

    /// Over UDP one set is enough (RFC 8482 section 4.1); what forges its source wants them all.
    fn any(&mut self, zone: &ServedZone, node: NodeId, found: Verdicts) -> Result<Verdicts, Full> {
        let sets = zone.store.sets_at(node).iter();
        let mut shown = sets.filter(|set| set.rtype != RecordType::Alias.number());
        let Some(first) = shown.next() else {
            return self.negative(zone, OptRcode::NOERROR, found.subject);
        };
        self.answer(zone, *first)?;
        if self.transport == Transport::Tcp {
            for set in shown {
                self.answer(zone, *set)?;
            }
        }
        Ok(found)
    }

    fn answer(&mut self, zone: &ServedZone, set: Set) -> Result<(), Full> {
        let name = self.name;
        let owner = if self.is_chain {
            Owner::Name(name.as_slice())
        } else {
            Owner::QUESTION
        };
        let records = zone.store.records_of(set);
        self.writer
            .set(Section::Answer, owner, set.rtype, set.ttl, records)
    }

    /// The addresses of name servers that were asked for, as far as there is room.
    fn add_servers(&mut self, zone: &ServedZone, servers: Set) {
        let store = &zone.store;
        for server in store.records_of(servers) {
            let Some(node) = store.find(server) else {
                continue;
            };
            for rtype in [Rtype::A, Rtype::AAAA] {
                // What does not fit is asked for by whoever wants it.
                let _ = self.add_addresses(zone, server, node, rtype);
            }
        }
    }

    fn add_addresses(
        &mut self,
        zone: &ServedZone,
        server: &[u8],
        node: NodeId,
        rtype: Rtype,
    ) -> Result<(), Full> {
        let Some(set) = zone.store.set(node, rtype.to_int()) else {
            return Ok(());
        };
        let records = zone.store.records_of(set);
        let owner = Owner::Name(server);
        self.writer
            .set(Section::Additional, owner, set.rtype, set.ttl, records)
    }

    fn flattened(
        &mut self,
        zone: &ServedZone,
        alias: Set,
        found: Verdicts,
    ) -> Result<Verdicts, Full> {
        let qtype = self.question.qtype;
        match alias::flatten(self.table, self.aliases, zone, alias, qtype) {
            Flattened::Unknown => Ok(Verdicts::error(OptRcode::SERVFAIL)),
            Flattened::Addresses { records, .. } if records.is_empty() => {
                self.negative(zone, OptRcode::NOERROR, found.subject)
            }
            Flattened::Addresses { records, ttl } => {
                let name = self.name;
                let owner = if self.is_chain {
                    Owner::Name(name.as_slice())
                } else {
                    Owner::QUESTION
                };
                let records = records.iter().map(Vec::as_slice);
                self.writer
                    .set(Section::Answer, owner, qtype, ttl, records)?;
                Ok(found)
            }
        }
    }

    /// The SOA says how long the absence may be kept (RFC 2308 section 3).
    fn negative(
        &mut self,
        zone: &ServedZone,
        rcode: OptRcode,
        subject: u64,
    ) -> Result<Verdicts, Full> {
        let soa = zone.soa();
        // Whoever looks for the apex by asking for SOA is not to keep where it is not: what BIND
        // calls `zero-no-soa-ttl`.
        let ttl = if self.is(Rtype::SOA) && rcode == OptRcode::NXDOMAIN {
            0
        } else {
            zone.negative_ttl()
        };
        let owner = self.above(zone.store.apex());
        let records = zone.store.records_of(soa);
        self.writer
            .set(Section::Authority, owner, soa.rtype, ttl, records)?;
        Ok(Verdicts { rcode, subject })
    }

    /// The name servers of the zone below, with their addresses as far as this zone has them.
    fn referral(&mut self, zone: &ServedZone, cut: NodeId) -> Result<Verdicts, Full> {
        let store = &zone.store;
        let child = store.name(cut);
        let Some(servers) = store.set(cut, Rtype::NS.to_int()) else {
            return Ok(Verdicts::error(OptRcode::SERVFAIL));
        };
        let owner = self.above(child);
        let records = store.records_of(servers);
        self.writer.set(
            Section::Authority,
            owner,
            servers.rtype,
            servers.ttl,
            records,
        )?;
        for server in store.records_of(servers) {
            // What this zone has with authority is asked for like any other address.
            let place = is_in(server, store.apex()).then(|| store.locate(server));
            let Some(Place {
                cut: Some(Cut::Delegation(_)),
                found: Found::Node(node),
            }) = place
            else {
                continue;
            };
            for rtype in [Rtype::A, Rtype::AAAA] {
                let written = self.add_addresses(zone, server, node, rtype);
                // RFC 9471: without addresses below the cut nobody gets there.
                if written == Err(Full) && is_in(server, child) {
                    return Err(Full);
                }
            }
        }
        Ok(Verdicts {
            rcode: OptRcode::NOERROR,
            subject: subject::below(child),
        })
    }

    fn renamed(&mut self, zone: &ServedZone, owner: NodeId) -> Result<Step, Full> {
        let name = self.name;
        let store = &zone.store;
        self.writer.set_flag(flag::AA);
        let fault = Step::Done(Verdicts::error(OptRcode::SERVFAIL));
        let Some(dname) = store.set(owner, zone::DNAME) else {
            return Ok(fault);
        };
        let Some(target) = store.records_of(dname).next() else {
            return Ok(fault);
        };
        let tree = store.name(owner);
        let records = store.records_of(dname);
        let at = self.above(tree);
        self.writer
            .set(Section::Answer, at, dname.rtype, dname.ttl, records)?;
        let Some(renamed) = name.replace_suffix(tree, target) else {
            return Ok(Step::Done(Verdicts {
                rcode: OptRcode::YXDOMAIN,
                subject: subject::below(tree),
            }));
        };
        let at = if self.is_chain {
            Owner::Name(name.as_slice())
        } else {
            Owner::QUESTION
        };
        self.writer.set(
            Section::Answer,
            at,
            Rtype::CNAME.to_int(),
            dname.ttl,
            std::iter::once(renamed.as_slice()),
        )?;
        if self.is(Rtype::CNAME) || self.is(Rtype::ANY) {
            // The CNAME that was just made is the answer.
            return Ok(Step::Done(Verdicts {
                rcode: OptRcode::NOERROR,
                subject: subject::below(tree),
            }));
        }
        self.name = renamed;
        Ok(Step::Follow)
    }

    /// The owner of a name at or above the one of the question, as a pointer if it can be.
    fn above<'n>(&self, name: &'n [u8]) -> Owner<'n> {
        let question = self.question.name.as_slice();
        let skipped = question.len().saturating_sub(name.len());
        if !self.is_chain
            && question.ends_with(name)
            && let Ok(place) = u16::try_from(crate::message::HEADER + skipped)
        {
            return Owner::At(place);
        }
        Owner::Name(name)
    }

    fn is(&self, rtype: Rtype) -> bool {
        self.question.qtype == rtype.to_int()
    }
}
