//! SSH public keys of the account.

use std::sync::Arc;

use async_trait::async_trait;
use serde::Deserialize;
use serde_json::json;
use setec_core::Violation;
use setec_core::ssh_key::SshKey;
use setec_provider::{ProviderError, Result, SshKeyProvider};
use ssh_key::{HashAlg, PublicKey};

use crate::hostinger::client::{Accepted, Client};
use crate::hostinger::servers::{SERVER_PREFIX, action};
use crate::hostinger::{ids, lenient};

const PATH: &str = "api/vps/v1/public-keys";

/// Ids may be given as `key-123`.
const PREFIX: &str = "key-";

/// SSH keys of the account.
#[derive(Debug)]
pub(super) struct SshKeys {
    client: Arc<Client>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct WireKey {
    #[serde(deserialize_with = "lenient::text")]
    id: Option<String>,
    #[serde(deserialize_with = "lenient::text")]
    name: Option<String>,
    #[serde(deserialize_with = "lenient::text")]
    key: Option<String>,
}

impl SshKeys {
    pub(super) fn new(client: Arc<Client>) -> Self {
        Self { client }
    }
}

/// All keys of the account.
pub(super) async fn list(client: &Client) -> Result<Vec<SshKey>> {
    let keys: Vec<WireKey> = client.pages("list SSH keys", PATH).await?;
    Ok(keys.into_iter().map(SshKey::from).collect())
}

/// The number of a key: `123` or `key-123`.
pub(super) fn number(id: &str) -> Option<i64> {
    ids::number(id, PREFIX)
}

#[async_trait]
impl SshKeyProvider for SshKeys {
    async fn list(&self) -> Result<Vec<SshKey>> {
        list(&self.client).await
    }

    async fn add(&self, name: &str, public_key: &str) -> Result<SshKey> {
        let operation = "add SSH key";
        let public_key = public_key.trim();
        let mut violations = Vec::new();
        if name.trim().is_empty() {
            violations.push(Violation::new("name", "it is empty"));
        }
        // The vendor's own rules are unknown; what no SSH server would read helps nobody.
        if let Err(error) = PublicKey::from_openssh(public_key) {
            let rule = format!(
                "an SSH public key on one line such as 'ssh-ed25519 AAAA... name' ({error})"
            );
            violations.push(Violation::new("public_key", rule));
        }
        if !violations.is_empty() {
            return Err(ProviderError::invalid(operation, violations));
        }
        let body = json!({"name": name.trim(), "key": public_key});
        let mut made: WireKey = self.client.post(operation, PATH, Some(&body)).await?;
        made.key.get_or_insert_with(|| public_key.to_owned());
        made.name.get_or_insert_with(|| name.trim().to_owned());
        Ok(made.into())
    }

    async fn delete(&self, id: &str) -> Result<()> {
        let operation = "delete SSH key";
        let number = ids::find(operation, "SSH key", id, PREFIX)?;
        self.client
            .delete::<Accepted>(operation, &format!("{PATH}/{number}"), None)
            .await?;
        Ok(())
    }

    async fn attach(&self, server_id: &str, key_ids: &[String]) -> Result<()> {
        let operation = "attach SSH keys";
        let server = ids::find(operation, "server", server_id, SERVER_PREFIX)?;
        let numbers: Vec<i64> = key_ids
            .iter()
            .map(|id| ids::find(operation, "SSH key", id, PREFIX))
            .collect::<Result<_>>()?;
        let path = format!("{PATH}/attach/{server}");
        let made = self
            .client
            .post(operation, &path, Some(&json!({"ids": numbers})))
            .await?;
        action::accept(operation, made).map(drop)
    }
}

impl From<WireKey> for SshKey {
    fn from(wire: WireKey) -> Self {
        let public_key = wire.key.unwrap_or_default();
        Self {
            id: wire.id.unwrap_or_default(),
            name: wire.name.unwrap_or_default(),
            // A key that the vendor let in unread has none.
            fingerprint: PublicKey::from_openssh(public_key.trim())
                .map(|key| key.fingerprint(HashAlg::Sha256).to_string())
                .unwrap_or_default(),
            public_key,
        }
    }
}
