//! Setec Manager: the server and its command line in one binary.

mod args;
mod cli;
mod config;
mod declare;
mod demo;
mod environment;
mod first_start;
mod log;
mod output;
mod sandbox;
mod serve;

use std::process::ExitCode;

use clap::Parser;

use args::{Arguments, Command};
use environment::Environment;

fn main() -> ExitCode {
    let arguments = Arguments::parse();
    let environment = Environment::read();
    let outcome = match arguments.command {
        Command::Serve(flags) => serve::run(&flags, &environment),
        Command::Sandbox(simulator) => sandbox::run(simulator),
        Command::Openapi => print_openapi(),
        Command::Client(command) => {
            return cli::run(command, arguments.client, &environment);
        }
    };
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            output::error_line(&format!("error: {error:#}"));
            ExitCode::FAILURE
        }
    }
}

fn print_openapi() -> anyhow::Result<()> {
    let text = setec_server::openapi().to_pretty_json()?;
    output::line(&text)?;
    Ok(())
}
