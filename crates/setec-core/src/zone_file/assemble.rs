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

/// The records by key, those of one key as they came.
///
/// Small numbers are sorted instead of the records: a million of these take long to move about.
fn in_order(zone: &Name, records: Vec<Placed>) -> impl Iterator<Item = Placed> {
    let mut records: Vec<Option<Placed>> = records.into_iter().map(Some).collect();
    let key = |at: u32| records[at as usize].as_ref().map(|record| &record.key);
    let beginning = |record: &Option<Placed>| {
        let name = &record.as_ref()?.key.name;
        name.order_in(zone)
    };
    let mut order: Vec<(u64, u32)> = Vec::with_capacity(records.len());
    for (record, at) in records.iter().zip(0..) {
        let Some(beginning) = beginning(record) else {
            // Where one name has none, nobody's counts.
            order = (0..).zip(&records).map(|(at, _)| (0, at)).collect();
            break;
        };
        order.push((beginning, at));
    }
    order.sort_unstable_by(|(one, at), (other, other_at)| {
        let beginnings = one.cmp(other);
        beginnings
            .then_with(|| key(*at).cmp(&key(*other_at)))
            .then_with(|| at.cmp(other_at))
    });
    order
        .into_iter()
        .filter_map(move |(_, at)| records[at as usize].take())
}

/// Makes the zone; sorting first keeps the work proportional to the records, whatever their order.
pub(super) fn assemble(zone: &Name, records: Vec<Placed>, faults: &mut Faults) -> Zone {
    let mut records = in_order(zone, records).peekable();
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
