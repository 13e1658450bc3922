//! `journal`: who changed what, and how it ended.

use chrono::{DateTime, SecondsFormat, Utc};
use clap::Args;

use crate::cli::answer::Answer;
use crate::cli::client::Path;
use crate::cli::column::{Column, field, made, state, time};
use crate::cli::context::Context;
use crate::cli::failure::Result;
use crate::output;

/// Which entries.
#[derive(Debug, Args)]
pub(crate) struct JournalFlags {
    /// Only of this account
    #[arg(long)]
    account: Option<String>,
    /// Only of this zone, domain, server and so on
    #[arg(long)]
    subject: Option<String>,
    /// Only of subjects that hold this text
    #[arg(long)]
    text: Option<String>,
    /// Only of this action or family of actions, such as dns.update or dns
    #[arg(long)]
    action: Option<String>,
    /// Only what this user asked for
    #[arg(long, value_name = "USER")]
    actor: Option<String>,
    /// Only what ended so, or is under way
    #[arg(long, value_parser = ["done", "failed", "unknown", "open"])]
    outcome: Option<String>,
    /// Only what was begun then or later (RFC 3339)
    #[arg(long, value_name = "TIME")]
    since: Option<DateTime<Utc>>,
    /// Only what was begun before (RFC 3339)
    #[arg(long, value_name = "TIME")]
    until: Option<DateTime<Utc>>,
    /// Only entries older than the one with this id
    #[arg(long, value_name = "ID")]
    before: Option<String>,
    /// How many at most [default: 50; with --csv all]
    #[arg(long, value_parser = clap::value_parser!(u64).range(1..=500))]
    limit: Option<u64>,
    /// Write a table for spreadsheets (CSV)
    #[arg(long)]
    csv: bool,
}

const LIST: &[Column] = &[
    time("At", "at"),
    field("By", "actor"),
    field("Action", "action"),
    field("Account", "account"),
    field("Subject", "subject"),
    state("Outcome", "outcome"),
    field("Detail", "detail"),
    made("Provider said", |entry| said(entry.get("answers"))),
];

impl JournalFlags {
    pub(crate) async fn run(self, context: &Context<'_>) -> Result<()> {
        let time = |time: DateTime<Utc>| time.to_rfc3339_opts(SecondsFormat::AutoSi, true);
        let limit = self.limit.or((!self.csv).then_some(50));
        let mut query = Vec::new();
        query.extend(limit.map(|limit| ("limit", limit.to_string())));
        query.extend(self.account.map(|account| ("account", account)));
        query.extend(self.subject.map(|subject| ("subject", subject)));
        query.extend(self.text.map(|text| ("text", text)));
        query.extend(self.action.map(|action| ("action", action)));
        query.extend(self.actor.map(|actor| ("actor", actor)));
        query.extend(self.outcome.map(|outcome| ("outcome", outcome)));
        query.extend(self.since.map(|since| ("since", time(since))));
        query.extend(self.until.map(|until| ("until", time(until))));
        query.extend(self.before.map(|before| ("before", before)));
        if self.csv {
            query.push(("format", "csv".to_owned()));
            let path = Path::of(&["api", "journal"]);
            let table = context.client.get_text_with(path, &query).await?;
            return Ok(output::raw(&table)?);
        }
        let answer = context
            .client
            .get_with(Path::of(&["api", "journal"]), &query)
            .await?;
        context.printer.list(&answer, LIST, "no changes so far")
    }
}

/// The provider's answers in one cell.
fn said(answers: &Answer) -> String {
    let line = |answer: &Answer| format!("{}: {}", answer.str("call"), answer.str("text"));
    let lines: Vec<String> = answers.entries().iter().map(line).collect();
    lines.join("\n")
}
