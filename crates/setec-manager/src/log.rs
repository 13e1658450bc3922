//! The log: plain lines on standard error or in a file.

use std::fs::OpenOptions;
use std::io::{self, IsTerminal};
use std::os::unix::fs::OpenOptionsExt;
use std::panic::PanicHookInfo;
use std::path::Path;
use std::sync::Mutex;

use anyhow::Context;
use tracing_subscriber::EnvFilter;
use tracing_subscriber::filter::LevelFilter;

/// Starts the log; what is logged before is lost.
pub(crate) fn start(file: Option<&Path>, level: &str) -> anyhow::Result<()> {
    let filter = read_level(level).with_context(|| {
        format!("'{level}' is no log level; trace, debug, info, warn and error are")
    })?;
    let lines = tracing_subscriber::fmt().with_env_filter(filter);
    let started = match file {
        Some(path) => {
            let file = OpenOptions::new()
                .create(true)
                .append(true)
                .mode(0o640)
                .open(path)
                .with_context(|| format!("cannot open the log file {}", path.display()))?;
            lines
                .with_ansi(false)
                .with_writer(Mutex::new(file))
                .try_init()
        }
        None => lines
            .with_ansi(io::stderr().is_terminal())
            .with_writer(io::stderr)
            .try_init(),
    };
    started.map_err(|error| anyhow::anyhow!("the log cannot be started: {error}"))?;
    std::panic::set_hook(Box::new(log_panic));
    Ok(())
}

fn read_level(text: &str) -> anyhow::Result<EnvFilter> {
    // The filter would take a misspelt level for the name of a part, and log nothing.
    for part in text.split(',').filter(|part| !part.contains('=')) {
        part.trim().parse::<LevelFilter>()?;
    }
    Ok(EnvFilter::try_new(text)?)
}

fn log_panic(panic: &PanicHookInfo<'_>) {
    let text = panic.payload_as_str().unwrap_or("unknown panic");
    let place = panic
        .location()
        .map(ToString::to_string)
        .unwrap_or_default();
    tracing::error!(place, "panicked: {text}");
}
