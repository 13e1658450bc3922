//! What the use cases work with.

use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use setec_core::Secret;
use setec_core::domain::Domain;
use setec_store::{AccountFiles, Outcome, Sealer, Store};

use crate::account::{Account, Accounts};
use crate::auth::{Sessions, Throttle};
use crate::cache::Cache;
use crate::dns::{RecordList, SeenZones, ZoneLocks};
use crate::estate::Estate;
use crate::event::Events;
use crate::hosted::Hosted;
use crate::name_server::NameServerSlot;
use crate::order::Orders;
use crate::registrar::Syncs;
use crate::reseller::{Entrance, Informations, Lookups, Upstream};
use crate::{Actor, Error, Resolver, Result, journal};

/// Entries of the cache of zones.
const ZONES_CACHED: u64 = 10_000;

/// What the app is built of.
#[derive(Debug)]
pub struct Config {
    /// Where account files live, below `hosting`.
    pub data_dir: PathBuf,
    /// The open database.
    pub store: Store,
    /// Seals and opens secrets.
    pub sealer: Sealer,
    /// How long after an order was sent the provider may take to show what it has brought.
    pub order_patience: Duration,
    /// Base URL of the in-process simulator; accounts on it are marked as sandboxes.
    pub sandbox_url: Option<String>,
    /// Who is asked about names that are not ours.
    pub resolver: Resolver,
}

/// The use cases; share it behind an `Arc`.
#[derive(Debug)]
pub struct App {
    pub(crate) store: Store,
    pub(crate) accounts: Accounts,
    pub(crate) zones: Cache<(String, u64, String), RecordList>,
    pub(crate) seen: SeenZones,
    pub(crate) zone_locks: ZoneLocks,
    pub(crate) hosted: Arc<Hosted>,
    pub(crate) domains: Cache<(String, u64), Vec<Domain>>,
    pub(crate) sessions: Sessions,
    pub(crate) throttle: Throttle,
    pub(crate) resolver: Resolver,
    pub(crate) sealer: Sealer,
    pub(crate) estate: Estate,
    pub(crate) orders: Orders,
    pub(crate) syncs: Syncs,
    pub(crate) events: Arc<Events>,
    pub(crate) entrance: Entrance,
    pub(crate) informations: Informations,
    pub(crate) lookups: Lookups,
    pub(crate) upstream: Upstream,
    pub(crate) name_server: NameServerSlot,
    /// Held by whoever changes tags.
    pub(crate) tagging: tokio::sync::Mutex<()>,
}

impl App {
    /// Opens the accounts and settles what a crash left open.
    pub async fn open(config: Config) -> Result<Arc<Self>> {
        let files = AccountFiles::open(&config.data_dir, config.sealer.clone())?;
        let sessions = Sessions::open(&config.store, &config.sealer).await?;
        let hosted = Arc::new(Hosted::new(config.store.clone()));
        let events = Arc::new(Events::default());
        let app = Self {
            accounts: Accounts::open(
                files,
                config.sandbox_url,
                Arc::clone(&hosted),
                Arc::clone(&events),
            )
            .await?,
            zones: Cache::new(ZONES_CACHED),
            seen: SeenZones::default(),
            zone_locks: ZoneLocks::default(),
            hosted,
            domains: Cache::new(1_000),
            sessions,
            throttle: Throttle::default(),
            resolver: config.resolver,
            estate: Estate::default(),
            orders: Orders::new(config.sealer.clone(), config.order_patience),
            sealer: config.sealer,
            syncs: Syncs::default(),
            events,
            entrance: Entrance::default(),
            informations: Informations::default(),
            lookups: Lookups::default(),
            upstream: Upstream::default(),
            name_server: NameServerSlot::default(),
            tagging: tokio::sync::Mutex::default(),
            store: config.store,
        };
        let interrupted = app.store.open_entries().await?;
        let app = Arc::new(app);
        app.settle_interrupted(interrupted);
        app.keep_orders();
        Ok(app)
    }

    /// Whether the database answers.
    pub async fn ready(&self) -> Result<()> {
        Ok(self.store.ping().await?)
    }

    /// Who is asked about names that are not ours.
    pub fn resolver(&self) -> &Resolver {
        &self.resolver
    }

    /// Puts an account's credentials in place without anybody asking: the demo's sandbox.
    pub async fn provide_account(
        &self,
        name: &str,
        settings: crate::ConfigureAccount,
    ) -> Result<()> {
        self.accounts.configure(name, settings).await.map(drop)
    }

    pub(crate) async fn account(&self, name: &str) -> Result<Arc<Account>> {
        self.accounts.get(name).await
    }

    /// Authorizes, journals and carries out a change of one thing in an account.
    ///
    /// `needs` fails where the account lacks the capability, before anything is journaled.
    pub(crate) async fn change_of<T, F, W>(
        self: &Arc<Self>,
        actor: &Actor,
        provider: &str,
        subject: &str,
        action: &'static str,
        needs: fn(&Account) -> Result<()>,
        work: F,
    ) -> Result<T>
    where
        T: Send + 'static,
        F: FnOnce(Arc<Account>, String) -> W,
        W: Future<Output = Result<T>> + Send + 'static,
    {
        actor.may_write()?;
        let account = self.account(provider).await?;
        needs(&account)?;
        let draft = journal::Draft::of(&account.name, action, subject);
        let work = work(account, subject.to_owned());
        self.change(actor, draft, work).await
    }

    /// Journals a change, carries it out to its end even if the caller goes away, and records how
    /// it ended.
    pub(crate) async fn change<T, F>(
        self: &Arc<Self>,
        actor: &Actor,
        entry: journal::Draft,
        work: F,
    ) -> Result<T>
    where
        T: Send + 'static,
        F: Future<Output = Result<T>> + Send + 'static,
    {
        let account = entry.account.clone();
        let id = self.begin_entry(entry.by(actor)).await?;
        let app = Arc::clone(self);
        let task = tokio::spawn(async move {
            let outcome = work.await;
            let (ending, detail) = match &outcome {
                Ok(_) => (Outcome::Done, None),
                Err(error) if error.outcome_is_unknown() => {
                    (Outcome::Unknown, Some(error.message.clone()))
                }
                Err(error) => (Outcome::Failed, Some(error.message.clone())),
            };
            if let Some(account) = &account {
                app.estate.outdate(account);
            }
            // The change stands whatever becomes of its record: the next start marks the entry.
            app.finish_entry(id, ending, detail).await;
            outcome
        });
        task.await.map_err(Error::internal)?
    }
}

/// A secret of the caller's input that must not be empty.
pub(crate) fn required_secret(field: &str, secret: Secret) -> Result<Secret> {
    if secret.is_empty() {
        return Err(Error::field(field, "it is required"));
    }
    Ok(secret)
}
