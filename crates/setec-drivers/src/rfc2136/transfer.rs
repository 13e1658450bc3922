//! Reading a whole zone by transfer (AXFR, RFC 5936), message by message as it comes.

use std::collections::{HashMap, HashSet};

use domain::base::iana::{Class, Rcode, Rtype};
use domain::base::rdata::ComposeRecordData;
use domain::base::{ParsedName, ParsedRecord, ToName};
use domain::rdata::ZoneRecordData;
use setec_core::dns::{Name, RecordData, RecordSet, RecordType, SetKey, Ttl, Zone};
use setec_provider::{ProviderError, Result};

use crate::rfc2136::client::{Answer, Client};
use crate::rfc2136::refusal;

pub(super) const READ_ZONE: &str = "read zone";

/// Records that a signing server makes itself, and which no plan is to touch.
const OF_THE_SERVER: [u16; 10] = [
    24, 30, // SIG, NXT (RFC 2535)
    46, 47, 48, // RRSIG, NSEC, DNSKEY
    50, 51, // NSEC3, NSEC3PARAM
    59, 60,    // CDS, CDNSKEY
    65534, // BIND's notes on the state of its signing
];

/// Whether sets of that type are left to the server: not read and never written.
pub(super) fn is_of_the_server(rtype: RecordType) -> bool {
    OF_THE_SERVER.contains(&rtype.number())
}

/// The zone with all its sets.
pub(super) async fn zone(client: &Client, name: &Name) -> Result<Zone> {
    let mut sets = Sets::default();
    read(client, name, |record| {
        sets.add(record);
    })
    .await?;
    Ok(Zone::from_sets(name.clone(), sets.sets.into_values()))
}

/// The sets of those names, and each value in the bytes that the server has for it.
///
/// One value may stand there in several forms: a text in other strings, a name in other case.
pub(super) async fn zone_at(client: &Client, name: &Name, owners: &HashSet<Name>) -> Result<Look> {
    let mut sets = Sets::default();
    let mut forms = Forms::new();
    read(client, name, |record| {
        if owners.contains(&record.key.name) {
            let form = (record.key.clone(), record.data.clone());
            forms.entry(form).or_default().push(record.bytes.clone());
            sets.add(record);
        }
    })
    .await?;
    Ok(Look {
        zone: Zone::from_sets(name.clone(), sets.sets.into_values()),
        forms,
    })
}

/// The values of sets as the server has them on the wire.
pub(super) type Forms = HashMap<(SetKey, RecordData), Vec<Vec<u8>>>;

/// A part of a zone.
pub(super) struct Look {
    pub(super) zone: Zone,
    pub(super) forms: Forms,
}

/// Whether the zone may be transferred: asks for it, and goes away after the first message.
pub(super) async fn probe(client: &Client, zone: &Name) -> Result<()> {
    let mut connection = client.connect(READ_ZONE).await?;
    let request = client.question(zone, Rtype::AXFR);
    let mut answers = connection.ask_for_many(request).await?;
    let answer = connection.next_of(&mut answers).await?;
    let mut reading = Reading::new(client, zone);
    reading.take(&answer, &mut |_| {})
}

/// Gives every record but the SOA's repetition and what is the server's own.
async fn read(client: &Client, zone: &Name, mut each: impl FnMut(Record)) -> Result<()> {
    let mut connection = client.connect(READ_ZONE).await?;
    let request = client.question(zone, Rtype::AXFR);
    let mut answers = connection.ask_for_many(request).await?;
    let mut reading = Reading::new(client, zone);
    while !reading.is_complete {
        let answer = connection.next_of(&mut answers).await?;
        reading.take(&answer, &mut each)?;
    }
    connection.end_of(answers)?;
    if reading.left_alone > 0 {
        tracing::debug!(%zone, left_alone = reading.left_alone, "records of DNSSEC are the server's own");
    }
    Ok(())
}

/// One record of the transfer.
struct Record {
    key: SetKey,
    ttl: Ttl,
    data: RecordData,
    /// RDATA, uncompressed.
    bytes: Vec<u8>,
}

/// How far a transfer has come.
struct Reading<'a> {
    client: &'a Client,
    zone: &'a Name,
    /// The first record, which is also the last one.
    soa: Option<RecordData>,
    is_complete: bool,
    left_alone: usize,
    /// The owner before, which most records share with the one before them.
    owner: Option<Name>,
}

impl<'a> Reading<'a> {
    fn new(client: &'a Client, zone: &'a Name) -> Self {
        Self {
            client,
            zone,
            soa: None,
            is_complete: false,
            left_alone: 0,
            owner: None,
        }
    }

    fn take(&mut self, answer: &Answer, each: &mut impl FnMut(Record)) -> Result<()> {
        let rcode = answer.header().rcode();
        if rcode != Rcode::NOERROR {
            let key = self.client.key_name();
            let key = key.as_deref();
            return Err(refusal::of_reading(READ_ZONE, self.zone, rcode, key));
        }
        let records = answer.answer().map_err(|_| malformed())?;
        let mut is_empty = true;
        for record in records {
            is_empty = false;
            self.take_record(&record.map_err(|_| malformed())?, each)?;
        }
        if is_empty {
            // What some servers answer instead of an error.
            return Err(self.wrong("it holds no records"));
        }
        Ok(())
    }

    fn take_record(
        &mut self,
        record: &ParsedRecord<'_, Vec<u8>>,
        each: &mut impl FnMut(Record),
    ) -> Result<()> {
        if self.is_complete {
            return Err(self.wrong("records follow the SOA that ends it"));
        }
        if record.class() != Class::IN {
            return Err(self.wrong("it holds a record of another class"));
        }
        let name = self.owner_of(record)?;
        if !name.is_in(self.zone) {
            return Err(self.wrong(&format!("it holds {name}, which is not in the zone")));
        }
        let rtype = RecordType::from_number(record.rtype().to_int());
        if is_of_the_server(rtype) {
            self.left_alone += 1;
            return Ok(());
        }
        let bytes = bytes_of(record).ok_or_else(malformed)?;
        let data = RecordData::from_wire(rtype, &bytes)
            .map_err(|error| self.wrong(&format!("{name} {rtype}: {error}")))?;
        match (&self.soa, rtype) {
            (None, RecordType::Soa) if name == *self.zone => self.soa = Some(data.clone()),
            (None, _) => return Err(self.wrong("it does not begin with the zone's SOA")),
            (Some(first), RecordType::Soa) => {
                if *first != data || name != *self.zone {
                    return Err(self.wrong("it ends with another SOA than it begins with"));
                }
                self.is_complete = true;
                return Ok(());
            }
            (Some(_), _) => {}
        }
        // A TTL with its highest bit set counts as zero (RFC 2181 section 8).
        let ttl = Ttl::from_secs(u64::from(record.ttl().as_secs()))
            .or_else(|_| Ttl::from_secs(0))
            .expect("zero is a TTL");
        each(Record {
            key: SetKey { name, rtype },
            ttl,
            data,
            bytes,
        });
        Ok(())
    }

    fn owner_of(&mut self, record: &ParsedRecord<'_, Vec<u8>>) -> Result<Name> {
        let wire = record.owner().to_vec();
        let name = Name::from_wire(wire.as_slice()).map_err(|_| malformed())?;
        match &self.owner {
            Some(owner) if *owner == name => Ok(owner.clone()),
            _ => Ok(self.owner.insert(name).clone()),
        }
    }

    fn wrong(&self, why: &str) -> ProviderError {
        let words = format!("the transfer of zone {}: {why}", self.zone);
        refusal::unreadable(READ_ZONE, &words)
    }
}

fn bytes_of(record: &ParsedRecord<'_, Vec<u8>>) -> Option<Vec<u8>> {
    type Data<'a> = ZoneRecordData<&'a [u8], ParsedName<&'a [u8]>>;
    let read = record.to_record::<Data<'_>>().ok()??;
    let mut bytes = Vec::new();
    let composed = read.data().compose_rdata(&mut bytes);
    composed.expect("a Vec takes any number of bytes");
    Some(bytes)
}

fn malformed() -> ProviderError {
    refusal::unreadable(READ_ZONE, "its records are malformed")
}

/// Sets that grow record by record.
#[derive(Default)]
struct Sets {
    sets: HashMap<SetKey, RecordSet>,
}

impl Sets {
    /// Records of one set should have one TTL (RFC 2181 section 5.2); where not, the least counts.
    fn add(&mut self, record: Record) {
        let Record { key, ttl, data, .. } = record;
        if let Some(set) = self.sets.get_mut(&key) {
            set.ttl = set.ttl.min(ttl);
            set.insert(data);
        } else {
            let set = RecordSet::new(key.clone(), ttl, [data]);
            self.sets.insert(key, set);
        }
    }
}
