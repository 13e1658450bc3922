//! What the name server knows, in the app's words.

use setec_app::{NameServerCounters, SecondaryView, Serving};
use setec_nameserver::{Secondary, Statistics, Zones};

/// The name server as it is at this moment.
pub(super) fn look(zones: &Zones, statistics: Statistics) -> Serving {
    let served = zones.names().into_iter().filter_map(|zone| {
        // One that was removed since is not served any more.
        let serial = zones.serial(&zone)?;
        let secondaries = zones.secondaries(&zone).into_iter().map(secondary);
        let secondaries = secondaries.collect();
        Some((zone, (serial, secondaries)))
    });
    Serving {
        counters: counters(statistics),
        zones: served.collect(),
    }
}

fn counters(statistics: Statistics) -> NameServerCounters {
    NameServerCounters {
        udp_queries: statistics.udp_queries,
        tcp_queries: statistics.tcp_queries,
        silent: statistics.silent,
        limited: statistics.limited,
        truncated: statistics.truncated,
        transfers: statistics.transfers,
    }
}

fn secondary(secondary: Secondary) -> SecondaryView {
    SecondaryView {
        address: secondary.address,
        serial: secondary.serial,
        acknowledged: secondary.is_acknowledged,
        attempts: secondary.attempts,
        problem: secondary.problem,
    }
}
