//! Which names point at a server.

use std::collections::{BTreeMap, HashSet};
use std::net::IpAddr;
use std::sync::Arc;
use std::time::Duration;

use futures::{StreamExt, stream};
use setec_core::dns::Name;
use setec_core::server::Server;
use setec_provider::http::background;
use tokio::time::timeout;

use super::known::KnownZone;
use crate::{Actor, App, ErrorKind, Result};

/// How long zones that nobody has looked at yet may take.
const PATIENCE: Duration = Duration::from_secs(5);

/// Such zones that are read at once.
const AT_ONCE: usize = 8;

/// A record set that holds an address of the server.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NameAt {
    /// The account of the zone.
    pub account: String,
    /// The zone's apex.
    pub zone: String,
    /// Owner relative to the zone.
    pub name: String,
    /// `A` or `AAAA`.
    pub rtype: String,
    /// The server's addresses that it holds.
    pub addresses: Vec<String>,
    /// Further addresses that it holds.
    pub others: Vec<String>,
}

/// Names of a server.
#[derive(Debug, Clone, Default)]
pub struct NamesAt {
    /// The server's addresses.
    pub addresses: Vec<String>,
    /// The sets that hold them, by zone.
    pub names: Vec<NameAt>,
    /// How many zones were looked through.
    pub zones: usize,
    /// Zones that could not be, as `account/zone`.
    pub unread: Vec<String>,
}

impl App {
    /// The record sets over all zones that hold the addresses of a server.
    ///
    /// Zones are looked through as they were last seen; those that nobody has looked at are read
    /// first, for a few seconds.
    pub async fn names_at_server(
        &self,
        actor: &Actor,
        provider: &str,
        id: &str,
    ) -> Result<NamesAt> {
        let server = self.server(actor, provider, id).await?;
        let addresses = addresses_of(&server);
        let unread = self.read_unseen().await?;
        let zones = self.zones_as_seen().await?;
        Ok(NamesAt {
            addresses: addresses.iter().map(ToString::to_string).collect(),
            names: zones
                .iter()
                .flat_map(|zone| names_in(zone, &addresses))
                .collect(),
            zones: zones.len(),
            unread,
        })
    }

    /// Looks at the zones of which no state is known; gives those that could not be read in time.
    async fn read_unseen(&self) -> Result<Vec<String>> {
        let (accounts, _) = self.accounts.all().await?;
        let mut unseen = Vec::new();
        for account in accounts {
            for zone in self.unseen_zones(&account).await? {
                unseen.push((Arc::clone(&account), zone));
            }
        }
        let place = |account: &str, zone: &Name| format!("{account}/{zone}");
        let mut open: HashSet<String> = unseen
            .iter()
            .map(|(account, zone)| place(&account.name, zone))
            .collect();
        let looks = stream::iter(unseen).map(|(account, zone)| async move {
            match background(self.look(&account, &zone)).await {
                Ok(_) => Some(place(&account.name, &zone)),
                // Some vendors list domains whose zone is elsewhere.
                Err(error) if error.kind == ErrorKind::NotFound => {
                    Some(place(&account.name, &zone))
                }
                Err(_) => None,
            }
        });
        let mut looks = looks.buffer_unordered(AT_ONCE);
        let reading = async {
            while let Some(read) = looks.next().await {
                if let Some(place) = read {
                    open.remove(&place);
                }
            }
        };
        // What is not read by then is named.
        let _ = timeout(PATIENCE, reading).await;
        let mut open: Vec<String> = open.into_iter().collect();
        open.sort();
        Ok(open)
    }
}

fn addresses_of(server: &Server) -> Vec<IpAddr> {
    let listed = server.addresses.iter().map(|address| &address.address);
    let all = listed.chain(&server.ipv4).chain(&server.ipv6);
    // Some vendors write the length of the network behind it.
    let bare = all.filter_map(|text| text.split('/').next()?.parse().ok());
    let mut addresses: Vec<IpAddr> = bare.collect();
    addresses.sort_unstable();
    addresses.dedup();
    addresses
}

/// The addresses of a set.
#[derive(Default)]
struct Addresses {
    /// Those that are the server's.
    own: Vec<String>,
    others: Vec<String>,
}

fn names_in(zone: &KnownZone, addresses: &[IpAddr]) -> Vec<NameAt> {
    let mut sets: BTreeMap<(&str, &str), Addresses> = BTreeMap::new();
    for line in zone.text.lines() {
        let mut parts = line.splitn(3, '\t');
        let (Some(name), Some(rtype @ ("A" | "AAAA")), Some(content)) =
            (parts.next(), parts.next(), parts.next())
        else {
            continue;
        };
        let of_set = sets.entry((name, rtype)).or_default();
        match content.parse::<IpAddr>() {
            Ok(address) if addresses.contains(&address) => of_set.own.push(content.to_owned()),
            _ => of_set.others.push(content.to_owned()),
        }
    }
    let found = sets
        .into_iter()
        .filter(|(_, of_set)| !of_set.own.is_empty());
    let found = found.map(|((name, rtype), of_set)| NameAt {
        account: zone.account.clone(),
        zone: zone.zone.to_string(),
        name: name.to_owned(),
        rtype: rtype.to_owned(),
        addresses: of_set.own,
        others: of_set.others,
    });
    found.collect()
}
