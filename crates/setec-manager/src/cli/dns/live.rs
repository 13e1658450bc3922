//! `dns live`: what the name servers of a zone answer.

use clap::Args;

use super::Zone;
use crate::cli::answer::{Answer, object};
use crate::cli::column::{Column, made, state};
use crate::cli::context::Context;
use crate::cli::failure::{Failure, Result};

/// Which sets are asked for.
#[derive(Debug, Args)]
pub(crate) struct LiveFlags {
    #[command(flatten)]
    zone: Zone,
    /// Only sets of this name, relative to the zone
    #[arg(long)]
    name: Option<String>,
    /// Only sets of this type
    #[arg(long = "type", value_name = "TYPE")]
    rtype: Option<String>,
}

const ANSWERS: &[Column] = &[
    made("Set", |entry| {
        let set = entry.get("set");
        format!("{} {}", set.str("name"), set.str("type"))
    }),
    made("Server", |entry| {
        entry.get("answer").str("server").to_owned()
    }),
    state("State", "state"),
    made("Answer", |entry| entry.get("answer").get("values").words()),
    made("Wanted", |entry| {
        let wanted = entry.get("set").get("wanted");
        wanted.get("values").words()
    }),
    made("ms", |entry| entry.get("answer").get("rtt_ms").words()),
    made("Remark", |entry| {
        entry.get("answer").str("detail").to_owned()
    }),
];

/// Asks; exit code 1 where anything is not as wanted.
pub(super) async fn live(flags: LiveFlags, context: &Context<'_>) -> Result<()> {
    let mut query: Vec<(&str, String)> = Vec::new();
    query.extend(flags.name.map(|name| ("name", name)));
    query.extend(flags.rtype.map(|rtype| ("type", rtype)));
    let path = flags.zone.path().at("live");
    let view = context.client.get_with(path, &query).await?;
    let mut lines = Vec::new();
    for set in view.get("sets").entries() {
        for answer in set.get("answers").entries() {
            lines.push(object([
                ("state", answer.get("state").clone()),
                ("set", set.clone()),
                ("answer", answer.clone()),
            ]));
        }
    }
    let others = lines.iter().filter(|line| line.str("state") != "same");
    let (all, others) = (lines.len(), others.count());
    if context.printer.is_for_people() {
        let empty = "no name server could be asked";
        context.printer.list(&Answer::List(lines), ANSWERS, empty)?;
    } else {
        context.printer.plain(&view)?;
    }
    match view.get("problem").text() {
        Some(problem) => Err(Failure::Failed(problem.to_owned())),
        None if all == 0 => Err(Failure::Failed("nobody was asked".to_owned())),
        None if others > 0 => Err(Failure::Failed(format!(
            "{others} of {all} answers are not as wanted"
        ))),
        None => Ok(()),
    }
}
