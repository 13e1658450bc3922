//! The declarative commands: a folder of zone files against what is live.

mod adopt;
mod apply;
mod live;
mod plan;
mod pull;
mod request;
mod reviewed;
mod show;

use std::path::{Path, PathBuf};
use std::time::Duration;

use clap::Args;
use futures::{StreamExt, stream};
use indicatif::{ProgressBar, ProgressStyle};
use setec_core::dns::Name;
use setec_core::zone_file::Fault;

use super::counted;
use crate::cli::answer::{Answer, object};
use crate::cli::column::printable;
use crate::cli::context::Context;
use crate::cli::failure::{Failure, Result};
use crate::declare::{Declared, Folder, SETTINGS};
use crate::output;

pub(super) use adopt::{AdoptFlags, adopt};
pub(super) use apply::apply;
pub(super) use plan::{diff, plan};
pub(super) use pull::{PullFlags, pull};
pub(super) use show::plan_lines;

/// Zones of a folder.
#[derive(Debug, Args)]
pub(crate) struct DiffFlags {
    /// Zones of the folder; all of them where none is named
    #[arg(value_name = "ZONE")]
    names: Vec<String>,
    #[command(flatten)]
    folder: FolderFlags,
}

/// Which folder, and how fast.
#[derive(Debug, Args)]
pub(crate) struct FolderFlags {
    /// The folder with setec.toml [default: the working directory]
    #[arg(long, value_name = "DIR")]
    pub(super) dir: Option<PathBuf>,
    /// How many zones at once
    #[arg(long, value_name = "N", default_value_t = 8, value_parser = clap::value_parser!(u16).range(1..=64))]
    parallel: u16,
}

impl FolderFlags {
    fn dir(&self) -> &Path {
        self.dir.as_deref().unwrap_or(Path::new("."))
    }

    /// The folder, which has a `setec.toml`.
    fn open(&self, context: &Context<'_>) -> Result<Folder> {
        let file = self.dir().join(SETTINGS);
        if !file.exists() {
            return Err(Failure::Usage(format!(
                "{} is not there; `setec-manager dns adopt PROVIDER` makes one of the zones of an account",
                file.display()
            )));
        }
        Folder::open(self.dir()).map_err(|faults| report(&faults, context))
    }

    /// What the files of zones say, with words about files that nobody has named.
    fn read(
        &self,
        names: &[String],
        context: &Context<'_>,
    ) -> Result<(Vec<Declared>, Vec<String>)> {
        let folder = self.open(context)?;
        let entries = folder
            .select(&zone_names(names)?)
            .map_err(|unknown| not_declared(&unknown))?;
        let (zones, strays) = folder
            .read(entries)
            .map_err(|faults| report(&faults, context))?;
        let warnings: Vec<String> = strays
            .iter()
            .filter(|_| names.is_empty())
            .map(|file| {
                format!(
                    "{} belongs to no zone in {SETTINGS}",
                    folder.files.shown(file)
                )
            })
            .collect();
        for warning in &warnings {
            context.note(&printable(&format!("warning: {warning}")));
        }
        Ok((zones, warnings))
    }
}

fn not_declared(unknown: &[Name]) -> Failure {
    let unknown: Vec<&str> = unknown.iter().map(Name::as_str).collect();
    Failure::Usage(format!(
        "not declared in {SETTINGS}: {}",
        unknown.join(", ")
    ))
}

fn zone_names(names: &[String]) -> Result<Vec<Name>> {
    let read = |text: &String| {
        text.parse::<Name>()
            .map_err(|error| Failure::Usage(error.to_string()))
    };
    names.iter().map(read).collect()
}

/// Shows every fault with its place.
fn report(faults: &[Fault], context: &Context<'_>) -> Failure {
    for fault in faults {
        output::error_line(&printable(&fault.to_string()));
    }
    if !context.printer.is_for_people() {
        let faults: Answer = faults
            .iter()
            .map(|fault| {
                object([
                    ("file", fault.file.as_str().into()),
                    ("line", fault.line.into()),
                    ("column", fault.column.into()),
                    ("message", fault.message.as_str().into()),
                ])
            })
            .collect();
        if let Err(failure) = context.printer.plain(&object([("faults", faults)])) {
            return failure;
        }
    }
    Failure::Failed(format!(
        "{}; nothing was sent",
        counted(faults.len(), "fault")
    ))
}

/// Does something for many zones, several at once, and keeps their order.
async fn each<T, R, F: Future<Output = R>>(
    items: impl IntoIterator<Item = T>,
    folder: &FolderFlags,
    context: &Context<'_>,
    verb: &'static str,
    work: impl Fn(T) -> F,
) -> Vec<R> {
    let items: Vec<T> = items.into_iter().collect();
    let bar = progress(items.len(), context, verb);
    let work = items.into_iter().enumerate().map(|(at, item)| {
        let work = work(item);
        async move { (at, work.await) }
    });
    let mut done: Vec<(usize, R)> = stream::iter(work)
        .buffer_unordered(folder.parallel.into())
        .inspect(|_| bar.inc(1))
        .collect()
        .await;
    bar.finish_and_clear();
    done.sort_by_key(|(at, _)| *at);
    done.into_iter().map(|(_, result)| result).collect()
}

/// A bar over zones; on anything but a terminal it draws nothing.
fn progress(zones: usize, context: &Context<'_>, verb: &'static str) -> ProgressBar {
    if context.printer.is_quiet() {
        return ProgressBar::hidden();
    }
    let style = ProgressStyle::with_template("{msg} {bar:30} {pos} of {len} zones ({elapsed})");
    let bar = ProgressBar::new(zones as u64).with_message(verb);
    bar.set_style(style.expect("the template is valid"));
    bar.enable_steady_tick(Duration::from_millis(500));
    bar
}
