//! The demo: zones of its own and simulated accounts, in a data directory of its own.

mod customer;
mod tags;
mod zones;

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::sync::Arc;

use anyhow::{Context, bail};
use setec_app::{Actor, App, ConfigureAccount, Door, Role};
use setec_core::Secret;
use setec_sandbox::hostinger::{Sandbox, TOKEN};
use setec_sandbox::{both, reseller};
use setec_store::Store;
use tokio::net::TcpListener;
use tokio::sync::oneshot;
use tokio::task::JoinHandle;
use uuid::Uuid;

use crate::config::Purpose;
use crate::serve::with_causes;

/// What a demo says of itself at its start.
pub(crate) const NOTICE: &str = "Demo: the zones of 'local' are served for real, by the name server above; 'hostinger' and \
     'hostraha' are sandboxes: nothing there is real, nothing costs money, and their state begins \
     anew with every start.";

const ACCOUNT: &str = "hostinger";
const RESELLER: &str = "hostraha";

/// The API of the reseller has no list of domains, so the account is told some of them.
const DOMAINS: &str = "nordlund-studio.com, harborline-freight.net, lakeside-clinic.org, \
     tinkerlab.dev, savanna-tours.africa, mombasa-divers.com, kilimani-bakery.co.ke, \
     sunrise-cafe.co.ke, fjellvann.eu, olivegrove.gr, brightmoor-brewery.co.uk, oldbrand.info, \
     riverbend-law.com, winterhaven-inn.com";

/// A domain that nobody renewed in time: it is in redemption.
const LAPSED: &str = "winterhaven-inn.com";
const MARKER: &str = ".demo";
const MARKER_TEXT: &str = "This data directory belongs to a demo of Setec Manager.\n";

/// What an installation leaves in its data directory.
const TRACES: [&str; 4] = ["setec.db", "master.key", "hosting", "tls"];

/// The running simulators.
pub(crate) struct Demo {
    url: String,
    stop: oneshot::Sender<()>,
    task: JoinHandle<std::io::Result<()>>,
}

/// Keeps demos out of real installations' data directories and the other way round.
pub(crate) fn claim(data_dir: &Path, purpose: Purpose) -> anyhow::Result<()> {
    let marker = data_dir.join(MARKER);
    match (purpose, marker.exists()) {
        (Purpose::Demo, true) | (Purpose::Production, false) => Ok(()),
        (Purpose::Production, true) => bail!(
            "{} belongs to a demo: start it with --demo, or choose another data directory",
            data_dir.display()
        ),
        (Purpose::Demo, false) => {
            if TRACES.iter().any(|trace| data_dir.join(trace).exists()) {
                bail!(
                    "{} belongs to an installation that is no demo: choose another data directory",
                    data_dir.display()
                );
            }
            fs::write(&marker, MARKER_TEXT)
                .with_context(|| format!("cannot write {}", marker.display()))
        }
    }
}

impl Demo {
    /// Starts the simulators on a free port of this machine.
    pub(crate) async fn start() -> anyhow::Result<Self> {
        let listener = TcpListener::bind(("127.0.0.1", 0))
            .await
            .context("the sandbox cannot listen")?;
        let url = format!("http://{}", listener.local_addr()?);
        let (stop, stopped) = oneshot::channel::<()>();
        let stopped = async move {
            // A dropped sender means the same as a message.
            let _ = stopped.await;
        };
        let (hostinger, reseller) = (Sandbox::new(), reseller::Sandbox::demo());
        reseller.add_domain(LAPSED, -40);
        let task = tokio::spawn(both::serve(listener, hostinger, reseller, stopped));
        Ok(Self { url, stop, task })
    }

    /// Where the simulators listen.
    pub(crate) fn url(&self) -> String {
        self.url.clone()
    }

    /// Puts the accounts of the simulators in place.
    pub(crate) async fn provide(&self, app: &App) -> anyhow::Result<()> {
        let settings = ConfigureAccount {
            driver: Some(ACCOUNT.to_owned()),
            api_key: Some(Secret::new(TOKEN)),
            api_secret: None,
            base_url: Some(self.url()),
            extra: Some(BTreeMap::from([(
                "hostname_suffix".to_owned(),
                "demo.example".to_owned(),
            )])),
        };
        app.provide_account(ACCOUNT, settings)
            .await
            .map_err(with_causes)?;
        let extra = [
            ("username", reseller::USERNAME),
            ("currency", "EUR"),
            ("domains", DOMAINS),
            ("nameservers", "ns1.hostraha.example, ns2.hostraha.example"),
        ];
        let settings = ConfigureAccount {
            driver: Some(RESELLER.to_owned()),
            api_key: Some(Secret::new(reseller::API_KEY)),
            api_secret: None,
            base_url: Some(format!("{}{}", self.url, both::RESELLER_ENDPOINT)),
            extra: Some(
                extra
                    .map(|(name, value)| (name.to_owned(), value.to_owned()))
                    .into(),
            ),
        };
        app.provide_account(RESELLER, settings)
            .await
            .map_err(with_causes)
    }

    /// Stops the simulators.
    pub(crate) async fn stop(self) {
        // It may have stopped by itself; connections that stay open are not waited for.
        let _ = self.stop.send(());
        self.task.abort();
        let _ = self.task.await;
    }
}

/// Puts the demo's own zones in place.
pub(crate) async fn provide_zones(app: &Arc<App>) -> anyhow::Result<()> {
    zones::provide(app).await
}

/// Gives the demo's first server the label that the documentation shows.
pub(crate) async fn decorate(app: &Arc<App>, store: &Store) {
    if let Err(error) = finish_estate(app, store).await {
        tracing::warn!("the demo's estate is not complete: {error:#}");
    }
}

/// What the vendor cannot know: a server's label, clients' tags, which subscription pays for which domain, and
/// who buys from us.
async fn finish_estate(app: &Arc<App>, store: &Store) -> anyhow::Result<()> {
    let admin = store
        .user_by_name("admin")
        .await?
        .context("there is no admin")?;
    let actor = Actor {
        user_id: admin.id,
        name: admin.name,
        role: Role::Admin,
        session_id: Uuid::nil(),
        door: Door::System,
        request_id: None,
    };
    let servers = app.servers(&actor, ACCOUNT).await.map_err(with_causes)?;
    let shown = servers
        .iter()
        .find(|server| server.name.starts_with("production-1"));
    let shown = shown.context("there is no server production-1")?;
    let labels = BTreeMap::from([("env".to_owned(), "production".to_owned())]);
    app.set_labels(&actor, ACCOUNT, &shown.id, labels)
        .await
        .map_err(with_causes)?;
    let subscriptions = app
        .subscriptions(&actor, ACCOUNT)
        .await
        .map_err(with_causes)?;
    let paying = subscriptions
        .iter()
        .find(|subscription| subscription.plan.starts_with("domain-com"));
    let paying = paying.context("there is no subscription of a .com domain")?;
    store
        .remember_subscription(ACCOUNT, "example.com", &paying.id)
        .await?;
    customer::provide(app, &actor).await?;
    tags::provide(app, store, &actor).await
}

#[cfg(test)]
mod tests {
    use super::claim;
    use crate::config::Purpose::{Demo, Production};

    #[test]
    fn demos_and_installations_do_not_share_a_directory() {
        let dir = tempfile::tempdir().unwrap();
        claim(dir.path(), Demo).unwrap();
        claim(dir.path(), Demo).unwrap();
        assert!(claim(dir.path(), Production).is_err());

        let dir = tempfile::tempdir().unwrap();
        claim(dir.path(), Production).unwrap();
        std::fs::write(dir.path().join("master.key"), "").unwrap();
        let refused = claim(dir.path(), Demo).unwrap_err();
        assert!(refused.to_string().contains("no demo"), "{refused}");
    }
}
