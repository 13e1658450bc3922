//! `dns pull`: what is live goes into the folder's files.

use clap::Args;
use setec_core::dns::Zone;

use super::{FolderFlags, each, live, not_declared, zone_names};
use crate::cli::answer::{Answer, object};
use crate::cli::column::printable;
use crate::cli::context::Context;
use crate::cli::failure::{Failure, Result};
use crate::declare::{Folder, Layout, Pulled, ZoneEntry};
use crate::output;

/// Zones that go into their files.
#[derive(Debug, Args)]
pub(crate) struct PullFlags {
    /// Zones of the folder; all of them where none is named
    #[arg(value_name = "ZONE")]
    names: Vec<String>,
    #[command(flatten)]
    folder: FolderFlags,
    #[command(flatten)]
    pub(super) writing: Writing,
}

/// How files are written.
#[derive(Debug, Clone, Copy, Args)]
pub(crate) struct Writing {
    /// The layout of new files; a file that is there keeps its own
    #[arg(long, value_enum, default_value = "zone")]
    pub(super) format: Layout,
    /// Overwrite files that were edited since they were pulled
    #[arg(long)]
    pub(super) force: bool,
}

/// A zone and what became of its file.
pub(super) struct Outcome {
    pub(super) entry: ZoneEntry,
    pub(super) result: Result<(String, Pulled, Zone)>,
}

impl Outcome {
    /// Whether the file now says what is live.
    pub(super) fn is_good(&self) -> bool {
        matches!(&self.result, Ok((_, pulled, _)) if *pulled != Pulled::Edited)
    }
}

/// Pulls the zones that `setec.toml` declares.
pub(in crate::cli::dns) async fn pull(flags: PullFlags, context: &Context<'_>) -> Result<()> {
    let folder = flags.folder.open(context)?;
    let entries = folder
        .select(&zone_names(&flags.names)?)
        .map_err(|unknown| not_declared(&unknown))?;
    let outcomes = pull_all(&folder, entries, &flags.folder, flags.writing, context).await;
    if context.printer.is_for_people() {
        for outcome in &outcomes {
            output::line(&line(outcome, &folder))?;
        }
    } else {
        let zones = outcomes.iter().map(|outcome| answer(outcome, &folder));
        context.printer.plain(&zones.collect())?;
    }
    let is_good = outcomes.iter().all(Outcome::is_good);
    if is_good {
        Ok(())
    } else {
        Err(Failure::Ended(1))
    }
}

/// Fetches zones and puts them into their files.
pub(super) async fn pull_all(
    folder: &Folder,
    entries: Vec<ZoneEntry>,
    flags: &FolderFlags,
    writing: Writing,
    context: &Context<'_>,
) -> Vec<Outcome> {
    let fetched = each(entries, flags, context, "reading", |entry| async move {
        let zone = live::zone(context, &entry.account, &entry.zone).await;
        (entry, zone)
    })
    .await;
    let write = |(entry, zone): (ZoneEntry, Result<Zone>)| {
        let result = zone.and_then(|zone| {
            let pulled = folder.pull(&entry, &zone, writing.format, writing.force);
            let (file, pulled) = pulled.map_err(Failure::Failed)?;
            Ok((file, pulled, zone))
        });
        Outcome { entry, result }
    };
    fetched.into_iter().map(write).collect()
}

/// What became of a zone's file, in words.
pub(super) fn line(outcome: &Outcome, folder: &Folder) -> String {
    let head = format!("{} at {}", outcome.entry.zone, outcome.entry.account);
    printable(&match &outcome.result {
        Ok((file, pulled, _)) => {
            let file = folder.files.shown(file);
            match pulled {
                Pulled::Same => format!("{head}: {file} says the same already"),
                Pulled::Written => format!("{head}: {file} written"),
                Pulled::Edited => format!(
                    "{head}: {file} says something else and was edited by hand; --force overwrites it"
                ),
            }
        }
        Err(failure) => format!("{head}: error: {}", failure.words()),
    })
}

/// The same for programs.
pub(super) fn answer(outcome: &Outcome, folder: &Folder) -> Answer {
    let (file, result, error) = match &outcome.result {
        Ok((file, pulled, _)) => {
            let word = match pulled {
                Pulled::Same => "unchanged",
                Pulled::Written => "written",
                Pulled::Edited => "edited",
            };
            (Some(folder.files.shown(file)), word, None)
        }
        Err(failure) => (None, "failed", Some(failure.words())),
    };
    object([
        ("account", outcome.entry.account.as_str().into()),
        ("zone", outcome.entry.zone.as_str().into()),
        ("file", file.as_deref().into()),
        ("result", result.into()),
        ("error", error.as_deref().into()),
    ])
}
