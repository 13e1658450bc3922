//! `server`: the server itself.

use clap::Subcommand;

use crate::cli::client::Path;
use crate::cli::context::Context;
use crate::cli::failure::Result;
use crate::output;

/// What to ask the server about itself.
#[derive(Debug, Subcommand)]
pub(crate) enum ServerCommand {
    /// Whether the process lives
    Health,
    /// Whether requests can be answered: the database is there
    Ready,
    /// Print the metrics in Prometheus's text format
    Metrics,
}

impl ServerCommand {
    pub(crate) async fn run(self, context: &Context<'_>) -> Result<()> {
        let path = match self {
            Self::Health => "healthz",
            Self::Ready => "readyz",
            Self::Metrics => {
                let text = context.client.get_text(Path::of(&["metrics"])).await?;
                return Ok(output::raw(&text)?);
            }
        };
        let answer = context.client.get(Path::of(&[path])).await?;
        context.done(&answer, answer.str("status"))
    }
}
