//! `journal`: who changed what, and how it ended.

use clap::Args;

use crate::cli::answer::Answer;
use crate::cli::client::Path;
use crate::cli::column::{Column, field, made, state, time};
use crate::cli::context::Context;
use crate::cli::failure::Result;

/// Which entries.
#[derive(Debug, Args)]
pub(crate) struct JournalFlags {
    /// Only of this account
    #[arg(long)]
    account: Option<String>,
    /// Only of this zone, domain, server and so on
    #[arg(long)]
    subject: Option<String>,
    /// Only of this action, such as dns.update
    #[arg(long)]
    action: Option<String>,
    /// Only entries older than the one with this id
    #[arg(long, value_name = "ID")]
    before: Option<String>,
    /// How many at most
    #[arg(long, default_value_t = 50, value_parser = clap::value_parser!(u64).range(1..=500))]
    limit: u64,
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
        let mut query = vec![("limit", self.limit.to_string())];
        query.extend(self.account.map(|account| ("account", account)));
        query.extend(self.subject.map(|subject| ("subject", subject)));
        query.extend(self.action.map(|action| ("action", action)));
        query.extend(self.before.map(|before| ("before", before)));
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
