//! Files and folders that only their owner may read.

use std::fs::{self, DirBuilder, File, OpenOptions, Permissions};
use std::io::{self, Write};
use std::os::unix::fs::{DirBuilderExt, OpenOptionsExt, PermissionsExt};
use std::path::{Path, PathBuf};

use uuid::Uuid;

use crate::error::{FileContext, FileError};

const FILE_MODE: u32 = 0o600;
const FOLDER_MODE: u32 = 0o700;

/// Makes an empty file unless there is one, and its folder.
pub(crate) fn create_empty(path: &Path) -> Result<(), FileError> {
    make_folder_of(path)?;
    match new_file(path) {
        Ok(_) => Ok(()),
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {
            repair_mode(path, FILE_MODE);
            Ok(())
        }
        Err(error) => Err(error).at("create", path),
    }
}

/// Makes a folder and those above it, or takes others' rights to it away.
pub(crate) fn create_folder(path: &Path) -> Result<(), FileError> {
    DirBuilder::new()
        .recursive(true)
        .mode(FOLDER_MODE)
        .create(path)
        .at("create", path)?;
    repair_mode(path, FOLDER_MODE);
    Ok(())
}

/// Takes others' rights to a file away.
pub(crate) fn repair_file(path: &Path) {
    repair_mode(path, FILE_MODE);
}

/// Writes a file so that readers, and a crash, find either the old or the new content.
pub(crate) fn replace(path: &Path, content: &[u8]) -> Result<(), FileError> {
    let temporary = write_beside(path, content)?;
    publish(&temporary, path, |from, to| fs::rename(from, to)).at("write", path)
}

/// Writes a file that must not exist yet; `AlreadyExists` when another was faster.
pub(crate) fn create(path: &Path, content: &[u8]) -> Result<(), FileError> {
    make_folder_of(path)?;
    let temporary = write_beside(path, content)?;
    // A link fails where a rename would replace the winner's file.
    publish(&temporary, path, |from, to| {
        fs::hard_link(from, to)?;
        fs::remove_file(from)
    })
    .at("create", path)
}

/// Makes the names in a file's folder survive a loss of power.
pub(crate) fn sync_folder_of(path: &Path) -> io::Result<()> {
    File::open(folder_of(path))?.sync_all()
}

fn publish(
    temporary: &Path,
    path: &Path,
    step: impl FnOnce(&Path, &Path) -> io::Result<()>,
) -> io::Result<()> {
    match step(temporary, path) {
        Ok(()) => sync_folder_of(path),
        Err(error) => {
            // What failed is worth more than what fails while tidying up after it.
            let _ = fs::remove_file(temporary);
            Err(error)
        }
    }
}

fn write_beside(path: &Path, content: &[u8]) -> Result<PathBuf, FileError> {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    let temporary = folder_of(path).join(format!(".{name}.{}.tmp", Uuid::now_v7().simple()));
    let written = new_file(&temporary).and_then(|mut file| {
        file.write_all(content)?;
        file.sync_all()
    });
    if let Err(error) = written {
        let _ = fs::remove_file(&temporary);
        return Err(error).at("write", path);
    }
    Ok(temporary)
}

fn new_file(path: &Path) -> io::Result<File> {
    OpenOptions::new()
        .write(true)
        .create_new(true)
        .mode(FILE_MODE)
        .open(path)
}

fn make_folder_of(path: &Path) -> Result<(), FileError> {
    let folder = folder_of(path);
    DirBuilder::new()
        .recursive(true)
        .mode(FOLDER_MODE)
        .create(folder)
        .at("create", folder)
}

fn folder_of(path: &Path) -> &Path {
    match path.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder,
        _ => Path::new("."),
    }
}

fn repair_mode(path: &Path, wanted: u32) {
    let repaired = fs::metadata(path).and_then(|metadata| {
        let mode = metadata.permissions().mode() & 0o7777;
        if mode == wanted {
            return Ok(());
        }
        tracing::warn!(
            path = %path.display(),
            "the mode was {mode:04o} and is now {wanted:04o}: secrets are kept here"
        );
        fs::set_permissions(path, Permissions::from_mode(wanted))
    });
    if let Err(error) = repaired {
        // A mounted secret may be read-only; that is no reason to be without it.
        tracing::warn!(path = %path.display(), %error, "the mode cannot be set to {wanted:04o}");
    }
}
