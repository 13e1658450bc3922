//! Questions to name servers themselves: what each serves, without a resolver in between.

use std::net::SocketAddr;
use std::time::{Duration, Instant};

use domain::base::iana::{Class, Rcode};
use domain::base::rdata::ComposeRecordData;
use domain::base::{Message, ParsedName, ParsedRecord, Rtype, ToName};
use domain::rdata::ZoneRecordData;
use setec_core::dns::{Name, RecordData, SetKey};
use tokio::time::timeout;

use crate::resolver::{Recursion, exchange, query};

/// How long one try may take.
const PATIENCE: Duration = Duration::from_millis(1_500);

/// A packet may get lost.
const TRIES: u32 = 2;

/// What a server serves of a record set.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Served {
    /// The set's values; none where it has no such set.
    pub(crate) values: Vec<RecordData>,
    /// Their TTL in seconds.
    pub(crate) ttl: Option<u32>,
    /// What stands there instead, in words.
    pub(crate) instead: Option<String>,
    /// How long the answer took.
    pub(crate) took: Duration,
}

/// Asks one server for a set; the error says why there is no answer that counts.
pub(crate) async fn ask(server: SocketAddr, key: &SetKey, apex: &Name) -> Result<Served, String> {
    let question = query(&key.name, rtype_of(key), Recursion::Unwanted)?;
    let mut failure = String::new();
    for _ in 0..TRIES {
        let begun = Instant::now();
        match timeout(PATIENCE, exchange(server, &question)).await {
            Ok(Ok(answer)) => return read(&answer, key, apex, begun.elapsed()),
            // Nobody listens there: the second try finds the same.
            Ok(Err(error)) => return Err(error.to_string()),
            Err(_) => "it did not answer in time".clone_into(&mut failure),
        }
    }
    Err(failure)
}

fn read(
    answer: &Message<Vec<u8>>,
    key: &SetKey,
    apex: &Name,
    took: Duration,
) -> Result<Served, String> {
    match answer.header().rcode() {
        Rcode::NOERROR | Rcode::NXDOMAIN => {}
        other => return Err(format!("it answered {other}")),
    }
    let malformed = |_| "its answer is malformed".to_owned();
    let mut served = Served {
        values: Vec::new(),
        ttl: None,
        instead: None,
        took,
    };
    // The NS of a delegation are told by pointing there (RFC 1034 section 4.3.2).
    let is_cut = rtype_of(key) == Rtype::NS && key.name != *apex;
    if !answer.header().aa() && !is_cut {
        return Err("it does not serve the zone: its answer is not authoritative".to_owned());
    }
    let (_, answers, authority, _) = answer.sections().map_err(malformed)?;
    let pointing = is_cut.then_some(authority);
    for record in answers.chain(pointing.into_iter().flatten()) {
        served.take(&record.map_err(malformed)?, key)?;
    }
    served.values.sort_unstable();
    Ok(served)
}

impl Served {
    fn take(&mut self, record: &ParsedRecord<'_, Vec<u8>>, key: &SetKey) -> Result<(), String> {
        let malformed = || "its answer is malformed".to_owned();
        let owner: Vec<u8> = record.owner().to_vec().as_slice().to_vec();
        let owner = Name::from_wire(&owner).map_err(|_| malformed())?;
        if record.class() != Class::IN || owner != key.name {
            return Ok(());
        }
        let bytes = bytes_of(record).ok_or_else(malformed)?;
        if record.rtype() == rtype_of(key) {
            let data = RecordData::from_wire(key.rtype, &bytes).map_err(|_| malformed())?;
            let ttl = record.ttl().as_secs();
            self.ttl = Some(self.ttl.map_or(ttl, |known| known.min(ttl)));
            self.values.push(data);
        } else if record.rtype() == Rtype::CNAME {
            let rtype = setec_core::dns::RecordType::Cname;
            let alias = RecordData::from_wire(rtype, &bytes).map_err(|_| malformed())?;
            self.instead = Some(format!("a CNAME to {alias}"));
        }
        Ok(())
    }
}

fn rtype_of(key: &SetKey) -> Rtype {
    Rtype::from_int(key.rtype.number())
}

/// RDATA without compressed names.
fn bytes_of(record: &ParsedRecord<'_, Vec<u8>>) -> Option<Vec<u8>> {
    type Data<'a> = ZoneRecordData<&'a [u8], ParsedName<&'a [u8]>>;
    let read = record.to_record::<Data<'_>>().ok()??;
    let mut bytes = Vec::new();
    let composed = read.data().compose_rdata(&mut bytes);
    composed.expect("a Vec takes any number of bytes");
    Some(bytes)
}
