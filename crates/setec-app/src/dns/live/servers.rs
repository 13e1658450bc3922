//! Which name servers of a zone are asked, and where.

use std::net::{IpAddr, SocketAddr};

use futures::future::join_all;
use setec_core::dns::{Name, RecordData, RecordType, SetKey, Zone};

use super::LiveSource;
use crate::App;
use crate::Resolver;
use crate::account::Account;

/// Servers of one request at most.
const MOST: usize = 8;

/// Where name servers listen.
const PORT: u16 = 53;

/// What the server of this process is called that no NS names.
const OWN: &str = "this server";

/// A name server, and where it is asked or why not.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Place {
    pub(super) name: String,
    pub(super) address: std::result::Result<SocketAddr, String>,
}

/// The names of the servers: the registrar's delegation counts before the zone's own NS.
pub(super) fn named(live: &Zone, registered: Option<Vec<Name>>) -> (LiveSource, Vec<Name>) {
    if let Some(names) = registered.filter(|names| !names.is_empty()) {
        return (LiveSource::Registrar, names);
    }
    let names = match live.get(&at_apex(live, RecordType::Ns)) {
        Some(set) => set.values().iter().filter_map(RecordData::target),
        None => return (LiveSource::Nobody, Vec::new()),
    };
    (LiveSource::Zone, names.cloned().collect())
}

fn at_apex(live: &Zone, rtype: RecordType) -> SetKey {
    SetKey {
        name: live.name.clone(),
        rtype,
    }
}

impl App {
    /// Where the servers are. Zones that we serve ourselves are asked for at our own name server,
    /// whatever their NS say.
    pub(super) async fn places(
        &self,
        account: &Account,
        live: &Zone,
        names: &[Name],
    ) -> Vec<Place> {
        let own = match &account.transfers {
            Some(_) => self.name_server_addresses(),
            None => Vec::new(),
        };
        let looked_up = names.iter().take(MOST).map(|name| async {
            let address = self.address_of(live, name).await;
            Place {
                name: name.as_str().to_owned(),
                address: address.map(|ip| ours(&own, ip).unwrap_or(SocketAddr::new(ip, PORT))),
            }
        });
        let mut places = join_all(looked_up).await;
        let is_asked = |address: &SocketAddr| {
            let mut asked = places
                .iter()
                .filter_map(|place| place.address.as_ref().ok());
            asked.any(|known| known == address)
        };
        if !own.is_empty() && !own.iter().any(|address| is_asked(&reachable(*address))) {
            let place = Place {
                name: OWN.to_owned(),
                address: Ok(reachable(own[0])),
            };
            places.insert(0, place);
        } else if own.is_empty() && account.transfers.is_some() {
            let words = "the name server does not listen";
            let place = Place {
                name: OWN.to_owned(),
                address: Err(words.to_owned()),
            };
            places.insert(0, place);
        }
        places
    }

    /// The address of a name server: as this zone or one that we serve has it, or as the resolver
    /// says.
    async fn address_of(&self, live: &Zone, name: &Name) -> std::result::Result<IpAddr, String> {
        if let Some(address) = address_in(live, name) {
            return Ok(address);
        }
        let mut above = name.as_str();
        while let Some((_, rest)) = above.split_once('.') {
            above = rest;
            let Ok(zone) = above.parse() else {
                break;
            };
            // What cannot be read here is looked up like any other name.
            if let Ok(Some(zone)) = self.hosted_zone(&zone).await
                && let Some(address) = address_in(&zone, name)
            {
                return Ok(address);
            }
        }
        if self.resolver == Resolver::Off {
            let words = "its address is not known: no resolver is asked (--resolver off)";
            return Err(words.to_owned());
        }
        let found = self.resolver.addresses(name).await;
        let found = found.map_err(|reason| format!("its address cannot be looked up: {reason}"))?;
        let first = found.v4.first().copied().map(IpAddr::from);
        let first = first.or_else(|| found.v6.first().copied().map(IpAddr::from));
        first.ok_or_else(|| "it has no address".to_owned())
    }
}

/// The first address of a name in a zone. The other family is mostly the same server, and not every
/// host reaches it.
fn address_in(zone: &Zone, name: &Name) -> Option<IpAddr> {
    let of = |rtype| {
        let key = SetKey {
            name: name.clone(),
            rtype,
        };
        zone.get(&key)?.values().first()
    };
    match (of(RecordType::A), of(RecordType::Aaaa)) {
        (Some(RecordData::A(address)), _) => Some((*address).into()),
        (_, Some(RecordData::Aaaa(address))) => Some((*address).into()),
        _ => None,
    }
}

/// Our own listener at an address of the zone's NS, where it is one.
fn ours(own: &[SocketAddr], ip: IpAddr) -> Option<SocketAddr> {
    let is_it = |address: &&SocketAddr| {
        let listens = address.ip();
        let any = listens.is_unspecified() && listens.is_ipv4() == ip.is_ipv4();
        listens == ip || (listens.is_loopback() && ip.is_loopback()) || (any && ip.is_loopback())
    };
    own.iter().find(is_it).copied().map(reachable)
}

/// A listener on all addresses is asked over the loopback interface.
fn reachable(address: SocketAddr) -> SocketAddr {
    let ip = match address.ip() {
        IpAddr::V4(ip) if ip.is_unspecified() => IpAddr::from([127, 0, 0, 1]),
        IpAddr::V6(ip) if ip.is_unspecified() => IpAddr::from([0, 0, 0, 0, 0, 0, 0, 1]),
        ip => ip,
    };
    SocketAddr::new(ip, address.port())
}

#[cfg(test)]
mod tests {
    use super::{ours, reachable};

    #[test]
    fn our_own_listener_is_found_behind_an_address() {
        for (listens, named, asked) in [
            ("127.0.0.1:5300", "127.0.0.1", Some("127.0.0.1:5300")),
            ("127.0.0.1:5300", "::1", Some("127.0.0.1:5300")),
            ("0.0.0.0:53", "127.0.0.1", Some("127.0.0.1:53")),
            ("0.0.0.0:53", "192.0.2.1", None),
            ("192.0.2.1:5300", "192.0.2.1", Some("192.0.2.1:5300")),
            ("192.0.2.1:5300", "192.0.2.2", None),
        ] {
            let found = ours(&[listens.parse().unwrap()], named.parse().unwrap());
            let asked = asked.map(|text| text.parse().unwrap());
            assert_eq!(found, asked, "{listens} {named}");
        }
        let all = reachable("[::]:53".parse().unwrap());
        assert_eq!(all, "[::1]:53".parse().unwrap());
    }
}
