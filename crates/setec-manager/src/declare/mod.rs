//! Declared DNS: a folder of zone files and one file, `setec.toml`, that says where they live.

mod document;
mod files;
mod folder;
mod hash;
mod layout;
mod read;
mod stamp;
mod write;

pub(crate) use document::{Ignored, SETTINGS, ZoneEntry, word};
pub(crate) use folder::{Declared, Folder};
pub(crate) use hash::sha256;
pub(crate) use layout::Layout;
pub(crate) use write::Pulled;

use setec_core::zone_file::Fault;

/// A fault at an offset of a text.
fn fault_at(file: &str, text: &str, offset: usize, message: impl Into<String>) -> Fault {
    let before = text.get(..offset).unwrap_or(text);
    let line = before.rsplit('\n').next().unwrap_or(before);
    Fault {
        file: file.to_owned(),
        line: before.matches('\n').count() + 1,
        column: line.chars().count() + 1,
        message: message.into(),
    }
}

#[cfg(test)]
mod tests;
