//! Simulators of providers' APIs, run alone.

use std::fmt::Write;
use std::net::SocketAddr;

use anyhow::Context;
use clap::{Args, Subcommand};
use setec_sandbox::hostinger::{self, Fault, Sandbox, TOKEN};
use tokio::net::TcpListener;

use crate::{output, serve};

/// Which provider to simulate.
#[derive(Debug, Subcommand)]
pub(crate) enum SandboxCommand {
    /// Hostinger: DNS, domains, virtual servers and billing of an invented customer
    #[command(after_help = faults())]
    Hostinger(HostingerFlags),
}

/// How to run the Hostinger simulator.
#[derive(Debug, Args)]
pub(crate) struct HostingerFlags {
    /// Where to listen; port 0 takes a free one
    #[arg(long, value_name = "ADDR:PORT", default_value = "127.0.0.1:9191")]
    listen: SocketAddr,
    /// Let something go wrong; may be given several times
    #[arg(long, value_name = "NAME[:KEY=VALUE,...]")]
    fault: Vec<Fault>,
}

fn faults() -> String {
    let mut text = String::from("Faults:\n");
    for (name, help) in Fault::all() {
        let _ = writeln!(text, "  {name:<20} {help}");
    }
    text.push_str(
        "\nEvery fault takes times=N, on=METHOD and path=SUBSTRING, which choose the requests:\n  \
         --fault rate-limit:retry-after=2,times=3,on=PUT,path=/dns/",
    );
    text
}

/// Runs a simulator until a signal.
pub(crate) fn run(command: SandboxCommand) -> anyhow::Result<()> {
    let SandboxCommand::Hostinger(flags) = command;
    serve::block_on(async move {
        let stop = serve::stop_signal()?;
        let listener = TcpListener::bind(flags.listen)
            .await
            .with_context(|| format!("cannot listen on {}", flags.listen))?;
        let address = listener.local_addr()?;
        output::line(&format!(
            "Hostinger sandbox listens on http://{address}\n\
             Token: {TOKEN}\n\
             Nothing here is real and nothing costs money; all changes are lost at the end."
        ))?;
        hostinger::serve(listener, Sandbox::with_faults(flags.fault), stop).await?;
        Ok(())
    })
}
