//! `search`: everything that is known, by words.

use clap::Args;

use crate::cli::client::Path;
use crate::cli::column::{Column, field};
use crate::cli::context::Context;
use crate::cli::failure::Result;

/// What is looked for.
#[derive(Debug, Args)]
pub(crate) struct SearchFlags {
    /// Words that must all be found, in any case
    #[arg(required = true)]
    words: Vec<String>,
    /// How many hits at most, 1 to 100
    #[arg(long)]
    limit: Option<u32>,
}

const FOUND: &[Column] = &[
    field("Kind", "kind"),
    field("Account", "account"),
    field("Found", "title"),
    field("Detail", "detail"),
];

impl SearchFlags {
    pub(crate) async fn run(self, context: &Context<'_>) -> Result<()> {
        let mut query = vec![("q", self.words.join(" "))];
        query.extend(self.limit.map(|limit| ("limit", limit.to_string())));
        let path = Path::of(&["api", "search"]);
        let found = context.client.get_with(path, &query).await?;
        context.printer.list(&found, FOUND, "nothing was found")
    }
}
