//! Simulators of providers' APIs, run alone.

use std::fmt::Write;
use std::net::SocketAddr;

use anyhow::Context;
use clap::{Args, Subcommand};
use setec_sandbox::{hostinger, reseller};
use tokio::net::TcpListener;

use crate::{output, serve};

const NOTICE: &str =
    "Nothing here is real and nothing costs money; all changes are lost at the end.";

/// Which provider to simulate.
#[derive(Debug, Subcommand)]
pub(crate) enum SandboxCommand {
    /// Hostinger: DNS, domains, virtual servers and billing of an invented customer
    #[command(after_help = faults(
        hostinger::Fault::all(),
        "rate-limit:retry-after=2,times=3,on=PUT,path=/dns/",
    ))]
    Hostinger(HostingerFlags),
    /// Domains Reseller API (Hostraha and others): domains of an invented reseller with credit
    #[command(after_help = faults(
        reseller::Fault::all(),
        "lost-answer:times=1,path=/order/domains/register",
    ))]
    DomainsReseller(ResellerFlags),
}

/// How to run the Hostinger simulator.
#[derive(Debug, Args)]
pub(crate) struct HostingerFlags {
    /// Where to listen; port 0 takes a free one
    #[arg(long, value_name = "ADDR:PORT", default_value = "127.0.0.1:9191")]
    listen: SocketAddr,
    /// Let something go wrong; may be given several times
    #[arg(long, value_name = "NAME[:KEY=VALUE,...]")]
    fault: Vec<hostinger::Fault>,
}

/// How to run the Domains Reseller simulator.
#[derive(Debug, Args)]
pub(crate) struct ResellerFlags {
    /// Where to listen; port 0 takes a free one
    #[arg(long, value_name = "ADDR:PORT", default_value = "127.0.0.1:9192")]
    listen: SocketAddr,
    /// Let something go wrong, or take on an operator's habit; may be given several times
    #[arg(long, value_name = "NAME[:KEY=VALUE,...]")]
    fault: Vec<reseller::Fault>,
}

fn faults(known: &[(&str, &str)], example: &str) -> String {
    let mut text = String::from("Faults:\n");
    for (name, help) in known {
        let _ = writeln!(text, "  {name:<20} {help}");
    }
    let _ = write!(
        text,
        "\nEvery fault takes times=N, on=METHOD and path=SUBSTRING, which choose the requests:\n  \
         --fault {example}"
    );
    text
}

/// Runs a simulator until a signal.
pub(crate) fn run(command: SandboxCommand) -> anyhow::Result<()> {
    serve::block_on(async move {
        match command {
            SandboxCommand::Hostinger(flags) => run_hostinger(flags).await,
            SandboxCommand::DomainsReseller(flags) => run_reseller(flags).await,
        }
    })
}

async fn run_hostinger(flags: HostingerFlags) -> anyhow::Result<()> {
    let stop = serve::stop_signal()?;
    let (listener, address) = bind(flags.listen).await?;
    output::line(&format!(
        "Hostinger sandbox listens on http://{address}\n\
         Token: {}\n\
         {NOTICE}",
        hostinger::TOKEN
    ))?;
    let sandbox = hostinger::Sandbox::with_faults(flags.fault);
    hostinger::serve(listener, sandbox, stop).await?;
    Ok(())
}

async fn run_reseller(flags: ResellerFlags) -> anyhow::Result<()> {
    let stop = serve::stop_signal()?;
    let (listener, address) = bind(flags.listen).await?;
    output::line(&format!(
        "Domains Reseller sandbox listens on http://{address}{}\n\
         Username: {}\n\
         API key: {}\n\
         {NOTICE}",
        reseller::ENDPOINT,
        reseller::USERNAME,
        reseller::API_KEY,
    ))?;
    let sandbox = reseller::Sandbox::with_faults(flags.fault);
    reseller::serve(listener, sandbox, stop).await?;
    Ok(())
}

async fn bind(listen: SocketAddr) -> anyhow::Result<(TcpListener, SocketAddr)> {
    let listener = TcpListener::bind(listen)
        .await
        .with_context(|| format!("cannot listen on {listen}"))?;
    let address = listener.local_addr()?;
    Ok((listener, address))
}
