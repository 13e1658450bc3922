//! Virtual servers.

pub(super) mod action;
mod choice;
mod firewalls;
mod hostname;
mod machine;
mod metrics;
mod offers;
mod order;
mod password;
mod purchase;
mod scripts;
mod snapshots;

use std::sync::Arc;

use async_trait::async_trait;
use chrono::{DateTime, Utc};
use serde_json::{Value, json};
use setec_core::Secret;
use setec_core::billing::Offer;
use setec_core::server::{
    Action, Backup, DataCenter, NewServer, PurchasedServer, Recreate, Series, Server,
    ServerSnapshot, Template,
};
use setec_provider::servers::{FirewallProvider, Power, ScriptProvider};
use setec_provider::{Result, ServerProvider};

use self::action::WireAction;
use self::machine::Machine;
use self::offers::Offers;
use crate::hostinger::catalog::Catalog;
use crate::hostinger::client::Client;
use crate::hostinger::ids;

const MACHINES: &str = "api/vps/v1/virtual-machines";

/// Ids may be given as `vm-123`.
pub(super) const SERVER_PREFIX: &str = "vm-";

/// Servers of the account.
#[derive(Debug)]
pub(super) struct Servers {
    client: Arc<Client>,
    catalog: Arc<Catalog>,
    offers: Offers,
    hostname_suffix: Option<String>,
}

impl Servers {
    pub(super) fn new(
        client: Arc<Client>,
        catalog: Arc<Catalog>,
        hostname_suffix: Option<String>,
    ) -> Self {
        Self {
            offers: Offers::new(Arc::clone(&client)),
            client,
            catalog,
            hostname_suffix,
        }
    }

    async fn machines(&self) -> Result<Vec<Machine>> {
        self.client.get("list servers", MACHINES).await
    }

    /// A POST that starts an action.
    async fn start(
        &self,
        operation: &'static str,
        path: &str,
        body: Option<&Value>,
    ) -> Result<Action> {
        let made: WireAction = self.client.post(operation, path, body).await?;
        action::accept(operation, made)
    }

    /// A PUT that starts an action.
    async fn change(&self, operation: &'static str, path: &str, body: &Value) -> Result<Action> {
        let made: WireAction = self.client.put(operation, path, Some(body)).await?;
        action::accept(operation, made)
    }

    /// A DELETE that starts an action.
    async fn undo(&self, operation: &'static str, path: &str) -> Result<Action> {
        let made: WireAction = self.client.delete(operation, path, None).await?;
        action::accept(operation, made)
    }
}

#[async_trait]
impl ServerProvider for Servers {
    async fn list(&self) -> Result<Vec<Server>> {
        let machines = self.machines().await?;
        let centers = self.offers.known_data_centers().await;
        let servers = machines
            .into_iter()
            .map(|machine| machine.into_server(&centers));
        Ok(servers.collect())
    }

    async fn get(&self, id: &str) -> Result<Server> {
        let operation = "read server";
        let machine: Machine = self
            .client
            .get(operation, &server_path(operation, id, "")?)
            .await?;
        let centers = self.offers.known_data_centers().await;
        Ok(machine.into_server(&centers))
    }

    async fn check_purchase(&self, order: &NewServer) -> Result<Offer> {
        Ok(self.prepare(order).await?.offer)
    }

    async fn purchase(&self, order: &NewServer) -> Result<PurchasedServer> {
        self.buy(order).await
    }

    async fn power(&self, id: &str, power: Power) -> Result<Action> {
        let (operation, verb) = match power {
            Power::Start => ("start server", "/start"),
            Power::Stop => ("stop server", "/stop"),
            Power::Restart => ("restart server", "/restart"),
        };
        let path = server_path(operation, id, verb)?;
        self.start(operation, &path, None).await
    }

    async fn recreate(&self, id: &str, how: &Recreate) -> Result<Action> {
        let operation = "recreate server";
        let path = server_path(operation, id, "/recreate")?;
        let templates = self.offers.templates().await?;
        let mut body =
            json!({"template_id": choice::template(operation, &templates, &how.template)?});
        if let Some(password) = &how.password {
            password::check(operation, password)?;
            body["password"] = password.expose().into();
        }
        if let Some(script) = &how.post_install_script_id {
            body["post_install_script_id"] = scripts::number(operation, script)?.into();
        }
        self.start(operation, &path, Some(&body)).await
    }

    async fn set_hostname(&self, id: &str, hostname: &str) -> Result<Action> {
        let operation = "set host name";
        let path = server_path(operation, id, "/hostname")?;
        let hostname = hostname::qualify(operation, hostname, self.hostname_suffix.as_deref())?;
        self.change(operation, &path, &json!({"hostname": hostname}))
            .await
    }

    async fn reset_hostname(&self, id: &str) -> Result<Action> {
        let operation = "reset host name";
        self.undo(operation, &server_path(operation, id, "/hostname")?)
            .await
    }

    async fn set_root_password(&self, id: &str, password: &Secret) -> Result<Action> {
        let operation = "set root password";
        let path = server_path(operation, id, "/root-password")?;
        password::check(operation, password)?;
        self.change(operation, &path, &json!({"password": password.expose()}))
            .await
    }

    async fn set_ptr(&self, id: &str, address_id: &str, name: &str) -> Result<Action> {
        let operation = "set reverse name";
        let path = address_path(operation, id, address_id)?;
        let name = name.trim_end_matches('.');
        self.start(operation, &path, Some(&json!({"domain": name})))
            .await
    }

    async fn reset_ptr(&self, id: &str, address_id: &str) -> Result<Action> {
        let operation = "reset reverse name";
        self.undo(operation, &address_path(operation, id, address_id)?)
            .await
    }

    async fn metrics(
        &self,
        id: &str,
        from: DateTime<Utc>,
        to: DateTime<Utc>,
    ) -> Result<Vec<Series>> {
        let operation = "read metrics";
        let path = server_path(operation, id, "/metrics")?;
        metrics::read(&self.client, operation, &path, from, to).await
    }

    async fn actions(&self, id: &str) -> Result<Vec<Action>> {
        let operation = "list actions";
        let path = server_path(operation, id, "/actions")?;
        let found: Vec<WireAction> = self.client.pages(operation, &path).await?;
        Ok(action::newest_first(found))
    }

    async fn action(&self, id: &str, action_id: &str) -> Result<Action> {
        let operation = "read action";
        let number = ids::find(operation, "action", action_id, "")?;
        let path = server_path(operation, id, &format!("/actions/{number}"))?;
        let found: WireAction = self.client.get(operation, &path).await?;
        Ok(found.into())
    }

    async fn snapshot(&self, id: &str) -> Result<Option<ServerSnapshot>> {
        let operation = "read snapshot";
        snapshots::current(
            &self.client,
            operation,
            &server_path(operation, id, "/snapshot")?,
        )
        .await
    }

    async fn create_snapshot(&self, id: &str) -> Result<Action> {
        let operation = "create snapshot";
        let path = server_path(operation, id, "/snapshot")?;
        self.start(operation, &path, None).await
    }

    async fn restore_snapshot(&self, id: &str) -> Result<Action> {
        let operation = "restore snapshot";
        let path = server_path(operation, id, "/snapshot/restore")?;
        self.start(operation, &path, None).await
    }

    async fn delete_snapshot(&self, id: &str) -> Result<Action> {
        let operation = "delete snapshot";
        self.undo(operation, &server_path(operation, id, "/snapshot")?)
            .await
    }

    async fn backups(&self, id: &str) -> Result<Vec<Backup>> {
        let operation = "list backups";
        snapshots::backups(
            &self.client,
            operation,
            &server_path(operation, id, "/backups")?,
        )
        .await
    }

    async fn restore_backup(&self, id: &str, backup_id: &str) -> Result<Action> {
        let operation = "restore backup";
        let number = ids::find(operation, "backup", backup_id, "")?;
        let path = server_path(operation, id, &format!("/backups/{number}/restore"))?;
        self.start(operation, &path, None).await
    }

    async fn data_centers(&self) -> Result<Vec<DataCenter>> {
        let centers = self.offers.data_centers().await?;
        Ok(centers.iter().map(DataCenter::from).collect())
    }

    async fn templates(&self) -> Result<Vec<Template>> {
        Ok(self.offers.templates().await?.as_ref().clone())
    }

    fn firewalls(&self) -> Option<&dyn FirewallProvider> {
        Some(self)
    }

    fn scripts(&self) -> Option<&dyn ScriptProvider> {
        Some(self)
    }
}

/// The path of a server, or of something of it.
fn server_path(operation: &'static str, id: &str, rest: &str) -> Result<String> {
    let number = ids::find(operation, "server", id, SERVER_PREFIX)?;
    Ok(format!("{MACHINES}/{number}{rest}"))
}

fn address_path(operation: &'static str, id: &str, address_id: &str) -> Result<String> {
    let number = ids::find(operation, "address", address_id, "")?;
    server_path(operation, id, &format!("/ptr/{number}"))
}
