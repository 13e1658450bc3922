//! ALIAS: addresses of another name, given as if they were the name's own.

use domain::base::iana::Rtype;
use setec_core::dns::{Name, RecordType};

use crate::AliasResolver;
use crate::name::QueryName;
use crate::zone::{Cut, Found, ServedZone, Set};
use crate::zones::Table;

/// CNAME and ALIAS records that are followed within our zones.
const CHAIN: usize = 8;

/// What an ALIAS stands for.
pub(crate) enum Flattened {
    /// It cannot be told now.
    Unknown,
    /// Data of A or AAAA records, perhaps none.
    Addresses { records: Vec<Vec<u8>>, ttl: u32 },
}

/// Finds the records of type `qtype` (A or AAAA) that `alias`, a set of `zone`, stands for.
pub(crate) fn flatten(
    table: &Table,
    resolver: Option<&dyn AliasResolver>,
    zone: &ServedZone,
    alias: Set,
    qtype: u16,
) -> Flattened {
    let mut ttl = alias.ttl;
    let mut target = zone
        .store
        .records_of(alias)
        .next()
        .and_then(QueryName::read);
    for _ in 0..CHAIN {
        let Some(name) = target else {
            return Flattened::Unknown;
        };
        let Some(zone) = table.find(name.as_slice()) else {
            return resolved(resolver, &name, qtype, ttl);
        };
        let place = zone.store.locate(name.as_slice());
        let node = match (place.cut, place.found) {
            (Some(Cut::Delegation(_)), _) => return resolved(resolver, &name, qtype, ttl),
            (Some(Cut::Dname(_)), _) => return Flattened::Unknown,
            (None, Found::Node(node) | Found::Wildcard(node)) => node,
            (None, Found::Nothing) => return none(ttl),
        };
        if let Some(set) = zone.store.set(node, qtype) {
            return Flattened::Addresses {
                records: zone.store.records_of(set).map(Into::into).collect(),
                ttl: ttl.min(set.ttl),
            };
        }
        let next = [Rtype::CNAME.to_int(), RecordType::Alias.number()]
            .into_iter()
            .find_map(|rtype| zone.store.set(node, rtype));
        let Some(next) = next else {
            return none(ttl);
        };
        ttl = ttl.min(next.ttl);
        target = zone.store.records_of(next).next().and_then(QueryName::read);
    }
    Flattened::Unknown
}

/// Flattens whatever the zone has to flatten, so that the resolver knows of it.
pub(super) fn warm(table: &Table, resolver: &dyn AliasResolver, zone: &ServedZone) {
    for (_, sets) in zone.store.nodes() {
        let alias = sets
            .iter()
            .find(|set| set.rtype == RecordType::Alias.number());
        if let Some(alias) = alias {
            flatten(table, Some(resolver), zone, *alias, Rtype::A.to_int());
        }
    }
}

fn none(ttl: u32) -> Flattened {
    Flattened::Addresses {
        records: Vec::new(),
        ttl,
    }
}

fn resolved(
    resolver: Option<&dyn AliasResolver>,
    name: &QueryName,
    qtype: u16,
    ttl: u32,
) -> Flattened {
    let name = Name::from_wire(name.as_slice());
    let (Some(resolver), Ok(name)) = (resolver, name) else {
        return Flattened::Unknown;
    };
    let Some(found) = resolver.addresses(&name) else {
        return Flattened::Unknown;
    };
    let records = if qtype == Rtype::A.to_int() {
        found.v4.iter().map(|a| a.octets().to_vec()).collect()
    } else {
        found.v6.iter().map(|a| a.octets().to_vec()).collect()
    };
    Flattened::Addresses {
        records,
        ttl: ttl.min(found.ttl),
    }
}
