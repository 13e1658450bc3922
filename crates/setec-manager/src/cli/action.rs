//! Operations on servers that take their time.

use std::time::{Duration, Instant};

use clap::Args;
use indicatif::{ProgressBar, ProgressStyle};

use crate::cli::answer::Answer;
use crate::cli::client::account;
use crate::cli::column::{Column, field, state, time};
use crate::cli::context::Context;
use crate::cli::failure::{Failure, Result};

/// Seconds that one request waits at the server.
const WAIT_SECS: u64 = 30;

/// Whether to wait for the end.
#[derive(Debug, Args)]
pub(crate) struct Waiting {
    /// Do not wait for the end of the operation
    #[arg(long)]
    no_wait: bool,
    /// Seconds to wait at most; the operation goes on
    #[arg(
        long,
        value_name = "SECONDS",
        default_value_t = 600,
        conflicts_with = "no_wait"
    )]
    timeout: u64,
}

/// What is shown of an operation.
pub(crate) const COLUMNS: &[Column] = &[
    field("Id", "id"),
    field("Name", "name"),
    state("Status", "status"),
    field("Provider's word", "state"),
    time("Created", "created_at"),
    time("Updated", "updated_at"),
];

/// Waits for the end of an operation on a server and shows how it ended.
pub(crate) async fn finish(
    context: &Context<'_>,
    provider: &str,
    server: &str,
    begun: Answer,
    waiting: &Waiting,
) -> Result<()> {
    if waiting.no_wait {
        return context.printer.details(&begun, COLUMNS);
    }
    let deadline = Instant::now() + Duration::from_secs(waiting.timeout);
    // On anything but a terminal the spinner draws nothing.
    let spinner =
        ProgressBar::new_spinner().with_message(format!("{} of {server}", begun.str("name")));
    spinner.set_style(
        ProgressStyle::with_template("{spinner} {msg} ({elapsed})").expect("the template is valid"),
    );
    if !context.printer.is_quiet() {
        spinner.enable_steady_tick(Duration::from_millis(120));
    }
    let ended = wait(context, provider, server, begun, deadline).await;
    spinner.finish_and_clear();
    let ended = ended?;
    let (id, name) = (ended.str("id"), ended.str("name"));
    match ended.str("status") {
        "error" => {
            context.printer.details(&ended, COLUMNS)?;
            let word = ended.str("state");
            Err(Failure::Failed(format!(
                "the provider ended {name} of {server} with '{word}'"
            )))
        }
        "running" => Err(Failure::Failed(format!(
            "{name} of {server} is still under way; see `setec-manager vms action {provider} {server} {id}`"
        ))),
        _ => context.done(&ended, &format!("{name} of {server}: done")),
    }
}

async fn wait(
    context: &Context<'_>,
    provider: &str,
    server: &str,
    mut action: Answer,
    deadline: Instant,
) -> Result<Answer> {
    while action.str("status") == "running" {
        let left = deadline.saturating_duration_since(Instant::now()).as_secs();
        if left == 0 {
            break;
        }
        let path = account(provider)
            .at("vms")
            .at(server)
            .at("actions")
            .at(action.str("id"));
        let query = [("wait", left.min(WAIT_SECS).to_string())];
        action = context.client.get_with(path, &query).await?;
    }
    Ok(action)
}
