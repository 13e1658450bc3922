//! The command line's outermost layer.

use clap::{Parser, Subcommand};

use crate::cli::{ClientCommand, ClientOptions};
use crate::sandbox::SandboxCommand;
use crate::serve::ServeFlags;

/// One control plane over hosting providers: domains, DNS, virtual servers, SSH keys and bills
#[derive(Debug, Parser)]
#[command(name = "setec-manager", version, max_term_width = 100, after_help = EXIT_CODES)]
pub(crate) struct Arguments {
    #[command(subcommand)]
    pub(crate) command: Command,
    #[command(flatten)]
    pub(crate) client: ClientOptions,
}

/// What to do.
#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Run the server
    Serve(ServeFlags),
    /// Run a simulator of a provider's API alone
    #[command(subcommand)]
    Sandbox(SandboxCommand),
    /// Print the OpenAPI document of the REST API
    Openapi,
    #[command(flatten)]
    Client(ClientCommand),
}

const EXIT_CODES: &str = "\
Exit codes:
  0  done
  1  failed
  2  wrong usage, or a confirmation that could not be asked for (see --yes); after `dns plan` of a
     folder: there are changes
  3  not signed in, or the session has ended
  4  not found
  5  conflict, such as a record that exists already
  6  the server or the provider cannot be reached, is unavailable or limits the rate

The output of every command is a table for people; --output json and --output yaml print the
API's answer as it is. Environment: SETEC_SERVER and SETEC_TOKEN take the place of a sign-in.";
