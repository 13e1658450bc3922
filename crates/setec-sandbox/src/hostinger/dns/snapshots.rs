use serde_json::json;

use super::zone::Snapshot;
use super::{owned, refuse_foreign};
use crate::hostinger::clock::stamp;
use crate::hostinger::dns::Zone;
use crate::hostinger::estate::Estate;
use crate::hostinger::refusal::{Answer, Refusal, accepted, ok};
use crate::hostinger::routes::Ask;

/// `GET snapshots/{domain}`, newest first.
pub(super) fn list(estate: &mut Estate, ask: &Ask) -> Answer {
    let domain = ask.domain();
    refuse_foreign(estate, &domain)?;
    let zone = owned(estate, &domain)?;
    let rows: Vec<_> = zone
        .snapshots
        .iter()
        .rev()
        .map(|snapshot| {
            json!({
                "id": snapshot.id,
                "reason": snapshot.reason,
                "created_at": stamp(snapshot.created_at),
            })
        })
        .collect();
    ok(rows)
}

/// `GET snapshots/{domain}/{snapshotId}`.
pub(super) fn show(estate: &mut Estate, ask: &Ask) -> Answer {
    let zone = owned(estate, &ask.domain())?;
    ok(find(zone, ask.id("snapshotId"))?)
}

/// `POST snapshots/{domain}/{snapshotId}/restore`.
pub(super) fn restore(estate: &mut Estate, ask: &Ask) -> Answer {
    let id = estate.next_id();
    let zone = owned(estate, &ask.domain())?;
    let sets = find(zone, ask.id("snapshotId"))?.sets.clone();
    zone.commit(ask, id, "Zone restore request", sets);
    accepted()
}

fn find(zone: &Zone, id: i64) -> Result<&Snapshot, Refusal> {
    zone.snapshots
        .iter()
        .find(|snapshot| snapshot.id == id)
        .ok_or_else(|| Refusal::not_found("Snapshot"))
}
