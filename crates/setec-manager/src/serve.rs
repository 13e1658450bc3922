//! The server's start and stop.

use std::net::{IpAddr, SocketAddr};
use std::os::unix::fs::DirBuilderExt;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use anyhow::Context;
use clap::Args;
use setec_app::App;
use setec_server::Certificate;
use setec_store::{MasterKey, Sealer, Store};
use tokio::signal::unix::{SignalKind, signal};
use url::Url;

use crate::config::{Config, KeySource, NameServer, Purpose};
use crate::demo::{self, Demo};
use crate::environment::Environment;
use crate::{first_start, log, output};

/// What `serve` can be told; see also `docs/cli.md`.
#[derive(Debug, Default, Args)]
#[command(after_help = ENVIRONMENT)]
pub(crate) struct ServeFlags {
    /// Where everything is kept [default: /opt/setec-manager/data; with --demo ./data/demo]
    #[arg(long, value_name = "DIR")]
    pub(crate) data_dir: Option<PathBuf>,
    /// Where to listen; port 0 takes a free one [default: 0.0.0.0:9090]
    #[arg(long, value_name = "ADDR:PORT")]
    pub(crate) listen: Option<String>,
    /// Try it out: with simulated accounts, in a data directory of its own
    #[arg(long)]
    pub(crate) demo: bool,
    /// Addresses of the embedded name server, separated by commas, or off [default: port 5353 on all]
    #[arg(long, value_name = "ADDRESSES")]
    pub(crate) dns_listen: Option<String>,
    /// postgres://... or the path of a SQLite file [default: setec.db in the data directory]
    #[arg(long, value_name = "URL")]
    pub(crate) database: Option<String>,
    /// Certificate chain (PEM); a self-signed one is made where none is given
    #[arg(long, value_name = "FILE", requires = "tls_key")]
    pub(crate) tls_cert: Option<PathBuf>,
    /// Key of the certificate (PEM)
    #[arg(long, value_name = "FILE", requires = "tls_cert")]
    pub(crate) tls_key: Option<PathBuf>,
    /// Where to log; - for standard error [default: /var/log/setec-manager.log with the default
    /// data directory, otherwise standard error]
    #[arg(long, value_name = "FILE")]
    pub(crate) log_file: Option<PathBuf>,
    /// trace, debug, info, warn or error; also per part: info,setec_app=debug [default: info]
    #[arg(long, value_name = "LEVEL")]
    pub(crate) log_level: Option<String>,
    /// Who is asked about names of others, such as SPF includes: system (/etc/resolv.conf), off, or
    /// ADDRESS[:PORT],... [default: system; with --demo off]
    #[arg(long, value_name = "ADDRESS")]
    pub(crate) resolver: Option<String>,
    /// Settings file, instead of /etc/setec-manager/config.toml and config.toml in the data directory
    #[arg(long, value_name = "FILE")]
    pub(crate) config: Option<PathBuf>,
}

const ENVIRONMENT: &str = "\
Flags come first, then the environment, then config.toml, then the defaults.

Environment:
  SETEC_DATA_DIR, SETEC_LISTEN, SETEC_DNS_LISTEN, SETEC_DATABASE, SETEC_TLS_CERT, SETEC_TLS_KEY,
  SETEC_LOG_FILE, SETEC_LOG_LEVEL, SETEC_RESOLVER, SETEC_CONFIG: as the flags
  SETEC_ORDER_PATIENCE_SECS: how long after an order the provider may take to show what it has
    brought, when its answer was lost [default: 900]
  SETEC_DOMAIN_SYNC_HOURS: how often the domains of every account are read; 0 is never [default: 6]
  SETEC_MASTER_KEY: key of all stored secrets (base64 of 32 bytes), instead of the systemd
    credential setec-master-key or master.key in the data directory
  SETEC_ADMIN_PASSWORD: password of the user admin, who is made at the first start";

/// Runs the server until a signal.
pub(crate) fn run(flags: &ServeFlags, environment: &Environment) -> anyhow::Result<()> {
    let config = Config::resolve(flags, environment)?;
    prepare(&config)?;
    log::start(config.log_file.as_deref(), &config.log_level)?;
    let has_file = config.log_file.is_some();
    let outcome = block_on(serve(config));
    // On standard error the caller says it, once.
    if let (Err(error), true) = (&outcome, has_file) {
        tracing::error!("{error:#}");
    }
    outcome
}

/// Runs a future on a runtime of its own.
pub(crate) fn block_on(work: impl Future<Output = anyhow::Result<()>>) -> anyhow::Result<()> {
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
        .context("the runtime cannot be started")?;
    runtime.block_on(work)
}

/// Completes at the first SIGINT or SIGTERM; a second one ends the process at once.
pub(crate) fn stop_signal() -> anyhow::Result<impl Future<Output = ()> + Send + 'static> {
    let mut interrupt = signal(SignalKind::interrupt()).context("no signal handler")?;
    let mut terminate = signal(SignalKind::terminate()).context("no signal handler")?;
    Ok(async move {
        tokio::select! {
            _ = interrupt.recv() => {}
            _ = terminate.recv() => {}
        }
        tokio::spawn(async move {
            tokio::select! {
                _ = interrupt.recv() => {}
                _ = terminate.recv() => {}
            }
            std::process::exit(1);
        });
    })
}

fn prepare(config: &Config) -> anyhow::Result<()> {
    let dir = &config.data_dir;
    std::fs::DirBuilder::new()
        .recursive(true)
        .mode(0o700)
        .create(dir)
        .with_context(|| format!("cannot create the data directory {}", dir.display()))?;
    demo::claim(dir, config.purpose)
}

async fn serve(config: Config) -> anyhow::Result<()> {
    let stop = stop_signal()?;
    let listening = setec_server::bind(config.listen)?;
    let certificate = match &config.certificate {
        Some(given) => given.clone(),
        None => Certificate::self_signed(&config.data_dir, config.listen.ip())?,
    };
    let fingerprint = certificate.fingerprint()?;
    let sealer = Sealer::new(&master_key(&config.master_key)?);
    let database = config.database.expose();
    let store = Store::open(database)
        .await
        .with_context(|| format!("cannot open the database {}", shown_database(database)))?;
    let demo = match config.purpose {
        Purpose::Demo => Some(Demo::start().await?),
        Purpose::Production => None,
    };
    let app = App::open(setec_app::Config {
        data_dir: config.data_dir.clone(),
        store: store.clone(),
        sealer,
        order_patience: config.order_patience,
        sandbox_url: demo.as_ref().map(Demo::url),
        resolver: config.resolver.clone(),
    })
    .await
    .map_err(with_causes)?;
    let url = reachable_url(listening.address);
    let is_first_start = first_start::make_admin(&app, config.admin_password, &url).await?;
    if let Some(demo) = &demo {
        demo.provide(&app).await?;
        demo::provide_zones(&app).await?;
        if is_first_start {
            demo::decorate(&app, &store).await;
        }
    }
    if let Some(every) = config.domain_sync {
        app.keep_domains_in_sync(every);
    }
    output::line(&format!(
        "Setec Manager listens on {url}\nCertificate fingerprint: {fingerprint}"
    ))?;
    let name_server = name_server(&config.name_server, demo.is_some())?;
    if let Some((_, Some(address))) = &name_server {
        output::line(&format!("Name server listens on {address} (UDP and TCP)"))?;
    }
    if demo.is_some() {
        output::line(demo::NOTICE)?;
    }
    tracing::info!(address = %listening.address, data_dir = %config.data_dir.display(), version = env!("CARGO_PKG_VERSION"), "started");
    let (dns_stop, dns_stopped) = tokio::sync::oneshot::channel::<()>();
    let dns_task = name_server.map(|(server, _)| {
        tokio::spawn(server.serve(Arc::clone(&app), async {
            // A dropped sender means the same as a message.
            let _ = dns_stopped.await;
        }))
    });
    let router = setec_server::router(Arc::clone(&app));
    let stop = async move {
        stop.await;
        // They would go on for as long as the browsers are open.
        app.close_events();
    };
    setec_server::serve(listening, &certificate, router, stop).await?;
    drop(dns_stop);
    if let Some(task) = dns_task {
        task.await.context("the name server did not stop")?;
    }
    if let Some(demo) = demo {
        demo.stop().await;
    }
    store.close().await.context("the database did not close")?;
    tracing::info!("stopped");
    Ok(())
}

/// The name server and, where it listens already, an address to ask it at.
///
/// Addresses that somebody asked for must be had; those of the default may be taken, and then an
/// account that needs them says so in the log.
fn name_server(
    config: &NameServer,
    is_demo: bool,
) -> anyhow::Result<Option<(setec_server::NameServer, Option<SocketAddr>)>> {
    if config.listen.is_empty() {
        return Ok(None);
    }
    let mut server = setec_server::NameServer::new(config.listen.clone());
    if !config.is_given && !is_demo {
        return Ok(Some((server, None)));
    }
    let bound = match server.bind() {
        Err(_) if !config.is_given => {
            // Another demo, or a resolver of the local network's names, has the port.
            server = setec_server::NameServer::new(vec![SocketAddr::from(([127, 0, 0, 1], 0))]);
            server.bind()
        }
        bound => bound,
    };
    let addresses = bound.with_context(|| {
        let listen: Vec<String> = config.listen.iter().map(ToString::to_string).collect();
        format!("the name server cannot listen on {}", listen.join(", "))
    })?;
    Ok(Some((server, addresses.first().copied())))
}

fn master_key(source: &KeySource) -> anyhow::Result<MasterKey> {
    match source {
        KeySource::Given(key) => {
            MasterKey::parse(key.expose()).context("SETEC_MASTER_KEY cannot be used")
        }
        KeySource::Credential(file) => {
            let text = std::fs::read_to_string(file)
                .map(zeroize::Zeroizing::new)
                .with_context(|| format!("cannot read {}", file.display()))?;
            MasterKey::parse(&text).with_context(|| format!("{} cannot be used", file.display()))
        }
        KeySource::Own(file) => {
            refuse_to_replace(file)?;
            Ok(MasterKey::load_or_create(file)?)
        }
    }
}

/// A new key in the place of a lost one would make every stored secret unreadable for good.
fn refuse_to_replace(key: &Path) -> anyhow::Result<()> {
    let Some(dir) = key.parent().filter(|_| !key.exists()) else {
        return Ok(());
    };
    let accounts = std::fs::read_dir(dir.join("hosting")).into_iter().flatten();
    let mut texts = accounts.filter_map(|file| std::fs::read_to_string(file.ok()?.path()).ok());
    if dir.join("setec.db").exists() || texts.any(|text| text.contains("\"sealed:")) {
        anyhow::bail!(
            "{} is missing, and what it has sealed is there: put it back (to begin anew, remove setec.db and hosting/ as well)",
            key.display()
        );
    }
    Ok(())
}

/// An error of the app with what caused it: at the start the one who reads it is the operator.
pub(crate) fn with_causes(error: setec_app::Error) -> anyhow::Error {
    anyhow::Error::new(error)
}

/// The database's place without user and password.
fn shown_database(database: &str) -> String {
    match Url::parse(database) {
        Ok(url) if url.has_host() => {
            let port = url
                .port()
                .map(|port| format!(":{port}"))
                .unwrap_or_default();
            let host = url.host_str().unwrap_or_default();
            format!("{}://{host}{port}{}", url.scheme(), url.path())
        }
        _ if database.contains('@') => "that was given".to_owned(),
        _ => database.to_owned(),
    }
}

fn reachable_url(address: SocketAddr) -> String {
    let ip = match address.ip() {
        IpAddr::V4(ip) if ip.is_unspecified() => IpAddr::from([127, 0, 0, 1]),
        IpAddr::V6(ip) if ip.is_unspecified() => IpAddr::from([127, 0, 0, 1]),
        ip => ip,
    };
    format!("https://{}", SocketAddr::new(ip, address.port()))
}

#[cfg(test)]
mod tests {
    use super::{reachable_url, shown_database};

    #[test]
    fn a_database_is_named_without_its_password() {
        assert_eq!(
            shown_database("postgres://setec:hunter2@db.example:5433/setec?sslmode=require"),
            "postgres://db.example:5433/setec"
        );
        assert_eq!(shown_database("/srv/setec.db"), "/srv/setec.db");
        assert_eq!(
            shown_database("sqlite:///srv/setec.db"),
            "sqlite:///srv/setec.db"
        );
        assert_eq!(shown_database("postgres://u:p@[bad/x"), "that was given");
    }

    #[test]
    fn every_address_is_shown_as_one_that_can_be_opened() {
        for (listen, url) in [
            ("0.0.0.0:9090", "https://127.0.0.1:9090"),
            ("[::]:443", "https://127.0.0.1:443"),
            ("192.0.2.7:9090", "https://192.0.2.7:9090"),
            ("[2001:db8::1]:9090", "https://[2001:db8::1]:9090"),
        ] {
            assert_eq!(reachable_url(listen.parse().unwrap()), url);
        }
    }
}
