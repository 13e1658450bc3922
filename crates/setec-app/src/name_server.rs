//! The name server of this process, as it is seen.

use std::collections::HashMap;
use std::fmt;
use std::net::SocketAddr;
use std::sync::{PoisonError, RwLock};

use setec_core::dns::Name;

use crate::{Actor, App, Result};

/// What the name server has done since it listens.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct NameServerCounters {
    /// Messages over UDP.
    pub udp_queries: u64,
    /// Messages over TCP.
    pub tcp_queries: u64,
    /// Messages that got no answer.
    pub silent: u64,
    /// Answers that the rate limit held back or sent truncated.
    pub limited: u64,
    /// Answers that said to come back over TCP.
    pub truncated: u64,
    /// Zone transfers that were begun.
    pub transfers: u64,
}

/// What a secondary said to the last message to it.
#[derive(Debug, Clone)]
pub struct SecondaryView {
    /// Where it was told.
    pub address: SocketAddr,
    /// The serial that it was told of.
    pub serial: u32,
    /// Whether it has confirmed that.
    pub acknowledged: bool,
    /// Messages that were sent for that serial.
    pub attempts: u32,
    /// What came instead of a confirmation.
    pub problem: Option<String>,
}

/// What the name server itself knows.
#[derive(Debug, Clone, Default)]
pub struct Serving {
    /// What it has done.
    pub counters: NameServerCounters,
    /// The zones that it answers for: their serials and their secondaries.
    pub zones: HashMap<Name, (u32, Vec<SecondaryView>)>,
}

/// A hosted zone, as it is kept and as it is served.
#[derive(Debug, Clone)]
pub struct ServedZoneView {
    /// The zone.
    pub zone: Name,
    /// The account that it belongs to.
    pub account: String,
    /// Its serial.
    pub serial: u32,
    /// The serial that is served by this process; none where it does not answer for the zone.
    pub served: Option<u32>,
    /// Its secondaries, as far as they were told of something.
    pub secondaries: Vec<SecondaryView>,
}

/// The name server of this process.
#[derive(Debug, Clone)]
pub struct NameServerView {
    /// Where it listens; nowhere where it does not.
    pub addresses: Vec<SocketAddr>,
    /// What it has done since it listens.
    pub counters: NameServerCounters,
    /// All hosted zones by name.
    pub zones: Vec<ServedZoneView>,
}

type Look = Box<dyn Fn() -> Serving + Send + Sync>;

/// The way to what the name server knows, while there is one.
#[derive(Default)]
pub(crate) struct NameServerSlot(RwLock<Option<Look>>);

impl fmt::Debug for NameServerSlot {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("NameServerSlot").finish_non_exhaustive()
    }
}

impl App {
    /// Says how to look at the name server of this process, which listens from now on.
    pub fn name_server_shows(&self, look: impl Fn() -> Serving + Send + Sync + 'static) {
        let slot = self.name_server.0.write();
        *slot.unwrap_or_else(PoisonError::into_inner) = Some(Box::new(look));
    }

    /// The name server of this process with all hosted zones.
    pub async fn name_server(&self, actor: &Actor) -> Result<NameServerView> {
        actor.may_read()?;
        let places = self.hosted_places().await?;
        let serving = {
            let slot = self.name_server.0.read();
            let look = slot.unwrap_or_else(PoisonError::into_inner);
            look.as_ref().map(|look| look()).unwrap_or_default()
        };
        let mut known = serving.zones;
        let zones = places.into_iter().map(|place| {
            let (served, secondaries) = known.remove(&place.zone).unzip();
            ServedZoneView {
                zone: place.zone,
                account: place.account,
                serial: place.serial,
                served,
                secondaries: secondaries.unwrap_or_default(),
            }
        });
        let mut zones: Vec<ServedZoneView> = zones.collect();
        zones.sort_by(|one, other| one.zone.as_str().cmp(other.zone.as_str()));
        Ok(NameServerView {
            addresses: self.name_server_addresses(),
            counters: serving.counters,
            zones,
        })
    }
}
