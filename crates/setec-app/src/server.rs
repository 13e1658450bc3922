//! Virtual servers.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::{Duration, Instant};

use chrono::{DateTime, Utc};
use serde_json::json;
use setec_core::server::{
    Action, ActionStatus, Backup, DataCenter, Recreate, Series, Server, ServerSnapshot, Template,
};
use setec_core::{Secret, Violation};
use setec_provider::servers::Power;

use crate::account::Account;
use crate::app::required_secret;
use crate::journal::Draft;
use crate::tag::Tagged;
use crate::{Actor, App, Error, ErrorKind, Result};

/// The longest wait for an operation's end.
const MAX_WAIT_SECS: u64 = 120;

/// How a caller wants a server installed anew.
pub type RecreateInput = Recreate;

impl App {
    /// All servers of an account.
    pub async fn servers(&self, actor: &Actor, provider: &str) -> Result<Vec<Server>> {
        actor.may_read()?;
        let account = self.account(provider).await?;
        let mut servers = account.servers()?.list().await?;
        let mut labels = self.store.labels(&account.name).await?;
        for server in &mut servers {
            if let Some(own) = labels.remove(&server.id) {
                server.labels.extend(own);
            }
        }
        Ok(servers)
    }

    /// One server.
    pub async fn server(&self, actor: &Actor, provider: &str, id: &str) -> Result<Server> {
        actor.may_read()?;
        let account = self.account(provider).await?;
        let mut server = account.servers()?.get(id).await?;
        if let Some(own) = self.store.labels(&account.name).await?.remove(&server.id) {
            server.labels.extend(own);
        }
        Ok(server)
    }

    /// Replaces the labels that we keep for a server.
    pub async fn set_labels(
        self: &Arc<Self>,
        actor: &Actor,
        provider: &str,
        id: &str,
        labels: BTreeMap<String, String>,
    ) -> Result<Tagged<Server>> {
        actor.may_write()?;
        let mut violations = Vec::new();
        if labels.len() > 64 {
            violations.push(Violation::new("labels", "at most 64"));
        }
        for (key, value) in &labels {
            if key.is_empty() || key.len() > 63 || value.len() > 255 {
                violations.push(Violation::new(
                    format!("labels.{key}"),
                    "a key of 1 to 63 and a value of up to 255 characters",
                ));
            }
        }
        if !violations.is_empty() {
            return Err(Error::invalid(violations));
        }
        let account = self.account(provider).await?;
        let mut server = account.servers()?.get(id).await?;
        let draft = Draft::of(&account.name, "server.labels", server.id.clone()).to(json!(labels));
        let app = Arc::clone(self);
        self.change(actor, draft, async move {
            app.store
                .set_labels(&account.name, &server.id, &labels)
                .await?;
            server.labels = labels;
            app.with_tags(&account.name, server).await
        })
        .await
    }

    /// Starts, stops or restarts a server.
    pub async fn power(
        self: &Arc<Self>,
        actor: &Actor,
        provider: &str,
        id: &str,
        power: Power,
    ) -> Result<Action> {
        let action = match power {
            Power::Start => "server.start",
            Power::Stop => "server.stop",
            Power::Restart => "server.restart",
        };
        self.act(actor, provider, id, action, move |account, id| async move {
            Ok(account.servers()?.power(&id, power).await?)
        })
        .await
    }

    /// Installs a server anew.
    pub async fn recreate_server(
        self: &Arc<Self>,
        actor: &Actor,
        provider: &str,
        id: &str,
        how: Recreate,
    ) -> Result<Action> {
        self.act(
            actor,
            provider,
            id,
            "server.recreate",
            move |account, id| async move { Ok(account.servers()?.recreate(&id, &how).await?) },
        )
        .await
    }

    /// Changes a server's host name.
    pub async fn set_hostname(
        self: &Arc<Self>,
        actor: &Actor,
        provider: &str,
        id: &str,
        hostname: String,
    ) -> Result<Action> {
        self.act(actor, provider, id, "server.hostname", move |account, id| async move {
            Ok(account.servers()?.set_hostname(&id, &hostname).await?)
        })
        .await
    }

    /// Puts the vendor's own host name back.
    pub async fn reset_hostname(
        self: &Arc<Self>,
        actor: &Actor,
        provider: &str,
        id: &str,
    ) -> Result<Action> {
        self.act(
            actor,
            provider,
            id,
            "server.hostname.reset",
            move |account, id| async move { Ok(account.servers()?.reset_hostname(&id).await?) },
        )
        .await
    }

    /// Changes a server's root password.
    pub async fn set_root_password(
        self: &Arc<Self>,
        actor: &Actor,
        provider: &str,
        id: &str,
        password: Secret,
    ) -> Result<Action> {
        let password = required_secret("password", password)?;
        self.act(
            actor,
            provider,
            id,
            "server.root_password",
            move |account, id| async move {
                Ok(account.servers()?.set_root_password(&id, &password).await?)
            },
        )
        .await
    }

    /// Sets the reverse name of a server's address.
    pub async fn set_ptr(
        self: &Arc<Self>,
        actor: &Actor,
        provider: &str,
        id: &str,
        address_id: String,
        name: &str,
    ) -> Result<Action> {
        let name: setec_core::dns::Name = name
            .parse()
            .map_err(|error| Error::field("name", format!("{error}")))?;
        self.act(
            actor,
            provider,
            id,
            "server.ptr",
            move |account, id| async move {
                Ok(account
                    .servers()?
                    .set_ptr(&id, &address_id, name.as_str())
                    .await?)
            },
        )
        .await
    }

    /// Puts the vendor's own reverse name back.
    pub async fn reset_ptr(
        self: &Arc<Self>,
        actor: &Actor,
        provider: &str,
        id: &str,
        address_id: String,
    ) -> Result<Action> {
        self.act(actor, provider, id, "server.ptr.reset", move |account, id| async move {
            Ok(account.servers()?.reset_ptr(&id, &address_id).await?)
        })
        .await
    }

    /// Measurements of a server.
    pub async fn metrics(
        &self,
        actor: &Actor,
        provider: &str,
        id: &str,
        from: DateTime<Utc>,
        to: DateTime<Utc>,
    ) -> Result<Vec<Series>> {
        actor.may_read()?;
        if from >= to {
            return Err(Error::field("date_from", "it must be before date_to"));
        }
        let account = self.account(provider).await?;
        Ok(account.servers()?.metrics(id, from, to).await?)
    }

    /// Operations on a server.
    pub async fn actions(&self, actor: &Actor, provider: &str, id: &str) -> Result<Vec<Action>> {
        actor.may_read()?;
        let account = self.account(provider).await?;
        Ok(account.servers()?.actions(id).await?)
    }

    /// One operation on a server, when it has ended or `wait_secs` (at most 120) are over.
    pub async fn action(
        &self,
        actor: &Actor,
        provider: &str,
        id: &str,
        action_id: &str,
        wait_secs: u64,
    ) -> Result<Action> {
        actor.may_read()?;
        let account = self.account(provider).await?;
        let deadline = Instant::now() + Duration::from_secs(wait_secs.min(MAX_WAIT_SECS));
        let mut pause = Duration::from_millis(200);
        loop {
            let action = account.servers()?.action(id, action_id).await?;
            if action.status != ActionStatus::Running || Instant::now() + pause > deadline {
                return Ok(action);
            }
            tokio::time::sleep(pause).await;
            pause = (pause * 2).min(Duration::from_secs(3));
        }
    }

    /// A server's snapshot.
    pub async fn server_snapshot(
        &self,
        actor: &Actor,
        provider: &str,
        id: &str,
    ) -> Result<ServerSnapshot> {
        actor.may_read()?;
        let account = self.account(provider).await?;
        let snapshot = account.servers()?.snapshot(id).await?;
        snapshot.ok_or_else(|| Error::not_found(format!("server {id} has no snapshot")))
    }

    /// Makes a snapshot in the place of the one before.
    pub async fn create_server_snapshot(
        self: &Arc<Self>,
        actor: &Actor,
        provider: &str,
        id: &str,
    ) -> Result<Action> {
        self.act(
            actor,
            provider,
            id,
            "server.snapshot.create",
            move |account, id| async move { Ok(account.servers()?.create_snapshot(&id).await?) },
        )
        .await
    }

    /// Puts a server back to its snapshot.
    pub async fn restore_server_snapshot(
        self: &Arc<Self>,
        actor: &Actor,
        provider: &str,
        id: &str,
    ) -> Result<Action> {
        self.act(
            actor,
            provider,
            id,
            "server.snapshot.restore",
            move |account, id| async move { Ok(account.servers()?.restore_snapshot(&id).await?) },
        )
        .await
    }

    /// Drops a server's snapshot.
    pub async fn delete_server_snapshot(
        self: &Arc<Self>,
        actor: &Actor,
        provider: &str,
        id: &str,
    ) -> Result<Action> {
        self.act(
            actor,
            provider,
            id,
            "server.snapshot.delete",
            move |account, id| async move { Ok(account.servers()?.delete_snapshot(&id).await?) },
        )
        .await
    }

    /// The vendor's backups of a server.
    pub async fn backups(&self, actor: &Actor, provider: &str, id: &str) -> Result<Vec<Backup>> {
        actor.may_read()?;
        let account = self.account(provider).await?;
        Ok(account.servers()?.backups(id).await?)
    }

    /// Puts a server back to a backup.
    pub async fn restore_backup(
        self: &Arc<Self>,
        actor: &Actor,
        provider: &str,
        id: &str,
        backup_id: String,
    ) -> Result<Action> {
        self.act(
            actor,
            provider,
            id,
            "server.backup.restore",
            move |account, id| async move {
                Ok(account.servers()?.restore_backup(&id, &backup_id).await?)
            },
        )
        .await
    }

    /// Places where servers can run.
    pub async fn data_centers(&self, actor: &Actor, provider: &str) -> Result<Vec<DataCenter>> {
        actor.may_read()?;
        let account = self.account(provider).await?;
        Ok(account.servers()?.data_centers().await?)
    }

    /// What can be installed.
    pub async fn templates(&self, actor: &Actor, provider: &str) -> Result<Vec<Template>> {
        actor.may_read()?;
        let account = self.account(provider).await?;
        Ok(account.servers()?.templates().await?)
    }

    /// Journals and carries out a change of one server.
    pub(crate) async fn act<T, F, W>(
        self: &Arc<Self>,
        actor: &Actor,
        provider: &str,
        id: &str,
        action: &'static str,
        work: F,
    ) -> Result<T>
    where
        T: Send + 'static,
        F: FnOnce(Arc<Account>, String) -> W,
        W: Future<Output = Result<T>> + Send + 'static,
    {
        let needs = |account: &Account| account.servers().map(drop);
        self.change_of(actor, provider, id, action, needs, work)
            .await
    }
}

/// The second of two clicks orders the same name again: that must not buy a second server.
pub(crate) fn require_new_name(servers: &[Server], hostname: Option<&str>) -> Result<()> {
    let Some(hostname) = hostname.map(str::to_ascii_lowercase) else {
        return Ok(());
    };
    let same = |name: &str| name == hostname || name.split('.').next() == Some(hostname.as_str());
    match servers.iter().find(|server| same(&server.name)) {
        None => Ok(()),
        Some(server) => Err(Error::new(
            ErrorKind::Exists,
            format!(
                "server {} is named {} already; order another one under another name",
                server.id, server.name
            ),
        )),
    }
}
