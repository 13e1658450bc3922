//! `dns`: zones and records.

mod declare;
mod diff;
mod history;
mod lint;
mod live;
mod plan;
mod protect;
mod records;
mod replace;
mod snapshots;
mod zones;

use clap::{Args, Subcommand};
use serde_json::json;

use crate::cli::client::{Path, account};
use crate::cli::column::{Column, field};
use crate::cli::context::Context;
use crate::cli::failure::Result;
use crate::cli::input;
use crate::output;

use declare::{AdoptFlags, DiffFlags, PullFlags};
use history::HistoryCommand;
use plan::{APPLY_HELP, APPLY_USAGE, ApplyFlags, PLAN_HELP, PLAN_USAGE, PlanFlags};
use protect::ProtectCommand;
use records::{CreateFlags, DeleteFlags, RECORDS, UPDATE_HELP, UpdateFlags};
use replace::ReplaceFlags;
use snapshots::SnapshotsCommand;

/// A zone of an account.
#[derive(Debug, Args)]
pub(crate) struct Zone {
    /// The account's name
    pub(crate) provider: String,
    /// The zone, such as example.com
    pub(crate) domain: String,
}

impl Zone {
    /// The zone's path.
    pub(crate) fn path(&self) -> Path {
        account(&self.provider).at("dns").at(&self.domain)
    }
}

/// What to do with zones and records.
#[derive(Debug, Subcommand)]
pub(crate) enum DnsCommand {
    /// List the zones of all accounts, or of one
    Zones {
        /// The account's name; all accounts where absent
        provider: Option<String>,
        /// Only those that bear this tag
        #[arg(long)]
        tag: Option<String>,
        /// Ask the providers now, instead of taking what was read up to a minute ago
        #[arg(long, conflicts_with = "provider")]
        refresh: bool,
    },
    /// List all records of a zone
    List {
        #[command(flatten)]
        zone: Zone,
        /// Ask the provider now, instead of taking what was read up to a minute ago
        #[arg(long)]
        refresh: bool,
    },
    /// Add a record without overwriting existing ones
    Create(CreateFlags),
    /// Write the records of a file as one batch
    #[command(after_help = UPDATE_HELP)]
    Update(UpdateFlags),
    /// Delete the records of a name and type, or one value of them
    Delete(DeleteFlags),
    /// Reset a zone to the provider's default records; all custom records are lost
    Reset(Zone),
    /// Print a zone as a zone file (RFC 1035)
    Export(Zone),
    /// Show what the zones of a folder, or one zone, need to become what is wanted
    #[command(override_usage = PLAN_USAGE, after_help = PLAN_HELP)]
    Plan(PlanFlags),
    /// Apply a plan exactly as it was reviewed
    #[command(override_usage = APPLY_USAGE, after_help = APPLY_HELP)]
    Apply(ApplyFlags),
    /// Show the difference between a folder and what is live; it is no error
    Diff(DiffFlags),
    /// Write what is live into the files of a folder
    Pull(PullFlags),
    /// Put zones of an account under a folder's care: files, setec.toml, and the proof that they agree
    Adopt(AdoptFlags),
    /// Search and replace a content in all zones
    Replace(ReplaceFlags),
    /// What nobody changes by accident
    #[command(subcommand)]
    Protect(ProtectCommand),
    /// The states of a zone that were seen, and the way back
    #[command(subcommand)]
    History(HistoryCommand),
    /// Look for mistakes in a zone; a serious one is exit code 1
    Lint(lint::LintFlags),
    /// Ask the name servers of a zone what they serve; anything else than wanted is exit code 1
    Live(live::LiveFlags),
    /// The snapshots that the provider keeps of a zone
    #[command(subcommand)]
    Snapshots(SnapshotsCommand),
    /// Create a zone, where the provider hosts zones on request
    CreateZone(CreateZoneFlags),
    /// Delete a zone with everything in it
    DeleteZone(Zone),
    /// Tell a zone's secondaries that it has changed (RFC 1996)
    Notify(Zone),
}

/// A zone to be made.
#[derive(Debug, Args)]
pub(crate) struct CreateZoneFlags {
    #[command(flatten)]
    zone: Zone,
    /// The provider's word, such as Native or Primary
    #[arg(long)]
    kind: Option<String>,
    /// A name server of the apex; may be given several times
    #[arg(long, value_name = "NAME")]
    nameserver: Vec<String>,
}

const ZONES: &[Column] = &[
    field("Name", "name"),
    field("Kind", "kind"),
    field("Serial", "serial"),
    field("Tags", "tags"),
];

impl DnsCommand {
    pub(crate) async fn run(self, context: &Context<'_>) -> Result<()> {
        let client = &context.client;
        match self {
            Self::Zones {
                provider: None,
                tag,
                refresh,
            } => zones::zones(refresh, tag, context).await,
            Self::Zones {
                provider: Some(provider),
                tag,
                ..
            } => {
                let path = account(&provider).at("dns");
                let answer = client.get_with(path, &input::tagged(tag)).await?;
                context.printer.list(&answer, ZONES, "no zones")
            }
            Self::List { zone, refresh } => {
                let query = input::refresh(refresh);
                let answer = client.get_with(zone.path(), &query).await?;
                context
                    .printer
                    .list(&answer, RECORDS, &format!("no records in {}", zone.domain))
            }
            Self::Create(flags) => records::create(flags, context).await,
            Self::Update(flags) => records::update(flags, context).await,
            Self::Delete(flags) => records::delete(flags, context).await,
            Self::Reset(zone) => {
                context.confirm(&format!(
                    "Reset {} to the provider's default records? All custom records are lost",
                    zone.domain
                ))?;
                let answer = client.post(zone.path().at("reset")).await?;
                context.done(&answer, &format!("{} reset", zone.domain))
            }
            Self::Export(zone) => {
                let text = client.get_text(zone.path().at("export")).await?;
                Ok(output::raw(&text)?)
            }
            Self::Plan(flags) => plan::plan(flags, context).await,
            Self::Apply(flags) => plan::apply(flags, context).await,
            Self::Diff(flags) => declare::diff(flags, context).await,
            Self::Pull(flags) => declare::pull(flags, context).await,
            Self::Adopt(flags) => declare::adopt(flags, context).await,
            Self::Replace(flags) => replace::replace(flags, context).await,
            Self::Protect(command) => command.run(context).await,
            Self::History(command) => command.run(context).await,
            Self::Lint(flags) => lint::lint(flags, context).await,
            Self::Live(flags) => live::live(flags, context).await,
            Self::Snapshots(command) => command.run(context).await,
            Self::CreateZone(flags) => {
                let zone = &flags.zone;
                let body = input::without_nulls(json!({
                    "name": zone.domain,
                    "kind": flags.kind,
                    "nameservers": flags.nameserver,
                }));
                let answer = client
                    .post_body(account(&zone.provider).at("dns"), &body)
                    .await?;
                context.done(&answer, &format!("zone {} created", zone.domain))
            }
            Self::DeleteZone(zone) => {
                context.confirm(&format!(
                    "Delete the zone {} with everything in it?",
                    zone.domain
                ))?;
                let answer = client.delete(zone.path().at("zone")).await?;
                context.done(&answer, &format!("zone {} deleted", zone.domain))
            }
            Self::Notify(zone) => {
                let answer = client.post(zone.path().at("notify")).await?;
                context.done(
                    &answer,
                    &format!("the secondaries of {} are told", zone.domain),
                )
            }
        }
    }
}

fn counted(count: usize, noun: &str) -> String {
    let plural = if count == 1 { "" } else { "s" };
    format!("{count} {noun}{plural}")
}
