//! Who may transfer zones, in the name server's words.

use ipnet::IpNet;
use setec_app::LocalTransfers;
use setec_nameserver::{InvalidKey, NotifyTarget, TransferRule, TsigKey, ZonePolicy};

/// The policy of an account's zones.
pub(super) fn policy(transfers: &LocalTransfers) -> Result<ZonePolicy, InvalidKey> {
    let key = transfers
        .key
        .as_ref()
        .map(|key| TsigKey::new(key.name.clone(), key.algorithm, &key.secret));
    let key = key.transpose()?;
    let secondaries = transfers.secondaries.iter();
    let networks = secondaries
        .map(|secondary| IpNet::from(secondary.ip()))
        .chain(transfers.networks.iter().copied());
    Ok(ZonePolicy {
        transfer: TransferRule {
            networks: networks.collect(),
            keys: key.iter().cloned().collect(),
        },
        notify: transfers
            .secondaries
            .iter()
            .map(|address| NotifyTarget {
                address: *address,
                key: key.clone(),
            })
            .collect(),
    })
}
