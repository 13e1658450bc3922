//! The demo's tags: the clients of the agency whose estate it shows.

use std::sync::Arc;

use anyhow::Context;
use setec_app::{Actor, App};
use setec_core::TagKind;
use setec_store::{Store, TagChange};

use super::ACCOUNT;
use crate::serve::with_causes;

/// What belongs to which client: its names, which are domains and zones, and its servers.
const CLIENTS: &[(&str, &[&str], &[&str])] = &[
    (
        "client:copperline",
        &[
            "copperline-logistics.com",
            "copperline.dev",
            "copperline-fleet.com",
        ],
        &["tracking.copperline-logistics.com"],
    ),
    (
        "client:kestrel",
        &["kestrel-robotics.io", "kestrelrobotics.dev"],
        &["db.kestrel-robotics.io"],
    ),
];

/// Tags what belongs to clients; not through the app, whose journal tells what users did.
pub(super) async fn provide(app: &Arc<App>, store: &Store, actor: &Actor) -> anyhow::Result<()> {
    let servers = app.servers(actor, ACCOUNT).await.map_err(with_causes)?;
    let mut changes = Vec::new();
    for (tag, names, hosts) in CLIENTS {
        let mut add = |kind, subject: &str| {
            changes.push(TagChange {
                account: ACCOUNT.to_owned(),
                kind,
                subject: subject.to_owned(),
                added: vec![(*tag).to_owned()],
                removed: Vec::new(),
            });
        };
        for name in *names {
            add(TagKind::Domain, name);
            add(TagKind::Zone, name);
        }
        for host in *hosts {
            let found = servers.iter().find(|server| server.name == *host);
            let found = found.with_context(|| format!("there is no server {host}"))?;
            add(TagKind::Server, &found.id);
        }
    }
    Ok(store.change_tags(&changes).await?)
}
