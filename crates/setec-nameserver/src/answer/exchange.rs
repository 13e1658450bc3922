//! One query on its way to its answer.

use std::time::Duration;

use domain::base::iana::{Opcode, OptRcode, Rtype};
use domain::rdata::tsig::Time48;

use super::limit::{Verdict, subject};
use super::opt::Opt;
use super::{Answerer, Outcome, PLAIN_UDP_SIZE, Source, Transport, UDP_SIZE, resolve};
use crate::message::{Edns, Full, IN, Owner, Query, Question, Section, Signer, Writer, flag};
use crate::statistics::count;
use crate::transfer::{Transfer, UnknownAlias, ixfr_serial};
use crate::zones::Table;

/// One query and what is known about it before it is answered.
pub(super) struct Exchange<'a> {
    answerer: &'a Answerer,
    packet: &'a [u8],
    query: &'a Query,
    source: Source,
    now: Duration,
    signer: Option<Signer>,
    opt: Opt,
    /// A cookie of ours or a signature: the source is who it says.
    is_proven: bool,
}

/// What an answer says besides its records.
#[derive(Clone, Copy)]
pub(super) struct Verdicts {
    pub(super) rcode: OptRcode,
    /// What the rate limit counts it as.
    pub(super) subject: u64,
}

impl<'a> Exchange<'a> {
    pub(super) fn new(
        answerer: &'a Answerer,
        packet: &'a [u8],
        query: &'a Query,
        source: Source,
        now: Duration,
        signer: Option<Signer>,
    ) -> Self {
        let mut opt = Opt::none();
        let mut is_proven = signer.is_some();
        if let Some(edns) = &query.edns {
            let cookie = edns.cookie.as_ref().map(|cookie| {
                let client = source.address.ip().to_canonical();
                let answer = answerer.cookies.answer(cookie, client, now);
                is_proven |= answer.was_valid;
                answer.cookie
            });
            opt = Opt::new(edns.dnssec_ok, cookie.as_ref());
        }
        Self {
            answerer,
            packet,
            query,
            source,
            now,
            signer,
            opt,
            is_proven,
        }
    }

    pub(super) fn answer(self, table: &Table, out: &mut Vec<u8>) -> Outcome {
        if let Some(edns) = &self.query.edns
            && edns.version > 0
        {
            return self.error(OptRcode::BADVERS, out);
        }
        match (Opcode::from_int(self.query.opcode()), self.query.question) {
            (Opcode::QUERY, Some(question)) => self.query(table, &question, out),
            // RFC 7873 section 5.4: a client asks for nothing but a cookie.
            (Opcode::QUERY, None) if self.opt.has_cookie() => self.error(OptRcode::NOERROR, out),
            (Opcode::QUERY, None) => self.error(OptRcode::FORMERR, out),
            _ => self.error(OptRcode::NOTIMP, out),
        }
    }

    fn query(self, table: &Table, question: &Question, out: &mut Vec<u8>) -> Outcome {
        if question.class != IN {
            // Class CH, where other servers tell their version, is nobody's zone.
            return self.error(OptRcode::REFUSED, out);
        }
        let qtype = Rtype::from_int(question.qtype);
        match qtype {
            Rtype::AXFR if self.source.is_udp() => return self.error(OptRcode::FORMERR, out),
            Rtype::AXFR | Rtype::IXFR => return self.transfer(table, question, out),
            Rtype::MAILA | Rtype::MAILB => return self.error(OptRcode::NOTIMP, out),
            Rtype::ANY => {}
            // The other meta types are no questions (RFC 6895 section 3.1).
            _ if question.qtype == 41 || (128..255).contains(&question.qtype) => {
                return self.error(OptRcode::FORMERR, out);
            }
            _ => {}
        }
        let mut writer = self.writer(out);
        let aliases = self.answerer.aliases.as_deref();
        // Who asks for the least of sizes gets no addresses that were not asked for, as from BIND.
        let is_small = |edns: &Edns| self.source.is_udp() && edns.size <= PLAIN_UDP_SIZE;
        let resolved = resolve::resolve(
            table,
            aliases,
            question,
            self.source.transport,
            self.query.edns.as_ref().is_some_and(is_small),
            &mut writer,
        );
        let verdicts = resolved.unwrap_or_else(|Full| {
            writer.truncate();
            count(&self.answerer.counters.truncated, 1);
            Verdicts {
                rcode: OptRcode::NOERROR,
                subject: subject::answer(question.name.as_slice()),
            }
        });
        self.finish(writer, verdicts)
    }

    fn transfer(mut self, table: &Table, question: &Question, out: &mut Vec<u8>) -> Outcome {
        let zone = table.exact(question.name.as_slice());
        let policy = zone.map(|zone| self.answerer.zones.policy(zone.name()));
        let client = self.source.address.ip();
        let begun = match (zone, policy) {
            (Some(zone), Some(policy)) => {
                let key = self.signer.as_ref().map(Signer::key);
                if policy.transfer.allows(client, key) {
                    Ok(zone.clone())
                } else {
                    Err(OptRcode::REFUSED)
                }
            }
            _ => Err(OptRcode::NOTAUTH),
        };
        let zone = match begun {
            Ok(zone) => zone,
            Err(rcode) => return self.error(rcode, out),
        };
        let is_current = question.qtype == Rtype::IXFR.to_int()
            && ixfr_serial(self.packet) == Some(zone.serial());
        // RFC 1995 section 2: the SOA alone says that nothing changed, or over UDP to use TCP.
        if is_current || self.source.is_udp() {
            let mut writer = self.writer(out);
            writer.set_flag(flag::AA);
            let soa = zone.soa();
            let written = writer.set(
                Section::Answer,
                Owner::QUESTION,
                soa.rtype,
                soa.ttl,
                zone.store.records_of(soa),
            );
            if written == Err(Full) {
                writer.truncate();
            }
            return self.finish(writer, Verdicts::error(OptRcode::NOERROR));
        }
        let question = self.packet[..self.query.question_end].to_vec();
        let aliases = self.answerer.aliases.as_deref();
        match Transfer::new(table, aliases, &zone, question, self.signer.take()) {
            Ok(transfer) => {
                count(&self.answerer.counters.transfers, 1);
                Outcome::Transfer(Box::new(transfer))
            }
            Err(UnknownAlias { signer }) => {
                self.signer = signer;
                self.error(OptRcode::SERVFAIL, out)
            }
        }
    }

    fn error(self, rcode: OptRcode, out: &mut Vec<u8>) -> Outcome {
        let writer = self.writer(out);
        self.finish(writer, Verdicts::error(rcode))
    }

    fn writer<'o>(&self, out: &'o mut Vec<u8>) -> Writer<'o> {
        let size = match (self.source.transport, &self.query.edns) {
            (Transport::Tcp, _) => u16::MAX,
            (Transport::Udp, Some(edns)) => edns.size.clamp(PLAIN_UDP_SIZE, UDP_SIZE),
            (Transport::Udp, None) => PLAIN_UDP_SIZE,
        };
        let signature = self.signer.as_ref().map_or(0, Signer::length);
        let limit = usize::from(size) - self.opt.as_slice().len() - signature;
        Writer::new(out, self.packet, self.query, limit)
    }

    fn finish(mut self, mut writer: Writer<'_>, verdicts: Verdicts) -> Outcome {
        if !self.is_proven {
            match self
                .answerer
                .verdict(self.source, verdicts.subject, self.now)
            {
                Verdict::Send => {}
                Verdict::Truncate => writer.truncate(),
                Verdict::Drop => return Outcome::Silent,
            }
        }
        let rcode = verdicts.rcode.to_int();
        self.opt.set_rcode(rcode);
        let out = writer.finish(rcode, self.opt.as_slice());
        if let Some(signer) = &mut self.signer {
            signer.sign(out, Time48::from_u64(self.now.as_secs()));
        }
        Outcome::Answer
    }
}

impl Verdicts {
    pub(super) fn error(rcode: OptRcode) -> Self {
        Self {
            rcode,
            subject: subject::error(),
        }
    }
}
