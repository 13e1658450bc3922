//! What can go wrong with anything that is kept.

use std::io;
use std::path::{Path, PathBuf};

use sea_orm::DbErr;

use crate::seal::SealError;

/// The result of anything the store does.
pub type Result<T, E = StoreError> = std::result::Result<T, E>;

/// Why something could not be kept or found.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// Something of that name is there already.
    #[error("{what} exists already")]
    Exists {
        /// The thing with its name, such as `user 'anna'`.
        what: String,
    },
    /// There is no such thing.
    #[error("{what} does not exist")]
    NotFound {
        /// The thing with its name.
        what: String,
    },
    /// The database failed, or refused what no caller can mend.
    #[error("the database failed")]
    Database(#[source] Box<dyn std::error::Error + Send + Sync>),
    /// A sealed value or the key of all of them.
    #[error(transparent)]
    Seal(#[from] SealError),
    /// A file or folder.
    #[error(transparent)]
    Io(#[from] FileError),
}

/// A file or folder that could not be read or written.
#[derive(Debug, thiserror::Error)]
#[error("cannot {action} {}", path.display())]
pub struct FileError {
    /// What was attempted: `read`, `write` and the like.
    pub action: &'static str,
    /// The file or folder.
    pub path: PathBuf,
    /// Why it failed.
    #[source]
    pub source: io::Error,
}

impl From<DbErr> for StoreError {
    fn from(error: DbErr) -> Self {
        Self::Database(Box::new(error))
    }
}

/// Names the file an I/O error belongs to.
pub(crate) trait FileContext<T> {
    fn at(self, action: &'static str, path: &Path) -> Result<T, FileError>;
}

impl<T> FileContext<T> for io::Result<T> {
    fn at(self, action: &'static str, path: &Path) -> Result<T, FileError> {
        self.map_err(|source| FileError {
            action,
            path: path.to_owned(),
            source,
        })
    }
}
