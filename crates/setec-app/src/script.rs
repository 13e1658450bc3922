//! Scripts that run after an installation.

use std::sync::Arc;

use setec_core::server::PostInstallScript;
use setec_provider::servers::ScriptProvider;

use crate::account::Account;
use crate::{Actor, App, Error, Result};

/// The largest script, in bytes.
const MAX_SCRIPT: usize = 48 << 10;

impl Account {
    fn scripts(&self) -> Result<&dyn ScriptProvider> {
        self.need(self.servers()?.scripts(), "post-install scripts")
    }
}

fn check(name: &str, content: &str) -> Result<()> {
    if name.trim().is_empty() {
        return Err(Error::field("name", "it is required"));
    }
    if content.is_empty() || content.len() > MAX_SCRIPT {
        return Err(Error::field("content", "1 byte to 48 KiB"));
    }
    Ok(())
}

impl App {
    /// All scripts of an account.
    pub async fn scripts(&self, actor: &Actor, provider: &str) -> Result<Vec<PostInstallScript>> {
        actor.may_read()?;
        let account = self.account(provider).await?;
        Ok(account.scripts()?.list().await?)
    }

    /// One script.
    pub async fn script(
        &self,
        actor: &Actor,
        provider: &str,
        id: &str,
    ) -> Result<PostInstallScript> {
        actor.may_read()?;
        let account = self.account(provider).await?;
        Ok(account.scripts()?.get(id).await?)
    }

    /// Adds a script.
    pub async fn create_script(
        self: &Arc<Self>,
        actor: &Actor,
        provider: &str,
        name: &str,
        content: String,
    ) -> Result<PostInstallScript> {
        check(name, &content)?;
        self.act(
            actor,
            provider,
            name,
            "script.create",
            |account, name| async move { Ok(account.scripts()?.create(&name, &content).await?) },
        )
        .await
    }

    /// Replaces a script.
    pub async fn update_script(
        self: &Arc<Self>,
        actor: &Actor,
        provider: &str,
        id: &str,
        name: String,
        content: String,
    ) -> Result<PostInstallScript> {
        check(&name, &content)?;
        self.act(
            actor,
            provider,
            id,
            "script.update",
            |account, id| async move { Ok(account.scripts()?.update(&id, &name, &content).await?) },
        )
        .await
    }

    /// Removes a script.
    pub async fn delete_script(
        self: &Arc<Self>,
        actor: &Actor,
        provider: &str,
        id: &str,
    ) -> Result<()> {
        self.act(
            actor,
            provider,
            id,
            "script.delete",
            |account, id| async move { Ok(account.scripts()?.delete(&id).await?) },
        )
        .await
    }
}
