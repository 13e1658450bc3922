//! From the bytes of a query to the bytes of its answer.

mod alias;
mod cookie;
mod exchange;
mod limit;
mod opt;
mod resolve;
mod servers;

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use domain::base::iana::Rcode;
use domain::rdata::tsig::Time48;
use setec_core::dns::Name;

use crate::message::{Malformed, Query, Unverified, bare_answer, verify};
use crate::statistics::{Counters, count};
use crate::transfer::Transfer;
use crate::zones::Table;
use crate::{AliasResolver, ServerConfig, TsigKey, Zones};
pub(crate) use alias::{Flattened, flatten};
use cookie::Cookies;
use exchange::Exchange;
use limit::{Limiter, Verdict, subject};

/// The most bytes of an answer over UDP: what passes everywhere in one piece (RFC 9715).
pub(crate) const UDP_SIZE: u16 = 1_232;
/// The same without EDNS (RFC 1035 section 4.2.1).
const PLAIN_UDP_SIZE: u16 = 512;

/// How a query came.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Transport {
    /// From a source that may be forged.
    Udp,
    /// From where it says.
    Tcp,
}

/// Where a query came from.
#[derive(Debug, Clone, Copy)]
pub struct Source {
    /// The client.
    pub address: SocketAddr,
    /// How it came.
    pub transport: Transport,
}

/// What is to be done about a query.
pub enum Outcome {
    /// Nothing is sent.
    Silent,
    /// The answer was written.
    Answer,
    /// A zone is sent, over TCP, in many messages.
    Transfer(Box<Transfer>),
}

/// Answers queries; it knows no sockets and no clock.
pub struct Answerer {
    zones: Zones,
    cookies: Cookies,
    limiter: Option<Limiter>,
    aliases: Option<Arc<dyn AliasResolver>>,
    pub(crate) counters: Counters,
}

impl Answerer {
    /// Answers from those zones.
    pub fn new(config: &ServerConfig, zones: Zones) -> Self {
        Self {
            zones,
            cookies: Cookies::new(config.cookie_secret),
            limiter: config.rate_limit.clone().map(Limiter::new),
            aliases: config.aliases.clone(),
            counters: Counters::default(),
        }
    }

    /// Writes the answer to a message into `out`; `now` is the time since 1970.
    pub fn answer(
        &self,
        packet: &[u8],
        source: Source,
        now: Duration,
        out: &mut Vec<u8>,
    ) -> Outcome {
        self.answer_from(&self.zones.read(), packet, source, now, out)
    }

    pub(crate) fn zones(&self) -> &Zones {
        &self.zones
    }

    /// The same for one of many messages, for all of which the zones were locked once.
    pub(crate) fn answer_from(
        &self,
        table: &Table,
        packet: &[u8],
        source: Source,
        now: Duration,
        out: &mut Vec<u8>,
    ) -> Outcome {
        let query = match Query::read(packet) {
            Ok(query) => query,
            Err(Malformed::Silent) => return Outcome::Silent,
            Err(Malformed::FormErr) => {
                return self.bare(packet, Rcode::FORMERR, source, now, out);
            }
        };
        if !query.is_signed {
            let exchange = Exchange::new(self, packet, &query, source, now, None);
            return exchange.answer(table, out);
        }
        let keys = self.keys_for(table, &query);
        let time = Time48::from_u64(now.as_secs());
        match verify(packet, &keys, time) {
            Ok((packet, signer)) => match Query::read(&packet) {
                Ok(query) => {
                    let exchange = Exchange::new(self, &packet, &query, source, now, Some(signer));
                    exchange.answer(table, out)
                }
                Err(_) => self.bare(&packet, Rcode::FORMERR, source, now, out),
            },
            Err(Unverified(answer)) if answer.is_empty() => {
                self.bare(packet, Rcode::FORMERR, source, now, out)
            }
            Err(Unverified(answer)) => {
                *out = answer;
                self.unless_limited(source, now)
            }
        }
    }

    /// Has the targets of a zone's ALIAS records looked up, before anybody asks for them.
    pub(crate) fn warm_aliases(&self, zone: &Name) {
        let Some(resolver) = self.aliases.as_deref() else {
            return;
        };
        let table = self.zones.read();
        if let Some(zone) = table.exact(&zone.to_wire()) {
            alias::warm(&table, resolver, zone);
        }
    }

    /// An answer that has no records and is not worth truncating.
    fn bare(
        &self,
        packet: &[u8],
        rcode: Rcode,
        source: Source,
        now: Duration,
        out: &mut Vec<u8>,
    ) -> Outcome {
        bare_answer(packet, rcode, out);
        self.unless_limited(source, now)
    }

    fn unless_limited(&self, source: Source, now: Duration) -> Outcome {
        match self.verdict(source, subject::error(), now) {
            Verdict::Send => Outcome::Answer,
            Verdict::Drop | Verdict::Truncate => Outcome::Silent,
        }
    }

    fn verdict(&self, source: Source, subject: u64, now: Duration) -> Verdict {
        let Some(limiter) = self.limiter.as_ref().filter(|_| source.is_udp()) else {
            return Verdict::Send;
        };
        let verdict = limiter.check(source.address.ip().to_canonical(), subject, now);
        if verdict != Verdict::Send {
            count(&self.counters.limited, 1);
        }
        verdict
    }

    /// The keys that the zone of the question knows.
    fn keys_for(&self, table: &Table, query: &Query) -> Vec<TsigKey> {
        let Some(question) = &query.question else {
            return Vec::new();
        };
        let name = match table.find(question.name.as_slice()) {
            Some(zone) => zone.name().clone(),
            // A zone that is yet to be fetched from its primary may have a policy already.
            None => match Name::from_wire(question.name.as_slice()) {
                Ok(name) => name,
                Err(_) => return Vec::new(),
            },
        };
        let policy = self.zones.policy(&name);
        let notify = policy
            .notify
            .iter()
            .filter_map(|target| target.key.as_ref());
        policy.transfer.keys.iter().chain(notify).cloned().collect()
    }
}

impl Source {
    fn is_udp(self) -> bool {
        self.transport == Transport::Udp
    }
}
