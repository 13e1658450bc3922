//! What a question is answered with (RFC 1034 section 4.3.2 with RFC 2308, 4592, 6672 and 8482).

use domain::base::iana::{OptRcode, Rtype};
use setec_core::dns::RecordType;

use super::Transport;
use super::alias::{self, Flattened};
use super::exchange::Verdicts;
use super::limit::subject;
use crate::message::{Full, Owner, Question, Section, Writer, flag};
use crate::name::{QueryName, parent};
use crate::zone::{Cut, Found, NodeId, ServedZone, Set};
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

pub(super) struct Resolver<'a, 'w, 'o> {
    table: &'a Table,
    aliases: Option<&'a dyn AliasResolver>,
    pub(super) question: &'a Question,
    transport: Transport,
    /// The client wants no more than it asked for.
    is_brief: bool,
    pub(super) writer: &'w mut Writer<'o>,
    /// The name that is looked for now.
    name: QueryName,
    /// It is the target of a CNAME.
    pub(super) is_chain: bool,
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

    pub(super) fn is(&self, rtype: Rtype) -> bool {
        self.question.qtype == rtype.to_int()
    }
}
