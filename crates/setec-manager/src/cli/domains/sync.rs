//! `domains sync` and `overview`.

use clap::{Args, Subcommand};

use crate::cli::answer::Answer;
use crate::cli::client::{Path, account};
use crate::cli::column::{Column, field, made, money_of, state, time};
use crate::cli::context::Context;
use crate::cli::failure::{Failure, Result};

/// Seconds that one request waits at the server.
const WAIT_SECS: &str = "30";

/// All domains of all accounts.
#[derive(Debug, Subcommand)]
pub(crate) enum SyncCommand {
    /// Ask providers for the state of all their domains, or of one, now
    Sync(SyncFlags),
    /// List the domains of all accounts as they were last seen; no provider is asked
    Overview(OverviewFlags),
}

/// What is synchronised.
#[derive(Debug, Args)]
pub(crate) struct SyncFlags {
    /// The account's name; all accounts where absent
    provider: Option<String>,
    /// Only this domain
    domain: Option<String>,
    /// Do not wait for the end
    #[arg(long)]
    no_wait: bool,
}

/// Which domains.
#[derive(Debug, Args)]
pub(crate) struct OverviewFlags {
    /// Only of this account
    #[arg(long)]
    provider: Option<String>,
    /// Only in this status, such as expired or transferred_away
    #[arg(long)]
    status: Option<String>,
    /// Only those that bear this tag
    #[arg(long)]
    tag: Option<String>,
    /// Only those whose term ends within so many days, or has ended
    #[arg(long, value_name = "DAYS")]
    expiring_within: Option<u32>,
}

const DOMAINS: &[Column] = &[
    field("Account", "account"),
    field("Name", "name"),
    state("Status", "status"),
    time("Expires", "expires_at"),
    field("Renews", "auto_renew"),
    field("Locked", "locked"),
    made("Renewal", |entry| money_of(entry.get("renewal_price"))),
    field("Tags", "tags"),
    time("Last seen", "last_synced"),
    made("Problem", |entry| entry.str("problem").to_owned()),
];

const ACCOUNTS: &[Column] = &[
    field("Account", "account"),
    field("Running", "running"),
    time("Last time", "last_synced"),
    field("Domains", "domains"),
    field("Not read", "problems"),
    made("Problem", |entry| entry.str("problem").to_owned()),
];

impl SyncCommand {
    pub(crate) async fn run(self, context: &Context<'_>) -> Result<()> {
        match self {
            Self::Sync(flags) => sync(flags, context).await,
            Self::Overview(flags) => overview(flags, context).await,
        }
    }
}

async fn sync(flags: SyncFlags, context: &Context<'_>) -> Result<()> {
    let client = &context.client;
    let begun = match (&flags.provider, &flags.domain) {
        (Some(provider), Some(domain)) => {
            let path = account(provider).at("domains").at(domain).at("sync");
            let answer = client.post(path).await?;
            return context.printer.details(&answer, DOMAINS);
        }
        (Some(provider), None) => {
            let path = account(provider).at("domains").at("sync");
            Answer::List(vec![client.post(path).await?])
        }
        (None, _) => {
            let path = Path::of(&["api", "hosting", "domains", "sync"]);
            client.post(path).await?
        }
    };
    let mut ended = Vec::new();
    for sync in begun.entries() {
        let path = account(sync.str("account")).at("domains").at("sync");
        let mut sync = sync.clone();
        while sync.get("running").is_true() && !flags.no_wait {
            let query = [("wait", WAIT_SECS.to_owned())];
            sync = client.get_with(path.clone(), &query).await?;
        }
        ended.push(sync);
    }
    let failed: Vec<String> = ended
        .iter()
        .filter(|sync| !sync.get("running").is_true())
        .filter_map(|sync| {
            Some(format!(
                "{}: {}",
                sync.str("account"),
                sync.get("problem").text()?
            ))
        })
        .collect();
    context
        .printer
        .list(&Answer::List(ended), ACCOUNTS, "no account has domains")?;
    if failed.is_empty() {
        return Ok(());
    }
    Err(Failure::Failed(failed.join("\n")))
}

async fn overview(flags: OverviewFlags, context: &Context<'_>) -> Result<()> {
    let mut query: Vec<(&str, String)> = Vec::new();
    query.extend(flags.provider.map(|name| ("account", name)));
    query.extend(flags.status.map(|word| ("status", word)));
    query.extend(flags.tag.map(|tag| ("tag", tag)));
    let days = flags.expiring_within.map(|days| days.to_string());
    query.extend(days.map(|days| ("expiring_within_days", days)));
    let mut domains = Vec::new();
    loop {
        let path = Path::of(&["api", "hosting", "domains"]);
        let page = context.client.get_with(path, &query).await?;
        domains.extend_from_slice(page.get("domains").entries());
        let Some(next) = page.get("next").text() else {
            for sync in page.get("accounts").entries() {
                note(sync, context);
            }
            break;
        };
        query.retain(|(name, _)| *name != "after");
        query.push(("after", next.to_owned()));
    }
    context
        .printer
        .list(&Answer::List(domains), DOMAINS, "no such domain was seen")
}

/// What makes an account's part of the list old or empty.
fn note(sync: &Answer, context: &Context<'_>) {
    let account = sync.str("account");
    if let Some(problem) = sync.get("problem").text() {
        context.note(&format!("{account}: {problem}"));
    } else if sync.get("last_synced").text().is_none() {
        context.note(&format!(
            "{account} was not synchronised yet; `setec-manager domains sync {account}` does it now"
        ));
    }
}
