//! The folder with one file for each account.

use std::ffi::OsString;
use std::fs;
use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use setec_core::AccountName;
use zeroize::Zeroizing;

use super::format::{self, Flaw};
use super::{AccountFault, AccountFile, Loaded, Stamp};
use crate::error::{FileContext, Result};
use crate::private_file;
use crate::seal::Sealer;

/// The account files of an installation.
#[derive(Clone, Debug)]
pub struct AccountFiles {
    folder: PathBuf,
    sealer: Sealer,
    // Sealing reads a file and replaces it: a write in between would be lost.
    changing: Arc<Mutex<()>>,
}

impl AccountFiles {
    /// The folder `hosting` of a data directory, made if it does not exist.
    pub fn open(data_dir: &Path, sealer: Sealer) -> Result<Self> {
        let folder = data_dir.join("hosting");
        private_file::create_folder(&folder)?;
        Ok(Self {
            folder: folder.canonicalize().at("read", &folder)?,
            sealer,
            changing: Arc::default(),
        })
    }

    /// Reads every account; keys that stand in the clear are sealed in their files at once.
    pub fn load(&self) -> Result<Loaded> {
        let _turn = self.turn();
        private_file::create_folder(&self.folder)?;
        let mut loaded = Loaded::default();
        for name in file_names(&self.folder)? {
            let file = name.to_string_lossy().into_owned();
            match self.read(&self.folder.join(&name), &file) {
                Ok(Some(account)) => loaded.accounts.push(account),
                Ok(None) => {}
                Err(flaw) => loaded.faults.push(AccountFault {
                    message: flaw.in_file(&file),
                    file,
                }),
            }
        }
        Ok(loaded)
    }

    /// What tells that a file has come, gone or changed since; reads no file.
    pub fn stamp(&self) -> Result<Stamp> {
        let names = file_names(&self.folder)?;
        Ok(Stamp::of(&self.folder, names).at("read", &self.folder)?)
    }

    /// Writes an account's file, its secrets sealed.
    pub fn write(&self, account: &AccountFile) -> Result<()> {
        let text = format::render(account, &self.sealer);
        let _turn = self.turn();
        Ok(private_file::replace(
            &self.path_of(&account.name),
            text.as_bytes(),
        )?)
    }

    /// Deletes an account's file; `false` when there was none.
    pub fn delete(&self, name: &AccountName) -> Result<bool> {
        let path = self.path_of(name);
        let _turn = self.turn();
        match fs::remove_file(&path) {
            Ok(()) => {
                private_file::sync_folder_of(&path).at("delete", &path)?;
                Ok(true)
            }
            Err(error) if error.kind() == ErrorKind::NotFound => Ok(false),
            Err(error) => Err(error).at("delete", &path)?,
        }
    }

    fn read(&self, path: &Path, file: &str) -> Result<Option<AccountFile>, Flaw> {
        let stem = file.strip_suffix(".json").unwrap_or(file);
        let name: AccountName = stem
            .parse()
            .map_err(|error| Flaw::whole(format!("the file's name is no account's: {error}")))?;
        let Some(target) = self.target(path)? else {
            return Ok(None);
        };
        private_file::repair_file(&target);
        let bytes = Zeroizing::new(fs::read(&target).map_err(|error| unreadable(&error))?);
        let text = std::str::from_utf8(&bytes)
            .map_err(|_| Flaw::whole("it is not UTF-8 text".to_owned()))?;
        let parsed = format::parse(text, &name, &self.sealer)?;
        if let Some(sealed) = parsed.sealed_text {
            // The account works all the same: a mounted secret may be read-only.
            match private_file::replace(&target, sealed.as_bytes()) {
                Ok(()) => tracing::info!(file, "sealed the keys that stood in the clear"),
                Err(error) => tracing::warn!(
                    file,
                    error = %error.source,
                    "the keys stand in the clear and the file cannot be rewritten"
                ),
            }
        }
        Ok(Some(parsed.account))
    }

    /// The file itself, where a link leads inside the folder; `None` when it has just gone.
    fn target(&self, path: &Path) -> Result<Option<PathBuf>, Flaw> {
        let target = match path.canonicalize() {
            Ok(target) => target,
            Err(error) if error.kind() == ErrorKind::NotFound && !path.is_symlink() => {
                return Ok(None);
            }
            Err(error) => return Err(unreadable(&error)),
        };
        if !target.starts_with(&self.folder) {
            return Err(Flaw::whole(
                "it is a link that leads out of the folder".to_owned(),
            ));
        }
        // Opening a pipe would wait for ever.
        if !target.is_file() {
            return Err(Flaw::whole("it is not a file".to_owned()));
        }
        Ok(Some(target))
    }

    fn path_of(&self, name: &AccountName) -> PathBuf {
        self.folder.join(format!("{name}.json"))
    }

    fn turn(&self) -> MutexGuard<'_, ()> {
        // The lock guards files, and those are whole after a panic as well.
        self.changing.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn file_names(folder: &Path) -> Result<Vec<OsString>> {
    let mut names = Vec::new();
    for entry in fs::read_dir(folder).at("read", folder)? {
        let name = entry.at("read", folder)?.file_name();
        let bytes = name.as_encoded_bytes();
        if bytes.ends_with(b".json") && !bytes.starts_with(b".") {
            names.push(name);
        }
    }
    names.sort();
    Ok(names)
}

fn unreadable(error: &io::Error) -> Flaw {
    Flaw::whole(format!("it cannot be read: {error}"))
}
