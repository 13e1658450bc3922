//! Reading zones: their list with serials, and each whole.

use async_trait::async_trait;
use domain::base::iana::{Rcode, Rtype};
use domain::rdata::Soa;
use futures::future::try_join_all;
use setec_core::dns::{Name, RecordType, Ttl, Zone};
use setec_provider::dns::{DnsFacts, Granularity, ZoneInfo, ZoneReader};
use setec_provider::{DnsProvider, ErrorKind, ProviderError, Result};

use crate::rfc2136::account::Rfc2136;
use crate::rfc2136::client::{Answer, CONNECTIONS, Client, Connection, Failure};
use crate::rfc2136::{refusal, transfer};

const LIST_ZONES: &str = "list zones";

/// Every type of its own that any server takes. The SOA is the server's: it counts the serial.
pub(super) const RECORD_TYPES: &[RecordType] = &[
    RecordType::Ns,
    RecordType::A,
    RecordType::Aaaa,
    RecordType::Cname,
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

impl DnsProvider for Rfc2136 {}

#[async_trait]
impl ZoneReader for Rfc2136 {
    fn facts(&self) -> DnsFacts {
        let ttl = |secs| Ttl::from_secs(secs).expect("it is far below 2^31");
        DnsFacts {
            record_types: RECORD_TYPES,
            unknown_types: true,
            min_ttl: ttl(0),
            max_ttl: None,
            default_ttl: ttl(3600),
            granularity: Granularity::RecordSet,
            // One message is, and nearly every plan fits into one; a longer one takes several.
            atomic: false,
            lists_serials: true,
            switches_values: false,
        }
    }

    async fn zones(&self) -> Result<Vec<ZoneInfo>> {
        // Each connection takes its share of the zones, one query after the other.
        let zones: Vec<Name> = self.zones.iter().cloned().collect();
        let share = zones.len().div_ceil(CONNECTIONS).max(1);
        let shares = zones.chunks(share).map(|share| infos(&self.client, share));
        let lists = try_join_all(shares).await?;
        Ok(lists.concat())
    }

    async fn zone(&self, name: &Name) -> Result<Zone> {
        self.require(transfer::READ_ZONE, name)?;
        transfer::zone(&self.client, name).await
    }
}

/// The serial of a zone's SOA.
pub(super) async fn serial(client: &Client, zone: &Name) -> Result<u32> {
    let mut connection = client.connect(LIST_ZONES).await?;
    let request = client.question(zone, Rtype::SOA);
    let answer = connection.ask(request).await?;
    serial_of(client, zone, &answer)
}

/// A zone that the server does not serve is listed all the same, without a serial: the settings
/// name it, and reading it says what is wrong.
async fn infos(client: &Client, zones: &[Name]) -> Result<Vec<ZoneInfo>> {
    let mut infos = Vec::with_capacity(zones.len());
    let mut connection: Option<Connection<'_>> = None;
    for zone in zones {
        let was_open = connection.is_some();
        let mut open = match connection.take() {
            Some(open) => open,
            None => client.connect(LIST_ZONES).await?,
        };
        let mut answer = open.ask(client.question(zone, Rtype::SOA)).await;
        // Servers may close a connection after some queries.
        if was_open && matches!(&answer, Err(failure) if failure.answer_is_lost) {
            drop(open);
            open = client.connect(LIST_ZONES).await?;
            answer = open.ask(client.question(zone, Rtype::SOA)).await;
        }
        let answer = answer.map_err(|failure: Failure| failure.error)?;
        let serial = serial_of(client, zone, &answer);
        if let Err(error) = &serial {
            tracing::warn!(%zone, %error, "the server gives no serial");
        }
        infos.push(ZoneInfo {
            name: zone.clone(),
            serial: serial.ok(),
            kind: None,
        });
        connection = Some(open);
    }
    Ok(infos)
}

fn serial_of(client: &Client, zone: &Name, answer: &Answer) -> Result<u32> {
    let rcode = answer.header().rcode();
    if rcode != Rcode::NOERROR {
        let key = client.key_name();
        return Err(refusal::of_reading(LIST_ZONES, zone, rcode, key.as_deref()));
    }
    let unreadable = |_| refusal::unreadable(LIST_ZONES, "its records are malformed");
    let mut records = answer.answer().map_err(unreadable)?.limit_to_in::<Soa<_>>();
    let Some(soa) = records.next().transpose().map_err(unreadable)? else {
        let message = format!("the server has no zone {zone}: it answers without a SOA record");
        return Err(ProviderError::new(ErrorKind::NotFound, LIST_ZONES, message));
    };
    if !answer.header().aa() {
        let message = format!("the server is not authoritative for zone {zone}");
        return Err(ProviderError::new(ErrorKind::NotFound, LIST_ZONES, message));
    }
    Ok(soa.data().serial().into_int())
}
