//! The open database and the one way to write to it.

use std::fmt;
use std::ops::Deref;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use sea_orm::sqlx::Connection;
use sea_orm::sqlx::postgres::PgConnection;
use sea_orm::sqlx::sqlite::{SqliteJournalMode, SqliteSynchronous};
use sea_orm::{
    ConnectOptions, ConnectionTrait, Database, DatabaseConnection, DatabaseTransaction, DbBackend,
    DbErr, SqliteTransactionMode, TransactionOptions, TransactionTrait,
};
use tokio::sync::{Mutex, OwnedMutexGuard};

use crate::error::{Result, StoreError};
use crate::{migration, private_file};

const CONNECTIONS: u32 = 10;
const PATIENCE: Duration = Duration::from_secs(30);

/// Everything that is kept in SQLite or PostgreSQL; clones share one pool of connections.
#[derive(Clone)]
pub struct Store {
    database: DatabaseConnection,
    // SQLite has one writer. Waiting here is fair; waiting inside SQLite is polling with a time-out.
    turn: Option<Arc<Mutex<()>>>,
    commits: Arc<AtomicU64>,
}

/// A transaction that may write; dropped without `commit` it leaves nothing behind.
pub(crate) struct WriteTx {
    transaction: DatabaseTransaction,
    commits: Arc<AtomicU64>,
    _turn: Option<OwnedMutexGuard<()>>,
}

/// What may happen only once at a time over all nodes.
#[derive(Clone, Copy)]
pub(crate) enum Lock {
    Migrations = 0x5e7e_c001,
    Users = 0x5e7e_c002,
    Orders = 0x5e7e_c003,
    Subscriptions = 0x5e7e_c004,
}

/// How long the first connection to PostgreSQL may take.
const FIRST_CONTACT: Duration = Duration::from_secs(10);

impl Store {
    /// Opens a database and brings its schema up to date.
    ///
    /// `postgres://...` is PostgreSQL; `sqlite:///path/setec.db` or a bare path is a SQLite file,
    /// made if it does not exist.
    pub async fn open(url: &str) -> Result<Self> {
        let store = if url.starts_with("postgres://") || url.starts_with("postgresql://") {
            Self::connect_postgres(url).await?
        } else {
            let path = url.strip_prefix("sqlite:").unwrap_or(url);
            Self::open_file(Path::new(path.strip_prefix("//").unwrap_or(path))).await?
        };
        migration::run(&store).await?;
        Ok(store)
    }

    /// Whether the database answers.
    pub async fn ping(&self) -> Result<()> {
        Ok(self.database.ping().await?)
    }

    /// Whether further nodes may use the same database: SQLite is one node's.
    pub fn is_shared(&self) -> bool {
        self.turn.is_none()
    }

    /// Closes all connections, those of clones too.
    pub async fn close(self) -> Result<()> {
        Ok(self.database.close().await?)
    }

    /// Writing transactions that this process has committed; on SQLite each waits for the disk.
    pub fn commits(&self) -> u64 {
        self.commits.load(Ordering::Relaxed)
    }

    pub(crate) fn database(&self) -> &DatabaseConnection {
        &self.database
    }

    /// Begins a transaction that may write: the only way to do so.
    ///
    /// A deferred transaction of SQLite that reads first cannot become a writing one while another
    /// writes: it fails with "database is locked" whatever the time-out. An immediate one waits.
    pub(crate) async fn write_tx(&self) -> Result<WriteTx, DbErr> {
        let turn = match &self.turn {
            Some(turn) => Some(Arc::clone(turn).lock_owned().await),
            None => None,
        };
        let transaction = self
            .database
            .begin_with_options(TransactionOptions {
                sqlite_transaction_mode: Some(SqliteTransactionMode::Immediate),
                ..TransactionOptions::default()
            })
            .await?;
        Ok(WriteTx {
            transaction,
            commits: Arc::clone(&self.commits),
            _turn: turn,
        })
    }

    async fn connect_postgres(url: &str) -> Result<Self> {
        // The pool would try again until its patience ends and then say only that it timed out.
        let first = tokio::time::timeout(FIRST_CONTACT, PgConnection::connect(url)).await;
        let first = first.map_err(|late| StoreError::Database(Box::new(late)))?;
        let first = first.map_err(|error| StoreError::Database(Box::new(error)))?;
        first
            .close()
            .await
            .map_err(|error| StoreError::Database(Box::new(error)))?;
        let mut options = ConnectOptions::new(url);
        options
            .max_connections(CONNECTIONS)
            .acquire_timeout(PATIENCE)
            .set_application_name("setec-manager")
            .sqlx_logging(false);
        Ok(Self {
            database: Database::connect(options).await?,
            turn: None,
            commits: Arc::default(),
        })
    }

    async fn open_file(path: &Path) -> Result<Self> {
        private_file::create_empty(path)?;
        let file = path.to_owned();
        // The path goes round the URL: one with a question mark is no less of a path.
        let mut options = ConnectOptions::new("sqlite:");
        options
            .max_connections(CONNECTIONS)
            .acquire_timeout(PATIENCE)
            .sqlx_logging(false)
            // A full disk makes SQLite roll back by itself, and the driver then believes that the
            // transaction goes on: what is written after it would be lost or locked.
            .map_sqlx_sqlite_before_acquire(|connection, _| {
                Box::pin(async move { Ok(!connection.is_in_transaction()) })
            })
            .map_sqlx_sqlite_opts(move |options| {
                options
                    .filename(&file)
                    .create_if_missing(false)
                    .journal_mode(SqliteJournalMode::Wal)
                    // NORMAL may lose the last commits with the power, and a lost journal entry
                    // is an order nobody knows of.
                    .synchronous(SqliteSynchronous::Full)
                    .busy_timeout(PATIENCE)
                    .foreign_keys(true)
            });
        Ok(Self {
            database: Database::connect(options).await?,
            turn: Some(Arc::new(Mutex::new(()))),
            commits: Arc::default(),
        })
    }
}

impl fmt::Debug for Store {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let backend = self.database.get_database_backend();
        f.debug_tuple("Store").field(&backend).finish()
    }
}

impl WriteTx {
    /// Makes everything that was written stand.
    pub(crate) async fn commit(self) -> Result<(), DbErr> {
        self.transaction.commit().await?;
        self.commits.fetch_add(1, Ordering::Relaxed);
        Ok(())
    }

    /// Waits until no other transaction holds the lock; it is held until this one ends.
    pub(crate) async fn lock(&self, lock: Lock) -> Result<(), DbErr> {
        // On SQLite an immediate transaction already excludes every other writer.
        if self.get_database_backend() == DbBackend::Postgres {
            let statement = format!("SELECT pg_advisory_xact_lock({})", lock as i64);
            self.execute_unprepared(&statement).await?;
        }
        Ok(())
    }
}

impl Deref for WriteTx {
    type Target = DatabaseTransaction;

    fn deref(&self) -> &Self::Target {
        &self.transaction
    }
}
