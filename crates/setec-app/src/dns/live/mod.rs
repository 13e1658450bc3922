//! Is it live: what each name server of a zone answers now, beside what is wanted.

mod questions;
mod servers;

use std::net::SocketAddr;
use std::time::Duration;

use chrono::{DateTime, Utc};
use futures::future::join_all;
use futures::{StreamExt, stream};
use setec_core::dns::{Name, RecordData, RecordSet, RecordType, SetKey, Zone};
use tokio::time::{Instant, timeout_at};

use servers::Place;

use crate::authority::{Served, ask};
use crate::dns::document::SetDocument;
use crate::dns::read::zone_name;
use crate::{Actor, App, Error, Result};

/// Questions to one server at the same time.
const AT_ONCE: usize = 4;

/// How long all of it may take.
const PATIENCE: Duration = Duration::from_secs(8);

/// Which sets are asked for.
#[derive(Debug, Clone, Default)]
pub struct LiveInput {
    /// Owner relative to the zone; those of the sets that were changed last where absent.
    pub name: Option<String>,
    /// Type; those of the zone at that owner where absent.
    pub rtype: Option<String>,
}

/// Who says which servers are asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LiveSource {
    /// The registrar's delegation.
    Registrar,
    /// The zone's own NS, as no registrar of ours has the domain.
    Zone,
    /// Neither names any.
    Nobody,
}

/// A name server of the zone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LiveServer {
    /// Its name.
    pub name: String,
    /// Where it was asked.
    pub address: Option<SocketAddr>,
    /// Why it was not asked.
    pub problem: Option<String>,
}

/// How an answer stands to what is wanted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LiveState {
    /// It is what is wanted.
    Same,
    /// Something else is served.
    Different,
    /// Nothing is served.
    Missing,
    /// There is no answer that counts.
    NoAnswer,
}

/// What one server says of a set.
#[derive(Debug, Clone)]
pub struct LiveAnswer {
    /// The server's name.
    pub server: String,
    /// Where it was asked.
    pub address: Option<SocketAddr>,
    /// How it stands to what is wanted.
    pub state: LiveState,
    /// What it serves, in presentation format.
    pub values: Vec<String>,
    /// The TTL of that in seconds.
    pub ttl: Option<u32>,
    /// How long the answer took.
    pub took: Option<Duration>,
    /// What else should be known.
    pub detail: Option<String>,
}

/// A set with what is wanted and what is answered.
#[derive(Debug, Clone)]
pub struct LiveSet {
    /// Owner, absolute, without a trailing dot.
    pub name: String,
    /// Type.
    pub rtype: String,
    /// The set as the provider keeps it; absent where there shall be none, or where the provider does
    /// not show it.
    pub wanted: Option<SetDocument>,
    /// What each server says, in their order.
    pub answers: Vec<LiveAnswer>,
}

/// What the name servers of a zone answer.
#[derive(Debug, Clone)]
pub struct LiveView {
    /// The zone's apex.
    pub zone: String,
    /// When they were asked.
    pub asked_at: DateTime<Utc>,
    /// Who says which servers those are.
    pub source: LiveSource,
    /// The servers.
    pub servers: Vec<LiveServer>,
    /// The sets that they were asked for.
    pub sets: Vec<LiveSet>,
    /// Why nobody was asked.
    pub problem: Option<String>,
}

impl App {
    /// Asks the name servers of a zone what they serve of it.
    ///
    /// Without a name and a type, the sets that were changed last are asked for, and the SOA. At most
    /// a dozen sets and eight servers, and no longer than eight seconds.
    pub async fn zone_live(
        &self,
        actor: &Actor,
        provider: &str,
        domain: &str,
        input: &LiveInput,
    ) -> Result<LiveView> {
        actor.may_read()?;
        let account = self.account(provider).await?;
        let apex = zone_name(domain)?;
        account.dns()?;
        let filter = questions::read(input, &apex)?;
        let live = self.look(&account, &apex).await?;
        let keys = self.questions(&account, &live, &filter).await?;
        let registered = self.registered(actor, &account, &apex).await;
        let (source, names) = servers::named(&live, registered);
        let (places, problem) = if account.sandbox {
            let words = "the account is a sandbox: no name server of the world serves its zones";
            (Vec::new(), Some(words.to_owned()))
        } else {
            (self.places(&account, &live, &names).await, None)
        };
        let deadline = Instant::now() + PATIENCE;
        let asked = places
            .iter()
            .map(|place| series(place, &keys, &apex, deadline));
        let told: Vec<Vec<Told>> = join_all(asked).await;
        let sets = keys.iter().enumerate().map(|(at, key)| {
            let of_set: Vec<&Told> = told.iter().map(|answers| &answers[at]).collect();
            let wanted = live.get(key);
            let newest = newest_serial(&of_set);
            let answers = places.iter().zip(&of_set).map(|(place, told)| {
                let known = Wanted {
                    set: wanted,
                    newest,
                };
                answer(place, told, &known, key.rtype)
            });
            LiveSet {
                name: key.name.as_str().to_owned(),
                rtype: key.rtype.to_string(),
                wanted: wanted.map(SetDocument::from),
                answers: answers.collect(),
            }
        });
        Ok(LiveView {
            zone: apex.to_string(),
            asked_at: Utc::now(),
            source,
            sets: sets.collect(),
            servers: places.into_iter().map(LiveServer::from).collect(),
            problem,
        })
    }
}

impl From<Place> for LiveServer {
    fn from(place: Place) -> Self {
        let (address, problem) = match place.address {
            Ok(address) => (Some(address), None),
            Err(reason) => (None, Some(reason)),
        };
        Self {
            name: place.name,
            address,
            problem,
        }
    }
}

type Told = std::result::Result<Served, String>;

/// What a server says of all sets. One that is silent is not asked for the rest.
async fn series(place: &Place, keys: &[SetKey], apex: &Name, deadline: Instant) -> Vec<Told> {
    let late = || Err("it did not answer in time".to_owned());
    let server = match &place.address {
        Ok(address) => *address,
        Err(reason) => return keys.iter().map(|_| Err(reason.clone())).collect(),
    };
    let question = |key: SetKey| async move {
        let answered = timeout_at(deadline, ask(server, &key, apex)).await;
        answered.unwrap_or_else(|_| late())
    };
    let Some((first, others)) = keys.split_first() else {
        return Vec::new();
    };
    let mut told = vec![question(first.clone()).await];
    if told == [late()] {
        told.resize_with(keys.len(), late);
        return told;
    }
    let others = stream::iter(others.to_vec()).map(question);
    let others: Vec<Told> = others.buffered(AT_ONCE).collect().await;
    told.extend(others);
    told
}

/// What a set is compared with.
struct Wanted<'a> {
    set: Option<&'a RecordSet>,
    /// The newest serial that any server has.
    newest: Option<u32>,
}

fn answer(place: &Place, told: &Told, wanted: &Wanted<'_>, rtype: RecordType) -> LiveAnswer {
    let address = place.address.as_ref().ok().copied();
    let served = match told {
        Ok(served) => served,
        Err(reason) => {
            return LiveAnswer {
                server: place.name.clone(),
                address,
                state: LiveState::NoAnswer,
                values: Vec::new(),
                ttl: None,
                took: None,
                detail: Some(reason.clone()),
            };
        }
    };
    let (state, detail) = judge(served, wanted, rtype);
    LiveAnswer {
        server: place.name.clone(),
        address,
        state,
        values: served.values.iter().map(RecordData::to_text).collect(),
        ttl: served.ttl,
        took: Some(served.took),
        detail,
    }
}

fn judge(served: &Served, wanted: &Wanted<'_>, rtype: RecordType) -> (LiveState, Option<String>) {
    let instead = served.instead.as_ref();
    let instead = instead.map(|instead| format!("{instead} stands there"));
    if rtype == RecordType::Soa {
        // Some providers do not show it; then the servers are compared with each other. The rest of
        // it may be the server's own.
        let serial = wanted.set.and_then(|set| serial_of(set.values()));
        let state = match (serial_of(&served.values), serial.or(wanted.newest)) {
            (None, _) => LiveState::Missing,
            (Some(serial), Some(wanted)) if serial != wanted => LiveState::Different,
            (Some(_), _) => LiveState::Same,
        };
        return (state, instead);
    }
    let values = wanted.set.map_or(&[][..], RecordSet::values);
    if served.values != values {
        let state = if served.values.is_empty() {
            LiveState::Missing
        } else {
            LiveState::Different
        };
        let left = (values.is_empty()).then(|| "it is served and shall not be".to_owned());
        return (state, instead.or(left));
    }
    let ttl = wanted.set.map(|set| set.ttl.secs());
    let differs = served.ttl.filter(|_| served.ttl != ttl).zip(ttl);
    let words = differs.map(|(is, wanted)| format!("its TTL is {is} instead of {wanted}"));
    (LiveState::Same, words)
}

fn newest_serial(told: &[&Told]) -> Option<u32> {
    let serials = told.iter().filter_map(|told| told.as_ref().ok());
    let serials = serials.filter_map(|served| serial_of(&served.values));
    // Serials wrap around (RFC 1982); those of one zone are close together.
    serials.reduce(|a, b| if b.wrapping_sub(a) < 1 << 31 { b } else { a })
}

fn serial_of(values: &[RecordData]) -> Option<u32> {
    values.iter().find_map(|value| match value {
        RecordData::Soa(soa) => Some(soa.serial),
        _ => None,
    })
}

/// Whether anybody is asked for a set: what a provider makes up of it is not the set itself.
fn can_be_asked(zone: &Zone, key: &SetKey) -> bool {
    key.rtype != RecordType::Alias && key.name.is_in(&zone.name)
}

fn no_alias() -> Error {
    let rule = "ALIAS is answered with addresses; ask for A or AAAA of the name";
    Error::field("type", rule)
}
