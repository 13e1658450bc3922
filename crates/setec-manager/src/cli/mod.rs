//! The command line as a client of the REST API.

mod action;
mod answer;
mod ask;
mod auth;
mod billing;
mod client;
mod column;
mod context;
mod dns;
mod domains;
mod failure;
mod firewalls;
mod input;
mod journal;
mod metrics;
mod orders;
mod overview;
mod printer;
mod providers;
mod reseller;
mod scripts;
mod search;
mod server;
mod session;
mod ssh_keys;
mod tags;
mod tls;
mod users;
mod vms;
mod watch;

use std::process::ExitCode;

use clap::{CommandFactory, Subcommand};
use clap_complete::Shell;

use crate::args::Arguments;
use crate::environment::Environment;
use crate::output;

pub(crate) use context::ClientOptions;
use context::Context;
use failure::{Failure, Result};

/// The commands that talk to a server.
#[derive(Debug, Subcommand)]
pub(crate) enum ClientCommand {
    /// Sign in and remember the session
    Login(auth::LoginFlags),
    /// Sign out
    Logout,
    /// Show where and as whom you are signed in
    Status,
    /// Everything at a glance: counts, what needs attention, costs, renewals
    Overview,
    /// Search accounts, domains, zones, records, servers and keys
    Search(search::SearchFlags),
    /// Accounts at hosting providers
    #[command(subcommand)]
    Providers(providers::ProvidersCommand),
    /// Zones and records
    #[command(subcommand)]
    Dns(dns::DnsCommand),
    /// Registered domains
    #[command(subcommand)]
    Domains(domains::DomainsCommand),
    /// Virtual servers
    #[command(subcommand)]
    Vms(vms::VmsCommand),
    /// SSH public keys
    #[command(subcommand)]
    SshKeys(ssh_keys::SshKeysCommand),
    /// Words of your own on domains, zones and servers
    #[command(subcommand)]
    Tags(tags::TagsCommand),
    /// Subscriptions, prices and payment methods
    #[command(subcommand)]
    Billing(billing::BillingCommand),
    /// Quotes and orders: everything that spends money
    #[command(subcommand)]
    Orders(orders::OrdersCommand),
    /// Customers who buy from you: keys, credit, prices and routes
    #[command(subcommand)]
    Reseller(reseller::ResellerCommand),
    /// Who may sign in
    #[command(subcommand)]
    Users(users::UsersCommand),
    /// Who changed what, and how it ended
    Journal(journal::JournalFlags),
    /// What happens, as it happens, until you stop it
    Watch(watch::WatchFlags),
    /// The server itself
    #[command(subcommand)]
    Server(server::ServerCommand),
    /// Print the completions of a shell
    Completions {
        /// Which shell
        shell: Shell,
    },
}

/// Carries a command out.
pub(crate) fn run(
    command: ClientCommand,
    options: ClientOptions,
    environment: &Environment,
) -> ExitCode {
    let outcome = match command {
        ClientCommand::Completions { shell } => completions(shell),
        command => talk(command, options, environment),
    };
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            failure.report();
            failure.exit_code()
        }
    }
}

fn completions(shell: Shell) -> Result<()> {
    let mut script = Vec::new();
    clap_complete::generate(
        shell,
        &mut Arguments::command(),
        "setec-manager",
        &mut script,
    );
    Ok(output::raw(&String::from_utf8_lossy(&script))?)
}

fn talk(command: ClientCommand, options: ClientOptions, environment: &Environment) -> Result<()> {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .map_err(|error| Failure::Failed(format!("the runtime cannot be started: {error}")))?;
    runtime.block_on(async {
        match command {
            ClientCommand::Login(flags) => auth::login(flags, options, environment).await,
            ClientCommand::Logout => auth::logout(options, environment).await,
            ClientCommand::Status => auth::status(&Context::open(options, environment)?).await,
            ClientCommand::Server(command) => {
                command.run(&Context::open(options, environment)?).await
            }
            command => {
                let context = Context::signed_in(options, environment)?;
                signed_in(command, &context).await
            }
        }
    })
}

async fn signed_in(command: ClientCommand, context: &Context<'_>) -> Result<()> {
    match command {
        ClientCommand::Overview => overview::overview(context).await,
        ClientCommand::Search(flags) => flags.run(context).await,
        ClientCommand::Providers(command) => command.run(context).await,
        ClientCommand::Dns(command) => command.run(context).await,
        ClientCommand::Domains(command) => command.run(context).await,
        ClientCommand::Vms(command) => command.run(context).await,
        ClientCommand::SshKeys(command) => command.run(context).await,
        ClientCommand::Tags(command) => command.run(context).await,
        ClientCommand::Billing(command) => command.run(context).await,
        ClientCommand::Orders(command) => command.run(context).await,
        ClientCommand::Reseller(command) => command.run(context).await,
        ClientCommand::Users(command) => command.run(context).await,
        ClientCommand::Journal(flags) => flags.run(context).await,
        ClientCommand::Watch(flags) => flags.run(context).await,
        ClientCommand::Login(_)
        | ClientCommand::Logout
        | ClientCommand::Status
        | ClientCommand::Server(_)
        | ClientCommand::Completions { .. } => {
            unreachable!("these were carried out without a session")
        }
    }
}

#[cfg(test)]
mod tests;
