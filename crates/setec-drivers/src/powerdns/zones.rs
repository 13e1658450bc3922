//! Reading zones.

use async_trait::async_trait;
use http::Method;
use setec_core::dns::{Name, RecordData, RecordSet, RecordType, SetKey, Ttl, Zone};
use setec_provider::dns::{DnsFacts, Granularity, Look, Mark, ZoneHosting, ZoneInfo, ZoneReader};
use setec_provider::http::{Repeat, Reply};
use setec_provider::{DnsProvider, ErrorKind, ProviderError, Result};

use crate::powerdns::account::PowerDns;
use crate::powerdns::client::{Request, zone_path};
use crate::powerdns::{content, wire};

const READ_ZONE: &str = "read zone";

/// Every type of its own that PowerDNS writes.
const RECORD_TYPES: &[RecordType] = &[
    RecordType::Soa,
    RecordType::Ns,
    RecordType::A,
    RecordType::Aaaa,
    RecordType::Cname,
    RecordType::Alias,
    RecordType::Mx,
    RecordType::Txt,
    RecordType::Srv,
    RecordType::Caa,
    RecordType::Ptr,
    RecordType::Tlsa,
    RecordType::Sshfp,
    RecordType::Https,
    RecordType::Svcb,
    RecordType::Ds,
    RecordType::Naptr,
];

impl DnsProvider for PowerDns {
    fn hosting(&self) -> Option<&dyn ZoneHosting> {
        Some(self)
    }
}

#[async_trait]
impl ZoneReader for PowerDns {
    fn facts(&self) -> DnsFacts {
        let ttl = |secs| Ttl::from_secs(secs).expect("it is far below 2^31");
        DnsFacts {
            record_types: RECORD_TYPES,
            unknown_types: true,
            min_ttl: ttl(0),
            max_ttl: None,
            default_ttl: ttl(3600),
            granularity: Granularity::RecordSet,
            atomic: true,
            lists_serials: true,
            switches_values: true,
        }
    }

    async fn zones(&self) -> Result<Vec<ZoneInfo>> {
        let request = Request::new("list zones", Method::GET, "/zones", Repeat::Idempotent)
            // The DNSSEC state costs the server several look-ups for each zone.
            .query(&[("dnssec", "false")]);
        let heads: Vec<wire::ZoneHead> = self.client.send(request).await?.json()?;
        Ok(heads.into_iter().filter_map(zone_info).collect())
    }

    async fn zone(&self, name: &Name) -> Result<Zone> {
        let reply = self.ask_for(name).await?;
        read(name, reply)
    }

    /// The server prints a zone that has not changed the same way each time.
    async fn look(&self, name: &Name, known: Option<Mark>) -> Result<Look> {
        let reply = self.ask_for(name).await?;
        let mark = Some(reply.mark());
        if known.is_some() && known == mark {
            return Ok(Look::Known);
        }
        let zone = read(name, reply)?;
        Ok(Look::Zone { zone, mark })
    }
}

impl PowerDns {
    async fn ask_for(&self, zone: &Name) -> Result<Reply> {
        let path = zone_path(zone);
        let request = Request::new(READ_ZONE, Method::GET, &path, Repeat::Idempotent)
            .query(&[("rrsets", "true")]);
        self.client.send_about(zone, request).await
    }
}

/// The zone that an answer holds.
pub(super) fn read(name: &Name, reply: Reply) -> Result<Zone> {
    let zone: wire::Zone<Reading> = reply.json()?;
    drop(reply);
    let Reading {
        sets,
        left_alone,
        fault,
    } = zone.rrsets;
    if let Some(fault) = fault {
        return Err(fault);
    }
    if left_alone > 0 {
        tracing::debug!(zone = %name, left_alone, "PowerDNS zone has record sets of unread types");
    }
    Ok(Zone::from_list(name.clone(), sets))
}

/// A name that is none, such as that of a zone variant (5.0), must not hide the other zones.
fn zone_info(head: wire::ZoneHead) -> Option<ZoneInfo> {
    match head.name.parse() {
        Ok(name) => Some(ZoneInfo {
            name,
            serial: head.serial,
            kind: head.kind,
        }),
        Err(error) => {
            tracing::warn!(zone = head.name, %error, "PowerDNS zone left out of the list");
            None
        }
    }
}

/// The sets of an answer as they come.
#[derive(Default)]
struct Reading {
    sets: Vec<RecordSet>,
    /// Sets of types that are left alone.
    left_alone: usize,
    /// The first set that cannot be read.
    fault: Option<ProviderError>,
}

impl<'a> Extend<wire::RrSet<'a>> for Reading {
    fn extend<I: IntoIterator<Item = wire::RrSet<'a>>>(&mut self, rrsets: I) {
        for rrset in rrsets {
            match record_set(&rrset) {
                Ok(Some(set)) => self.sets.push(set),
                Ok(None) => self.left_alone += 1,
                Err(error) => {
                    self.fault.get_or_insert(error);
                }
            }
        }
    }
}

/// The set; `None` for a type that is left alone, neither read nor ever written.
fn record_set(rrset: &wire::RrSet<'_>) -> Result<Option<RecordSet>> {
    let unreadable = |what: &str, error: &dyn std::fmt::Display| {
        let message = format!(
            "the provider's record set {} {} cannot be read: {what}: {error}",
            rrset.name, rrset.rtype
        );
        ProviderError::new(ErrorKind::Protocol, READ_ZONE, message)
    };
    let Some(rtype) = content::read_type(&rrset.rtype) else {
        return Ok(None);
    };
    let name = rrset
        .name
        .parse()
        .map_err(|error| unreadable("its name", &error))?;
    // A TTL with its highest bit set counts as zero (RFC 2181 section 8).
    let ttl = Ttl::from_secs(rrset.ttl)
        .or_else(|_| Ttl::from_secs(0))
        .expect("zero is a TTL");
    let data = |record: &wire::Record<'_>| {
        content::read(rtype, &record.content).map_err(|error| unreadable(&record.content, &error))
    };
    let (kept, served): (Vec<_>, Vec<_>) = rrset.records.iter().partition(|record| record.disabled);
    let served: Vec<RecordData> = served.into_iter().map(data).collect::<Result<_>>()?;
    let mut set = RecordSet::new(SetKey { name, rtype }, ttl, served);
    for record in kept {
        set.insert_disabled(data(record)?);
    }
    Ok(Some(set))
}
