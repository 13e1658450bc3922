//! What a folder of files looks like from outside.

use std::ffi::OsString;
use std::fs;
use std::io;
use std::os::unix::fs::MetadataExt;
use std::path::Path;

/// The state of the account files; two that are equal mean that nothing changed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stamp(Vec<FileStamp>);

#[derive(Clone, Debug, PartialEq, Eq)]
struct FileStamp {
    name: OsString,
    modified: (i64, i64),
    size: u64,
    inode: u64,
    mode: u32,
}

impl Stamp {
    pub(super) fn of(folder: &Path, names: Vec<OsString>) -> io::Result<Self> {
        let mut files = Vec::with_capacity(names.len());
        for name in names {
            let path = folder.join(&name);
            // A link without a target is a fault worth noticing, a file that has just gone is not.
            let metadata = match fs::metadata(&path).or_else(|_| fs::symlink_metadata(&path)) {
                Ok(metadata) => metadata,
                Err(error) if error.kind() == io::ErrorKind::NotFound => continue,
                Err(error) => return Err(error),
            };
            files.push(FileStamp {
                name,
                modified: (metadata.mtime(), metadata.mtime_nsec()),
                size: metadata.size(),
                inode: metadata.ino(),
                mode: metadata.mode(),
            });
        }
        Ok(Self(files))
    }
}
