//! Everything the server can be told, resolved once: flags, environment, `config.toml`, defaults.

mod name_server;

use std::fs;
use std::io::ErrorKind;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::time::Duration;

use anyhow::{Context, bail};
use serde::Deserialize;
use setec_app::Resolver;
use setec_core::Secret;
use setec_server::Certificate;

use crate::environment::Environment;
use crate::serve::ServeFlags;

use name_server::Addresses;
pub(crate) use name_server::NameServer;

const DATA_DIR: &str = "/opt/setec-manager/data";
const DEMO_DATA_DIR: &str = "./data/demo";
const LISTEN: &str = "0.0.0.0:9090";
const LOG_FILE: &str = "/var/log/setec-manager.log";
const LOG_LEVEL: &str = "info";
const SYSTEM_FILE: &str = "/etc/setec-manager/config.toml";
const ORDER_PATIENCE_SECS: u64 = 15 * 60;
const DOMAIN_SYNC_HOURS: u64 = 6;
const CREDENTIAL: &str = "setec-master-key";

/// How the server shall run.
#[derive(Debug)]
pub(crate) struct Config {
    pub(crate) purpose: Purpose,
    pub(crate) data_dir: PathBuf,
    pub(crate) listen: SocketAddr,
    pub(crate) name_server: NameServer,
    /// URL of the database, or the path of a SQLite file; may hold a password.
    pub(crate) database: Secret,
    /// A given certificate; a self-signed one where absent.
    pub(crate) certificate: Option<Certificate>,
    pub(crate) log_file: Option<PathBuf>,
    pub(crate) log_level: String,
    /// Who is asked about names that are not ours.
    pub(crate) resolver: Resolver,
    pub(crate) master_key: KeySource,
    pub(crate) admin_password: Option<Secret>,
    /// What is not at the provider so long after it was ordered was never ordered.
    pub(crate) order_patience: Duration,
    /// How often the domains of every account are read; never by itself where absent.
    pub(crate) domain_sync: Option<Duration>,
}

/// What a data directory is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Purpose {
    /// Real accounts.
    Production,
    /// The simulator.
    Demo,
}

/// Where the master key comes from.
#[derive(Debug)]
pub(crate) enum KeySource {
    /// Its base64, given from outside.
    Given(Secret),
    /// A file that is there already.
    Credential(PathBuf),
    /// A file in the data directory, made at the first start.
    Own(PathBuf),
}

/// The keys of `config.toml`.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct Settings {
    data_dir: Option<PathBuf>,
    listen: Option<String>,
    dns_listen: Option<Addresses>,
    database: Option<Secret>,
    tls_cert: Option<PathBuf>,
    tls_key: Option<PathBuf>,
    log_file: Option<PathBuf>,
    log_level: Option<String>,
    resolver: Option<String>,
    order_patience_secs: Option<u64>,
    domain_sync_hours: Option<u64>,
}

impl Config {
    /// Resolves what is given on the command line, in the environment and in files.
    pub(crate) fn resolve(flags: &ServeFlags, environment: &Environment) -> anyhow::Result<Self> {
        Self::resolve_with(flags, environment, Path::new(SYSTEM_FILE))
    }

    fn resolve_with(
        flags: &ServeFlags,
        environment: &Environment,
        system_file: &Path,
    ) -> anyhow::Result<Self> {
        let path = |name: &str| environment.get(name).map(PathBuf::from);
        let purpose = if flags.demo {
            Purpose::Demo
        } else {
            Purpose::Production
        };
        let given_file = flags.config.clone().or_else(|| path("SETEC_CONFIG"));
        let general = match (&given_file, purpose) {
            (Some(file), _) => {
                read(file)?.with_context(|| format!("{} does not exist", file.display()))?
            }
            (None, Purpose::Production) => read(system_file)?.unwrap_or_default(),
            // The installation's own settings would lead the demo to the installation's database.
            (None, Purpose::Demo) => Settings::default(),
        };
        let given_dir = flags
            .data_dir
            .clone()
            .or_else(|| path("SETEC_DATA_DIR"))
            .or(general.data_dir.clone());
        let default_dir = match purpose {
            Purpose::Production => DATA_DIR,
            Purpose::Demo => DEMO_DATA_DIR,
        };
        let data_dir = given_dir.unwrap_or_else(|| PathBuf::from(default_dir));
        let file = match given_file {
            Some(_) => general,
            None => general.overlaid(read_local(&data_dir)?),
        };

        let listen = flags
            .listen
            .clone()
            .or_else(|| environment.get("SETEC_LISTEN").map(str::to_owned));
        let listen = listen.or(file.listen).unwrap_or_else(|| LISTEN.to_owned());
        let dns_listen = flags
            .dns_listen
            .clone()
            .or_else(|| environment.get("SETEC_DNS_LISTEN").map(str::to_owned))
            .or(file.dns_listen.map(Addresses::joined));
        let database = flags.database.clone();
        let database = database.or_else(|| environment.get("SETEC_DATABASE").map(str::to_owned));
        let database = database
            .map(Secret::new)
            .or(file.database)
            .unwrap_or_else(|| Secret::new(data_dir.join("setec.db").display().to_string()));
        let chain = flags
            .tls_cert
            .clone()
            .or_else(|| path("SETEC_TLS_CERT"))
            .or(file.tls_cert);
        let key = flags
            .tls_key
            .clone()
            .or_else(|| path("SETEC_TLS_KEY"))
            .or(file.tls_key);
        let certificate = match (chain, key) {
            (Some(chain), Some(key)) => Some(Certificate { chain, key }),
            (None, None) => None,
            _ => bail!("a TLS certificate and its key are given together or not at all"),
        };
        let log_file = flags
            .log_file
            .clone()
            .or_else(|| path("SETEC_LOG_FILE"))
            .or(file.log_file);
        let log_file = log_file
            .or_else(|| (data_dir == Path::new(DATA_DIR)).then(|| PathBuf::from(LOG_FILE)))
            .filter(|file| file != Path::new("-"));
        let log_level = flags.log_level.clone();
        let log_level = log_level.or_else(|| environment.get("SETEC_LOG_LEVEL").map(str::to_owned));
        let resolver = flags.resolver.clone();
        let resolver = resolver
            .or_else(|| environment.get("SETEC_RESOLVER").map(str::to_owned))
            .or(file.resolver);
        let resolver = match (resolver, purpose) {
            (Some(text), _) => text
                .parse()
                .map_err(|reason| anyhow::anyhow!("resolver: {reason}"))?,
            (None, Purpose::Production) => Resolver::System,
            // What the simulator holds is not in the world's DNS.
            (None, Purpose::Demo) => Resolver::Off,
        };
        let order_patience = match environment.get("SETEC_ORDER_PATIENCE_SECS") {
            Some(text) => Some(text.parse().with_context(|| {
                format!("SETEC_ORDER_PATIENCE_SECS: '{text}' is no number of seconds")
            })?),
            None => file.order_patience_secs,
        };
        let order_patience = order_patience.unwrap_or(ORDER_PATIENCE_SECS);
        if !(1..=86_400).contains(&order_patience) {
            bail!("order_patience_secs: 1 to 86400 seconds, not {order_patience}");
        }
        let domain_sync = match environment.get("SETEC_DOMAIN_SYNC_HOURS") {
            Some(text) => Some(text.parse().with_context(|| {
                format!("SETEC_DOMAIN_SYNC_HOURS: '{text}' is no number of hours")
            })?),
            None => file.domain_sync_hours,
        };
        let domain_sync = domain_sync.unwrap_or(DOMAIN_SYNC_HOURS);
        if domain_sync > 720 {
            bail!("domain_sync_hours: 1 to 720 hours, or 0 for never, not {domain_sync}");
        }
        Ok(Self {
            purpose,
            resolver,
            domain_sync: (domain_sync > 0).then(|| Duration::from_secs(domain_sync * 3600)),
            order_patience: Duration::from_secs(order_patience),
            listen: listen.parse().with_context(|| {
                format!("'{listen}' is no address to listen on; an address and a port are, such as {LISTEN}")
            })?,
            name_server: NameServer::resolve(dns_listen.as_deref(), purpose)?,
            database,
            certificate,
            log_file,
            log_level: log_level.or(file.log_level).unwrap_or_else(|| LOG_LEVEL.to_owned()),
            master_key: key_source(environment, &data_dir),
            admin_password: environment.get("SETEC_ADMIN_PASSWORD").map(Secret::new),
            data_dir,
        })
    }
}

impl Settings {
    fn overlaid(self, over: Self) -> Self {
        Self {
            data_dir: over.data_dir.or(self.data_dir),
            listen: over.listen.or(self.listen),
            dns_listen: over.dns_listen.or(self.dns_listen),
            database: over.database.or(self.database),
            tls_cert: over.tls_cert.or(self.tls_cert),
            tls_key: over.tls_key.or(self.tls_key),
            log_file: over.log_file.or(self.log_file),
            log_level: over.log_level.or(self.log_level),
            resolver: over.resolver.or(self.resolver),
            order_patience_secs: over.order_patience_secs.or(self.order_patience_secs),
            domain_sync_hours: over.domain_sync_hours.or(self.domain_sync_hours),
        }
    }
}

fn read(path: &Path) -> anyhow::Result<Option<Settings>> {
    let text = match fs::read_to_string(path) {
        Ok(text) => text,
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(error).with_context(|| format!("cannot read {}", path.display())),
    };
    // The parser's full text quotes the line at fault, and that line may hold a password.
    let parsed = toml::from_str(&text).map_err(|error| {
        anyhow::anyhow!("{}: {}", path.display(), error.message().replace('\n', " "))
    })?;
    Ok(Some(parsed))
}

fn read_local(data_dir: &Path) -> anyhow::Result<Settings> {
    let path = data_dir.join("config.toml");
    let file = read(&path)?.unwrap_or_default();
    if file.data_dir.is_some() {
        bail!(
            "{}: data_dir cannot be set from inside the data directory",
            path.display()
        );
    }
    Ok(file)
}

fn key_source(environment: &Environment, data_dir: &Path) -> KeySource {
    if let Some(key) = environment.get("SETEC_MASTER_KEY") {
        return KeySource::Given(Secret::new(key));
    }
    let credential = environment
        .get("CREDENTIALS_DIRECTORY")
        .map(|folder| Path::new(folder).join(CREDENTIAL))
        .filter(|file| file.exists());
    match credential {
        Some(file) => KeySource::Credential(file),
        None => KeySource::Own(data_dir.join("master.key")),
    }
}

#[cfg(test)]
mod tests;
