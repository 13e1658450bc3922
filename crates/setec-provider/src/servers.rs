//! Virtual servers at a provider.

use async_trait::async_trait;
use chrono::{DateTime, Utc};
use setec_core::Secret;
use setec_core::billing::Offer;
use setec_core::server::{
    Action, Backup, DataCenter, Firewall, FirewallRule, NewFirewallRule, NewServer,
    PostInstallScript, PurchasedServer, Recreate, Series, Server, ServerSnapshot, Template,
};

use crate::Result;

/// What can be done to a server's power.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Power {
    /// Switch it on.
    Start,
    /// Switch it off.
    Stop,
    /// Off and on again.
    Restart,
}

/// Servers of an account. What takes long gives an [`Action`] to be followed.
#[async_trait]
pub trait ServerProvider: Send + Sync {
    /// All servers.
    async fn list(&self) -> Result<Vec<Server>>;

    /// One server.
    async fn get(&self, id: &str) -> Result<Server>;

    /// Finds everything about an order that can be wrong before the vendor charges, and its price.
    async fn check_purchase(&self, order: &NewServer) -> Result<Offer>;

    /// Buys a server. Sent once: never repeated by the driver, whatever happens.
    async fn purchase(&self, order: &NewServer) -> Result<PurchasedServer>;

    /// Starts, stops or restarts.
    async fn power(&self, id: &str, power: Power) -> Result<Action>;

    /// Installs anew; the disk and its snapshots are lost.
    async fn recreate(&self, id: &str, how: &Recreate) -> Result<Action>;

    /// Changes the host name, a fully qualified one.
    async fn set_hostname(&self, id: &str, hostname: &str) -> Result<Action>;

    /// Puts the vendor's own host name back.
    async fn reset_hostname(&self, id: &str) -> Result<Action>;

    /// Changes the root password.
    async fn set_root_password(&self, id: &str, password: &Secret) -> Result<Action>;

    /// Sets the reverse name of one address.
    async fn set_ptr(&self, id: &str, address_id: &str, name: &str) -> Result<Action>;

    /// Puts the vendor's own reverse name back.
    async fn reset_ptr(&self, id: &str, address_id: &str) -> Result<Action>;

    /// Measurements between two times.
    async fn metrics(
        &self,
        id: &str,
        from: DateTime<Utc>,
        to: DateTime<Utc>,
    ) -> Result<Vec<Series>>;

    /// Operations on a server, newest first.
    async fn actions(&self, id: &str) -> Result<Vec<Action>>;

    /// One operation.
    async fn action(&self, id: &str, action_id: &str) -> Result<Action>;

    /// The server's snapshot, where there is one.
    async fn snapshot(&self, id: &str) -> Result<Option<ServerSnapshot>>;

    /// Makes a snapshot; the one before is lost.
    async fn create_snapshot(&self, id: &str) -> Result<Action>;

    /// Puts the server back to its snapshot.
    async fn restore_snapshot(&self, id: &str) -> Result<Action>;

    /// Drops the snapshot.
    async fn delete_snapshot(&self, id: &str) -> Result<Action>;

    /// The vendor's backups.
    async fn backups(&self, id: &str) -> Result<Vec<Backup>>;

    /// Puts the server back to a backup.
    async fn restore_backup(&self, id: &str, backup_id: &str) -> Result<Action>;

    /// Places where servers can run.
    async fn data_centers(&self) -> Result<Vec<DataCenter>>;

    /// What can be installed.
    async fn templates(&self) -> Result<Vec<Template>>;

    /// Firewalls.
    fn firewalls(&self) -> Option<&dyn FirewallProvider> {
        None
    }

    /// Scripts that run after an installation.
    fn scripts(&self) -> Option<&dyn ScriptProvider> {
        None
    }
}

/// Firewalls of an account.
#[async_trait]
pub trait FirewallProvider: Send + Sync {
    /// All firewalls with their rules.
    async fn list(&self) -> Result<Vec<Firewall>>;

    /// One firewall.
    async fn get(&self, id: &str) -> Result<Firewall>;

    /// Makes a firewall without rules.
    async fn create(&self, name: &str) -> Result<Firewall>;

    /// Removes a firewall.
    async fn delete(&self, id: &str) -> Result<()>;

    /// Adds a rule; servers have it after a sync.
    async fn add_rule(&self, id: &str, rule: &NewFirewallRule) -> Result<FirewallRule>;

    /// Changes a rule.
    async fn update_rule(
        &self,
        id: &str,
        rule_id: &str,
        rule: &NewFirewallRule,
    ) -> Result<FirewallRule>;

    /// Removes a rule.
    async fn delete_rule(&self, id: &str, rule_id: &str) -> Result<()>;

    /// Puts a server behind the firewall, in the place of the one it had.
    async fn activate(&self, id: &str, server_id: &str) -> Result<Action>;

    /// Takes a server out.
    async fn deactivate(&self, id: &str, server_id: &str) -> Result<Action>;

    /// Brings the rules as they are now to a server.
    async fn sync(&self, id: &str, server_id: &str) -> Result<Action>;
}

/// Post-install scripts of an account.
#[async_trait]
pub trait ScriptProvider: Send + Sync {
    /// All scripts.
    async fn list(&self) -> Result<Vec<PostInstallScript>>;

    /// One script.
    async fn get(&self, id: &str) -> Result<PostInstallScript>;

    /// Adds a script.
    async fn create(&self, name: &str, content: &str) -> Result<PostInstallScript>;

    /// Replaces a script.
    async fn update(&self, id: &str, name: &str, content: &str) -> Result<PostInstallScript>;

    /// Removes a script.
    async fn delete(&self, id: &str) -> Result<()>;
}
