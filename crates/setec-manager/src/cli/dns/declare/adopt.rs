//! `dns adopt`: zones that are there already become declared ones.

use clap::Args;
use setec_core::dns::{Name, RecordType, Ttl, Zone};
use setec_core::plan::Policy;

use super::super::counted;
use super::plan::{Planned, document, plan_each};
use super::pull::{Outcome, Writing, answer, line, pull_all};
use super::show::rendered;
use super::{FolderFlags, live, report, zone_names};
use crate::cli::answer::{Answer, object};
use crate::cli::context::Context;
use crate::cli::dns::plan::PolicyFlag;
use crate::cli::failure::{Failure, Result};
use crate::declare::{Folder, Layout, SETTINGS, ZoneEntry};
use crate::output;

/// Zones of an account that shall be declared.
#[derive(Debug, Args)]
pub(crate) struct AdoptFlags {
    /// The account's name
    provider: String,
    /// Zones of the account; all of them where none is named
    #[arg(value_name = "ZONE")]
    names: Vec<String>,
    #[command(flatten)]
    folder: FolderFlags,
    #[command(flatten)]
    writing: Writing,
    /// The policy of the adopted zones
    #[arg(long, value_enum, default_value = "upsert")]
    policy: PolicyFlag,
}

/// Writes files and `setec.toml`, then proves that a plan changes nothing.
pub(in crate::cli::dns) async fn adopt(flags: AdoptFlags, context: &Context<'_>) -> Result<()> {
    let dir = flags.folder.dir();
    std::fs::create_dir_all(dir)?;
    let mut folder = Folder::open(dir).map_err(|faults| report(&faults, context))?;
    let is_whole_account = flags.names.is_empty();
    let names = if is_whole_account {
        live::names(context, &flags.provider).await?
    } else {
        zone_names(&flags.names)?
    };
    let entries = names
        .iter()
        .map(|name| entry(&folder, &flags.provider, name));
    let entries: Vec<ZoneEntry> = entries.collect();
    let mut outcomes = pull_all(&folder, entries, &flags.folder, flags.writing, context).await;
    let mut left_out = Vec::new();
    if is_whole_account {
        // A domain that is listed may have its zone elsewhere, or none yet.
        let (gone, there) = outcomes.into_iter().partition(is_gone);
        (left_out, outcomes) = (gone, there);
    }
    let new: Vec<(Name, Vec<(String, String)>)> = outcomes
        .iter()
        .filter(|outcome| outcome.is_good() && !is_declared(&folder, &outcome.entry))
        .filter_map(|outcome| {
            let (file, _, zone) = outcome.result.as_ref().ok()?;
            Some((zone.name.clone(), rules(Layout::of(file), zone)))
        })
        .collect();
    if !new.is_empty() {
        folder
            .declare(&flags.provider, flags.policy.into(), &new)
            .map_err(Failure::Failed)?;
    }
    let is_adopted = |entry: &&ZoneEntry| {
        let same = |outcome: &Outcome| {
            outcome.is_good()
                && outcome.entry.zone == entry.zone
                && outcome.entry.account == entry.account
        };
        outcomes.iter().any(same)
    };
    let adopted = folder
        .entries()
        .iter()
        .filter(is_adopted)
        .cloned()
        .collect();
    let (zones, _) = folder
        .read(adopted)
        .map_err(|faults| report(&faults, context))?;
    // Under `sync` an empty plan proves that the files hold everything.
    let planned = plan_each(&zones, Some(Policy::Sync), &flags.folder, context).await?;
    let adoption = Adoption {
        folder,
        outcomes,
        left_out,
        planned,
    };
    adoption.conclude(context)
}

/// What came of it.
struct Adoption {
    folder: Folder,
    outcomes: Vec<Outcome>,
    left_out: Vec<Outcome>,
    planned: Vec<Planned>,
}

impl Adoption {
    fn conclude(&self, context: &Context<'_>) -> Result<()> {
        let is_empty = |zone: &Planned| zone.outcome.is_ok() && zone.changes().is_empty();
        let is_proved = self.planned.iter().all(is_empty);
        let failed = self.outcomes.iter().filter(|outcome| !outcome.is_good());
        let failed = failed.count();
        if context.printer.is_for_people() {
            for outcome in self.outcomes.iter().chain(&self.left_out) {
                output::line(&line(outcome, &self.folder))?;
            }
            if !is_proved {
                output::line(&rendered(&self.planned, &context.printer))?;
            } else if failed == 0 || !self.planned.is_empty() {
                let zones = counted(self.planned.len(), "zone");
                let file = self.folder.files.shown(SETTINGS);
                output::line(&format!(
                    "{zones} adopted in {file}; a plan changes nothing"
                ))?;
            }
        } else {
            let list = |outcomes: &[Outcome]| -> Answer {
                outcomes
                    .iter()
                    .map(|outcome| answer(outcome, &self.folder))
                    .collect()
            };
            context.printer.plain(&object([
                ("zones", list(&self.outcomes)),
                ("left_out", list(&self.left_out)),
                ("plan", document(&self.planned, &[])),
            ]))?;
        }
        if !is_proved {
            return Err(Failure::Failed(
                "the files do not say what is live: see the difference".to_owned(),
            ));
        }
        if failed > 0 {
            let zones = counted(self.outcomes.len(), "zone");
            return Err(Failure::Failed(format!("{failed} of {zones} not adopted")));
        }
        Ok(())
    }
}

/// The zone's entry; a preliminary one where it is not declared yet.
fn entry(folder: &Folder, provider: &str, name: &Name) -> ZoneEntry {
    let mut entries = folder.entries().iter();
    let declared = entries.find(|entry| entry.zone == *name && entry.account == provider);
    declared.cloned().unwrap_or_else(|| ZoneEntry {
        account: provider.to_owned(),
        zone: name.clone(),
        policy: Policy::default(),
        ttl: Ttl::from_secs(0).expect("zero is a TTL"),
        file: None,
        ignore: Vec::new(),
        at: 0,
    })
}

fn is_declared(folder: &Folder, wanted: &ZoneEntry) -> bool {
    let same = |entry: &ZoneEntry| entry.zone == wanted.zone && entry.account == wanted.account;
    folder.entries().iter().any(same)
}

fn is_gone(outcome: &Outcome) -> bool {
    matches!(&outcome.result, Err(failure) if failure.is_not_found())
}

/// Rules for what the file's layout cannot hold.
fn rules(layout: Layout, zone: &Zone) -> Vec<(String, String)> {
    let sets = layout.cannot_hold(zone);
    sets.iter()
        .filter(|set| set.key.rtype != RecordType::Soa)
        .map(|set| {
            (
                set.key.name.relative_to(&zone.name),
                set.key.rtype.to_string(),
            )
        })
        .collect()
}
