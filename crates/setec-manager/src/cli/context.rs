//! What every command works with.

use std::path::PathBuf;

use clap::Args;
use setec_core::Secret;
use url::Url;

use crate::cli::answer::Answer;
use crate::cli::ask;
use crate::cli::client::Client;
use crate::cli::failure::{Failure, Result};
use crate::cli::printer::{Format, Printer};
use crate::cli::session::{Session, SessionFile};
use crate::cli::tls::{Fingerprint, Trust};
use crate::environment::Environment;
use crate::output;

/// The server where none is named.
const SERVER: &str = "https://127.0.0.1:9090";

/// Flags of all commands that talk to a server.
#[derive(Debug, Args)]
#[command(next_help_heading = "Options of the commands that talk to a server")]
pub(crate) struct ClientOptions {
    /// The server [default: where you are signed in, otherwise https://127.0.0.1:9090]
    #[arg(long, global = true, value_name = "URL")]
    server: Option<String>,
    /// How to write answers
    #[arg(
        long,
        short,
        global = true,
        value_enum,
        default_value = "table",
        value_name = "FORMAT"
    )]
    output: Format,
    /// Say yes to every question beforehand
    #[arg(long, short, global = true)]
    pub(crate) yes: bool,
    /// Say nothing where there is nothing to show
    #[arg(long, short, global = true)]
    quiet: bool,
    /// Trust the authorities in this file (PEM) instead of the system's
    #[arg(long, global = true, value_name = "FILE")]
    pub(crate) cacert: Option<PathBuf>,
    /// Trust the one certificate with this SHA-256
    #[arg(long, global = true, value_name = "SHA256:...")]
    pub(crate) fingerprint: Option<Fingerprint>,
    /// Trust any certificate: whoever is in between can read everything
    #[arg(long, global = true, conflicts_with = "fingerprint")]
    pub(crate) insecure: bool,
}

impl ClientOptions {
    /// Whether notes for people are unwanted.
    pub(crate) fn is_quiet(&self) -> bool {
        self.quiet
    }
}

/// The options, the session and the connection.
pub(crate) struct Context<'a> {
    /// What was given on the command line.
    pub(crate) options: ClientOptions,
    /// What was given in the environment.
    pub(crate) environment: &'a Environment,
    /// Writes answers.
    pub(crate) printer: Printer,
    /// The connection, with the token where there is one.
    pub(crate) client: Client,
}

impl<'a> Context<'a> {
    /// For a command that needs a sign-in.
    pub(crate) fn signed_in(options: ClientOptions, environment: &'a Environment) -> Result<Self> {
        let context = Self::open(options, environment)?;
        if context.client.has_token() {
            return Ok(context);
        }
        Err(Failure::NotSignedIn(format!(
            "not signed in at {}; sign in with `setec-manager login`",
            context.client.server().as_str().trim_end_matches('/')
        )))
    }

    /// For a command that works without a sign-in as well.
    pub(crate) fn open(options: ClientOptions, environment: &'a Environment) -> Result<Self> {
        let session = SessionFile::of(environment)
            .ok()
            .map(|file| file.load())
            .transpose()?
            .flatten();
        let server = server(&options, environment, session.as_ref())?;
        // A token goes only to the server that gave it.
        let session = session.filter(|session| Url::parse(&session.server).as_ref() == Ok(&server));
        let token = environment.get("SETEC_TOKEN").map(Secret::new);
        let token = token.or_else(|| {
            session
                .as_ref()
                .map(|session| Secret::new(session.token.as_str()))
        });
        let trust = trust(&options, environment, session.as_ref())?;
        let printer = Printer::new(
            options.output,
            options.quiet,
            environment.get("NO_COLOR").is_some(),
        );
        Ok(Self {
            client: Client::new(server, trust, token)?,
            options,
            environment,
            printer,
        })
    }

    /// Goes on only with a yes.
    pub(crate) fn confirm(&self, question: &str) -> Result<()> {
        if self.options.yes {
            return Ok(());
        }
        ask::confirm(question)
    }

    /// Tells a person something that is no answer.
    pub(crate) fn note(&self, text: &str) {
        if !self.printer.is_quiet() {
            output::error_line(text);
        }
    }

    /// Says what was done.
    pub(crate) fn done(&self, answer: &Answer, words: &str) -> Result<()> {
        self.printer.done(answer, words)
    }
}

/// The server that is meant.
pub(crate) fn server(
    options: &ClientOptions,
    environment: &Environment,
    session: Option<&Session>,
) -> Result<Url> {
    let given = options
        .server
        .as_deref()
        .or_else(|| environment.get("SETEC_SERVER"));
    let text = given
        .or(session.map(|session| session.server.as_str()))
        .unwrap_or(SERVER);
    let text = if text.contains("://") {
        text.to_owned()
    } else {
        format!("https://{text}")
    };
    let url: Url = text
        .parse()
        .map_err(|error| Failure::Usage(format!("'{text}' is no URL: {error}")))?;
    if url.scheme() != "https" || !url.has_host() {
        return Err(Failure::Usage(format!(
            "'{text}': a server's URL begins with https://"
        )));
    }
    if !url.username().is_empty() || url.password().is_some() {
        return Err(Failure::Usage(
            "a server's URL holds no user name and no password".to_owned(),
        ));
    }
    Ok(url)
}

fn trust(
    options: &ClientOptions,
    environment: &Environment,
    session: Option<&Session>,
) -> Result<Trust> {
    if options.insecure {
        return Ok(Trust::Blind);
    }
    if let Some(fingerprint) = options.fingerprint {
        return Ok(Trust::Pinned(fingerprint));
    }
    if let Some(file) = &options.cacert {
        return Trust::authorities(Some(file));
    }
    let pinned = environment
        .get("SETEC_FINGERPRINT")
        .or_else(|| session.and_then(|session| session.fingerprint.as_deref()));
    if let Some(text) = pinned {
        let fingerprint = text
            .parse()
            .map_err(|error| Failure::Usage(format!("'{text}': {error}")))?;
        return Ok(Trust::Pinned(fingerprint));
    }
    Trust::authorities(session.and_then(|session| session.cacert.as_deref()))
}
