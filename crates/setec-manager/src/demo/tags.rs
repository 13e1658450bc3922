//! The demo's tags: the clients of the agency whose estate it shows.

use std::sync::Arc;

use anyhow::Context;
use setec_app::{Actor, App, TagEdit, TagTarget};
use setec_core::TagKind;

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

/// Tags what belongs to clients.
pub(super) async fn provide(app: &Arc<App>, actor: &Actor) -> anyhow::Result<()> {
    let servers = app.servers(actor, ACCOUNT).await.map_err(with_causes)?;
    let target = |kind, id: &str| TagTarget {
        account: ACCOUNT.to_owned(),
        kind,
        id: id.to_owned(),
    };
    for (tag, names, hosts) in CLIENTS {
        let mut things = Vec::new();
        for name in *names {
            things.push(target(TagKind::Domain, name));
            things.push(target(TagKind::Zone, name));
        }
        for host in *hosts {
            let found = servers.iter().find(|server| server.name == *host);
            let found = found.with_context(|| format!("there is no server {host}"))?;
            things.push(target(TagKind::Server, &found.id));
        }
        let edit = TagEdit {
            things,
            add: vec![(*tag).to_owned()],
            remove: Vec::new(),
        };
        app.edit_tags(actor, edit).await.map_err(with_causes)?;
    }
    Ok(())
}
