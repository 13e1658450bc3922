//! `watch`: what happens, as it happens.

use std::time::Duration;

use clap::Args;
use tokio::time::timeout;

use crate::cli::answer::Answer;
use crate::cli::client::Path;
use crate::cli::column::{printable, short_time};
use crate::cli::context::Context;
use crate::cli::failure::{Failure, Result};
use crate::output;

/// The server says something every 15 seconds.
const SILENCE: Duration = Duration::from_mins(1);

/// How long to watch.
#[derive(Debug, Args)]
pub(crate) struct WatchFlags {
    /// End after so many events
    #[arg(long, value_name = "NUMBER", value_parser = clap::value_parser!(u64).range(1..))]
    count: Option<u64>,
}

impl WatchFlags {
    /// One line for each event, until the server, the session or the count ends.
    pub(crate) async fn run(self, context: &Context<'_>) -> Result<()> {
        let path = Path::of(&["api", "events"]);
        let mut stream = context.client.open(path).await?;
        context.note("watching; nothing that happened before is shown");
        let (mut text, mut seen) = (Vec::new(), 0);
        loop {
            while let Some(block) = first_block(&mut text) {
                let Some(event) = data(&block) else { continue };
                show(context, &event)?;
                seen += 1;
                if self.count == Some(seen) {
                    return Ok(());
                }
            }
            let silent = || Failure::Unreachable("the server has fallen silent".to_owned());
            match timeout(SILENCE, stream.chunk()).await {
                Ok(Ok(Some(bytes))) => text.extend_from_slice(&bytes),
                Ok(Ok(None)) => {
                    let words = "the stream has ended: the session is over, or the server stops";
                    return Err(Failure::Unreachable(words.to_owned()));
                }
                Ok(Err(_)) => return Err(Failure::Unreachable("the stream broke off".to_owned())),
                Err(_) => return Err(silent()),
            }
        }
    }
}

/// Takes the next whole event off what has come.
fn first_block(text: &mut Vec<u8>) -> Option<String> {
    let end = text.windows(2).position(|two| two == b"\n\n")?;
    let block = text.drain(..end + 2).collect::<Vec<u8>>();
    Some(String::from_utf8_lossy(&block).into_owned())
}

/// What an event says; `None` for comments, which only show that the server lives.
fn data(block: &str) -> Option<Answer> {
    let line = block.lines().find_map(|line| line.strip_prefix("data: "))?;
    serde_json::from_str(line).ok()
}

fn show(context: &Context<'_>, event: &Answer) -> Result<()> {
    if !context.printer.is_for_people() {
        return context.printer.record(event);
    }
    if event.str("kind") == "lagged" {
        context.note("events were missed");
        return Ok(());
    }
    let words = ["kind", "account", "subject", "action", "state", "actor"];
    let words = words.map(|key| event.str(key));
    let mut line = vec![short_time(event.str("at"))];
    line.extend(
        words
            .iter()
            .filter(|word| !word.is_empty())
            .map(|&word| printable(word)),
    );
    if let (Some(done), Some(total)) = (event.get("done").number(), event.get("total").number()) {
        line.push(format!("{done}/{total}"));
    }
    Ok(output::line(&line.join("  "))?)
}

#[cfg(test)]
mod tests {
    use super::{data, first_block};

    #[test]
    fn events_are_taken_off_as_they_are_whole() {
        let mut text =
            b"retry: 3000\n\n: \n\nevent: zone\nid: 7\ndata: {\"kind\":\"zone\"}\n\nevent: zo"
                .to_vec();
        let mut kinds = Vec::new();
        while let Some(block) = first_block(&mut text) {
            kinds.push(data(&block).map(|event| event.str("kind").to_owned()));
        }
        assert_eq!(kinds, [None, None, Some("zone".to_owned())]);
        assert_eq!(text, b"event: zo");
    }
}
