//! SSH keys at a provider.

use async_trait::async_trait;
use setec_core::ssh_key::SshKey;

use crate::Result;

/// SSH public keys of an account.
#[async_trait]
pub trait SshKeyProvider: Send + Sync {
    /// All keys.
    async fn list(&self) -> Result<Vec<SshKey>>;

    /// Adds a key in OpenSSH's one-line form.
    async fn add(&self, name: &str, public_key: &str) -> Result<SshKey>;

    /// Removes a key from the account; servers that have it keep it.
    async fn delete(&self, id: &str) -> Result<()>;

    /// Puts keys of the account on a running server.
    async fn attach(&self, server_id: &str, key_ids: &[String]) -> Result<()>;
}
