//! Accounts as files that an administrator may write by hand: `<data>/hosting/<account>.json`.

mod folder;
mod format;
mod stamp;

use std::collections::BTreeMap;
use std::fmt;

use setec_core::{AccountName, Secret};

pub use folder::AccountFiles;
pub use stamp::Stamp;

/// An account as its file tells it, secrets opened.
#[derive(Clone, Debug)]
pub struct AccountFile {
    /// The account's name: the file's stem.
    pub name: AccountName,
    /// The id of the driver that speaks for it.
    pub driver: String,
    /// The main credential.
    pub api_key: Secret,
    /// A second credential, where the driver has one.
    pub api_secret: Secret,
    /// Where the vendor's API is; the driver's own default where absent.
    pub base_url: Option<String>,
    /// The driver's further settings.
    pub extra: BTreeMap<String, String>,
    /// Whether the account is in use; a hand-written file that does not say so is.
    pub connected: bool,
}

/// A file that is no account, and why; it never quotes a value, which might be a secret.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AccountFault {
    /// The file's name.
    pub file: String,
    /// What is wrong with it and where, the file's name included.
    pub message: String,
}

/// What a folder of accounts holds.
#[derive(Clone, Debug, Default)]
pub struct Loaded {
    /// The accounts by name.
    pub accounts: Vec<AccountFile>,
    /// The files that are none.
    pub faults: Vec<AccountFault>,
}

impl fmt::Display for AccountFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}
