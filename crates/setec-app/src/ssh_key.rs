//! SSH keys.

use std::sync::Arc;

use setec_core::ssh_key::SshKey;

use crate::account::Account;
use crate::{Actor, App, Error, Result};

impl App {
    /// All keys of an account.
    pub async fn ssh_keys(&self, actor: &Actor, provider: &str) -> Result<Vec<SshKey>> {
        actor.may_read()?;
        let account = self.account(provider).await?;
        Ok(account.ssh_keys()?.list().await?)
    }

    /// Adds a key.
    pub async fn add_ssh_key(
        self: &Arc<Self>,
        actor: &Actor,
        provider: &str,
        name: String,
        public_key: String,
    ) -> Result<SshKey> {
        if name.trim().is_empty() {
            return Err(Error::field("name", "it is required"));
        }
        let needs = |account: &Account| account.ssh_keys().map(drop);
        self.change_of(actor, provider, &name, "ssh_key.add", needs, |account, name| async move {
            Ok(account.ssh_keys()?.add(&name, public_key.trim()).await?)
        })
        .await
    }

    /// Removes a key from the account; servers that have it keep it.
    pub async fn delete_ssh_key(
        self: &Arc<Self>,
        actor: &Actor,
        provider: &str,
        id: &str,
    ) -> Result<()> {
        let needs = |account: &Account| account.ssh_keys().map(drop);
        self.change_of(
            actor,
            provider,
            id,
            "ssh_key.delete",
            needs,
            |account, id| async move { Ok(account.ssh_keys()?.delete(&id).await?) },
        )
        .await
    }

    /// Puts keys of the account on a server.
    pub async fn attach_ssh_keys(
        self: &Arc<Self>,
        actor: &Actor,
        provider: &str,
        server_id: &str,
        key_ids: Vec<String>,
    ) -> Result<()> {
        if key_ids.is_empty() {
            return Err(Error::field("ssh_key_ids", "at least one key is required"));
        }
        self.act(
            actor,
            provider,
            server_id,
            "ssh_key.attach",
            |account, server_id| async move {
                Ok(account.ssh_keys()?.attach(&server_id, &key_ids).await?)
            },
        )
        .await
    }
}
