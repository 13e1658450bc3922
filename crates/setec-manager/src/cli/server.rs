//! `server`: the server itself.

use clap::Subcommand;

use crate::cli::answer::Answer;
use crate::cli::client::Path;
use crate::cli::column::{Column, field, made};
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
    /// The embedded name server: its zones, and what secondaries said
    Nameserver,
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
            Self::Nameserver => return name_server(context).await,
        };
        let answer = context.client.get(Path::of(&[path])).await?;
        context.done(&answer, answer.str("status"))
    }
}

const ZONES: &[Column] = &[
    field("Zone", "zone"),
    field("Account", "account"),
    field("Serial", "serial"),
    field("Served", "served"),
    made("Secondaries", |zone| {
        let told = zone.get("secondaries").entries().iter();
        told.map(secondary).collect::<Vec<_>>().join("\n")
    }),
];

/// Such as `192.0.2.53:53 has 2026112001`.
fn secondary(secondary: &Answer) -> String {
    let (address, serial) = (secondary.str("address"), secondary.get("serial").words());
    match secondary.get("problem").text() {
        Some(problem) => format!("{address} was told {serial}: {problem}"),
        None if secondary.get("acknowledged").is_true() => format!("{address} has {serial}"),
        None => format!("{address} was told {serial}"),
    }
}

async fn name_server(context: &Context<'_>) -> Result<()> {
    let answer = context.client.get(Path::of(&["api", "nameserver"])).await?;
    if !context.printer.is_for_people() {
        return context.printer.plain(&answer);
    }
    if answer.get("running").is_true() {
        let count = |key| answer.get("counters").get(key).words();
        output::line(&format!(
            "It listens on {}; {} questions over UDP, {} over TCP, {} transfers",
            answer.get("addresses").words(),
            count("udp_queries"),
            count("tcp_queries"),
            count("transfers")
        ))?;
    } else {
        output::line("It does not listen: no account of the driver local needs it")?;
    }
    context
        .printer
        .list(answer.get("zones"), ZONES, "no zones are hosted here")
}
