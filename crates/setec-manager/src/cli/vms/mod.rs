//! `vms`: virtual servers.

mod address;
mod backup;
mod order;
mod show;

use clap::{Args, Subcommand};
use serde_json::json;

use crate::cli::action::{self, Waiting};
use crate::cli::answer::Answer;
use crate::cli::ask::SecretSource;
use crate::cli::client::{Path, account};
use crate::cli::context::Context;
use crate::cli::failure::{Failure, Result};
use crate::cli::firewalls::FirewallsCommand;
use crate::cli::input;
use crate::cli::metrics::MetricsFlags;
use crate::cli::scripts::ScriptsCommand;

use address::PtrCommand;
use backup::{BackupsCommand, SnapshotCommand};
use order::{CreateFlags, RecreateFlags};
use show::{DATA_CENTERS, DETAILS, LIST, NAMES, TEMPLATES};

/// A server of an account.
#[derive(Debug, Args)]
pub(crate) struct Machine {
    /// The account's name
    pub(crate) provider: String,
    /// The server's id
    pub(crate) id: String,
}

impl Machine {
    /// The server's path.
    pub(crate) fn path(&self) -> Path {
        account(&self.provider).at("vms").at(&self.id)
    }
}

/// A server, and whether to wait for what is done with it.
#[derive(Debug, Args)]
pub(crate) struct Operation {
    #[command(flatten)]
    machine: Machine,
    #[command(flatten)]
    waiting: Waiting,
}

impl Operation {
    async fn finish(&self, context: &Context<'_>, begun: crate::cli::answer::Answer) -> Result<()> {
        let Machine { provider, id } = &self.machine;
        action::finish(context, provider, id, begun, &self.waiting).await
    }

    async fn post(&self, context: &Context<'_>, what: &str) -> Result<()> {
        let begun = context.client.post(self.machine.path().at(what)).await?;
        self.finish(context, begun).await
    }
}

/// What to do with servers.
#[derive(Debug, Subcommand)]
pub(crate) enum VmsCommand {
    /// List virtual servers
    List {
        /// The account's name
        provider: String,
        /// Only those that bear this tag
        #[arg(long)]
        tag: Option<String>,
    },
    /// Show a virtual server
    Show(Machine),
    /// List the names in all zones that point at a server
    Names(Machine),
    /// Buy a virtual server in one step; the price is shown first
    Create(CreateFlags),
    /// Show what a virtual server would cost, checked with the provider, and buy nothing
    Quote(CreateFlags),
    /// Buy a virtual server by a quote; the price is shown first
    Order(CreateFlags),
    /// Start a server
    Start(Operation),
    /// Stop a server
    Stop(Operation),
    /// Restart a server
    Restart(Operation),
    /// Install a server anew; its disk and snapshots are lost
    Recreate(RecreateFlags),
    /// A server's host name
    #[command(subcommand)]
    Hostname(HostnameCommand),
    /// Change the root password
    RootPassword {
        #[command(flatten)]
        operation: Operation,
        /// Read the password from standard input; SETEC_NEW_PASSWORD is another way
        #[arg(long)]
        password_stdin: bool,
    },
    /// Label a server; the labels replace the ones before
    Labels {
        #[command(flatten)]
        machine: Machine,
        /// The labels
        #[arg(value_name = "KEY=VALUE", value_parser = input::pair, required_unless_present = "clear")]
        labels: Vec<(String, String)>,
        /// Take all labels away
        #[arg(long, conflicts_with = "labels")]
        clear: bool,
    },
    /// The reverse names of a server's addresses
    #[command(subcommand)]
    Ptr(PtrCommand),
    /// Put SSH keys of the account on a server
    AttachKeys {
        #[command(flatten)]
        machine: Machine,
        /// The keys' ids
        #[arg(required = true)]
        keys: Vec<String>,
    },
    /// Measurements of a server
    Metrics(MetricsFlags),
    /// List operations on a server
    Actions(Machine),
    /// Show an operation on a server
    Action {
        #[command(flatten)]
        operation: Operation,
        /// The operation's id
        action: String,
    },
    /// The snapshot of a server
    #[command(subcommand)]
    Snapshot(SnapshotCommand),
    /// The backups that the provider made of a server
    #[command(subcommand)]
    Backups(BackupsCommand),
    /// List data centers
    Datacenters {
        /// The account's name
        provider: String,
    },
    /// List what can be installed
    Templates {
        /// The account's name
        provider: String,
    },
    /// Firewalls of virtual servers
    #[command(subcommand)]
    Firewalls(FirewallsCommand),
    /// Scripts that run after an installation
    #[command(subcommand)]
    Scripts(ScriptsCommand),
}

/// What to do with a server's host name.
#[derive(Debug, Subcommand)]
pub(crate) enum HostnameCommand {
    /// Change the host name
    Set {
        #[command(flatten)]
        operation: Operation,
        /// The host name
        hostname: String,
    },
    /// Put the provider's own host name back
    Reset(Operation),
}

impl VmsCommand {
    pub(crate) async fn run(self, context: &Context<'_>) -> Result<()> {
        let client = &context.client;
        let printer = &context.printer;
        match self {
            Self::List { provider, tag } => {
                let path = account(&provider).at("vms");
                let answer = client.get_with(path, &input::tagged(tag)).await?;
                printer.list(&answer, LIST, "no virtual servers")
            }
            Self::Names(machine) => {
                let answer = client.get(machine.path().at("names")).await?;
                for zone in answer.get("unread").entries() {
                    let zone = zone.text().unwrap_or_default();
                    context.note(&format!("{zone} could not be read"));
                }
                if !context.printer.is_for_people() {
                    return context.printer.plain(&answer);
                }
                let names = Answer::List(answer.get("names").entries().to_vec());
                context.printer.list(&names, NAMES, "no name points at it")
            }
            Self::Show(machine) => printer.details(&client.get(machine.path()).await?, DETAILS),
            Self::Create(flags) => order::create(flags, context).await,
            Self::Quote(flags) => order::quote(flags, context).await,
            Self::Order(flags) => order::buy(flags, context).await,
            Self::Start(operation) => operation.post(context, "start").await,
            Self::Stop(operation) => operation.post(context, "stop").await,
            Self::Restart(operation) => operation.post(context, "restart").await,
            Self::Recreate(flags) => order::recreate(flags, context).await,
            Self::Hostname(HostnameCommand::Set {
                operation,
                hostname,
            }) => {
                let path = operation.machine.path().at("hostname");
                let begun = client.put(path, &json!({ "hostname": hostname })).await?;
                operation.finish(context, begun).await
            }
            Self::Hostname(HostnameCommand::Reset(operation)) => {
                let begun = client
                    .delete(operation.machine.path().at("hostname"))
                    .await?;
                operation.finish(context, begun).await
            }
            Self::RootPassword {
                operation,
                password_stdin,
            } => {
                let password = new_password(context, password_stdin).read_new()?;
                let path = operation.machine.path().at("root-password");
                let begun = client
                    .put(path, &json!({ "password": password.expose() }))
                    .await?;
                operation.finish(context, begun).await
            }
            Self::Labels {
                machine,
                labels,
                clear: _,
            } => {
                let body = json!({ "labels": input::object(labels) });
                let answer = client.put(machine.path().at("labels"), &body).await?;
                printer.details(&answer, DETAILS)
            }
            Self::Ptr(command) => command.run(context).await,
            Self::AttachKeys { machine, keys } => {
                let body = json!({ "ssh_key_ids": keys });
                let answer = client
                    .post_body(machine.path().at("ssh-keys"), &body)
                    .await?;
                context.done(&answer, &format!("keys attached to {}", machine.id))
            }
            Self::Metrics(flags) => flags.run(context).await,
            Self::Actions(machine) => {
                let answer = client.get(machine.path().at("actions")).await?;
                printer.list(&answer, action::COLUMNS, "nothing was done so far")
            }
            Self::Action { operation, action } => {
                let path = operation.machine.path().at("actions").at(&action);
                let begun = client.get(path).await?;
                if begun.str("status") == "running" {
                    return operation.finish(context, begun).await;
                }
                printer.details(&begun, action::COLUMNS)
            }
            Self::Snapshot(command) => command.run(context).await,
            Self::Backups(command) => command.run(context).await,
            Self::Datacenters { provider } => {
                let answer = client.get(account(&provider).at("datacenters")).await?;
                printer.list(&answer, DATA_CENTERS, "no data centers")
            }
            Self::Templates { provider } => {
                let answer = client.get(account(&provider).at("templates")).await?;
                printer.list(&answer, TEMPLATES, "no templates")
            }
            Self::Firewalls(command) => command.run(context).await,
            Self::Scripts(command) => command.run(context).await,
        }
    }
}

fn new_password<'a>(context: &'a Context<'_>, from_stdin: bool) -> SecretSource<'a> {
    SecretSource {
        name: "Root password",
        flag: "--password-stdin",
        from_stdin,
        variable: (
            "SETEC_NEW_PASSWORD",
            context.environment.get("SETEC_NEW_PASSWORD"),
        ),
    }
}

/// Whether a snapshot is there, for the question that follows.
async fn has_snapshot(context: &Context<'_>, machine: &Machine) -> Result<bool> {
    match context.client.get(machine.path().at("snapshot")).await {
        Ok(_) => Ok(true),
        Err(Failure::Refused { status: 404, .. }) => Ok(false),
        Err(failure) => Err(failure),
    }
}
