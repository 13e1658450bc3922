//! Zones that Setec Manager serves itself: kept in the database, and told to the name server.

mod row;
mod storage;

use std::collections::BTreeMap;
use std::net::SocketAddr;
use std::sync::{Arc, PoisonError, RwLock};

use setec_core::dns::{Name, RecordSet, SetKey, Zone};
use setec_drivers::LocalTransfers;
use setec_store::Store;
use tokio::sync::broadcast;

use crate::{App, Error, ErrorKind, Result};

pub(crate) use storage::AccountZones;

/// Events that a slow listener may be behind; one that is further behind reads everything again.
const EVENTS: usize = 1_024;

/// What becomes of hosted zones, for the name server.
#[derive(Debug, Clone)]
pub enum HostedEvent {
    /// A zone went from one serial to the next.
    Changed {
        /// The zone.
        zone: Name,
        /// The serial before.
        from_serial: u32,
        /// Sets that are gone.
        gone: Vec<SetKey>,
        /// Sets that came or were replaced, with the SOA.
        put: Vec<RecordSet>,
    },
    /// A zone was made or removed.
    Listed(Name),
    /// Its secondaries shall be told of it.
    Notify(Name),
}

/// A zone that the name server shall answer for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HostedPlace {
    /// The zone.
    pub zone: Name,
    /// The account that it belongs to.
    pub account: String,
    /// Its serial.
    pub serial: u32,
}

/// The hosted zones of all accounts.
#[derive(Debug)]
pub(crate) struct Hosted {
    store: Store,
    events: broadcast::Sender<Arc<HostedEvent>>,
    /// Where the name server of this process listens.
    served_at: RwLock<Vec<SocketAddr>>,
}

impl Hosted {
    pub(crate) fn new(store: Store) -> Self {
        let (events, _) = broadcast::channel(EVENTS);
        Self {
            store,
            events,
            served_at: RwLock::default(),
        }
    }

    /// The zones of one account, as its driver is lent them.
    pub(crate) fn of_account(self: &Arc<Self>, account: &str) -> AccountZones {
        AccountZones {
            account: account.to_owned(),
            hosted: Arc::clone(self),
        }
    }

    fn tell(&self, event: HostedEvent) {
        // Nobody listens where no name server runs.
        let _ = self.events.send(Arc::new(event));
    }
}

impl App {
    /// Says where the name server of this process listens.
    pub fn name_server_listens(&self, addresses: Vec<SocketAddr>) {
        let served_at = self.hosted.served_at.write();
        *served_at.unwrap_or_else(PoisonError::into_inner) = addresses;
    }

    /// Where the name server of this process listens; nowhere while it does not.
    pub fn name_server_addresses(&self) -> Vec<SocketAddr> {
        let served_at = self.hosted.served_at.read();
        served_at.unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Everything that happens to hosted zones from now on.
    pub fn hosted_events(&self) -> broadcast::Receiver<Arc<HostedEvent>> {
        self.hosted.events.subscribe()
    }

    /// Whether other nodes may change the database as well.
    pub fn is_shared(&self) -> bool {
        self.store.is_shared()
    }

    /// Zones of all accounts of the local name server, for that server; nobody is asked.
    pub async fn hosted_places(&self) -> Result<Vec<HostedPlace>> {
        let accounts = self.local_transfers().await?;
        let rows = self.store.hosted_zones().await?;
        let places = rows
            .into_iter()
            .filter(|row| accounts.contains_key(&row.account));
        places
            .map(|row| {
                Ok(HostedPlace {
                    zone: row.zone.parse().map_err(Error::internal)?,
                    account: row.account,
                    serial: row.serial,
                })
            })
            .collect()
    }

    /// One hosted zone whole, for the name server.
    pub async fn hosted_zone(&self, zone: &Name) -> Result<Option<Zone>> {
        let stored = self.store.hosted_sets(zone.as_str(), None).await?;
        let Some((_, rows)) = stored else {
            return Ok(None);
        };
        let sets = rows
            .iter()
            .map(|row| row::read(row).map_err(Error::internal));
        let sets = sets.collect::<Result<Vec<RecordSet>>>()?;
        Ok(Some(Zone::from_sets(zone.clone(), sets)))
    }

    /// Zones that nobody would serve any more must not be left behind unseen.
    pub(crate) async fn require_no_hosted_zones(&self, account: &str) -> Result<()> {
        let rows = self.store.hosted_zones().await?;
        let count = rows.iter().filter(|row| row.account == account).count();
        if count == 0 {
            return Ok(());
        }
        Err(Error::new(
            ErrorKind::Conflict,
            format!("'{account}' serves {count} zones; remove those first"),
        ))
    }

    /// Who may transfer zones, by account of the local name server.
    pub async fn local_transfers(&self) -> Result<BTreeMap<String, Arc<LocalTransfers>>> {
        let (accounts, _) = self.accounts.all().await?;
        let locals = accounts.iter().filter_map(|account| {
            let transfers = account.transfers.as_ref()?;
            Some((account.name.clone(), Arc::clone(transfers)))
        });
        Ok(locals.collect())
    }
}
