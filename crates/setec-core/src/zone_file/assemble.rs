//! From records to record sets, with the faults that only several records make.

use crate::dns::{Name, RecordData, RecordSet, RecordType, SetKey, Ttl, Zone};
use crate::zone_file::fault::{Faults, Place};

/// A record with its place.
#[derive(Debug)]
pub(super) struct Placed {
    pub(super) key: SetKey,
    pub(super) ttl: Ttl,
    pub(super) data: RecordData,
    pub(super) place: Place,
}

/// Makes the zone; sorting first keeps the work proportional to the records, whatever their order.
pub(super) fn assemble(zone: &Name, mut records: Vec<Placed>, faults: &mut Faults) -> Zone {
    records.sort_by(|one, other| one.key.cmp(&other.key));
    let mut records = records.into_iter().peekable();
    let sets = std::iter::from_fn(|| {
        let first = records.next()?;
        let (key, ttl, place) = (first.key, first.ttl, first.place);
        if records.peek().is_none_or(|next| next.key != key) {
            return Some(RecordSet::new(key, ttl, [first.data]));
        }
        let mut values = vec![first.data];
        while let Some(next) = records.next_if(|next| next.key == key) {
            if next.ttl != ttl {
                let message = format!(
                    "TTL {} differs from TTL {ttl} of the same record set in {} (RFC 2181 section 5.2)",
                    next.ttl,
                    faults.show(place, next.place),
                );
                faults.add(next.place, message);
            }
            if key.rtype == RecordType::Soa && next.data != values[0] {
                let first = faults.show(place, next.place);
                let message = format!("a second SOA record; the first is in {first}");
                faults.add(next.place, message);
            }
            values.push(next.data);
        }
        Some(RecordSet::new(key, ttl, values))
    });
    Zone::from_sets(zone.clone(), sets)
}
