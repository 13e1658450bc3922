//! The DNS door: answers for hosted zones, which it keeps as the app has them.

mod aliases;
mod follow;
mod look;
mod policy;

use std::io;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use setec_app::App;
use setec_nameserver::{AliasResolver, Server, ServerConfig, Zones};
use tokio::sync::watch;
use tokio::time::{Instant, sleep};

use aliases::Aliases;
use follow::Follower;

/// How long after it could not listen the name server tries again.
const RETRY: Duration = Duration::from_mins(1);

/// How often the accounts are looked at, which are files that anybody may write.
const LOOK: Duration = Duration::from_secs(1);

/// The embedded name server before it serves.
pub struct NameServer {
    zones: Zones,
    aliases: Arc<Aliases>,
    config: ServerConfig,
    bound: Option<Server>,
}

impl NameServer {
    /// A name server that listens there as soon as there is an account whose zones it serves.
    pub fn new(listen: Vec<SocketAddr>) -> Self {
        let aliases = Arc::new(Aliases::default());
        Self {
            zones: Zones::new(),
            config: ServerConfig {
                listen,
                aliases: Some(Arc::clone(&aliases) as Arc<dyn AliasResolver>),
                ..ServerConfig::default()
            },
            aliases,
            bound: None,
        }
    }

    /// Listens at once and says where.
    pub fn bind(&mut self) -> io::Result<Vec<SocketAddr>> {
        let server = Server::bind(self.config.clone(), self.zones.clone())?;
        let addresses = server.local_addrs().to_vec();
        self.bound = Some(server);
        Ok(addresses)
    }

    /// Serves until told to stop.
    pub async fn serve(self, app: Arc<App>, stop: impl Future<Output = ()> + Send) {
        let (sender, stopped) = watch::channel(false);
        let aliases = Arc::clone(&self.aliases);
        let mut follower =
            Follower::new(Arc::clone(&app), self.zones.clone(), Arc::clone(&aliases));
        let resolver = app.resolver().clone();
        let listening = tokio::spawn(self.listen(app, stopped));
        tokio::select! {
            () = follower.follow() => {}
            () = aliases.look_up(&resolver) => {}
            () = stop => {}
        }
        // Whoever does not listen any more has stopped already.
        let _ = sender.send(true);
        if let Err(error) = listening.await {
            tracing::error!(%error, "the name server did not stop");
        }
    }

    /// Listens once an account needs it, until told to stop.
    async fn listen(mut self, app: Arc<App>, mut stopped: watch::Receiver<bool>) {
        let mut next_try = Instant::now();
        loop {
            if self.bound.is_none() && Instant::now() >= next_try && is_needed(&app).await {
                match self.bind() {
                    Ok(addresses) => tracing::info!(?addresses, "the name server listens"),
                    Err(error) => {
                        tracing::error!(%error, "the name server does not listen");
                        next_try = Instant::now() + RETRY;
                    }
                }
            }
            if let Some(server) = self.bound.take() {
                app.name_server_listens(server.local_addrs().to_vec());
                let (statistics, zones) = (server.statistics(), self.zones.clone());
                app.name_server_shows(move || look::look(&zones, statistics()));
                let until_stopped = async move {
                    // A dropped sender means the same as a message.
                    let _ = stopped.wait_for(|stop| *stop).await;
                };
                if let Err(error) = server.run(until_stopped).await {
                    tracing::error!(%error, "the name server has failed");
                }
                return;
            }
            tokio::select! {
                () = sleep(LOOK) => {}
                _ = stopped.wait_for(|stop| *stop) => return,
            }
        }
    }
}

async fn is_needed(app: &App) -> bool {
    match app.local_transfers().await {
        Ok(accounts) => !accounts.is_empty(),
        Err(error) => {
            tracing::error!(%error, "the accounts cannot be read");
            false
        }
    }
}
