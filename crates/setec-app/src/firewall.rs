//! Firewalls of servers.

use std::sync::Arc;

use setec_core::server::{Action, Firewall, FirewallRule, NewFirewallRule};
use setec_provider::servers::FirewallProvider;

use crate::account::Account;
use crate::{Actor, App, Error, Result};

impl Account {
    fn firewalls(&self) -> Result<&dyn FirewallProvider> {
        self.need(self.servers()?.firewalls(), "firewalls")
    }
}

impl App {
    /// All firewalls of an account.
    pub async fn firewalls(&self, actor: &Actor, provider: &str) -> Result<Vec<Firewall>> {
        actor.may_read()?;
        let account = self.account(provider).await?;
        Ok(account.firewalls()?.list().await?)
    }

    /// One firewall.
    pub async fn firewall(&self, actor: &Actor, provider: &str, id: &str) -> Result<Firewall> {
        actor.may_read()?;
        let account = self.account(provider).await?;
        Ok(account.firewalls()?.get(id).await?)
    }

    /// Makes a firewall without rules: its servers take no inbound traffic.
    pub async fn create_firewall(
        self: &Arc<Self>,
        actor: &Actor,
        provider: &str,
        name: &str,
    ) -> Result<Firewall> {
        if name.trim().is_empty() {
            return Err(Error::field("name", "it is required"));
        }
        self.act(
            actor,
            provider,
            name,
            "firewall.create",
            |account, name| async move { Ok(account.firewalls()?.create(&name).await?) },
        )
        .await
    }

    /// Removes a firewall.
    pub async fn delete_firewall(
        self: &Arc<Self>,
        actor: &Actor,
        provider: &str,
        id: &str,
    ) -> Result<()> {
        self.act(
            actor,
            provider,
            id,
            "firewall.delete",
            |account, id| async move { Ok(account.firewalls()?.delete(&id).await?) },
        )
        .await
    }

    /// Adds a rule to a firewall.
    pub async fn add_firewall_rule(
        self: &Arc<Self>,
        actor: &Actor,
        provider: &str,
        id: &str,
        rule: NewFirewallRule,
    ) -> Result<FirewallRule> {
        self.act(
            actor,
            provider,
            id,
            "firewall.rule.create",
            |account, id| async move { Ok(account.firewalls()?.add_rule(&id, &rule).await?) },
        )
        .await
    }

    /// Changes a rule of a firewall.
    pub async fn update_firewall_rule(
        self: &Arc<Self>,
        actor: &Actor,
        provider: &str,
        id: &str,
        rule_id: String,
        rule: NewFirewallRule,
    ) -> Result<FirewallRule> {
        self.act(
            actor,
            provider,
            id,
            "firewall.rule.update",
            |account, id| async move {
                Ok(account
                    .firewalls()?
                    .update_rule(&id, &rule_id, &rule)
                    .await?)
            },
        )
        .await
    }

    /// Removes a rule from a firewall.
    pub async fn delete_firewall_rule(
        self: &Arc<Self>,
        actor: &Actor,
        provider: &str,
        id: &str,
        rule_id: String,
    ) -> Result<()> {
        self.act(
            actor,
            provider,
            id,
            "firewall.rule.delete",
            |account, id| async move { Ok(account.firewalls()?.delete_rule(&id, &rule_id).await?) },
        )
        .await
    }

    /// Puts a server behind a firewall.
    pub async fn activate_firewall(
        self: &Arc<Self>,
        actor: &Actor,
        provider: &str,
        id: &str,
        server_id: String,
    ) -> Result<Action> {
        self.act(
            actor,
            provider,
            id,
            "firewall.activate",
            |account, id| async move { Ok(account.firewalls()?.activate(&id, &server_id).await?) },
        )
        .await
    }

    /// Takes a server out of a firewall.
    pub async fn deactivate_firewall(
        self: &Arc<Self>,
        actor: &Actor,
        provider: &str,
        id: &str,
        server_id: String,
    ) -> Result<Action> {
        self.act(actor, provider, id, "firewall.deactivate", |account, id| async move {
            Ok(account.firewalls()?.deactivate(&id, &server_id).await?)
        })
        .await
    }

    /// Brings a firewall's rules as they are now to a server.
    pub async fn sync_firewall(
        self: &Arc<Self>,
        actor: &Actor,
        provider: &str,
        id: &str,
        server_id: String,
    ) -> Result<Action> {
        self.act(
            actor,
            provider,
            id,
            "firewall.sync",
            |account, id| async move { Ok(account.firewalls()?.sync(&id, &server_id).await?) },
        )
        .await
    }
}
