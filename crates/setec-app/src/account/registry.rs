//! The accounts in memory, kept in step with their files.

use std::collections::BTreeMap;
use std::sync::{Arc, PoisonError, RwLock};
use std::time::{Duration, Instant};

use setec_core::{AccountName, Secret, Violation};
use setec_drivers::{LocalTransfers, driver};
use setec_provider::{Driver, Settings};
use setec_store::{AccountFault, AccountFile, AccountFiles, Stamp};

use crate::account::{Account, AccountHealth};
use crate::event::Events;
use crate::hosted::Hosted;
use crate::{ConfigureAccount, Error, Event, EventKind, Result};

/// How long the files are trusted not to have changed.
const CHECK_EVERY: Duration = Duration::from_millis(500);

/// The driver whose zones are our own.
pub(super) const LOCAL: &str = "local";

/// Accounts by name.
#[derive(Debug)]
pub(crate) struct Accounts {
    files: Arc<AccountFiles>,
    sandbox_url: Option<String>,
    hosted: Arc<Hosted>,
    events: Arc<Events>,
    state: RwLock<State>,
    /// One change of the files at a time.
    writing: tokio::sync::Mutex<()>,
}

#[derive(Debug, Default)]
struct State {
    stamp: Option<Stamp>,
    checked_at: Option<Instant>,
    generation: u64,
    accounts: BTreeMap<String, (AccountFile, Arc<Account>)>,
    faults: Vec<AccountFault>,
}

/// Why there is no account of that name.
fn no_account(name: &str) -> Error {
    match driver(name) {
        Some(_) => Error::not_found(format!("hosting provider '{name}' is not configured")),
        None => not_registered(name),
    }
}

/// The documented words for a name that is neither an account nor a driver.
pub(crate) fn not_registered(name: &str) -> Error {
    Error::not_found(format!("hosting provider '{name}' not registered"))
}

impl Accounts {
    pub(crate) async fn open(
        files: AccountFiles,
        sandbox_url: Option<String>,
        hosted: Arc<Hosted>,
        events: Arc<Events>,
    ) -> Result<Self> {
        let accounts = Self {
            files: Arc::new(files),
            sandbox_url,
            hosted,
            events,
            state: RwLock::default(),
            writing: tokio::sync::Mutex::default(),
        };
        accounts.reload().await?;
        Ok(accounts)
    }

    pub(crate) async fn get(&self, name: &str) -> Result<Arc<Account>> {
        self.refresh().await?;
        let state = self.state.read().unwrap_or_else(PoisonError::into_inner);
        if let Some((_, account)) = state.accounts.get(name) {
            return Ok(Arc::clone(account));
        }
        if let Some(fault) = state
            .faults
            .iter()
            .find(|fault| fault.file == format!("{name}.json"))
        {
            return Err(Error::not_found(format!(
                "hosting provider '{name}' cannot be used: {}",
                fault.message
            )));
        }
        Err(no_account(name))
    }

    pub(crate) async fn all(&self) -> Result<(Vec<Arc<Account>>, Vec<AccountFault>)> {
        self.refresh().await?;
        let state = self.state.read().unwrap_or_else(PoisonError::into_inner);
        let accounts = state
            .accounts
            .values()
            .map(|(_, account)| Arc::clone(account))
            .collect();
        Ok((accounts, state.faults.clone()))
    }

    /// Fails where there is no file that could be deleted; a broken one counts.
    pub(crate) async fn require_file(&self, name: &str) -> Result<()> {
        self.refresh().await?;
        let state = self.state.read().unwrap_or_else(PoisonError::into_inner);
        let broken = state
            .faults
            .iter()
            .any(|fault| fault.file == format!("{name}.json"));
        if broken || state.accounts.contains_key(name) {
            return Ok(());
        }
        Err(no_account(name))
    }

    pub(crate) async fn configure(
        &self,
        name: &str,
        settings: ConfigureAccount,
    ) -> Result<Arc<Account>> {
        let _writing = self.writing.lock().await;
        let file = self.merged(name, settings).await?;
        self.write(file).await?;
        self.get(name).await
    }

    /// The account as it would be with those settings, not stored.
    pub(crate) async fn candidate(
        &self,
        name: &str,
        settings: ConfigureAccount,
    ) -> Result<Arc<Account>> {
        let file = self.merged(name, settings).await?;
        self.connect(&file, 0).map(Arc::new)
    }

    pub(crate) async fn set_connected(&self, name: &str, connected: bool) -> Result<()> {
        let _writing = self.writing.lock().await;
        let stored = self.stored(name).await?;
        let Some(mut file) = stored else {
            return Ok(());
        };
        file.connected = connected;
        self.write(file).await
    }

    pub(crate) async fn delete(&self, name: &str) -> Result<()> {
        let _writing = self.writing.lock().await;
        let account_name: AccountName = name.parse().map_err(|_| not_registered(name))?;
        let files = Arc::clone(&self.files);
        let deleted = tokio::task::spawn_blocking(move || files.delete(&account_name));
        deleted.await.map_err(Error::internal)??;
        self.reload().await
    }

    pub(super) async fn stored(&self, name: &str) -> Result<Option<AccountFile>> {
        self.refresh().await?;
        let state = self.state.read().unwrap_or_else(PoisonError::into_inner);
        Ok(state.accounts.get(name).map(|(file, _)| file.clone()))
    }

    async fn merged(&self, name: &str, settings: ConfigureAccount) -> Result<AccountFile> {
        let account_name: AccountName = match name.parse() {
            Ok(name) => name,
            Err(_) if settings.driver.is_none() => return Err(not_registered(name)),
            Err(error) => return Err(Error::field("provider", format!("{error}"))),
        };
        let stored = self.stored(name).await?;
        let driver_id = settings
            .driver
            .or_else(|| stored.as_ref().map(|file| file.driver.clone()))
            .unwrap_or_else(|| name.to_owned());
        if driver(&driver_id).is_none() {
            return Err(not_registered(&driver_id));
        }
        let base_url = match settings.base_url {
            Some(url) if url.is_empty() => None,
            Some(url) => Some(url),
            None => stored.as_ref().and_then(|file| file.base_url.clone()),
        };
        let is_elsewhere =
            |stored: &AccountFile| base_url != stored.base_url || driver_id != stored.driver;
        // Whoever may configure must not have stored secrets sent to a place of theirs.
        let kept = stored.as_ref().filter(|stored| !is_elsewhere(stored));
        if stored.is_some() && kept.is_none() && settings.api_key.is_none() {
            return Err(Error::field(
                "api_key",
                "it must be given again when the provider's address changes",
            ));
        }
        let (kept_key, kept_secret) = match kept {
            Some(kept) => (kept.api_key.clone(), kept.api_secret.clone()),
            None => (Secret::default(), Secret::default()),
        };
        let api_key = settings.api_key.map(|key| {
            // One of the documented examples stores the key with the scheme, one without.
            Secret::new(key.expose().trim().trim_start_matches("Bearer ").trim())
        });
        let file = AccountFile {
            name: account_name,
            driver: driver_id,
            api_key: api_key.unwrap_or(kept_key),
            api_secret: settings.api_secret.unwrap_or(kept_secret),
            base_url,
            extra: settings
                .extra
                .or_else(|| stored.map(|file| file.extra))
                .unwrap_or_default(),
            connected: true,
        };
        let driver = driver(&file.driver).ok_or_else(|| not_registered(&file.driver))?;
        let violations: Vec<Violation> = settings_of(&file).check(driver.fields);
        if !violations.is_empty() {
            return Err(Error::invalid(violations));
        }
        self.connect(&file, 0)?;
        Ok(file)
    }

    async fn write(&self, file: AccountFile) -> Result<()> {
        let files = Arc::clone(&self.files);
        let written = tokio::task::spawn_blocking(move || files.write(&file));
        written.await.map_err(Error::internal)??;
        self.reload().await
    }

    async fn refresh(&self) -> Result<()> {
        let now = Instant::now();
        {
            let state = self.state.read().unwrap_or_else(PoisonError::into_inner);
            if state
                .checked_at
                .is_some_and(|at| now.duration_since(at) < CHECK_EVERY)
            {
                return Ok(());
            }
        }
        let stamp = self.files.stamp()?;
        {
            let mut state = self.state.write().unwrap_or_else(PoisonError::into_inner);
            state.checked_at = Some(now);
            if state.stamp.as_ref() == Some(&stamp) {
                return Ok(());
            }
        }
        self.reload().await
    }

    async fn reload(&self) -> Result<()> {
        let files = Arc::clone(&self.files);
        let read = tokio::task::spawn_blocking(move || {
            // Before the load: what is edited during it is read at the next look.
            let stamp = files.stamp()?;
            Ok::<_, setec_store::StoreError>((files.load()?, stamp))
        });
        let (loaded, stamp) = read.await.map_err(Error::internal)??;
        let mut state = self.state.write().unwrap_or_else(PoisonError::into_inner);
        let mut before = std::mem::take(&mut state.accounts);
        let mut faults = loaded.faults;
        for file in loaded.accounts {
            let name = file.name.as_str().to_owned();
            match before.remove(&name) {
                Some((known, account)) if same(&known, &file) => {
                    // The key that was refused is still the same key, with the same budget.
                    let account = if account.connected == file.connected {
                        account
                    } else {
                        Arc::new(Account {
                            connected: file.connected,
                            ..Account::clone(&account)
                        })
                    };
                    state.accounts.insert(name, (file, account));
                }
                _ => {
                    state.generation += 1;
                    match self.connect(&file, state.generation) {
                        Ok(account) => {
                            self.tell(&name, "configured");
                            self.tell_health_of(&account);
                            state.accounts.insert(name, (file, Arc::new(account)));
                        }
                        Err(error) => faults.push(AccountFault {
                            file: format!("{name}.json"),
                            message: error.message,
                        }),
                    }
                }
            }
        }
        for fault in &faults {
            if !state
                .faults
                .iter()
                .any(|known| known.message == fault.message && known.file == fault.file)
            {
                tracing::warn!(file = %fault.file, "hosting provider configuration: {}", fault.message);
            }
        }
        for name in before.keys() {
            self.tell(name, "removed");
        }
        state.faults = faults;
        state.stamp = Some(stamp);
        state.checked_at = Some(Instant::now());
        Ok(())
    }

    /// Has it told whenever the account begins to answer or to fail.
    fn tell_health_of(&self, account: &Account) {
        let Some(pulse) = account.provider.pulse() else {
            return;
        };
        let (events, name) = (Arc::clone(&self.events), account.name.clone());
        pulse.on_change(move |health| {
            let state = AccountHealth::from(health).state.as_str();
            events.tell(Event::about(EventKind::Account, &name, None, state));
        });
    }

    fn tell(&self, account: &str, state: &'static str) {
        let told = Event::about(EventKind::Account, account, None, state);
        self.events.tell(told);
    }

    /// Whether an account's API is one of the simulators, all of which stand below one address.
    fn is_sandbox(&self, base_url: Option<&str>) -> bool {
        let (Some(sandbox), Some(base_url)) = (&self.sandbox_url, base_url) else {
            return false;
        };
        let below = base_url.strip_prefix(sandbox.as_str());
        below.is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
    }

    fn connect(&self, file: &AccountFile, generation: u64) -> Result<Account> {
        let driver: &'static Driver = driver(&file.driver).ok_or_else(|| {
            Error::field("driver", format!("there is no driver '{}'", file.driver))
        })?;
        let mut settings = settings_of(file);
        let violations = settings.check(driver.fields);
        if !violations.is_empty() {
            return Err(Error::invalid(violations));
        }
        settings.storage = Some(Arc::new(self.hosted.of_account(file.name.as_str())));
        let provider = (driver.connect)(&settings)?;
        let transfers = match driver.id {
            LOCAL => Some(Arc::new(LocalTransfers::read(&settings)?)),
            _ => None,
        };
        Ok(Account {
            name: file.name.as_str().to_owned(),
            driver,
            provider,
            generation,
            connected: file.connected,
            transfers,
            sandbox: self.is_sandbox(file.base_url.as_deref()),
            base_url: file.base_url.clone(),
        })
    }
}

fn settings_of(file: &AccountFile) -> Settings {
    Settings {
        api_key: file.api_key.clone(),
        api_secret: file.api_secret.clone(),
        base_url: file.base_url.clone(),
        extra: file.extra.clone(),
        storage: None,
    }
}

fn same(a: &AccountFile, b: &AccountFile) -> bool {
    a.driver == b.driver
        && a.base_url == b.base_url
        && a.extra == b.extra
        && a.api_key.expose() == b.api_key.expose()
        && a.api_secret.expose() == b.api_secret.expose()
}
