//! The one snapshot of a server, and the vendor's backups.

use chrono::{DateTime, Utc};
use serde::Deserialize;
use setec_core::server::{Backup, ServerSnapshot};
use setec_provider::{ErrorKind, Result};

use crate::hostinger::client::Client;
use crate::hostinger::{date, lenient};

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct WireSnapshot {
    #[serde(deserialize_with = "lenient::number")]
    id: Option<i64>,
    #[serde(deserialize_with = "lenient::count")]
    restore_time: u64,
    #[serde(deserialize_with = "date::optional")]
    created_at: Option<DateTime<Utc>>,
    #[serde(deserialize_with = "date::optional")]
    expires_at: Option<DateTime<Utc>>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct WireBackup {
    #[serde(deserialize_with = "lenient::text")]
    id: Option<String>,
    #[serde(deserialize_with = "lenient::count")]
    size: u64,
    #[serde(deserialize_with = "lenient::count")]
    restore_time: u64,
    #[serde(deserialize_with = "lenient::text")]
    location: Option<String>,
    #[serde(deserialize_with = "date::optional")]
    created_at: Option<DateTime<Utc>>,
}

/// A server without a snapshot answers one with the id 0 and made-up dates.
pub(super) async fn current(
    client: &Client,
    operation: &'static str,
    path: &str,
) -> Result<Option<ServerSnapshot>> {
    let found: Option<WireSnapshot> = match client.get(operation, path).await {
        Ok(found) => found,
        // A missing server is told from a missing snapshot by its own read.
        Err(error) if error.kind == ErrorKind::NotFound => {
            let server = path.trim_end_matches("/snapshot");
            client
                .get::<crate::hostinger::client::Accepted>(operation, server)
                .await?;
            None
        }
        Err(error) => return Err(error),
    };
    Ok(found.and_then(|snapshot| {
        let id = snapshot.id.filter(|id| *id != 0)?;
        Some(ServerSnapshot {
            id: id.to_string(),
            restore_secs: snapshot.restore_time,
            created_at: snapshot.created_at,
            expires_at: snapshot.expires_at,
        })
    }))
}

/// All backups of a server.
pub(super) async fn backups(
    client: &Client,
    operation: &'static str,
    path: &str,
) -> Result<Vec<Backup>> {
    let found: Vec<WireBackup> = client.pages(operation, path).await?;
    Ok(found
        .into_iter()
        .map(|backup| Backup {
            id: backup.id.unwrap_or_default(),
            size_kb: backup.size,
            restore_secs: backup.restore_time,
            location: backup.location.unwrap_or_default(),
            created_at: backup.created_at,
        })
        .collect())
}
